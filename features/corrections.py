"""Corrections of single facts, kept by hand, put over what the sources say.

A row names a fact by its id (see :mod:`matcher.world.corrections`) with the value that is
wrong and the one that is right; an empty one that is right says that the value is wrong and
nothing better is known. What has a hand-kept table of its own, such as rivers, is corrected there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from babel import Locale
from pandas.api.types import is_float_dtype, is_integer_dtype

from features import geonames
from matcher.errors import DataError
from matcher.maps.geodesy import geodesic_km
from matcher.tables import columns as c
from matcher.world.corrections import CITY_COLUMNS, FOUNDED, KINDS, OPEN

_WAR: Final = "city_war"
_REMOVED_WITH: Final = {c.LAKE: c.LAKE_KM, c.SEAPORT: c.SEAPORT_KM}
"""Distances that no longer hold once the name beside them is another."""


_ENGLISH: Final = Locale("en").languages
"""English names of languages by code: a row without a wrong value adds a language."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, its id read.

    Attributes
    ----------
    fact, value, right, grade, source : str
        As written.
    about : str
        ``city`` or ``country``.
    key : str
        Id or code of what it is about.
    kind, part : str
        Kind of the fact, and which of several it is.
    """

    fact: str
    value: str
    right: str
    grade: str
    source: str
    about: str
    key: str
    kind: str
    part: str


def of_true_places(
    raw: Mapping[str, pd.DataFrame], corrections: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Leave out what was measured where a place does not lie; it is unknown then.

    Parameters
    ----------
    raw : mapping of str to DataFrame
        The raw files by source id.
    corrections : DataFrame
        The hand-kept table ``place_corrections``; a row without a point changes the region alone.
    """
    elsewhere = corrections[corrections[c.LATITUDE].map(geonames.told)]
    moved = elsewhere[c.CITY_ID].astype("int32").tolist()
    keys = {"city_facts": c.CITY_ID, "rivers": "geonameid"}
    return {
        source_id: frame[~frame[keys[source_id]].isin(moved)] if source_id in keys else frame
        for source_id, frame in raw.items()
    }


def corrected_places(places: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Put corrections of columns of the cities over the places.

    Parameters
    ----------
    places : DataFrame
        As `features.build.located_places` gives them.
    corrections : DataFrame
        ``fact, place, value, right, grade, source``.

    Returns
    -------
    DataFrame
        Of the same shape; ranks follow a corrected population.

    Raises
    ------
    DataError
        A row names no fact that can be corrected, or holds a value that does not fit.
    """
    rows = [one for one in read_rows(corrections, places) if one.kind in CITY_COLUMNS]
    if not rows:
        return places
    fixed = places.copy()
    at = pd.Series(fixed.index, index=fixed[c.CITY_ID])
    named = {one.fact for one in rows}
    for one in rows:
        index = at[int(one.key)]
        fixed.loc[index, one.kind] = _typed(one, fixed[one.kind])
        beside = _REMOVED_WITH.get(one.kind, "")
        if beside and f"city:{one.key}:{beside}" not in named:
            fixed.loc[index, beside] = np.nan
    fixed[c.RANK_IN_COUNTRY] = geonames.rank_by_population(fixed, [c.COUNTRY])
    fixed[c.RANK_IN_REGION] = geonames.rank_by_population(fixed, [c.COUNTRY, c.ADMIN1_CODE])
    return fixed


def corrected_tables(
    frames: Mapping[str, pd.DataFrame], places: pd.DataFrame, corrections: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Put corrections of other tables over their frames; add the table ``corrections``.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        ``city_airports, airports, city_universities, city_heritage, city_war, founding_years,
        country_languages, countries``, and others that stay as they are.
    places : DataFrame
        ``city_id, latitude, longitude``.
    corrections : DataFrame
        As above.

    Raises
    ------
    DataError
        As above.
    """
    fixed = dict(frames)
    for one in read_rows(corrections, places):
        if one.kind == c.AIRPORT:
            fixed["city_airports"] = _airport(one, fixed, places)
        elif one.kind == c.UNIVERSITY:
            fixed["city_universities"] = _university(one, fixed["city_universities"])
        elif one.kind == FOUNDED:
            fixed["founding_years"] = _founded(one, fixed["founding_years"])
        elif one.kind == c.LANGUAGE:
            fixed["country_languages"] = _language(one, fixed["country_languages"])
        elif one.kind == c.GDP_PER_CAPITA_USD:
            frame = fixed["countries"].copy()
            here = frame[c.COUNTRY] == one.key
            frame.loc[here, c.GDP_PER_CAPITA_USD] = _number(one, one.right or "nan")
            fixed["countries"] = frame
        elif one.kind == c.SITE:
            frame = fixed["city_heritage"]
            here = _here(frame, one) & (frame[c.SITE_ID].astype(str) == one.part)
            fixed["city_heritage"] = _without(one, frame, here)
        elif one.kind not in CITY_COLUMNS:
            fixed[_WAR] = _war(one, fixed[_WAR])
    if len(corrections):
        fixed["corrections"] = corrections[[c.FACT, c.GRADE, c.SOURCE]]
    return fixed


def read_rows(corrections: pd.DataFrame, places: pd.DataFrame) -> Iterator[Row]:
    """Read the rows of the table.

    Raises
    ------
    DataError
        A row names no fact of a known place, or was not filled in.
    """
    ids = set(places[c.CITY_ID].astype(str))
    of_country = {c.LANGUAGE, c.GDP_PER_CAPITA_USD}
    for row in corrections.to_dict("records"):
        fact = str(row[c.FACT])
        value, right, grade, source = (
            str(row[name]) for name in ("value", "right", c.GRADE, c.SOURCE)
        )
        about, key, kind, part = (*fact.split(":", 3), "", "", "", "")[:4]
        one = Row(fact, value, right, grade, source, about, key, kind, part)
        told_by_data = about == "city" and part[:4].rstrip(":").isdigit()
        known = kind in CITY_COLUMNS | KINDS or told_by_data
        if not known or about != ("country" if kind in of_country else "city"):
            raise _fault(one, "its id names no fact of this table: 'matcher profile' gives the ids")
        if about == "city" and key not in ids:
            raise _fault(one, f"no place has the id {key}")
        if OPEN in (one.right, one.source):
            raise _fault(one, f"{OPEN!r} is left in it: write what is right and who says so")
        yield one


def _fault(one: Row, what: str) -> DataError:
    return DataError(f"data/curated/corrections.csv, fact {one.fact!r}: {what}")


def _number(one: Row, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _fault(one, f"{text!r} is no number") from None


def _typed(one: Row, column: pd.Series) -> Any:
    """Return what is right in the type of a column, its own sign for unknown where empty."""
    if is_float_dtype(column.dtype):
        return _number(one, one.right or "nan")
    if is_integer_dtype(column.dtype):
        unknown = "-1" if one.kind == c.ADMIN_RANK else "0"
        return int(_number(one, one.right or unknown))
    return one.right


def _here(frame: pd.DataFrame, one: Row) -> pd.Series:
    return frame[c.CITY_ID] == int(one.key)


def _airport(one: Row, frames: Mapping[str, pd.DataFrame], places: pd.DataFrame) -> pd.DataFrame:
    frame, airports = frames["city_airports"].copy(), frames["airports"].set_index(c.AIRPORT)
    if not one.right:
        return frame[~_here(frame, one)]
    if one.right not in airports.index:
        raise _fault(one, f"{one.right!r} is no airport of the table airports: write its IATA code")
    place = places.set_index(c.CITY_ID).loc[int(one.key)]
    there = airports.loc[one.right]
    ends = (*place[[c.LATITUDE, c.LONGITUDE]], *there[[c.LATITUDE, c.LONGITUDE]])
    km = geodesic_km(*map(float, ends))
    here = _here(frame, one)
    if not here.any():
        raise _fault(one, "the place has no airport to correct")
    frame[c.AIRPORT] = frame[c.AIRPORT].astype(str).mask(here, one.right)
    frame[c.AIRPORT_KM] = frame[c.AIRPORT_KM].mask(here, round(km, 1))
    return frame


def _university(one: Row, frame: pd.DataFrame) -> pd.DataFrame:
    here = _here(frame, one) & (frame[c.UNIVERSITY] == one.value)
    if not one.value:
        new = {c.CITY_ID: int(one.key), c.UNIVERSITY: one.right}
        graded = {c.GRADE: one.grade, c.SOURCE: one.source}
        cells = {name: [{**new, **graded}[name]] for name in frame.columns}
        frame = pd.concat([frame, pd.DataFrame(cells)], ignore_index=True)
        return frame.drop_duplicates([c.CITY_ID, c.UNIVERSITY], ignore_index=True)
    if not one.right:
        return frame[~here]
    named = frame.assign(**{c.UNIVERSITY: frame[c.UNIVERSITY].mask(here, one.right)})
    return named.drop_duplicates([c.CITY_ID, c.UNIVERSITY], ignore_index=True)


def _founded(one: Row, frame: pd.DataFrame) -> pd.DataFrame:
    rest = frame[~_here(frame, one)]
    if not one.right:
        return rest
    year = pd.DataFrame({c.CITY_ID: [int(one.key)], c.YEAR: [int(_number(one, one.right))]})
    return pd.concat([rest, year.astype(frame.dtypes)], ignore_index=True)


def _language(one: Row, frame: pd.DataFrame) -> pd.DataFrame:
    here = (frame[c.COUNTRY] == one.key) & (frame[c.LANGUAGE] == one.part)
    if not here.any() and (one.value or one.part not in _ENGLISH):
        raise _fault(one, "the country has no such language to correct")
    if not one.right:
        return frame[~here]
    told = one.right if one.right[0].isdigit() else f" {one.right}"  # a status alone: no share
    share, _, status = told.partition(" ")
    if not here.any():
        added = {
            c.COUNTRY: one.key, c.LANGUAGE: one.part, c.NAME: _ENGLISH[one.part], c.SCRIPT: "",
            c.SPEAKERS_SHARE: _number(one, share or "nan"), c.OFFICIAL_STATUS: status,
            c.GRADE: one.grade, c.SOURCE: one.source,
        }  # fmt: skip
        return pd.concat([frame, pd.DataFrame([added])], ignore_index=True)
    return frame.assign(
        **{
            c.SPEAKERS_SHARE: frame[c.SPEAKERS_SHARE].mask(here, _number(one, share or "nan")),
            c.OFFICIAL_STATUS: frame[c.OFFICIAL_STATUS].astype(str).mask(here, status),
        }
    )


def _war(one: Row, frame: pd.DataFrame) -> pd.DataFrame:
    """Take a fact of war away, or give it the level that is right."""
    here = _war_row(one, frame)
    if not one.right:
        return frame[~here]
    if not here.any():
        raise _fault(one, "the place has no such fact of war to correct")
    level = int(_number(one, one.right))
    return frame.assign(**{c.WAR_LEVEL: frame[c.WAR_LEVEL].mask(here, level)})


def _war_row(one: Row, frame: pd.DataFrame) -> pd.Series:
    year, _, name = one.part.partition(":")
    told = frame[c.BATTLE].where(frame[c.BATTLE] != "", frame[c.WAR])
    same = (frame[c.WAR_KIND] == one.kind) & (frame[c.YEAR_FROM] == int(year or 0))
    return _here(frame, one) & same & (told == name)


def _without(one: Row, frame: pd.DataFrame, here: pd.Series) -> pd.DataFrame:
    if one.right:
        raise _fault(one, "such a fact can only be taken away: leave the right value empty")
    return frame[~here]
