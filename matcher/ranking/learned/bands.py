"""How far down its own list a place stands, whatever a council's rules leave of that list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array, IntArray

FEW_COUNTRIES: Final = 5
"""A question about more countries is about the world."""

SHORTLIST: Final = 300
"""First places of one country by the first stage, which the second stage orders."""

SHORTLIST_WIDE: Final = 1000
"""The same of the world."""


class Bands:
    """Cuts the lists of one query into bands that no rule of a mandate moves.

    The second stage learned to order the places that the first stage ranks high. A rule
    that leaves few of them must not make it judge the others as if they were among these:
    the list of a country, or of the world, is cut into bands by the first stage, and a later
    band stands below an earlier one whatever the second stage says.

    Parameters
    ----------
    view : LinkView
    query : int
    pool : array of int of shape (n_pool,)
        Rows that questions about the world look at first, ascending.
    score : callable
        The first stage's score of the places of some rows.
    """

    def __init__(
        self, view: LinkView, query: int, pool: IntArray, score: Callable[[IntArray], Array]
    ) -> None:
        self.view, self.query, self.pool, self._score = view, query, pool, score
        self._kept: dict[object, tuple[Array, IntArray]] = {}

    def of(self, pairs: Pairs) -> IntArray:
        """Return the band of each candidate, shape (n,), 0 for the first.

        Notes
        -----
        Of up to :data:`FEW_COUNTRIES` countries each has its own list, of all places that
        can be proposed, and a first band of :data:`SHORTLIST`. Else there is the list of the
        pool with a first band of :data:`SHORTLIST_WIDE`, and the list of the rest behind it.
        """
        facts = self.view.facts.place_facts
        result = np.zeros(len(pairs), dtype=np.int64)
        if len(pairs.scope) <= FEW_COUNTRIES:
            country = facts.country[pairs.rows]
            for one in pairs.scope:
                mine = np.flatnonzero(country == one)
                whole = self._listed(int(one))
                result[mine] = self._of_list(int(one), whole, SHORTLIST, pairs.rows[mine])
            return result
        inside = np.flatnonzero(_among(pairs.rows, self.pool))
        result[inside] = self._of_pool(pairs.rows[inside])
        if len(inside) < len(pairs):
            outside = np.setdiff1d(np.arange(len(pairs)), inside)
            listed = ~facts.is_unlisted
            listed[self.pool] = False
            rest, wanted = np.flatnonzero(listed), pairs.rows[outside]
            behind = 1 + int(self._kept["pool"][1].max(initial=0))
            result[outside] = behind + self._of_list("rest", rest, SHORTLIST_WIDE, wanted)
        return result

    def shortlist(self, pairs: Pairs, least: int) -> IntArray:
        """Return the positions of the first bands that hold enough candidates, ascending."""
        if len(pairs.scope) > FEW_COUNTRIES:
            inside = np.flatnonzero(_among(pairs.rows, self.pool))
            if len(inside) >= max(least, 1):
                return inside[shortest(self._of_pool(pairs.rows[inside]), least)]
        return shortest(self.of(pairs), least)

    def first(self, pairs: Pairs) -> IntArray:
        """Return the rows of the first bands of all lists the question is about, ascending.

        Places that rules keep out are among them, the query and its partners are not.
        """
        facts = self.view.facts.place_facts
        if len(pairs.scope) > FEW_COUNTRIES:
            about = np.zeros(facts.n_countries, dtype=bool)
            about[pairs.scope] = True
            rows = self.pool[self._of_pool(self.pool) == 0]
            rows = rows[about[facts.country[rows]]]
        else:
            lists = [self._listed(int(one)) for one in pairs.scope]
            firsts = [
                whole[self._of_list(int(one), whole, SHORTLIST, whole) == 0]
                for one, whole in zip(pairs.scope, lists, strict=True)
            ]
            rows = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *firsts]))
        taken = np.append(pairs.graph.partners(pairs.query), pairs.query)
        return rows[~np.isin(rows, taken)]

    def _listed(self, country: int) -> IntArray:
        """Return the rows of a country's places that can be proposed."""
        facts = self.view.facts.place_facts
        places = facts.places_of(country)
        return places[~facts.is_unlisted[places]]

    def _of_pool(self, rows: IntArray) -> IntArray:
        return self._of_list("pool", self.pool, SHORTLIST_WIDE, rows)

    def _of_list(self, key: object, whole: IntArray, depth: int, rows: IntArray) -> IntArray:
        """Return the bands of some rows of a list; of others by their score."""
        if key not in self._kept:
            ends: Array = np.zeros(0)
            bands: IntArray = np.zeros(len(whole), dtype=np.int64)
            if len(whole) > depth:
                scores = self._score(whole)
                ends = edges(scores, depth)
                bands = bands_of(scores, ends)
            self._kept[key] = ends, bands
        ends, bands = self._kept[key]
        at = np.searchsorted(whole, rows)
        inside = _among(rows, whole)
        result = np.zeros(len(rows), dtype=np.int64)
        result[inside] = bands[at[inside]]
        if len(ends) and not inside.all():
            result[~inside] = bands_of(self._score(rows[~inside]), ends)
        return result


def _among(rows: IntArray, whole: IntArray) -> Array:
    """Tell which rows are among others, which are ascending."""
    if not len(whole):
        return np.zeros(len(rows), dtype=bool)
    at = np.minimum(np.searchsorted(whole, rows), len(whole) - 1)
    found: Array = whole[at] == rows
    return found


def edges(scores: Array, depth: int) -> Array:
    """Return the scores that end the bands of a list, descending.

    Parameters
    ----------
    scores : array of shape (n,)
        Of every place of the list.
    depth : int
        Length of the first band; every later one is as long as all before it.

    Examples
    --------
    >>> edges(np.array([5.0, 1.0, 3.0, 2.0, 4.0]), 2).tolist()
    [4.0, 2.0]
    """
    lengths = []
    while depth < len(scores):
        lengths.append(depth)
        depth *= 2
    if not lengths:
        return np.zeros(0)
    at = len(scores) - np.array(lengths)
    result: Array = np.partition(scores, at)[at]
    return result


def bands_of(scores: Array, ends: Array) -> IntArray:
    """Return the band of each score: how many bands end above it.

    Examples
    --------
    >>> bands_of(np.array([4.5, 4.0, 3.0, 1.0]), np.array([4.0, 2.0])).tolist()
    [0, 0, 1, 2]
    """
    return np.searchsorted(-ends, -scores, side="left")


def shortest(bands: IntArray, least: int) -> IntArray:
    """Return the positions of the first bands that hold enough, ascending.

    Examples
    --------
    >>> shortest(np.array([0, 2, 1, 1, 0]), 3).tolist()
    [0, 2, 3, 4]
    """
    if not len(bands):
        return np.zeros(0, dtype=np.int64)
    counts = np.cumsum(np.bincount(bands))
    enough = np.flatnonzero(counts >= max(1, min(least, len(bands))))
    return np.flatnonzero(bands <= enough[0])
