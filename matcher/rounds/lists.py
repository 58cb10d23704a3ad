"""Every council's list of every other: rules and scores of all pairs of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import MatcherError
from matcher.rounds.filing import Filed, Reject
from matcher.rounds.market import UNLIMITED, Market
from matcher.rounds.preferences import (
    Council,
    View,
    as_council,
    common_graph,
    in_order,
    prefetch_places,
    ranks_of,
    score_listed,
    view_of,
)
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph

if TYPE_CHECKING:
    from matcher.engine import Engine


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
    beyond : numpy.ndarray of bool of shape (n, n)
        Whether the column's council is beyond the ranker's shortlist of the row's tier,
        and its score that of the first stage.
    last : numpy.ndarray of int8 of shape (n, n)
        Whether the column's council stands below all others of its tier, since a partnership
        with it is not advisable.
    """

    councils: tuple[Council, ...]
    city_ids: IntArray
    country: IntArray
    graph: PartnershipGraph
    views: tuple[View, ...]
    tier: Array
    score: Array
    beyond: Array
    last: Array

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
            rank[at, there] = self._ranks(at, there)
        return rank

    @cached_property
    def first_choice(self) -> IntArray:
        """Best council by the row's own rules and scores alone, -1 where they allow none."""
        choice = np.full(len(self), -1, dtype=np.int64)
        for at in range(len(self)):
            there = np.flatnonzero(self.tier[at] >= 0)
            if len(there):
                choice[at] = there[np.argmin(self._ranks(at, there))]
        return choice

    def _ranks(self, at: int, there: IntArray) -> IntArray:
        beyond, score = self.beyond[at, there], self.score[at, there]
        tier = 4 * self.tier[at, there] + self.last[at, there]
        return ranks_of(tier, beyond, score, self.city_ids[there])


def gather(engine: Engine, filed: Sequence[Filed]) -> tuple[Lists, list[Reject]]:
    """Read every request and rank every council that its rules allow.

    Parameters
    ----------
    engine : Engine
    filed : sequence of Filed

    Returns
    -------
    lists : Lists
    rejects : list of Reject
        Requests whose city or areas are not known, or whose city filed before.

    Notes
    -----
    A council's shortlist of a tier is that of ``recommend``, over all places of the
    tier; the councils of the round on it are ranked by the ranker, the others behind
    them by its first stage. Most pairs of a large round so cost a look-up each.
    """
    known, rejects = _once_each(engine, filed)
    rows = np.array([row for row, _ in known], dtype=np.int64)
    graph = common_graph(engine, [one for _, one in known])
    prefetch_places(engine, graph, rows)
    n = len(rows)
    score, beyond = np.full((n, n), np.nan), np.zeros((n, n), dtype=bool)
    last = np.zeros((n, n), dtype=np.int8)
    councils: list[Council] = []
    views: list[View] = []
    kept: list[int] = []
    for at, (_, one) in enumerate(known):
        try:
            asked = replace(engine.resolve(one.mandate), graph=graph)
        except MatcherError as error:
            rejects.append(Reject(one.origin, str(error)))
            continue
        council = as_council(one, asked)
        view = view_of(asked, council.tiers, rows)
        last[at] = asked.set_last(rows)
        for tier, (area, verdict) in enumerate(in_order(asked, council.tiers)):
            there = np.flatnonzero(view.tier == tier)
            if len(there):
                pairs = engine.pairs(asked, np.flatnonzero(area.mask & verdict.allowed), area)
                found = score_listed(engine, pairs, council.weights, rows[there])
                score[at, there], beyond[at, there] = found
        councils.append(council)
        views.append(view)
        kept.append(at)
    rows, square = rows[kept], np.ix_(kept, kept)
    views = [View(view.tier[kept], view.rule[kept]) for view in views]
    lists = Lists(
        councils=tuple(councils),
        city_ids=engine.world.atlas.city_ids[rows].astype(np.int64),
        country=engine.world.place_facts.country[rows].astype(np.int64),
        graph=graph,
        views=tuple(views),
        tier=np.array([view.tier for view in views], dtype=np.int8).reshape(len(kept), len(kept)),
        score=score[square],
        beyond=beyond[square],
        last=last[square],
    )
    return lists, rejects


def _once_each(
    engine: Engine, filed: Sequence[Filed]
) -> tuple[list[tuple[int, Filed]], list[Reject]]:
    """Find the row of each request's city, in the order of the rows."""
    found: dict[int, Filed] = {}
    rejects: list[Reject] = []
    for one in filed:
        try:
            row = engine.world.atlas.row(engine.world.gazetteer.resolve(one.mandate.city).city_id)
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
