"""Orchestrate the pipeline: check the sources, adapt, reconcile, publish."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

from features import (
    card,
    geonames,
    physical,
    relations,
    shorelines,
    society,
    states,
    universities,
    war,
)
from features.climate import without_contradicted
from features.common_names import PARQUET_OPTIONS as COMMON_OPTIONS
from features.common_names import common_names
from features.completeness import completeness
from features.corrections import corrected_places, corrected_tables, of_true_places
from features.country_languages import named_and_spoken, named_languages
from features.disputed import disputed_places
from features.districts import infer_districts, named_as_municipalities, without_municipalities
from features.division_names import build_division_names
from features.doubles import doubles
from features.facts_of_places import facts_of_places
from features.founding import founding_years
from features.known_links import REMOVED, KnownLinks, known_links, read_first_edition
from features.lau import read_areas, read_lau, read_turkish_districts
from features.ledger_report import coverage_figures
from features.links.registered import LISTINGS
from features.links.removed import read_removed
from features.names import PARQUET_OPTIONS as NAMES_OPTIONS
from features.names import build_city_names, with_further_names, without_wrong_names
from features.naming import NAME_READERS, languages_of, named_regions, names_and_surroundings
from features.outlines import read_outlines
from features.partnership_events import read_events
from features.populations import council_tables, with_councils
from features.provenance import HAND_KEPT, manifest
from features.publish import publish, write_manifest, write_text
from features.similarity import fit_similarity
from features.source import check_package, digest
from features.sources import SOURCES, locate, registered
from features.water import water_of
from features.wikidata_links import read_statements
from matcher.errors import DataError
from matcher.matcher import SIMILARITY_FILE
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

CURATED: Final = Path(__file__).resolve().parents[1] / "data" / "curated"
"""The hand-kept facts of the repository."""

FACTS_DATE: Final = dt.date(2026, 1, 1)
"""Day at which the neutral values of the similarity are read."""

OUTLINES: Final = "outlines"

_OPTIONS: Final = {
    "city_names": NAMES_OPTIONS,
    "division_names": NAMES_OPTIONS,
    "common_names": COMMON_OPTIONS,
}
"""How the tables of names are written."""

_log = logging.getLogger(__name__)

Frames = dict[str, pd.DataFrame]


def build(sources: Path, out: Path, curated: Path = CURATED) -> dict[str, Any]:
    """Build every shipped table from the raw sources.

    Parameters
    ----------
    sources : Path
        Directory of the raw files that `features.sources.SOURCES` names.
    out : Path
        Where the tables, the manifest and the data card go.
    curated : Path
        Directory of the hand-kept CSV files.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        A source is missing or differs, or a table does not fit its schema;
        nothing is written then.
    """
    check_package()
    known = registered(sources)
    hand_kept = read_curated(curated)
    raw = of_true_places(read_raw(sources), hand_kept["place_corrections"])
    events = read_events(curated / "partnership_events.csv")
    first = read_first_edition(curated)
    _log.info("sources read and checked")
    places, countries = located_places(raw, hand_kept)
    places = water_of(places, raw, hand_kept)
    named = without_wrong_names(places, hand_kept["wrong_names"])
    names = build_city_names(with_further_names(named, hand_kept["place_names"]))
    councils = council_tables(raw, hand_kept, places, names)
    own_people = places[c.POPULATION]
    places = with_councils(places, councils["city_populations"])
    places = without_contradicted(corrected_places(places, hand_kept["corrections"]))
    # Lists name places and bombs fell on them: their own people say how large they are there.
    counted = places.assign(**{c.POPULATION: own_people})
    spoken = languages_of(raw, hand_kept, countries)
    areas = named_regions(raw, hand_kept, places, spoken)
    links = known_links(raw, counted, names, hand_kept, events, first, areas["regions"], known)
    _log.info("partnerships linked")
    frames = {
        **facts_of_places(raw, hand_kept, counted, names),
        **facts_of_states(raw, hand_kept, countries, spoken),
        **relations.tables(hand_kept, raw["travel_advice"]),
        **areas,
        **names_and_surroundings(raw, hand_kept, places, countries, names, areas),
        **partnerships_of(links, hand_kept, places),
        "founding_years": founding_years(raw["russian_towns"], links.index),
        **councils,
        "division_names": build_division_names(raw, councils["units"], places),
        "common_names": common_names(names, places),
    }
    frames = corrected_tables(frames, places, hand_kept["corrections"])
    frames["cities"] = with_summaries(places, frames, raw)
    capitals = frames["countries"][c.CAPITAL_ID]
    universities.check(frames["city_universities"], places[places[c.CITY_ID].isin(capitals)])
    _log.info("tables reconciled")
    frames |= {OUTLINES: raw[OUTLINES]} if OUTLINES in raw else kept_outlines(out)
    written = publish(frames, out, _OPTIONS)
    content = manifest(written, curated, known)
    content["coverage"] = coverage_figures(links, places)
    write_manifest(content, out)
    content["files"] = write_similarity(out)
    write_manifest(content, out)
    write_text(card.render(content, read_tables(out)), out / "README.md")
    _log.info("%d tables published to %s", len(written), out)
    return content


def write_similarity(out: Path) -> dict[str, dict[str, Any]]:
    """Fit the similarity ranker on the published tables; describe its file."""
    ranker = fit_similarity(Atlas.load(out), FACTS_DATE)
    path = out / SIMILARITY_FILE
    path.parent.mkdir(exist_ok=True)
    write_text(ranker.to_json(), path)
    return {SIMILARITY_FILE: {"bytes": path.stat().st_size, "sha256": digest(path)}}


def refit(data: Path) -> None:
    """Fit the similarity ranker anew on published tables and note its file in the manifest.

    Neither the tables nor the data card change. Raises `DataError` where one is damaged.
    """
    content = dict(Atlas.load(data).manifest)
    content["files"] = {**content.get("files", {}), **write_similarity(data)}
    write_manifest(content, data)


def read_raw(sources: Path) -> Frames:
    """Check and read every raw file by its source id."""
    known = registered(sources)
    wanted = [one for one in known if one != OUTLINES or (sources / known[one].file).exists()]
    paths = {source_id: locate(sources, source_id) for source_id in wanted}
    readers: dict[str, Callable[[Path], pd.DataFrame]] = {
        "city_facts": physical.read_physical,
        "shoreline_bodies": shorelines.read_bodies,
        "shoreline_points": shorelines.read_points,
        **dict.fromkeys(("us_colleges", "erasmus_charters"), states.read_text),
        "rivers": pd.read_parquet,
        "lau": lambda path: read_lau(path, read_areas(paths["lau_turkey"])),
        "lau_turkey": read_turkish_districts,
        OUTLINES: read_outlines,
        "wikidata": read_statements,
        REMOVED: read_removed,
        **NAME_READERS,
        **{listing.source_id: listing.read for listing in LISTINGS},
    }
    return {one: readers.get(one, states.read_csv)(path) for one, path in paths.items()}


def read_curated(curated: Path) -> Frames:
    """Read the hand-kept tables by file stem.

    Raises
    ------
    DataError
        One of them is missing.
    """
    found = {path.stem: states.read_csv(path) for path in sorted(curated.glob("*.csv"))}
    missing = set(HAND_KEPT) - set(found)
    if missing:
        raise DataError(
            f"hand-kept tables {sorted(missing)} are missing in {curated}; they belong to the "
            "repository: restore them with git checkout data/curated"
        )
    return found


def located_places(
    raw: Mapping[str, pd.DataFrame], hand_kept: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join places, physical facts, districts, capitals and ranks.

    Returns
    -------
    places, countries : DataFrame
        The columns of the table ``cities`` but for the summaries of other
        tables, and ``aliases``; the columns of ``countries`` but for GDP.
    """
    facts = raw["city_facts"]
    places = geonames.read_places(hand_kept["place_corrections"])
    places = places.merge(facts, on=c.CITY_ID, how="left", validate="1:1")
    words = places.columns[places.dtypes == "str"]
    places[words] = places[words].fillna("")
    districts = infer_districts(places).set_index(c.CITY_ID)[c.DISTRICT_OF]
    told = hand_kept["districts"].astype({c.CITY_ID: "int32", c.DISTRICT_OF: "int32"})
    districts = told.set_index(c.CITY_ID)[c.DISTRICT_OF].combine_first(districts)
    districts = without_municipalities(districts, hand_kept["district_verdicts"])
    places = named_as_municipalities(places, hand_kept["district_verdicts"])
    places[c.DISTRICT_OF] = places[c.CITY_ID].map(districts).fillna(0).astype("int32")
    places[c.DOUBLE_OF] = doubles(hand_kept["doubles"], places)
    countries = geonames.read_countries()
    countries[c.CAPITAL_ID] = geonames.capital_ids(countries, places)
    is_capital = places[c.CITY_ID].isin(countries[c.CAPITAL_ID])
    places[c.ADMIN_RANK] = geonames.admin_rank(places[c.FEATURE_CODE], is_capital)
    places[c.RANK_IN_COUNTRY] = geonames.rank_by_population(places, [c.COUNTRY])
    places[c.RANK_IN_REGION] = geonames.rank_by_population(places, [c.COUNTRY, c.ADMIN1_CODE])
    return places, countries


def facts_of_states(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    countries: pd.DataFrame,
    spoken: pd.DataFrame,
) -> Frames:
    """Make the tables of countries and what ties them."""
    return {
        "countries": states.countries_with_economy(countries, raw["gdp"]),
        "country_languages": named_and_spoken(spoken),
        "country_pairs": states.country_pairs(
            raw["country_pairs"], hand_kept["former_states"], countries
        ),
        "bloc_membership": states.bloc_membership(hand_kept["blocs"]),
        "visa": states.visa_rules(raw["visa"]),
        "conflict_deaths": states.conflict_deaths(raw["conflict"]),
        "country_society": society.country_society(raw["factbook"]),
        "people_abroad": society.people_abroad(raw["people_abroad"]),
        "associations": hand_kept["associations"],
        "region_languages": named_languages(hand_kept["region_languages"]),
    }


def partnerships_of(
    links: KnownLinks, hand_kept: Mapping[str, pd.DataFrame], places: pd.DataFrame
) -> Frames:
    """Make the tables of partnerships and of what they must be read with."""
    return {
        "partnerships": links.partnerships,
        "partnership_events": links.events,
        "partnership_rejects": links.rejects,
        "unit_partnerships": links.units,
        "disputed_places": disputed_places(hand_kept["disputed_places"], places),
        "completeness": completeness(links.partnerships, places),
    }


def coverage(sources: Path, curated: Path = CURATED) -> dict[str, Any]:
    """Link the raw lists anew and count what the ledger covers, without writing anything.

    Parameters
    ----------
    sources, curated : Path
        As for :func:`build`.

    Returns
    -------
    dict
        As `features.ledger_report.coverage_figures` returns it.
    """
    check_package()
    hand_kept = read_curated(curated)
    raw = of_true_places(read_raw(sources), hand_kept["place_corrections"])
    places, countries = located_places(raw, hand_kept)
    spoken = languages_of(raw, hand_kept, countries)
    regions = named_regions(raw, hand_kept, places, spoken)["regions"]
    events = read_events(curated / "partnership_events.csv")
    first = read_first_edition(curated)
    links = known_links(
        raw,
        places,
        build_city_names(places),
        hand_kept,
        events,
        first,
        regions,
        registered(sources),
    )
    return coverage_figures(links, places)


def kept_outlines(out: Path) -> Frames:
    """Return the outlines published before: land does not move, so the source may be absent.

    Without either, maps are drawn without land.
    """
    path = out / f"{OUTLINES}.parquet"
    if path.exists():
        _log.info("outlines kept from the tables published before")
        return {OUTLINES: pq.read_table(path).to_pandas()}
    _log.warning(
        "no %s among the sources: maps will show no land; 'npm pack world-atlas@2.0.2' has it",
        SOURCES[OUTLINES].file,
    )
    return {}


def with_summaries(
    places: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    raw: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Sum the other tables up in ``cities``: war level, tons, heritage, universities."""
    ids = places[c.CITY_ID]
    tons = raw["bombs"].set_index("geonameid")["thor_tons_within6km"]
    sites = frames["city_heritage"][c.CITY_ID].value_counts()
    institutions = frames["city_universities"][c.CITY_ID].value_counts()
    return places.assign(
        **{
            c.WAR_LEVEL: war.highest_levels(frames["city_war"], places),
            c.BOMB_TONS: ids.map(tons),
            c.HERITAGE_SITES: ids.map(sites).fillna(0).astype("int16"),
            c.UNIVERSITIES: ids.map(institutions).fillna(0).astype("int16"),
        }
    )


def read_tables(directory: Path) -> Frames:
    """Read the published tables that the data card counts."""
    names = (
        "cities",
        "city_airports",
        "city_rivers",
        "countries",
        "bloc_membership",
        "city_labels",
        "regions",
        "region_labels",
        "partnerships",
        "units",
    )
    paths = {name: directory / f"{name}.parquet" for name in names}
    return {name: pq.read_table(path).to_pandas() for name, path in paths.items() if path.exists()}
