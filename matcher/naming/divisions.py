"""First and second level divisions of countries: by name, by code, and the seat of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from matcher.maps.geodesy import haversine_km
from matcher.naming.titles import untitled
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, rows_at
from matcher.tables.vocabulary import COUNCIL_NAME, DIVISION_CODE, DIVISION_NAME
from matcher.text.normalise import name_key

TABLE: Final = "division_names"
UNITS: Final = "units"
MOST_KEPT: Final = 256
SEAT_BY_HAND: Final = "by hand"
BESIDE_KM: Final = 15.0
"""A place so near to the centre of a council of its name is the same."""

_SEATS: Final = ("PPLA", "PPLA2")
_SEAT_RATIO: Final = 2
_OF_UNITS: Final = [c.UNIT_ID, c.LATITUDE, c.LONGITUDE, c.POPULATION, c.SEAT, c.METHOD]

Part = tuple[str, str, str]
"""Country, first and second level code; an empty one stands for any."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of a country, as one of its names has it.

    Attributes
    ----------
    unit_id : str
        As in the table ``units``; ``gn:`` and GeoNames' code of a division that is not in it.
    name : str
        The name it was found by.
    part : tuple of str
        Its country, its first level code, and its second level code or "".
    kind : int
        Kind of that name: 0 its own, 1 another, 2 a code, 3 of a council that is no division.
    """

    unit_id: str
    name: str
    part: Part
    kind: int


class Divisions:
    """Divisions of countries by name.

    Parameters
    ----------
    atlas : Atlas
        Without the table ``division_names`` no division is known.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.all_named = lru_cache(MOST_KEPT)(self._named)
        self.rows = lru_cache(MOST_KEPT)(self._rows)

    def __reduce__(self) -> tuple[type[Divisions], tuple[Atlas]]:
        """Pickle the tables; what was looked up is looked up again."""
        return type(self), (self._atlas,)

    @cached_property
    def _table(self) -> pa.Table | None:
        known = TABLE in self._atlas.manifest.get("tables", {})
        return self._atlas.table(TABLE).data if known else None

    @cached_property
    def _keys(self) -> pa.Array:
        return self._table.column(c.NAME_KEY).combine_chunks() if self._table else pa.array([])

    def named(self, key: str) -> tuple[Division, ...]:
        """Return the divisions with a name or code, councils that are none left out."""
        return tuple(one for one in self.all_named(key) if one.kind != COUNCIL_NAME)

    def _named(self, key: str) -> tuple[Division, ...]:
        """Return the divisions and councils whose name or code has this normal form."""
        if self._table is None:
            return ()
        # The table is sorted by its keys; arrow's own search would take longer to import.
        first = bisect_left(self._keys, key, key=str)
        last = bisect_right(self._keys, key, lo=first, key=str)
        return tuple(map(_division, self._table.slice(first, last - first).to_pylist()))

    def coded(self, text: str) -> list[Division]:
        """Return the divisions with an ISO 3166-2 code."""
        return [one for one in self.named(name_key(text)) if one.kind == DIVISION_CODE]

    def meant(self, text: str) -> list[Division]:
        """Return the divisions that a name may mean, with a title or without.

        Own names come before others, those of the first level before the second, and what
        is a part of another of them is left out.
        """
        named = self.named(name_key(text))
        if not named:
            bare = [one for one in untitled(text) if one.unit]
            named = tuple(unit for one in bare for unit in self.named(one.name))
        named = tuple(one for one in named if one.kind != DIVISION_CODE)
        own = [one for one in named if one.kind == DIVISION_NAME]
        first = [one for one in named if not one.part[2]]
        meant = own or first or list(named)
        whole = {one.part[:2] for one in meant if not one.part[2]}
        return [one for one in meant if not one.part[2] or one.part[:2] not in whole]

    def names(self, part: Part) -> list[str]:
        """Return the normal forms of the names and codes of a division, its own name first."""
        found = self._of(part)
        return [name_key(one.name) for one in sorted(found, key=lambda one: (one.kind, one.name))]

    def own_name(self, part: Part) -> str:
        """Return the own name of a division, "" where it is not known."""
        named = (one for one in self._of(part) if one.kind == DIVISION_NAME)
        return next((one.name for one in named), "")

    def iso(self, part: Part) -> str:
        """Return the ISO 3166-2 code of a division, "" where it is not known."""
        codes = [one.name for one in self._of(part) if one.kind == DIVISION_CODE]
        return next((one for one in codes if one.startswith(f"{part[0]}-")), "")

    def _of(self, part: Part) -> list[Division]:
        """Return a division once for each of its names."""
        if self._table is None:
            return []
        columns, order, sorted_codes = self._by_part
        wanted = 0
        for (_, values), value in zip(columns, part, strict=True):
            if value not in values:
                return []
            wanted = wanted * len(values) + values.index(value)
        first, last = np.searchsorted(sorted_codes, [wanted, wanted + 1])
        return list(map(_division, rows_at(self._table, np.sort(order[first:last])).to_pylist()))

    @cached_property
    def _by_part(self) -> tuple[list[tuple[Array, list[str]]], IntArray, IntArray]:
        """The columns of codes, rows in the order of their codes, and these codes as numbers."""
        table = self._atlas.table(TABLE)
        columns = [table.codes(one) for one in (c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE)]
        numbers = np.zeros(len(table), dtype=np.int64)
        for codes, values in columns:
            numbers = numbers * len(values) + codes
        order = np.argsort(numbers, kind="stable")
        return columns, order, numbers[order]

    def _rows(self, part: Part) -> IntArray:
        """Return the rows of the places inside a division, the most populous first.

        Districts and second entries of a city are left out.
        """
        cities = self._atlas.cities
        inside = (cities.column(c.DISTRICT_OF) == 0) & (cities.column(c.DOUBLE_OF) == 0)
        for column, value in zip((c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE), part, strict=True):
            if value:
                inside &= equal(cities.codes(column), value)
        rows = np.flatnonzero(inside)
        people = cities.column(c.POPULATION)[rows]
        return np.asarray(rows[np.argsort(-people, kind="stable")])

    def people(self, division: Division) -> int:
        """Return its population, or else how many people the places inside have."""
        counted = self._unit(division, c.POPULATION)
        if counted or division.kind == COUNCIL_NAME:
            return int(counted or 0)
        return self.people_in(division.part)

    def people_in(self, part: Part) -> int:
        """Return how many people the places of a division have."""
        return int(self._atlas.cities.column(c.POPULATION)[self.rows(part)].sum())

    def centre(self, division: Division) -> tuple[float, float] | None:
        """Return latitude and longitude of its centre in degrees, None where not known."""
        point = [self._unit(division, one) for one in (c.LATITUDE, c.LONGITUDE)]
        known = all(one is not None and np.isfinite(one) for one in point)
        return (float(point[0]), float(point[1])) if known else None

    def _unit(self, division: Division, column: str) -> Any:
        """Return a fact of the table of units, None where it has not this one."""
        if UNITS not in self._atlas.manifest.get("tables", {}):
            return None
        ids = self._units.column(c.UNIT_ID).chunk(0)
        row = bisect_left(ids, division.unit_id, key=str)
        if row == len(ids) or str(ids[row]) != division.unit_id:
            return None
        return self._units.column(column)[row].as_py()

    @cached_property
    def _units(self) -> pa.Table:
        """The few columns of the table of units that are needed here."""
        return self._atlas.parquet(UNITS).read(_OF_UNITS, use_threads=False).combine_chunks()

    def holds(self, division: Division, rows: set[int]) -> bool:
        """Return whether any of some places lies in a division or beside its centre."""
        if division.part[2] and rows.intersection(self.rows(division.part).tolist()):
            return True
        centre = self.centre(division)
        if centre is None:
            return False
        cities = self._atlas.cities
        at = np.array(sorted(rows))
        latitudes, longitudes = (cities.column(one)[at] for one in (c.LATITUDE, c.LONGITUDE))
        return bool((haversine_km(*centre, latitudes, longitudes) < BESIDE_KM).any())

    def seat(self, division: Division) -> int | None:
        """Return the row of the place that stands for it, None where there is none.

        It is the one in the table of units, or a larger one by codes: the seat where that is
        about as large as any place inside, else the largest place inside. A division that
        holds no place is a part of a city where the division around it bears that city's
        name (a borough of Ankara in Ankara).
        """
        told = self._unit(division, c.SEAT)
        known = int(self._atlas.row(told)) if told else None
        if division.kind == COUNCIL_NAME or self._unit(division, c.METHOD) == SEAT_BY_HAND:
            return known
        rows = self.rows(division.part)
        if len(rows):
            here = self._seat_among(rows, division.part)
            people = self._atlas.cities.column(c.POPULATION)
            official = equal(self._atlas.cities.codes(c.FEATURE_CODE), "PPLA2")[here]
            return here if known is None or official or people[here] > people[known] else known
        if known is not None:
            return known
        country, first, second = division.part
        if not second:
            return None
        around = self.rows((country, first, ""))
        if not len(around):
            return None
        seat = self._atlas.cities.data.column(c.NAME)[int(around[0])].as_py()
        names = self.names((country, first, ""))
        return int(around[0]) if name_key(seat) in names else None

    def _seat_among(self, rows: IntArray, part: Part) -> int:
        cities = self._atlas.cities
        people = cities.column(c.POPULATION)
        seats = rows[equal(cities.codes(c.FEATURE_CODE), _SEATS[bool(part[2])])[rows]]
        if len(seats) == 1 and (
            people[seats[0]] == 0 or people[seats[0]] * _SEAT_RATIO >= people[rows[0]]
        ):
            return int(seats[0])
        return self._larger_beside(rows, part)

    def _larger_beside(self, rows: IntArray, part: Part) -> int:
        """Return the largest place inside, or a larger one beside that has no code of its own.

        It belongs here where the nearest place that has a code lies here.
        """
        cities = self._atlas.cities
        people = cities.column(c.POPULATION)
        if not part[2]:
            return int(rows[0])
        region = self.rows((*part[:2], ""))
        codes, values = cities.codes(c.ADMIN2_CODE)
        without = codes[region] == (values.index("") if "" in values else -1)
        coded = region[~without]
        latitude, longitude = (cities.column(one) for one in (c.LATITUDE, c.LONGITUDE))
        for row in region[without & (people[region] > people[rows[0]])].tolist():
            wide = np.cos(np.radians(latitude[row]))
            east = (longitude[coded] - longitude[row]) * wide
            nearest = coded[np.argmin(east**2 + (latitude[coded] - latitude[row]) ** 2)]
            if nearest in rows:
                return int(row)
        return int(rows[0])


def _division(row: dict[str, object]) -> Division:
    country, first, second = (str(row[one]) for one in (c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE))
    kind = int(str(row[c.NAME_KIND]))
    return Division(str(row[c.UNIT_ID]), str(row[c.NAME]), (country, first, second), kind)


def equal(coded: tuple[Array, list[str]], value: str) -> Array:
    """Compare a coded column with a value, shape (n,)."""
    codes, values = coded
    if value not in values:
        return np.zeros(len(codes), dtype=bool)
    return np.asarray(codes == values.index(value))
