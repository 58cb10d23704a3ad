"""Councils as named units: their people, their seat, and whether they may sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.text.normalise import name_key

_UNITS = "units"
_POPULATIONS = "city_populations"


@dataclass(frozen=True, slots=True)
class Council:
    """One unit.

    Attributes
    ----------
    unit_id, name, country, kind, region : str
    population : int or None
    year : int or None
        Of the count.
    seat : int or None
        ``city_id`` of the largest place inside, whose facts stand for the unit.
    may_sign : bool or None
        ``None`` where nobody knows.
    source : str
    """

    unit_id: str
    name: str
    country: str
    kind: str
    region: str
    population: int | None
    year: int | None
    seat: int | None
    may_sign: bool | None
    source: str


class Councils:
    """The table of units, read when first asked for.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], list[int]]:
        if _UNITS not in self._atlas.manifest.get("tables", {}):
            return {}
        table = self._atlas.table(_UNITS)
        found: dict[tuple[str, str], list[int]] = {}
        names, countries = table.column(c.NAME).tolist(), table.column(c.COUNTRY).tolist()
        for row, (name, country) in enumerate(zip(names, countries, strict=True)):
            found.setdefault((country, name_key(name)), []).append(row)
        return found

    def named(self, name: str, country: str) -> tuple[Council, ...]:
        """Return the units of a country that bear exactly a name, most people first.

        Parameters
        ----------
        name : str
            As people write it; case and accents do not matter.
        country : str
            ISO 3166-1 code.
        """
        rows = self._by_key.get((country, name_key(name)), [])
        found = [self._council(row) for row in rows]
        return tuple(sorted(found, key=lambda one: (-(one.population or 0), one.unit_id)))

    def _council(self, row: int) -> Council:
        told = self._atlas.table(_UNITS).data.slice(row, 1).to_pylist()[0]
        signs = told[c.MAY_SIGN]
        return Council(
            unit_id=told[c.UNIT_ID],
            name=told[c.NAME],
            country=told[c.COUNTRY],
            kind=told[c.KIND],
            region=told[c.REGION],
            population=told[c.POPULATION] or None,
            year=told[c.YEAR] or None,
            seat=told[c.SEAT] or None,
            may_sign=None if signs < 0 else bool(signs),
            source=told[c.SOURCE],
        )


def populations_of(atlas: Atlas, city_id: int) -> list[Mapping[str, Any]]:
    """Return the counts of a place's people: of its council, of the place alone.

    Each is a row of the table ``city_populations``; none where GeoNames' count is the only one.
    """
    if _POPULATIONS not in atlas.manifest.get("tables", {}):
        return []
    rows: list[Mapping[str, Any]] = atlas.table(_POPULATIONS).rows(city_id)
    return rows
