from __future__ import annotations

import numpy as np
import pytest

from matcher.lists.rank_interval import COVERAGE, DRAWS, SPREAD, plausible_weights, rank_intervals
from matcher.records.criteria import PARTS
from tests.matcher.ranking.test_score_table import score_table_of


def test_plausible_weights_stay_within_the_spread_and_begin_with_the_councils():
    weights = np.array([1.0, 0.0, 3.0, *[1.0] * 6, 1.0])
    draws = plausible_weights(weights)
    assert draws.shape == (10, DRAWS)
    assert draws[:, 0].tolist() == weights.tolist()
    assert not draws[1].any()
    assert (draws[9] == 1.0).all()
    ratio = draws[2] / 3.0
    assert ratio.min() >= 1 / SPREAD
    assert ratio.max() <= SPREAD
    assert ratio.std() > 0.3


@pytest.mark.parametrize("banded", [False, True])
@pytest.mark.parametrize("set_last", [False, True])
@pytest.mark.parametrize("per_country", [None, 2])
def test_rank_interval_equals_ranking_under_every_draw(per_country, set_last, banded):
    rng = np.random.default_rng(3)
    parts = np.round(rng.random((60, 10)), 2)
    countries = rng.integers(0, 8, 60)
    last = np.arange(60) % 7 != 0 if set_last else None
    bands = np.arange(60) % 3 if banded else None
    score_table = score_table_of(parts, countries, last, bands)
    weights = {"size": 2.0, "reach": 0.0}
    chosen = score_table.order(weights, 12, per_country)
    draws = plausible_weights(score_table.vector(weights))
    ranks = np.zeros((len(chosen), DRAWS))
    for draw in range(DRAWS):
        order = score_table.order(dict(zip(PARTS, draws[:, draw], strict=True))).tolist()
        for index, at in enumerate(chosen):
            before = [score_table.countries[one] for one in order[: order.index(at)]]
            counted = (
                len(before)
                if per_country is None
                else sum(min(before.count(one), per_country) for one in set(before))
            )
            ranks[index, draw] = counted + 1
    found = rank_intervals(score_table, chosen, weights, per_country)
    edge = (1 - COVERAGE) / 2
    for index, (low, high) in enumerate(found):
        expected = np.quantile(ranks[index], [edge, 1 - edge], method="nearest")
        assert low == min(expected[0], index + 1)
        assert high == max(expected[1], index + 1)


def test_rank_interval_is_a_point_for_a_candidate_best_in_everything():
    parts = np.full((5, 10), 0.5)
    parts[2] = 0.9
    score_table = score_table_of(parts)
    assert rank_intervals(score_table, np.array([2]), {}) == [(1, 1)]


def test_rank_intervals_of_an_empty_list_are_none():
    assert rank_intervals(score_table_of(np.zeros((3, 10))), np.zeros(0, dtype=np.int64), {}) == []
