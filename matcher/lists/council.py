"""Council mode: several members' weights, tier orders and vetoes make one list.

Notes
-----
Every member ranks every candidate of a tier by its own weights. The consensus is
Borda's: the order of the mean rank, which is within a factor of five of the
Kemeny order. Its head is then refined by local Kemenisation: a candidate moves
up past its neighbour while a strict majority prefers it, so that no majority
wants any two neighbours on the list the other way round.

References
----------
D. Coppersmith, L. Fleischer, A. Rudra, Ordering by weighted number of wins gives
a good ranking for weighted tournaments, 2006. C. Dwork, R. Kumar, M. Naor,
D. Sivakumar, Rank aggregation methods for the Web, 2001.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.mandate.members import ResolvedMember
from matcher.ranking.score_table import ScoreTable, capped
from matcher.records.council import CouncilReport, MemberList, MinorityChoice, Veto
from matcher.records.places import Place
from matcher.tables.atlas import Array, IntArray

REFINED: Final = 100
"""Candidates beyond the list's length whose order majorities still refine."""


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """The consensus over one tier.

    Attributes
    ----------
    order : numpy.ndarray of int64
        Positions nobody vetoed, best first.
    report : CouncilReport
        Of this tier alone.
    """

    order: IntArray
    report: CouncilReport


def agree(
    score_table: ScoreTable,
    members: Sequence[ResolvedMember],
    most: int,
    per_country: int | None,
    place_of: Callable[[int], Place],
) -> Consensus:
    """Merge the members' orders of one tier into a list.

    Parameters
    ----------
    score_table : ScoreTable
    members : sequence of ResolvedMember
    most : int
        Length of the list.
    per_country : int, optional
        Largest number of candidates of one country.
    place_of : callable
        Names the place of a row.
    """
    vetoed = np.array([member.vetoed[score_table.rows] for member in members]).reshape(
        len(members), len(score_table)
    )
    free = np.logical_not(vetoed.any(axis=0)).reshape(len(score_table))
    orders = [score_table.order(member.weights) for member in members]
    everyone = consensus_order(orders, score_table.city_ids, most)
    kept = [order[free[order]] for order in orders]
    order = consensus_order(kept, score_table.city_ids, most)
    heads = [capped(one, score_table.countries, most, per_country) for one in kept]
    head = capped(order, score_table.countries, most, per_country)
    pool = order[: most + REFINED]
    lists = [
        MemberList(
            member=member.name,
            tier=score_table.tier,
            places=tuple(place_of(score_table.rows[at]) for at in mine),
            kendall_tau=kendall_tau(pool, one[np.isin(one, pool)]),
            shared=int(np.isin(mine, head).sum()),
        )
        for member, one, mine in zip(members, kept, heads, strict=True)
    ]
    vetoes = [
        Veto(
            tier=score_table.tier,
            place=place_of(score_table.rows[at]),
            members=tuple(v.name for v, mask in zip(members, vetoed, strict=True) if mask[at]),
            rank_without=rank,
        )
        for rank, at in enumerate(
            capped(everyone, score_table.countries, most, per_country), start=1
        )
        if not free[at]
    ]
    report = CouncilReport(
        tier_order=(),
        lists=tuple(lists),
        vetoes=tuple(vetoes),
        minority=_minority(score_table, members, heads, head, order, place_of),
    )
    return Consensus(order, report)


def consensus_order(orders: Sequence[IntArray], city_ids: Array, most: int) -> IntArray:
    """Return the positions of one pool in the order that the voters agree on.

    Parameters
    ----------
    orders : sequence of arrays of int of shape (n,)
        The same positions, each voter's best first.
    city_ids : array of int
        Ids by position; ties break on them.
    most : int
        Length of the list; so many and :data:`REFINED` more are refined.

    Examples
    --------
    >>> votes = [np.array([0, 1, 2]), np.array([0, 2, 1]), np.array([2, 1, 0])]
    >>> consensus_order(votes, np.array([10, 11, 12]), 3).tolist()
    [0, 2, 1]
    """
    positions = np.sort(orders[0])
    ranks = np.empty((len(orders), len(positions)), dtype=np.int64)
    for index, order in enumerate(orders):
        ranks[index, np.searchsorted(positions, order)] = np.arange(len(order))
    borda = np.lexsort((city_ids[positions], ranks.sum(axis=0)))
    head = _kemenised(borda[: most + REFINED], ranks)
    result: IntArray = positions[np.concatenate([head, borda[most + REFINED :]])]
    return result


def _kemenised(order: IntArray, ranks: IntArray) -> IntArray:
    """Move each up past its neighbour while a strict majority prefers it."""
    mine = ranks[:, order]
    wins = np.zeros((len(order), len(order)), dtype=np.int64)
    for voter in mine:
        wins += voter[:, None] < voter[None, :]
    prefers = wins > wins.T
    refined: list[int] = []
    for index in range(len(order)):
        at = len(refined)
        while at > 0 and prefers[index, refined[at - 1]]:
            at -= 1
        refined.insert(at, index)
    return order[np.array(refined, dtype=np.int64)]


def kendall_tau(first: IntArray, second: IntArray) -> float:
    """Return how far two orders of the same things agree, 1 to -1.

    References
    ----------
    M. Kendall, A new measure of rank correlation, 1938.

    Examples
    --------
    >>> kendall_tau(np.array([1, 2, 3]), np.array([1, 3, 2]))
    0.333...
    """
    n = len(first)
    if n < 2:
        return 1.0
    sorter = np.argsort(second)
    rank = sorter[np.searchsorted(second, first, sorter=sorter)]
    agreed = np.triu(rank[:, None] < rank[None, :], k=1).sum()
    return float(4.0 * agreed / (n * (n - 1)) - 1.0)


def _minority(
    score_table: ScoreTable,
    members: Sequence[ResolvedMember],
    heads: Sequence[IntArray],
    head: IntArray,
    order: IntArray,
    place_of: Callable[[int], Place],
) -> tuple[MinorityChoice, ...]:
    """Name what members list and the consensus does not."""
    ranked: dict[int, list[tuple[int, str]]] = {}
    for member, mine in zip(members, heads, strict=True):
        for rank, at in enumerate(mine, start=1):
            if at not in head:
                ranked.setdefault(int(at), []).append((rank, member.name))
    choices = [
        MinorityChoice(
            tier=score_table.tier,
            place=place_of(score_table.rows[at]),
            members=tuple(name for _, name in named),
            best_rank=min(rank for rank, _ in named),
            consensus_rank=int(np.flatnonzero(order == at)[0]) + 1,
        )
        for at, named in ranked.items()
    ]
    choices.sort(key=lambda one: (one.best_rank, -len(one.members), one.place.city_id))
    return tuple(choices)


def tier_order(names: Sequence[str], members: Sequence[ResolvedMember]) -> tuple[str, ...]:
    """Return the tiers as the members together order them, by Borda's count.

    A member that names none votes for the mandate's order; those a member does
    not name share the places that are left. Ties keep the mandate's order.
    """
    total = dict.fromkeys(names, 0.0)
    for member in members:
        named = member.tiers or tuple(names)
        rest = (len(named) + len(names) - 1) / 2.0
        for name in names:
            total[name] += named.index(name) if name in named else rest
    return tuple(sorted(names, key=lambda name: (total[name], names.index(name))))


def joined(reports: Sequence[CouncilReport], order: tuple[str, ...]) -> CouncilReport:
    """Join the reports of several tiers into one."""
    return CouncilReport(
        tier_order=order,
        lists=tuple(one for report in reports for one in report.lists),
        vetoes=tuple(one for report in reports for one in report.vetoes),
        minority=tuple(one for report in reports for one in report.minority),
    )
