"""What pair features read partnerships by: a view with expected degrees, and walks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.atlas import Array
from matcher.learned.linkview import LinkView


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
        n = len(view.linked)
        mine = view.neighbours(np.array([query]))
        start = np.zeros((n, 4), dtype=np.float32)
        if view.position[query] >= 0:
            start[view.position[query], 0] = 1
        start[mine.near[0], 1] = mine.close[0]
        start[mine.near[0], 2] = mine.wide[0]
        start[mine.alike[0], 3] = mine.alike_weight[0]
        self.one = view.adjacency @ start
        """Partners of the query, of its close and wide neighbours, of its likes."""
        hop = view.normalised @ start
        self.three = view.normalised @ (view.normalised @ hop)
        """Degree-normalised walks of three steps from the same four starts."""
        self.partners = self.one[:, 0]
        degree = view.linked_degree
        self.adamic_adar = view.adjacency @ (self.partners / np.log(1.7 + degree))
        self.allocation = view.adjacency @ (self.partners / degree)

    @cached_property
    def node_ties(self) -> Array:
        """Smoothed ties of the query's cell and size class with every node."""
        return self.view.node_ties(int(self.view.facts.node[self.query]))

    @cached_property
    def kin(self) -> Array:
        """Partners of places near, or like, the query's partners, shape (n_linked, 2)."""
        view = self.view
        partners = np.flatnonzero(self.partners)
        heard = np.zeros((len(view.linked), 2), dtype=np.float32)
        if len(partners):
            around = view.neighbours(view.linked[partners])
            weight = (self.partners / np.sqrt(view.linked_degree))[partners, None]
            np.add.at(heard[:, 0], around.near, around.wide * weight)
            np.add.at(heard[:, 1], around.alike, around.alike_weight * weight)
        return view.adjacency @ heard
