"""First-order regions of countries: what a text may mean by one, and what to call one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.errors import UnknownPlaceError
from matcher.naming.countries import Countries
from matcher.naming.name_index import NameIndex
from matcher.naming.region_codes import NO_REGION, geonames_code, region_parts
from matcher.naming.status import PlaceStatus
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.text.normalise import name_key

SEAT_CODES: Final = ("PPLC", "PPLA")
"""Feature codes of capitals and of seats of a first-order region."""

Part = tuple[str, str]
"""Country and admin1 code; an empty one stands for any."""


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
        self._labels: dict[Part, tuple[str, int]] = {}

    def scope(self, country: str | None, region: str | None) -> Scope:
        """Return the scope of an explicit country and region.

        Raises
        ------
        UnknownPlaceError
            No such country, or no such region (in it).
        """
        scope = Scope()
        if country:
            parts = frozenset({(self._countries.country(country), "")})
            scope = scope.within(Reading(country, parts))
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

    def read(self, text: str) -> Reading:
        """Return everything that a qualifier may mean: a country, a region, or both.

        Notes
        -----
        "Georgia" is a country and a US state, NC New Caledonia and North
        Carolina: the name it qualifies decides between them.
        """
        parts: set[Part] = set()
        for area in self._countries.readings(text, ("country", "region")):
            country, admin1 = region_parts(area.code)
            parts.add((country, admin1))
        cities = self._atlas.cities
        codes = cities.codes(c.ADMIN1_CODE)[1]
        parts |= {("", code) for code in {text.strip(), text.strip().upper()} if code in codes}
        key = name_key(text)
        hits = self._names.exact(key)
        rows = self._atlas.rows_of(hits.city_ids)
        for row in rows[rows >= 0].tolist():
            facts = cities.data.slice(row, 1).to_pylist()[0]
            if facts[c.FEATURE_CODE] in SEAT_CODES and facts[c.ADMIN1_CODE]:
                parts.add((facts[c.COUNTRY], facts[c.ADMIN1_CODE]))
        return Reading(text, frozenset(parts), self._status.is_area(text))

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
                + [
                    self._equal(c.COUNTRY, country, rows) & self._equal(c.ADMIN1_CODE, code, rows)
                    for country, code in sorted(reading.parts)
                ]
            )
            if disputed:
                whole = frozenset(country for country, code in reading.parts if not code)
                inside |= within & self._status.looked_for(reading.text, whole, rows)
        return inside

    def label(self, row: int) -> str:
        """Return what to call the region of a place: its name, or "region of" its seat.

        Returns
        -------
        str
            Empty where the place is the seat itself or has no region.
        """
        facts = self._atlas.cities.data.slice(row, 1).to_pylist()[0]
        part = (facts[c.COUNTRY], facts[c.ADMIN1_CODE])
        if part[1] in NO_REGION:
            return ""
        if part not in self._labels:
            name = self._countries.region_codes.name(geonames_code(*part))
            self._labels[part] = (name, -1) if name else self._seat_label(part)
        label, seat = self._labels[part]
        return "" if row == seat else label

    def _seat_label(self, part: Part) -> tuple[str, int]:
        cities = self._atlas.cities
        everywhere = np.arange(len(cities))
        here = self._equal(c.COUNTRY, part[0], everywhere)
        here &= self._equal(c.ADMIN1_CODE, part[1], everywhere)
        codes, values = cities.codes(c.FEATURE_CODE)
        seats = here & np.isin(codes, [values.index(one) for one in SEAT_CODES if one in values])
        rows = np.flatnonzero(seats if seats.any() else here)
        seat = int(rows[np.argmax(cities.column(c.POPULATION)[rows])])
        return f"region of {cities.data.column(c.NAME)[seat].as_py()}", seat

    def _equal(self, column: str, value: str, rows: IntArray) -> Array:
        if not value:
            return np.ones(len(rows), dtype=bool)
        codes, values = self._atlas.cities.codes(column)
        if value not in values:
            return np.zeros(len(rows), dtype=bool)
        return np.asarray(codes[rows] == values.index(value))
