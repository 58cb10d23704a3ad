from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matcher.mandate.model import Mandate
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import (
    UNIT_WEIGHTS,
    ScoreTable,
    best,
    capped,
    make_score_table,
    weighted,
)
from matcher.records.criteria import CRITERIA, HABIT, PARTS

values = arrays(np.float64, (12, 10), elements=st.floats(0, 1))
weight_lists = st.lists(st.floats(0, 100), min_size=10, max_size=10).filter(lambda w: sum(w) > 1e-3)


def score_table_of(parts, countries=None, last=None, bands=None):
    n = len(parts)
    return ScoreTable(
        tier="t",
        rows=np.arange(n),
        city_ids=np.arange(100, 100 + n),
        countries=np.zeros(n, dtype=np.int64) if countries is None else np.array(countries),
        parts=np.asarray(parts, dtype=np.float64),
        last=None if last is None else np.array(last),
        bands=None if bands is None else np.array(bands),
    )


@given(parts=values, weights=weight_lists)
def test_weighted_is_the_matrix_product_and_the_same_for_a_row_alone(parts, weights):
    vector = np.array(weights)
    total = weighted(parts, vector)
    assert total == pytest.approx(parts @ vector)
    assert [weighted(parts[i : i + 1], vector)[0] for i in range(len(parts))] == total.tolist()


@pytest.mark.parametrize("part", PARTS)
def test_weight_of_zero_removes_a_part(part):
    index = PARTS.index(part)
    rng = np.random.default_rng(1)
    one, other = rng.random((2, 20, 10))
    other[:] = one
    other[:, index] = rng.random(20)
    weights = {part: 0.0}
    assert (
        score_table_of(one).scores(weights).tolist()
        == score_table_of(other).scores(weights).tolist()
    )
    assert score_table_of(one).order({}).tolist() != score_table_of(other).order({}).tolist()


def test_habit_is_the_last_part_and_its_weight_moves_it():
    parts = np.zeros((2, 10))
    parts[0, 9] = 1.0
    parts[1, 0] = 0.5
    score_table = score_table_of(parts)
    assert (*CRITERIA, HABIT) == PARTS
    assert score_table.habit.tolist() == [1.0, 0.0]
    assert score_table.vector({"size": 4.0, HABIT: 3.0}).tolist() == [4.0, *[1.0] * 8, 3.0]
    assert score_table.order({}).tolist() == [0, 1]
    assert score_table.order({"size": 2.1}).tolist() == [1, 0]
    assert score_table.order({HABIT: 0.4}).tolist() == [1, 0]
    assert score_table.order({HABIT: 0.0}).tolist() == [1, 0]
    assert score_table.order({"size": 2.1, HABIT: 1.1}).tolist() == [0, 1]


@given(parts=values, weights=weight_lists)
def test_scores_are_the_sum_of_the_parts_by_their_weights(parts, weights):
    asked = dict(zip(PARTS, weights, strict=True))
    found = score_table_of(parts).scores(asked)
    assert found == pytest.approx(parts @ np.array(weights), abs=1e-9)


@given(parts=values, weights=weight_lists, factor=st.floats(0.1, 10))
def test_order_depends_on_the_ratio_of_the_weights_alone(parts, weights, factor):
    score_table = score_table_of(np.round(parts, 3))
    one = dict(zip(PARTS, weights, strict=True))
    other = {key: value * factor for key, value in one.items()}
    gaps = np.diff(np.sort(score_table.scores(one)))
    if ((gaps > 1e-12) & (gaps < 1e-8)).any():
        return  # so near to a tie that the last bits decide
    assert score_table.order(one).tolist() == score_table.order(other).tolist()


def test_best_caps_each_country_in_order():
    scores, ids = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 2, 3, 4])
    countries = np.array([5, 5, 6, 5])
    assert best(scores, ids, countries, 3, 1).tolist() == [0, 2]
    assert best(scores, ids, countries, 3, 2).tolist() == [0, 1, 2]


def test_board_orders_as_the_ranker_scores(similar):
    matcher = similar
    rows = np.arange(0, matcher.world.place_facts.n_cities, 97)
    pairs = Pairs(
        matcher.world.place_facts,
        matcher.world.graph,
        matcher.world.countries,
        dt.date(2026, 4, 26),
        matcher.world.atlas.row(543878),
        rows,
    )
    score_table = make_score_table("t", matcher.engine.ranker, pairs)
    for weights in (UNIT_WEIGHTS, {"war_history": 7.0, "size": 0.0}):
        scores = matcher.engine.ranker.score(matcher.engine.ranker.features(pairs), weights)
        assert score_table.scores(weights) == pytest.approx(scores, abs=1e-12)
        expected = np.lexsort((score_table.city_ids, -np.round(scores, 9)))
        assert score_table.order(weights, 50).tolist() == expected[:50].tolist()


@pytest.fixture(scope="module")
def world(similar):
    mandate = Mandate.parse({"city": "543878", "date": "2026-04-26", "tiers": [{"name": "w"}]})
    return similar.what_if(mandate)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_weight_moves_the_ranking(world, criterion):
    (score_table,) = world.score_tables
    before = score_table.order(world.weights, 5000).tolist()
    for weight in (0.0, 0.5, 2.0, 5.0):
        assert score_table.order({**world.weights, criterion: weight}, 5000).tolist() != before


@given(
    parts=values,
    last=arrays(np.bool_, 12),
    weights=weight_lists,
    most=st.integers(1, 12),
    per_country=st.none() | st.integers(1, 3),
)
def test_candidates_set_last_stand_below_all_others_each_group_by_its_scores(
    parts, last, weights, most, per_country
):
    countries = np.arange(12) % 4
    asked = dict(zip(PARTS, weights, strict=True))
    free = score_table_of(parts, countries).order(asked).tolist()
    expected = [at for at in free if not last[at]] + [at for at in free if last[at]]
    table = score_table_of(parts, countries, last)
    found = table.order(asked, most, per_country).tolist()
    assert found == capped(np.array(expected), countries, most, per_country).tolist()
    assert table.held_below(0, 1) == (last[0] and not last[1])


levels = arrays(np.int64, 12, elements=st.integers(0, 3))


@given(
    parts=values,
    bands=levels,
    last=st.none() | arrays(np.bool_, 12),
    weights=weight_lists,
    most=st.integers(1, 12),
)
def test_later_band_stands_below_an_earlier_one_and_what_is_set_last_below_all(
    parts, bands, last, weights, most
):
    asked = dict(zip(PARTS, weights, strict=True))
    free = score_table_of(parts).order(asked).tolist()
    behind = np.zeros(12, dtype=bool) if last is None else last
    expected = sorted(free, key=lambda at: (behind[at], bands[at]))
    table = score_table_of(parts, last=last, bands=bands)
    assert table.order(asked, most).tolist() == expected[:most]
    for one, other in ((0, 1), (3, 7)):
        assert table.held_below(one, other) == (
            (behind[one], bands[one]) > (behind[other], bands[other])
        )
    # The score that is told stays what the parts add up to.
    assert table.scores(asked).tolist() == score_table_of(parts).scores(asked).tolist()


def test_bands_of_one_kind_are_no_bands(similar):
    table = score_table_of(np.zeros((3, 10)))
    assert table.level is None
    assert not table.held_below(0, 1)
    whole = similar.what_if(
        Mandate.parse({"city": "543878", "date": "2026-04-26", "tiers": [{"name": "w"}]})
    )
    assert whole.score_tables[0].bands is None
