from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.pairfeatures import FEATURES, GROUPS, PairReader
from matcher.ranking.learned.pairwalks import ALIKE, CLOSE, OWN, WIDE, Reader, walk
from matcher.records.criteria import CRITERIA
from matcher.tables.atlas import Atlas
from models.known import KnownWorld
from tests.models.world import every_pair, pairs_of, planted_world, view_of

SYMMETRIC = [
    name
    for name in FEATURES
    if name.endswith(("apart", "_both")) and name != "partner_size_apart"
] + [
    "size_misfit", "distance", "same_country", "border", "shared_river", "colonial_tie",
    "same_state", "namesake", "adamic_adar", "allocation", "third_step", "close_close",
    "wide_wide", "wide_third_wide", "alike_alike", "alike_third_alike", "affinity",
    "country_links", "region_links", "region_links_beyond", "cells_near", "cells_near_mass",
    "cells_far", "nodes",
]  # fmt: skip
ROWS = np.arange(1, 240, 3)


@pytest.fixture(scope="module")
def reader(planted: KnownWorld) -> Reader:
    view = view_of(planted)
    return Reader(view, np.linspace(-3, 1, view.facts.n_cities, dtype=np.float32))


def table(known: KnownWorld, reader: Reader, query: int, rows: np.ndarray) -> np.ndarray:
    return PairReader(reader, pairs_of(known, query, rows)).table()


def column(found: np.ndarray, name: str) -> np.ndarray:
    return found[:, FEATURES.index(name)]


def test_features_are_the_groups_names_each_once(planted, reader):
    assert tuple(GROUPS) == CRITERIA
    assert len(set(FEATURES)) == len(FEATURES)
    one = PairReader(reader, pairs_of(planted, 5, ROWS))
    for key, names in GROUPS.items():
        assert sorted(getattr(one, f"_{key}")()) == sorted(names)
    assert one.table().shape == (len(ROWS), len(FEATURES))


def test_pair_alone_has_the_features_it_has_among_many(planted, reader):
    many = table(planted, reader, 5, ROWS)
    for index in range(0, len(ROWS), 9):
        alone = table(planted, reader, 5, ROWS[index : index + 1])
        assert alone[0] == pytest.approx(many[index], rel=1e-3, abs=1e-3, nan_ok=True)


def test_order_of_rows_is_irrelevant(planted, reader):
    order = np.random.default_rng(0).permutation(len(ROWS))
    shuffled, plain = table(planted, reader, 5, ROWS[order]), table(planted, reader, 5, ROWS)
    assert shuffled == pytest.approx(plain[order], rel=1e-3, abs=1e-3, nan_ok=True)


def test_no_candidates_give_no_rows(planted, reader):
    for query in (0, 239):
        assert table(planted, reader, query, ROWS[:0]).shape == (0, len(FEATURES))


@pytest.mark.parametrize("name", SYMMETRIC)
def test_symmetric_feature_is_the_same_both_ways(planted, reader, name):
    for a, b in ((0, 1), (4, 7), (12, 13), (40, 230)):
        one = column(table(planted, reader, a, np.array([b])), name)[0]
        other = column(table(planted, reader, b, np.array([a])), name)[0]
        assert one == pytest.approx(other, rel=1e-3, abs=1e-3, nan_ok=True)


def test_nothing_is_infinite_and_unknown_is_nan(planted, reader):
    everywhere = np.arange(planted.place_facts.n_cities)
    for query in (0, 11, 13, 100, 239):
        found = table(planted, reader, query, everywhere[everywhere != query])
        assert not np.isinf(found).any()
        rows = everywhere[everywhere != query]
        elevation = planted.place_facts.number("elevation_m")[rows]
        assert np.array_equal(np.isnan(column(found, "elevation")), np.isnan(elevation))
        assert np.isnan(column(found, "airport_km")).all()
        assert np.isnan(column(found, "bombs")).any()


def test_profile_features_equal_facts_read_by_hand(planted, reader):
    found = table(planted, reader, 5, ROWS)
    people = planted.place_facts.number("population")
    size = np.log10(np.maximum(np.where(people > 0, people, 300), 300.0))
    assert column(found, "size") == pytest.approx(size[ROWS], abs=1e-5)
    assert column(found, "size_gap") == pytest.approx(size[ROWS] - size[5], abs=1e-5)
    country = planted.place_facts.country
    assert np.array_equal(column(found, "same_country"), country[ROWS] == country[5])
    rank = [np.log1p((size[country == country[row]] > size[row]).sum()) for row in ROWS]
    known = people[ROWS] > 0
    assert column(found, "rank_country")[known] == pytest.approx(np.array(rank)[known], abs=0.1)


def test_walk_features_equal_slow_loops(planted, reader):
    view, graph = reader.view, planted.graph
    query = int(np.argmax(graph.degree))
    found = table(planted, reader, query, ROWS)
    mine = set(graph.partners(query).tolist())
    for index, row in enumerate(ROWS):
        theirs = graph.partners(int(row)).tolist()
        shared = mine & set(theirs)
        adamic = sum(1 / np.log(1.7 + graph.degree[one]) for one in shared)
        assert column(found, "adamic_adar")[index] == pytest.approx(adamic, abs=1e-4)
        third = sum(
            1.0 / (graph.degree[u] * graph.degree[v])
            for u in mine
            for v in theirs
            if v in graph.partners(u)
        ) / np.sqrt(max(graph.degree[query] * graph.degree[row], 1))
        assert column(found, "third_step")[index] == pytest.approx(third, abs=1e-4)
        country = planted.place_facts.country
        home = sum(country[one] == country[query]
                   for one in theirs)  # fmt: skip
        assert column(found, "at_home")[index] == home
        if theirs:
            cosine = view.facts.xyz[theirs] @ view.facts.xyz[query]
            expected = np.log10(ROUNDED_RADIUS_KM * np.arccos(np.clip(cosine.max(), -1, 1)) + 3)
            assert column(found, "partner_km_back")[index] == pytest.approx(expected, abs=1e-3)
        else:
            assert np.isnan(column(found, "partner_km_back")[index])


def test_query_without_a_link_has_no_walks(planted, reader):
    query = int(np.flatnonzero(planted.graph.degree == 0)[0])
    found = table(planted, reader, query, ROWS)
    for name in ("adamic_adar", "third_step", "kin_near", "close_partner", "in_country"):
        assert not column(found, name).any()
    assert np.isnan(column(found, "partner_km")).all()
    # The places that speak for it do have partners.
    assert column(found, "third_alike").any()


def test_view_without_a_pair_reads_it_as_if_it_were_not_there(planted, tmp_path):
    """Leakage: the features of a hidden pair are those it has where it does not exist."""
    linked = {tuple(pair) for pair in planted.graph.ends.tolist()}
    a, b = next(pair for pair in product(range(8, 30), range(30, 60)) if pair not in linked)
    ids = planted.atlas.city_ids
    directory = planted_world(tmp_path, more=[(int(ids[a]), int(ids[b]))])
    there = every_pair(Atlas.load(directory))
    kept = ~(there.graph.ends == [a, b]).all(axis=1)
    assert (~kept).sum() == 1
    expected = np.zeros(planted.place_facts.n_cities, dtype=np.float32)
    bare = Reader(view_of(planted), expected)
    hidden = Reader(view_of(there, there.graph.ends[kept]), expected)
    seen = Reader(view_of(there), expected)
    for query, partner in ((a, b), (b, a)):
        rows = np.array([partner, 100, 150])
        without = table(planted, bare, query, rows)
        assert np.array_equal(without, table(there, hidden, query, rows), equal_nan=True)
        assert not np.array_equal(without, table(there, seen, query, rows), equal_nan=True)


def test_walks_that_are_kept_change_nothing(planted, reader):
    walks = walk(reader.view, [5])[0]
    kept = PairReader(reader, pairs_of(planted, 5, ROWS), walks).table()
    again = PairReader(reader, pairs_of(planted, 5, ROWS), walks).table()
    assert np.array_equal(kept, again, equal_nan=True)
    assert np.array_equal(kept, table(planted, reader, 5, ROWS), equal_nan=True)


def test_walks_are_the_same_beside_others(planted, reader):
    queries = [5, 60, 0, int(reader.view.linked[3]), 17]
    for walks in walk(reader.view, queries):
        (alone,) = walk(reader.view, [walks.query])
        assert walks.ends.tobytes() == alone.ends.tobytes()
        assert walks.kin.tobytes() == alone.kin.tobytes()


def test_walks_are_steps_over_the_partnerships(planted, reader):
    view, query = reader.view, int(reader.view.linked[3])
    (walks,) = walk(view, [query])
    adjacency, at = view.adjacency.toarray(), int(view.position[query])
    degree = adjacency.sum(axis=1)
    mine, around = adjacency[at], view.neighbours(np.array([query]))
    start = np.zeros((len(degree), 4))
    start[at, OWN] = 1
    np.add.at(start, (around.near[0], CLOSE), around.close[0])
    np.add.at(start, (around.near[0], WIDE), around.wide[0])
    np.add.at(start, (around.alike[0], ALIKE), around.alike_weight[0])
    normalised = adjacency / np.sqrt(np.outer(degree, degree))
    home = view.facts.country == view.facts.country[query]
    expected = np.column_stack(
        [
            adjacency @ start,
            normalised @ normalised @ normalised @ start,
            degree,
            adjacency @ home[view.linked],
            adjacency @ (mine / np.log(1.7 + degree)),
            adjacency @ (mine / degree),
        ]
    )
    assert walks.ends == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert mine.any()


def test_expected_degree_moves_only_the_features_of_expectation(planted, reader):
    other = replace(reader, expected=reader.expected[::-1].copy())
    before, after = table(planted, reader, 5, ROWS), table(planted, other, 5, ROWS)
    moved = {
        name for index, name in enumerate(FEATURES)
        if not np.array_equal(before[:, index], after[:, index], equal_nan=True)
    }  # fmt: skip
    assert moved == {"expected", "expected_query", "expected_apart", "degree_beyond"}
