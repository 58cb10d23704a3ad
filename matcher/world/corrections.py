"""How a fact is corrected: its id, and the line of a hand-kept table that would put it right.

An id names what a fact is about and its kind, parted by colons: ``city:543878:population``,
``city:543878:river:Volga``, ``country:UA:language:ru``, ``pair:543878:3247449``,
``relation:QA:SA:border_closed:2017-06-05``, ``law:AU-FOREIGN-ARRANGEMENTS``. In a line
:data:`OPEN` stands where the person who corrects it writes what is right.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matcher.records.feasibility import FeasibilityReason
from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, rows_at
from matcher.world.spoken import share_known

OPEN: Final = "?"
"""Stands in a line for what is right and for the document that says so."""

LABEL: Final = "label"
"""Kind of the facts that tell a place's name in a language."""

GENERAL: Final = "corrections.csv"
"""The table of corrections of facts that have no hand-kept table of their own."""

FILES: Final[dict[str, tuple[str, ...]]] = {
    GENERAL: ("fact", "place", "value", "right"),
    "associations.csv": (c.COUNTRY, c.NAME, c.ADDRESS),
    "creative_cities.csv": (c.CITY_ID, "city", c.COUNTRY, c.FIELD),
    "blocs.csv": (c.COUNTRY, c.BLOC, c.STATUS, "from_year", "to_year"),
    "city_labels.csv": (c.CITY_ID, "city", c.COUNTRY, c.LANGUAGE, c.NAME),
    "legal_rules.csv": (
        c.RULE_ID, c.COUNTRY, c.ADMIN1_CODE, "law", c.PARTNERS, "effect", "requires", c.SINCE,
        c.UNTIL, "verified", "confidence", "as_of",
    ),
    "partnership_events.csv": (
        c.CITY_ID_A, "city_a", c.CITY_ID_B, "city_b", c.EVENT, c.DATE, c.NOTE,
    ),
    "region_languages.csv": (c.COUNTRY, c.ADMIN1_CODE, c.LANGUAGE),
    "rivers.csv": (c.CITY_ID, "city", c.COUNTRY, c.RIVER, c.RELATION),
    "state_relations.csv": (
        c.COUNTRY_A, c.COUNTRY_B, c.KIND, c.SINCE, c.UNTIL, "directed", "confidence", "as_of",
        c.NOTE,
    ),
    "war.csv": (c.CITY_ID, "city", c.COUNTRY, c.WAR_KIND, c.WAR, c.YEAR_FROM, c.YEAR_TO),
    "waves.csv": (
        c.COUNTRY, "partner_country", c.DATE, "measure", "ended", "total", "confidence", "as_of",
        c.NOTE,
    ),
}  # fmt: skip
"""Columns before grade and source of the hand-kept tables that lines are written for."""

CITY_COLUMNS: Final = frozenset(
    {
        c.POPULATION, c.FEATURE_CODE, c.TIMEZONE, c.ADMIN_RANK, c.DISTRICT_OF, c.ELEVATION_M,
        c.CLIMATE_CLASS, c.TEMPERATURE_MEAN_C, c.TEMPERATURE_WARMEST_C, c.TEMPERATURE_COLDEST_C,
        c.PRECIPITATION_MM, c.COAST_KM, c.LAKE, c.LAKE_KM, c.SEAPORT, c.SEAPORT_KM,
    }
)  # fmt: skip
"""Columns of the cities that :data:`GENERAL` can correct."""

FOUNDED: Final = "founded"
"""Kind of the year a place was founded or first named in."""

KINDS: Final = frozenset(
    {c.AIRPORT, c.UNIVERSITY, c.SITE, c.LANGUAGE, c.GDP_PER_CAPITA_USD, FOUNDED}
)
"""Kinds of other tables that :data:`GENERAL` can correct, beside wars told by data sets."""

_COMPUTED_WAR: Final = "allied_bombs"
_OF_COUNTRY: Final = frozenset(
    {
        c.LANGUAGE, c.GDP_PER_CAPITA_USD, "religion", "export", "import", "association",
    }
)  # fmt: skip
_BLOC: Final = f"{c.BLOC}:"


@dataclass(frozen=True, slots=True)
class Correction:
    """How one fact is corrected.

    Attributes
    ----------
    id : str
        Names the fact, such as ``city:543878:population``.
    file : str
        Table below ``data/curated/``; empty where no table takes a correction, such as of a
        rank, which follows from populations.
    columns : str
        Head of that table, as a line of CSV.
    line : str
        The line to send, with a question mark where something is to be filled in.
    """

    id: str
    file: str = ""
    columns: str = ""
    line: str = ""


UNNAMED: Final = Correction("")
"""Of a fact that is part of no profile."""


def of_fact(place: Place, key: str, value: Any, row: Mapping[str, Any] | None = None) -> Correction:
    """Return how a fact of a place, or of its country, is corrected.

    Parameters
    ----------
    place : Place
        Under its name in the tables, not under that of another language.
    key : str
        Kind of the fact, as a profile names it.
    value : object
        What is held, ``None`` for unknown.
    row : mapping, optional
        The row of the fact's table, where that has several a place.

    Examples
    --------
    >>> here = Place(543878, "Kostroma", "RU", "Russia", "", 57.8, 40.9, 277280)
    >>> of_fact(here, "population", 277280)
    Correction(id='city:543878:population', file='corrections.csv',
        columns='fact,place,value,right,grade,source',
        line='city:543878:population,Kostroma (RU),277280,?,curated,?')
    >>> of_fact(here, "rank_in_country", 80)
    Correction(id='city:543878:rank_in_country', file='', columns='', line='')
    """
    row = row or {}
    if key.startswith(_BLOC) or key in _OF_COUNTRY:
        name, about = place.country_name, f"country:{place.country}"
    else:
        name, about = f"{place.name} ({place.country})", f"city:{place.city_id}"
    found = ":".join((about, key, *_part(key, row))).rstrip(":")
    here = {c.CITY_ID: place.city_id, "city": place.name, c.COUNTRY: place.country}
    if key == c.RIVER:
        return _line(found, "rivers.csv", {c.RIVER: OPEN, **row, **here, c.RELATION: OPEN})
    if key.startswith(LABEL):
        return _line(found, "city_labels.csv", {**row, **here, c.NAME: OPEN})
    if key.startswith(_BLOC):
        years = {"from_year": row.get(c.YEAR_FROM), "to_year": row.get(c.YEAR_TO)}
        return _line(found, "blocs.csv", {**row, **years, c.STATUS: OPEN})
    if key == "association":
        return _line(found, "associations.csv", {**row, c.ADDRESS: OPEN})
    if key == "region_language":
        return _line(found, "region_languages.csv", {**row, c.LANGUAGE: OPEN})
    if key == "creative_city":
        return _line(found, "creative_cities.csv", {**row, **here})
    if key == c.WAR:
        return _line(found, "war.csv", {**here, c.WAR_KIND: OPEN, c.WAR: OPEN, c.YEAR_FROM: OPEN})
    computed = c.WAR_KIND in row and bool(row[c.BATTLE] or key == _COMPUTED_WAR)
    if c.WAR_KIND in row and not computed:
        return _line(found, "war.csv", {**row, **here})
    if (not computed and key not in CITY_COLUMNS | KINDS) or (key == c.SITE and not row):
        return Correction(found)
    if key == c.LANGUAGE:
        share = f"{row[c.SPEAKERS_SHARE]:.3g}" if share_known(row) else ""
        value = f"{share} {row[c.OFFICIAL_STATUS]}".strip()
    elif key == c.SITE:
        value = row[c.SITE]
    told = "" if value is None else str(value)
    return _line(found, GENERAL, {"fact": found, "place": name, "value": told, "right": OPEN})


def _part(key: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Tell one row of a kind from the others of a place."""
    if c.WAR_KIND in row:
        return (str(row[c.YEAR_FROM] or ""), row[c.BATTLE] or row[c.WAR])
    if key.startswith(_BLOC) and row.get(c.YEAR_FROM):
        return (str(row[c.YEAR_FROM]),)
    for kind, column in ((c.SITE, c.SITE_ID), (c.RIVER, c.RIVER), (c.UNIVERSITY, c.UNIVERSITY)):
        if key == kind and row.get(column):
            return (str(row[column]),)
    return (row[c.LANGUAGE],) if key in (c.LANGUAGE, "region_language") and row else ()


def of_link(place: Place, link: Link) -> Correction:
    """Return how a partnership is corrected: by a dated event in its life.

    Parameters
    ----------
    place : Place
        Under its name in the tables, as the partner of the link.
    link : Link
    """
    ends = sorted((place, link.partner), key=lambda one: one.city_id)
    cells = {c.EVENT: OPEN, c.DATE: OPEN}
    for one, (number, name) in zip(
        ends, ((c.CITY_ID_A, "city_a"), (c.CITY_ID_B, "city_b")), strict=True
    ):
        cells |= {number: str(one.city_id), name: one.name}
    return _line(f"pair:{ends[0].city_id}:{ends[1].city_id}", "partnership_events.csv", cells)


def of_reason(atlas: Atlas, reason: FeasibilityReason) -> Correction | None:
    """Return how a reason of a verdict is corrected, None where it has no row of a table.

    Parameters
    ----------
    atlas : Atlas
        Holds the tables of relations, laws and waves.
    reason : FeasibilityReason
        In any language.
    """
    facts = reason.facts
    if "rule" in facts:
        rows = _rows(atlas, "legal_rules", {c.RULE_ID: facts["rule"]})
        return next((_line(f"law:{facts['rule']}", "legal_rules.csv", row) for row in rows), None)
    if reason.code.startswith("wave_"):
        pair = (facts["country_country"], facts["partner_country"])
        wanted = {c.COUNTRY: pair[0], "partner_country": pair[1], c.DATE: reason.date}
        rows = _rows(atlas, "waves", wanted)
        found = ":".join(("wave", *pair, reason.date))
        return next((_line(found, "waves.csv", row) for row in rows), None)
    for first, second in (("by", "against"), ("one", "other")):
        if f"{first}_country" in facts:
            pair = (facts[f"{first}_country"], facts[f"{second}_country"])
            return _of_relation(atlas, pair, first == "by", reason)
    return None


def _of_relation(
    atlas: Atlas, pair: tuple[str, str], directed: bool, reason: FeasibilityReason
) -> Correction | None:
    kind = reason.code.removesuffix("_by") if directed else reason.code
    first, second = pair if directed else (min(pair), max(pair))
    wanted = {c.COUNTRY_A: first, c.COUNTRY_B: second, c.KIND: kind, c.SINCE: reason.date}
    found = ":".join(("relation", first, second, kind, reason.date)).rstrip(":")
    rows = _rows(atlas, "state_relations", wanted)
    return next((_line(found, "state_relations.csv", row) for row in rows), None)


def _rows(atlas: Atlas, name: str, wanted: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    table = atlas.table(name)
    held = np.logical_and.reduce([table.column(key) == value for key, value in wanted.items()])
    for row in rows_at(table.data, np.flatnonzero(held)).to_pylist():
        # Notes are for whoever keeps the table and are shown nowhere.
        yield {**row, c.NOTE: ""}


def _line(found: str, file: str, cells: Mapping[str, Any]) -> Correction:
    columns = (*FILES[file], c.GRADE, c.SOURCE)
    filled = {**cells, c.GRADE: "curated", c.SOURCE: OPEN}
    return Correction(found, file, _csv(columns), _csv(_text(filled.get(name)) for name in columns))


def _text(value: Any) -> str:
    """Write a cell as the hand-kept tables do: unknown is empty, yes is 1."""
    if isinstance(value, bool):
        return str(int(value))
    return "" if value in (None, 0) else str(value)


def _csv(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
