"""Councils as named units, tied to the places inside: the table ``units``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from features.lau import CODE
from features.unit_names import own_keys
from matcher.tables import columns as c

_SECOND_LEVEL_KINDS: Final = (
    ("county", r"\bcounty\b|\bpowiat\b|megye|\bcounties\b"),
    ("city", r"[- ]shi\b|\bcity\b"),
    ("ward", r"[- ]ku\b|\bward\b|london borough"),
    ("commune", r"^comuna\b|\bcommune\b|pagasts"),
    ("municipality", r"municip|kommun|gemeente|obshtina|bashkia|^ora[sş]|^grad\b|općina|novads"),
    ("department", r"^département|department"),
    ("province", r"province|provincia"),
    ("district", r"district|ilçesi|járás|^okres|rayon|raion|[- ]gun\b|kreis|council area|borough"),
    ("prefecture", r"prefecture|^nomós"),
)
_TYPES: Final = {
    "Unitary authority": "district", "Metropolitan district": "district",
    "London borough": "borough", "Two-tier county": "county", "Council area": "council area",
    "District": "district", "Metropolitan department": "department", "Province": "province",
}  # fmt: skip

_MUNICIPAL_SECOND_LEVEL: Final = frozenset(
    {"AL", "BG", "BR", "CO", "DK", "GB", "HR", "MX", "NL", "NO", "PT", "RO", "SE", "TR"}
)
"""Where a second level of GeoNames is what the list of municipalities has."""

_NAMED_BY_DIVISION: Final = frozenset({"PT", "TR"})
"""Where the list has the name of a part, or writes in capitals alone."""

_COLUMNS: Final = (c.NAME, c.COUNTRY, c.KIND, c.REGION, c.LATITUDE, c.LONGITUDE, c.AREA_KM2,
                   c.POPULATION, c.YEAR)  # fmt: skip


def second_level(raw: pd.DataFrame) -> pd.DataFrame:
    """Read the second-level divisions of all countries.

    Parameters
    ----------
    raw : DataFrame
        ``name, gn, gnid, type, alias``; ``gn`` is GeoNames' code of both levels.

    Returns
    -------
    DataFrame
        ``code, name, country, kind, region`` (GeoNames' first-level code), ``aliases``,
        parted by ``|``, and ``geonames_id``.
    """
    code = raw["gn"].str.split(".", n=2, expand=True)
    kinds = [
        _TYPES.get(given) or _kind(f"{name}|{alias}")
        for name, given, alias in zip(raw[c.NAME], raw["type"], raw["alias"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            c.CODE: raw["gn"],
            c.NAME: raw[c.NAME],
            c.COUNTRY: code[0],
            c.KIND: kinds,
            c.REGION: code[1],
            "aliases": raw["alias"],
            c.GEONAMES_ID: pd.to_numeric(raw["gnid"]).fillna(0).astype("int32"),
        }
    )
    return frame[code[2].fillna("") != ""].drop_duplicates(c.CODE).reset_index(drop=True)


def _kind(text: str) -> str:
    found = (kind for kind, words in _SECOND_LEVEL_KINDS if re.search(words, text, re.IGNORECASE))
    return next(found, "second-level division")


def named_by_hand(municipal: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Put the hand-kept names of units over those that the list lacks or has of a part.

    Parameters
    ----------
    municipal : DataFrame
        As `features.lau` gives it.
    kept : DataFrame
        The hand-kept table ``unit_names``: ``country, unit_code, name, kind``.
    """
    keys = pd.MultiIndex.from_frame(municipal[[c.COUNTRY, CODE]])
    right = kept.set_index([c.COUNTRY, CODE])
    told = right[[c.NAME, c.KIND]].reindex(keys).set_axis(municipal.index)
    return municipal.assign(
        **{name: told[name].fillna(municipal[name]) for name in (c.NAME, c.KIND)}
    )


def joined(
    municipal: pd.DataFrame, divisions: pd.DataFrame, provinces: Mapping[str, str]
) -> pd.DataFrame:
    """Join municipalities with the second-level divisions that they are.

    Parameters
    ----------
    municipal : DataFrame
        As `features.lau` gives it.
    divisions : DataFrame
        As `second_level` gives it.
    provinces : mapping of str to str
        Name of each first-level region by GeoNames' code, after which Turkey's central
        districts are called, all of which the list names "Merkez".

    Returns
    -------
    DataFrame
        Every unit once, with ``unit_id`` and ``code`` (GeoNames' code, or ``""``).
    """
    last = divisions[c.CODE].str.rsplit(".", n=1).str[1]
    by_code = dict(zip(zip(divisions[c.COUNTRY], last, strict=True), divisions.index, strict=True))
    named: dict[tuple[str, str], list[int]] = {}
    for index, country, names in zip(
        divisions.index, divisions[c.COUNTRY], _names_of(divisions), strict=True
    ):
        if country in _MUNICIPAL_SECOND_LEVEL:
            for key in dict.fromkeys(own_keys(one)[0] for one in names if own_keys(one)):
                named.setdefault((country, key), []).append(index)
    chosen: list[int] = []
    taken: set[int] = set()
    for country, code, name in zip(
        municipal[c.COUNTRY], municipal[CODE], municipal[c.NAME], strict=True
    ):
        plain = code.removeprefix("GM")
        index = by_code.get((country, plain), -1) if country in _MUNICIPAL_SECOND_LEVEL else -1
        keys = own_keys(name)
        same = [one for one in named.get((country, keys[0] if keys else ""), [])
                if one not in taken]  # fmt: skip
        if index < 0 and len(same) == 1:
            index = same[0]
        chosen.append(index)
        taken.add(index)
    position = np.array(chosen)
    matched = position >= 0
    gn = pd.Series(np.where(matched, divisions[c.CODE].to_numpy()[position], ""), municipal.index)
    told = divisions[c.NAME].to_numpy()[position]
    taken_over = matched & municipal[c.COUNTRY].isin(_NAMED_BY_DIVISION).to_numpy()
    of_division = municipal[c.NAME].mask(taken_over, pd.Series(told, municipal.index))
    called, gn = _central_districts(municipal, of_division, gn, provinces)
    aliases = np.where(matched, divisions["aliases"].to_numpy()[position], "")
    numbers = np.where(matched, divisions[c.GEONAMES_ID].to_numpy()[position], 0)
    found: dict[str, Any] = {
        c.NAME: called, c.CODE: gn, "aliases": aliases, c.GEONAMES_ID: numbers,
    }  # fmt: skip
    lau = municipal.assign(**found)
    lau[c.UNIT_ID] = "lau:" + lau[c.COUNTRY] + ":" + lau[CODE]
    rest = divisions.drop(index=[one for one in taken if one >= 0])
    unknown = {c.LATITUDE: np.nan, c.LONGITUDE: np.nan, c.AREA_KM2: np.nan, c.POPULATION: 0,
               c.YEAR: 0}  # fmt: skip
    rest = rest.assign(**unknown).assign(**{c.UNIT_ID: "gn:" + rest[c.CODE]})
    wanted = [c.UNIT_ID, *_COLUMNS, c.CODE, c.GEONAMES_ID, "aliases"]
    return pd.concat([lau[wanted], rest[wanted]], ignore_index=True)


def _central_districts(
    municipal: pd.DataFrame, names: pd.Series, gn: pd.Series, provinces: Mapping[str, str]
) -> tuple[pd.Series, pd.Series]:
    """Name Turkey's central districts after the province of their neighbours in the list."""
    province = gn.str.rpartition(".")[0].where(gn != "")
    turkish = municipal[c.COUNTRY] == "TR"
    most = province[turkish].dropna().groupby(municipal[c.REGION]).agg(lambda one: one.mode()[0])
    here = municipal[c.REGION].map(most).fillna("")
    central = turkish & (municipal[c.NAME] == "MERKEZ") & here.isin(provinces)
    called = here.map(provinces) + " Merkez"
    return names.mask(central, called), gn.mask(central, here + ".merkez")


def _names_of(frame: pd.DataFrame) -> Iterable[list[str]]:
    for name, aliases in zip(frame[c.NAME], frame["aliases"], strict=True):
        yield [name, *(one for one in aliases.split("|") if one)]


_MAY_SIGN_SECOND: Final = frozenset(
    {"BR", "CO", "ES", "FR", "GB", "HR", "IT", "JP", "MX", "NL", "NO", "PL", "RO", "SE", "US"}
)
"""Where the second level is a council of its own: counties, departments, municipalities."""

_NO_COUNCIL_SECOND: Final = frozenset({"CZ", "DE", "FI", "GR", "HU", "LV", "SI", "SK"})
"""Where the second level is a district of the state or of statistics."""

_WITHOUT_COUNCIL: Final = ("gn:US.CT.", "gn:US.RI.")
"""Counties that have no government."""


def units(tied: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``units``.

    Parameters
    ----------
    tied : DataFrame
        As `features.unit_seats.tied` gives them.
    kept : DataFrame
        The hand-kept table ``unit_names``, which says of some that they sign nothing.

    Returns
    -------
    DataFrame
        With ``may_sign``: 1 a council of its own, 0 none, -1 unknown; ``source``.
    """
    listed = tied[c.UNIT_ID].str.startswith("lau:")
    country, unit_id = tied[c.COUNTRY], tied[c.UNIT_ID]
    signs = pd.Series(-1, tied.index).mask(country.isin(_MAY_SIGN_SECOND), 1)
    signs = signs.mask(country.isin(_NO_COUNCIL_SECOND), 0)
    signs = signs.mask(country.eq("JP") & tied[c.KIND].eq("district"), 0)
    signs = signs.mask(unit_id.str.startswith(_WITHOUT_COUNCIL), 0).mask(listed, 1)
    told = dict(zip("lau:" + kept[c.COUNTRY] + ":" + kept[CODE], kept[c.MAY_SIGN], strict=True))
    signs = unit_id.map(told).fillna(signs).astype("int8")
    source = listed.map({True: "Eurostat, local administrative units", False: "GeoNames"})
    facts: dict[str, Any] = {c.MAY_SIGN: signs, c.SOURCE: source}
    return tied.assign(**facts)
