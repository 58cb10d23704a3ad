"""First and second level divisions of countries: by name, by code, and the seat of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pyarrow as pa

from matcher.naming.titles import untitled
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, rows_at
from matcher.tables.vocabulary import DIVISION_CODE, DIVISION_NAME
from matcher.text.normalise import name_key

TABLE: Final = "division_names"
MOST_KEPT: Final = 256

_SEATS: Final = ("PPLA", "PPLA2")
_SEAT_RATIO: Final = 2

Part = tuple[str, str, str]
"""Country, first and second level code; an empty one stands for any."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of a country, as one of its names has it.

    Attributes
    ----------
    unit_id : int
        GeoNames id.
    name : str
        The name it was found by.
    part : tuple of str
        Its country, its first level code, and its second level code or "".
    kind : int
        Kind of that name: 0 its own, 1 another, 2 a code.
    """

    unit_id: int
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
        self.named = lru_cache(MOST_KEPT)(self._named)
        self.rows = lru_cache(MOST_KEPT)(self._rows)

    @cached_property
    def _table(self) -> pa.Table | None:
        known = TABLE in self._atlas.manifest.get("tables", {})
        return self._atlas.table(TABLE).data if known else None

    @cached_property
    def _keys(self) -> pa.Array:
        return self._table.column(c.NAME_KEY).combine_chunks() if self._table else pa.array([])

    def _named(self, key: str) -> tuple[Division, ...]:
        """Return the divisions whose name or code has this normal form."""
        import pyarrow.compute as pc

        if self._table is None:
            return ()
        found = pc.indices_nonzero(pc.equal(self._keys, key)).to_numpy()
        return tuple(map(_division, rows_at(self._table, found).to_pylist()))

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

    def own_name(self, part: Part) -> tuple[int, str]:
        """Return the GeoNames id and own name of a division, 0 and "" where it is not known."""
        named = (one for one in self._of(part) if one.kind == DIVISION_NAME)
        return next(((one.unit_id, one.name) for one in named), (0, ""))

    def iso(self, part: Part) -> str:
        """Return the ISO 3166-2 code of a division, "" where it is not known."""
        codes = [one.name for one in self._of(part) if one.kind == DIVISION_CODE]
        return next((one for one in codes if one.startswith(f"{part[0]}-")), "")

    def _of(self, part: Part) -> list[Division]:
        """Return a division once for each of its names."""
        if self._table is None:
            return []
        table = self._atlas.table(TABLE)
        here = np.ones(len(self._table), dtype=bool)
        for column, value in zip((c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE), part, strict=True):
            here &= equal(table.codes(column), value)
        return list(map(_division, rows_at(self._table, np.flatnonzero(here)).to_pylist()))

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

    def people(self, part: Part) -> int:
        """Return how many people the places inside have, a floor of its population."""
        return int(self._atlas.cities.column(c.POPULATION)[self.rows(part)].sum())

    def seat(self, division: Division) -> int | None:
        """Return the row of its seat where that is about as large as any place inside.

        Else the largest place inside.
        A division that holds no place of the tables is a part of a city where the division
        around it bears that city's name (a borough of Ankara in Ankara).
        """
        rows = self.rows(division.part)
        if len(rows):
            return self._seat_among(rows, division.part)
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
    return Division(int(str(row[c.UNIT_ID])), str(row[c.NAME]), (country, first, second), kind)


def equal(coded: tuple[Array, list[str]], value: str) -> Array:
    """Compare a coded column with a value, shape (n,)."""
    codes, values = coded
    if value not in values:
        return np.zeros(len(codes), dtype=bool)
    return np.asarray(codes == values.index(value))
