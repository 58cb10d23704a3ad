"""Hand-made worlds: shipped tables written to a folder, small enough to check by eye."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.common_names import common_names
from features.names import PARQUET_OPTIONS, build_city_names
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.similarity import SimilarityRanker
from matcher.tables import columns as c
from matcher.tables.schema import SCHEMA_VERSION, TABLES, TableSpec
from matcher.text.normalise import name_key

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

_REGIONS = [
    ("GB", "ENG", "GB-ENG", "England"),
    ("RU", "37", "RU-KOS", "Kostroma Oblast"),
    ("US", "NC", "US-NC", "North Carolina"),
]

_AREA_NAMES = [
    ("country", "TM", "Туркмения"),
    ("country", "GB", "Великобритания"),
    ("country", "US", "USA"),
    ("bloc", "CIS", "CIS"),
    ("bloc", "CIS", "СНГ"),
    ("continent", "AS", "Asia"),
    ("region", "US.NC", "North Carolina"),
    ("region", "GB.ENG", "England"),
]

_MEMBERSHIPS = [
    ("CIS", "GB", "observer", 0, 1999),
    ("CIS", "RU", "full", 1991, 0),
    ("CIS", "TM", "associate", 2005, 0),
    ("CIS", "TM", "former", 1991, 2005),
    ("CIS", "US", "former", 1993, 2009),
    ("CIS", "UZ", "full", 0, 0),
]


_KNOWN = {c.GRADE: "curated", c.SOURCE: "a test"}


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
        "regions": [
            {
                **dict(zip((c.COUNTRY, c.ADMIN1_CODE, c.ISO, c.NAME), region, strict=True)),
                **_KNOWN,
            }
            for region in _REGIONS
        ],
        "bloc_membership": [dict(zip(members, row, strict=True)) for row in _MEMBERSHIPS],
    }


BARI, TURKMENABAT, TASHKENT, TBILISI, OREL = 3182351, 1219649, 1512569, 611717, 514734
HAMLET = 9000001

_MORE_CITIES = [
    (BARI, "Bari", "IT", "13", 277387, "PPLA", 0, 41.12, 16.87, []),
    (TURKMENABAT, "Türkmenabat", "TM", "04", 230861, "PPLA", 0, 39.07, 63.58, ["Chardzhou"]),
    (TASHKENT, "Tashkent", "UZ", "13", 1978028, "PPLC", 0, 41.26, 69.22, ["Ташкент"]),
    (TBILISI, "Tbilisi", "GE", "51", 1049498, "PPLC", 0, 41.69, 44.83, []),
    (OREL, "Orël", "RU", "56", 324200, "PPLA", 0, 52.97, 36.08, []),
    (HAMLET, "Hamlet", "TM", "", 0, "", 0, 38.0, 60.0, []),
]


def council_world(extra: Iterable[tuple[Any, ...]] = ()) -> dict[str, Rows]:
    """Return twelve places with partnerships, rivers, wars and blocs: enough to recommend."""
    world = {name: list(rows) for name, rows in six_city_world((*_MORE_CITIES, *extra)).items()}
    for code, iso3, name in (("IT", "ITA", "Italy"), ("GE", "GEO", "Georgia")):
        world["countries"].append({c.COUNTRY: code, c.ISO3: iso3, c.NAME: name, c.CONTINENT: "EU"})
        world["region_names"] += [
            {c.NAME_KEY: name_key(text), c.KIND: "country", c.CODE: code, c.NAME: text}
            for text in (code, iso3, name)
        ]
    world["bloc_membership"].append(
        {c.BLOC: "CIS", c.COUNTRY: "GE", c.STATUS: "former", c.YEAR_FROM: 1993, c.YEAR_TO: 2009}
    )
    world["bloc_membership"] = [{**row, **_KNOWN} for row in world["bloc_membership"]]
    ranks = {KOSTROMA: 1, MARY: 1, TURKMENABAT: 1, TASHKENT: 0, TBILISI: 0, WINDHOEK: 0, OREL: 1}
    for city in world["cities"]:
        known = city[c.CITY_ID] != HAMLET
        city |= {c.ADMIN_RANK: ranks.get(city[c.CITY_ID], 9) if known else -1}
        city |= {c.COAST_KM: 400.0, c.SEAPORT_KM: 400.0, c.UTC_OFFSET_H: 4.0} if known else {}
        city |= {c.WAR_LEVEL: {KOSTROMA: 3, DURHAM_GB: 5, MARY: 2}.get(city[c.CITY_ID], 0)}
    world["city_rivers"] = [
        {c.CITY_ID: city_id, c.RIVER: river, c.RELATION: "on", c.DISTANCE_KM: 1.0, **_KNOWN}
        for city_id, river in ((KOSTROMA, "Volga"), (MARY, "Murghab"), (TURKMENABAT, "Amu Darya"))
    ]
    world["city_war"] = [
        {
            c.CITY_ID: city_id, c.WAR_KIND: kind, c.WAR_LEVEL: level, c.WAR: "World War II",
            c.YEAR_FROM: 1941, c.YEAR_TO: 1945, c.BOMB_TONS: float("nan"), **_KNOWN,
        }
        for city_id, kind, level in (
            (KOSTROMA, "war_damaged", 3), (DURHAM_GB, "war_destroyed", 5), (MARY, "battle", 2),
        )
    ]  # fmt: skip
    world["partnerships"] = [
        {
            c.CITY_ID_A: min(a, b), c.CITY_ID_B: max(a, b), c.STATUS: status,
            c.SINCE: since, c.UNTIL: until, **_KNOWN,
        }
        for a, b, status, since, until in (
            (KOSTROMA, BARI, "active", "2000", ""),
            (KOSTROMA, DURHAM_GB, "ended", "1968", "2022-03"),
            (KOSTROMA, DURHAM_US, "suspended", "1988", ""),
            (KOSTROMA, WINDHOEK, "proposed", "2014-04", ""),
            (MARY, OREL, "active", "2017-11-03", ""),
            (TASHKENT, OREL, "ended", "1990", "2010"),
        )
    ]  # fmt: skip
    world["country_pairs"] = [
        {c.COUNTRY_A: "RU", c.COUNTRY_B: code, c.SAME_STATE: True} for code in ("TM", "UZ")
    ] + [{c.COUNTRY_A: "GB", c.COUNTRY_B: "IT"}, {c.COUNTRY_A: "NA", c.COUNTRY_B: "US"}]
    world["shared_past"] = [
        {
            c.KIND: "common_state", c.COUNTRY_A: "RU", c.COUNTRY_B: code, c.STATE: "USSR",
            c.YEAR_TO: 1991, **_KNOWN,
        }
        for code in ("TM", "UZ")
    ]  # fmt: skip
    return world


def neutral_ranker() -> bytes:
    """Return a similarity ranker whose neutral value is one half throughout."""
    ranker = SimilarityRanker()
    ranker.neutral_ = np.full(len(COMPONENTS), 0.5)
    return ranker.to_json().encode()


def write_world(
    directory: Path,
    tables: Mapping[str, Rows | pa.Table],
    files: Mapping[str, bytes] | None = None,
) -> Path:
    """Write every shipped table and the manifest; what is not given is unknown or empty.

    Parameters
    ----------
    directory : pathlib.Path
        Made if missing.
    tables : mapping of str to rows or pyarrow.Table
        Rows are mappings of column to value; missing columns are filled with
        unknown, columns that the table does not have are left out.
    files : mapping of str to bytes, optional
        Other artefacts by their path in the folder, such as the ranker.

    Returns
    -------
    pathlib.Path
        The folder, ready for ``Atlas.load``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    entries = {}
    if "city_names" in tables and "common_names" not in tables:
        names, places = (_frame(one, tables[one]) for one in ("city_names", "cities"))
        tables = {**tables, "common_names": common_names(names, places).to_dict("records")}
    for name, spec in TABLES.items():
        given = tables.get(name, [])
        data = given if isinstance(given, pa.Table) else table_of(spec, given)
        path = directory / f"{name}.parquet"
        pq.write_table(data, path, **(PARQUET_OPTIONS if name == "city_names" else {}))
        content = path.read_bytes()
        entries[name] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": data.num_rows,
            "bytes": len(content),
            "licence": "CC0",
            "sources": [],
        }
    artefacts = {}
    for name, content in (files or {}).items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(content)
        artefacts[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest = {"schema_version": SCHEMA_VERSION, "tables": entries, "files": artefacts}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory


def _frame(name: str, given: Rows | pa.Table) -> pd.DataFrame:
    return (given if isinstance(given, pa.Table) else table_of(TABLES[name], given)).to_pandas()


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
