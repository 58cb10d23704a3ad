"""Figures of an undirected simple network, in the terms that published networks use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from matcher.tables.atlas import IntArray


@dataclass(frozen=True, slots=True)
class Measures:
    """Size, degree and structure of a network.

    Attributes
    ----------
    nodes, links : int
        Places with a link, and links.
    mean_degree : float
    max_degree : int
    degree_gini : float
        0 when all have as many links, towards 1 when few have nearly all.
    components : int
    largest_component : int
        Nodes of it.
    triangles, wedges : int
        Three nodes with three links; two links that meet.
    assortativity : float
        Pearson's correlation of the degrees at both ends of a link; NaN where
        every degree is the same.
    clustering : float
        Share of wedges that are closed, ``3 triangles / wedges``; NaN without any.

    References
    ----------
    M. Newman, Mixing patterns in networks, 2003. M. Newman, S. Strogatz, D. Watts,
    Random graphs with arbitrary degree distributions and their applications, 2001.
    """

    nodes: int
    links: int
    mean_degree: float
    max_degree: int
    degree_gini: float
    components: int
    largest_component: int
    triangles: int
    wedges: int
    assortativity: float
    clustering: float


def measure(ends: IntArray) -> Measures:
    """Measure a network.

    Parameters
    ----------
    ends : array of int of shape (n_links, 2)
        Both ends of each link; each unordered pair once, none with itself.

    Examples
    --------
    >>> found = measure(np.array([[1, 2], [2, 3], [1, 3], [3, 4]]))
    >>> found.nodes, found.links, found.triangles, found.wedges, found.clustering
    (4, 4, 1, 5, 0.6)
    """
    nodes, at = np.unique(ends, return_inverse=True)
    at = at.reshape(-1, 2)
    n, m = len(nodes), len(ends)
    degree = np.bincount(at.ravel(), minlength=n)
    adjacency = _adjacency(at, n)
    closed = round(float(adjacency.multiply(adjacency @ adjacency).sum()))
    wedges = int((degree * (degree - 1) // 2).sum())
    components, label = connected_components(adjacency, directed=False)
    return Measures(
        nodes=n,
        links=m,
        mean_degree=2 * m / n if n else 0.0,
        max_degree=int(degree.max(initial=0)),
        degree_gini=_gini(degree),
        components=int(components),
        largest_component=int(np.bincount(label).max(initial=0)) if n else 0,
        triangles=closed // 6,
        wedges=wedges,
        assortativity=_assortativity(degree[at]),
        clustering=closed / (2 * wedges) if wedges else float("nan"),
    )


def largest_component(ends: IntArray) -> IntArray:
    """Return the links of the largest component; of equal ones, of the first node's."""
    nodes, at = np.unique(ends, return_inverse=True)
    at = at.reshape(-1, 2)
    label = connected_components(_adjacency(at, len(nodes)), directed=False)[1]
    if not len(label):
        return ends
    return ends[label[at[:, 0]] == np.bincount(label).argmax()]


def _adjacency(at: IntArray, n: int) -> sparse.csr_matrix:
    cells = np.concatenate([at[:, 0], at[:, 1]]), np.concatenate([at[:, 1], at[:, 0]])
    return sparse.csr_matrix((np.ones(len(cells[0])), cells), shape=(n, n))


def _assortativity(degrees: IntArray) -> float:
    """Return the correlation over links taken in both directions."""
    if not len(degrees) or degrees.min() == degrees.max():
        return float("nan")
    one = np.concatenate([degrees[:, 0], degrees[:, 1]])
    other = np.concatenate([degrees[:, 1], degrees[:, 0]])
    return float(np.corrcoef(one, other)[0, 1])


def _gini(degree: IntArray) -> float:
    if not len(degree):
        return 0.0
    n = len(degree)
    ordered = np.sort(degree)
    return float(2 * (np.arange(1, n + 1) @ ordered) / (n * ordered.sum()) - (n + 1) / n)
