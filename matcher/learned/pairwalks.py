"""What pair features read partnerships by: a view with expected degrees, and walks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from matcher.atlas import Array, IntArray
from matcher.learned.linkview import LinkView, entries_of


@dataclass(frozen=True, slots=True)
class Reader:
    """A place's view for pair features: partnerships, expected degrees, neighbours.

    Attributes
    ----------
    view : LinkView
    expected : numpy.ndarray of shape (n_cities,)
        Log of the partners a place of that profile has, cross-fitted.
    """

    view: LinkView
    expected: Array


class PairWalks:
    """Walks of a query over the partnerships, and of the places that speak for it.

    Parameters
    ----------
    view : LinkView
    query : int
        Row of the query city.
    """

    def __init__(self, view: LinkView, query: int) -> None:
        self.view, self.query = view, query
        mine = view.neighbours(np.array([query]))
        own = view.position[[query]] if view.position[query] >= 0 else np.zeros(0, dtype=np.int64)
        at = np.unique(np.concatenate([own, mine.near[0], mine.alike[0]]))
        start = np.zeros((len(at), 4), dtype=np.float32)
        start[np.searchsorted(at, own), 0] = 1
        near = np.searchsorted(at, mine.near[0])
        start[near, 1], start[near, 2] = mine.close[0], mine.wide[0]
        start[np.searchsorted(at, mine.alike[0]), 3] = mine.alike_weight[0]
        self.one = _step(view.adjacency, at, start)
        """Partners of the query, of its close and wide neighbours, of its likes."""
        hop = _step(view.normalised, at, start)
        self.three = view.normalised @ (view.normalised @ hop)
        """Degree-normalised walks of three steps from the same four starts."""
        self.partners = self.one[:, 0]
        degree = view.linked_degree
        known = np.flatnonzero(self.partners)
        of_known = self.partners[known, None] / np.column_stack(
            [np.log(1.7 + degree[known]), degree[known]]
        )
        self.adamic_adar, self.allocation = _step(view.adjacency, known, of_known).T

    @cached_property
    def node_ties(self) -> Array:
        """Smoothed ties of the query's cell and size class with every node."""
        return self.view.node_ties(int(self.view.facts.node[self.query]))

    @cached_property
    def kin(self) -> Array:
        """Partners of places near, or like, the query's partners, shape (n_linked, 2)."""
        view = self.view
        partners = np.flatnonzero(self.partners)
        if not len(partners):
            return np.zeros((len(view.linked), 2), dtype=np.float32)
        around = view.neighbours(view.linked[partners])
        weight = (self.partners / np.sqrt(view.linked_degree))[partners, None]
        at = np.unique([around.near, around.alike])
        heard = np.zeros((len(at), 2), dtype=np.float32)
        np.add.at(heard[:, 0], np.searchsorted(at, around.near), around.wide * weight)
        np.add.at(heard[:, 1], np.searchsorted(at, around.alike), around.alike_weight * weight)
        return _step(view.adjacency, at, heard)


def _step(links: sparse.csr_matrix, at: IntArray, start: Array) -> Array:
    """Return ``links @ start`` for a start at few places, whose rows are given.

    Links go both ways alike, so the columns that count are the rows of those places.
    """
    owner, entries = entries_of(links.indptr, at)
    n_starts = start.shape[1]
    cells = links.indices[entries, None].astype(np.int64) * n_starts + np.arange(n_starts)
    result = np.zeros((links.shape[0], n_starts), dtype=np.float32)
    np.add.at(result.reshape(-1), cells.ravel(), (links.data[entries, None] * start[owner]).ravel())
    return result
