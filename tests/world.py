"""Hand-made worlds: shipped tables written to a folder, small enough to check by eye."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.names import PARQUET_OPTIONS, build_city_names
from matcher import columns as c
from matcher.normalise import name_key
from matcher.schema import SCHEMA_VERSION, TABLES, TableSpec

Rows = Iterable[Mapping[str, Any]]

UNKNOWN_BY_COLUMN = {c.ADMIN_RANK: -1}

KOSTROMA, DURHAM_GB, DURHAM_US = 543878, 2650628, 4464368
MARY, WINDHOEK, CHILANZAR = 1218667, 3352136, 1514230

# id, name, country, admin1, population, feature code, district of, latitude, longitude, aliases
_CITIES = [
    (KOSTROMA, "Kostroma", "RU", "37", 277280, "PPLA", 0, 57.77, 40.93, ["Кострома", "KMW"]),
    (DURHAM_GB, "Durham", "GB", "ENG", 47785, "PPLA2", 0, 54.78, -1.58, ["Дарем"]),
    (DURHAM_US, "Durham", "US", "NC", 257636, "PPLA2", 0, 35.99, -78.90, ["Дарем", "DUR"]),
    (MARY, "Mary", "TM", "05", 167027, "PPLA", 0, 37.59, 61.83, ["Мары", "Merv"]),
    (WINDHOEK, "Windhoek", "NA", "21", 386219, "PPLC", 0, -22.56, 17.08, ["Виндхук", "Windhuk"]),
    (CHILANZAR, "Chilanzar", "UZ", "13", 260700, "PPLX", -1, 41.27, 69.20, ["Чиланзар"]),
]

_COUNTRIES = [
    ("GB", "GBR", "United Kingdom", "EU"),
    ("NA", "NAM", "Namibia", "AF"),
    ("NC", "NCL", "New Caledonia", "OC"),
    ("RU", "RUS", "Russia", "EU"),
    ("TM", "TKM", "Turkmenistan", "AS"),
    ("US", "USA", "United States", "NA"),
    ("UZ", "UZB", "Uzbekistan", "AS"),
]

_AREA_NAMES = [
    ("country", "TM", "Туркмения"),
    ("country", "GB", "Великобритания"),
    ("country", "US", "USA"),
    ("bloc", "CIS", "CIS"),
    ("bloc", "CIS", "СНГ"),
    ("continent", "AS", "Asia"),
    ("region", "US-NC", "North Carolina"),
    ("region", "GB-ENG", "England"),
]

_MEMBERSHIPS = [
    ("CIS", "GB", "observer", 0, 1999),
    ("CIS", "RU", "full", 1991, 0),
    ("CIS", "TM", "associate", 2005, 0),
    ("CIS", "TM", "former", 1991, 2005),
    ("CIS", "US", "former", 1993, 2009),
    ("CIS", "UZ", "full", 0, 0),
]


def city_rows(extra: Iterable[tuple[Any, ...]] = ()) -> list[dict[str, Any]]:
    """Return rows of ``cities`` with their ``aliases``, the six and any more of the same form."""
    names = (
        c.CITY_ID, c.NAME, c.COUNTRY, c.ADMIN1_CODE, c.POPULATION, c.FEATURE_CODE, c.DISTRICT_OF,
        c.LATITUDE, c.LONGITUDE, "aliases",
    )  # fmt: skip
    return [dict(zip(names, city, strict=True)) for city in (*_CITIES, *extra)]


def six_city_world(extra: Iterable[tuple[Any, ...]] = ()) -> dict[str, Rows]:
    """Return the tables of six cities: two Durhams, a district, and Namibia's code NA."""
    cities = city_rows(extra)
    area_names = [
        *(("country", code, name) for code, *names in _COUNTRIES for name in (code, *names[:2])),
        *_AREA_NAMES,
    ]
    keyed = {(name_key(name), kind, code): name for kind, code, name in area_names}
    members = (c.BLOC, c.COUNTRY, c.STATUS, c.YEAR_FROM, c.YEAR_TO)
    return {
        "cities": [{**city, c.NAME_KEY: name_key(city[c.NAME])} for city in cities],
        "city_names": build_city_names(pd.DataFrame(cities)).to_dict("records"),
        "countries": [
            dict(zip((c.COUNTRY, c.ISO3, c.NAME, c.CONTINENT), country, strict=True))
            for country in _COUNTRIES
        ],
        "region_names": [
            {c.NAME_KEY: key, c.KIND: kind, c.CODE: code, c.NAME: name}
            for (key, kind, code), name in keyed.items()
        ],
        "bloc_membership": [dict(zip(members, row, strict=True)) for row in _MEMBERSHIPS],
    }


def write_world(directory: Path, tables: Mapping[str, Rows | pa.Table]) -> Path:
    """Write every shipped table and the manifest; what is not given is unknown or empty.

    Parameters
    ----------
    directory : pathlib.Path
        Made if missing.
    tables : mapping of str to rows or pyarrow.Table
        Rows are mappings of column to value; missing columns are filled with
        unknown, columns that the table does not have are left out.

    Returns
    -------
    pathlib.Path
        The folder, ready for ``Atlas.load``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, spec in TABLES.items():
        given = tables.get(name, [])
        data = given if isinstance(given, pa.Table) else table_of(spec, given)
        path = directory / f"{name}.parquet"
        pq.write_table(data, path, **(PARQUET_OPTIONS if name == "city_names" else {}))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entries[name] = {"sha256": digest, "rows": data.num_rows}
    manifest = {"schema_version": SCHEMA_VERSION, "tables": entries}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory


def table_of(spec: TableSpec, rows: Rows) -> pa.Table:
    """Return rows as a table of that shape, sorted as it says, with unknowns filled in."""
    full = [
        {field.name: row.get(field.name, unknown(field)) for field in spec.schema} for row in rows
    ]
    full.sort(key=lambda row: tuple(row[column] for column in spec.sort))
    return pa.Table.from_pylist(full, schema=spec.schema)


def unknown(field: pa.Field) -> Any:
    """Return the value that stands for an unknown in a column."""
    if field.name in UNKNOWN_BY_COLUMN:
        return UNKNOWN_BY_COLUMN[field.name]
    if pa.types.is_floating(field.type):
        return float("nan")
    if pa.types.is_integer(field.type):
        return 0
    if pa.types.is_boolean(field.type):
        return False
    return ""
