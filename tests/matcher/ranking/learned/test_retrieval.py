from __future__ import annotations

import numpy as np
import pytest

from matcher.ranking.learned.pairfeatures import FEATURES, PairReader
from matcher.ranking.learned.pairwalks import Reader, walk
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage, first_stage_features
from models.known import KnownWorld
from tests.models.world import pairs_of, view_of

SHARED = {
    "expected": "expected", "size_apart": "size_apart", "size_misfit": "size_misfit",
    "cells_near": "cells_near", "cells_far": "cells_far", "nodes": "nodes",
    "node_degree": "node_degree", "affinity": "affinity", "country_links": "country_links",
    "region_links_beyond": "region_links_beyond", "region_taste": "region_taste",
    "region_taste_back": "region_taste_back", "degree": "degree",
    "same_country": "same_country", "namesake": "namesake",
}  # fmt: skip
"""First-stage features that the full table has as well."""


@pytest.fixture(scope="module")
def reader(planted: KnownWorld) -> Reader:
    view = view_of(planted)
    return Reader(view, np.linspace(-3, 1, view.facts.n_cities, dtype=np.float32))


@pytest.mark.parametrize("query", [0, 11, 100, 239])
def test_first_stage_features_agree_with_the_full_table(planted, reader, query):
    rows = np.arange(240)[np.arange(240) != query]
    first = first_stage_features(reader, walk(reader.view, [query])[0], rows)
    full = PairReader(reader, pairs_of(planted, query, rows)).table()
    assert first.shape == (len(rows), len(FIRST_STAGE))
    assert np.isfinite(first).all()
    for name, other in SHARED.items():
        mine, theirs = first[:, FIRST_STAGE.index(name)], full[:, FEATURES.index(other)]
        assert mine == pytest.approx(theirs, rel=1e-3, abs=1e-3), name


def test_walks_of_the_first_stage_are_logs_of_the_full_ones(planted, reader):
    query, rows = int(np.argmax(planted.graph.degree)), np.arange(240)
    first = first_stage_features(reader, walk(reader.view, [query])[0], rows)
    full = PairReader(reader, pairs_of(planted, query, rows)).table()
    for name, floor in (("adamic_adar", 0.02), ("third_step", 1e-3), ("of_alike", 1e-2)):
        expected = np.log(full[:, FEATURES.index(name)] / floor + 1)
        found = first[:, FIRST_STAGE.index(name)]
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-4)
        assert found.any()


def test_best_are_the_highest_scores(reader):
    first = FirstStage(np.random.default_rng(0).normal(size=len(FIRST_STAGE)))
    rows, walks = np.arange(1, 240), walk(reader.view, [0])[0]
    scores = first.score(reader, walks, rows)
    best = first.best(reader, walks, rows, 17)
    assert len(set(best.tolist())) == 17
    assert np.sort(scores[best]) == pytest.approx(np.sort(scores)[-17:])
    assert first.best(reader, walks, rows, 239).tolist() == list(range(239))
    assert not len(first.best(reader, walks, rows[:0], 5))


def test_score_is_linear_in_the_features(reader):
    rows, walks = np.arange(50), walk(reader.view, [60])[0]
    for index in range(len(FIRST_STAGE)):
        alone = FirstStage(np.eye(len(FIRST_STAGE))[index] * 2).score(reader, walks, rows)
        expected = 2 * first_stage_features(reader, walks, rows)[:, index]
        assert alone == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("query", [0, 11, 100, 239])
def test_score_is_the_features_times_the_coefficients(reader, query):
    coefficients = np.random.default_rng(query).normal(size=len(FIRST_STAGE))
    rows, walks = np.arange(240), walk(reader.view, [query])[0]
    expected = first_stage_features(reader, walks, rows) @ coefficients.astype(np.float32)
    found = FirstStage(coefficients).score(reader, walks, rows)
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-4)
