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
            assert not sides.one_fate(*whole(*pair), [WAR])


def test_states_on_different_sides_of_a_listed_war_share_no_fate(sides, shipped) -> None:
    table = shipped.table("war_sides").data.to_pylist()
    for war in {row[c.WAR] for row in table}:
        rows = [
            ((row[c.COUNTRY], row[c.ADMIN1_CODE]), row[c.SIDE])
            for row in table
            if row[c.WAR] == war
        ]
        for (one, mine), (other, theirs) in combinations(rows, 2):
            if mine != theirs:
                known = mine and theirs
                assert not known or war == "World War I" or sides.opposed(one[0], other[0])
                assert not sides.one_fate(other, one, [war])


def test_fate_is_shared_on_one_side_and_never_where_a_side_is_not_known(sides) -> None:
    assert sides.one_fate(*whole("GB", "RU"), [WAR])
    assert sides.one_fate(*whole("JP", "DE"), [WAR])
    assert not sides.one_fate(*whole("JP", "DE"), [WAR, "World War I"])
    assert not sides.one_fate(*whole("GB", "DE"), [WAR])
    assert not sides.one_fate(*whole("GB", "IT"), [WAR])  # Italy changed sides
    assert not sides.one_fate(*whole("ES", "VN"), [])  # each suffered in a war of its own
    assert not sides.one_fate(*whole("IT", "IT"), [])
    assert not sides.one_fate(*whole("ES", "VN"), ["a war"])
    assert not sides.one_fate(*whole("GB", "RU"), [WAR, ""])
    assert sides.one_fate(*whole("IT", "IT"), [WAR])


@pytest.mark.parametrize(
    ("moved", "other"),
    [
        (("RU", "23"), ("GB", "ENG")),  # Königsberg and Coventry
        (("RU", "23"), ("RU", "84")),  # and Volgograd
        (("PL", "72"), ("GB", "ENG")),  # Breslau
        (("PL", "72"), ("PL", "78")),  # and Warsaw
        (("FR", "44"), ("BE", "VLG")),  # Strasbourg
        (("UA", "15"), ("BY", "07")),  # Lviv and Vitebsk
    ],
)
def test_fate_is_not_shared_where_a_border_has_moved(sides, moved, other) -> None:
    assert not sides.one_fate(moved, other, [WAR])
    assert not sides.one_fate(other, moved, [WAR])
    assert not sides.one_fate(moved, moved, [WAR])


def test_war_of_two_states_ends_their_one_fate(sides) -> None:
    assert sides.opposed("PL", "RU")
    assert not sides.one_fate(*whole("PL", "RU"), [WAR])


def whole(*countries: str) -> list[tuple[str, str]]:
    """Return places of the countries, in regions that no row names."""
    return [(one, "00") for one in countries]
