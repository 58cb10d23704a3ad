"""LightGCN: embeddings trained through the propagation over the known graph."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.special import expit

from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import Scorer
from models.peers.embeddings import FACTORS, STEPS, dot_product, linked_adjacency, normalised

EPOCHS = 300
LEARNING_RATE = 0.01
DECAY = 0.1
START = 0.1
"""Standard deviation of the embedding before training. All were chosen in T1 on validation."""


def by_lightgcn(known: KnownWorld) -> Scorer:
    """Rank by LightGCN with three layers, trained with the BPR loss.

    Notes
    -----
    ``E = mean_{l=0..3} (D^-1/2 A D^-1/2)^l E_0``; ``E_0`` minimises
    ``-mean log sigmoid(E_u . E_i - E_u . E_j)`` over both directions of each
    known link ``(u, i)`` with a random place ``j`` drawn anew each epoch, plus
    ``decay * |E_0|^2 / links``. Every epoch is one full batch of Adam.

    References
    ----------
    X. He et al., LightGCN: simplifying and powering graph convolution network
    for recommendation, 2020. D. Kingma and J. Ba, Adam, 2015.
    """
    nodes, adjacency = linked_adjacency(known)
    embedding = train(adjacency, known.random_state)
    return dot_product(known, nodes, embedding, embedding)


def train(adjacency: sparse.csr_matrix, random_state: int, epochs: int = EPOCHS) -> Array:
    """Return the propagated embedding after training, shape (n, 64)."""
    rng = np.random.default_rng(random_state)
    step = normalised(adjacency, 0.0).astype(np.float32)
    heads, tails = adjacency.nonzero()
    start = rng.normal(0.0, START, (adjacency.shape[0], FACTORS)).astype(np.float32)
    first: Array = np.zeros_like(start)
    second: Array = np.zeros_like(start)
    for epoch in range(1, epochs + 1):
        others = rng.integers(0, adjacency.shape[0], len(heads))
        slope = loss_and_gradient(step, start, heads, tails, others)[1]
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        scale = np.sqrt(second / (1 - 0.999**epoch)) + 1e-8
        start -= LEARNING_RATE * first / (1 - 0.9**epoch) / scale
    return propagated(step, start)


def propagated(step: sparse.csr_matrix, embedding: Array) -> Array:
    """Return the mean of an embedding and its propagations by up to three steps."""
    layer, total = embedding, embedding.copy()
    for _ in range(STEPS):
        layer = step @ layer
        total += layer
    result: Array = total / (STEPS + 1)
    return result


def loss_and_gradient(
    step: sparse.csr_matrix, start: Array, heads: IntArray, tails: IntArray, others: IntArray
) -> tuple[float, Array]:
    """Return the BPR loss of an untrained embedding and its gradient.

    Parameters
    ----------
    step : sparse matrix of shape (n, n)
        Symmetric normalised adjacency.
    start : array of shape (n, k)
    heads, tails, others : array of int of shape (m,)
        A place, its partner, and a place drawn at random.
    """
    E = propagated(step, start)
    margin = np.einsum("ij,ij->i", E[heads], E[tails] - E[others])
    loss = np.logaddexp(0.0, -margin).mean() + DECAY * (start**2).sum() / len(heads)
    pull = (-expit(-margin) / len(heads)).astype(start.dtype)
    pulls = sparse.csr_matrix(
        (
            np.concatenate([pull, -pull]),
            (np.concatenate([heads, heads]), np.concatenate([tails, others])),
        ),
        shape=step.shape,
    )
    # The propagation is symmetric, so the gradient flows back through the same operator.
    slope = propagated(step, (pulls + pulls.T) @ E)
    return float(loss), slope + 2 * DECAY * start / len(heads)
