"""Tables of councils: units, populations of places by unit, places that have no council."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from matcher.tables import columns as c
from matcher.tables.spec import DICTIONARY, TableSpec, table

UNIT_TABLES: Final[tuple[TableSpec, ...]] = (
    table(
        "units",
        "Municipalities, districts, counties and other units, tied to their seat where found.",
        (c.UNIT_ID,),
        {
            c.UNIT_ID: pa.string(),  # lau: Eurostat's code, gn: GeoNames' code
            c.GEONAMES_ID: pa.int32(),  # of the second-level division it is, 0 none
            c.CODE: pa.string(),  # GeoNames' code of it, "" none
            c.NAME: pa.string(),
            c.COUNTRY: DICTIONARY,
            c.KIND: DICTIONARY,
            c.REGION: DICTIONARY,  # name of a statistical region or GeoNames' first-level code
            c.LATITUDE: pa.float32(),  # centre weighted by people, NaN unknown
            c.LONGITUDE: pa.float32(),
            c.POPULATION: pa.int32(),  # 0 is unknown
            c.YEAR: pa.int16(),  # of the count, 0 unknown
            c.SEAT: pa.int32(),  # city_id of the largest place inside, 0 is not tied
            c.SAME_NAME: pa.bool_(),  # whether the seat bears the unit's name
            c.METHOD: DICTIONARY,  # how the seat was found
            c.MAY_SIGN: pa.int8(),  # 1 a council of its own, 0 none, -1 unknown
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "city_populations",
        "Counts of a place's people by unit, where there is more than GeoNames' own.",
        (c.CITY_ID, c.KIND),
        {
            c.CITY_ID: pa.int32(),
            c.KIND: DICTIONARY,  # place, municipality, city proper, agglomeration, a unit's kind
            c.POPULATION: pa.int32(),
            c.YEAR: pa.int16(),  # 0 is unknown
            c.UNIT_ID: pa.string(),
            c.APART: pa.bool_(),  # more than 1.5 times, or less than 1/1.5 of, GeoNames' count
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
    table(
        "no_councils",
        "Places that have no council of their own to sign anything.",
        (c.CITY_ID,),
        {
            c.CITY_ID: pa.int32(),
            c.REASON: DICTIONARY,
            c.GRADE: DICTIONARY,
            c.SOURCE: DICTIONARY,
        },
    ),
)
