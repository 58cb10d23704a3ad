"""The two-sided market of a round: who may pair with whom, ranked by both, and its matchings.

Notes
-----
Every possible pair has one number that both sides see alike, the mutual score
(:func:`matcher.lists.reciprocity.mutual_score`), and one rank on each
side's own list. Pairs in the order of the mutual score, ties by the sum of the
two ranks and then by position, are a strict order that both sides share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from matcher.tables.atlas import Array, IntArray

UNLIMITED: Final = np.iinfo(np.int64).max
MUTUAL_DECIMALS: Final = 9


@dataclass(frozen=True, eq=False)
class Market:
    """Sides, and the pairs both sides' rules allow.

    Attributes
    ----------
    capacity : numpy.ndarray of int64 of shape (n,)
        Partners each side takes.
    country : numpy.ndarray of int64 of shape (n,)
        Country of each side as an index.
    per_country : numpy.ndarray of int64 of shape (n,)
        Most partners of one country each side takes.
    first, second : numpy.ndarray of int64 of shape (n_pairs,)
        The sides of each pair, ``first < second``.
    rank_first, rank_second : numpy.ndarray of int64 of shape (n_pairs,)
        Rank of the second on the first's list, and the other way round, from 1.
    listed : numpy.ndarray of int64 of shape (n,)
        Length of each side's list.
    used : mapping of (int, int) to int
        Partners of a country, as an index, that a side has from before.
    """

    capacity: IntArray
    country: IntArray
    per_country: IntArray
    first: IntArray
    second: IntArray
    rank_first: IntArray
    rank_second: IntArray
    listed: IntArray
    used: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def mutual(self) -> Array:
        """Mutual score of each pair in 0..1, shape (n_pairs,)."""
        one = 1.0 - (self.rank_first - 1) / self.listed[self.first]
        other = 1.0 - (self.rank_second - 1) / self.listed[self.second]
        result: Array = np.round(np.sqrt(one * other), MUTUAL_DECIMALS)
        return result

    @cached_property
    def order(self) -> IntArray:
        """Positions of the pairs in the order both sides share, best first."""
        together = self.rank_first + self.rank_second
        return np.lexsort((self.second, self.first, together, -self.mutual))

    @cached_property
    def place(self) -> IntArray:
        """Place of each pair in :attr:`order`, from 0."""
        place = np.empty(len(self), dtype=np.int64)
        place[self.order] = np.arange(len(self))
        return place

    def free(self, chosen: IntArray) -> IntArray:
        """Return how many more partners each side would take, shape (n,)."""
        ends = np.concatenate([self.first[chosen], self.second[chosen]])
        return self.capacity - np.bincount(ends, minlength=len(self.capacity))


def greedy(market: Market) -> IntArray:
    """Pair in the order of the mutual score while both sides have room.

    Returns
    -------
    numpy.ndarray of int64
        Positions of the chosen pairs, best first.

    Notes
    -----
    Both sides rank their pairs by the same strict order, so a pair that is passed
    over meets a side that is filled with pairs it likes better: no two would
    leave their partners for each other. Room is a capacity and a quota a
    country, which nest, so this holds under both.
    """
    room = market.capacity.copy()
    quota = dict(market.used)
    chosen = []
    pairs = zip(
        market.order.tolist(),
        market.first[market.order].tolist(),
        market.second[market.order].tolist(),
        strict=True,
    )
    left = int(room.sum())
    for at, one, other in pairs:
        if left < 2:
            break
        if not (room[one] and room[other]):
            continue
        keys = (one, int(market.country[other])), (other, int(market.country[one]))
        if any(quota.get(key, 0) >= market.per_country[key[0]] for key in keys):
            continue
        for key in keys:
            quota[key] = quota.get(key, 0) + 1
        room[one] -= 1
        room[other] -= 1
        left -= 2
        chosen.append(at)
    return np.array(chosen, dtype=np.int64)


def tempted(
    market: Market, chosen: IntArray, by: tuple[IntArray, IntArray] | None = None
) -> tuple[Array, Array]:
    """Return, for each pair, whether its first and its second would take the other.

    Parameters
    ----------
    market : Market
    chosen : array of int
        Positions of the chosen pairs.
    by : two arrays of int of shape (n_pairs,), optional
        How the first and the second place each pair, lower is better; the order
        of the mutual score when not given. :func:`own_lists` gives the ranks.

    Returns
    -------
    first, second : numpy.ndarray of bool of shape (n_pairs,)
        False for a chosen pair. A side would take a place when it has room, or
        likes it better than the partner that would have to go, which is one of
        the same country where that quota is full.
    """
    liking = by or (market.place, market.place)
    worst = _worst_kept(market, chosen, liking)
    first = liking[0] < worst[market.first, market.country[market.second]]
    second = liking[1] < worst[market.second, market.country[market.first]]
    first[chosen] = second[chosen] = False
    return first, second


def blocking(
    market: Market, chosen: IntArray, by: tuple[IntArray, IntArray] | None = None
) -> IntArray:
    """Return the pairs of which each side would take the other; none when stable.

    References
    ----------
    D. Gale and L. Shapley, College admissions and the stability of marriage, 1962.
    """
    first, second = tempted(market, chosen, by)
    return np.flatnonzero(first & second)


def own_lists(market: Market) -> tuple[IntArray, IntArray]:
    """Return how each side places each pair on its own list, for :func:`tempted`."""
    return market.rank_first, market.rank_second


def _worst_kept(market: Market, chosen: IntArray, liking: tuple[IntArray, IntArray]) -> IntArray:
    """Return, by side and country of the other, how good a newcomer must be to be taken."""
    n_countries = int(market.country.max(initial=0)) + 1
    worst = np.full((len(market.capacity), n_countries), UNLIMITED)
    kept: dict[int, list[tuple[int, int]]] = {}
    for at in chosen.tolist():
        one, other = int(market.first[at]), int(market.second[at])
        kept.setdefault(one, []).append((int(liking[0][at]), int(market.country[other])))
        kept.setdefault(other, []).append((int(liking[1][at]), int(market.country[one])))
    for side, partners in kept.items():
        if len(partners) >= market.capacity[side]:
            worst[side] = max(own for own, _ in partners)
        for country in {country for _, country in partners}:
            there = [own for own, where in partners if where == country]
            if len(there) + market.used.get((side, country), 0) >= market.per_country[side]:
                worst[side, country] = max(there)
    for (side, country), count in market.used.items():
        # Partners from before stay: where they fill the quota nobody new is taken.
        if count >= market.per_country[side]:
            worst[side, country] = -1
    worst[market.capacity <= 0] = -1
    return worst
