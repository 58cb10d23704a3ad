"""Supposed facts as the learned ranker reads them, over the shipped tables."""

from __future__ import annotations

from copy import copy

import numpy as np
import pytest

from matcher.decisions.supposition import supposed
from matcher.mandate.model import Mandate
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.learned.drivers import DRIVERS
from matcher.ranking.learned.linkview import HABITS, LinkView
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.pairwalks import Reader
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.records.criteria import CRITERIA

TIER = {"name": "CIS", "countries": ["TM", "AZ", "UZ"]}
CHANGES = {
    "river_known": (2, {"places"}, {"geography"}),
    "universities": (9, {"places"}, {"economy"}),
    "heritage": (3, {"places"}, {"culture"}),
    "airport_km": (400, {"places"}, {"economy", "reach"}),
    "war_known": (5, {"places"}, {"war_history"}),
    "population": (20_000, {"size", "like_cities", "countries"}, {"size", "economy"}),
    "role": (0, {"size", "like_cities"}, {"size"}),
}
"""A change of one fact a kind, and the drivers and criteria that may hear of it."""

NAMES = (*FEATURES, *(one.key for one in COMPONENTS), "depth")
"""Names of the ranker's features, in their order."""


@pytest.fixture(scope="module")
def pairs(service):
    kept = service.what_if(Mandate.parse({"city": "543878", "date": "2026-04-26", "tiers": [TIER]}))
    score_table = kept.score_tables[0]
    best = score_table.order(kept.weights, 40)
    return service.engine.pairs(kept.resolved, score_table.rows[best])


def subject(pairs, code):
    """Return the position of the best candidate of which the fact can be supposed."""
    unknown = {"river_known": "river_state", "war_known": "war_level"}
    if code not in unknown:
        return 0
    values = getattr(pairs.place_facts, unknown[code])[pairs.rows]
    return int(np.flatnonzero(np.isnan(values))[0])


def told(service, pairs, code):
    """Return the features as they are and with one fact of a candidate changed."""
    row = int(pairs.rows[subject(pairs, code)])
    before = service.engine.ranker.features(pairs)
    return before, service.engine.ranker.features(supposed(pairs, row, code, CHANGES[code][0]))


@pytest.mark.parametrize("code", CHANGES)
def test_supposed_fact_changes_the_features_of_its_place_alone(service, pairs, code):
    before, after = told(service, pairs, code)
    moved = ~np.isclose(before, after, rtol=0, atol=0, equal_nan=True)
    at = subject(pairs, code)
    assert moved[at].any()
    assert not np.delete(moved, at, axis=0).any()
    names = {NAMES[column] for column in np.flatnonzero(moved[at])}
    _, drivers, criteria = CHANGES[code]
    expected = {name for key in drivers for name in DRIVERS[key]}
    expected |= {one.key for one in COMPONENTS if one.criterion in criteria}
    assert names <= expected
    assert names & set(FEATURES)
    assert names - set(FEATURES)


@pytest.mark.parametrize("code", CHANGES)
def test_supposed_fact_reads_as_a_world_made_anew_with_it(service, pairs, code):
    """Facts of all places anew, over the habits that partnerships teach as they are."""
    at, ranker = subject(pairs, code), service.engine.ranker
    _, found = told(service, pairs, code)
    changed = supposed(pairs, int(pairs.rows[at]), code, CHANGES[code][0])
    known = ranker.reader(pairs.graph).view
    facts = PlaceFeatures(changed.place_facts)
    view = LinkView(facts, pairs.graph.ends)
    for name in HABITS:
        view.__dict__[name] = getattr(known, name)
    view.prepare(ranker.pool)
    other = copy(ranker)
    other.facts, other._graph_reader = facts, (pairs.graph, Reader(view, ranker.expected))
    other._recent = other._walks = other._bands = None
    expected = other.features(changed)
    # The ranks of other places shift by one at most; neighbours are kept in half precision.
    ranks = [at for at, name in enumerate(FEATURES) if name.startswith("rank_")]
    assert np.array_equal(found[at, ranks], expected[at, ranks], equal_nan=True)
    found[:at, ranks] = found[at + 1 :, ranks] = 0
    expected[:at, ranks] = expected[at + 1 :, ranks] = 0
    assert found == pytest.approx(expected, rel=1e-2, abs=1e-2, nan_ok=True)


def test_population_moves_the_rank_of_its_place(service, pairs):
    row = int(pairs.rows[0])
    changed = supposed(pairs, row, "population", 40_000)
    facts = service.engine.ranker.facts.supposing(changed.place_facts)
    country = service.world.place_facts.country
    people = np.nan_to_num(service.world.place_facts.population, nan=300.0)
    people[row] = 0
    ahead = ((country == country[row]) & (people > 40_000)).sum()
    assert facts.rank_in_country[row] == pytest.approx(np.log1p(ahead))
    assert service.engine.ranker.facts.rank_in_country[row] != facts.rank_in_country[row]


def test_supposing_leaves_the_ranker_as_it_is(service, pairs):
    before = service.engine.ranker.features(pairs)
    for code in CHANGES:
        told(service, pairs, code)
    assert np.array_equal(service.engine.ranker.features(pairs), before, equal_nan=True)


@pytest.mark.parametrize("code", CHANGES)
def test_fact_is_heard_by_its_criteria_alone_and_by_its_drivers(service, pairs, code):
    before, after = told(service, pairs, code)
    at, ranker = subject(pairs, code), service.engine.ranker
    _, drivers, criteria = CHANGES[code]
    parts = [ranker.contributions(X, {})[at, : len(CRITERIA)] for X in (before, after)]
    heard = {key for key, one, other in zip(CRITERIA, *parts, strict=True) if one != other}
    assert heard
    assert heard <= criteria
    habit = ranker.habit(np.stack([before[at], after[at]]))
    effects = [ranker.drivers(X)[at] for X in (before, after)]
    assert [sum(one.values()) for one in effects] == pytest.approx(habit.tolist(), abs=1e-9)
    # A driver that hears nothing itself still speaks with those that do: its effect may move.
    assert any(effects[0][key] != effects[1][key] for key in drivers)
