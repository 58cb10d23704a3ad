from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import MatcherError
from matcher.rounds.market import UNLIMITED, Market, blocking, greedy, own_lists, tempted
from matcher.rounds.optimum import maximum_weight

SEEDS = st.integers(0, 2**32 - 1)


def random_market(seed: int, n: int = 8, most: int = 3, quota: bool = True) -> Market:
    """A market over random lists, rules that forbid some pairs, room and quotas."""
    rng = np.random.default_rng(seed)
    allowed = rng.random((n, n)) < rng.uniform(0.2, 1.0)
    possible = np.triu(allowed & allowed.T, k=1)
    rank = np.zeros((n, n), dtype=np.int64)
    for at in range(n):
        there = np.flatnonzero((possible | possible.T)[at])
        rank[at, rng.permutation(there)] = np.arange(1, len(there) + 1)
    first, second = np.nonzero(possible)
    limits = rng.integers(1, 3, n) if quota else np.full(n, UNLIMITED)
    return Market(
        capacity=rng.integers(1, most + 1, n),
        country=rng.integers(0, 3, n),
        per_country=np.where(rng.random(n) < 0.5, limits, UNLIMITED),
        first=first,
        second=second,
        rank_first=rank[first, second],
        rank_second=rank[second, first],
        listed=(possible | possible.T).sum(axis=1),
    )


def obeys(market: Market, chosen) -> bool:
    """Whether a set of pairs keeps every capacity and quota, counted the slow way."""
    for side in range(len(market.capacity)):
        theirs = [
            int(market.second[at] if market.first[at] == side else market.first[at])
            for at in chosen
            if side in (market.first[at], market.second[at])
        ]
        countries = [int(market.country[one]) for one in theirs]
        if len(theirs) > market.capacity[side]:
            return False
        if any(countries.count(one) > market.per_country[side] for one in countries):
            return False
    return True


def would_take(market: Market, chosen, at: int, side: int, liking) -> bool:
    """Whether a side takes a pair by choosing anew among what it has and the pair."""
    pool = [one for one in chosen if side in (market.first[one], market.second[one])] + [at]
    kept: list[int] = []
    for one in sorted(pool, key=lambda pair: liking(pair, side)):
        if len(kept) < market.capacity[side]:
            country = partner_country(market, one, side)
            if (
                sum(partner_country(market, other, side) == country for other in kept)
                < (market.per_country[side])
            ):
                kept.append(one)
    return at in kept


def partner_country(market: Market, at: int, side: int) -> int:
    other = market.second[at] if market.first[at] == side else market.first[at]
    return int(market.country[other])


def slow_blocking(market: Market, chosen, liking) -> list[int]:
    return [
        at
        for at in range(len(market))
        if at not in set(chosen.tolist())
        and would_take(market, chosen, at, int(market.first[at]), liking)
        and would_take(market, chosen, at, int(market.second[at]), liking)
    ]


def by_rank(market: Market):
    return lambda at, side: (
        market.rank_first[at] if market.first[at] == side else market.rank_second[at]
    )


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_greedy_leaves_no_blocking_pair(seed):
    market = random_market(seed)
    chosen = greedy(market)
    assert obeys(market, chosen)
    assert len(blocking(market, chosen)) == 0
    assert slow_blocking(market, chosen, lambda at, _: market.place[at]) == []


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_blocking_pairs_are_those_a_slow_search_finds(seed):
    market = random_market(seed)
    rng = np.random.default_rng(seed)
    chosen: list[int] = []
    for at in rng.permutation(len(market)).tolist():
        if rng.random() < 0.7 and obeys(market, [*chosen, at]):
            chosen.append(at)
    taken = np.array(chosen, dtype=np.int64)
    found = blocking(market, taken).tolist()
    assert found == slow_blocking(market, taken, lambda at, _: market.place[at])
    own = blocking(market, taken, own_lists(market)).tolist()
    assert own == slow_blocking(market, taken, by_rank(market))


def test_blocking_is_found_where_a_pair_is_taken_apart():
    # 0 and 1 like each other best; 0-2 and 1-3 are chosen instead.
    market = Market(
        capacity=np.ones(4, dtype=np.int64), country=np.zeros(4, dtype=np.int64),
        per_country=np.full(4, UNLIMITED), first=np.array([0, 0, 1]), second=np.array([1, 2, 3]),
        rank_first=np.array([1, 2, 2]), rank_second=np.array([1, 1, 1]),
        listed=np.array([2, 2, 1, 1]),
    )  # fmt: skip
    assert greedy(market).tolist() == [0]
    assert blocking(market, np.array([1, 2])).tolist() == [0]
    first, second = tempted(market, np.array([0]))
    assert first.tolist() == [False, False, False]
    assert second.tolist() == [False, True, True]


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_maximum_weight_is_that_of_networkx_when_each_takes_one(seed):
    market = random_market(seed, n=14, most=1, quota=False)
    graph = nx.Graph()
    for at in range(len(market)):
        graph.add_edge(int(market.first[at]), int(market.second[at]), weight=market.mutual[at])
    expected = nx.max_weight_matching(graph)
    best = maximum_weight(market)
    assert obeys(market, best.chosen)
    assert best.total == pytest.approx(sum(graph.edges[pair]["weight"] for pair in expected))
    assert best.bound >= best.total - 1e-6


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_maximum_weight_with_room_and_quotas_is_that_of_every_subset(seed):
    market = random_market(seed, n=5, most=2)
    pairs = range(len(market))
    totals = [
        market.mutual[list(chosen)].sum()
        for size in range(len(market) + 1)
        for chosen in combinations(pairs, size)
        if obeys(market, chosen)
    ]
    best = maximum_weight(market)
    assert obeys(market, best.chosen)
    assert best.total == pytest.approx(max(totals))


def test_pairs_beyond_the_first_program_are_priced_in(monkeypatch):
    market = random_market(5, n=40, most=2)
    whole = maximum_weight(market)
    monkeypatch.setattr("matcher.rounds.optimum.FIRST_PAIRS", 1)
    monkeypatch.setattr("matcher.rounds.optimum.PRICED_IN", 3)
    few = maximum_weight(market)
    assert few.bound == pytest.approx(whole.bound)
    assert few.total <= few.bound + 1e-9


def test_empty_market_has_no_pairs():
    none = np.zeros(0, dtype=np.int64)
    market = Market(none, none, none, none, none, none, none, none)
    assert len(greedy(market)) == 0
    assert len(blocking(market, none)) == 0
    assert maximum_weight(market).total == 0.0


def test_partners_from_before_fill_a_quota():
    market = Market(
        capacity=np.array([2, 1, 1]), country=np.array([0, 1, 2]),
        per_country=np.array([1, UNLIMITED, UNLIMITED]), first=np.array([0, 0]),
        second=np.array([1, 2]), rank_first=np.array([1, 2]), rank_second=np.array([1, 1]),
        listed=np.array([2, 1, 1]), used={(0, 1): 1},
    )  # fmt: skip
    assert greedy(market).tolist() == [1]
    assert maximum_weight(market).chosen.tolist() == [1]
    assert blocking(market, np.array([1])).tolist() == []


def test_largest_total_that_is_not_found_in_time_is_told_with_the_way_out(monkeypatch):
    class Unsolved:
        x, message = None, "Time limit reached."

    monkeypatch.setattr("matcher.rounds.optimum.milp", lambda *_, **__: Unsolved())
    with pytest.raises(MatcherError, match=r"Time limit reached\.\): use --method greedy"):
        maximum_weight(random_market(5))
