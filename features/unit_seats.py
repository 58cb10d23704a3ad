"""The seat of each unit: the largest place inside, by code, by name, or by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.neighbors import BallTree

from features.unit_names import (
    STEM,
    district_stem,
    is_latin,
    own_keys,
    spelled_out,
    with_article,
)
from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c
from matcher.text.normalise import name_key

UNKNOWN_RADIUS_KM: Final = 15.0
"""Where the area of a unit is not known."""

RADII: Final = 1.6
"""How far out of a round unit's edge its places may lie, as units are not round."""

LEAST_RADIUS_KM: Final = 4.0

NEIGHBOURS: Final = 8
"""Units whose centres are compared to say in which one a place lies."""

OWN_NAME: Final = 0
"""Kind of a place's own name in the table of names."""

LEAST_FOR_POSITION: Final = 1
"""People of a unit that is tied by position alone; one of unknown population stays untied."""

BY_CODE: Final = "second-level code"
BY_NAME: Final = "name within the area"
BY_STEM: Final = "stem of the name within the area"
BY_ADJECTIVE: Final = "adjective of the name within the region"
BY_NAME_IN_REGION: Final = "name within the region"
BY_POSITION: Final = "largest place nearer to its centre than to any other"


_IN_THE_GENITIVE: Final = frozenset({"GR", "LT", "RS"})
"""Where a unit's name holds the genitive of its seat's."""

_IN_THE_ADJECTIVE: Final = frozenset({"BY", "KG", "KZ", "RU", "UA"})
"""Where a district is called by an adjective of its seat's name."""

LONGEST_ENDING: Final = 5
"""Letters that the name of a town has beyond the stem of its district's."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the seat of a unit is found by; see `features.units.joined`."""

    name: str
    aliases: str
    country: str
    code: str
    latitude: float
    longitude: float
    radius_km: float
    people: int


class Places:
    """Places as arrays, for finding those inside a unit.

    Parameters
    ----------
    places : DataFrame
        ``city_id, population, country, admin1_code, admin2_code, latitude, longitude,
        district_of``.
    names : DataFrame
        As the table ``city_names``.
    """

    def __init__(self, places: pd.DataFrame, names: pd.DataFrame) -> None:
        kept = places.reset_index(drop=True)
        self.ids = kept[c.CITY_ID].to_numpy()
        self.people = kept[c.POPULATION].to_numpy(np.int64)
        self.country = kept[c.COUNTRY].astype(str).to_numpy(dtype=object)
        self.is_part = kept[c.DISTRICT_OF].to_numpy() != 0
        self.radians = np.radians(kept[[c.LATITUDE, c.LONGITUDE]].to_numpy(np.float64))
        self.tree = BallTree(self.radians, metric="haversine")
        region = kept[c.COUNTRY].astype(str) + "." + kept[c.ADMIN1_CODE].astype(str)
        self.region = region.to_numpy(dtype=object)
        second = kept[c.ADMIN2_CODE].astype(str)
        code = (region + "." + second).where(second != "", "").to_numpy(dtype=object)
        self.by_code: dict[str, list[int]] = {}
        for row, one in enumerate(code):
            if one and not self.is_part[row]:
                self.by_code.setdefault(str(one), []).append(row)
        self.by_region: dict[str, list[int]] = {}
        for row in np.flatnonzero(~self.is_part).tolist():
            self.by_region.setdefault(str(self.region[row]), []).append(row)
        row_of = pd.Series(np.arange(len(kept)), index=kept[c.CITY_ID])
        own = names[names[c.CITY_ID].isin(row_of.index)]
        self.own_of: dict[int, set[str]] = {}
        self.keys_of: dict[int, set[str]] = {}
        self.rows_of: dict[str, list[int]] = {}
        rows = own[c.CITY_ID].map(row_of).tolist()
        columns = (own[c.NAME_KEY].astype(str), own[c.NAME_KIND])
        for row, key, kind in zip(rows, *columns, strict=True):
            if kind == OWN_NAME:
                self.own_of.setdefault(row, set()).add(key)
            self.keys_of.setdefault(row, set()).add(key)
            self.rows_of.setdefault(key, []).append(row)

    def in_region(self, region: str) -> list[int]:
        """Return the rows of the towns of a first-level region, ``RU.54``."""
        return self.by_region.get(region, [])

    def keys(self, row: int) -> set[str]:
        """Return the keys of all names of a place."""
        return self.keys_of.get(row, set())

    def bears(self, row: int, names: set[str], *, latin: bool) -> bool:
        """Return whether a place's own name is one of a unit's; of another script any name."""
        return bool((self.own_of.get(row, set()) if latin else self.keys(row)) & names)

    def largest(self, rows: list[int]) -> int:
        """Return the row of the most populous place, towns before parts of one."""
        return min(rows, key=lambda row: (self.is_part[row], -self.people[row], self.ids[row]))

    def within(self, all_units: list[Unit]) -> list[list[int]]:
        """Return for each unit the rows of its country's places within the circle of its area."""
        found: list[list[int]] = [[] for _ in all_units]
        known = [one for one, unit in enumerate(all_units) if np.isfinite(unit.latitude)]
        if not known:
            return found
        points = [(all_units[one].latitude, all_units[one].longitude) for one in known]
        radius = np.array([all_units[one].radius_km for one in known]) / EARTH_RADIUS_KM
        rows = self.tree.query_radius(np.radians(points), r=radius)
        for one, near in zip(known, rows, strict=True):
            here = near[self.country[near] == all_units[one].country]
            found[one] = [int(row) for row in here]
        return found


def tied(units: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Tie every unit to its seat, where one is found.

    Parameters
    ----------
    units : DataFrame
        As `features.units.joined` gives them.
    places : Places

    Returns
    -------
    DataFrame
        With ``seat`` (``city_id``, 0 unknown), ``same_name`` (whether the seat bears the
        unit's name) and ``method``, how it was found.
    """
    radius = RADII * np.sqrt(units[c.AREA_KM2] / np.pi)
    radius = radius.clip(lower=LEAST_RADIUS_KM).fillna(UNKNOWN_RADIUS_KM).to_numpy()
    unit_of = _nearest_units(units, radius, places)
    wanted = (c.NAME, "aliases", c.COUNTRY, c.CODE, c.LATITUDE, c.LONGITUDE)
    columns = [units[name].tolist() for name in wanted]
    people = units[c.POPULATION].tolist()
    all_units = [Unit(*told) for told in zip(*columns, radius.tolist(), people, strict=True)]
    near = places.within(all_units)
    answers = [_by_name(unit, rows, places) for unit, rows in zip(all_units, near, strict=True)]
    # A town that is a council of its own is not the seat of the one around it.
    seats = {row for row, same, _ in answers if same}
    for number, unit in enumerate(all_units):
        if answers[number][0] < 0 and unit.people >= LEAST_FOR_POSITION:
            inside = [row for row in near[number] if unit_of[row] == number]
            own = [row for row in inside if not places.is_part[row] and row not in seats]
            if own:
                answers[number] = (places.largest(own), False, BY_POSITION)
    rows, same_name, how = zip(*answers, strict=True)
    seat = [int(places.ids[row]) if row >= 0 else 0 for row in rows]
    found: dict[str, Any] = {
        c.SEAT: np.array(seat, dtype=np.int32),
        c.SAME_NAME: np.array(same_name, dtype=bool),
        c.METHOD: list(how),
    }
    return units.assign(**found)


def _nearest_units(
    units: pd.DataFrame, radius: NDArray[np.float64], places: Places
) -> NDArray[np.int64]:
    """Position of the unit whose centre is nearest each place in radii, -1 where none is."""
    answer = np.full(len(places.ids), -1, dtype=np.int64)
    known = units[c.LATITUDE].notna().to_numpy()
    country = units[c.COUNTRY].to_numpy(dtype=object)
    for one in sorted(set(country[known])):
        here = np.flatnonzero(known & (country == one))
        rows = np.flatnonzero(places.country == one)
        if not len(rows):
            continue
        centres = np.radians(units[[c.LATITUDE, c.LONGITUDE]].to_numpy(np.float64)[here])
        tree = BallTree(centres, metric="haversine")
        distance, found = tree.query(places.radians[rows], k=min(NEIGHBOURS, len(here)))
        ratio = distance / radius[here][found]
        best = np.argmin(ratio, axis=1)
        answer[rows] = here[found[np.arange(len(rows)), best]]
    return answer


def _by_name(unit: Unit, near: list[int], places: Places) -> tuple[int, bool, str]:
    names = [spelled_out(unit.name, unit.country), unit.name]
    names += [one for one in unit.aliases.split("|") if one]
    of_names = [own_keys(one) for one in names]
    keys = list(dict.fromkeys(key for one in of_names for key in one))
    if unit.country == "FR":
        keys += with_article(keys[0])
    whole = {one[0] for one in of_names if one} | {name_key(unit.name)}
    latin = is_latin(unit.name)
    inside = places.by_code.get(unit.code, []) if unit.code else []
    if inside:
        named = [row for row in inside if places.keys(row) & set(keys)]
        seat = places.largest(named or inside)
        return seat, places.bears(seat, whole, latin=latin), BY_CODE
    for key in keys:
        rows = [row for row in near if key in places.own_of.get(row, ())]
        rows = rows or [row for row in near if key in places.keys(row)]
        if rows:
            seat = places.largest(rows)
            return seat, places.bears(seat, whole, latin=latin), BY_NAME
    region = unit.code.rpartition(".")[0]
    for key in keys if region and not near else ():
        rows = [row for row in places.rows_of.get(key, []) if places.region[row] == region]
        if rows:
            seat = places.largest(rows)
            return seat, places.bears(seat, whole, latin=latin), BY_NAME_IN_REGION
    for key in keys if unit.country in _IN_THE_GENITIVE else ():
        if len(key) < STEM:
            continue
        rows = [row for row in near if any(one.startswith(key[:STEM]) for one in places.keys(row))]
        if rows:
            return places.largest(rows), False, BY_STEM
    for key in keys if unit.country in _IN_THE_ADJECTIVE and region and not near else ():
        stem = district_stem(key)
        if len(stem) >= STEM - 1:
            rows = [row for row in places.in_region(region) if _of_stem(places, row, stem)]
            if rows:
                return places.largest(rows), False, BY_ADJECTIVE
    return -1, False, ""


def _of_stem(places: Places, row: int, stem: str) -> bool:
    own = places.own_of.get(row, set())
    return any(one.startswith(stem) and len(one) <= len(stem) + LONGEST_ENDING for one in own)
