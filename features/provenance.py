"""What each table derives from, under which licence: the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from features.links.registered import LISTINGS
from features.source import GEONAMES_PACKAGE, Source, digest
from features.sources import SOURCES
from matcher.tables.schema import SCHEMA_VERSION

NOT_SHIPPED: Final = ", not shipped"
"""Behind the licence of a source that chooses among facts of others and gives none."""

_OWN_LICENCE: Final = "Apache-2.0"

_LISTS: Final = tuple(one.source_id for one in LISTINGS if one.ships)
_CONFIRMING: Final = tuple(one.source_id for one in LISTINGS if not one.ships)

_TABLE_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "airports": (
        "airports",
        "curated/airport_closures",
        "curated/airport_openings",
        "curated/airport_names",
    ),
    "bloc_membership": ("curated/blocs",),
    "cities": (
        "geonames",
        "city_facts",
        "lau",
        "lau_turkey",
        "curated/populations",
        "battles",
        "bombs",
        "bomb_targets",
        "heritage",
        "shoreline_bodies",
        "shoreline_points",
        "port_index",
        "port_list",
        "curated/estuaries",
        "curated/lake_names",
        "curated/lake_reaches",
        "curated/lakes",
        "curated/port_names",
        "curated/ports",
        "us_colleges",
        "erasmus_charters",
        "universities",
        "admin1",
        "curated/universities",
        "curated/university_names",
        "curated/district_verdicts",
        "curated/districts",
        "curated/doubles",
        "curated/place_corrections",
        "curated/war",
        "curated/corrections",
    ),
    "city_airports": (
        "airports",
        "geonames",
        "curated/airport_closures",
        "curated/airport_openings",
    ),
    "city_heritage": ("geonames", "heritage"),
    "city_labels": (
        "geonames",
        "languages",
        "weather_cities",
        "russian_towns",
        "names_by_language",
        "curated/city_labels",
    ),
    "city_names": ("geonames", "curated/place_names", "curated/wrong_names"),
    "city_populations": ("lau", "lau_turkey", "geonames", "curated/populations"),
    "no_councils": ("geonames", "city_facts", "curated/no_councils"),
    "units": (
        "lau",
        "lau_turkey",
        "divisions_first",
        "divisions_second",
        "geonames",
        "curated/unit_names",
        "curated/councils",
    ),
    "city_rivers": (
        "rivers",
        "river_hints",
        "curated/rivers",
        "curated/river_aliases",
        "curated/river_names",
        "curated/river_reaches",
    ),
    "city_surroundings": ("geonames",),
    "city_universities": (
        "us_colleges",
        "erasmus_charters",
        "universities",
        "admin1",
        "geonames",
        "curated/universities",
        "curated/university_names",
    ),
    "city_war": ("battles", "bombs", "bomb_targets", "geonames", "curated/war"),
    "completeness": (*_LISTS, *_CONFIRMING, "geonames"),
    "conflict_deaths": ("conflict",),
    "countries": ("geonames", "gdp"),
    "country_languages": ("languages", "factbook", "curated/language_shares"),
    "corrections": ("curated/corrections",),
    "country_pairs": ("country_pairs", "geonames", "curated/former_states"),
    "disputed_places": ("curated/disputed_places", "geonames"),
    "outlines": ("outlines",),
    "partnership_events": ("curated/partnership_events", "wikidata"),
    "partnership_rejects": (*_LISTS, "geonames", "curated/place_labels"),
    "partnerships": (
        *_LISTS,
        *_CONFIRMING,
        "removed_links",
        "wikidata",
        "curated/partnership_events",
        "curated/disputed_places",
        "curated/doubles",
        "curated/other_authorities",
        "curated/place_labels",
        "geonames",
    ),
    "regions": (
        "divisions_first",
        "subdivisions",
        "languages",
        "factbook",
        "curated/admin1_names",
        "curated/language_shares",
        "curated/region_kinds",
        "curated/region_languages",
    ),
    "region_labels": ("divisions_first", "subdivisions", "curated/admin1_names"),
    "subregions": ("divisions_first", "divisions_second", "subdivisions"),
    "region_names": (
        "geonames",
        "languages",
        "curated/country_name_variants",
        "curated/bloc_names",
        "divisions_first",
        "subdivisions",
        "curated/admin1_names",
        "curated/region_kinds",
    ),
    "associations": ("curated/associations",),
    "region_languages": ("curated/region_languages",),
    "country_society": ("factbook",),
    "creative_cities": ("curated/creative_cities",),
    "founding_years": ("russian_towns", "geonames"),
    "people_abroad": ("people_abroad",),
    "common_names": ("geonames", "curated/place_names", "curated/wrong_names"),
    "division_names": ("divisions_first", "divisions_second", "lau", "lau_turkey", "geonames"),
    "closed_towns": ("curated/closed_towns",),
    "destroyed_places": ("curated/destroyed_places",),
    "region_past": ("curated/region_past",),
    "legal_lists": ("curated/legal_lists",),
    "legal_rules": ("curated/legal_rules",),
    "shared_past": ("curated/shared_past",),
    "state_relations": ("curated/state_relations",),
    "territories": ("curated/territories",),
    "travel_advice": ("travel_advice",),
    "unit_partnerships": (
        *_LISTS,
        "curated/other_authorities",
        "curated/unit_partnership_events",
        "geonames",
    ),
    "visa": ("visa",),
    "war_sides": ("curated/war_sides",),
    "waves": ("curated/waves",),
}


HAND_KEPT: Final = frozenset(
    source.removeprefix("curated/")
    for sources in _TABLE_SOURCES.values()
    for source in sources
    if source.startswith("curated/")
)
"""Stems of the hand-kept tables that a build reads."""


def manifest(
    written: Mapping[str, Mapping[str, Any]],
    curated: Path,
    known: Mapping[str, Source] = SOURCES,
) -> dict[str, Any]:
    """Describe the published tables and their sources.

    Parameters
    ----------
    written : mapping
        By table name ``rows, bytes, sha256``.
    curated : Path
        Directory of the hand-kept CSV files, which are sources as well.
    known : mapping, optional
        The raw sources, as `features.sources.registered` gives them.

    Returns
    -------
    dict
        ``schema_version``; ``tables``: rows, bytes, sha256, sources, licence;
        ``sources``: title, address, licence, date, attribution, sha256.
    """
    sources = described_sources(curated, known)
    tables = {
        name: {
            **facts,
            "sources": [source for source in _TABLE_SOURCES[name] if source in sources],
            "licence": _licence(name, sources),
        }
        for name, facts in written.items()
    }
    return {"schema_version": SCHEMA_VERSION, "tables": tables, "sources": sources}


def described_sources(
    curated: Path, known: Mapping[str, Source] = SOURCES
) -> dict[str, dict[str, str]]:
    """Describe every source by id, the hand-kept files as ``curated/<stem>``."""
    described = {
        source_id: {
            "title": source.title,
            "file": source.file,
            "sha256": source.sha256,
            "address": source.address,
            "licence": source.licence,
            "date": source.date,
            "attribution": source.attribution,
        }
        for source_id, source in {"geonames": GEONAMES_PACKAGE, **known}.items()
    }
    for path in sorted(curated.glob("*.csv")):
        described[f"curated/{path.stem}"] = {
            "title": f"Hand-kept table {path.stem}, source and grade in each row",
            "file": f"curated/{path.name}",
            "sha256": digest(path),
            "address": f"data/curated/{path.name}",
            "licence": _OWN_LICENCE,
            "date": "2026",
            "attribution": "this project",
        }
    return described


def _licence(table: str, sources: Mapping[str, Mapping[str, str]]) -> str:
    parts = [
        part
        for source_id in _TABLE_SOURCES[table]
        if source_id in sources
        for part in sources[source_id]["licence"].split("; ")
        if not part.endswith(NOT_SHIPPED)
    ]
    return "; ".join(dict.fromkeys(parts))
