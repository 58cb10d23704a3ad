"""The training of LightGCN against finite differences and plain matrices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from models.peers import lightgcn
from models.peers.lightgcn import DECAY, loss_and_gradient, propagated, train

HEADS = [(0, 1, 3), (2, 3, 0), (4, 0, 2)]
"""Place, partner, and another place."""

RING = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2)]


@pytest.fixture
def adjacency():
    matrix = np.zeros((5, 5))
    for a, b in RING:
        matrix[a, b] = matrix[b, a] = 1.0
    return sparse.csr_matrix(matrix)


@pytest.fixture
def step(adjacency):
    root = np.sqrt(np.asarray(adjacency.sum(axis=1)).ravel())
    return sparse.csr_matrix(adjacency.toarray() / root[:, None] / root)


def test_propagation_is_the_mean_of_four_powers(step):
    start = np.random.default_rng(0).normal(size=(5, 3))
    powers = [np.linalg.matrix_power(step.toarray(), k) @ start for k in range(4)]
    assert propagated(step, start) == pytest.approx(sum(powers) / 4)


def test_loss_is_the_ranking_loss_of_propagated_embeddings(step):
    start = np.random.default_rng(1).normal(size=(5, 3))
    E = propagated(step, start)
    slow = [-np.log(1 / (1 + np.exp(-(E[u] @ E[i] - E[u] @ E[j])))) for u, i, j in HEADS]
    expected = np.mean(slow) + DECAY * (start**2).sum() / len(HEADS)
    u, i, j = np.array(HEADS).T
    assert loss_and_gradient(step, start, u, i, j)[0] == pytest.approx(expected)


def test_gradient_equals_finite_differences(step):
    start = np.random.default_rng(2).normal(size=(5, 3))
    u, i, j = np.array(HEADS).T
    gradient = loss_and_gradient(step, start, u, i, j)[1]
    for row in range(5):
        for column in range(3):
            nudge = np.zeros_like(start)
            nudge[row, column] = 1e-6
            up = loss_and_gradient(step, start + nudge, u, i, j)[0]
            down = loss_and_gradient(step, start - nudge, u, i, j)[0]
            assert gradient[row, column] == pytest.approx((up - down) / 2e-6, abs=1e-7)


def test_training_separates_partners_from_others(adjacency, monkeypatch):
    monkeypatch.setattr(lightgcn, "DECAY", 0.0)
    heads, tails = adjacency.nonzero()
    others = (heads + 3) % 5
    margins = []
    for epochs in (0, 60):
        E = train(adjacency, random_state=0, epochs=epochs)
        margins.append(np.mean(np.sum(E[heads] * (E[tails] - E[others]), axis=1)))
    assert margins[1] > margins[0]
