from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.network.measures import largest_component, measure


def random_links(seed: int, n: int = 30, m: int = 60) -> np.ndarray:
    rng = np.random.default_rng(seed)
    pairs = {tuple(sorted(rng.choice(n, 2, replace=False).tolist())) for _ in range(m)}
    return np.array(sorted(pairs), dtype=np.int64) * 7 + 3


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_measures_are_those_of_networkx(seed):
    ends = random_links(seed)
    graph = nx.Graph(ends.tolist())
    found = measure(ends)
    assert (found.nodes, found.links) == (graph.number_of_nodes(), graph.number_of_edges())
    assert found.components == nx.number_connected_components(graph)
    assert found.largest_component == max(map(len, nx.connected_components(graph)))
    assert found.triangles == sum(nx.triangles(graph).values()) // 3
    assert found.clustering == pytest.approx(nx.transitivity(graph))
    expected = nx.degree_pearson_correlation_coefficient(graph)
    assert found.assortativity == pytest.approx(expected)


def test_star_and_ring_are_measured_by_hand():
    star = measure(np.array([[0, 1], [0, 2], [0, 3]]))
    assert (star.max_degree, star.wedges, star.clustering) == (3, 3, 0.0)
    assert star.assortativity == pytest.approx(-1.0)
    # Degrees 1, 1, 1, 3: the mean difference of two is 1, over twice the mean of 1.5.
    assert star.degree_gini == pytest.approx(0.25)
    ring = measure(np.array([[0, 1], [1, 2], [0, 2]]))
    assert (ring.triangles, ring.clustering, ring.degree_gini) == (1, 1.0, 0.0)
    assert np.isnan(ring.assortativity)


def test_no_link_at_all_is_measured_without_a_warning():
    none = measure(np.zeros((0, 2), dtype=np.int64))
    assert (none.nodes, none.links, none.components, none.largest_component) == (0, 0, 0, 0)
    assert np.isnan(none.clustering)
    assert len(largest_component(np.zeros((0, 2), dtype=np.int64))) == 0


def test_largest_component_keeps_its_links_alone():
    ends = np.array([[1, 2], [5, 6], [6, 7], [8, 9]])
    assert largest_component(ends).tolist() == [[5, 6], [6, 7]]
