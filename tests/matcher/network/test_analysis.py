from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import combinations

import numpy as np
import pytest

from matcher.documents.to_html import html
from matcher.errors import MatcherError
from matcher.naming.countries import Area
from matcher.network.analysis import Network
from matcher.network.communities import communities
from matcher.network.differences import differences
from matcher.network.measures import measure
from matcher.network.movement import movement
from matcher.network.published import KONECT, compare, rings, shuffled, thin_to
from matcher.network.scope import NetworkScope, read_scope
from matcher.reports.network import document
from matcher.reports.network_tables import tables
from tests.world import KOSTROMA

DAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def world(similar) -> Network:
    return similar.network(None, DAY)


def two_rings() -> np.ndarray:
    """Two groups of nine that are all linked with one another, and a path between them."""
    one, other = list(combinations(range(9), 2)), list(combinations(range(20, 29), 2))
    return np.array([*one, *other, (8, 10), (10, 20), (30, 31)], dtype=np.int64)


def test_rings_are_the_groups_in_which_all_are_linked():
    ends = two_rings()
    sizes, within = rings(ends)
    assert sizes == (9, 9)
    assert within.sum() == 72
    assert ends[~within].tolist() == [[8, 10], [10, 20], [30, 31]]
    assert rings(ends[~within])[0] == ()


def test_thinning_the_rings_meets_a_clustering_between_none_and_all():
    ends = two_rings()
    _, within = rings(ends)
    share, kept = thin_to(ends, within, 0.5)
    assert 0 < share < 1
    assert kept[~within].all()
    assert measure(ends[kept]).clustering == pytest.approx(0.5, abs=0.05)
    assert thin_to(ends, within, 1.0) is None


def test_shuffling_keeps_every_degree_and_mixes_the_partners():
    ends = two_rings()
    mixed = shuffled(ends)
    assert np.bincount(mixed.ravel()).tolist() == np.bincount(ends.ravel()).tolist()
    assert {tuple(pair) for pair in mixed.tolist()} != {tuple(pair) for pair in ends.tolist()}
    assert measure(mixed).clustering < measure(ends).clustering


@pytest.mark.parametrize("least", [5, 6])
def test_two_groups_are_two_communities(council, monkeypatch, least):
    monkeypatch.setattr("matcher.network.communities.LEAST_MEMBERS", least)
    rows = np.arange(council.world.place_facts.n_cities)
    ends = np.array([*combinations(range(5), 2), *combinations(range(6, 11), 2), (4, 6)])
    found = communities(
        NetworkScope("World", rows >= 0, ends, rows, (), rows), council.world.places
    )
    members = [one.members for one in found.found]
    assert members == ([(0, 1, 2, 3, 4), (6, 7, 8, 9, 10)] if least == 5 else [])
    assert [one.links for one in found.found] == [10] * len(members)
    assert found.smaller == 2 - len(members)
    assert found.agreement == 1.0
    # Ten links within each of two halves, of 21 links and 42 ends.
    assert found.modularity == pytest.approx(20 / 21 - 2 * (21 / 42) ** 2, abs=1e-6)


def test_missing_library_is_told_with_the_command_that_installs_it(council, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(MatcherError, match=r"twin-city-matcher\[network\]"):
        council.network(None, DAY)


def test_dated_links_are_counted_by_year(council):
    # 2000, 1968, 1988, 2017 and 1990; the proposal of 2014 is no link.
    world = movement(council.world, read_scope(council.world, None, DAY))
    assert (world.links, world.dated, world.first_year) == (5, 5, 1968)
    counted = [(one.year, one.links, one.cities) for one in world.periods]
    assert world.by_year == ((1968, 1), (1988, 1), (1990, 1), (2000, 1), (2017, 1))
    assert counted == [(1944, 0, 0), (1957, 0, 0), (1970, 1, 2), (2000, 4, 6), (None, 5, 7)]
    britain = movement(council.world, read_scope(council.world, Area("country", "GB"), DAY))
    assert (britain.links, britain.dated, britain.first_year) == (1, 1, 1968)


def test_world_is_reported_beside_the_published_network(world, similar):
    ends = similar.world.graph.ends
    assert world.measures == measure(ends)
    assert world.measures.nodes == similar.world.graph.linked.sum()
    by_name = {one.name: one.measures for one in world.comparison.variants}
    assert by_name["as held"] == world.measures
    assert by_name["shuffled"].wedges == world.measures.wedges
    assert by_name["between countries"].links == sum(one.links for one in world.ties)
    assert by_name["with unlinked ends"].links > world.measures.links + 2_000
    # What the page says of the rings: few links, most triangles, the published clustering between.
    rings_share = world.comparison.ring_links / world.measures.links
    assert rings_share < 0.05
    assert by_name["without rings"].triangles < 0.5 * world.measures.triangles
    published = KONECT["clustering"]
    assert by_name["without rings"].clustering < published < world.measures.clustering
    assert by_name["rings thinned"].clustering == pytest.approx(published, abs=0.002)


def test_differences_are_told_with_the_figures_of_the_variants(world):
    told = list(differences(world.measures, world.comparison))
    without = next(one for one in world.comparison.variants if one.name == "without rings")
    assert f"Without them clustering is {without.measures.clustering:.3f}" in told[1]
    share = round(100 * world.comparison.share_for_published)
    assert any(f"{share} % of the links within rings are kept" in one for one in told)
    at_its_wedges = 3 * world.measures.triangles / KONECT["wedges"]
    between = KONECT["clustering"] < at_its_wedges < world.measures.clustering
    assert ("larger hubs explain" in told[-1]) is between
    assert f"a clustering of {at_its_wedges:.3f}" in told[-1]


def test_places_and_countries_add_up_to_the_links(world, similar):
    assert sum(one.degree for one in world.places) == 2 * world.measures.links
    assert sum(one.abroad + 2 * one.within for one in world.countries) == 2 * world.measures.links
    assert world.places[0].degree == world.measures.max_degree
    members = [row for one in world.communities.found for row in one.members]
    assert len(members) == len(set(members))
    free = [one.population for one in world.unlinked]
    assert free == sorted(free, reverse=True)
    rows = [similar.world.atlas.row(one.city_id) for one in world.unlinked]
    assert similar.world.graph.degree[rows].tolist() == [0] * len(rows)


def test_published_figures_agree_with_one_another():
    closed = 3 * KONECT["triangles"] / KONECT["wedges"]
    assert closed == pytest.approx(KONECT["clustering"], abs=1e-5)
    assert 2 * KONECT["links"] / KONECT["nodes"] == pytest.approx(KONECT["mean_degree"], abs=1e-5)


def test_area_has_no_comparison_and_its_own_places(council):
    found = council.network(Area("country", "RU"), DAY)
    assert found.comparison is None
    assert {one.place.country for one in found.places} == {"RU"}
    assert found.places[0].place.city_id == KOSTROMA
    assert (found.places[0].degree, found.places[0].countries) == (3, 3)
    russia = found.countries[0]
    assert (russia.name, russia.abroad, russia.within, russia.partners) == ("Russia", 5, 0, 5)


def test_comparison_is_the_same_again(world, similar):
    assert compare(similar.world) == world.comparison


def test_page_of_the_world_shows_its_communities_and_ties_beyond_chance(world):
    page = html(document(world)).decode()
    leading = world.communities.found[0]
    assert f"1. around {leading.leading.name}" in page
    assert f"{leading.places:,}" in page
    assert "Furthest above expectation" in page
    assert "none beyond chance" not in page
    held = csv.DictReader(io.StringIO(tables(world)["communities.csv"]))
    rows = [(int(one["leading_id"]), int(one["places"])) for one in held]
    assert rows == [(one.leading.city_id, one.places) for one in world.communities.found]
    assert sum(one.places for one in world.communities.found) <= world.measures.nodes
