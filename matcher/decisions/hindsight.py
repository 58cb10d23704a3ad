"""Where a known partner would rank today had we not known it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import SCORE_DECIMALS, UNIT_WEIGHTS
from matcher.tables.atlas import IntArray

if TYPE_CHECKING:
    from matcher.matcher import Matcher

Scope = Literal["country", "world"]


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
    matcher: Matcher, query_row: int, partner_row: int, rows: IntArray, date: dt.date
) -> Pairs:
    """Return a query beside candidates over partnerships without one of its own.

    Parameters
    ----------
    matcher : Matcher
    query_row, partner_row : int
        Rows of the two ends of the partnership to hide.
    rows : array of int of shape (n,)
    date : datetime.date
    """
    none = np.zeros(0, dtype=np.int64)
    graph = matcher.graph.changed(query_row, none, np.array([partner_row], dtype=np.int64))
    return Pairs(matcher.profiles, graph, matcher.countries, date, query_row, rows)


def rank_known(
    matcher: Matcher, query_row: int, partner_row: int, scope: Scope, date: dt.date
) -> KnownRank:
    """Rank a known partner as if its partnership with the query were not known.

    Parameters
    ----------
    matcher : Matcher
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
    A proposed link is not in the graph to begin with. The learned ranker is asked
    as ``rank-pairs`` does: by a model that never saw the link in training.
    """
    if matcher.ranker is not matcher.similarity:
        return _by_fold(matcher, query_row, partner_row, scope, date)
    profiles = matcher.profiles
    home, away = profiles.country[query_row], profiles.country[partner_row]
    inside = profiles.country == away
    if scope == "world":
        inside = (profiles.country != home) | (home == away)
    inside = inside & ~profiles.is_district
    inside[matcher.graph.partners(query_row)] = False
    inside[query_row] = False
    inside[partner_row] = True
    rows = np.flatnonzero(inside)
    pairs = hidden_pairs(matcher, query_row, partner_row, rows, date)
    scores = matcher.ranker.score(matcher.ranker.features(pairs), UNIT_WEIGHTS)
    rounded = np.round(scores, SCORE_DECIMALS)
    at = int(np.searchsorted(rows, partner_row))
    ahead = (rounded > rounded[at]) | ((rounded == rounded[at]) & (rows < partner_row))
    return KnownRank(int(ahead.sum()) + 1, len(rows), float(scores[at]))


def _by_fold(
    matcher: Matcher, query_row: int, partner_row: int, scope: Scope, date: dt.date
) -> KnownRank:
    query, partner = (int(matcher.atlas.city_ids[row]) for row in (query_row, partner_row))
    one = next(matcher.pair_ranker(date, scope).rank([(query, partner)]))
    return KnownRank(one.rank, one.candidates, one.score)
