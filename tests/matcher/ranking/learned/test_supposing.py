"""Supposed facts as the learned ranker reads them, over the shipped tables."""

from __future__ import annotations

from copy import copy

import numpy as np
import pytest
from matcher.ranking.learned.additive import PARTS, JointNetworks

from matcher.decisions.supposition import supposed
from matcher.mandate.model import Mandate
from matcher.ranking.learned.linkview import HABITS, LinkView
from matcher.ranking.learned.pairfeatures import FEATURES, GROUPS
from matcher.ranking.learned.pairwalks import Reader
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.score_table import UNIT_WEIGHTS

TIER = {"name": "CIS", "countries": ["TM", "AZ", "UZ"]}
CHANGES = {
    "river_known": (2, {"geography"}),
    "universities": (9, {"economy"}),
    "heritage": (3, {"culture"}),
    "airport_km": (400, {"reach"}),
    "war_known": (5, {"war_history"}),
    "population": (20_000, {"size", "network"}),
    "role": (0, {"size", "network"}),
}
"""A change of one fact a kind, and the criteria that may hear of it."""


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


def parts_that_hear(service, before, after):
    changed = service.engine.ranker.contributions(
        after, UNIT_WEIGHTS
    ) != service.engine.ranker.contributions(before, UNIT_WEIGHTS)
    return {part for part, moved in zip(PARTS, changed.any(axis=0), strict=True) if moved}


def grouping_is_true(service, pairs):
    """Check by facts alone: a change is heard by the criteria it speaks for, and the remainder."""
    for code, (_, criteria) in CHANGES.items():
        before, after = told(service, pairs, code)
        heard = parts_that_hear(service, before, after)
        if not heard or heard - criteria - {"combination"}:
            return False
    return True


@pytest.mark.parametrize("code", CHANGES)
def test_supposed_fact_changes_the_features_of_its_place_alone(service, pairs, code):
    before, after = told(service, pairs, code)
    moved = ~np.isclose(before, after, rtol=0, atol=0, equal_nan=True)
    at = subject(pairs, code)
    assert moved[at].any()
    assert not np.delete(moved, at, axis=0).any()
    names = {FEATURES[column] for column in np.flatnonzero(moved[at])}
    assert names <= {name for key in CHANGES[code][1] for name in GROUPS[key]}


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
    other._recent = other._walks = None
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


def test_every_fact_speaks_for_its_own_criterion(service, pairs):
    assert grouping_is_true(service, pairs)


@pytest.mark.parametrize(
    ("one", "other"), [("universities", "river_state"), ("airport_km", "heritage_sites")]
)
def test_two_features_that_swap_their_criterion_are_caught(service, pairs, monkeypatch, one, other):
    """Seed the defect where it would hide: in the columns that the parts' networks read."""
    order = np.arange(2 * len(FEATURES))
    a, b = (2 * FEATURES.index(name) + np.arange(2) for name in (one, other))
    order[a], order[b] = b, a
    read = JointNetworks.parts
    monkeypatch.setattr(JointNetworks, "parts", lambda self, Z: read(self, Z[..., order]))
    assert not grouping_is_true(service, pairs)
