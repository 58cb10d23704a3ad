"""Peers that embed the known graph: factorisation, spectral and propagated.

A place without a known link has no embedding: as a candidate it stands last,
as a query it is answered by the degree.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits

from matcher.errors import ModelError
from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import Scorer
from models.peers.popularity import by_degree

FACTORS = 64
STEPS = 3

ALS_SETTINGS = {"alpha": 100.0, "regularization": 100.0, "iterations": 15}
BPR_SETTINGS = {"learning_rate": 0.01, "regularization": 0.01, "iterations": 300}
"""Settings of both factorisations, the best of a dozen each on validation."""


def by_als(known: KnownWorld) -> Scorer:
    """Rank by implicit-feedback matrix factorisation with alternating least squares.

    References
    ----------
    Y. Hu, Y. Koren and C. Volinsky, Collaborative filtering for implicit
    feedback datasets, 2008; the library ``implicit``.
    """
    return _by_implicit(known, "als", "AlternatingLeastSquares", ALS_SETTINGS)


def by_bpr(known: KnownWorld) -> Scorer:
    """Rank by Bayesian personalised ranking.

    References
    ----------
    S. Rendle et al., BPR: Bayesian personalized ranking from implicit feedback,
    2009; the library ``implicit``.
    """
    return _by_implicit(known, "bpr", "BayesianPersonalizedRanking", BPR_SETTINGS)


def by_spectral(known: KnownWorld) -> Scorer:
    """Rank by a spectral embedding of the graph, the closed form of node2vec's kin.

    Notes
    -----
    Truncated singular vectors of the regularised normalised adjacency
    ``(D + t)^-1/2 A (D + t)^-1/2`` with ``t`` the mean degree, without which the
    leading vectors would each be one small component. The score is the entry of
    query and candidate rebuilt with the singular values squared, which did
    better on validation than the values themselves.

    References
    ----------
    J. Qiu et al., Network embedding as matrix factorization: unifying DeepWalk,
    LINE, PTE, and node2vec, 2018. T. Qin and K. Rohe, Regularized spectral
    clustering under the degree-corrected stochastic blockmodel, 2013.
    """
    nodes, adjacency = linked_adjacency(known)
    left, values, right = _spectrum(adjacency, known.random_state)
    return dot_product(known, nodes, left * values**2, right)


def by_propagation(known: KnownWorld) -> Scorer:
    """Rank by LightGCN's propagation, three steps over a spectral embedding.

    Notes
    -----
    ``E = mean_{l=0..3} (D^-1/2 A D^-1/2)^l E_0``, the score is the product of
    both ends. ``E_0`` is the spectral embedding scaled by its squared singular values, in
    place of one trained by gradient descent (which :mod:`models.peers.lightgcn` does).

    References
    ----------
    X. He et al., LightGCN: simplifying and powering graph convolution network
    for recommendation, 2020.
    """
    nodes, adjacency = linked_adjacency(known)
    left, values, _ = _spectrum(adjacency, known.random_state)
    step = normalised(adjacency, 0.0)
    layer = left * values**2
    total = layer.copy()
    for _ in range(STEPS):
        layer = step @ layer
        total += layer
    embedding = total / (STEPS + 1)
    return dot_product(known, nodes, embedding, embedding)


def linked_adjacency(known: KnownWorld) -> tuple[IntArray, sparse.csr_matrix]:
    """Return the linked places and the symmetric adjacency among them."""
    nodes = np.flatnonzero(known.graph.linked)
    slot = np.full(known.graph.n_cities, -1, dtype=np.int64)
    slot[nodes] = np.arange(len(nodes))
    ends = slot[known.graph.ends]
    first, second = np.concatenate([ends, ends[:, ::-1]]).T
    shape = (len(nodes), len(nodes))
    return nodes, sparse.csr_matrix((np.ones(len(first)), (first, second)), shape=shape)


def normalised(adjacency: sparse.csr_matrix, regulariser: float) -> sparse.csr_matrix:
    """Return ``(D + t)^-1/2 A (D + t)^-1/2`` with the regulariser ``t``."""
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    scale = sparse.diags_array(1.0 / np.sqrt(degree + regulariser))
    return (scale @ adjacency @ scale).tocsr()


def _spectrum(adjacency: sparse.csr_matrix, random_state: int) -> tuple[Array, Array, Array]:
    """Return left vectors, singular values (largest first) and right vectors."""
    matrix = normalised(adjacency, float(adjacency.sum()) / adjacency.shape[0])
    k = min(FACTORS, matrix.shape[0] - 1)
    with threadpool_limits(1):
        left, values, right = svds(matrix, k=k, rng=np.random.default_rng(random_state))
    order = np.argsort(-values, kind="stable")
    return left[:, order], values[order], right[order].T


def _by_implicit(
    known: KnownWorld, module: str, name: str, settings: Mapping[str, float]
) -> Scorer:
    nodes, adjacency = linked_adjacency(known)
    with threadpool_limits(1), warnings.catch_warnings():
        # The library asks for one BLAS thread by a variable; the limit above gives it that.
        warnings.simplefilter("ignore", RuntimeWarning)
        pinned = {"factors": FACTORS, "random_state": known.random_state, "num_threads": 1}
        model = _implicit_class(module, name)(**pinned, **settings)
        model.fit(adjacency.astype(np.float32), show_progress=False)
    return dot_product(known, nodes, model.user_factors, model.item_factors)


def _implicit_class(module: str, name: str) -> Any:
    try:
        from implicit import als, bpr
    except ImportError:
        raise ModelError(
            "the library implicit is not installed: install the extra with "
            "'pip install .[bench]', or name other methods with --methods"
        ) from None
    classes = {"als": als, "bpr": bpr}
    return getattr(classes[module], name)


def dot_product(known: KnownWorld, nodes: IntArray, query_side: Array, item_side: Array) -> Scorer:
    """Score by the product of two embeddings over the linked places."""
    fallback = by_degree(known)
    slot = np.full(known.graph.n_cities, -1, dtype=np.int64)
    slot[nodes] = np.arange(len(nodes))
    queries = np.asarray(query_side, dtype=np.float64)
    items = np.asarray(item_side, dtype=np.float64)

    def score(query: int, rows: IntArray) -> Array:
        if slot[query] < 0:
            return fallback(query, rows)
        places = slot[rows]
        embedded = places >= 0
        scores = np.full(len(rows), -np.inf)
        # einsum gives a row the same bits beside any other rows; a matrix product does not.
        scores[embedded] = np.einsum("ij,j->i", items[places[embedded]], queries[slot[query]])
        return scores

    return score
