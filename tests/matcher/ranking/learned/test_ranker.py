from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.learned import bands
from matcher.ranking.learned import ranker as module
from matcher.ranking.learned.artefact import load_artefact
from matcher.ranking.learned.model import Ensemble
from matcher.ranking.learned.neighbours import N_NEIGHBOURS
from matcher.ranking.learned.pairwalks import OWN
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.ranker import STEP, LearnedRanker
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Shortlist
from matcher.records.criteria import CRITERIA, HABIT, PARTS
from matcher.world.graph import PartnershipGraph

DATE = dt.date(2026, 1, 1)


def made(learned: Matcher, name: str = "main") -> LearnedRanker:
    artefact = load_artefact(learned.world.atlas)
    facts = PlaceFeatures(learned.world.place_facts)
    return LearnedRanker.from_artefact(artefact, learned.engine.similarity, facts, name)


@pytest.fixture
def ranker(learned: Matcher) -> LearnedRanker:
    ranker = made(learned)
    ranker.use_graph(learned.world.graph)
    return ranker


@pytest.fixture
def about_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question about all four countries is one about the world."""
    monkeypatch.setattr(bands, "FEW_COUNTRIES", 3)


def pairs(learned: Matcher, query: int, rows: np.ndarray | None = None) -> Pairs:
    everywhere = np.delete(np.arange(learned.world.place_facts.n_cities), query)
    rows = everywhere if rows is None else rows
    return Pairs(
        learned.world.place_facts, learned.world.graph, learned.world.countries, DATE, query, rows
    )


def ask(matcher: Matcher, city: int = 1_000, **fields: object):
    mandate = {"city": str(city), "count": 5, "date": "2026-01-01", **fields}
    return matcher.recommend(Mandate.parse(mandate))


@pytest.mark.usefixtures("about_the_world")
def test_shortlist_is_sorted_and_within_bounds(learned, ranker, monkeypatch):
    monkeypatch.setattr(bands, "SHORTLIST", 20)
    monkeypatch.setattr(bands, "SHORTLIST_WIDE", 50)
    home = np.flatnonzero(learned.world.place_facts.country == learned.world.place_facts.country[1])
    home = home[home != 1]
    for rows, most in ((None, 50), (home, 20)):
        asked = pairs(learned, 1, rows)
        found = ranker.shortlist(asked)
        # The query itself may stand in the first band of its own list.
        assert most - 1 <= len(found) <= most
        assert (np.diff(found) > 0).all()
        assert found[0] >= 0
        assert found[-1] < len(asked)
    assert not len(ranker.shortlist(pairs(learned, 1, home[:0])))


@pytest.mark.usefixtures("about_the_world")
def test_wide_shortlist_is_of_the_pool(learned, ranker, monkeypatch):
    monkeypatch.setattr(bands, "SHORTLIST_WIDE", 50)
    asked = pairs(learned, 1)
    assert len(ranker.pool) == 150
    assert np.isin(asked.rows[ranker.shortlist(asked)], ranker.pool).all()


@pytest.mark.parametrize("least", [60, 120, 200, 1_000])
@pytest.mark.parametrize("few", [3, 5])
def test_shortlist_holds_the_least_asked_for(learned, ranker, monkeypatch, least, few):
    monkeypatch.setattr(bands, "FEW_COUNTRIES", few)
    monkeypatch.setattr(bands, "SHORTLIST", 20)
    monkeypatch.setattr(bands, "SHORTLIST_WIDE", 30)
    asked = pairs(learned, 1)
    assert len(ranker.shortlist(asked, least)) >= min(least, len(asked))
    # More candidates than the pool has, hardly any of them in it.
    ranker.pool, ranker._bands = ranker.pool[:3], None
    assert len(ranker.shortlist(asked, least)) >= min(least, len(asked))


WEIGHTS = (
    {}, {"size": 2.0, "politics": 0.5}, {HABIT: 0.0, "reach": 3.0}, {HABIT: 40.0, "size": 0.0},
)  # fmt: skip


@pytest.mark.parametrize("weights", WEIGHTS)
def test_score_is_the_sum_of_the_wish_and_habit(learned, ranker, weights):
    asked = pairs(learned, 5)
    X = ranker.features(asked)
    found = ranker.contributions(X, weights)
    assert found.shape == (len(X), len(PARTS))
    assert ranker.score(X, weights) == pytest.approx(found.sum(axis=1), abs=1e-9)
    similarity = learned.engine.similarity
    measured = similarity.features(asked)
    assert np.array_equal(ranker.components(X), measured, equal_nan=True)
    wish = similarity.wish(measured) @ [weights.get(key, 1.0) for key in CRITERIA]
    habit = Ensemble([ranker.model]).score(ranker.habit_features(asked))[0]
    expected = wish + weights.get(HABIT, 1.0) * habit
    assert ranker.score(X, weights) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("part", PARTS)
def test_weight_multiplies_a_part_and_zero_removes_it(learned, ranker, part):
    X = ranker.features(pairs(learned, 5))
    plain, index = ranker.contributions(X, {}), PARTS.index(part)
    for weight in (0.0, 0.5, 3.0):
        found = ranker.contributions(X, {part: weight})
        assert found[:, index] == pytest.approx(plain[:, index] * weight)
        others = np.delete(np.arange(len(PARTS)), index)
        assert np.array_equal(found[:, others], plain[:, others])


@pytest.mark.parametrize("weight", [0.25, 1.0, 8.0])
def test_weight_of_habit_moves_the_order_from_likeness_to_habit(learned, ranker, weight):
    X = ranker.features(pairs(learned, 5))
    likeness, habit = ranker.score(X, {HABIT: 0.0}), ranker.habit(X)

    def agreement(weights, values):
        ranks = [np.argsort(np.argsort(one)) for one in (ranker.score(X, weights), values)]
        return np.corrcoef(ranks)[0, 1]

    assert agreement({HABIT: weight}, habit) > agreement({HABIT: weight / 4}, habit)
    assert agreement({HABIT: weight}, likeness) < agreement({HABIT: weight / 4}, likeness)
    assert agreement({HABIT: 1000.0}, habit) > 0.999


def test_habit_of_a_place_far_down_its_list_is_less_by_a_step_a_band(learned, ranker, monkeypatch):
    monkeypatch.setattr(bands, "SHORTLIST", 10)
    asked = pairs(learned, 5)
    X, band = ranker.features(asked), ranker.bands(asked)
    assert band.max() >= 2
    assert ranker.plain(asked) - STEP * band == pytest.approx(ranker.habit(X), abs=2e-6)
    for row, told, down in zip(X, ranker.drivers(X), band, strict=True):
        assert told["depth"] == pytest.approx(-STEP * down, abs=1e-3)
        assert row[-1] == down


@pytest.mark.parametrize("depth", [10, 300])
def test_drivers_of_every_candidate_add_up_to_its_habit(learned, ranker, monkeypatch, depth):
    monkeypatch.setattr(bands, "SHORTLIST", depth)
    X = ranker.features(pairs(learned, 5))
    told = [round(sum(one.values()), 6) for one in ranker.drivers(X)]
    assert told == ranker.habit(X).tolist()


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("base", [{}, {HABIT: 0.0}, {HABIT: 20.0, "size": 3.0}])
def test_more_weight_on_a_criterion_never_helps_a_place_less_alike_in_it(
    learned, ranker, criterion, base
):
    X = ranker.features(pairs(learned, 5))
    likeness = learned.engine.similarity.criterion_scores(ranker.components(X))
    order = np.argsort(likeness[:, CRITERIA.index(criterion)], kind="stable")
    scores = [ranker.score(X, {**base, criterion: weight}) for weight in (0.0, 1.0, 4.0, 100.0)]
    for before, after in pairwise(scores):
        gained = (after - before)[order]
        assert (np.diff(gained) >= -1e-9).all()


NOBODY = np.zeros(0)


def estimated(ranker, X, scores, weights, listed=0, others=NOBODY):
    return ranker.estimates([Shortlist(X, scores, ranker.habit(X), others, weights, listed)])[0]


def test_estimates_are_probabilities_and_intervals(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    for weights in ({}, {"size": 3.0, "network": 0.0}, {HABIT: 3.0}):
        scores = ranker.score(X, weights)
        found = estimated(ranker, X, scores, weights)
        assert found.probability.sum() == pytest.approx(1)
        habit = ranker.habit(X)
        assert np.array_equal(np.argsort(-found.probability), np.argsort(-habit))
        ratio = np.log(found.probability[3] / found.probability[8]) * ranker.temperature
        assert ratio == pytest.approx(habit[3] - habit[8], rel=1e-6)
        order = np.argsort(-scores, kind="stable")
        for rank, position in enumerate(order[: module.N_LEADING], start=1):
            assert found.rank_low[position] <= rank <= found.rank_high[position]
        assert np.isnan(found.rank_low[order[module.N_LEADING :]]).all()
        assert (found.rank_low < found.rank_high).any()


def test_chances_leave_room_for_the_places_that_rules_keep_out(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    habit = ranker.habit(X)
    whole = ranker.chances(habit)
    some, others = habit[::3], np.delete(habit, np.s_[::3])
    assert ranker.chances(some, others) == pytest.approx(whole[::3], rel=1e-9)
    found = estimated(ranker, X[::3], some, {}, others=others)
    assert found.probability == pytest.approx(whole[::3], rel=1e-9)
    # However far the others lead, the odds are numbers.
    assert ranker.chances(some, others + 5_000).tolist() == [0.0] * len(some)


@pytest.mark.parametrize("few", [3, 5])
def test_chances_are_reckoned_among_the_first_band_of_every_list(learned, ranker, monkeypatch, few):
    monkeypatch.setattr(bands, "FEW_COUNTRIES", few)
    monkeypatch.setattr(bands, "SHORTLIST", 20)
    monkeypatch.setattr(bands, "SHORTLIST_WIDE", 50)
    asked = pairs(learned, 5)
    found = ranker.leading(asked)
    assert (np.diff(found) > 0).all()
    taken = {5, *learned.world.graph.partners(5).tolist()}
    assert taken & set(asked.rows.tolist())
    assert not taken & set(found.tolist())
    free = np.array([row for row in asked.rows.tolist() if row not in taken])
    listed = free[~learned.world.place_facts.is_unlisted[free]]
    first = listed[ranker.bands(asked.narrowed(listed)) == 0]
    assert found.tolist() == first.tolist()
    # Whatever rules leave.
    assert ranker.leading(asked.narrowed(asked.rows[::5])).tolist() == found.tolist()


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
        scores = ranker.score(X, weights), ranker.habit(X), ranker.habit(X)[:query]
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


@pytest.mark.parametrize("part", ["network", HABIT])
def test_one_part_alone_orders_as_it_does_itself(learned, ranker, part):
    X = ranker.features(pairs(learned, 5))
    alone = ranker.contributions(X, {})[:, PARTS.index(part)]
    weights = {**dict.fromkeys(PARTS, 0.0), part: 2.0}
    assert ranker.score(X, weights) == pytest.approx(2 * alone, abs=1e-9)


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
            sum(row.contribution for row in one.criteria.values()) + one.habit.contribution,
            abs=1e-9,
        )
        assert sum(driver.effect for driver in one.habit.drivers) == pytest.approx(
            one.habit.score, abs=1e-9
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
    view = made(learned).reader(learned.world.graph).view
    computed = view.neighbours(kept.pool)
    assert np.array_equal(computed.near, kept.neighbours.near)
    assert kept.neighbours.near_km == pytest.approx(computed.near_km, rel=1e-3)


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


@pytest.mark.usefixtures("about_the_world")
def test_first_stage_orders_the_shortlist(learned, ranker, monkeypatch):
    monkeypatch.setattr(bands, "SHORTLIST_WIDE", 20)
    asked = pairs(learned, 5)
    scores = ranker.first_stage(asked)
    assert scores.shape == (len(asked),)
    whole = pairs(learned, 5, ranker.pool)
    best = ranker.pool[np.argsort(-ranker.first_stage(whole), kind="stable")[:20]]
    expected = np.flatnonzero(np.isin(asked.rows, best))
    assert ranker.shortlist(asked).tolist() == expected.tolist()
    # Each is scored as it would be alone.
    some = asked.narrowed(asked.rows[[3, 11]])
    assert ranker.first_stage(some) == pytest.approx(scores[[3, 11]], abs=1e-6)


def test_quick_look_is_as_long_as_asked(learned, ranker):
    asked = pairs(learned, 1)
    scores = ranker.first_stage(asked)
    for most in (1, 7, 100):
        found = ranker.shortlist(asked, least=40, most=most)
        assert found.tolist() == np.sort(np.argsort(-scores, kind="stable")[:most]).tolist()


def test_country_is_looked_at_by_its_own_list_and_not_by_the_pool(learned, ranker):
    country = learned.world.place_facts.country
    home = np.setdiff1d(np.flatnonzero(country == country[1]), [1])
    ranker.pool = ranker.pool[:3]
    asked = pairs(learned, 1, home)
    assert ranker.shortlist(asked).tolist() == list(range(len(home)))


def test_artefact_gives_the_model_and_what_was_fitted_with_it(learned, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "Ensemble", asked.append)
    artefact, similarity = load_artefact(learned.world.atlas), learned.engine.similarity
    facts = PlaceFeatures(learned.world.place_facts)
    for name in artefact.models:
        ranker = LearnedRanker.from_artefact(artefact, similarity, facts, name)
        assert ranker.similarity is similarity
        assert ranker.model is artefact.models[name]
        # A fold's model is no witness of its own; neither is the main one, which saw every link.
        others = [one for key, one in artefact.models.items() if key not in ("main", name)]
        alone, folds = asked[-2:]
        assert [id(one) for one in alone] == [id(ranker.model)]
        assert [id(one) for one in folds] == [id(one) for one in others]
        assert ranker.temperature == artefact.card["temperature"] != 1.0
        assert np.array_equal(ranker.expected, artefact.expected[name])
        assert ranker.pool is artefact.pool
    assert LearnedRanker.from_artefact(artefact, similarity, facts).model is artefact.models["main"]


def test_neighbours_that_were_shipped_are_taken_and_not_computed(learned, monkeypatch):
    artefact, ranker = load_artefact(learned.world.atlas), made(learned)
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


def test_probabilities_are_those_of_habit_whatever_is_wished(learned, ranker):
    X = ranker.features(pairs(learned, 5))
    habit = ranker.habit(X)
    expected = np.exp(habit / ranker.temperature)
    expected /= expected.sum()
    for weights in ({}, {"size": 1.0}, {"reach": 2.0}, {HABIT: 7.0}):
        found = estimated(ranker, X, ranker.score(X, weights), weights)
        assert found.probability == pytest.approx(expected, rel=1e-9)
    # However far from zero habit is, its odds are numbers.
    assert ranker.chances(habit + 5_000.0) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("weights", [{"size": 2.0}, {HABIT: 3.0, "reach": 0.0}])
def test_interval_is_the_range_of_ranks_over_all_models(learned, ranker, monkeypatch, weights):
    monkeypatch.setattr(module, "N_LEADING", 8)
    X = ranker.features(pairs(learned, 5))
    scores = ranker.score(X, weights)
    found = estimated(ranker, X, scores, weights)
    leading = np.argsort(-scores, kind="stable")[:8]
    ranks = [np.arange(1, 9)]
    models = load_artefact(learned.world.atlas).models
    for name in sorted(set(models) - {"main"}):
        model = models[name]
        alone = LearnedRanker(model, ranker.similarity, ranker.facts, ranker.expected, ranker.pool)
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


@pytest.mark.usefixtures("about_the_world")
def test_one_candidate_and_places_outside_the_pool_are_looked_at(learned, ranker):
    assert ranker.shortlist(pairs(learned, 1, np.array([7]))).tolist() == [0]
    outside = np.setdiff1d(np.arange(learned.world.place_facts.n_cities), [1, *ranker.pool])
    found = ranker.shortlist(pairs(learned, 1, outside))
    assert found.tolist() == list(range(len(outside)))
