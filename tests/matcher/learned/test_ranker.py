from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from matcher.graph import PartnershipGraph
from matcher.learned import ranker as module
from matcher.learned.additive import PARTS
from matcher.learned.artefact import load_artefact
from matcher.learned.linkview import N_NEIGHBOURS
from matcher.learned.model import Ensemble
from matcher.learned.pairfeatures import FEATURES
from matcher.learned.placefacts import PlaceFacts
from matcher.learned.ranker import GUARD, WAR_SLOPE, LearnedRanker, guard, visible_war
from matcher.mandate import CRITERIA, Mandate
from matcher.pairs import Pairs
from matcher.ranker import weight_vector
from matcher.service import Matcher

DATE = dt.date(2026, 1, 1)


@pytest.fixture
def ranker(learned: Matcher) -> LearnedRanker:
    ranker = LearnedRanker.from_artefact(load_artefact(learned.atlas), PlaceFacts(learned.profiles))
    ranker.settle(learned.graph)
    return ranker


def pairs(learned: Matcher, query: int, rows: np.ndarray | None = None) -> Pairs:
    everywhere = np.delete(np.arange(learned.profiles.n_cities), query)
    rows = everywhere if rows is None else rows
    return Pairs(learned.profiles, learned.graph, learned.countries, DATE, query, rows)


def ask(matcher: Matcher, city: int = 1_000, **fields: object):
    mandate = {"city": str(city), "count": 5, "date": "2026-01-01", **fields}
    return matcher.recommend(Mandate.parse(mandate))


def test_shortlist_is_sorted_and_within_bounds(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST", 20)
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 50)
    home = np.flatnonzero(learned.profiles.country == learned.profiles.country[1])
    home = home[home != 1]
    for rows, most in ((None, 50), (home, 20)):
        asked = pairs(learned, 1, rows)
        found = ranker.shortlist(asked)
        assert len(found) == most
        assert (np.diff(found) > 0).all()
        assert found[0] >= 0
        assert found[-1] < len(asked)
    assert ranker.shortlist(pairs(learned, 1, home[:7])).tolist() == list(range(7))
    assert not len(ranker.shortlist(pairs(learned, 1, home[:0])))


def test_wide_shortlist_is_of_the_pool(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 50)
    asked = pairs(learned, 1)
    assert len(ranker.pool) == 150
    assert np.isin(asked.rows[ranker.shortlist(asked)], ranker.pool).all()


@pytest.mark.parametrize("least", [60, 120, 200, 1_000])
def test_shortlist_holds_the_least_asked_for(learned, ranker, monkeypatch, least):
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 30)
    asked = pairs(learned, 1)
    assert len(ranker.shortlist(asked, least)) == min(least, len(asked))
    # More candidates than the pool has, hardly any of them in it.
    ranker.pool = ranker.pool[:3]
    assert len(ranker.shortlist(asked, least)) == min(least, len(asked))


def test_score_is_the_sum_of_contributions(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    weights = {"size": 2.0, "politics": 0.5}
    found = ranker.contributions(X, weights)
    assert found.shape == (len(X), len(PARTS))
    assert ranker.score(X, weights) == pytest.approx(found.sum(axis=1))
    parts = Ensemble([ranker.model]).parts(X)[0]
    parts[:, PARTS.index("size")] -= guard(X)
    war = PARTS.index("war_history")
    parts[:, war] = WAR_SLOPE * visible_war(X, ranker.war_neutral)
    assert ranker.score(X, {}) == pytest.approx(parts.sum(axis=1), abs=1e-5)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_weight_multiplies_a_part_and_zero_removes_it(learned, ranker, criterion):
    X = ranker.features(pairs(learned, 5))
    plain, index = ranker.contributions(X, {}), PARTS.index(criterion)
    for weight in (0.0, 0.5, 3.0):
        found = ranker.contributions(X, {criterion: weight})
        assert found[:, index] == pytest.approx(plain[:, index] * weight)
        others = np.delete(np.arange(len(CRITERIA)), index)
        assert np.array_equal(found[:, others], plain[:, others])
        # The remainder sees every criterion: it goes as soon as one is removed.
        assert np.array_equal(found[:, -1], plain[:, -1] * (weight > 0))
    assert weight_vector({})[index] == 1


def test_famous_cities_are_held_back_for_small_queries_only():
    index = {name: FEATURES.index(name) for name in ("size", "size_query", "role")}
    X = np.zeros((6, len(FEATURES)), dtype=np.float32)
    cases = [
        (5.0, 4.0, 3, False), (6.1, 4.0, 3, True), (4.5, 4.0, 0, True),
        (6.1, 5.0, 0, False), (5.0, 5.0, 3, False), (5.9, 4.29, 1, False),
    ]  # fmt: skip
    for row, (size, query, role, _) in zip(X, cases, strict=True):
        row[index["size"]], row[index["size_query"]], row[index["role"]] = size, query, role
    assert guard(X).tolist() == [GUARD * held for *_, held in cases]


def test_estimates_are_probabilities_and_intervals(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    for weights in ({}, {"size": 3.0, "network": 0.0}):
        scores = ranker.score(X, weights)
        found = ranker.estimates(X, scores, weights)
        assert found.probability.sum() == pytest.approx(1)
        plain = ranker.score(X, {})
        assert np.array_equal(np.argsort(-found.probability), np.argsort(-plain))
        ratio = np.log(found.probability[3] / found.probability[8]) * ranker.temperature
        assert ratio == pytest.approx(plain[3] - plain[8], rel=1e-6)
        order = np.argsort(-scores, kind="stable")
        for rank, position in enumerate(order[: module.N_LEADING], start=1):
            assert found.rank_low[position] <= rank <= found.rank_high[position]
        assert np.isnan(found.rank_low[order[module.N_LEADING :]]).all()
        assert (found.rank_low < found.rank_high).any()


def test_estimates_of_some_candidates_are_theirs(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    found = ranker.estimates(X, ranker.score(X, {}), {})
    some = found.of(np.array([4, 2]))
    assert some.probability.tolist() == found.probability[[4, 2]].tolist()
    assert not len(ranker.estimates(X[:0], np.zeros(0), {}).probability)


def test_planted_friends_lead_the_list(learned, ranker):
    profiles = learned.profiles
    wanted = {"DE": "FR", "FR": "DE", "JP": "US", "US": "JP"}
    shares = []
    for query in range(8, 40):
        asked = pairs(learned, query)
        best = asked.rows[np.argsort(-ranker.score(ranker.features(asked), {}))[:10]]
        friend = wanted[profiles.country_list[profiles.country[query]]]
        shares.append((profiles.country[best] == profiles.country_index[friend]).mean())
    # By chance a quarter would be of the befriended country.
    assert np.mean(shares) > 0.5


def test_settled_view_outlives_corrected_graphs(learned, ranker):
    asked = pairs(learned, 5)
    view, before = ranker.reader(learned.graph).view, ranker.features(asked)
    corrected = learned.graph.changed(5, np.array([60]), np.zeros(0, dtype=np.int64))
    other = Pairs(learned.profiles, corrected, learned.countries, DATE, 5, asked.rows)
    assert not np.array_equal(ranker.features(other), before, equal_nan=True)
    assert ranker.reader(corrected) is ranker.reader(corrected)
    assert ranker.reader(learned.graph).view is view
    assert np.array_equal(ranker.features(asked), before, equal_nan=True)


def test_equal_request_has_equal_answer_after_a_corrected_one(learned):
    first = ask(learned)
    ask(learned, partners=[{"city": "1061"}])
    assert ask(learned) == first


def test_one_criterion_alone_is_ranked_by_its_part(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    weights = {**dict.fromkeys(CRITERIA, 0.0), "network": 2.0}
    part = Ensemble([ranker.model]).parts(X)[0][:, PARTS.index("network")]
    assert ranker.score(X, weights) == pytest.approx(2 * part, abs=1e-5)


def test_walks_belong_to_their_graph(learned, ranker):
    empty = PartnershipGraph(learned.graph.n_cities, learned.graph.ends[1:])
    query = int(learned.graph.ends[0, 0])
    assert ranker.walks(learned.graph, query).partners.sum() == learned.graph.degree[query]
    assert ranker.walks(empty, query).partners.sum() == learned.graph.degree[query] - 1
    assert ranker.walks(learned.graph, query).partners.sum() == learned.graph.degree[query]


def test_recommendation_adds_up_with_probability_and_interval(learned):
    answer = ask(learned, count=3)
    assert answer.provenance["model"] == "learned"
    for one in answer.tiers[0].candidates:
        assert one.score == pytest.approx(
            sum(row.contribution for row in one.criteria.values()) + one.combination, abs=1e-6
        )
        assert 0 < one.probability < 1
        assert one.rank_low <= one.rank <= one.rank_high


def test_own_places_are_ranked(learned, tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text(
        "name,country,latitude,longitude,population\n"
        "Ownton,DE,48.9,8.8,25000\nElseville,FR,44.1,0.4,30000\n",
        encoding="utf-8",
    )
    matcher, (first, second) = learned.with_own_places(path)
    assert matcher.ranker.name == "learned"
    answer = matcher.recommend(
        Mandate.parse({"city": str(first), "count": 3, "date": "2026-01-01"})
    )
    assert len(answer.tiers[0].candidates) == 3
    facts, row = matcher.ranker.facts, matcher.atlas.row(second)
    cosine = facts.xyz[:240].astype(float) @ facts.xyz[row]
    nearest = int(np.argmax(cosine))
    assert facts.cell[row] == facts.cell[nearest] != facts.cell[0]
    assert matcher.ranker.expected[row] == matcher.ranker.expected[nearest]
    assert np.isnan(facts.heritage[row])
    assert np.isnan(facts.renown[row])
    shipped = learned.ranker.facts
    assert np.array_equal(facts.cell[:240], shipped.cell)


def test_neighbours_of_the_pool_are_shipped(learned):
    kept = load_artefact(learned.atlas)
    assert kept.neighbours.near.shape == (len(kept.pool), N_NEIGHBOURS)
    view = (
        LearnedRanker.from_artefact(kept, PlaceFacts(learned.profiles)).reader(learned.graph).view
    )
    computed = view.neighbours(kept.pool)
    assert np.array_equal(computed.near, kept.neighbours.near)
    assert kept.neighbours.near_km == pytest.approx(computed.near_km, rel=1e-3)


def test_visible_war_is_the_criterion_beyond_its_neutral_value(learned, ranker):
    asked = pairs(learned, 5)
    X = ranker.features(asked)
    similarity = learned.similarity
    measured = similarity.features(asked)
    war = CRITERIA.index("war_history")
    neutral = similarity.criterion_scores(np.full((1, measured.shape[1]), np.nan))[0, war]
    expected = similarity.criterion_scores(measured)[:, war] - neutral
    assert visible_war(X, ranker.war_neutral) == pytest.approx(expected, abs=1e-5)
