"""Explanations are faithful: they add up, they predict, and a wrong grouping shows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matcher.answer.relations import RELATION_OF, RELATIONS
from matcher.english.phrases import FINDINGS
from matcher.mandate.model import Mandate
from matcher.ranking import similarity as ranker_module
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import UNIT_WEIGHTS
from matcher.records.criteria import CRITERIA

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


def test_contributions_add_up_to_the_score_on_thousands_of_pairs(similar, sample):
    rng = np.random.default_rng(6)
    for pairs in sample:
        X = similar.engine.ranker.features(pairs)
        for _ in range(3):
            weights = dict(zip(CRITERIA, rng.uniform(0, 5, 9), strict=True))
            total = similar.engine.ranker.contributions(X, weights).sum(axis=1)
            assert total == pytest.approx(similar.engine.ranker.score(X, weights), abs=1e-12)


def test_score_is_linear_in_the_weights_up_to_a_factor_of_the_weights_alone(similar, sample):
    for pairs in sample:
        X = similar.engine.ranker.features(pairs)
        unit = similar.engine.ranker.contributions(X, UNIT_WEIGHTS)
        weights = {key: 0.5 * index for index, key in enumerate(CRITERIA)}
        linear = unit @ np.array(list(weights.values()))
        scores = similar.engine.ranker.score(X, weights)
        assert linear == pytest.approx(scores * (linear[0] / scores[0]), rel=1e-9)


@pytest.mark.parametrize("model", ["similar", "service"])
@pytest.mark.parametrize(
    ("city", "tier", "weights"),
    [
        ("543878", {"countries": ["TM", "AZ", "UZ"]}, {}),
        ("2652221", {"countries": ["DE", "FR"]}, {"war_history": 3.0, "size": 0.5}),
        ("162183", {}, {"reach": 0.0, "culture": 2.0}),
    ],
)
def test_stated_score_without_a_criterion_is_the_score_of_a_new_ranking(
    request, model, city, tier, weights
):
    """Ask anew with the weight 0: the criterion named first, and one other, of each candidate."""
    matcher = request.getfixturevalue(model)
    fields = {"city": city, "date": "2026-04-26", "count": 25, "tiers": [{"name": "t", **tier}]}
    asked = Mandate.parse({**fields, "weights": weights})
    listed = matcher.recommend(asked, both_sides=False).tiers[0].candidates
    first = {
        one.place.city_id: max(CRITERIA, key=lambda key, one=one: one.criteria[key].contribution)
        for one in listed
    }
    tried = 0
    for dropped in {*first.values(), "network"}:
        again = Mandate.parse({**fields, "weights": {**weights, dropped: 0.0}})
        ids = [str(one.place.city_id) for one in listed]
        found = {one.place.city_id: one for one in matcher.compare(again, ids).tiers[0].candidates}
        for one in listed:
            without = found[one.place.city_id]
            assert without.criteria[dropped].contribution == 0
            assert without.score == pytest.approx(one.criteria[dropped].without, abs=2e-6)
            if first[one.place.city_id] == dropped and model == "service":
                tried += 1
                stated = one.criteria[dropped].contribution + one.combination
                assert one.score - without.score == pytest.approx(stated, abs=2e-6)
                assert without.combination == 0
    assert tried == (len(listed) if model == "service" else 0)


def test_remainder_is_gone_already_where_a_weight_is_zero(service):
    fields = {
        "city": "543878",
        "date": "2026-04-26",
        "tiers": [{"name": "TM", "countries": ["TM"]}],
    }
    (tier,) = service.recommend(Mandate.parse({**fields, "weights": {"size": 0.0}})).tiers
    for one in tier.candidates:
        assert one.combination == 0
        assert one.criteria["size"].without == pytest.approx(one.score)


def test_last_criterion_with_a_weight_has_no_score_without_it(similar):
    weights = {**dict.fromkeys(CRITERIA, 0.0), "size": 1.0}
    asked = {"city": "543878", "date": "2026-04-26", "weights": weights, "count": 2}
    for one in similar.recommend(Mandate.parse(asked)).tiers[0].candidates:
        assert one.criteria["size"].without is None
        assert one.criteria["reach"].without == pytest.approx(one.score)


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
