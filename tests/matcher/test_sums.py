"""On every surface the parts of a score, habit among them, add up to it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.records.criteria import CRITERIA, HABIT, PARTS
from matcher.render import csv_text
from matcher.web.page.bars import added

WEIGHTS: tuple[dict[str, float], ...] = (
    {},
    {HABIT: 0.0, "size": 2.0},
    {HABIT: 4.0, "reach": 0.0},
    {**dict.fromkeys(CRITERIA, 0.0), HABIT: 1.0},
)


@pytest.fixture(scope="module", params=WEIGHTS, ids=str)
def answer(learned: Matcher, request: pytest.FixtureRequest) -> Recommendation:
    fields = {
        "city": "1005",
        "date": "2026-01-01",
        "count": 12,
        "weights": request.param,
        "tiers": [{"name": "near", "countries": ["FR"]}, {"name": "any"}],
    }
    found = learned.recommend(Mandate.parse(fields))
    assert all(len(tier.candidates) == 12 for tier in found.tiers)
    return found


def same(parts: list[float], score: float, within: float = 1e-9) -> None:
    assert len(parts) == len(PARTS)
    assert sum(parts) == pytest.approx(score, abs=within)


def test_json_adds_up(answer: Recommendation) -> None:
    told: dict[str, Any] = json.loads(json.dumps(answer.to_dict()))
    weights = told["mandate"]["criterion_weights"]
    assert list(weights) == list(PARTS)
    for tier in told["tiers"]:
        for one in tier["candidates"]:
            habit, criteria = one["habit"], one["criteria"]
            parts = [criteria[key]["contribution"] for key in CRITERIA]
            same([*parts, habit["weight"] * habit["score"]], one["score"])
            assert {key: criteria[key]["weight"] for key in CRITERIA} | {
                HABIT: habit["weight"]
            } == weights
            effects = [driver["effect"] for driver in habit["drivers"]]
            assert sum(effects) == pytest.approx(habit["score"], abs=1e-9)


def test_table_adds_up(answer: Recommendation) -> None:
    frame = answer.to_frame()
    assert len(frame) == 24
    for row in frame.to_dict("records"):
        same([row[f"contribution_{key}"] for key in PARTS], row["score"])
        habit = row["habit"] * row["weight_habit"]
        assert row["contribution_habit"] == pytest.approx(habit, abs=1e-9)
        assert all(0 <= row[f"likeness_{key}"] <= 1 for key in CRITERIA)
    for key in CRITERIA:
        # What a criterion adds follows its likeness: a line by the weight, the same for all.
        gap = frame[f"contribution_{key}"] - frame[f"weight_{key}"] * frame[f"likeness_{key}"]
        assert gap.max() - gap.min() < 1e-4


def test_csv_adds_up(answer: Recommendation) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(answer))))
    assert len(rows) == 24
    for row in rows:
        same([float(row[f"contribution_{key}"]) for key in PARTS], float(row["score"]), 1e-4)


def test_bars_of_the_page_add_up(answer: Recommendation) -> None:
    for tier in answer.tiers:
        for one in tier.candidates:
            same([value for value, _ in added(one)], one.score)


def test_chances_stand_where_habit_counts_and_are_moved_by_no_wish(
    answer: Recommendation, learned: Matcher
) -> None:
    fields = {key: value for key, value in answer.mandate.items() if key != "criterion_weights"}
    plain = learned.recommend(Mandate.parse({**fields, "weights": {}, "count": 1_000}))
    for tier, whole in zip(answer.tiers, plain.tiers, strict=True):
        chances = {one.place.city_id: one.probability for one in whole.candidates}
        for one in tier.candidates:
            if answer.mandate["criterion_weights"][HABIT]:
                assert one.probability == pytest.approx(chances[one.place.city_id], rel=1e-6)
            else:
                assert one.probability is None
                assert one.habit.drivers == ()
