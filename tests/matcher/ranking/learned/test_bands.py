"""Bands of a query's own lists: no rule of a mandate moves a place from one to another."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.learned import bands as module
from matcher.ranking.learned.bands import bands_of, edges, shortest
from matcher.ranking.learned.ranker import LearnedRanker
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import make_score_table

DATE = dt.date(2026, 1, 1)
CODES = ("DE", "FR", "JP", "US")
QUERY = 5


@pytest.fixture(autouse=True)
def _short_lists(monkeypatch: pytest.MonkeyPatch, learned: Matcher):
    """Lists of sixty places have several bands."""
    monkeypatch.setattr(module, "SHORTLIST", 8)
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 20)
    ranker_of(learned)._bands = None
    yield
    ranker_of(learned)._bands = None


def ranker_of(learned: Matcher) -> LearnedRanker:
    ranker = learned.engine.ranker
    assert isinstance(ranker, LearnedRanker)
    return ranker


def asked(
    learned: Matcher, rows: np.ndarray | None = None, scope: np.ndarray | None = None
) -> Pairs:
    world = learned.world
    if rows is None:
        rows = np.setdiff1d(np.arange(world.place_facts.n_cities), [QUERY])
    return Pairs(
        world.place_facts, world.graph, world.countries, DATE, QUERY, np.asarray(rows), scope
    )


def of_country(learned: Matcher, code: str) -> np.ndarray:
    facts = learned.world.place_facts
    rows = np.flatnonzero(facts.country == facts.country_index[code])
    return rows[rows != QUERY]


@pytest.mark.parametrize("few", [3, 5])
@given(data=st.data())
def test_band_is_the_same_whatever_the_rules_leave(learned, few, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW_COUNTRIES", few)
        ranker = ranker_of(learned)
        whole = asked(learned)
        every = ranker.bands(whole)
        assert every.max() >= 2
        left = data.draw(st.sets(st.integers(0, len(whole) - 1), min_size=1, max_size=20))
        positions = np.sort(np.array(list(left)))
        some = whole.narrowed(whole.rows[positions])
        for fresh in (False, True):
            if fresh:
                ranker._bands = None
            assert ranker.bands(some).tolist() == every[positions].tolist()
        ranker._bands = None


def test_first_band_is_as_long_as_asked_and_every_later_one_as_all_before_it(learned):
    ranker, home = ranker_of(learned), of_country(learned, "US")
    found = np.bincount(ranker.bands(asked(learned, home)))
    listed = ~learned.world.place_facts.is_unlisted[home]
    assert listed.all()
    assert found.tolist() == [8, 8, 16, len(home) - 32]


def test_bands_follow_the_first_stage_within_each_list(learned):
    ranker = ranker_of(learned)
    for code in CODES:
        pairs = asked(learned, of_country(learned, code))
        found = ranker.bands(pairs)[np.argsort(-ranker.first_stage(pairs), kind="stable")]
        assert (np.diff(found) >= 0).all()


def test_list_of_the_world_is_the_pool_and_the_rest_stands_behind_it(learned, monkeypatch):
    monkeypatch.setattr(module, "FEW_COUNTRIES", 3)
    ranker, pairs = ranker_of(learned), asked(learned)
    found = ranker.bands(pairs)
    inside = np.isin(pairs.rows, ranker.pool)
    assert found[~inside].min() > found[inside].max()
    assert (found[inside] == 0).sum() in (19, 20)  # the query may be one of them
    order = np.argsort(-ranker.first_stage(pairs), kind="stable")
    for group in (inside, ~inside):
        assert (np.diff(found[order[group[order]]]) >= 0).all()


def test_scope_of_a_question_outlives_what_rules_leave_of_it(learned, monkeypatch):
    monkeypatch.setattr(module, "FEW_COUNTRIES", 3)
    ranker, everyone = ranker_of(learned), asked(learned)
    home = of_country(learned, "US")
    of_world = ranker.bands(everyone.narrowed(home))
    assert of_world.tolist() == ranker.bands(everyone)[np.isin(everyone.rows, home)].tolist()
    ranker._bands = None
    of_own_list = ranker.bands(asked(learned, home))
    assert of_own_list.tolist() != of_world.tolist()


def test_unlisted_place_has_the_band_of_its_score(learned):
    facts, ranker = learned.world.place_facts, ranker_of(learned)
    unlisted = np.flatnonzero(facts.is_unlisted)
    assert len(unlisted)
    for row in unlisted.tolist():
        home = np.flatnonzero(facts.country == facts.country[row])
        pairs = asked(learned, home[home != QUERY])
        found, first = ranker.bands(pairs), ranker.first_stage(pairs)
        mine = int(np.flatnonzero(pairs.rows == row)[0])
        listed = ~facts.is_unlisted[pairs.rows]
        above = listed & (first >= first[mine])
        assert found[above].max(initial=0) <= found[mine]
        assert found[listed & (first < first[mine])].min() >= found[mine]


def test_districts_are_unlisted(learned):
    # Of the planted world: places that are part of another.
    assert {100, 104} <= set(np.flatnonzero(learned.world.place_facts.is_unlisted).tolist())


@pytest.mark.parametrize("least", [1, 8, 9, 16, 17, 59])
def test_shortlist_is_the_first_bands_that_hold_enough(learned, least):
    ranker, pairs = ranker_of(learned), asked(learned, of_country(learned, "US"))
    found, levels = ranker.shortlist(pairs, least), ranker.bands(pairs)
    assert len(found) >= least
    last = levels[found].max()
    assert found.tolist() == np.flatnonzero(levels <= last).tolist()
    assert (levels < last).sum() < least


@pytest.mark.parametrize("weights", [{}, {"size": 4.0, "habit": 0.2}])
@pytest.mark.parametrize("k", [3, 10, 25])
def test_list_of_k_begins_the_list_of_twice_k(learned, weights, k):
    ranker, pairs = ranker_of(learned), asked(learned)
    lists = []
    for most in (k, 2 * k, len(pairs)):
        table = make_score_table("t", ranker, pairs, most)
        lists.append(table.rows[table.order(weights, most)].tolist())
    assert lists[0] == lists[1][:k] == lists[2][:k]
    assert lists[1] == lists[2][: 2 * k]


@given(data=st.data(), factor=st.sampled_from([0.0, 1.0, 5.0]))
def test_removing_candidates_never_reorders_the_rest(learned, data, factor):
    ranker, whole = ranker_of(learned), asked(learned)
    weights = {"geography": factor, "habit": 0.5}
    table = make_score_table("t", ranker, whole)
    order = table.rows[table.order(weights)].tolist()
    gone = data.draw(st.sets(st.sampled_from(order), min_size=1, max_size=len(order) - 1))
    left = np.array([row for row in whole.rows.tolist() if row not in gone])
    fewer = make_score_table("t", ranker, whole.narrowed(left))
    found = fewer.rows[fewer.order(weights)].tolist()
    assert found == [row for row in order if row not in gone]


def listed(learned: Matcher, tier: dict, **fields: object) -> list[int]:
    mandate = {
        "city": str(1_000 + QUERY),
        "date": "2026-01-01",
        "count": 30,
        "tiers": [{"name": "t", **tier}],
        **fields,
    }
    answer = learned.recommend(Mandate.parse(mandate), both_sides=False)
    return [one.place.city_id for one in answer.tiers[0].candidates]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("weights", [{}, {"reach": 3.0, "war_history": 0.0}])
def test_tier_of_single_cities_orders_as_the_list_of_their_country(learned, code, weights):
    whole = listed(learned, {"countries": [code]}, weights=weights)
    for some in (whole[::3], whole[-4:], whole[1:2]):
        cities = [str(city) for city in sorted(some)]
        assert listed(learned, {"cities": cities}, weights=weights) == some


@pytest.mark.parametrize("code", CODES)
def test_rule_of_a_mandate_never_reorders_what_it_leaves(learned, code):
    whole = listed(learned, {"countries": [code]}, count=60)
    least = listed(learned, {"countries": [code]}, count=60, limits={"population_min": 20_000})
    assert 3 < len(least) < len(whole)
    assert least == [city for city in whole if city in least]


scores_drawn = st.lists(st.integers(-20, 20), min_size=1, max_size=60)


@given(scores=scores_drawn, depth=st.integers(1, 20))
def test_each_edge_ends_a_band_that_doubles_the_list(scores, depth):
    values = np.array(scores, dtype=float)
    ends = edges(values, depth)
    best = np.sort(values)[::-1]
    lengths = [depth * 2**step for step in range(10) if depth * 2**step < len(values)]
    assert ends.tolist() == [best[length - 1] for length in lengths]
    found = bands_of(values, ends)
    for level, length in enumerate(lengths):
        # Ties at an edge all stand above it.
        assert (found <= level).sum() >= length
        assert (values[found <= level] >= ends[level]).all()
        assert (values[found > level] < ends[level]).all()


@given(levels=st.lists(st.integers(0, 4), max_size=30), least=st.integers(0, 40))
def test_shortest_is_whole_bands_and_no_more_than_needed(levels, least):
    found = shortest(np.array(levels, dtype=np.int64), least)
    if not levels:
        assert not len(found)
        return
    kept = [levels[at] for at in found]
    assert len(found) >= min(max(least, 1), len(levels))
    assert sorted(found.tolist()) == [at for at, one in enumerate(levels) if one <= max(kept)]
    assert sum(one < max(kept) for one in levels) < max(least, 1)
