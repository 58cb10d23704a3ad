"""Where a known partner would rank today had we not known it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.decisions.known_pairs import ListScope, PairRanker
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import SCORE_DECIMALS, UNIT_WEIGHTS
from matcher.tables.atlas import IntArray

if TYPE_CHECKING:
    from matcher.engine import Engine


@dataclass(frozen=True, slots=True)
class KnownRank:
    """The rank of a hidden partner.

    Attributes
    ----------
    rank : int
        From 1, ties broken by city id.
    candidates : int
        Length of the list.
    score : float or None
        None beyond what the ranker looks at closely.
    """

    rank: int
    candidates: int
    score: float | None


def hidden_pairs(
    engine: Engine, query_row: int, partner_row: int, rows: IntArray, date: dt.date
) -> Pairs:
    """Return a query beside candidates over partnerships without one of its own.

    Parameters
    ----------
    engine : Engine
    query_row, partner_row : int
        Rows of the two ends of the partnership to hide.
    rows : array of int of shape (n,)
    date : datetime.date
    """
    none = np.zeros(0, dtype=np.int64)
    graph = engine.world.graph.changed(query_row, none, np.array([partner_row], dtype=np.int64))
    return Pairs(engine.world.place_facts, graph, engine.world.countries, date, query_row, rows)


class Hindsight:
    """Ranks known partners as if their partnership were not known.

    Parameters
    ----------
    engine : Engine
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._pair_rankers: dict[tuple[dt.date, str], PairRanker] = {}

    def pair_ranker(self, date: dt.date, scope: ListScope) -> PairRanker:
        """Return what ranks pairs without their link, kept for the next pair."""
        key = (date, scope)
        if key not in self._pair_rankers:
            self._pair_rankers = {key: PairRanker(self.engine, date, scope)}
        return self._pair_rankers[key]

    def rank_known(
        self, query_row: int, partner_row: int, scope: ListScope, date: dt.date
    ) -> KnownRank:
        """Rank a known partner as if its partnership with the query were not known.

        Parameters
        ----------
        query_row, partner_row : int
            Rows of the two ends.
        scope : {"country", "world"}
            Candidates are the places of the partner's country, or of every country
            (the query's own only when the partner lies in it).
        date : datetime.date

        Notes
        -----
        The link is taken out of the graph before anything is measured; the query's
        other partners and city districts are no candidates; every weight is 1.
        A proposed link is not in the graph to begin with. A trained ranker is asked
        as ``rank-pairs`` does: by what never saw the link in training.
        """
        if self.engine.ranker.trained:
            ids = self.engine.world.atlas.city_ids
            query, partner = int(ids[query_row]), int(ids[partner_row])
            one = next(self.pair_ranker(date, scope).rank([(query, partner)]))
            return KnownRank(one.rank, one.candidates, one.score)
        return _by_likeness(self.engine, query_row, partner_row, scope, date)


def _by_likeness(
    engine: Engine, query_row: int, partner_row: int, scope: ListScope, date: dt.date
) -> KnownRank:
    place_facts = engine.world.place_facts
    home, away = place_facts.country[query_row], place_facts.country[partner_row]
    inside = place_facts.country == away
    if scope == "world":
        inside = (place_facts.country != home) | (home == away)
    inside = inside & ~place_facts.is_unlisted
    inside[engine.world.graph.partners(query_row)] = False
    inside[query_row] = False
    inside[partner_row] = True
    rows = np.flatnonzero(inside)
    pairs = hidden_pairs(engine, query_row, partner_row, rows, date)
    scores = engine.ranker.score(engine.ranker.features(pairs), UNIT_WEIGHTS)
    rounded = np.round(scores, SCORE_DECIMALS)
    at = int(np.searchsorted(rows, partner_row))
    ahead = (rounded > rounded[at]) | ((rounded == rounded[at]) & (rows < partner_row))
    return KnownRank(int(ahead.sum()) + 1, len(rows), float(scores[at]))
