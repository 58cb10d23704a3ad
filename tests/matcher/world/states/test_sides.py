"""Who stood on which side of a modern war."""

from __future__ import annotations

from itertools import combinations

import pytest

from matcher.tables import columns as c
from matcher.world.states.sides import WarSides

WAR = "World War II"


@pytest.fixture(scope="module")
def sides(shipped) -> WarSides:
    return WarSides(shipped)


def test_states_that_the_record_has_at_war_share_no_fate(sides, shipped) -> None:
    fought = {
        (row["country_a"], row["country_b"])
        for row in shipped.table("state_relations").data.to_pylist()
        if row["kind"] in ("at_war", "armed_conflict", "ceasefire")
    }
    assert {("RU", "UA"), ("AM", "AZ")} <= fought
    for one, other in fought:
        for pair in ((one, other), (other, one)):
            assert sides.opposed(*pair)
            assert not sides.one_fate(*pair, [WAR])


def test_states_on_different_sides_of_a_listed_war_share_no_fate(sides, shipped) -> None:
    table = shipped.table("war_sides").data.to_pylist()
    for war in {row[c.WAR] for row in table}:
        rows = [(row[c.COUNTRY], row[c.SIDE]) for row in table if row[c.WAR] == war]
        for (one, mine), (other, theirs) in combinations(rows, 2):
            if mine != theirs:
                assert war == "World War I" or sides.opposed(one, other)
                assert not sides.one_fate(other, one, [war])


def test_fate_is_shared_on_one_side_and_never_where_a_side_is_not_known(sides) -> None:
    assert sides.one_fate("GB", "RU", [WAR])
    assert sides.one_fate("JP", "DE", [WAR])
    assert not sides.one_fate("JP", "DE", [WAR, "World War I"])
    assert not sides.one_fate("GB", "DE", [WAR])
    assert not sides.one_fate("GB", "IT", [WAR])  # Italy changed sides
    assert not sides.one_fate("ES", "VN", [])  # each suffered in a war of its own
    assert not sides.one_fate("IT", "IT", [])
    assert not sides.one_fate("ES", "VN", ["a war"])
    assert not sides.one_fate("GB", "RU", [WAR, ""])
    assert sides.one_fate("IT", "IT", [WAR])
