import math

import networkx as nx
import numpy as np
import pytest

from matcher.world.graph import PartnershipGraph

ENDS = np.array([[0, 1], [0, 2], [1, 3], [2, 3], [3, 4], [2, 5]])


@pytest.fixture
def graph():
    return PartnershipGraph(7, ENDS)


def test_degree_and_partners_follow_the_links(graph):
    assert graph.degree.tolist() == [2, 2, 3, 3, 1, 1, 0]
    assert graph.partners(3).tolist() == [1, 2, 4]
    assert graph.partners(6).tolist() == []
    assert graph.linked.tolist() == [True] * 6 + [False]


def test_common_partner_weight_is_the_adamic_adar_index(graph):
    plain = nx.Graph(ENDS.tolist())
    expected = {v: s for _, v, s in nx.adamic_adar_index(plain, [(0, v) for v in range(1, 6)])}
    weight = graph.common_partner_weight(0)
    assert [weight[v] for v in range(1, 6)] == pytest.approx([expected[v] for v in range(1, 6)])
    assert weight[0] == 0


def test_third_step_weight_sums_over_walks_of_three(graph):
    adjacency = np.zeros((7, 7))
    for a, b in ENDS:
        adjacency[a, b] = adjacency[b, a] = 1
    degree = adjacency.sum(axis=1)
    expected = np.zeros(7)
    for u in range(7):
        for v in range(7):
            if v != 0 and adjacency[0, u] and adjacency[u, v]:
                for w in range(7):
                    if adjacency[v, w]:
                        expected[w] += 1 / math.sqrt(degree[u] * degree[v])
    expected[0] = 0
    assert graph.third_step_weight(0) == pytest.approx(expected)


def test_links_into_counts_links_with_any_of_some_places(graph):
    assert graph.links_into(np.array([0, 3])).tolist() == [0, 2, 2, 0, 1, 0, 0]
    assert graph.links_into(np.array([], dtype=int)).tolist() == [0] * 7


def test_changed_adds_and_drops_the_links_of_one_place_only(graph):
    changed = graph.changed(0, added=np.array([4, 1]), dropped=np.array([2]))
    assert changed.partners(0).tolist() == [1, 4]
    assert changed.partners(2).tolist() == [3, 5]
    assert graph.partners(0).tolist() == [1, 2]


def test_country_affinity_compares_links_with_what_totals_suggest():
    countries = np.array([0, 0, 1, 1, 2, 2, 2])
    affinity = PartnershipGraph(7, ENDS).country_affinity(countries, 3)
    links = np.zeros((3, 3))
    for a, b in ENDS:
        links[countries[a], countries[b]] += 1
        links[countries[b], countries[a]] += 1
    totals = links.sum(axis=1)
    expected = np.log((links + 1) / (np.outer(totals, totals) / totals.sum() + 1))
    assert affinity == pytest.approx(expected)
    assert affinity == pytest.approx(affinity.T)


def test_graph_without_links_has_no_weights():
    graph = PartnershipGraph(3, np.zeros((0, 2), dtype=int))
    assert graph.degree.tolist() == [0, 0, 0]
    assert graph.common_partner_weight(0).tolist() == [0, 0, 0]
    assert graph.third_step_weight(0).tolist() == [0, 0, 0]
