from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from matcher.ranking.learned.additive import PARTS

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.criteria import war_history
from matcher.ranking.learned import ranker as module
from matcher.ranking.learned.artefact import load_artefact
from matcher.ranking.learned.model import Ensemble
from matcher.ranking.learned.neighbours import N_NEIGHBOURS
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.pairwalks import OWN
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.ranker import GUARD, WAR_SLOPE, LearnedRanker, guard, visible_war
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Shortlist
from matcher.ranking.weights import weight_vector
from matcher.records.criteria import CRITERIA
from matcher.world.graph import PartnershipGraph

DATE = dt.date(2026, 1, 1)


@pytest.fixture
def ranker(learned: Matcher) -> LearnedRanker:
    ranker = LearnedRanker.from_artefact(
        load_artefact(learned.world.atlas), PlaceFeatures(learned.world.place_facts)
    )
    ranker.use_graph(learned.world.graph)
    return ranker


def pairs(learned: Matcher, query: int, rows: np.ndarray | None = None) -> Pairs:
    everywhere = np.delete(np.arange(learned.world.place_facts.n_cities), query)
    rows = everywhere if rows is None else rows
    return Pairs(
        learned.world.place_facts, learned.world.graph, learned.world.countries, DATE, query, rows
    )


def ask(matcher: Matcher, city: int = 1_000, **fields: object):
    mandate = {"city": str(city), "count": 5, "date": "2026-01-01", **fields}
    return matcher.recommend(Mandate.parse(mandate))


def test_shortlist_is_sorted_and_within_bounds(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST", 20)
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 50)
    home = np.flatnonzero(learned.world.place_facts.country == learned.world.place_facts.country[1])
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


def estimated(ranker, X, scores, weights, listed=0):
    plain = scores if not weights else ranker.score(X, {})
    return ranker.estimates([Shortlist(X, scores, plain, weights, listed)])[0]


def test_estimates_are_probabilities_and_intervals(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    for weights in ({}, {"size": 3.0, "network": 0.0}):
        scores = ranker.score(X, weights)
        found = estimated(ranker, X, scores, weights)
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
    found = estimated(ranker, X, ranker.score(X, {}), {})
    some = found.of(np.array([4, 2]))
    assert some.probability.tolist() == found.probability[[4, 2]].tolist()
    assert not len(estimated(ranker, X[:0], np.zeros(0), {}).probability)


def test_estimates_of_several_lists_are_those_of_each(learned, ranker):
    shortlists = []
    for query, weights, listed in ((5, {}, 0), (7, {"size": 3.0}, 4), (9, {"reach": 0.0}, 40)):
        X = ranker.features(pairs(learned, query))[: 30 * query]
        scores = ranker.score(X, weights), ranker.score(X, {})
        shortlists.append(Shortlist(X, *scores, weights, listed))
    together = ranker.estimates(shortlists)
    for one, found in zip(shortlists, together, strict=True):
        for values, alone in zip(found, ranker.estimates([one])[0], strict=True):
            assert values.tobytes() == alone.tobytes()
    assert ranker.estimates([]) == []


def test_planted_friends_lead_the_list(learned, ranker):
    place_facts = learned.world.place_facts
    wanted = {"DE": "FR", "FR": "DE", "JP": "US", "US": "JP"}
    shares = []
    for query in range(8, 40):
        asked = pairs(learned, query)
        best = asked.rows[np.argsort(-ranker.score(ranker.features(asked), {}))[:10]]
        friend = wanted[place_facts.country_list[place_facts.country[query]]]
        shares.append((place_facts.country[best] == place_facts.country_index[friend]).mean())
    # By chance a quarter would be of the befriended country.
    assert np.mean(shares) > 0.5


def test_settled_view_outlives_corrected_graphs(learned, ranker):
    asked = pairs(learned, 5)
    view, before = ranker.reader(learned.world.graph).view, ranker.features(asked)
    corrected = learned.world.graph.changed(5, np.array([60]), np.zeros(0, dtype=np.int64))
    other = Pairs(
        learned.world.place_facts, corrected, learned.world.countries, DATE, 5, asked.rows
    )
    assert not np.array_equal(ranker.features(other), before, equal_nan=True)
    assert ranker.reader(corrected) is ranker.reader(corrected)
    assert ranker.reader(learned.world.graph).view is view
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
    empty = PartnershipGraph(learned.world.graph.n_cities, learned.world.graph.ends[1:])
    query = int(learned.world.graph.ends[0, 0])
    assert (
        ranker.walks(learned.world.graph, query).ends[:, OWN].sum()
        == learned.world.graph.degree[query]
    )
    assert ranker.walks(empty, query).ends[:, OWN].sum() == learned.world.graph.degree[query] - 1
    assert (
        ranker.walks(learned.world.graph, query).ends[:, OWN].sum()
        == learned.world.graph.degree[query]
    )


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
    assert matcher.engine.ranker.name == "learned"
    answer = matcher.recommend(
        Mandate.parse({"city": str(first), "count": 3, "date": "2026-01-01"})
    )
    assert len(answer.tiers[0].candidates) == 3
    facts, row = matcher.engine.ranker.facts, matcher.world.atlas.row(second)
    cosine = facts.xyz[:240].astype(float) @ facts.xyz[row]
    nearest = int(np.argmax(cosine))
    assert facts.cell[row] == facts.cell[nearest] != facts.cell[0]
    assert matcher.engine.ranker.expected[row] == matcher.engine.ranker.expected[nearest]
    assert np.isnan(facts.heritage[row])
    assert np.isnan(facts.renown[row])
    shipped = learned.engine.ranker.facts
    assert np.array_equal(facts.cell[:240], shipped.cell)


def test_neighbours_of_the_pool_are_shipped(learned):
    kept = load_artefact(learned.world.atlas)
    assert kept.neighbours.near.shape == (len(kept.pool), N_NEIGHBOURS)
    view = (
        LearnedRanker.from_artefact(kept, PlaceFeatures(learned.world.place_facts))
        .reader(learned.world.graph)
        .view
    )
    computed = view.neighbours(kept.pool)
    assert np.array_equal(computed.near, kept.neighbours.near)
    assert kept.neighbours.near_km == pytest.approx(computed.near_km, rel=1e-3)


def test_visible_war_is_the_criterion_beyond_its_neutral_value(learned, ranker):
    asked = pairs(learned, 5)
    X = ranker.features(asked)
    similarity = learned.engine.similarity
    measured = similarity.features(asked)
    war = CRITERIA.index("war_history")
    neutral = similarity.criterion_scores(np.full((1, measured.shape[1]), np.nan))[0, war]
    expected = similarity.criterion_scores(measured)[:, war] - neutral
    assert visible_war(X, ranker.war_neutral) == pytest.approx(expected, abs=1e-5)


def test_reading_ahead_changes_no_neighbour_and_keeps_them_small(learned, ranker):
    view = ranker.reader(learned.world.graph).view
    outside = np.setdiff1d(np.flatnonzero(learned.world.graph.linked), ranker.pool)
    expected = view.neighbours(np.union1d(ranker.pool, outside[:5]))
    before = {query: ranker.features(pairs(learned, query)) for query in (5, int(outside[0]))}
    ranker.prefetch_places(learned.world.graph, outside[:5])
    computed = []
    view._computed = lambda rows: computed.append(rows)
    found = view.neighbours(np.union1d(ranker.pool, outside[:5]))
    assert not computed
    for one, other in zip(found, expected, strict=True):
        assert np.array_equal(one, other)
    del view._computed
    # 240 places fit a byte each.
    assert view._prepared.near.dtype == view._prepared.alike.dtype == np.uint8
    for query, features in before.items():
        assert np.array_equal(ranker.features(pairs(learned, query)), features, equal_nan=True)


def test_first_stage_orders_the_shortlist(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 20)
    asked = pairs(learned, 5)
    scores = ranker.first_stage(asked)
    assert scores.shape == (len(asked),)
    pooled = np.flatnonzero(np.isin(asked.rows, ranker.pool))
    best = pooled[np.argsort(-scores[pooled], kind="stable")[:20]]
    assert ranker.shortlist(asked).tolist() == sorted(best.tolist())
    # Each is scored as it would be alone.
    some = asked.narrowed(asked.rows[[3, 11]])
    assert ranker.first_stage(some) == pytest.approx(scores[[3, 11]], abs=1e-6)


def test_shortlist_is_as_long_as_asked(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST", 20)
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 30)
    wide = pairs(learned, 1)
    country = learned.world.place_facts.country
    home = np.setdiff1d(np.flatnonzero(country == country[1]), [1])
    assert len(ranker.shortlist(wide, most=7)) == 7
    assert len(ranker.shortlist(wide, least=40, most=7)) == 7
    assert len(ranker.shortlist(pairs(learned, 1, home), most=7)) == 7
    assert len(ranker.shortlist(pairs(learned, 1, home), least=25)) == 25
    assert len(ranker.shortlist(pairs(learned, 1, home), least=5)) == 20
    # One place of another country makes the scope wide.
    abroad = np.flatnonzero(country != country[1])[-1:]
    mixed = np.union1d(home, abroad)
    assert len(ranker.shortlist(pairs(learned, 1, mixed))) == 30
    first_abroad = np.append(home[home > abroad[0]], np.flatnonzero(country != country[1])[0])
    assert len(ranker.shortlist(pairs(learned, 1, np.unique(np.r_[mixed, first_abroad])))) == 30


def test_country_alone_is_looked_at_whole_and_not_by_the_pool(learned, ranker):
    country = learned.world.place_facts.country
    home = np.setdiff1d(np.flatnonzero(country == country[1]), [1])
    ranker.pool = ranker.pool[:3]
    ranker._pooled[:] = False
    asked = pairs(learned, 1, home)
    assert ranker.shortlist(asked).tolist() == list(range(len(home)))


def test_pool_that_is_just_enough_is_enough(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "SHORTLIST_WIDE", 10)
    asked = pairs(learned, 1)
    pooled = np.isin(asked.rows, ranker.pool)
    found = ranker.shortlist(asked, least=int(pooled.sum()))
    assert found.tolist() == np.flatnonzero(pooled).tolist()


def test_artefact_gives_the_model_and_what_was_fitted_with_it(learned, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "Ensemble", asked.append)
    artefact = load_artefact(learned.world.atlas)
    facts = PlaceFeatures(learned.world.place_facts)
    for name in artefact.models:
        ranker = LearnedRanker.from_artefact(artefact, facts, name)
        assert ranker.model is artefact.models[name]
        # A fold's model is no witness of its own; neither is the main one, which saw every link.
        others = [one for key, one in artefact.models.items() if key not in ("main", name)]
        alone, folds = asked[-2:]
        assert [id(one) for one in alone] == [id(ranker.model)]
        assert [id(one) for one in folds] == [id(one) for one in others]
        assert ranker.temperature == artefact.card["temperature"] != 1.0
        assert ranker.war_neutral.tolist() == artefact.card["war_neutral"]
        assert np.array_equal(ranker.expected, artefact.expected[name])
        assert ranker.pool is artefact.pool
    assert LearnedRanker.from_artefact(artefact, facts).model is artefact.models["main"]


def test_neighbours_that_were_shipped_are_taken_and_not_computed(learned, monkeypatch):
    artefact = load_artefact(learned.world.atlas)
    ranker = LearnedRanker.from_artefact(artefact, PlaceFeatures(learned.world.place_facts))
    ranker.use_graph(learned.world.graph, artefact.neighbours)
    view = ranker.reader(learned.world.graph).view
    monkeypatch.setattr(view, "_computed", lambda _: pytest.fail("they were computed"))
    found = view.neighbours(artefact.pool)
    assert np.array_equal(found.near, artefact.neighbours.near)


def test_reader_is_kept_for_the_settled_graph_and_the_last_other_one(learned, ranker):
    one = PartnershipGraph(learned.world.graph.n_cities, learned.world.graph.ends[1:])
    other = PartnershipGraph(learned.world.graph.n_cities, learned.world.graph.ends[2:])
    settled, first = ranker.reader(learned.world.graph), ranker.reader(one)
    assert ranker.reader(one) is first
    assert len(first.view.ends) == len(one.ends)
    assert first.expected is ranker.expected
    ranker.reader(other)
    assert ranker.reader(one) is not first
    assert ranker.reader(learned.world.graph) is settled


def test_walks_are_kept_for_the_next_list_of_the_query(learned, ranker):
    found = ranker.walks(learned.world.graph, 5)
    assert ranker.walks(learned.world.graph, 5) is found
    assert ranker.walks(learned.world.graph, 6).query == 6
    assert ranker.walks(learned.world.graph, 5) is not found


def test_probabilities_are_those_of_the_plain_scores_whatever_is_given(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    plain = ranker.score(X, {})
    expected = np.exp(plain / ranker.temperature)
    expected /= expected.sum()
    for weights in ({}, {"size": 1.0}, {"reach": 2.0}):
        found = estimated(ranker, X, ranker.score(X, weights), weights)
        assert found.probability == pytest.approx(expected, rel=1e-9)
    # However far from zero the scores are, their odds are numbers.
    far = plain + 5_000.0
    assert estimated(ranker, X, far, {}).probability == pytest.approx(expected, rel=1e-9)


def test_interval_is_the_range_of_ranks_over_all_models(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "N_LEADING", 8)
    X, weights = ranker.features(pairs(learned, 5)), {"size": 2.0}
    scores = ranker.score(X, weights)
    found = estimated(ranker, X, scores, weights)
    leading = np.argsort(-scores, kind="stable")[:8]
    ranks = [np.arange(1, 9)]
    models = load_artefact(learned.world.atlas).models
    for name in sorted(set(models) - {"main"}):
        model = models[name]
        alone = LearnedRanker(
            model, ranker.facts, ranker.expected, ranker.pool, war_neutral=ranker.war_neutral
        )
        order = np.argsort(-alone.score(X[leading], weights), kind="stable").tolist()
        ranks.append(np.array([1 + order.index(at) for at in range(8)]))
    assert found.rank_low[leading].tolist() == np.min(ranks, axis=0).tolist()
    assert found.rank_high[leading].tolist() == np.max(ranks, axis=0).tolist()
    assert np.isfinite(found.rank_low).sum() == np.isfinite(found.rank_high).sum() == 8
    for listed, measured in ((3, 8), (4, 8), (5, 10), (20, 40)):
        told = estimated(ranker, X, scores, weights, listed)
        assert np.isfinite(told.rank_low).sum() == measured


def test_equal_scores_stand_in_the_order_of_the_rows(learned, ranker, monkeypatch):
    monkeypatch.setattr(module, "N_LEADING", 50)
    ranker._folds = None
    X = np.repeat(ranker.features(pairs(learned, 5))[:1], 100, axis=0)
    found = estimated(ranker, X, np.tile([0.0, 1.0], 50), {"size": 2.0})
    assert found.rank_low[1::2].tolist() == list(range(1, 51))
    assert np.isnan(found.rank_low[::2]).all()
    ranks = module._ranks(np.tile([0.0, 1.0], 50))
    assert ranks[::2].tolist() == list(range(51, 101))
    assert ranks[1::2].tolist() == list(range(1, 51))


def test_parts_are_rounded_so_that_the_company_changes_no_score(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    parts = ranker.contributions(X, {})
    assert np.array_equal(parts, np.round(parts, 6))
    assert not np.array_equal(parts, np.round(parts, 5))
    for at in (0, 17, 60):
        assert ranker.contributions(X[at : at + 1], {}).tolist() == parts[at : at + 1].tolist()


def test_without_neutral_values_the_learned_war_history_stands(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    war = PARTS.index("war_history")
    visible = ranker.contributions(X, {})
    ranker.war_neutral = None
    learnt = ranker.contributions(X, {})
    whole = Ensemble([ranker.model]).parts(X)[0]
    assert learnt[:, war] == pytest.approx(whole[:, war], abs=1e-6)
    assert not np.array_equal(learnt[:, war], visible[:, war])
    assert np.array_equal(np.delete(learnt, war, axis=1), np.delete(visible, war, axis=1))


def test_bombs_are_alike_up_to_ten_thousand_tons():
    index = [FEATURES.index(one) for one in ("war_likeness", "war_fate", "war_shared")]
    bombs = FEATURES.index("bombs_both")
    X = np.full((4, len(FEATURES)), np.nan)
    X[:, bombs] = [0.0, np.log10(10_001.0), 6.0, np.nan]
    neutral = np.array([0.1, 0.2, 0.3, 0.25])
    shares = np.array([one.weight for one in war_history.COMPONENTS])
    share = shares[3] / shares.sum()
    found = visible_war(X, neutral)
    assert found == pytest.approx([-0.25 * share, 0.75 * share, 0.75 * share, 0.0], abs=1e-9)
    X[0, index] = 1.0
    assert visible_war(X, neutral)[0] == pytest.approx(
        (shares[:3] @ (1.0 - neutral[:3]) - shares[3] * 0.25) / shares.sum(), abs=1e-6
    )


def test_guard_holds_from_a_million_and_below_twenty_thousand():
    size, query, role = (FEATURES.index(one) for one in ("size", "size_query", "role"))
    X = np.full((4, len(FEATURES)), 3.0, dtype=np.float64)
    X[:, size] = [6.0, 5.999, 6.0, 5.0]
    X[:, query] = [4.0, 4.0, np.log10(20_000), 4.0]
    X[:, role] = [3, 3, 3, 0]
    assert guard(X).tolist() == [GUARD, 0.0, 0.0, GUARD]


def test_guard_takes_from_the_size_of_famous_cities(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    size, query, role = (FEATURES.index(one) for one in ("size", "size_query", "role"))
    X[:, [size, query, role]] = 5.0, 4.0, 3
    known = Ensemble([ranker.model]).parts(X)[0]
    assert ranker.contributions(X, {})[:, 0] == pytest.approx(known[:, 0], abs=1e-6)
    X[:, role] = 0
    known = Ensemble([ranker.model]).parts(X)[0]
    assert ranker.contributions(X, {})[:, 0] == pytest.approx(known[:, 0] - GUARD, abs=1e-6)


def test_one_candidate_and_as_many_as_the_pool_are_all_looked_at(learned, ranker):
    assert ranker.shortlist(pairs(learned, 1, np.array([7]))).tolist() == [0]
    country = learned.world.place_facts.country
    outside = np.setdiff1d(np.arange(learned.world.place_facts.n_cities), [1, *ranker.pool])
    ranker.pool = ranker.pool[: len(outside)]
    assert (country[outside] != country[outside[0]]).any()
    assert ranker.shortlist(pairs(learned, 1, outside)).tolist() == list(range(len(outside)))
