"""Peers on six places that can be solved by hand.

Links 1-2, 1-3, 2-4, 3-4, 4-5; degrees 2, 2, 2, 3, 1, 0. Rows are ids less one.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from matcher.maps.geodesy import EARTH_RADIUS_KM
from models.peers.embeddings import by_als, by_bpr, by_propagation, by_spectral
from models.peers.indicators import SLIDERS, by_indicator_cosine, by_weighted_neighbours, indicators
from models.peers.lightgcn import by_lightgcn
from models.peers.popularity import TIE_BREAK, by_country_affinity, by_degree, by_population
from models.peers.size_distance import by_gravity, by_size_similarity
from models.peers.walks import by_adamic_adar, by_three_paths
from models.split import concluded
from tests.models.world import known_world

LINKS = [(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)]
DEGREE = [2, 2, 2, 3, 1, 0]
ROWS = np.arange(6)


@pytest.fixture(scope="module")
def known(six_places):
    return known_world(six_places, LINKS)


def test_population_puts_the_unknown_last(known):
    assert by_population(known)(0, ROWS).tolist() == [10, 100, 1_000, 10_000, 100_000, 0]


def test_degree_counts_known_links_only(known, six_places):
    assert by_degree(known)(0, ROWS).tolist() == DEGREE
    fewer = known_world(six_places, LINKS[:2])
    assert by_degree(fewer)(0, ROWS).tolist() == [2, 1, 1, 0, 0, 0]


def test_country_affinity_is_observed_over_expected_links_times_degree(known):
    # Ends by country: German 1, 2; French 3, 4; Japanese 5, 6. Links DE-DE 1, DE-FR 2, FR-FR 1,
    # FR-JP 1; a link within a country has both of its ends there, so totals are 4, 5 and 1.
    ends = {"DE": 4, "FR": 5, "JP": 1}
    from_germany = {"DE": 2, "FR": 2, "JP": 0}
    country = ["DE", "DE", "FR", "FR", "JP", "JP"]
    expected = [
        degree * (from_germany[code] + 1) / (ends["DE"] * ends[code] / 10 + 1)
        for code, degree in zip(country, DEGREE, strict=True)
    ]
    assert by_country_affinity(known)(0, ROWS) == pytest.approx(expected)


def test_size_similarity_is_the_ratio_on_a_log_scale(known):
    steps = [1, 0, 1, 2, 3]
    expected = [-step * math.log(10) for step in steps] + [-math.inf]
    assert by_size_similarity(known)(1, ROWS) == pytest.approx(expected)
    assert by_size_similarity(known)(5, ROWS).tolist() == [-math.inf] * 6


def test_gravity_is_population_over_distance(known):
    degree_km = 2 * math.pi * EARTH_RADIUS_KM / 360
    expected = [
        10 / 1.0,
        100 / degree_km,
        1_000 / (2 * degree_km),
        10_000 / (4 * degree_km),
        100_000 / (8 * degree_km),
        0.0,
    ]
    assert by_gravity(known)(0, ROWS) == pytest.approx(expected)


def test_adamic_adar_weighs_shared_partners_and_breaks_ties_by_degree(known):
    # Place 1 and 4 share 2 and 3, each of degree 2; no other place shares any with 1.
    shared = [0, 0, 0, 2 / math.log(2), 0, 0]
    expected = [s + TIE_BREAK * d for s, d in zip(shared, DEGREE, strict=True)]
    found = by_adamic_adar(known)(0, ROWS)
    assert found == pytest.approx(expected)
    assert found[2] == found[1] > found[4] > found[5]


def test_three_paths_sums_over_walks_normalised_by_degrees(known):
    # From 1: 1-2-4-5 and 1-3-4-5; and to 2 and 3 through 4 or back and forth.
    neighbours = {1: [2, 3], 2: [1, 4], 3: [1, 4], 4: [2, 3, 5], 5: [4], 6: []}
    expected = [TIE_BREAK * d for d in DEGREE]
    for u in neighbours[1]:
        for v in neighbours[u]:
            for end in neighbours[v]:
                if v != 1 and end != 1:
                    expected[end - 1] += 1 / math.sqrt(DEGREE[u - 1] * DEGREE[v - 1])
    assert by_three_paths(known)(0, ROWS) == pytest.approx(expected)
    assert expected[4] == pytest.approx(2 / math.sqrt(2 * 3), abs=1e-5)


def test_indicators_have_mean_nothing_and_spread_one_where_known(known):
    size = indicators(known.place_facts)["log_population"]
    assert np.isnan(size[5])
    # Evenly spaced on the log scale: -2..2 over the root of 2.
    assert size[:5] == pytest.approx(np.arange(-2, 3) / math.sqrt(2))


def test_indicator_cosine_is_the_angle_between_known_indicators(known):
    table = indicators(known.place_facts)
    X = np.nan_to_num(np.column_stack([table[name] for name in table]))
    expected = [
        X[0] @ row / (np.linalg.norm(X[0]) * np.linalg.norm(row)) if row.any() else 0.0 for row in X
    ]
    found = by_indicator_cosine(known)(0, ROWS)
    assert found == pytest.approx(expected)
    assert found[0] == pytest.approx(1.0)


def test_weighted_neighbours_averages_squares_over_indicators_known_on_both_sides(known):
    # The world knows populations and the GDP of countries, nothing else varies.
    table = indicators(known.place_facts)
    size, wealth = table["log_population"], table["log_gdp"]
    others = sum(bool(np.isfinite(table[name][0])) for name in SLIDERS) - 2
    expected = []
    for row in range(6):
        squares = [(size[0] - size[row]) ** 2, (wealth[0] - wealth[row]) ** 2]
        shared = [square for square in squares if math.isfinite(square)]
        expected.append(-sum(shared) / (len(shared) + others))
    assert by_weighted_neighbours(known)(0, ROWS) == pytest.approx(expected)


def regularised():
    """Return the adjacency of places 1 to 5 over the roots of degree plus mean degree."""
    adjacency = np.zeros((5, 5))
    for a, b in LINKS:
        adjacency[a - 1, b - 1] = adjacency[b - 1, a - 1] = 1
    degree = adjacency.sum(axis=1)
    scale = 1 / np.sqrt(degree + degree.mean())
    return adjacency, scale[:, None] * adjacency * scale


def rank_four(matrix, power):
    """Return the leading four singular triplets, the most that a truncated solver gives of five."""
    left, values, right = np.linalg.svd(matrix)
    return left[:, :4], values[:4] ** power, right[:4]


def test_spectral_embedding_rebuilds_the_regularised_adjacency(known):
    _, matrix = regularised()
    left, values, right = rank_four(matrix, 2)
    expected = left * values @ right
    for query in range(5):
        assert by_spectral(known)(query, ROWS[:5]) == pytest.approx(expected[query], abs=1e-9)


def test_propagation_averages_three_steps_of_the_normalised_adjacency(known):
    adjacency, matrix = regularised()
    left, values, _ = rank_four(matrix, 2)
    root = np.sqrt(adjacency.sum(axis=1))
    step = adjacency / root[:, None] / root
    start = left * values
    powers = [np.linalg.matrix_power(step, steps) @ start for steps in range(4)]
    embedding = sum(powers) / 4
    expected = embedding @ embedding.T
    for query in range(5):
        assert by_propagation(known)(query, ROWS[:5]) == pytest.approx(expected[query], abs=1e-9)


@pytest.mark.parametrize("prepare", [by_als, by_bpr, by_spectral, by_propagation, by_lightgcn])
def test_embeddings_put_unlinked_places_last_and_answer_cold_queries_by_degree(known, prepare):
    if prepare in (by_als, by_bpr):
        pytest.importorskip("implicit")
    scorer = prepare(known)
    warm = scorer(0, ROWS)
    assert np.isfinite(warm[:5]).all()
    assert warm[5] == -np.inf
    assert scorer(5, ROWS).tolist() == DEGREE


@pytest.mark.parametrize("prepare", [by_als, by_bpr, by_lightgcn])
def test_trained_embeddings_prefer_real_links_and_repeat_themselves(many_links, prepare):
    if prepare is not by_lightgcn:
        pytest.importorskip("implicit")
    known = known_world(many_links, concluded(many_links).tolist())
    first, again = prepare(known), prepare(known)
    linked = np.flatnonzero(known.graph.linked)
    better = []
    for query in linked[:60]:
        scores = first(int(query), linked)
        assert np.array_equal(scores, again(int(query), linked))
        mine = np.isin(linked, known.graph.partners(int(query)))
        better.append(scores[mine].mean() > scores[~mine].mean())
    assert np.mean(better) > 0.9


@pytest.mark.parametrize(
    "prepare",
    [by_population, by_adamic_adar, by_spectral, by_indicator_cosine, by_weighted_neighbours],
)
def test_scores_do_not_depend_on_the_other_candidates(known, prepare):
    scorer = prepare(known)
    whole = scorer(0, ROWS)
    for row in ROWS:
        assert scorer(0, ROWS[row : row + 1]).tolist() == [whole[row]]
