"""War history: what war did to both places, as levels and by war."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from matcher.ranking.criteria.component import Component, Finding
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import GRADES, MODERN_WAR_FROM, WAR_LEVELS
from matcher.world.place_facts import fate_bit

_FATES = ("bombed", "destroyed", "besieged", "fought over", "site of a massacre", "honoured")
_SUFFERED = _FATES[:3] + _FATES[4:5]
"""What was done to a place; a battle or an honour may stand for opposite sides."""

_ONE_FATE = frozenset({"destroyed", "site of a massacre"})
"""What may be said to be one fate where one war did it to both, on one side."""

_ONE_FATE_BITS = sum(1 << bit for bit, name in enumerate(_FATES) if name in _ONE_FATE)

_LEVEL_NAMES = {level: name for name, level in WAR_LEVELS.items()}


def _one_fate(pairs: Pairs, position: int) -> bool:
    """Tell whether the two places may be said to share a fate, see :class:`WarSides`.

    No fate is shared where the two states fight today, or one was attacked from the other.
    """
    states = pairs.place_facts.states
    if states.fighting(pairs.query_country, pairs.candidate_country(position), pairs.date):
        return False
    ends = pairs.details("city_war"), pairs.details("city_war", position)
    mine, theirs = ({row[c.WAR] for row in rows if _suffered(row)} for rows in ends)
    places = (
        (pairs.query_country, str(pairs.fact(c.ADMIN1_CODE))),
        (pairs.candidate_country(position), str(pairs.fact(c.ADMIN1_CODE, position))),
    )
    return states.sides.one_fate(*places, mine & theirs)


def _suffered(row: Mapping[str, Any]) -> bool:
    """Tell whether a modern war touched a place; an honour names no side."""
    modern = row[c.YEAR_TO] == 0 or row[c.YEAR_TO] >= MODERN_WAR_FROM
    return bool(modern and row[c.WAR_LEVEL] > WAR_LEVELS["honoured"])


def _level(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.war_level)
    # Two places that war destroyed are kindred; two that saw a battle once are hardly so.
    result: Array = np.sqrt(mine * theirs) / 5.0 * (1.0 - np.abs(mine - theirs) / 5.0)
    return result


def _level_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.details("city_war"), pairs.details("city_war", position)
    facts = {"query": gravest_fact(mine), "candidate": gravest_fact(theirs)}
    # Bombs and battles may have come from each other's side; destruction is one fate.
    both = min(facts["query"]["level"], facts["candidate"]["level"])
    destroyed = both == WAR_LEVELS["destroyed"]
    one = destroyed and facts["query"]["war"] == facts["candidate"]["war"]
    code = "war_alike" if one and _one_fate(pairs, position) else "war_levels"
    return Finding(code, facts, _grade(mine + theirs))


def _grade(rows: list[dict[str, Any]]) -> str:
    return max((row[c.GRADE] for row in rows), key=GRADES.index, default="measured")


def gravest_fact(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Name the gravest fact of a place: its level, its kind, the war and the years."""
    gravest = max(rows, key=lambda row: (row[c.WAR_LEVEL], row[c.WAR] != "", row[c.YEAR_TO]))
    return {
        "level": gravest[c.WAR_LEVEL],
        "level_name": _LEVEL_NAMES[gravest[c.WAR_LEVEL]],
        "kind": gravest[c.WAR_KIND],
        "war": gravest[c.WAR],
        "year_from": gravest[c.YEAR_FROM],
        "year_to": gravest[c.YEAR_TO],
    }


def _fate(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.war_fates)
    shared = np.bitwise_count(theirs & mine)
    rendered = np.bitwise_count(theirs | mine)
    known = (theirs > 0) & (mine > 0)
    return np.where(known, shared / np.maximum(rendered, 1), np.nan)


def _fate_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.both(pairs.place_facts.war_fates)
    both = int(mine & theirs[position])
    fates = [name for bit, name in enumerate(_FATES) if both & (1 << bit) and name in _SUFFERED]
    if not fates:
        return None
    ends = pairs.details("city_war"), pairs.details("city_war", position)
    # One checked fact of each place is enough for what both suffered.
    known = [[row[c.GRADE] for row in rows if fate_bit(row[c.WAR_KIND]) & both] for rows in ends]
    grade = max((min(grades, key=GRADES.index) for grades in known), key=GRADES.index)
    alike = both & _ONE_FATE_BITS
    wars = [{row[c.WAR] for row in rows if fate_bit(row[c.WAR_KIND]) & alike} for rows in ends]
    one = not wars[0].isdisjoint(wars[1]) and _one_fate(pairs, position)
    code = "war_fate" if one else "war_both"
    return Finding(code, {"fates": fates}, grade)


def _same_war(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.war_level)
    if not np.isfinite(mine):
        return np.full(len(pairs), np.nan)
    value = pairs.place_facts.shares_war(pairs.query)[pairs.rows].astype(np.float64)
    value[~np.isfinite(theirs)] = np.nan
    return value


def _same_war_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.details("city_war"), pairs.details("city_war", position)
    wars = {row[c.WAR] for row in mine} & {row[c.WAR] for row in theirs} - {""}
    if not wars:
        return None
    rows = [row for row in mine + theirs if row[c.WAR] in wars]
    return Finding("war_same", {"wars": sorted(wars)}, _grade(rows))


def _bombs(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.BOMB_TONS))
    return np.where(
        np.isfinite(mine) & np.isfinite(theirs),
        np.minimum(np.log1p(mine), np.log1p(theirs)) / np.log1p(10_000.0),
        np.nan,
    ).clip(max=1.0)


def _bombs_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.BOMB_TONS), pairs.fact(c.BOMB_TONS, position)
    code = "bombs_both" if _one_fate(pairs, position) else "bombs_recorded"
    return Finding(code, {"query_tons": round(mine), "candidate_tons": round(theirs)})


COMPONENTS = (
    Component("war_history.level", 4.0, _level, _level_finding),
    Component("war_history.fate", 1.0, _fate, _fate_finding),
    Component("war_history.same_war", 1.0, _same_war, _same_war_finding),
    Component("war_history.bombs", 0.5, _bombs, _bombs_finding),
)
