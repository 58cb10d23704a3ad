"""The shipped tables: their columns, types, keys and meaning.

One place says what a table holds. The feature pipeline writes to these
schemas, :mod:`matcher.tables.atlas` checks them on load, and the data card is
generated from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from matcher.tables import columns as c

SCHEMA_VERSION: Final = 1
"""Raised whenever a table changes shape; the loader refuses another version."""

GRADES: Final = ("measured", "curated", "unreviewed", "unknown")
"""Grades of evidence, best first.

``measured`` is computed from a published data set, ``curated`` is a hand-kept
fact with a document behind it, ``unreviewed`` is general knowledge that nobody
has checked against a document, ``unknown`` is the absence of a fact.
"""

BROKEN_STATUSES: Final = ("suspended", "dormant", "ended")
"""States of a concluded partnership that no longer lives."""

BLOC_STATUSES: Final = (
    "full",
    "associate",
    "candidate",
    "observer",
    "partner",
    "suspended",
    "former",
)

CONTINENTS: Final = {
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America",
    "OC": "Oceania", "SA": "South America",
}  # fmt: skip
"""Continents by their code, which may be a country's code as well."""

CONTINENT_TERRITORIES: Final = {
    "AF": "002", "AN": "AQ", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005",
}  # fmt: skip
"""Continents as CLDR codes them."""

WAR_LEVELS: Final = {
    "destroyed": 5,
    "heavily bombed": 4,
    "damaged": 3,
    "fought over": 2,
    "honoured": 1,
}
"""What war did to a place, as levels. No known fact is unknown, never peace."""

MODERN_WAR_FROM: Final = 1850
"""Destruction before this year is history, not a shared memory: it counts as fought over."""

_dictionary = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class TableSpec:
    """Shape of one shipped table.

    Attributes
    ----------
    name : str
        File stem below ``data/``; the file is ``<name>.parquet``.
    schema : pyarrow.Schema
        Columns and types, in order.
    sort : tuple of str
        Columns the rows are sorted by; the leading one is searchable.
    summary : str
        One line for the data card.
    """

    name: str
    schema: pa.Schema
    sort: tuple[str, ...]
    summary: str


def _spec(
    name: str, summary: str, sort: tuple[str, ...], fields: dict[str, pa.DataType]
) -> TableSpec:
    return TableSpec(name, pa.schema(list(fields.items())), sort, summary)


_SPECS = (
    _spec(
        "cities",
        "One row a place: identity, size, role, physical geography and the war level.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.NAME: pa.string(),
            c.NAME_KEY: _dictionary,  # the name normalised, for namesakes
            c.LATITUDE: pa.float64(),
            c.LONGITUDE: pa.float64(),
            c.COUNTRY: _dictionary,
            c.ADMIN1_CODE: _dictionary,
            c.ADMIN2_CODE: _dictionary,
            c.TIMEZONE: _dictionary,
            c.UTC_OFFSET_H: pa.float32(),  # standard time, without summer time
            c.POPULATION: pa.int32(),  # 0 is unknown
            c.FEATURE_CODE: _dictionary,  # "" is unknown
            c.DISTRICT_OF: pa.int32(),  # 0: not a district; -1: of a city not found
            c.ADMIN_RANK: pa.int8(),  # 0 capital, 1-5 seat of that order, 9 none, -1 unknown
            c.RANK_IN_COUNTRY: pa.int32(),  # by population among non-districts, 0 unknown
            c.RANK_IN_REGION: pa.int32(),
            c.ELEVATION_M: pa.float32(),
            c.CLIMATE_CLASS: _dictionary,  # Koeppen-Geiger, "" is unknown
            c.TEMPERATURE_MEAN_C: pa.float32(),
            c.TEMPERATURE_WARMEST_C: pa.float32(),
            c.TEMPERATURE_COLDEST_C: pa.float32(),
            c.PRECIPITATION_MM: pa.float32(),
            c.COAST_KM: pa.float32(),
            c.LAKE: pa.string(),  # within 10 km, "" is unknown
            c.LAKE_KM: pa.float32(),
            c.SEAPORT: pa.string(),
            c.SEAPORT_KM: pa.float32(),
            c.WAR_LEVEL: pa.int8(),  # highest of city_war, 0 is unknown
            c.BOMB_TONS: pa.float32(),  # Allied bombs within 6 km, NaN is unknown
            c.UNIVERSITIES: pa.int16(),  # named after the city: a floor, 0 is unknown
            c.HERITAGE_SITES: pa.int16(),  # World Heritage within 25 km
        },
    ),
    _spec(
        "city_surroundings",
        "What lies around a place, how widely it is named, and its geographic cell.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.LARGER_PLACE_KM: pa.float32(),  # nearest place twice as large, 200 at most
            c.LARGE_CITY_KM: pa.float32(),  # nearest place of 100,000
            c.PEOPLE_NEAR: pa.float32(),  # in the 24 nearest places within 25 km
            c.SPACING_KM: pa.float32(),  # to the 24th nearest place
            c.NAMES_KNOWN: pa.int16(),
            c.SCRIPTS_KNOWN: pa.int8(),
            c.CELL: pa.int16(),
        },
    ),
    _spec(
        "city_names",
        "Every name of every place in every script, normalised for search.",
        (c.NAME_KEY, c.CITY_ID),
        {
            c.NAME_KEY: pa.string(),
            c.CITY_ID: pa.int32(),
            c.NAME: pa.string(),
            c.NAME_KIND: pa.int8(),  # 0 the place's own name, 1 an alias
        },
    ),
    _spec(
        "city_labels",
        "Names of places as readers of another language write them.",
        (c.CITY_ID, c.LANGUAGE),
        {c.CITY_ID: pa.int32(), c.LANGUAGE: _dictionary, c.NAME: pa.string()},
    ),
    _spec(
        "outlines",
        "Outlines of countries for maps: closed rings, cut at the antimeridian.",
        (c.RING, c.POINT),
        {
            c.RING: pa.int16(),
            c.POINT: pa.int16(),
            c.COUNTRY: _dictionary,  # "" where no ISO code exists
            c.LONGITUDE: pa.float32(),
            c.LATITUDE: pa.float32(),
        },
    ),
    _spec(
        "city_rivers",
        "Named rivers of a place, on or near (within 10 km), or a known none.",
        (c.CITY_ID, c.DISTANCE_KM, c.RIVER),
        {
            c.CITY_ID: pa.int32(),
            c.RIVER: pa.string(),  # canonical name, "" with relation none
            c.RELATION: _dictionary,  # on, near, none
            c.DISTANCE_KM: pa.float32(),  # NaN when no distance is known
            c.GRADE: _dictionary,
            c.SOURCE: _dictionary,
        },
    ),
    _spec(
        "city_war",
        "What war did to a place: battles, Allied bombs, destruction, sieges, titles.",
        (c.CITY_ID, c.YEAR_FROM, c.WAR_KIND, c.BATTLE),
        {
            c.CITY_ID: pa.int32(),
            c.WAR_KIND: _dictionary,
            c.WAR_LEVEL: pa.int8(),
            c.WAR: _dictionary,  # "" is unknown
            c.BATTLE: pa.string(),  # name of the battle, else ""
            c.YEAR_FROM: pa.int16(),  # 0 is unknown
            c.YEAR_TO: pa.int16(),
            c.BOMB_TONS: pa.float32(),
            c.GRADE: _dictionary,
            c.SOURCE: _dictionary,
        },
    ),
    _spec(
        "city_heritage",
        "World Heritage sites within 25 km of a place.",
        (c.CITY_ID, c.DISTANCE_KM),
        {
            c.CITY_ID: pa.int32(),
            c.SITE_ID: pa.int32(),
            c.SITE: pa.string(),
            c.YEAR: pa.int16(),
            c.DISTANCE_KM: pa.float32(),
        },
    ),
    _spec(
        "city_universities",
        "Universities that carry a city's name: a floor, not a count.",
        (c.CITY_ID, c.UNIVERSITY),
        {c.CITY_ID: pa.int32(), c.UNIVERSITY: pa.string()},
    ),
    _spec(
        "city_airports",
        "Nearest airport with scheduled routes (2014). ODbL: kept apart from cities.",
        (c.CITY_ID,),
        {c.CITY_ID: pa.int32(), c.AIRPORT: _dictionary, c.AIRPORT_KM: pa.float32()},
    ),
    _spec(
        "airports",
        "Airports with scheduled routes in 2014 and how many destinations they had. ODbL.",
        (c.AIRPORT,),
        {
            c.AIRPORT: pa.string(),
            c.NAME: pa.string(),
            c.COUNTRY: _dictionary,
            c.LATITUDE: pa.float64(),
            c.LONGITUDE: pa.float64(),
            c.CONNECTIONS: pa.int16(),
        },
    ),
    _spec(
        "partnerships",
        "Known partnerships, unordered, with status and dates where a source gives them.",
        (c.CITY_ID_A, c.CITY_ID_B),
        {
            c.CITY_ID_A: pa.int32(),
            c.CITY_ID_B: pa.int32(),
            c.STATUS: _dictionary,
            c.SINCE: pa.string(),  # ISO 8601, reduced precision allowed, "" is unknown
            c.UNTIL: pa.string(),
            c.GRADE: _dictionary,
            c.SOURCE: pa.string(),
        },
    ),
    _spec(
        "partnership_events",
        "Dated events in the life of a partnership, oldest first.",
        (c.CITY_ID_A, c.CITY_ID_B, c.DATE),
        {
            c.CITY_ID_A: pa.int32(),
            c.CITY_ID_B: pa.int32(),
            c.EVENT: _dictionary,
            c.DATE: pa.string(),
            c.SOURCE: pa.string(),
        },
    ),
    _spec(
        "partnership_rejects",
        "Ends of listed partnerships that could not be linked to a place, with the reason.",
        (c.ROW, c.SIDE),
        {
            c.ROW: pa.int32(),  # 0 is the first row of the list
            c.SIDE: _dictionary,  # a, b, or both
            c.NAME_A: pa.string(),  # names and countries as the list writes them
            c.COUNTRY_A: _dictionary,
            c.NAME_B: pa.string(),
            c.COUNTRY_B: _dictionary,
            c.REASON: _dictionary,
        },
    ),
    _spec(
        "countries",
        "Countries and territories with their economy and capital.",
        (c.COUNTRY,),
        {
            c.COUNTRY: pa.string(),
            c.ISO3: pa.string(),
            c.NAME: pa.string(),
            c.CONTINENT: pa.string(),
            c.CAPITAL_ID: pa.int32(),  # 0 is unknown
            c.POPULATION: pa.int32(),
            c.AREA_KM2: pa.float64(),
            c.GDP_PER_CAPITA_USD: pa.float32(),  # NaN is unknown
            c.GDP_YEAR: pa.int16(),  # 0 is unknown
        },
    ),
    _spec(
        "region_names",
        "Names and codes of countries, blocs and regions in many languages, for search.",
        (c.NAME_KEY, c.KIND, c.CODE),
        {
            c.NAME_KEY: pa.string(),
            c.KIND: _dictionary,  # country, bloc, continent, region (code as in US-NC)
            c.CODE: pa.string(),
            c.NAME: pa.string(),
        },
    ),
    _spec(
        "country_languages",
        "Languages of a country with the share of speakers and official status.",
        (c.COUNTRY, c.LANGUAGE),
        {
            c.COUNTRY: _dictionary,
            c.LANGUAGE: pa.string(),  # CLDR code
            c.NAME: pa.string(),  # in English
            c.SCRIPT: pa.string(),  # ISO 15924, "" is unknown
            c.SPEAKERS_SHARE: pa.float32(),  # 0..1
            c.OFFICIAL_STATUS: _dictionary,  # "", official, official_regional, de_facto_official
        },
    ),
    _spec(
        "country_pairs",
        "Land borders, colonial ties and former common states, unordered.",
        (c.COUNTRY_A, c.COUNTRY_B),
        {
            c.COUNTRY_A: _dictionary,
            c.COUNTRY_B: _dictionary,
            c.CONTIGUOUS: pa.bool_(),
            c.COLONIAL_TIE: pa.bool_(),
            c.SAME_STATE: pa.bool_(),
        },
    ),
    _spec(
        "visa",
        "Visa rule for a passport at a destination; barrier 0 free to 4 no admission.",
        (c.PASSPORT, c.DESTINATION),
        {
            c.PASSPORT: _dictionary,
            c.DESTINATION: _dictionary,
            c.REQUIREMENT: _dictionary,
            c.BARRIER: pa.int8(),
        },
    ),
    _spec(
        "bloc_membership",
        "Blocs and their members with status and years.",
        (c.BLOC, c.COUNTRY, c.YEAR_FROM),
        {
            c.BLOC: _dictionary,
            c.COUNTRY: _dictionary,
            c.STATUS: _dictionary,
            c.YEAR_FROM: pa.int16(),  # 0 is unknown
            c.YEAR_TO: pa.int16(),  # 0 is open or unknown
            c.GRADE: _dictionary,
            c.SOURCE: _dictionary,
        },
    ),
    _spec(
        "conflict_deaths",
        "Deaths in organised violence by country and year.",
        (c.COUNTRY, c.YEAR),
        {c.COUNTRY: _dictionary, c.YEAR: pa.int16(), c.DEATHS: pa.int32()},
    ),
    _spec(
        "country_events",
        "Dated rules and waves between countries with the scope they bind.",
        (c.COUNTRY_A, c.COUNTRY_B, c.DATE),
        {
            c.COUNTRY_A: pa.string(),
            c.COUNTRY_B: pa.string(),
            c.SCOPE: pa.string(),
            c.EVENT: pa.string(),
            c.DATE: pa.string(),
            c.TEXT: pa.string(),
            c.SOURCE: pa.string(),
        },
    ),
)

TABLES: Final[dict[str, TableSpec]] = {spec.name: spec for spec in _SPECS}
"""Every shipped table by name."""
