"""Physical geography: rivers, sea, height and climate."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.ranking.criteria.component import Component, Finding, closeness, shared_trait
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import GRADES
from matcher.text.normalise import without_mark
from matcher.world.place_facts import NEAR_COAST_KM, NEAR_PORT_KM

_RIVER_VALUES = np.array(
    [
        [0.50, 0.20, 0.10],
        [0.20, 0.60, 0.65],
        [0.10, 0.65, 0.85],
    ]
)
"""Likeness of two places on no river (0), near one (1) or on one (2), rivers differing."""


_ALIKE_C, _APART_C = 3, 10
"""Degrees within which each month is alike, and beyond which both together are told apart."""


def _river(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.river_state)
    if np.isnan(mine):
        return np.full(len(pairs), np.nan)
    known = np.isfinite(theirs)
    value = np.where(
        known, _RIVER_VALUES[int(mine), np.where(known, theirs, 0).astype(int)], np.nan
    )
    shared = pairs.place_facts.shares_river(pairs.query)[pairs.rows]
    value[shared] = 1.0
    return value


def _rivers_of(rows: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    on = [row[c.RIVER] for row in rows if row[c.RELATION] == "on"]
    near = [row[c.RIVER] for row in rows if row[c.RELATION] == "near"]
    return on, near


def _told(rivers: list[str]) -> list[str]:
    return [without_mark(one) for one in rivers]


def _river_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.details("city_rivers"), pairs.details("city_rivers", position)
    my_on, my_near = _rivers_of(mine)
    their_on, their_near = _rivers_of(theirs)
    grade = max((row[c.GRADE] for row in mine + theirs), key=GRADES.index)
    shared = sorted(set(my_on + my_near) & set(their_on + their_near))
    facts: dict[str, Any] = {
        "query": _told(my_on or my_near),
        "candidate": _told(their_on or their_near),
    }
    if shared:
        return Finding("river_same", {"rivers": _told(shared)}, grade)
    if my_on and their_on:
        return Finding("river_both", facts, grade)
    if facts["query"] and facts["candidate"]:
        return Finding("river_near", facts, grade)
    if facts["query"]:
        return Finding("river_query_only", facts, grade)
    if facts["candidate"]:
        return Finding("river_candidate_only", facts, grade)
    return Finding("river_neither", {}, grade)


def _coast(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.COAST_KM))
    return closeness(np.log1p(mine), np.log1p(theirs), 1.0)


def _coast_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.COAST_KM), pairs.fact(c.COAST_KM, position)
    facts = {"query_km": round(mine), "candidate_km": round(theirs)}
    if (mine <= NEAR_COAST_KM) == (theirs <= NEAR_COAST_KM):
        return Finding("coast_both" if mine <= NEAR_COAST_KM else "inland_both", facts)
    return Finding("coast_other", facts)


def _where_surveyed(pairs: Pairs, values: Array) -> Array:
    """Blank the values of places that were never laid over the maps: their coast is unknown."""
    mine, theirs = pairs.both(pairs.place_facts.number(c.COAST_KM))
    return np.where(np.isfinite(mine) & np.isfinite(theirs), values, np.nan)


def _port(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.SEAPORT_KM))
    return _where_surveyed(pairs, shared_trait(mine <= NEAR_PORT_KM, theirs <= NEAR_PORT_KM))


def _port_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.SEAPORT_KM), pairs.fact(c.SEAPORT_KM, position)
    if mine <= NEAR_PORT_KM and theirs <= NEAR_PORT_KM:
        return Finding("port_both", {**_port_name(pairs, "query", None),
                                     **_port_name(pairs, "candidate", position)})  # fmt: skip
    return None


def _port_name(pairs: Pairs, key: str, position: int | None) -> dict[str, Any]:
    """Name a port, with the city's id where it bears the city's name, for other languages."""
    port, city = pairs.fact(c.SEAPORT, position), pairs.fact(c.NAME, position)
    named = {f"{key}_city": pairs.fact(c.CITY_ID, position)} if port == city else {}
    return {key: port, **named}


def _lake(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.LAKE_KM))
    # The lake layer holds every large lake, so none found is none, unlike rivers.
    return _where_surveyed(pairs, shared_trait(np.isfinite(mine), np.isfinite(theirs)))


def _lake_finding(pairs: Pairs, position: int) -> Finding | None:
    names = {"query": pairs.fact(c.LAKE), "candidate": pairs.fact(c.LAKE, position)}
    return Finding("lake_both", names) if all(names.values()) else None


def _elevation(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.ELEVATION_M))
    return closeness(mine, theirs, 300.0)


def _elevation_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.ELEVATION_M), pairs.fact(c.ELEVATION_M, position)
    code = "elevation_alike" if abs(mine - theirs) < 150 else "elevation_apart"
    return Finding(code, {"query_m": round(mine), "candidate_m": round(theirs)})


def _climate(pairs: Pairs) -> Array:
    warmest, warm = pairs.both(pairs.place_facts.number(c.TEMPERATURE_WARMEST_C))
    coldest, cold = pairs.both(pairs.place_facts.number(c.TEMPERATURE_COLDEST_C))
    return closeness(0.0, np.abs(warm - warmest) + np.abs(cold - coldest), 10.0)


def _climate_finding(pairs: Pairs, position: int) -> Finding | None:
    names = (c.TEMPERATURE_WARMEST_C, c.TEMPERATURE_COLDEST_C)
    mine = [round(pairs.fact(name)) for name in names]
    theirs = [round(pairs.fact(name, position)) for name in names]
    warm, cold = (abs(one - other) for one, other in zip(mine, theirs, strict=True))
    facts = {
        "query_warm_c": mine[0], "query_cold_c": mine[1],
        "candidate_warm_c": theirs[0], "candidate_cold_c": theirs[1],
    }  # fmt: skip
    if max(warm, cold) <= _ALIKE_C:
        return Finding("climate_alike", facts)
    return Finding("climate_apart", facts) if warm + cold > _APART_C else None


COMPONENTS = (
    Component("geography.river", 3.0, _river, _river_finding),
    Component("geography.coast", 1.0, _coast, _coast_finding),
    Component("geography.port", 0.5, _port, _port_finding),
    Component("geography.lake", 0.5, _lake, _lake_finding),
    Component("geography.elevation", 0.5, _elevation, _elevation_finding),
    Component("geography.climate", 1.5, _climate, _climate_finding),
)
