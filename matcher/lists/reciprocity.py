"""Both sides: where the query stands on the candidate's own list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from matcher.cache import Cache
from matcher.naming.countries import Countries
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.ranking.score_table import SCORE_DECIMALS
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts

REVERSE_SHORTLIST: Final = 100
"""Candidates on the other side's list that the second stage scores."""

MOST_AHEAD: Final = 3
"""Cities before the query that are named."""

MOST_CACHED: Final = 4096
"""Lists of other cities that are kept for the next request, some 1.5 kilobytes each."""

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
        Partners the candidate is known to have, ended partnerships left out.
    ahead : tuple of int
        Rows of the best of those before the query, best first.
    open : bool
        Whether the query stands behind all that were scored by the second stage, so that its
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


class Ranking(NamedTuple):
    """One city's list of the places of a country, cut to its shortlist.

    Attributes
    ----------
    rows : numpy.ndarray of int32 of shape (n,)
        Rows of the places that were scored by the second stage, ascending.
    scores : numpy.ndarray of shape (n,)
        Their scores at unit weights.
    candidates : int
        Length of the whole list.
    partners : int
        Partners the city is known to have, ended partnerships left out.
    """

    rows: IntArray
    scores: Array
    candidates: int
    partners: int


class ReverseLists:
    """The lists that candidates would make of the query's country.

    They are by habit alone: what the other council wishes is not known.
    Places that are districts or partners of the candidate already, or that the verdict
    on a partnership bars, are not on its list; the query always is.

    Parameters
    ----------
    ranker : Ranker
    place_facts : PlaceFacts
    countries : Countries
    graph : PartnershipGraph
    date : datetime.date
    query : int
        Row of the asking city.
    proposable : callable
        Tells which of some rows the place of a row may be proposed at the date.
    kept : Cache of Ranking, optional
        Of this ranker over this graph.
    """

    def __init__(
        self,
        ranker: Ranker,
        place_facts: PlaceFacts,
        countries: Countries,
        graph: PartnershipGraph,
        date: dt.date,
        query: int,
        proposable: Callable[[int, IntArray], Array],
        kept: Cache[Hashable, Ranking] | None = None,
    ) -> None:
        self._ranker = ranker
        self._profiles, self._graph = place_facts, graph
        self._countries, self._date = countries, date
        self._query = query
        self._proposable = proposable
        self._country = int(place_facts.country[query])
        self._listed = not place_facts.is_unlisted[query]
        self._kept = Cache[Hashable, Ranking](MOST_CACHED) if kept is None else kept

    @cached_property
    def _home(self) -> IntArray:
        """Rows of the places of the query's country that can be listed, and of the query."""
        home = (self._profiles.country == self._country) & ~self._profiles.is_unlisted
        home[self._query] = True
        return np.flatnonzero(home)

    def of(self, row: int) -> OtherSide:
        """Return where the query stands on one candidate's list."""
        return self.of_all([row])[0]

    def of_all(self, rows: Sequence[int]) -> list[OtherSide]:
        """Return where the query stands on the lists of some candidates."""
        rankings = {row: self._kept.get(self._key(row)) for row in rows}
        missing = [row for row, ranking in rankings.items() if ranking is None]
        for row, ranking in zip(missing, self._ranked(missing), strict=True):
            rankings[row] = ranking
            self._kept.put(self._key(row), ranking)
        return [self._side(one) for one in map(rankings.get, rows) if one is not None]

    def _key(self, row: int) -> Hashable:
        """Name a list: it holds the query for its own sake where rules would leave it out."""
        own = self._query in self._graph.partners(row)
        barred = not self._proposable(row, np.array([self._query]))[0]
        guest = self._query if own or barred or not self._listed else None
        return row, self._country, self._date, guest

    def _ranked(self, rows: Sequence[int]) -> list[Ranking]:
        """Rank the places of the query's country for each of some candidates."""
        result, together = [], self._ranker.batch_size
        for first in range(0, len(rows), together):
            several = [self._pairs(row) for row in rows[first : first + together]]
            self._ranker.prefetch(several)
            looked = [
                pairs.rows[self._ranker.shortlist(pairs, most=REVERSE_SHORTLIST)]
                for pairs in several
            ]
            for pairs, own in zip(several, looked, strict=True):
                mine = np.round(self._ranker.plain(pairs.narrowed(own)), SCORE_DECIMALS)
                partners = len(self._alive(pairs.query))
                result.append(Ranking(own.astype(np.int32), mine, len(pairs), partners))
        return result

    def _alive(self, row: int) -> list[int]:
        """Return the partners of a place whose partnership no source has ended."""
        ended = self._profiles.ended_ties
        return [one for one in self._graph.partners(row).tolist() if (row, one) not in ended]

    def _pairs(self, row: int) -> Pairs:
        """Return a candidate beside the places of the query's country."""
        home = self._without(np.append(self._graph.partners(row), row))
        home = home[self._proposable(row, home) | (home == self._query)]
        return Pairs(self._profiles, self._graph, self._countries, self._date, row, home)

    def _without(self, rows: IntArray) -> IntArray:
        """Return the places of the query's country but some; the query stays."""
        gone = rows[rows != self._query]
        at = np.searchsorted(self._home, gone)
        at = at[at < len(self._home)]
        return np.delete(self._home, at[np.isin(self._home[at], gone)])

    def _side(self, ranking: Ranking) -> OtherSide:
        looked, scores, candidates, partners = ranking
        best = np.lexsort((looked, -scores))
        at = int(np.searchsorted(looked, self._query))
        if at == len(looked) or looked[at] != self._query:
            # Behind all that are scored by the second stage; how far behind is not measured.
            first = tuple(looked[best[:MOST_AHEAD]].tolist())
            return OtherSide(len(looked) + 1, candidates, partners, first, open=True)
        ahead = (scores > scores[at]) | ((scores == scores[at]) & (looked < self._query))
        rank = int(ahead.sum()) + 1
        first = tuple(looked[best[: min(rank - 1, MOST_AHEAD)]].tolist())
        return OtherSide(rank, candidates, partners, first)
