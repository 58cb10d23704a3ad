"""Metrics against slow, obvious rewrites."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics import (
    bootstrap_interval,
    brier,
    expected_calibration_error,
    hits_at_k,
    mrr,
    ndcg_at_k,
    partner_rank,
    reciprocal_rank,
)

few_scores = st.lists(st.integers(0, 4), min_size=1, max_size=12)
some_ranks = st.lists(st.integers(2, 40).map(lambda twice: twice / 2), min_size=1, max_size=20)
shares = st.integers(0, 10).map(lambda tenth: tenth / 10)
forecasts = st.lists(st.tuples(shares, st.integers(0, 1)), min_size=3, max_size=40)


@given(few_scores, st.data())
def test_partner_rank_is_the_mean_place_over_both_orders_of_ties(scores, data):
    position = data.draw(st.integers(0, len(scores) - 1))
    first = sorted(range(len(scores)), key=lambda i: (-scores[i], i != position))
    last = sorted(range(len(scores)), key=lambda i: (-scores[i], i == position))
    places = [order.index(position) + 1 for order in (first, last)]
    assert partner_rank(np.array(scores, dtype=float), position) == sum(places) / 2


@given(few_scores, st.data())
def test_partner_rank_ignores_what_is_no_candidate(scores, data):
    position = data.draw(st.integers(0, len(scores) - 1))
    gaps = data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))
    gaps[position] = False
    left = [score for score, gap in zip(scores, gaps, strict=True) if not gap]
    holed = np.where(gaps, np.nan, np.array(scores, dtype=float))
    kept = position - sum(gaps[:position])
    assert partner_rank(holed, position) == partner_rank(np.array(left, dtype=float), kept)


def test_partner_rank_is_infinite_when_not_retrieved():
    assert partner_rank(np.array([np.nan, 1.0]), 0) == math.inf


def test_partner_rank_counts_places_without_any_score_as_tied():
    assert partner_rank(np.array([-np.inf, 0.5, -np.inf, -np.inf]), 0) == 1 + 1 + 2 / 2


@given(some_ranks, st.integers(1, 12))
def test_rank_metrics_equal_their_definitions(ranks, k):
    assert reciprocal_rank(ranks).tolist() == [1 / rank for rank in ranks]
    assert mrr(ranks) == pytest.approx(sum(1 / rank for rank in ranks) / len(ranks))
    assert hits_at_k(ranks, k).tolist() == [1.0 if rank <= k else 0.0 for rank in ranks]
    gains = [1 / math.log2(1 + rank) if rank <= k else 0.0 for rank in ranks]
    assert ndcg_at_k(ranks, k) == pytest.approx(gains)


def test_rank_metrics_give_nothing_for_a_partner_not_retrieved():
    ranks = [math.inf]
    assert [mrr(ranks), hits_at_k(ranks, 100)[0], ndcg_at_k(ranks, 100)[0]] == [0, 0, 0]


@pytest.mark.parametrize("bad", [[0.5], [math.nan], [0]])
def test_rank_metrics_refuse_what_is_no_rank(bad):
    with pytest.raises(ValueError, match="ranks count from 1"):
        reciprocal_rank(bad)


def test_metrics_refuse_empty_input_and_bad_k():
    with pytest.raises(ValueError, match="at least one query"):
        mrr([])
    with pytest.raises(ValueError, match="expected at least 1"):
        hits_at_k([1], 0)
    with pytest.raises(ValueError, match="0 probabilities"):
        brier([], [])
    with pytest.raises(ValueError, match="expected 1 to 2"):
        expected_calibration_error([0.1, 0.2], [0, 1], bins=3)
    with pytest.raises(ValueError, match="outcomes are 0 or 1"):
        brier([1.5], [1])


@given(forecasts)
def test_brier_is_the_mean_squared_error(pairs):
    expected = sum((p - y) ** 2 for p, y in pairs) / len(pairs)
    assert brier(*zip(*pairs, strict=True)) == pytest.approx(expected)


@given(forecasts, st.integers(1, 3), st.randoms(use_true_random=False))
def test_calibration_error_equals_a_slow_rewrite_in_any_order(pairs, bins, random):
    shared = []
    for p, _ in sorted(pairs):
        outcomes = [y for q, y in pairs if q == p]
        shared.append((p, sum(outcomes) / len(outcomes)))
    size, rest = divmod(len(shared), bins)
    total, start = 0.0, 0
    for index in range(bins):
        part = shared[start : start + size + (index < rest)]
        start += len(part)
        gap = abs(sum(p for p, _ in part) / len(part) - sum(y for _, y in part) / len(part))
        total += len(part) / len(shared) * gap
    mixed = random.sample(pairs, len(pairs))
    found = expected_calibration_error(*zip(*mixed, strict=True), bins=bins)
    assert found == pytest.approx(total, abs=1e-12)


def test_calibration_error_is_nothing_for_a_perfect_forecast():
    assert expected_calibration_error([0.0, 0.0, 1.0, 1.0], [0, 0, 1, 1], bins=2) == 0


def test_bootstrap_interval_equals_a_slow_rewrite():
    values = np.random.default_rng(3).random(17)
    rng = np.random.default_rng(5)
    means = sorted(values[rng.integers(0, 17, 17)].mean() for _ in range(200))
    expected = np.quantile(means, [0.025, 0.975])
    found = bootstrap_interval(values, n_resamples=200, random_state=5)
    assert found == pytest.approx(tuple(expected))


def test_bootstrap_interval_draws_groups_together():
    values = np.array([0.0, 0.0, 1.0, 1.0] * 20)
    together = np.repeat(np.arange(40), 2)
    alone = np.subtract(*bootstrap_interval(values)[::-1])
    grouped = np.subtract(*bootstrap_interval(values, together)[::-1])
    # Two equal values a group carry the information of one: the interval is sqrt(2) wider.
    assert grouped / alone == pytest.approx(math.sqrt(2), rel=0.15)


def test_bootstrap_interval_treats_columns_alike():
    values = np.random.default_rng(0).random(30)
    lower, upper = bootstrap_interval(np.column_stack([values, 2 * values]))
    assert lower[1] == pytest.approx(2 * lower[0])
    assert upper[1] == pytest.approx(2 * upper[0])


def test_bootstrap_interval_holds_the_true_mean_as_often_as_it_says():
    rng = np.random.default_rng(1)
    samples = rng.exponential(size=(200, 80))
    bounds = [bootstrap_interval(sample, n_resamples=300) for sample in samples]
    covered = np.mean([low <= 1.0 <= high for low, high in bounds])
    assert 0.88 <= covered <= 0.99


def test_bootstrap_interval_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="got 0 values"):
        bootstrap_interval([])
    with pytest.raises(ValueError, match="finite"):
        bootstrap_interval([np.nan])
    with pytest.raises(ValueError, match="level is 2"):
        bootstrap_interval([1.0], level=2)
