from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.neighbours import N_NEIGHBOURS
from matcher.ranking.learned.place_features import N_SIZES
from models.known import KnownWorld
from tests.models.world import every_pair, planted_world, view_of


@pytest.fixture(scope="module")
def view(planted: KnownWorld) -> LinkView:
    return view_of(planted)


def both_ways(view: LinkView) -> list[tuple[int, int]]:
    ends = view.ends.tolist()
    return [(a, b) for a, b in ends] + [(b, a) for a, b in ends]


def test_degree_and_partners_equal_a_loop(view):
    for row in range(view.facts.n_cities):
        partners = sorted(b for a, b in both_ways(view) if a == row)
        assert sorted(view.partners(row).tolist()) == partners
        assert view.degree[row] == len(partners)
        assert (view.position[row] >= 0) == (len(partners) > 0)


def test_adjacency_and_normalised_equal_a_loop(view):
    adjacency, normalised = view.adjacency.toarray(), view.normalised.toarray()
    linked, links = view.linked.tolist(), set(both_ways(view))
    for i, j in product(range(0, len(linked), 5), range(len(linked))):
        there = (linked[i], linked[j]) in links
        assert adjacency[i, j] == there
        scale = view.degree[linked[i]] * view.degree[linked[j]]
        assert normalised[i, j] == pytest.approx(there / np.sqrt(scale), rel=1e-5)


def test_country_and_region_counts_equal_a_loop(view):
    facts = view.facts
    n = facts.n_countries
    links, into = np.zeros((n, n)), np.zeros((len(facts.region_country), n))
    regions = np.zeros((len(into), len(into)))
    below = np.zeros((int(facts.subregion.max()) + 1, n))
    for a, b in both_ways(view):
        links[facts.country[a], facts.country[b]] += 1
        into[facts.region[a], facts.country[b]] += 1
        regions[facts.region[a], facts.region[b]] += 1
        below[facts.subregion[a], facts.country[b]] += 1
    assert np.array_equal(view.country_links, links)
    assert np.array_equal(view.region_to_country, into)
    assert np.array_equal(view.region_links.toarray(), regions)
    assert np.array_equal(view.subregion_total, below.sum(axis=1))
    for country in range(n):
        assert np.array_equal(view.subregions_into(country), below[:, country])
    for region, country in enumerate(facts.region_country):
        assert (facts.country[facts.region == region] == country).all()
    assert view.share.sum(axis=1) == pytest.approx(np.ones(n))


def test_affinity_is_higher_between_befriended_countries(view):
    index = view.facts.place_facts.country_index
    home, friend, other = index["DE"], index["FR"], index["JP"]
    assert view.affinity[home, friend] > 0 > view.affinity[home, other]
    assert np.array_equal(view.affinity, view.affinity.T)


def test_size_curve_equals_least_squares(view):
    size = view.facts.log_size.astype(float)
    own, partner = np.array([(size[a], size[b]) for a, b in both_ways(view)]).T
    design = np.column_stack([own**2, own, np.ones(len(own))])
    expected = np.linalg.lstsq(design, partner, rcond=None)[0]
    # The planted partners are alike in size, so the curve rises.
    assert view.size_curve == pytest.approx(expected, rel=1e-2, abs=1e-2)
    assert np.polyval(view.size_curve, 5.3) > np.polyval(view.size_curve, 3.7)


def test_partner_size_equals_a_loop(view):
    for row in range(view.facts.n_cities):
        partners = [view.facts.log_size[b] for a, b in both_ways(view) if a == row]
        if partners:
            assert view.partner_size[row] == pytest.approx(np.mean(partners), rel=1e-5)
        else:
            assert np.isnan(view.partner_size[row])
            assert view.taste_for_size[row] == 0


def test_neighbours_equal_a_search_over_all_linked_places(view):
    facts = view.facts
    rows = np.arange(facts.n_cities)
    found = view.neighbours(rows)
    for row in rows[::7]:
        cosine = np.clip(facts.xyz[view.linked].astype(float) @ facts.xyz[row], -1, 1)
        distance = ROUNDED_RADIUS_KM * np.arccos(cosine)
        distance[view.linked == row] = 0
        nearest = np.sort(distance)[:N_NEIGHBOURS]
        listed = np.where(np.isinf(found.near_km[row]), 0, found.near_km[row])
        assert np.sort(listed) == pytest.approx(nearest, abs=3.0)
        gap = np.linalg.norm(facts.like_space[view.linked] - facts.like_space[row], axis=1)
        best = np.exp(-(np.sort(gap)[:N_NEIGHBOURS] ** 2) / 2)
        assert found.alike_weight[row][1:] == pytest.approx(best[1:], abs=1e-4)


def test_neighbours_leave_the_place_itself_out(view):
    rows = view.linked
    found = view.neighbours(rows)
    itself = view.linked[found.near] == rows[:, None]
    assert itself.any(axis=1).all()
    assert np.isinf(found.near_km[itself]).all()
    assert not found.close[itself].any()
    assert not found.wide[itself].any()
    assert not found.alike_weight[view.linked[found.alike] == rows[:, None]].any()


def test_prepared_neighbours_equal_computed_ones(planted, view):
    rows = np.array([7, 3, 200, 90, 12])
    for ready in ([3, 90], [3, 7, 12, 90, 200], [5]):
        prepared = view_of(planted)
        prepared.prepare(np.array(ready))
        for kept, computed in zip(prepared.neighbours(rows), view.neighbours(rows), strict=True):
            assert np.array_equal(kept, computed)


def test_node_ties_equal_a_loop(view):
    facts = view.facts
    n_cells = len(facts.cell_centres)
    cosine = np.clip(facts.cell_centres @ facts.cell_centres.T, -1, 1)
    cells = np.exp(-((ROUNDED_RADIUS_KM * np.arccos(cosine) / 120.0) ** 2) / 2)
    cells[cells < 1e-2] = 0
    sizes = np.array(
        [[1, 0.5, 0.1, 0.02], [0.5, 1, 0.5, 0.1], [0.1, 0.5, 1, 0.5], [0.02, 0.1, 0.5, 1]]
    )

    def kernel(a: int, b: int) -> float:
        return float(cells[a // N_SIZES, b // N_SIZES] * sizes[a % N_SIZES, b % N_SIZES])

    node = int(facts.node[0])
    ties = np.zeros(n_cells * N_SIZES)
    ends, places = np.zeros((2, n_cells * N_SIZES))
    for target in range(len(ties)):
        for a, b in both_ways(view):
            ties[target] += kernel(node, int(facts.node[a])) * kernel(target, int(facts.node[b]))
            ends[target] += kernel(target, int(facts.node[a]))
        places[target] = sum(kernel(target, int(one)) for one in facts.node)
    assert view.node_ties(node) == pytest.approx(np.log(ties + 0.02), abs=1e-3)
    degree = np.log(ends + 0.1) - np.log(places + 1)
    assert view.node_degree == pytest.approx(degree, abs=1e-3)


def test_cell_ties_are_symmetric_and_finite(view):
    for against, mass in view.cell_ties:
        assert np.isfinite(against).all()
        assert against == pytest.approx(against.T, abs=1e-4)
        assert mass == pytest.approx(mass.T, abs=1e-4)


def arrays(view: LinkView) -> dict[str, np.ndarray]:
    near = view.neighbours(np.arange(view.facts.n_cities))
    (a, b), (d, e) = view.cell_ties
    names = (
        "degree", "linked", "country_links", "affinity", "region_to_country", "subregion_total",
        "kindred_countries", "size_curve", "size_offset", "partner_size", "taste_for_size",
        "node_degree",
    )  # fmt: skip
    found = {name: getattr(view, name) for name in names}
    found |= {"ties": np.stack([a, b, d, e]), "node": view.node_ties(3)}
    found |= {"near": near.near_km, "alike": near.alike_weight}
    return found | {"normalised": view.normalised.toarray()}


def test_link_that_is_not_among_the_ends_changes_nothing(planted, view, tmp_path):
    linked = {tuple(sorted(pair)) for pair in view.ends.tolist()}
    absent = next(pair for pair in product(range(20), range(20, 40)) if pair not in linked)
    ids = planted.atlas.city_ids
    more = (int(ids[absent[0]]), int(ids[absent[1]]))
    other = every_pair(type(planted.atlas).load(planted_world(tmp_path, more=[more])))
    assert len(other.graph.ends) == len(view.ends) + 1
    before, after = arrays(view), arrays(view_of(other, view.ends))
    felt = arrays(view_of(other))
    for name in before:
        assert np.array_equal(before[name], after[name], equal_nan=True), name
    assert not np.array_equal(before["degree"], felt["degree"])
    assert not np.array_equal(before["ties"], felt["ties"])
