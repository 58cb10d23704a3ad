"""Which facts of wars are told."""

from __future__ import annotations

from typing import Any

from matcher.world.wars import told_wars


def fact(kind: str, war: str, battle: str, first: int, last: int) -> dict[str, Any]:
    return {"war_kind": kind, "war": war, "battle": battle, "year_from": first, "year_to": last}


KIEV = fact("battle", "World War II", "Kiev", 1941, 1941)
NAMELESS = fact("battle", "World War II", "", 1941, 1941)
WHOLE = fact("siege", "Irish wars", "", 1649, 1689)
LIMERICK = fact("battle", "British Civil Wars", "Limerick", 1651, 1651)
NAPOLEON = fact("battle", "Napoleonic Wars", "", 1805, 1815)
DRESDEN = fact("battle", "Napoleonic Wars (War of Liberation)", "Dresden", 1813, 1813)
CIVIL = fact("battle", "Russian Civil War", "", 1918, 1920)
POLISH = fact("battle", "Russo-Polish War", "Kiev", 1920, 1920)
GRAVE = fact("heavily_bombed", "World War II", "", 1939, 1945)


def test_one_event_is_told_once() -> None:
    assert told_wars([KIEV, NAMELESS]) == [KIEV]
    assert told_wars([WHOLE, LIMERICK]) == [LIMERICK]
    assert told_wars([NAPOLEON, DRESDEN]) == [DRESDEN]


def test_what_no_other_row_tells_stays() -> None:
    for rows in ([NAMELESS], [WHOLE], [CIVIL, POLISH], [GRAVE, KIEV]):
        assert told_wars(rows) == rows
