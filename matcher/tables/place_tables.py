"""Tables of places: identity, names, surroundings and facts."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from matcher.tables import columns as c
from matcher.tables.spec import DICTIONARY, TableSpec, table

PLACE_TABLES: Final[tuple[TableSpec, ...]] = (
    table(
        "cities",
        "One row a place: identity, size, role, physical geography and the war level.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.NAME: pa.string(),
            c.NAME_KEY: DICTIONARY,  # the name normalised, for namesakes
            c.LATITUDE: pa.float64(),
            c.LONGITUDE: pa.float64(),
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: DICTIONARY,
            c.ADMIN2_CODE: DICTIONARY,
            c.TIMEZONE: DICTIONARY,
            c.UTC_OFFSET_H: pa.float32(),  # standard time, without summer time
            c.POPULATION: pa.int32(),  # 0 is unknown
            c.FEATURE_CODE: DICTIONARY,  # "" is unknown
            c.DISTRICT_OF: pa.int32(),  # 0: not a district; -1: of a city not found
            c.DOUBLE_OF: pa.int32(),  # id of the same city that stands for both, 0: itself
            c.ADMIN_RANK: pa.int8(),  # 0 capital, 1-5 seat of that order, 9 none, -1 unknown
            c.RANK_IN_COUNTRY: pa.int32(),  # by population among non-districts, 0 unknown
            c.RANK_IN_REGION: pa.int32(),
            c.ELEVATION_M: pa.float32(),
            c.CLIMATE_CLASS: DICTIONARY,  # Koeppen-Geiger, "" is unknown
            c.TEMPERATURE_MEAN_C: pa.float32(),
            c.TEMPERATURE_WARMEST_C: pa.float32(),
            c.TEMPERATURE_COLDEST_C: pa.float32(),
            c.PRECIPITATION_MM: pa.float32(),
            c.COAST_KM: pa.float32(),
            c.LAKE: pa.string(),  # within 5 km, "" is unknown
            c.LAKE_KM: pa.float32(),
            c.SEAPORT: pa.string(),
            c.SEAPORT_KM: pa.float32(),
            c.WAR_LEVEL: pa.int8(),  # highest of city_war, 0 is unknown
            c.BOMB_TONS: pa.float32(),  # Allied bombs within 6 km, NaN is unknown
            c.UNIVERSITIES: pa.int16(),  # that grant degrees: a floor, 0 is unknown
            c.HERITAGE_SITES: pa.int16(),  # World Heritage within 25 km
        },
    ),
    table(
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
    table(
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
    table(
        "common_names",
        "Own names of all places and every name of the larger ones, for misspelt and begun names.",
        (c.POSITION,),
        {
            c.POSITION: pa.int32(),  # row in city_names, whose order is that of its keys
            c.NAME_KEY: pa.string(),
            c.CITY_ID: pa.int32(),
            c.NAME_KIND: pa.int8(),  # as in city_names
            c.LENGTH: pa.int16(),  # signs of the key
            c.LETTERS: pa.uint64(),  # which letters the key has once or more, twice or more
        },
    ),
    table(
        "division_names",
        "Names and codes of divisions of countries and names of councils, for search.",
        (c.NAME_KEY, c.UNIT_ID),
        {
            c.NAME_KEY: pa.string(),
            c.NAME: pa.string(),
            c.NAME_KIND: pa.int8(),  # 0 its own name, 1 another, 2 a code, 3 of a council
            c.COUNTRY: DICTIONARY,
            c.ADMIN1_CODE: DICTIONARY,  # "" is unknown
            c.ADMIN2_CODE: DICTIONARY,  # "" for a first level division or a council
            c.UNIT_ID: pa.string(),  # as in units; gn: and GeoNames' code for the others
        },
    ),
    table(
        "city_labels",
        "Names of places as readers of another language write them.",
        (c.CITY_ID, c.LANGUAGE),
        {
            c.CITY_ID: pa.int32(),
            c.LANGUAGE: DICTIONARY,  # en, ru, it, de, fr, es, pl, uk
            c.NAME: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "outlines",
        "Outlines of countries for maps: closed rings, cut at the antimeridian.",
        (c.RING, c.POINT),
        {
            c.RING: pa.int16(),
            c.POINT: pa.int16(),
            c.COUNTRY: DICTIONARY,  # "" where no ISO code exists
            c.LONGITUDE: pa.float32(),
            c.LATITUDE: pa.float32(),
        },
    ),
    table(
        "city_rivers",
        "Named rivers of a place, on or near (within 5 km), or a known none.",
        (c.CITY_ID, c.DISTANCE_KM, c.RIVER),
        {
            c.CITY_ID: pa.int32(),
            c.RIVER: pa.string(),  # canonical name, "" with relation none
            c.RELATION: DICTIONARY,  # on, near, none
            c.DISTANCE_KM: pa.float32(),  # NaN when no distance is known
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "city_war",
        "What war did to a place: battles, Allied bombs, destruction, sieges, titles.",
        (c.CITY_ID, c.YEAR_FROM, c.WAR_KIND, c.BATTLE),
        {
            c.CITY_ID: pa.int32(),
            c.WAR_KIND: DICTIONARY,
            c.WAR_LEVEL: pa.int8(),
            c.WAR: DICTIONARY,  # "" is unknown
            c.BATTLE: pa.string(),  # name of the battle, else ""
            c.YEAR_FROM: pa.int16(),  # 0 is unknown
            c.YEAR_TO: pa.int16(),
            c.BOMB_TONS: pa.float32(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "creative_cities",
        "Cities of the UNESCO Creative Cities Network and their fields.",
        (c.CITY_ID, c.FIELD),
        {
            c.CITY_ID: pa.int32(),
            c.FIELD: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: pa.string(),
        },
    ),
    table(
        "founding_years",
        "Year a town was founded or first named, as a register gives it.",
        (c.CITY_ID,),
        {c.CITY_ID: pa.int32(), c.YEAR: pa.int16()},
    ),
    table(
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
    table(
        "city_universities",
        "Institutions of a city that grant degrees: a floor, not a count.",
        (c.CITY_ID, c.UNIVERSITY),
        {
            c.CITY_ID: pa.int32(),
            c.UNIVERSITY: pa.string(),
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "city_airports",
        "Nearest airport with scheduled service (2026), as the crow flies.",
        (c.CITY_ID,),
        {c.CITY_ID: pa.int32(), c.AIRPORT: DICTIONARY, c.AIRPORT_KM: pa.float32()},
    ),
    table(
        "airports",
        "Airports with scheduled service in 2026 and their size class, closed ones left out.",
        (c.AIRPORT,),
        {
            c.AIRPORT: pa.string(),
            c.NAME: pa.string(),
            c.COUNTRY: DICTIONARY,
            c.LATITUDE: pa.float64(),
            c.LONGITUDE: pa.float64(),
            c.AIRPORT_SIZE: pa.int8(),  # 1 small, 2 medium, 3 large
        },
    ),
)
