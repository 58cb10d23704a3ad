"""Every council's list of every other: rules and scores of all pairs of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.atlas import Array, IntArray
from matcher.errors import MatcherError
from matcher.graph import PartnershipGraph
from matcher.rounds.filing import Filed, Reject
from matcher.rounds.market import UNLIMITED, Market
from matcher.rounds.preferences import (
    Council,
    View,
    as_council,
    common_graph,
    ranks_of,
    read_ahead,
    scores_of,
    view_of,
)

if TYPE_CHECKING:
    from matcher.service import Matcher


@dataclass(frozen=True, eq=False)
class Lists:
    """What each council of a round thinks of each other.

    Attributes
    ----------
    councils : tuple of Council
        By city id.
    city_ids : numpy.ndarray of int64 of shape (n,)
    country : numpy.ndarray of int64 of shape (n,)
        Country of each as an index.
    graph : PartnershipGraph
        Known partnerships with the corrections of every council.
    views : tuple of View
        Each council's rules over all councils.
    tier : numpy.ndarray of int8 of shape (n, n)
        Tier of the row's council that the column's lies in, -1 where its rules forbid it.
    score : numpy.ndarray of shape (n, n)
        Of the column's council under the row's weights, NaN where forbidden.
    """

    councils: tuple[Council, ...]
    city_ids: IntArray
    country: IntArray
    graph: PartnershipGraph
    views: tuple[View, ...]
    tier: Array
    score: Array

    def __len__(self) -> int:
        return len(self.councils)

    @cached_property
    def possible(self) -> Array:
        """Whether the rules of both sides allow a pair, shape (n, n)."""
        allowed = self.tier >= 0
        both: Array = allowed & allowed.T
        return both

    @cached_property
    def rank(self) -> IntArray:
        """Rank on the row's list of possible partners, from 1; 0 where not possible."""
        rank = np.zeros(self.tier.shape, dtype=np.int64)
        for at in range(len(self)):
            there = np.flatnonzero(self.possible[at])
            rank[at, there] = ranks_of(
                self.tier[at, there], self.score[at, there], self.city_ids[there]
            )
        return rank

    @cached_property
    def first_choice(self) -> IntArray:
        """Best council by the row's own rules and scores alone, -1 where they allow none."""
        choice = np.full(len(self), -1, dtype=np.int64)
        for at in range(len(self)):
            there = np.flatnonzero(self.tier[at] >= 0)
            if len(there):
                order = np.lexsort(
                    (self.city_ids[there], -self.score[at, there], self.tier[at, there])
                )
                choice[at] = there[order[0]]
        return choice


def gather(matcher: Matcher, filed: Sequence[Filed]) -> tuple[Lists, list[Reject]]:
    """Read every request and score every pair that the asking side's rules allow.

    Parameters
    ----------
    matcher : Matcher
    filed : sequence of Filed

    Returns
    -------
    lists : Lists
    rejects : list of Reject
        Requests whose city or areas are not known, or whose city filed before.
    """
    known, rejects = _once_each(matcher, filed)
    rows = np.array([row for row, _ in known], dtype=np.int64)
    councils: list[Council] = []
    views: list[View] = []
    kept: list[int] = []
    for at, (_, one) in enumerate(known):
        try:
            asked = matcher.asked(one.mandate)
        except MatcherError as error:
            rejects.append(Reject(one.origin, str(error)))
            continue
        council = as_council(one, asked)
        councils.append(council)
        views.append(view_of(asked, council.tiers, rows))
        kept.append(at)
    rows = rows[kept]
    views = [View(view.tier[kept], view.rule[kept]) for view in views]
    graph = common_graph(matcher, councils)
    read_ahead(matcher, graph, rows)
    score = np.full((len(rows), len(rows)), np.nan)
    for at, (council, view) in enumerate(zip(councils, views, strict=True)):
        there = np.flatnonzero(view.tier >= 0)
        score[at, there] = scores_of(matcher, graph, council, rows[there])
    lists = Lists(
        councils=tuple(councils),
        city_ids=matcher.atlas.city_ids[rows].astype(np.int64),
        country=matcher.profiles.country[rows].astype(np.int64),
        graph=graph,
        views=tuple(views),
        tier=np.array([view.tier for view in views], dtype=np.int8).reshape(score.shape),
        score=score,
    )
    return lists, rejects


def _once_each(
    matcher: Matcher, filed: Sequence[Filed]
) -> tuple[list[tuple[int, Filed]], list[Reject]]:
    """Find the row of each request's city, in the order of the rows."""
    found: dict[int, Filed] = {}
    rejects: list[Reject] = []
    for one in filed:
        try:
            row = matcher.atlas.row(matcher.gazetteer.resolve(one.mandate.city).city_id)
        except MatcherError as error:
            rejects.append(Reject(one.origin, str(error)))
            continue
        if row in found:
            reason = f"{one.mandate.city} has filed a request already ({found[row].origin})"
            rejects.append(Reject(one.origin, reason))
            continue
        found[row] = one
    return sorted(found.items(), key=lambda item: item[0]), rejects


def market_of(lists: Lists, worst_rank: int | None = None) -> Market:
    """Return the pairs that the rules of both sides and the limits on ranks allow.

    Parameters
    ----------
    lists : Lists
    worst_rank : int, optional
        Nobody is paired beyond this rank of its own list.

    Notes
    -----
    ``limits.their_rank_max`` of a mandate bounds the council's rank on the
    other's list. Ranks are not counted anew after these limits.
    """
    first, second = np.nonzero(np.triu(lists.possible, k=1))
    mandates = [one.filed.mandate for one in lists.councils]
    theirs = np.array([one.limits.their_rank_max or UNLIMITED for one in mandates], dtype=np.int64)
    mine, other = lists.rank[first, second], lists.rank[second, first]
    fits = (other <= theirs[first]) & (mine <= theirs[second])
    if worst_rank is not None:
        fits &= np.maximum(mine, other) <= worst_rank
    return Market(
        capacity=np.array([one.filed.capacity for one in lists.councils], dtype=np.int64),
        country=lists.country,
        per_country=quotas(lists.councils),
        first=first[fits],
        second=second[fits],
        rank_first=mine[fits],
        rank_second=other[fits],
        listed=lists.possible.sum(axis=1),
    )


def quotas(councils: Sequence[Council]) -> IntArray:
    """Return how many partners of one country each council takes, shape (n,)."""
    limits = (one.filed.mandate.limits.per_country for one in councils)
    return np.array([one or UNLIMITED for one in limits], dtype=np.int64)
