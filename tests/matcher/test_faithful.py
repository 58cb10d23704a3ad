"""Explanations are faithful: they add up, they predict, and a wrong grouping shows."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest

from matcher.answer.relations import RELATION_OF, RELATIONS
from matcher.english.phrases import FINDINGS
from matcher.mandate.model import Mandate
from matcher.ranking import similarity as ranker_module
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import UNIT_WEIGHTS
from matcher.records.criteria import CRITERIA, HABIT, PARTS

QUERIES = (543878, 2652221, 162183)  # Kostroma, Coventry, Ashgabat


@pytest.fixture(scope="module")
def sample(similar):
    rng = np.random.default_rng(5)
    rows = np.sort(rng.choice(similar.world.place_facts.n_cities, 3000, replace=False))
    date = dt.date(2026, 4, 26)
    parts = (similar.world.place_facts, similar.world.graph, similar.world.countries, date)
    return [Pairs(*parts, similar.world.atlas.row(city), rows) for city in QUERIES]


def grouping_is_true(similar, pairs):
    """Check against features alone: a criterion's score moves with its own components only."""
    similarity = similar.engine.similarity
    X = similarity.features(pairs)
    known = np.where(np.isfinite(X), X, similarity.neutral_)
    for index, component in enumerate(COMPONENTS):
        moved = known.copy()
        moved[:, index] = 1.0 - moved[:, index]
        change = similarity.contributions(moved, {}) - similarity.contributions(known, {})
        own = CRITERIA.index(component.key.partition(".")[0])
        others = np.delete(np.abs(change), own, axis=1)
        if others.max() > 1e-12 or np.abs(change[:, own]).max() < 1e-6:
            return False
    return True


@pytest.mark.parametrize("model", ["service", "similar"])
def test_contributions_add_up_to_the_score_on_thousands_of_pairs(request, model, sample):
    rng, ranker = np.random.default_rng(6), request.getfixturevalue(model).engine.ranker
    for pairs in sample:
        X = ranker.features(pairs)
        for _ in range(3):
            weights = dict(zip(PARTS, rng.uniform(0, 5, len(PARTS)), strict=True))
            total = ranker.contributions(X, weights).sum(axis=1)
            assert total == pytest.approx(ranker.score(X, weights), abs=1e-9)


@pytest.mark.parametrize("model", ["service", "similar"])
def test_score_is_linear_in_the_weights(request, model, sample):
    ranker = request.getfixturevalue(model).engine.ranker
    for pairs in sample:
        X = ranker.features(pairs)
        unit = ranker.contributions(X, UNIT_WEIGHTS)
        weights = {key: 0.5 * index for index, key in enumerate(PARTS)}
        linear = unit @ np.array(list(weights.values()))
        assert ranker.score(X, weights) == pytest.approx(linear, abs=1e-9)


def test_drivers_add_up_to_habit_on_thousands_of_pairs(service, sample):
    ranker = service.engine.ranker
    for pairs in sample:
        X = ranker.features(pairs)
        told = [round(sum(one.values()), 6) for one in ranker.drivers(X)]
        assert told == ranker.contributions(X, {})[:, -1].tolist()


CASES = (
    ("543878", {"countries": ["TM", "AZ", "UZ"]}, {}),
    ("2652221", {"countries": ["DE", "FR"]}, {"war_history": 3.0, "size": 0.5}),
    ("162183", {}, {"reach": 0.0, "culture": 2.0, HABIT: 0.5}),
)


def listed_of(matcher, city, tier, weights):
    fields = {"city": city, "date": "2026-04-26", "count": 25, "tiers": [{"name": "t", **tier}]}
    asked = Mandate.parse({**fields, "weights": weights})
    return fields, matcher.recommend(asked, both_sides=False).tiers[0].candidates


@pytest.mark.parametrize("model", ["service", "similar"])
@pytest.mark.parametrize(("city", "tier", "weights"), CASES)
def test_contribution_is_what_a_new_ranking_without_the_criterion_lacks(
    request, model, city, tier, weights
):
    """Ask anew with the weight 0: the criterion named first, and one other, of each candidate."""
    matcher = request.getfixturevalue(model)
    fields, listed = listed_of(matcher, city, tier, weights)
    first = {
        max(CRITERIA, key=lambda key, one=one: one.criteria[key].contribution) for one in listed
    }
    for dropped in sorted({*first, "network"}):
        again = Mandate.parse({**fields, "weights": {**weights, dropped: 0.0}})
        ids = [str(one.place.city_id) for one in listed]
        found = {one.place.city_id: one for one in matcher.compare(again, ids).tiers[0].candidates}
        for one in listed:
            without = found[one.place.city_id]
            assert without.criteria[dropped].contribution == 0
            stated = one.score - one.criteria[dropped].contribution
            assert without.score == pytest.approx(stated, abs=1e-9)


@pytest.mark.parametrize(("city", "tier", "weights"), CASES)
def test_without_habit_the_wish_is_left_to_the_last_digit(service, city, tier, weights):
    fields, listed = listed_of(service, city, tier, weights)
    again = Mandate.parse({**fields, "weights": {**weights, HABIT: 0.0}})
    ids = [str(one.place.city_id) for one in listed]
    found = {one.place.city_id: one for one in service.compare(again, ids).tiers[0].candidates}
    for one in listed:
        without = found[one.place.city_id]
        assert without.habit.contribution == without.habit.weight == 0
        assert not without.habit.drivers
        assert without.score == pytest.approx(one.score - one.habit.contribution, abs=1e-9)
        assert without.probability is None
        for key in CRITERIA:
            assert without.criteria[key].likeness == one.criteria[key].likeness
            assert without.criteria[key].contribution == one.criteria[key].contribution


def test_habit_of_weight_0_gives_the_list_of_the_similarity(service, similar):
    fields = {"city": "543878", "date": "2026-04-26", "count": 30, "weights": {HABIT: 0.0}}
    lists = [
        [(one.place.city_id, one.score) for one in matcher.recommend(fields).tiers[0].candidates]
        for matcher in (service, similar)
    ]
    assert lists[0] == lists[1]


@pytest.mark.parametrize(("city", "tier", "weights"), CASES)
def test_much_weight_on_habit_orders_as_habit_does(service, city, tier, weights):
    _, listed = listed_of(service, city, tier, {**weights, HABIT: 100.0})
    habit = [one.habit.score for one in listed]
    # What nine criteria may add at these weights is worth a few hundredths of a log odd here.
    assert all(a >= b - 0.2 for a, b in itertools.pairwise(habit))
    assert {one.habit.weight for one in listed} == {100.0}


@pytest.mark.parametrize(("city", "tier", "weights"), CASES)
def test_drivers_tell_habit_and_where_a_candidate_would_stand_without(service, city, tier, weights):
    fields, listed = listed_of(service, city, tier, weights)
    kept = service.what_if(Mandate.parse({**fields, "weights": weights}))
    (table,) = kept.score_tables
    standing = np.sort(table.placed(table.scores(kept.weights)))[::-1]
    told = 0
    for one in listed:
        drivers = one.habit.drivers
        assert sum(driver.effect for driver in drivers) == pytest.approx(one.habit.score, abs=1e-9)
        sizes = [abs(driver.effect) for driver in drivers]
        assert sizes == sorted(sizes, reverse=True)
        at = table.position(one.place.city_id)
        own = table.placed(table.scores(kept.weights))[at]
        for driver in drivers:
            assert ("rank_without" in driver.facts) == (driver.effect > 0)
            if driver.effect > 0:
                told += 1
                less = own - driver.effect * one.habit.weight
                expected = (
                    1 + (np.delete(standing, np.flatnonzero(standing == own)[0]) > less).sum()
                )
                assert driver.facts["rank_without"] == expected >= one.rank
    assert told > len(listed)


def test_last_part_with_a_weight_is_the_whole_score(similar):
    weights = {**dict.fromkeys(PARTS, 0.0), "size": 1.0}
    asked = {"city": "543878", "date": "2026-04-26", "weights": weights, "count": 2}
    for one in similar.recommend(Mandate.parse(asked)).tiers[0].candidates:
        assert one.criteria["size"].contribution == one.score
        assert one.criteria["reach"].contribution == 0.0


def test_every_component_counts_for_its_own_criterion(similar, sample):
    assert grouping_is_true(similar, sample[0])


def test_component_put_into_another_criterion_is_caught(similar, sample, monkeypatch):
    wrong = ranker_module._MIXING.copy()
    river = next(i for i, one in enumerate(COMPONENTS) if one.key == "geography.river")
    wrong[river, CRITERIA.index("size")] = wrong[river, CRITERIA.index("geography")]
    wrong[river, CRITERIA.index("geography")] = 0.0
    monkeypatch.setattr(ranker_module, "_MIXING", wrong)
    assert not grouping_is_true(similar, sample[0])


def test_evidence_belongs_to_the_criterion_of_its_component(similar):
    answer = similar.recommend(
        Mandate.parse({"city": "543878", "date": "2026-04-26", "tiers": [{"name": "w"}]})
    )
    for one in answer.tiers[0].candidates:
        for key, criterion in one.criteria.items():
            assert all(evidence.criterion == key for evidence in criterion.evidence)
            assert all(evidence.relation in RELATIONS for evidence in criterion.evidence)


def test_every_finding_is_a_likeness_a_complement_a_tie_or_a_difference():
    assert set(RELATION_OF) == set(FINDINGS)
