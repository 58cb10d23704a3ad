"""A user's own list of places, completed from the nearest known place."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from matcher.errors import InputTableError, MatcherError
from matcher.maps.geodesy import haversine_km
from matcher.naming.countries import Countries
from matcher.naming.name_index import NameIndex
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, Table
from matcher.text.normalise import is_plain, name_key

REQUIRED: Final = (c.NAME, c.COUNTRY, c.LATITUDE, c.LONGITUDE, c.POPULATION)
"""Columns of the file, in any order."""

_COORDINATES: Final = (c.LATITUDE, c.LONGITUDE)

Locate = Callable[[str, str], tuple[float, float] | None]
"""Name and country of a place to its latitude and longitude in degrees, None if not known."""

UNCOUNTED: Final = -1
"""World Heritage sites of a place around which nobody counted them."""

FIRST_OWN_ID: Final = 2_000_000_001
"""Own places are numbered from here, far above every GeoNames id."""

MAX_PLACES: Final = 100_000
SAME_PLACE_KM: Final = 15.0
"""A known place of the same name and country this near is the same place."""

COMPLETED_WITHIN_KM: Final = 25.0
"""Facts of the ground are taken over from a known place this near, not farther."""

_TAKEN_OVER: Final = (
    c.ADMIN1_CODE,
    c.ADMIN2_CODE,
    c.TIMEZONE,
    c.UTC_OFFSET_H,
    c.ELEVATION_M,
    c.CLIMATE_CLASS,
    c.TEMPERATURE_MEAN_C,
    c.TEMPERATURE_WARMEST_C,
    c.TEMPERATURE_COLDEST_C,
    c.PRECIPITATION_MM,
    c.COAST_KM,
    c.LAKE,
    c.LAKE_KM,
    c.SEAPORT,
    c.SEAPORT_KM,
)


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """An atlas with a user's places in it.

    Attributes
    ----------
    atlas : Atlas
        The shipped places and, after them, the new ones.
    city_ids : tuple of int
        Id of each row of the file, in its order: of the known place where the
        row is one, else a new id from :data:`FIRST_OWN_ID`.
    """

    atlas: Atlas
    city_ids: tuple[int, ...]


def read_own_places(
    path: str | Path, atlas: Atlas, countries: Countries, locate: Locate | None = None
) -> OwnPlaces:
    """Read and complete an own list of places.

    Parameters
    ----------
    path : path
        CSV with the columns of :data:`REQUIRED`; degrees WGS 84; an empty
        population or 0 is unknown.
    atlas : Atlas
    countries : Countries
    locate : callable, optional
        Asked for a place that has neither latitude nor longitude, by its name and
        country; without it such a place is refused.

    Raises
    ------
    InputTableError
        The file cannot be read, lacks a column, or a value is wrong; the
        message gives the line.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
            if missing:
                raise InputTableError(
                    f"{path} lacks the columns {', '.join(missing)}: it has "
                    f"{', '.join(reader.fieldnames or ['none'])}, needed are {', '.join(REQUIRED)}"
                )
            lines: list[dict[str, Any]] = []
            for row in reader:
                if len(lines) == MAX_PLACES:
                    raise InputTableError(f"{path} has more than {MAX_PLACES:,} places: split it")
                lines.append(_parsed(path, reader.line_num, row, countries, locate))
    except OSError as error:
        raise InputTableError(f"{path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputTableError(f"{path} cannot be read as CSV in UTF-8: {error}") from None
    if not lines:
        raise InputTableError(f"{path} holds no place: give one line a place below the header")
    return _completed(atlas, lines)


def _parsed(
    path: Path,
    line: int,
    row: Mapping[str, str | None],
    countries: Countries,
    locate: Locate | None,
) -> dict[str, Any]:
    def number(name: str, least: float, most: float) -> float:
        text = (row[name] or "").strip()
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not least <= value <= most:
            raise InputTableError(
                f"{path} line {line}: {name} is {text!r}, expected a number from "
                f"{least:g} to {most:g}"
            )
        return value

    if None in row:
        raise InputTableError(
            f"{path} line {line} has more cells than the header: put a name with a comma in quotes"
        )
    name = (row[c.NAME] or "").strip()
    if not name_key(name) or len(name) > 200 or not is_plain(name):
        raise InputTableError(
            f"{path} line {line}: name is {name!r:.60}, expected 1 to 200 characters with a letter "
            "or digit and no control characters"
        )
    try:
        country = countries.country((row[c.COUNTRY] or "").strip())
    except MatcherError as error:
        raise InputTableError(f"{path} line {line}: {error}") from None
    located = None
    if locate is not None and not any((row[one] or "").strip() for one in _COORDINATES):
        located = locate(name, country)
        if located is None:
            raise InputTableError(
                f"{path} line {line}: the geocoder knows no {name!r:.60} in {country}: "
                "give latitude and longitude"
            )
    latitude, longitude = located or (
        number(c.LATITUDE, -90, 90),
        number(c.LONGITUDE, -180, 180),
    )
    return {
        c.NAME: name,
        c.COUNTRY: country,
        c.LATITUDE: latitude,
        c.LONGITUDE: longitude,
        c.POPULATION: int(number(c.POPULATION, 0, 1e8)) if (row[c.POPULATION] or "").strip() else 0,
    }


class _Near:
    """Known places around a point, without measuring the whole world for each."""

    def __init__(self, atlas: Atlas) -> None:
        self._latitudes = atlas.cities.column(c.LATITUDE)
        self._longitudes = atlas.cities.column(c.LONGITUDE)
        self._order = np.argsort(self._latitudes, kind="stable")
        self._sorted = self._latitudes[self._order]

    def rows(self, latitude: float, longitude: float) -> tuple[IntArray, Array]:
        """Return rows within :data:`COMPLETED_WITHIN_KM` and their distances, nearest first."""
        reach = COMPLETED_WITHIN_KM / 110.0  # a degree of latitude is a little more
        first, last = np.searchsorted(self._sorted, [latitude - reach, latitude + reach])
        rows = np.sort(self._order[first:last])
        distance = haversine_km(latitude, longitude, self._latitudes[rows], self._longitudes[rows])
        order = np.argsort(distance, kind="stable")
        order = order[distance[order] <= COMPLETED_WITHIN_KM]
        return rows[order], distance[order]


def _completed(atlas: Atlas, lines: list[dict[str, Any]]) -> OwnPlaces:
    near, names = _Near(atlas), NameIndex(atlas)
    countries = atlas.cities.column(c.COUNTRY)
    first_id = max(FIRST_OWN_ID, int(atlas.city_ids[-1]) + 1)
    ids: list[int] = []
    new: list[dict[str, Any]] = []
    given: dict[tuple[str, str, float, float], int] = {}
    for line in lines:
        key = name_key(line[c.NAME])
        identity = (key, line[c.COUNTRY], line[c.LATITUDE], line[c.LONGITUDE])
        if identity not in given:
            rows, distance = near.rows(line[c.LATITUDE], line[c.LONGITUDE])
            close = rows[(distance <= SAME_PLACE_KM) & (countries[rows] == line[c.COUNTRY])]
            named = names.exact(key).city_ids if len(close) else close
            same = close[np.isin(atlas.city_ids[close], named)]
            if len(same):
                given[identity] = int(atlas.city_ids[same[0]])
            else:
                given[identity] = first_id + len(new)
                donor = int(rows[0]) if len(rows) else None
                new.append(_row(atlas, line, given[identity], donor))
        ids.append(given[identity])
    return OwnPlaces(_extended(atlas, new), tuple(ids))


def _row(atlas: Atlas, line: dict[str, Any], city_id: int, donor: int | None) -> dict[str, Any]:
    """Fill one row: the user's facts, the donor's ground, everything else unknown."""
    row: dict[str, Any] = {}
    for field in atlas.cities.spec.schema:
        text = pa.types.is_dictionary(field.type) or pa.types.is_string(field.type)
        row[field.name] = "" if text else (np.nan if pa.types.is_floating(field.type) else 0)
    if donor is not None:
        known = atlas.cities.data.slice(donor, 1).to_pylist()[0]
        row |= {name: known[name] for name in _TAKEN_OVER}
    return (
        row
        | line
        | {
            c.CITY_ID: city_id,
            c.NAME_KEY: name_key(line[c.NAME]),
            c.ADMIN_RANK: -1,
            c.HERITAGE_SITES: UNCOUNTED,
        }
    )


def _extended(atlas: Atlas, new: list[dict[str, Any]]) -> Atlas:
    if not new:
        return atlas
    spec = atlas.cities.spec
    plain = pa.schema(
        [
            (
                field.name,
                field.type.value_type if pa.types.is_dictionary(field.type) else field.type,
            )
            for field in spec.schema
        ]
    )
    added = pa.Table.from_pylist(new, schema=plain).cast(spec.schema)
    joined = pa.concat_tables([atlas.cities.data, added]).unify_dictionaries()
    names = [
        {
            c.NAME_KEY: row[c.NAME_KEY],
            c.CITY_ID: row[c.CITY_ID],
            c.NAME: row[c.NAME],
            c.NAME_KIND: 0,
        }
        for row in new
    ]
    return atlas.with_places(Table(spec, joined), names)
