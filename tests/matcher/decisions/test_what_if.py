from __future__ import annotations

import numpy as np
import pytest

from matcher.decisions.supposition import supposed
from matcher.errors import MandateError
from matcher.mandate.model import Mandate
from matcher.records.criteria import PARTS
from tests.world import HAMLET, KOSTROMA, MARY, TASHKENT

BASE = {
    "city": "543878",
    "date": "2026-04-26",
    "count": 8,
    "tiers": [
        {"name": "CIS", "countries": ["TM", "AZ", "UZ"]},
        {"name": "minority", "countries": ["IT"]},
    ],
    "limits": {"population_min": 60000, "per_country": 4},
}


@pytest.fixture(scope="module")
def kept(similar):
    return similar.what_if(Mandate.parse(BASE))


@pytest.mark.parametrize(
    "weights", [{}, {"war_history": 4}, {"size": 0, "reach": 9}, {"culture": 0.5, "economy": 3}]
)
def test_reranking_gives_what_a_new_question_gives(similar, kept, weights):
    answer = similar.recommend(Mandate.parse({**BASE, "weights": weights}))
    expected = [
        (tier.name, one.rank, one.place.city_id) for tier in answer.tiers for one in tier.candidates
    ]
    found = kept.rerank(weights)
    assert [(one.tier, one.rank, one.place.city_id) for one in found] == expected
    scores = [one.score for tier in answer.tiers for one in tier.candidates]
    assert [one.score for one in found] == pytest.approx(scores, abs=1e-12)


def test_reranking_tells_where_each_candidate_stood(kept):
    before = {(one.tier, one.place.city_id): one.rank for one in kept.rerank({}, most=1000)}
    for one in kept.rerank({"war_history": 4}):
        assert one.rank_before == before.get((one.tier, one.place.city_id), 0)


def test_reranking_keeps_the_aims_of_the_mandate(similar):
    fields = {**BASE, "aims": ["sport"]}
    kept = similar.what_if(Mandate.parse(fields))
    answer = similar.recommend(Mandate.parse(fields))
    assert [one.place for one in kept.rerank({}) if one.tier == "CIS"] == [
        one.place for one in answer.tiers[0].candidates
    ]


@pytest.mark.parametrize(
    "weights", [{"sport": 1.0}, {"size": -1.0}, {"size": 1e9}, dict.fromkeys(PARTS, 0.0)]
)
def test_wrong_weights_are_refused(kept, weights):
    with pytest.raises(MandateError):
        kept.rerank(weights)


def test_counterfactual_of_a_place_that_is_no_candidate_is_refused(kept):
    with pytest.raises(MandateError, match="no tier of the mandate holds"):
        kept.counterfactual(2652221)
    ids = [
        score_table.city_ids[score_table.order(kept.weights, 1)[0]]
        for score_table in kept.score_tables
    ]
    with pytest.raises(MandateError, match="no tier of the mandate holds"):
        kept.counterfactual(int(ids[0]), int(ids[1]))


def test_counterfactual_of_the_first_says_that_it_is_ahead(kept):
    score_table = kept.score_tables[0]
    first = int(score_table.city_ids[score_table.order(kept.weights, 1)[0]])
    found = kept.counterfactual(first)
    assert found.ahead
    assert found.weights == ()
    assert found.facts == ()


def test_rank_intervals_hold_the_rank(kept):
    found = kept.rank_intervals()
    for tier in (0, 1):
        for rank, (_, low, high) in enumerate(found[tier * 8 : tier * 8 + 8], start=1):
            assert 1 <= low <= rank <= high


def steps_less(code, value, now):
    """Return the value a hundredth less changed, or one whole step less where that is more."""
    change = value - now
    return now + int(np.trunc(0.99 * change)) if abs(change) > 1 else now


def lead_of(matcher, kept, rows):
    """Return how far the first of two places leads the second, measured anew in any world."""
    pairs = matcher.engine.pairs(kept.resolved, rows)

    def lead(code=None, value=None):
        world = pairs if code is None else supposed(pairs, int(rows[0]), code, value)
        X = matcher.engine.ranker.features(world)
        mine, theirs = np.round(matcher.engine.ranker.score(X, kept.weights), 9)
        return mine - theirs

    return lead


def single_facts(matcher, kept, asked):
    """Check each fact that is said to turn two candidates; return how many, and their codes."""
    score_table = kept.score_tables[0]
    order = score_table.order(kept.weights, 24)
    counted, codes = 0, set()
    for winner, rival in asked:
        lead = lead_of(matcher, kept, score_table.rows[order[[winner, rival]]])
        assert lead() <= 0
        ids = [int(score_table.city_ids[order[at]]) for at in (winner, rival)]
        for fact in kept.counterfactual(*ids).facts:
            codes.add(fact.code)
            assert lead(fact.code, fact.value) > 0
            assert fact.size > 0
            if "now" in fact.facts:
                counted += 1
                less = steps_less(fact.code, fact.value, fact.facts["now"])
                assert less == fact.facts["now"] or lead(fact.code, less) <= 1e-9
    return counted, codes


def test_single_fact_turns_two_candidates_and_a_hundredth_less_does_not(similar, kept):
    asked = [(i + gap, i) for gap in (1, 3) for i in range(0, 16, 4)]
    counted, codes = single_facts(similar, kept, asked)
    assert counted > 5
    assert {"population", "twin"} <= codes


def test_single_fact_turns_two_candidates_of_the_learned_ranker(service):
    fields = {**BASE, "weights": {"network": 2.0, "culture": 0.5}}
    learned = service.what_if(Mandate.parse(fields))
    counted, codes = single_facts(service, learned, [(i + 1, i) for i in range(12)])
    assert counted > 1
    assert {"population", "twin"} <= codes


def test_fact_of_the_learned_ranker_puts_a_candidate_first_of_all(service):
    """Rank the whole tier anew in the supposed world: the candidate leads it."""
    learned = service.what_if(Mandate.parse(BASE))
    score_table = learned.score_tables[0]
    order = score_table.order(learned.weights)
    turned = 0
    for at in order[1:3]:
        found = learned.counterfactual(int(score_table.city_ids[at]))
        pairs = service.engine.pairs(learned.resolved, score_table.rows)
        for fact in found.facts:
            world = supposed(pairs, int(score_table.rows[at]), fact.code, fact.value)
            scores = service.engine.ranker.score(
                service.engine.ranker.features(world), learned.weights
            )
            assert int(np.argmax(np.round(scores, 9))) == at, fact
            turned += 1
    assert turned


def test_weight_change_of_the_learned_ranker_turns_and_a_hundredth_less_does_not(service):
    """Ask the whole question anew, not the kept measurements."""
    learned = service.what_if(Mandate.parse(BASE))
    score_table = learned.score_tables[0]
    order = score_table.order(learned.weights, 10)
    turned = 0
    for rival, winner in [(0, 1), (2, 4)]:
        ids = [int(score_table.city_ids[order[at]]) for at in (winner, rival)]
        for change in learned.weight_changes(*ids)[:2]:
            for share, ahead in ((1.0, True), (0.99, False)):
                weight = change.from_weight + share * (change.to_weight - change.from_weight)
                weights = {change.criterion: weight}
                answer = service.recommend(
                    Mandate.parse({**BASE, "count": 60, "limits": {}, "weights": weights}),
                    both_sides=False,
                )
                listed = [one.place.city_id for one in answer.tiers[0].candidates]
                assert (listed.index(ids[0]) < listed.index(ids[1])) == ahead, change
            turned += 1
    assert turned > 2


def test_supposing_a_fact_leaves_the_world_as_it_is(similar, kept):
    score_table = kept.score_tables[0]
    row = int(score_table.rows[0])
    pairs = similar.engine.pairs(kept.resolved, score_table.rows[:2])
    before = similar.engine.ranker.features(pairs)
    population = similar.world.place_facts.population[row]
    changed = supposed(pairs, row, "population", 5_000_000)
    assert changed.place_facts.population[row] == 5_000_000
    assert similar.world.place_facts.population[row] == population
    assert np.array_equal(similar.engine.ranker.features(pairs), before, equal_nan=True)


def test_price_of_a_limit_is_what_the_list_without_it_shows(similar, kept):
    prices = {(one.tier, one.rule): one for one in kept.prices()}
    assert set(prices) == {
        (tier, rule)
        for tier in ("CIS", "minority")
        for rule in ("population_min", "per_country", "tier")
    }
    answer = similar.recommend(Mandate.parse(BASE))
    listed = {one.place.city_id for one in answer.tiers[0].candidates}
    for rule in ("population_min", "per_country"):
        limits = {key: value for key, value in BASE["limits"].items() if key != rule}
        free = similar.recommend(Mandate.parse({**BASE, "limits": limits})).tiers[0]
        price = prices["CIS", rule]
        assert price.eligible == answer.tiers[0].eligible
        assert price.eligible_without == free.eligible
        assert price.best_score == pytest.approx(answer.tiers[0].candidates[0].score)
        assert price.best_score_without == pytest.approx(free.candidates[0].score)
        assert [one.city_id for one in price.kept_out] == [
            one.place.city_id for one in free.candidates if one.place.city_id not in listed
        ]


def test_price_of_a_tier_compares_it_with_the_world(similar, kept):
    price = next(one for one in kept.prices() if (one.tier, one.rule) == ("CIS", "tier"))
    world = similar.recommend(Mandate.parse({**BASE, "tiers": []})).tiers[0]
    assert price.eligible_without == world.eligible
    assert price.best_score_without == pytest.approx(world.candidates[0].score)


def test_price_of_an_empty_tier_has_no_best_score(similar):
    fields = {**BASE, "limits": {"population_min": 30_000_000}}
    price = similar.what_if(Mandate.parse(fields)).prices()[0]
    assert (price.eligible, price.best_score) == (0, None)
    assert price.best_score_without is not None


@pytest.mark.parametrize(
    ("weights", "winner", "rival", "codes"),
    [
        ({"reach": 6.0}, HAMLET, TASHKENT, {"river_known", "population_known", "visa"}),
        ({"war_history": 5.0}, TASHKENT, HAMLET, {"population", "river_known", "visa"}),
    ],
)
def test_what_is_unknown_of_a_place_may_put_it_ahead(council, weights, winner, rival, codes):
    fields = {**BASE, "limits": {}, "tiers": [{"name": "t", "countries": ["TM", "UZ", "GE"]}]}
    kept = council.what_if(Mandate.parse({**fields, "weights": weights}))
    rows = np.array([council.world.atlas.row(one) for one in (winner, rival)])
    lead = lead_of(council, kept, rows)
    assert lead() <= 0
    found = {one.code: one for one in kept.counterfactual(winner, rival).facts}
    assert codes <= set(found)
    for one in found.values():
        assert lead(one.code, one.value) > 0


def test_only_candidate_of_a_tier_has_nobody_to_pass(council):
    tiers = [{"name": "t", "cities": [str(MARY)]}]
    kept = council.what_if(Mandate.parse({**BASE, "limits": {}, "tiers": tiers}))
    with pytest.raises(MandateError, match=r"tiers\.t: Mary is the only candidate, first anyway"):
        kept.counterfactual(MARY)


def test_weights_that_together_leave_no_criterion_are_refused(council):
    weights = {**dict.fromkeys(PARTS, 0.0), "size": 1.0}
    fields = {"city": str(KOSTROMA), "date": BASE["date"], "weights": weights}
    kept = council.what_if(Mandate.parse(fields))
    with pytest.raises(MandateError, match="weights are all 0"):
        kept.rerank({"size": 0.0})


@pytest.mark.parametrize(
    ("start", "change"), [({}, {"habit": 0.0}), ({"habit": 0.0}, {"habit": 2.0})]
)
def test_habit_that_comes_or_goes_is_a_new_question(service, start, change):
    fields = {**BASE, "tiers": [{"name": "IT", "countries": ["IT"]}]}
    found = service.what_if(Mandate.parse({**fields, "weights": start})).rerank(change)
    (tier,) = service.recommend(Mandate.parse({**fields, "weights": change})).tiers
    assert [one.place for one in found] == [one.place for one in tier.candidates]
    assert [one.score for one in found] == pytest.approx([one.score for one in tier.candidates])
