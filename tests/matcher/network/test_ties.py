from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy.stats import poisson

from matcher.errors import MandateError
from matcher.naming.countries import Area
from matcher.network.scope import read_scope
from matcher.network.ties import (
    expected_links,
    gaps,
    link_counts,
    poisson_interval,
    surpluses,
    ties_of,
)

DAY = dt.date(2026, 1, 1)


def test_counts_are_symmetric_and_count_a_link_within_once():
    unit = np.array([0, 0, 1, 2])
    ends = np.array([[0, 1], [0, 2], [1, 2], [2, 3]])
    assert link_counts(unit, ends, 3).tolist() == [[1, 2, 0], [2, 0, 1], [0, 1, 0]]


def test_expectation_keeps_the_totals_and_leaves_links_within_out():
    rng = np.random.default_rng(4)
    counts = rng.integers(0, 40, (6, 6))
    counts = np.triu(counts) + np.triu(counts, 1).T
    home = np.arange(6)
    expected = expected_links(counts, home)
    assert np.diag(expected).tolist() == [0.0] * 6
    abroad = counts - np.diag(np.diag(counts))
    assert expected.sum(axis=1) == pytest.approx(abroad.sum(axis=1), rel=1e-6)
    assert expected == pytest.approx(expected.T)


def test_expectation_of_products_is_the_products():
    x = np.array([3.0, 2.0, 5.0, 1.0])
    home = np.arange(4)
    counts = np.outer(x, x)
    np.fill_diagonal(counts, 7)
    expected = expected_links(counts, home)
    away = home[:, None] != home[None, :]
    assert expected[away] == pytest.approx(np.outer(x, x)[away], rel=1e-6)


def test_region_has_no_expectation_with_the_rest_of_its_country():
    counts = np.array([[0, 4, 9], [4, 0, 5], [9, 5, 0]])
    expected = expected_links(counts, np.array([0, 1, 0]))
    assert expected[0, 2] == 0.0
    assert expected[0, 1] > 0


def test_country_without_links_has_no_expectation():
    counts = np.array([[0, 4, 0], [4, 0, 0], [0, 0, 0]])
    assert expected_links(counts, np.arange(3)).tolist() == [[0, 4, 0], [4, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("links", [0, 1, 10, 300])
def test_interval_leaves_one_in_forty_on_either_side(links):
    low, high = poisson_interval(np.array([links]))
    assert poisson.cdf(links, high[0]) == pytest.approx(0.025)
    if links:
        assert poisson.sf(links - 1, low[0]) == pytest.approx(0.025)
    else:
        assert low[0] == 0.0


def test_ties_of_the_tables_hold_together(similar):
    world = read_scope(similar.world, None, DAY)
    ties = ties_of(similar.world.graph.ends, world)
    country = similar.world.place_facts.country[similar.world.graph.ends]
    assert sum(tie.links for tie in ties) == int((country[:, 0] != country[:, 1]).sum())
    assert all(tie.ratio_low <= tie.ratio <= tie.ratio_high for tie in ties)
    by_name = {frozenset((tie.one, tie.other)): tie for tie in ties}
    # Long reconciled neighbours, and two that hardly know each other.
    assert by_name[frozenset(("France", "Germany"))] in surpluses(ties, 5)
    assert by_name[frozenset(("China", "Germany"))] in gaps(ties, 10)
    assert all(tie.ratio_high < 1 for tie in gaps(ties, 20))
    assert all(tie.ratio_low > 1 for tie in surpluses(ties, 20))


def test_chance_alone_tells_hardly_any_tie(similar):
    world = read_scope(similar.world, None, DAY)
    rng = np.random.default_rng(1)
    ends = similar.world.graph.ends
    # Partners mixed at random: the totals alone decide, but for links within a country.
    mixed = np.column_stack([ends[:, 0], rng.permutation(ends[:, 1])])
    mixed = np.where(rng.random(len(mixed))[:, None] < 0.5, mixed, mixed[:, ::-1])
    ties = ties_of(mixed, world)
    told = [tie for tie in ties if tie.told]
    really = [tie for tie in ties_of(ends, world) if tie.told]
    assert len(told) < 0.1 * len(really)


def test_scope_of_a_country_a_region_a_continent_and_a_bloc(similar):
    country = similar.world.place_facts.country
    index = similar.world.place_facts.country_index
    italy = read_scope(similar.world, Area("country", "IT"), DAY)
    assert italy.name == "Italy"
    assert (country[italy.ends] == index["IT"]).any(axis=1).all()
    touching = (country[similar.world.graph.ends] == index["IT"]).any(axis=1).sum()
    assert len(italy.ends) == touching
    carolina = read_scope(similar.world, Area("region", "US.NC"), DAY)
    assert carolina.name == "North Carolina"
    assert carolina.units[-1] == "North Carolina"
    assert 0 < carolina.inside.sum() < (country == index["US"]).sum()
    assert {tie.one for tie in ties_of(similar.world.graph.ends, carolina)} == {"North Carolina"}
    assert read_scope(similar.world, Area("continent", "EU"), DAY).inside.sum() > 90_000
    bloc = read_scope(similar.world, Area("bloc", "CIS"), DAY)
    assert set(country[bloc.inside]) >= {index["RU"], index["TM"]}
    assert not bloc.whole


def test_area_without_a_place_is_refused(council):
    with pytest.raises(MandateError, match="no known place"):
        read_scope(council.world, Area("region", "US.ZZ"), DAY)
