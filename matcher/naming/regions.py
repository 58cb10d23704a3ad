"""First-order regions of countries: what a text may mean by one, and what to call one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from matcher.errors import UnknownPlaceError
from matcher.naming.common_regions import AROUND, COMMON_REGIONS
from matcher.naming.countries import Countries
from matcher.naming.divisions import Part, equal
from matcher.naming.name_index import MOST_KEPT, NameIndex
from matcher.naming.region_codes import NO_REGION, geonames_code, region_levels
from matcher.naming.status import PlaceStatus
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.text.normalise import name_key

SEAT_CODES: Final = ("PPLC", "PPLA")
"""Feature codes of capitals and of seats of a first-order region."""

_ISO: Final = re.compile("[A-Z]{2}-[0-9A-Z]{1,3}")
_ARTICLES: Final = ("la ", "le ", "les ", "the ", "el ", "il ", "die ", "der ", "das ", "los ")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text such as "NC" or "Italy" may mean: any of some parts of the world."""

    text: str
    parts: frozenset[Part]
    area: bool = False

    @property
    def known(self) -> bool:
        """Whether the text means anything: a part of the world, or a disputed area."""
        return self.area or bool(self.parts)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: inside every one of some readings; none is the world."""

    readings: tuple[Reading, ...] = ()

    @property
    def label(self) -> str:
        """The readings as they were given, for messages."""
        return ", ".join(reading.text for reading in self.readings)

    def within(self, *readings: Reading) -> Scope:
        """Return this scope narrowed by further readings."""
        return Scope(self.readings + readings)


class Regions:
    """Regions by code, by name, and by the name of their seat.

    The few regions whose name is not known are called after their seat.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables.
    countries : Countries
        Names of countries and of the regions that have one.
    names : NameIndex
        Names of places, for the seats.
    status : PlaceStatus
        Where else people look for places of disputed status.
    """

    def __init__(
        self, atlas: Atlas, countries: Countries, names: NameIndex, status: PlaceStatus
    ) -> None:
        self._atlas = atlas
        self._countries = countries
        self._names = names
        self._status = status
        self.divisions = countries.divisions
        self._labels: dict[Part, tuple[str, int]] = {}
        self.read = lru_cache(MOST_KEPT)(self._read)

    def scope(self, country: str | None, region: str | None) -> Scope:
        """Return the scope of an explicit country and region.

        Raises
        ------
        UnknownPlaceError
            No such country, or no such region (in it).
        """
        scope = Scope()
        if country:
            code = self._countries.country(country)
            scope = scope.within(Reading(country, frozenset(self._with_territories(code))))
        if region:
            reading = self.read(region)
            parts = frozenset(part for part in reading.parts if part[1])
            scope = scope.within(Reading(region, parts))
            if not self.mask(scope, np.arange(len(self._atlas.cities))).any():
                where = f" in {country}" if country else ""
                raise UnknownPlaceError(
                    f"no region{where} is called {region!r}: use its name, its ISO 3166-2 "
                    "code such as US-NC, or the name of its seat"
                )
        return scope

    def _read(self, text: str) -> Reading:
        """Return everything that a qualifier may mean: a country, a region, or both.

        Notes
        -----
        "Georgia" is a country and a US state, NC New Caledonia and North
        Carolina: the name it qualifies decides between them.
        """
        key = name_key(text)
        divisions = self.divisions.named(key) or self.divisions.named(_without_article(key))
        parts = {one.part for one in divisions}
        if not (parts and _is_iso(text)):  # JP-34 is Hiroshima, whatever the tables number so
            parts |= self._areas(text)
        if not any(first for _, first, _ in parts):
            parts |= self._regions_of_seat(key)
        return Reading(text, frozenset(parts), self._status.is_area(text))

    def _areas(self, text: str) -> set[Part]:
        parts: set[Part] = set()
        readings = self._countries.readings(text, ("country", "region"))
        bare = _without_article(name_key(text))
        for area in readings or self._countries.readings(bare, ("country", "region")):
            part = region_levels(area.code)
            parts |= {part} if part[1] else self._with_territories(part[0])
        called = (*COMMON_REGIONS.get(bare, ()), *AROUND.get(bare, ()))
        parts |= set(map(region_levels, called))
        codes = self._atlas.cities.codes(c.ADMIN1_CODE)[1]
        return parts | {("", code, "") for code in {text.strip(), text.strip().upper()} & {*codes}}

    def _with_territories(self, country: str) -> set[Part]:
        """Return a country, and the territories that people count to it."""
        own = {one for one, state in self.territories.items() if state == country}
        return {(one, "", "") for one in (country, *own)}

    @cached_property
    def territories(self) -> dict[str, str]:
        """State of each territory that has an ISO code of its own."""
        if "territories" not in self._atlas.manifest.get("tables", {}):
            return {}
        table = self._atlas.table("territories").data
        columns = (table.column(one).to_pylist() for one in (c.COUNTRY, c.STATE))
        return dict(zip(*columns, strict=True))

    def _regions_of_seat(self, key: str) -> set[Part]:
        cities = self._atlas.cities
        rows = self._atlas.rows_of(self._names.exact(key).city_ids)
        parts: set[Part] = set()
        for row in rows[rows >= 0].tolist():
            facts = cities.data.slice(row, 1).to_pylist()[0]
            if facts[c.FEATURE_CODE] in SEAT_CODES and facts[c.ADMIN1_CODE]:
                parts.add((facts[c.COUNTRY], facts[c.ADMIN1_CODE], ""))
        return parts

    def mask(self, scope: Scope, rows: IntArray, disputed: bool = False) -> Array:
        """Return which rows of ``cities`` lie in a scope.

        Parameters
        ----------
        scope : Scope
        rows : array of int of shape (n,)
        disputed : bool
            Whether places of disputed status also lie where else people look for them.

        Returns
        -------
        numpy.ndarray of bool of shape (n,)
        """
        inside = np.ones(len(rows), dtype=bool)
        for reading in scope.readings:
            within = inside.copy()
            inside &= np.logical_or.reduce(
                [np.zeros(len(rows), dtype=bool)]
                + [self._inside(part, rows) for part in sorted(reading.parts)]
            )
            if disputed:
                whole = frozenset(country for country, first, _ in reading.parts if not first)
                inside |= within & self._status.looked_for(reading.text, whole, rows)
        return inside

    def has_disputed(self, city_ids: IntArray) -> bool:
        """Return whether any of some places, shape (n,), is of disputed status."""
        return self._status.has_disputed(city_ids)

    def label(self, row: int) -> str:
        """Return what to call the region of a place: its name, or "region of" its seat.

        Returns
        -------
        str
            Empty where the place is the seat itself or has no region.
        """
        facts = self._atlas.cities.data.slice(row, 1).to_pylist()[0]
        part = (facts[c.COUNTRY], facts[c.ADMIN1_CODE], "")
        if part[1] in NO_REGION:
            return ""
        if part not in self._labels:
            name = self._countries.region_name(geonames_code(*part[:2]))
            self._labels[part] = (name, -1) if name else self._seat_label(part)
        label, seat = self._labels[part]
        return "" if row == seat else label

    def _seat_label(self, part: Part) -> tuple[str, int]:
        cities = self._atlas.cities
        here = self._inside(part, np.arange(len(cities)))
        codes, values = cities.codes(c.FEATURE_CODE)
        seats = here & np.isin(codes, [values.index(one) for one in SEAT_CODES if one in values])
        rows = np.flatnonzero(seats if seats.any() else here)
        seat = int(rows[np.argmax(cities.column(c.POPULATION)[rows])])
        return f"region of {cities.data.column(c.NAME)[seat].as_py()}", seat

    def _inside(self, part: Part, rows: IntArray) -> Array:
        inside = np.ones(len(rows), dtype=bool)
        for column, value in zip((c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE), part, strict=True):
            if value:
                codes, values = self._atlas.cities.codes(column)
                inside &= equal((codes[rows], values), value)
        return inside


def holds(scope: Scope, part: Part) -> bool:
    """Return whether a division lies in every reading of a scope, as far as codes tell."""
    return all(
        any(
            all(not mine or mine == theirs for mine, theirs in zip(one, part, strict=True))
            for one in reading.parts
        )
        for reading in scope.readings
    )


def _without_article(key: str) -> str:
    return next((key.removeprefix(one) for one in _ARTICLES if key.startswith(one)), key)


def _is_iso(text: str) -> bool:
    return bool(_ISO.fullmatch(text.strip().upper()))
