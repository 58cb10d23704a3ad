from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from matcher.batch.scoring import Answer, TopList
from matcher.batch.scoring import top as top_of
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Candidate, TierResult
from matcher.records.criteria import CRITERIA, HABIT, PARTS


def top(matcher: Matcher, mandate: Mandate) -> Answer:
    return top_of(matcher, [matcher.engine.resolve(mandate)])[0]


def told(one: Candidate) -> tuple[Any, ...]:
    return (
        one.place.city_id, round(one.score, 9), one.probability, one.rank_low, one.rank_high,
        *(round(one.criteria[key].contribution, 9) for key in CRITERIA),
        round(one.habit.contribution, 9),
    )  # fmt: skip


def row(one: TopList, at: int) -> tuple[Any, ...]:
    numbers = (one.probability[at], one.rank_low[at], one.rank_high[at])
    estimates = (None if np.isnan(number) else float(number) for number in numbers)
    return (
        int(one.candidate_ids[at]), float(one.scores[at]), *estimates, *one.contributions[at],
    )  # fmt: skip


def assert_same(tiers: tuple[TierResult, ...], lists: tuple[TopList, ...]) -> None:
    assert [tier.name for tier in tiers] == [one.tier for one in lists]
    for tier, one in zip(tiers, lists, strict=True):
        assert len(tier.candidates) == len(one) > 0
        for at, candidate in enumerate(tier.candidates):
            assert row(one, at) == pytest.approx(told(candidate), abs=1.1e-9)


MANDATES: list[dict[str, Any]] = [
    {"tiers": [{"name": "near", "countries": ["FR"]}, {"name": "far", "countries": ["JP", "US"]}]},
    {"weights": {"size": 5.0, "war_history": 0.0}, "limits": {"per_country": 2}},
    {"limits": {"population_min": 20_000, "distance_max_km": 9000.0, "revive": True}},
    {"limits": {"their_rank_max": 40}, "order": "mutual", "count": 3},
    {"weights": {"habit": 0.0, "reach": 2.0}},
    {"weights": {"habit": 3.0}},
    {"members": [{"name": "a", "weights": {"size": 5.0}}, {"name": "b", "aims": ["culture"]}]},
]


@pytest.mark.parametrize(
    ("city", "fields"), [*zip([1001, 1004, 1050, 1007, 1010, 1011, 1110], MANDATES, strict=True)]
)
def test_lists_are_those_of_the_recommendation(learned: Matcher, city, fields) -> None:
    mandate = Mandate.parse({"city": str(city), "date": "2026-01-01", "count": 8, **fields})
    answer = learned.recommend(mandate, both_sides=False)
    found = top(learned, mandate)
    assert found.query_id == city
    assert_same(answer.tiers, found.lists)


@pytest.mark.parametrize("city", ["Kostroma", "Coventry, GB", "Suva", "2643743"])
@pytest.mark.parametrize("tiers", [[], [{"name": "DE", "countries": ["DE"]}]])
def test_lists_of_the_shipped_world_are_those_of_the_recommendation(service, city, tiers) -> None:
    fields = {"city": city, "date": "2026-01-01", "count": 50, "tiers": tiers}
    mandate = Mandate.parse(fields)
    assert_same(service.recommend(mandate, both_sides=False).tiers, top(service, mandate).lists)


def test_contributions_add_up_to_the_score(service) -> None:
    mandate = Mandate.parse({"city": "Kostroma", "date": "2026-01-01", "aims": ["culture"]})
    (one,) = top(service, mandate).lists
    assert one.contributions.shape == (10, len(PARTS))
    assert one.contributions.sum(axis=1) == pytest.approx(one.scores, abs=1e-8)


def test_likeness_has_no_chance_and_no_habit(similar) -> None:
    mandate = Mandate.parse({"city": "Kostroma", "date": "2026-01-01"})
    (one,) = top(similar, mandate).lists
    assert np.isnan([one.probability, one.rank_low, one.rank_high]).all()
    assert not one.contributions[:, PARTS.index(HABIT)].any()
    assert one.contributions.sum(axis=1) == pytest.approx(one.scores, abs=1e-8)


def test_answer_does_not_depend_on_what_was_asked_before(ranker_directory) -> None:
    mandates = [
        Mandate.parse({"city": str(city), "date": "2026-01-01", "tiers": tiers})
        for city in (1001, 1005, 1002)
        for tiers in ([], [{"name": "FR", "countries": ["FR"]}])
    ]
    one, other = Matcher.load(ranker_directory), Matcher.load(ranker_directory)
    forward = [top(one, mandate) for mandate in mandates]
    backward = [top(other, mandate) for mandate in reversed(mandates)][::-1]
    for before, after in zip(forward, backward, strict=True):
        for a, b in zip(before.lists, after.lists, strict=True):
            assert a.candidate_ids.tolist() == b.candidate_ids.tolist()
            assert a.scores.tobytes() == b.scores.tobytes()
            assert a.contributions.tobytes() == b.contributions.tobytes()


def test_lists_of_queries_asked_together_are_those_of_each_alone(learned: Matcher) -> None:
    mandates = [
        Mandate.parse({"city": str(city), "date": "2026-01-01", "count": 8, **fields})
        for city in (1001, 1004, 1050)
        for fields in MANDATES
    ]
    together = top_of(learned, [learned.engine.resolve(one) for one in mandates])
    for mandate, found in zip(mandates, together, strict=True):
        alone = top(learned, mandate)
        assert (found.query_id, found.notes) == (alone.query_id, alone.notes)
        for a, b in zip(found.lists, alone.lists, strict=True):
            assert a.tier == b.tier
            for name in ("candidate_ids", "scores", "probability", "rank_low", "contributions"):
                assert getattr(a, name).tobytes() == getattr(b, name).tobytes()


def test_tier_without_candidates_is_told(learned) -> None:
    fields = {"city": "1001", "limits": {"population_min": 10**9}}
    answer = top(learned, Mandate.parse(fields))
    assert [len(one) for one in answer.lists] == [0]
    assert answer.notes == ("no place in the tier 'World' passes the rules",)


def test_tier_that_is_barred_is_noted_with_its_reason(similar):
    mandate = Mandate.parse(
        {"city": "616052", "date": "2026-11-27", "tiers": [{"name": "AZ", "countries": ["AZ"]}]}
    )
    answer = top(similar, mandate)
    assert [len(one) for one in answer.lists] == [0]
    (note,) = answer.notes
    assert re.fullmatch(
        r"no place in the tier 'AZ' passes the rules; with \d{3} a partnership is not possible "
        r"at present",
        note,
    )
