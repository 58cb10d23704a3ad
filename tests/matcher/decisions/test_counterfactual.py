from __future__ import annotations

import numpy as np
import pytest

from matcher.decisions.counterfactual import weight_changes
from matcher.mandate.model import Mandate
from matcher.mandate.parts import MAX_WEIGHT
from matcher.records.criteria import CRITERIA, HABIT, PARTS
from tests.matcher.ranking.test_score_table import score_table_of

GAP = 1e-6
"""Smaller leads are ties to a council: one in a hundred of them is below the rounding."""


def with_change(weights, change, share=1.0):
    moved = change.from_weight + share * (change.to_weight - change.from_weight)
    return {**dict.fromkeys(PARTS, 1.0), **weights, change.criterion: moved}


def ahead(score_table, winner, rivals, weights):
    order = score_table.order(weights).tolist()
    return all(order.index(winner) < order.index(rival) for rival in rivals)


@pytest.fixture(scope="module")
def score_tables(similar):
    found = []
    for city, tier in (("543878", ["TM", "AZ", "UZ"]), ("2652221", ["DE", "FR"])):
        kept = similar.what_if(
            Mandate.parse(
                {
                    "city": city,
                    "date": "2026-04-26",
                    "tiers": [{"name": "t", "countries": tier}],
                    "limits": {"population_min": 50000},
                }
            )
        )
        found.append(kept.score_tables[0])
    return found


def test_weight_change_turns_two_candidates_and_a_hundredth_less_does_not(score_tables):
    rng = np.random.default_rng(7)
    turned, tried = 0, 0
    for score_table in score_tables:
        for weights in ({}, {"culture": 3.0, "size": 0.5, "network": 0.0}):
            full = {**dict.fromkeys(PARTS, 1.0), **weights}
            order = score_table.order(full)
            for _ in range(150):
                a, b = np.sort(rng.choice(len(order), 2, replace=False))
                rival, winner = int(order[a]), int(order[b])
                if score_table.scores(full)[rival] - score_table.scores(full)[winner] < GAP:
                    continue
                tried += 1
                for change in weight_changes(score_table, winner, [rival], full):
                    turned += 1
                    assert 0 <= change.to_weight <= MAX_WEIGHT
                    assert (change.direction == "raise") == (change.to_weight > change.from_weight)
                    assert ahead(score_table, winner, [rival], with_change(full, change))
                    assert not ahead(score_table, winner, [rival], with_change(full, change, 0.99))
    assert tried > 500
    assert turned > 1000


def test_weight_change_puts_a_candidate_first_of_all_and_a_hundredth_less_does_not(score_tables):
    turned = 0
    for score_table in score_tables:
        full = dict.fromkeys(PARTS, 1.0)
        for winner in score_table.order(full, 40)[1:]:
            rivals = [at for at in range(len(score_table)) if at != winner]
            for change in weight_changes(score_table, int(winner), None, full):
                turned += 1
                assert ahead(score_table, int(winner), rivals, with_change(full, change))
                assert not ahead(score_table, int(winner), rivals, with_change(full, change, 0.99))
    assert turned > 10


def test_no_change_is_found_where_a_scan_of_every_weight_finds_none(score_tables):
    score_table = score_tables[0]
    full = dict.fromkeys(PARTS, 1.0)
    order = score_table.order(full, 30)
    for winner in order[1:]:
        found = {one.criterion for one in weight_changes(score_table, int(winner), None, full)}
        for criterion in set(CRITERIA) - found:
            for weight in np.linspace(0.0, MAX_WEIGHT, 41):
                assert score_table.order({**full, criterion: weight}, 1)[0] != winner


def test_smallest_change_comes_first_and_is_the_closed_form():
    # The rival leads by 0.3 in size and trails by 0.1 in geography and 0.05 in reach.
    parts = np.zeros((2, 10))
    parts[0, CRITERIA.index("size")] = 0.3
    parts[1, CRITERIA.index("geography")] = 0.1
    parts[1, CRITERIA.index("reach")] = 0.05
    found = weight_changes(score_table_of(parts), 1, [0], {})
    assert [one.criterion for one in found] == ["size", "geography", "reach"]
    lead = 0.3 - 0.1 - 0.05
    expected = [1 - lead / 0.3, 1 + lead / 0.1, 1 + lead / 0.05]
    assert [one.to_weight for one in found] == pytest.approx(expected, rel=1e-3)
    assert [one.direction for one in found] == ["lower", "raise", "raise"]


def test_candidate_behind_in_everything_is_turned_by_no_weight():
    parts = np.tile([[0.5], [0.4]], 10)
    assert weight_changes(score_table_of(parts), 1, [0], {}) == ()


def test_candidate_ahead_already_needs_no_change():
    parts = np.tile([[0.5], [0.4]], 10)
    assert weight_changes(score_table_of(parts), 0, [1], {}) == ()


def test_weight_that_must_fall_below_zero_is_not_offered():
    parts = np.zeros((2, 10))
    parts[0, 0], parts[0, 1], parts[1, 2] = 0.1, 0.5, 0.2
    found = {
        one.criterion: one.to_weight for one in weight_changes(score_table_of(parts), 1, [0], {})
    }
    assert "size" not in found
    assert 0 < found["geography"] < 0.2 + 1e-9


def test_no_weight_turns_what_stands_below_whatever_its_score():
    parts = np.zeros((3, 10))
    parts[0, 0], parts[1, 1], parts[2, 2] = 0.9, 0.8, 0.7
    full = dict.fromkeys(PARTS, 1.0)
    held = score_table_of(parts, last=[False, False, True])
    assert weight_changes(held, 2, [0], full) == ()
    assert weight_changes(score_table_of(parts), 2, [0], full)
    # What is set last is no rival to one that is not.
    assert weight_changes(held, 1, None, full) == weight_changes(held, 1, [0], full)


def test_weight_of_habit_turns_candidates_as_a_criterion_does():
    parts = np.zeros((2, 10))
    parts[0, PARTS.index(HABIT)] = 0.4
    parts[1, CRITERIA.index("size")] = 0.1
    table = score_table_of(parts)
    found = weight_changes(table, 1, [0], {})
    assert [one.criterion for one in found] == [HABIT, "size"]
    assert [one.to_weight for one in found] == pytest.approx([0.25, 4.0], rel=1e-3)
    for change in found:
        assert ahead(table, 1, [0], with_change({}, change))
        assert not ahead(table, 1, [0], with_change({}, change, 0.99))


def test_no_weight_lifts_a_candidate_out_of_a_later_band():
    parts = np.zeros((3, 10))
    parts[0, 0], parts[1, 1], parts[2, 2] = 0.9, 0.8, 0.7
    banded = score_table_of(parts, bands=[0, 0, 1])
    assert weight_changes(banded, 2, [0], {}) == ()
    assert weight_changes(banded, 1, None, {}) == weight_changes(banded, 1, [0], {}) != ()
