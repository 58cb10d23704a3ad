"""What-if, both sides and the lists hold for a ranker of one's own."""

from __future__ import annotations

import json

import numpy as np
import pytest

from matcher import check_ranker
from matcher.audit import make_record, replay
from matcher.errors import ModelError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.protocol import Estimates
from matcher.ranking.weights import part_vector, summed
from matcher.records.criteria import PARTS

FIELDS = {
    "city": "543878",
    "date": "2026-04-26",
    "count": 4,
    "tiers": [{"name": "CIS", "countries": ["TM", "AZ", "UZ"]}],
}
LOOKED = 90
NOBODY = np.zeros(0)


class SumRanker:
    """Sums of log odds with a habit of its own, for the best by habit alone."""

    name = "sum"
    trained = False
    batch_size = 2

    def __init__(self, similarity):
        self.similarity = similarity

    def features(self, pairs):
        return np.column_stack([self.similarity.features(pairs), self.first_stage(pairs)])

    def components(self, X):
        return X[:, :-1]

    def contributions(self, X, weights):
        parts = np.log(0.05 + self.similarity.criterion_scores(X[:, :-1]))
        return np.column_stack([parts, X[:, -1]]) * part_vector(weights)

    def score(self, X, weights):
        return summed(self.contributions(X, weights))

    def plain(self, pairs):
        return self.first_stage(pairs)

    def drivers(self, X):
        return [{"like_cities": value + 1.0, "distance": -1.0} for value in X[:, -1].tolist()]

    def shortlist(self, pairs, least=0, most=None):  # noqa: ARG002
        order = np.argsort(-self.first_stage(pairs), kind="stable")
        return np.sort(order[: max(LOOKED, least)])

    def prefetch(self, several):
        pass

    def prefetch_places(self, graph, rows):
        pass

    def first_stage(self, pairs):
        return np.cos(pairs.rows * 0.7)

    def bands(self, pairs):  # noqa: ARG002
        return None

    def leading(self, pairs):  # noqa: ARG002
        return None

    def held_out(self, fold):  # noqa: ARG002
        return self

    def chances(self, habit, others=NOBODY):
        odds = np.exp(habit)
        return odds / (odds.sum() + np.exp(others).sum())

    def estimates(self, lists):
        ranks = [np.argsort(np.argsort(-one.scores)) + 1.0 for one in lists]
        return [
            Estimates(self.chances(one.habit, one.others), np.maximum(rank - 1, 1), rank + 1)
            for one, rank in zip(lists, ranks, strict=True)
        ]


@pytest.fixture(scope="module")
def summing(shipped):
    plain = Matcher.load(shipped.directory, "similarity")
    similarity = plain.engine.similarity
    return Matcher(plain.world, similarity, ranker=SumRanker(similarity))


@pytest.mark.parametrize(
    "weights", [{}, {"war_history": 4.0}, {"size": 0.0, "reach": 9.0}, {"habit": 3.0}]
)
def test_reranking_gives_what_a_new_question_gives(summing, weights):
    kept = summing.what_if(Mandate.parse(FIELDS))
    (tier,) = summing.recommend(Mandate.parse({**FIELDS, "weights": weights})).tiers
    found = kept.rerank(weights)
    assert [one.place for one in found] == [one.place for one in tier.candidates]
    assert [one.score for one in found] == pytest.approx([one.score for one in tier.candidates])
    assert len(kept.score_tables[0]) == LOOKED
    assert kept.score_tables[0].eligible == tier.eligible > LOOKED


def test_parts_and_habit_add_up_to_the_score(summing):
    (tier,) = summing.recommend(Mandate.parse(FIELDS)).tiers
    for one in tier.candidates:
        parts = sum(criterion.contribution for criterion in one.criteria.values())
        assert parts + one.habit.contribution == pytest.approx(one.score)
        told = {driver.driver: driver.effect for driver in one.habit.drivers}
        assert told["distance"] == -1.0
        assert sum(told.values()) == pytest.approx(one.habit.score)
        assert one.rank_low <= one.rank <= one.rank_high


def test_weight_change_turns_two_candidates_and_a_hundredth_less_does_not(summing):
    kept = summing.what_if(Mandate.parse(FIELDS))
    (score_table,) = kept.score_tables
    order, turned = score_table.order({}), 0
    for winner, rival in [(i + gap, i) for gap in (1, 5) for i in range(40)]:
        ids = [int(score_table.city_ids[order[at]]) for at in (winner, rival)]
        for change in kept.weight_changes(*ids):
            turned += 1
            step = change.to_weight - change.from_weight
            for share, ahead in ((1.0, True), (0.99, False)):
                weights = dict.fromkeys(PARTS, 1.0)
                weights[change.criterion] += share * step
                ranked = score_table.city_ids[score_table.order(weights)].tolist()
                assert (ranked.index(ids[0]) < ranked.index(ids[1])) is ahead
    assert turned > 100


def test_query_beyond_the_other_sides_shortlist_stands_right_behind_it(summing):
    reverse = summing.engine.reverse_lists(summing.engine.resolve(Mandate.parse(FIELDS)))
    rows = np.flatnonzero(
        summing.world.place_facts.country == summing.world.place_facts.country_index["TM"]
    )
    ranks = [one.rank for one in reverse.of_all(rows[:3])]
    # Which places are scored by the second stage depends on their row alone here.
    home = np.flatnonzero(
        (summing.world.place_facts.country == summing.world.place_facts.country_index["RU"])
        & ~summing.world.place_facts.is_part
    )
    looked = home[np.argsort(-np.cos(home * 0.7), kind="stable")[:LOOKED]]
    behind = summing.world.atlas.row(543878) not in looked
    assert all((rank == LOOKED + 1) == behind for rank in ranks)


def test_every_ranker_keeps_the_protocol(summing, service):
    for one in (summing.engine.ranker, service.engine.ranker, service.engine.similarity):
        check_ranker(one, service.world)


class Broken(SumRanker):
    """One rule of the protocol broken at a time."""

    def __init__(self, similarity, broken):
        super().__init__(similarity)
        self.broken = broken
        self.calls = 0

    def shortlist(self, pairs, least=0, most=None):
        found = super().shortlist(pairs, least, most)
        return found[::-1] if self.broken == "ascending" else found

    def features(self, pairs):
        self.calls += 1
        X = super().features(pairs)
        if self.broken == "again":
            X[:, -1] += self.calls
        if self.broken == "alone":
            X[:, -1] -= X[:, -1].mean()
        return X

    def contributions(self, X, weights):
        parts = super().contributions(X, weights)
        if self.broken == "weight 0":
            parts[:, 0] += 0.5
        return parts

    def score(self, X, weights):
        return super().score(X, weights) + (1.0 if self.broken == "add up" else 0.0)

    def chances(self, habit, others=NOBODY):
        return super().chances(habit, others) * (2.0 if self.broken == "probabilities" else 1.0)

    def bands(self, pairs):
        return np.arange(len(pairs)) if self.broken == "has the band" else None

    def drivers(self, X):
        told = super().drivers(X)
        return [{**one, "places": 1.0} for one in told] if self.broken == "drivers" else told


@pytest.mark.parametrize(
    "broken",
    ["add up", "again", "alone", "ascending", "drivers", "has the band", "probabilities",
     "weight 0"],
)  # fmt: skip
def test_broken_rule_is_named(summing, broken):
    similarity = summing.engine.similarity
    with pytest.raises(ModelError, match=f"ranker 'sum' breaks a rule: .*{broken}"):
        check_ranker(Broken(similarity, broken), summing.world)


def test_portfolio_record_and_provenance_name_the_ranker_that_ranked(summing):
    answer = summing.recommend(FIELDS)
    assert answer.provenance["model"] == "sum"
    record = make_record(Mandate.parse(FIELDS), answer)
    assert record["versions"]["model"] == "sum"
    twins = [one for one in summing.portfolio(Mandate.parse(FIELDS)).twins if one.hindsight]
    other = Matcher(summing.world, summing.engine.similarity, "similarity")
    plain = [one for one in other.portfolio(Mandate.parse(FIELDS)).twins if one.hindsight]
    assert [one.hindsight.score for one in twins] != [one.hindsight.score for one in plain]


def test_record_of_a_ranker_of_ones_own_is_replayed_with_that_ranker(summing, tmp_path):
    record = make_record(Mandate.parse(FIELDS), summing.recommend(FIELDS))
    assert replay(summing, json.loads(json.dumps(record))) == []
    other = Matcher(summing.world, summing.engine.similarity, "similarity")
    assert ("model", "sum", "similarity") in [
        (one.what, one.before, one.after) for one in replay(other, json.loads(json.dumps(record)))
    ]
