"""Municipalities of Europe from Eurostat's local administrative units, and Turkish districts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from matcher.tables import columns as c

_ISO: Final = {"EL": "GR", "UK": "GB"}
"""Country codes that Eurostat writes otherwise than ISO 3166-1."""

_OVERSEAS: Final = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
"""Overseas departments, which Eurostat counts as France, by the head of their codes."""

_OTHER_YEARS: Final = {"AL": 2011, "CY": 2011, "GB": 2018, "GR": 2011, "HR": 2011, "IE": 2016,
                       "PT": 2011, "TR": 2018}  # fmt: skip
"""Years of the counts where the edition of 2020 holds an older census or estimate."""

EDITION: Final = 2020

_PARTS: Final = {"PT": 4, "IE": 4, "GR": 4}
"""Where rows are parts of a municipality: how many digits of their code are its own."""

_LARGEST_KM2: Final = 50_000.0
"""No unit is larger, so a greater figure counts square metres."""

CODE: Final = c.UNIT_CODE

_KINDS: Final = {
    "AL": "municipality", "GB": "district", "IE": "county", "NO": "municipality",
    "PL": "gmina", "RO": "municipality", "TR": "district", "FR": "commune", "IT": "commune",
}  # fmt: skip


def read_areas(path: Path) -> pd.Series:
    """Read the areas of the edition of 2019.

    Parameters
    ----------
    path : Path
        ``code_2016, lau_code, total_area_m2``, where Germany, Denmark and Finland wrote km².

    Returns
    -------
    Series of float
        km² by ``country`` and ``unit_code``, where known.
    """
    raw = pd.read_csv(path, keep_default_na=False, dtype="str")
    area = pd.to_numeric(raw["total_area_m2"], errors="coerce")
    area = area.where(area < _LARGEST_KM2, area / 1e6)
    country = raw["code_2016"].str[:2].replace(_ISO)
    known = area.set_axis(pd.MultiIndex.from_arrays([country, raw["lau_code"]])).dropna()
    return known[(known > 0) & ~known.index.duplicated()]


def read_lau(path: Path, areas: pd.Series) -> pd.DataFrame:
    """Read the units of the edition of 2020.

    Parameters
    ----------
    path : Path
        ``gisco_id, country, lau_name, nuts_3_name, population, longitude, latitude``.
    areas : Series of float
        As `read_areas` gives them.

    Returns
    -------
    DataFrame
        ``unit_code`` (Eurostat's, without the country), ``name, country, kind, region,
        latitude, longitude`` (degrees) and ``area_km2``, NaN unknown, ``population`` (0
        unknown), ``year``.
        Portuguese parishes, Irish electoral areas and Greek communities are summed to
        their municipalities.
    """
    raw = pd.read_csv(path, keep_default_na=False, na_values=[""])
    raw = raw[raw["gisco_id"].str.contains("_") & ~raw["gisco_id"].str.contains("_Q")]
    frame = pd.DataFrame(
        {
            CODE: raw["gisco_id"].str.split("_", n=1).str[1],
            c.NAME: raw["lau_name"].astype("str").str.strip(),
            c.COUNTRY: raw["country"].replace(_ISO),
            c.REGION: raw["nuts_3_name"].fillna("").astype("str"),
            c.LATITUDE: raw["latitude"],
            c.LONGITUDE: raw["longitude"],
            c.POPULATION: raw["population"].fillna(0).astype("int32"),
        }
    )
    keys = pd.MultiIndex.from_frame(frame[[c.COUNTRY, CODE]])
    overseas = frame[CODE].str[:3].map(_OVERSEAS).where(frame[c.COUNTRY] == "FR")
    frame[c.COUNTRY] = overseas.fillna(frame[c.COUNTRY])
    frame[c.AREA_KM2] = areas.reindex(keys).to_numpy()
    parts = frame[c.COUNTRY].isin(_PARTS)
    frame = pd.concat([frame[~parts], summed(frame[parts])], ignore_index=True)
    return _dated(frame)


def summed(parts: pd.DataFrame) -> pd.DataFrame:
    """Sum the parts of municipalities.

    Parameters
    ----------
    parts : DataFrame
        Rows of countries whose rows are parts.

    Returns
    -------
    DataFrame
        One row a municipality: the sum of people, their weighted centre, and the name of
        the most populous part, since the file has none of the whole.
    """
    code = [
        text[: _PARTS[country]] for text, country in zip(parts[CODE], parts[c.COUNTRY], strict=True)
    ]
    people = parts[c.POPULATION]
    weighted = parts.assign(**{CODE: code}).assign(
        **{name: parts[name] * people for name in (c.LATITUDE, c.LONGITUDE)}
    )
    ordered = weighted.sort_values(c.POPULATION, ascending=False, kind="stable")
    grouped = ordered.groupby([c.COUNTRY, CODE], sort=True)
    whole = grouped.agg(
        {c.NAME: "first", c.REGION: "first", c.LATITUDE: "sum", c.LONGITUDE: "sum",
         c.POPULATION: "sum", c.AREA_KM2: "sum"}
    ).reset_index()  # fmt: skip
    for name in (c.LATITUDE, c.LONGITUDE):
        whole[name] = whole[name] / whole[c.POPULATION].where(whole[c.POPULATION] > 0)
    return whole


def read_turkish_districts(path: Path) -> pd.DataFrame:
    """Read the Turkish districts of the edition of 2019, which has no centres.

    Parameters
    ----------
    path : Path
        ``code_2016`` (of the province), ``lau_code, lau_name_national, population``.

    Returns
    -------
    DataFrame
        Shaped as `read_lau` gives it, the province's code as ``region``.
    """
    raw = pd.read_csv(path, keep_default_na=False, dtype="str")
    raw = raw[raw["code_2016"].str.startswith("TR")]
    frame = pd.DataFrame(
        {
            CODE: raw["lau_code"],
            c.NAME: raw["lau_name_national"].str.strip(),
            c.COUNTRY: "TR",
            c.REGION: raw["code_2016"],
            c.LATITUDE: float("nan"),
            c.LONGITUDE: float("nan"),
            c.AREA_KM2: float("nan"),
            c.POPULATION: pd.to_numeric(raw["population"]).fillna(0).astype("int32"),
        }
    )
    return _dated(frame)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame[c.POPULATION] > 0
    year = frame[c.COUNTRY].map(_OTHER_YEARS).fillna(EDITION).astype("int16")
    kind = frame[c.COUNTRY].map(_KINDS).fillna("municipality")
    kind = kind.mask(frame[c.NAME].str.startswith("County "), "county")
    return frame.assign(**{c.YEAR: year.where(known, 0), c.KIND: kind}).sort_values(
        [c.COUNTRY, CODE], ignore_index=True
    )
