"""Both sides: where the query stands on the candidate's own list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.atlas import IntArray
from matcher.board import SCORE_DECIMALS, UNIT_WEIGHTS
from matcher.graph import PartnershipGraph
from matcher.naming.countries import Countries
from matcher.pairs import Pairs
from matcher.profiles import Profiles
from matcher.ranker import Ranker

LOOKED_AT: Final = 150
"""Candidates on the other side's list that get a full look; the query is ranked among them."""

MOST_AHEAD: Final = 3
"""Cities before the query that are named."""

MOST_ASKED: Final = 200
"""Candidates of a tier whose own list is made: best first by the council's score."""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Where the query stands on a candidate's list of cities of the query's country.

    Attributes
    ----------
    rank : int
        From 1; behind a ranker's shortlist, the first place after it.
    candidates : int
        Length of that list.
    partners : int
        Partners the candidate is known to have.
    ahead : tuple of int
        Rows of the best of those before the query, best first.
    open : bool
        Whether the query stands behind all that got a full look, so that its
        rank is this one or a later one.
    """

    rank: int
    candidates: int
    partners: int
    ahead: tuple[int, ...] = ()
    open: bool = False

    @property
    def percentile(self) -> float:
        """Share of the list that the query is not behind, 1 for the first."""
        return percentile(self.rank, self.candidates)


def percentile(rank: int, candidates: int) -> float:
    """Return ``1 - (rank - 1) / candidates``: 1 for the first of a list."""
    return 1.0 - (rank - 1) / candidates


def mutual_score(rank: int, candidates: int, theirs: OtherSide) -> float:
    """Return how well two cities fit as both see it, in 0..1.

    Notes
    -----
    The geometric mean of the two percentiles: one side's indifference cannot be
    made good by the other's wish, which an arithmetic mean would allow.

    References
    ----------
    L. Pizzato et al., RECON: a reciprocal recommender for online dating, 2010
    (the harmonic mean; the geometric one is kinder to the worse side and 0 as
    well when either is 0).
    """
    return float(np.sqrt(percentile(rank, candidates) * theirs.percentile))


class ReverseLists:
    """The lists that candidates would make of the query's country.

    Every weight is 1 in them: what the other council cares for is not known.
    Places that are districts or partners of the candidate already are not on
    its list; the query always is.

    Parameters
    ----------
    ranker : Ranker
    profiles : Profiles
    countries : Countries
    graph : PartnershipGraph
    date : datetime.date
    query : int
        Row of the asking city.
    """

    def __init__(
        self,
        ranker: Ranker,
        profiles: Profiles,
        countries: Countries,
        graph: PartnershipGraph,
        date: dt.date,
        query: int,
    ) -> None:
        self._ranker = ranker
        self._profiles, self._graph = profiles, graph
        self._countries, self._date = countries, date
        self._query = query
        home = profiles.country == profiles.country[query]
        home &= ~profiles.is_district
        home[query] = True
        self._home: IntArray = np.flatnonzero(home)
        self._kept: dict[int, OtherSide] = {}

    def of(self, row: int) -> OtherSide:
        """Return where the query stands on one candidate's list, made once a candidate."""
        if row not in self._kept:
            self._kept[row] = self._made(row)
        return self._kept[row]

    def _made(self, row: int) -> OtherSide:
        partners = self._graph.partners(row)
        taken = np.isin(self._home, np.append(partners, row)) & (self._home != self._query)
        rows = self._home[~taken]
        pairs = Pairs(self._profiles, self._graph, self._countries, self._date, row, rows)
        looked = rows[self._ranker.shortlist(pairs, most=LOOKED_AT)]
        if self._query not in looked:
            # Behind all that get a full look; how far behind is not measured.
            return OtherSide(len(looked) + 1, len(rows), len(partners), open=True)
        scores = self._ranker.score(self._ranker.features(pairs.narrowed(looked)), UNIT_WEIGHTS)
        rounded = np.round(scores, SCORE_DECIMALS)
        mine = rounded[np.searchsorted(looked, self._query)]
        ahead = (rounded > mine) | ((rounded == mine) & (looked < self._query))
        best = np.lexsort((looked, -rounded))[: min(int(ahead.sum()), MOST_AHEAD)]
        return OtherSide(int(ahead.sum()) + 1, len(rows), len(partners), tuple(looked[best]))

    def of_all(self, rows: Sequence[int]) -> list[OtherSide]:
        """Return where the query stands on each candidate's list."""
        return [self.of(int(row)) for row in rows]
