from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from matcher.criteria import COMPONENTS
from matcher.errors import ModelError
from matcher.mandate import CRITERIA
from matcher.pairs import Pairs
from matcher.ranker import SimilarityRanker, check_fitted, weight_vector
from matcher.service import Matcher
from tests.world import HAMLET, KOSTROMA, MARY

DATE = dt.date(2026, 4, 26)
EQUAL = dict.fromkeys(CRITERIA, 1.0)
QUERIES = (KOSTROMA, 2652221, 3352136, 2198148)  # Coventry, Windhoek, Suva


def pairs_of(matcher: Matcher, query: int, rows: np.ndarray) -> Pairs:
    return Pairs(
        matcher.profiles, matcher.graph, matcher.countries, DATE, matcher.atlas.row(query), rows
    )


def some_rows(matcher: Matcher, n: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    linked = np.flatnonzero(matcher.graph.linked)
    half = rng.choice(linked, min(len(linked), n // 2), replace=False)
    return np.union1d(half, rng.choice(matcher.profiles.n_cities, n // 2, replace=False))


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
        expected = total = 0.0
        for key in CRITERIA:
            parts = [(i, one) for i, one in enumerate(COMPONENTS) if one.criterion == key]
            values = [
                one.weight * (x[i] if np.isfinite(x[i]) else ranker.neutral_[i]) for i, one in parts
            ]
            weight = weights.get(key, 1.0)
            expected += weight * sum(values) / sum(one.weight for _, one in parts)
            total += weight
        assert ranker.score(x[None, :], weights)[0] == pytest.approx(expected / total, abs=1e-12)


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
        rest = np.delete(ranker.criterion_scores(random_values), index, axis=1).mean(axis=1)
        np.testing.assert_allclose(ranker.score(random_values, weights), rest, atol=1e-12)


def test_village_without_facts_is_neutral_in_what_is_not_known(council: Matcher) -> None:
    village = pairs_of(council, KOSTROMA, np.array([council.atlas.row(HAMLET)]))
    X = council.similarity.features(village)[0]
    unknown = {one.key for one, value in zip(COMPONENTS, X, strict=True) if np.isnan(value)}
    assert unknown >= {
        "size.population", "size.role", "size.standing", "geography.river", "geography.coast",
        "geography.port", "geography.lake", "geography.climate", "war_history.level",
        "war_history.fate", "war_history.same_war", "economy.airport", "reach.hours",
        "network.shared_partners",
    }  # fmt: skip
    scores = council.similarity.criterion_scores(X[None, :])[0]
    for key in ("size", "geography", "war_history", "economy"):
        known = [one for one in COMPONENTS if one.criterion == key and one.key not in unknown]
        if not known:
            neutral = 0.5  # of this world
            assert scores[CRITERIA.index(key)] == pytest.approx(neutral, abs=1e-12)


@pytest.mark.parametrize("query", QUERIES)
def test_every_pair_of_the_world_scores_between_0_and_1(service: Matcher, query: int) -> None:
    pairs = pairs_of(service, query, some_rows(service, 4000))
    X = service.similarity.features(pairs)
    assert ((X[np.isfinite(X)] >= 0) & (X[np.isfinite(X)] <= 1)).all()
    contributions = service.similarity.contributions(X, EQUAL)
    np.testing.assert_allclose(
        contributions.sum(axis=1), service.similarity.score(X, EQUAL), atol=1e-9, rtol=0
    )


def test_order_of_the_rows_changes_no_score(service: Matcher) -> None:
    rows = some_rows(service, 1000)
    shuffled = np.random.default_rng(3).permutation(len(rows))
    X = service.similarity.features(pairs_of(service, KOSTROMA, rows))
    again = service.similarity.features(pairs_of(service, KOSTROMA, rows[shuffled]))
    np.testing.assert_array_equal(X[shuffled], again)


@pytest.mark.parametrize("key", CRITERIA)
def test_every_weight_changes_a_ranking(service: Matcher, key: str) -> None:
    rows = some_rows(service, 2000)
    changed = False
    for query in QUERIES:
        X = service.similarity.features(pairs_of(service, query, rows))
        before = np.argsort(-service.similarity.score(X, EQUAL), kind="stable")[:20]
        after = np.argsort(-service.similarity.score(X, EQUAL | {key: 5.0}), kind="stable")[:20]
        changed |= before.tolist() != after.tolist()
        heavier = CRITERIA.index(key)
        scores = service.similarity.criterion_scores(X)[:, heavier]
        assert scores[after].mean() >= scores[before].mean()
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
    with pytest.raises(ModelError, match="rebuild"):
        SimilarityRanker.from_json(content)


def test_weight_vector_takes_one_for_what_is_not_given() -> None:
    assert weight_vector({"size": 2.0}).tolist() == [2.0] + [1.0] * (len(CRITERIA) - 1)


def test_measures_do_not_depend_on_the_other_candidates(service: Matcher) -> None:
    rows = np.append(some_rows(service, 200), service.atlas.row(MARY))
    together = service.similarity.features(pairs_of(service, KOSTROMA, rows))
    for position in range(0, len(rows), 37):
        alone = service.similarity.features(
            pairs_of(service, KOSTROMA, rows[position : position + 1])
        )
        np.testing.assert_array_equal(alone[0], together[position])
