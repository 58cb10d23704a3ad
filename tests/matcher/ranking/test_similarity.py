from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from matcher.errors import ModelError
from matcher.matcher import Matcher
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.pairs import Pairs
from matcher.ranking.similarity import KAPPA, SimilarityRanker, _mixing, check_fitted
from matcher.ranking.weights import part_vector, weight_vector
from matcher.records.criteria import CRITERIA, HABIT, PARTS
from tests.world import HAMLET, KOSTROMA, MARY

DATE = dt.date(2026, 4, 26)
EQUAL = dict.fromkeys(CRITERIA, 1.0)
QUERIES = (KOSTROMA, 2652221, 3352136, 2198148)  # Coventry, Windhoek, Suva


def pairs_of(matcher: Matcher, query: int, rows: np.ndarray) -> Pairs:
    return Pairs(
        matcher.world.place_facts,
        matcher.world.graph,
        matcher.world.countries,
        DATE,
        matcher.world.atlas.row(query),
        rows,
    )


def some_rows(matcher: Matcher, n: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    linked = np.flatnonzero(matcher.world.graph.linked)
    half = rng.choice(linked, min(len(linked), n // 2), replace=False)
    return np.union1d(half, rng.choice(matcher.world.place_facts.n_cities, n // 2, replace=False))


@pytest.fixture(scope="module")
def random_values() -> np.ndarray:
    rng = np.random.default_rng(1)
    X = rng.random((3000, len(COMPONENTS)))
    X[rng.random(X.shape) < 0.3] = np.nan
    return X


@pytest.fixture(scope="module")
def ranker() -> SimilarityRanker:
    made = SimilarityRanker()
    made.neutral_ = np.linspace(0.05, 0.95, len(COMPONENTS))
    return made


def test_contributions_add_up_to_the_score(
    ranker: SimilarityRanker, random_values: np.ndarray
) -> None:
    rng = np.random.default_rng(2)
    for _ in range(5):
        weights = dict(zip(CRITERIA, rng.uniform(0, 100, len(CRITERIA)), strict=True))
        total = ranker.contributions(random_values, weights).sum(axis=1)
        np.testing.assert_allclose(total, ranker.score(random_values, weights), atol=1e-9, rtol=0)


def test_score_is_the_plain_formula(ranker: SimilarityRanker, random_values: np.ndarray) -> None:
    weights = {"size": 3.0, "war_history": 0.0, "reach": 0.5}
    for x in random_values[:20]:
        expected = 0.0
        for key in CRITERIA:
            parts = [(i, one) for i, one in enumerate(COMPONENTS) if one.criterion == key]
            beyond = sum(
                one.weight * (x[i] - ranker.neutral_[i]) for i, one in parts if np.isfinite(x[i])
            )
            beyond /= sum(one.weight for _, one in parts)
            expected += weights.get(key, 1.0) * KAPPA * beyond
        assert ranker.score(x[None, :], weights)[0] == pytest.approx(expected, abs=2e-5)


def test_wish_of_a_place_alike_in_all_is_what_an_unlike_one_lacks_and_kappa(
    ranker: SimilarityRanker,
) -> None:
    alike, unlike = (np.full((1, len(COMPONENTS)), value) for value in (1.0, 0.0))
    gap = ranker.wish(alike) - ranker.wish(unlike)
    np.testing.assert_allclose(gap, np.full((1, len(CRITERIA)), KAPPA), atol=2e-6)


@pytest.mark.parametrize("key", CRITERIA)
def test_more_weight_never_helps_a_place_that_is_less_alike(
    ranker: SimilarityRanker, random_values: np.ndarray, key: str
) -> None:
    X = random_values[:300]
    likeness = ranker.criterion_scores(X)[:, CRITERIA.index(key)]
    order = np.argsort(likeness, kind="stable")
    for more, less in ((1.0, 0.0), (3.0, 1.0), (100.0, 3.0)):
        gained = ranker.score(X, {key: more}) - ranker.score(X, {key: less})
        assert (np.diff(gained[order]) >= -1e-9).all()


def test_weight_on_habit_moves_no_likeness(
    ranker: SimilarityRanker, random_values: np.ndarray
) -> None:
    X = random_values[:50]
    for weight in (0.0, 1.0, 50.0):
        found = ranker.contributions(X, {HABIT: weight})
        assert found.shape == (50, len(PARTS))
        assert not found[:, -1].any()
        assert ranker.score(X, {HABIT: weight}).tolist() == ranker.score(X, {}).tolist()
    assert ranker.drivers(X) == [{}] * 50


def test_row_alone_scores_to_the_last_bit_as_among_others(
    ranker: SimilarityRanker, random_values: np.ndarray
) -> None:
    together = ranker.score(random_values[:100], EQUAL)
    alone = [ranker.score(x[None, :], EQUAL)[0] for x in random_values[:100]]
    assert together.tolist() == alone


def test_unknown_component_is_exactly_the_neutral_value(ranker: SimilarityRanker) -> None:
    X = np.full((1, len(COMPONENTS)), np.nan)
    average = ranker.neutral_[None, :]
    assert ranker.score(X, EQUAL).tolist() == ranker.score(average, EQUAL).tolist()
    assert ranker.known_shares(X).tolist() == [[0.0] * len(CRITERIA)]
    assert ranker.contributions(X, {"size": 100.0, "reach": 0.0}).tolist() == [[0.0] * len(PARTS)]
    for index in range(len(COMPONENTS)):
        known = average.copy()
        known[0, index] = 1.0
        blanked = known.copy()
        blanked[0, index] = np.nan
        assert ranker.score(known, EQUAL)[0] != ranker.score(average, EQUAL)[0]
        assert ranker.score(blanked, EQUAL).tolist() == ranker.score(average, EQUAL).tolist()


def test_zero_weight_removes_a_criterion(
    ranker: SimilarityRanker, random_values: np.ndarray
) -> None:
    for index, key in enumerate(CRITERIA):
        weights = EQUAL | {key: 0.0}
        assert not ranker.contributions(random_values, weights)[:, index].any()
        rest = np.delete(ranker.wish(random_values), index, axis=1).sum(axis=1)
        np.testing.assert_allclose(ranker.score(random_values, weights), rest, atol=1e-12)


def test_village_without_facts_is_neutral_in_what_is_not_known(council: Matcher) -> None:
    village = pairs_of(council, KOSTROMA, np.array([council.world.atlas.row(HAMLET)]))
    X = council.engine.similarity.features(village)[0]
    unknown = {one.key for one, value in zip(COMPONENTS, X, strict=True) if np.isnan(value)}
    assert unknown >= {
        "size.population", "size.role", "size.standing", "geography.river", "geography.coast",
        "geography.port", "geography.lake", "geography.climate", "war_history.level",
        "war_history.fate", "war_history.same_war", "economy.airport", "reach.hours",
        "network.shared_partners",
    }  # fmt: skip
    scores = council.engine.similarity.criterion_scores(X[None, :])[0]
    for key in ("size", "geography", "war_history", "economy"):
        known = [one for one in COMPONENTS if one.criterion == key and one.key not in unknown]
        if not known:
            neutral = 0.5  # of this world
            assert scores[CRITERIA.index(key)] == pytest.approx(neutral, abs=1e-12)


@pytest.mark.parametrize("query", QUERIES)
def test_likeness_of_every_pair_of_the_world_is_between_0_and_1(
    service: Matcher, query: int
) -> None:
    pairs = pairs_of(service, query, some_rows(service, 4000))
    X = service.engine.similarity.features(pairs)
    assert X.dtype == np.float32  # the whole world is measured at once
    assert ((X[np.isfinite(X)] >= 0) & (X[np.isfinite(X)] <= 1)).all()
    likeness = service.engine.similarity.criterion_scores(X)
    assert ((likeness >= 0) & (likeness <= 1)).all()
    contributions = service.engine.similarity.contributions(X, EQUAL)
    np.testing.assert_allclose(
        contributions.sum(axis=1), service.engine.similarity.score(X, EQUAL), atol=1e-9, rtol=0
    )


def test_order_of_the_rows_changes_no_score(service: Matcher) -> None:
    rows = some_rows(service, 1000)
    shuffled = np.random.default_rng(3).permutation(len(rows))
    X = service.engine.similarity.features(pairs_of(service, KOSTROMA, rows))
    again = service.engine.similarity.features(pairs_of(service, KOSTROMA, rows[shuffled]))
    np.testing.assert_array_equal(X[shuffled], again)


@pytest.mark.parametrize("key", CRITERIA)
def test_every_weight_changes_a_ranking(service: Matcher, key: str) -> None:
    rows = some_rows(service, 2000)
    changed = False
    for query in QUERIES:
        X = service.engine.similarity.features(pairs_of(service, query, rows))
        before = np.argsort(-service.engine.similarity.score(X, EQUAL), kind="stable")[:20]
        after = np.argsort(-service.engine.similarity.score(X, EQUAL | {key: 5.0}), kind="stable")[
            :20
        ]
        changed |= before.tolist() != after.tolist()
        heavier = CRITERIA.index(key)
        scores = service.engine.similarity.criterion_scores(X)[:, heavier]
        assert scores[after].mean() >= scores[before].mean() - 1e-12  # the same places, in order
    assert changed


def test_ranker_reads_back_what_it_wrote(ranker: SimilarityRanker) -> None:
    again = SimilarityRanker.from_json(ranker.to_json().encode())
    np.testing.assert_allclose(again.neutral_, ranker.neutral_, atol=1e-6)


def test_fit_takes_the_mean_of_what_is_known() -> None:
    X = np.tile([[0.2], [0.6], [np.nan]], len(COMPONENTS))
    np.testing.assert_allclose(SimilarityRanker().fit(X).neutral_, 0.4)


def test_fit_refuses_a_component_that_is_never_known() -> None:
    X = np.full((3, len(COMPONENTS)), 0.5)
    X[:, 4] = np.nan
    with pytest.raises(ValueError, match=COMPONENTS[4].key):
        SimilarityRanker().fit(X)


def test_ranker_that_is_not_fitted_says_so() -> None:
    with pytest.raises(ModelError, match="not fitted"):
        check_fitted(SimilarityRanker())


def _changed(**fields: object) -> bytes:
    content = {
        "format": 1,
        "neutral": {one.key: 0.5 for one in COMPONENTS},
    } | fields
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"{}",
        _changed(format=2),
        _changed(neutral={}),
        _changed(neutral=[0.5]),
        _changed(neutral={one.key: "x" for one in COMPONENTS}),
        _changed(neutral={one.key: 1.5 for one in COMPONENTS}),
        _changed(neutral={one.key: float("nan") for one in COMPONENTS}),
        _changed(neutral={one.key: 0.5 for one in reversed(COMPONENTS)}),
    ],
)  # fmt: skip
def test_ranker_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError, match=r"rebuild|refit"):
        SimilarityRanker.from_json(content)


def test_weight_vector_takes_one_for_what_is_not_given() -> None:
    assert weight_vector({"size": 2.0}).tolist() == [2.0] + [1.0] * (len(CRITERIA) - 1)


def test_measures_do_not_depend_on_the_other_candidates(service: Matcher) -> None:
    rows = np.append(some_rows(service, 200), service.world.atlas.row(MARY))
    together = service.engine.similarity.features(pairs_of(service, KOSTROMA, rows))
    for position in range(0, len(rows), 37):
        alone = service.engine.similarity.features(
            pairs_of(service, KOSTROMA, rows[position : position + 1])
        )
        np.testing.assert_array_equal(alone[0], together[position])


def test_fit_learns_each_component_from_its_own_column() -> None:
    means = np.linspace(0.1, 0.9, len(COMPONENTS))
    X = np.stack([means - 0.1, means + 0.1, np.full(len(COMPONENTS), np.nan)])
    np.testing.assert_allclose(SimilarityRanker().fit(X).neutral_, means)


def test_fit_names_every_component_that_is_never_known() -> None:
    X = np.full((3, len(COMPONENTS)), 0.5)
    X[:, [1, 4]] = np.nan
    names = f"{COMPONENTS[1].key}, {COMPONENTS[4].key}"
    with pytest.raises(ValueError, match=f"^no pair has a value for {names}: draw more pairs$"):
        SimilarityRanker().fit(X)


def test_written_ranker_is_json_with_six_decimals_a_component(ranker: SimilarityRanker) -> None:
    rounded = [round(float(value), 6) for value in ranker.neutral_]
    keys = [component.key for component in COMPONENTS]
    content = {"format": 1, "neutral": dict(zip(keys, rounded, strict=True))}
    assert ranker.to_json() == json.dumps(content, indent=1) + "\n"
    odd = SimilarityRanker()
    odd.neutral_ = np.full(len(COMPONENTS) + 1, 0.5)
    with pytest.raises(ValueError, match="zip"):
        odd.to_json()


@pytest.mark.parametrize("bound", [0.0, 1.0])
def test_neutral_value_may_be_a_bound(bound: float) -> None:
    content = _changed(neutral={one.key: bound for one in COMPONENTS})
    assert set(SimilarityRanker.from_json(content).neutral_) == {bound}


def test_refusals_say_what_is_wrong_and_what_to_do() -> None:
    with pytest.raises(ModelError) as caught:
        SimilarityRanker.from_json(_changed(format=2))
    assert str(caught.value) == (
        "the similarity ranker was made for other components than this program measures: "
        "fit it anew with 'python -m features refit'"
    )
    with pytest.raises(ModelError, match=r"^the similarity ranker cannot be read \(JSONDecode"):
        SimilarityRanker.from_json(b"{")


class Estimator:
    """What an estimator has before and after it is fitted."""

    def __init__(self, **attributes: object) -> None:
        vars(self).update(attributes)


def test_fitted_is_what_has_a_public_name_with_a_trailing_underscore() -> None:
    check_fitted(Estimator(plain=1, mean_=0))
    for attributes in ({}, {"plain": 1}, {"_hidden_": 1}, {"_hidden": 1, "plain": 2}):
        with pytest.raises(ModelError, match=r"^Estimator is not fitted: call fit first$"):
            check_fitted(Estimator(**attributes))


def test_components_of_a_criterion_share_it_by_their_weights() -> None:
    mixing = _mixing()
    assert mixing.shape == (len(COMPONENTS), len(CRITERIA))
    assert mixing.sum(axis=0) == pytest.approx(1)
    for at, component in enumerate(COMPONENTS):
        beside = [one.weight for one in COMPONENTS if one.criterion == component.criterion]
        own = CRITERIA.index(component.criterion)
        assert mixing[at, own] == pytest.approx(component.weight / sum(beside))
        assert np.delete(mixing[at], own).tolist() == [0.0] * (len(CRITERIA) - 1)


def test_effects_of_components_are_what_the_score_has_beyond_a_random_pair(
    ranker: SimilarityRanker, random_values: np.ndarray
) -> None:
    weights = {"size": 3.0, "war_history": 0.0, "reach": 0.5}
    effects = ranker.component_effects(random_values, weights)
    assert np.isnan(effects).tolist() == np.isnan(random_values).tolist()
    neutral = ranker.score(ranker.neutral_[None, :], weights)[0]
    gained = ranker.score(random_values, weights) - neutral
    np.testing.assert_allclose(np.nansum(effects, axis=1), gained, atol=2e-5)


def test_every_part_has_the_weight_one_where_none_is_given() -> None:
    assert part_vector({"size": 2.0}).tolist() == [2.0, *[1.0] * 9]
    assert part_vector({"reach": 0.0, HABIT: 4.0})[[CRITERIA.index("reach"), 9]].tolist() == [0, 4]
    assert part_vector({}).tolist() == [1.0] * len(PARTS)


def test_similarity_looks_at_every_candidate_and_has_no_chance(council: Matcher) -> None:
    pairs = pairs_of(council, KOSTROMA, np.arange(3))
    assert council.engine.similarity.shortlist(pairs, most=1).tolist() == [0, 1, 2]
    assert council.engine.similarity.estimates([]) is None
    assert council.engine.similarity.chances(np.zeros(3)) is None
    assert council.engine.similarity.bands(pairs) is None
    assert council.engine.similarity.leading(pairs) is None
