"""The rules every component keeps, and the formula of each criterion by hand."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest

from matcher.english.phrases import FINDINGS, render
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.ranking.criteria import COMPONENTS, Finding
from matcher.ranking.criteria.component import closeness, shared_trait
from matcher.ranking.pairs import Pairs
from matcher.records.criteria import CRITERIA
from matcher.tables import columns as c
from tests.world import (
    BARI,
    DURHAM_GB,
    DURHAM_US,
    HAMLET,
    KOSTROMA,
    MARY,
    OREL,
    TASHKENT,
    TURKMENABAT,
    WINDHOEK,
    council_world,
    neutral_ranker,
    write_world,
)

DATE = dt.date(2026, 4, 26)
BY_KEY = {one.key: one for one in COMPONENTS}


def pairs_of(matcher: Matcher, query: int, *candidates: int) -> Pairs:
    rows = np.array([matcher.world.atlas.row(one) for one in candidates])
    return Pairs(
        matcher.world.place_facts,
        matcher.world.graph,
        matcher.world.countries,
        DATE,
        matcher.world.atlas.row(query),
        rows,
    )


def value(matcher: Matcher, key: str, query: int, candidate: int) -> float:
    return float(BY_KEY[key].measure(pairs_of(matcher, query, candidate))[0])


def found(matcher: Matcher, key: str, query: int, candidate: int) -> Finding | None:
    return BY_KEY[key].finding(pairs_of(matcher, query, candidate), 0)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The council's world with the facts that it lacks."""
    world: dict[str, Any] = council_world()
    for city in world["cities"]:
        city |= {
            KOSTROMA: {c.ELEVATION_M: 110.0, c.LAKE: "Big", c.LAKE_KM: 3.0, c.UNIVERSITIES: 2,
                       c.HERITAGE_SITES: 1, c.TEMPERATURE_WARMEST_C: 19.0,
                       c.TEMPERATURE_COLDEST_C: -9.0, c.RANK_IN_REGION: 1, c.BOMB_TONS: 99.0},
            MARY: {c.ELEVATION_M: 410.0, c.UNIVERSITIES: 2, c.HERITAGE_SITES: 2, c.LAKE: "Salt",
                   c.LAKE_KM: 9.0, c.TEMPERATURE_WARMEST_C: 24.0, c.TEMPERATURE_COLDEST_C: -4.0,
                   c.RANK_IN_REGION: 3, c.BOMB_TONS: 99.0},
            BARI: {c.COAST_KM: 1.0, c.SEAPORT_KM: 2.0, c.SEAPORT: "Bari", c.UTC_OFFSET_H: 1.0},
            DURHAM_US: {c.COAST_KM: 5.0, c.SEAPORT_KM: 3.0, c.SEAPORT: "D", c.UTC_OFFSET_H: -11.0},
            WINDHOEK: {c.UTC_OFFSET_H: 13.0},
        }.get(city[c.CITY_ID], {})  # fmt: skip
    world["city_heritage"] = [
        {c.CITY_ID: KOSTROMA, c.SITE: "Kremlin", c.DISTANCE_KM: 2.0, c.YEAR: 1990},
        {c.CITY_ID: MARY, c.SITE: "Merv", c.DISTANCE_KM: 20.0, c.YEAR: 1999},
    ]
    world["city_universities"] = [
        {c.CITY_ID: city_id, c.UNIVERSITY: f"University {city_id}", c.GRADE: grade}
        for city_id, grade in ((KOSTROMA, "measured"), (MARY, "matched"))
    ]
    world["country_languages"] = [
        {c.COUNTRY: country, c.LANGUAGE: code, c.NAME: name, c.SCRIPT: script,
         c.SPEAKERS_SHARE: share, c.OFFICIAL_STATUS: status}
        for country, code, name, script, share, status in (
            ("RU", "ru", "Russian", "Cyrl", 0.94, "official"),
            ("RU", "tt", "Tatar", "Cyrl", 0.06, ""),
            ("UZ", "uz", "Uzbek", "Latn", 0.85, "official"),
            ("UZ", "ru", "Russian", "Cyrl", 0.5, ""),
            ("UZ", "tt", "Tatar", "Cyrl", 0.06, ""),
            ("IT", "it", "Italian", "Latn", 0.95, "official"),
        )
    ]  # fmt: skip
    for country in world["countries"]:
        gdp = {"RU": 10_000.0, "TM": 25_000.0}.get(country[c.COUNTRY], math.nan)
        country[c.GDP_PER_CAPITA_USD] = gdp
    world["airports"] = [
        {c.AIRPORT: "KMW", c.AIRPORT_SIZE: 1}, {c.AIRPORT: "MYP", c.AIRPORT_SIZE: 2},
    ]  # fmt: skip
    world["city_airports"] = [
        {c.CITY_ID: KOSTROMA, c.AIRPORT: "KMW", c.AIRPORT_KM: 50.0},
        {c.CITY_ID: MARY, c.AIRPORT: "MYP", c.AIRPORT_KM: 100.0},
    ]
    world["visa"] = [
        {c.PASSPORT: a, c.DESTINATION: b, c.BARRIER: barrier}
        for a, b, barrier in (
            ("RU", "TM", 3), ("TM", "RU", 1), ("RU", "UZ", 0), ("UZ", "RU", 0), ("RU", "IT", 3),
        )
    ]  # fmt: skip
    world["conflict_deaths"] = [
        {c.COUNTRY: "TM", c.YEAR: year, c.DEATHS: deaths}
        for year, deaths in ((2020, 10_000), (2023, 4), (2024, 5))
    ]
    directory = tmp_path_factory.mktemp("rich")
    return Matcher.load(write_world(directory, world, {SIMILARITY_FILE: neutral_ranker()}))


def test_components_have_unique_keys_in_the_order_of_the_criteria() -> None:
    assert len(BY_KEY) == len(COMPONENTS)
    assert list(dict.fromkeys(one.criterion for one in COMPONENTS)) == list(CRITERIA)
    assert all(one.weight > 0 for one in COMPONENTS)


@pytest.mark.parametrize(
    ("key", "query", "candidate", "expected"),
    [
        ("size.population", KOSTROMA, MARY, 2 ** (-math.log(277280 / 167027) / math.log(3))),
        ("size.role", KOSTROMA, MARY, 1.0),
        ("size.role", KOSTROMA, TASHKENT, 2 ** (-1 / 1.5)),
        ("size.standing", KOSTROMA, MARY, 0.5),
        ("geography.elevation", KOSTROMA, MARY, 0.5),
        ("geography.climate", KOSTROMA, MARY, 0.5),
        ("geography.lake", KOSTROMA, MARY, 1.0),
        ("geography.lake", KOSTROMA, TASHKENT, 0.0),
        ("geography.port", BARI, DURHAM_US, 1.0),
        ("geography.port", BARI, MARY, 0.0),
        ("geography.coast", BARI, DURHAM_US, 2 ** -math.log(3)),
        ("geography.river", KOSTROMA, MARY, 0.85),
        ("war_history.level", KOSTROMA, MARY, math.sqrt(6) / 5 * 0.8),
        ("war_history.same_war", KOSTROMA, MARY, 1.0),
        ("war_history.fate", KOSTROMA, MARY, 0.0),
        ("war_history.bombs", KOSTROMA, MARY, math.log(100) / math.log1p(10_000)),
        ("shared_past.state", KOSTROMA, MARY, 1.0),
        ("shared_past.state", KOSTROMA, BARI, 0.0),
        ("culture.language", KOSTROMA, TASHKENT, 0.5 + 0.06),
        ("culture.language", KOSTROMA, BARI, 0.0),
        ("culture.script", KOSTROMA, TASHKENT, 1.0),
        ("culture.script", KOSTROMA, BARI, 0.0),
        ("culture.heritage", KOSTROMA, MARY, 0.5),
        ("culture.namesake", DURHAM_GB, DURHAM_US, 1.0),
        ("culture.namesake", DURHAM_GB, MARY, 0.0),
        ("economy.gdp", KOSTROMA, MARY, 0.5),
        ("economy.airport", KOSTROMA, MARY, 0.5),
        ("economy.universities", KOSTROMA, MARY, 1.0),
        ("reach.visa", KOSTROMA, MARY, 0.5),
        ("reach.visa", KOSTROMA, TASHKENT, 1.0),
        ("reach.visa", KOSTROMA, OREL, 1.0),
        ("reach.hours", BARI, KOSTROMA, 0.5),
        ("reach.hours", DURHAM_US, WINDHOEK, 1.0),
        ("reach.airport", KOSTROMA, MARY, 0.5),
        ("network.shared_partners", MARY, TASHKENT, 1 - math.exp(-1 / math.log(2) / 0.7)),
        ("politics.blocs", KOSTROMA, MARY, 1 - math.exp(-0.5 / math.sqrt(3))),
        ("politics.blocs", KOSTROMA, BARI, 0.0),
        ("politics.peace", KOSTROMA, MARY, 1 - math.log10(10) / 5),
    ],
)
def test_component_is_its_formula(
    rich: Matcher, key: str, query: int, candidate: int, expected: float
) -> None:
    assert value(rich, key, query, candidate) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.key)
def test_component_is_in_range_and_its_findings_render(rich: Matcher, component: Any) -> None:
    everyone = [int(one) for one in rich.world.atlas.city_ids]
    for query in everyone:
        pairs = pairs_of(rich, query, *(one for one in everyone if one != query))
        values = component.measure(pairs)
        assert values.shape == (len(pairs),)
        known = np.isfinite(values)
        assert ((values[known] >= 0) & (values[known] <= 1)).all()
        for position in np.flatnonzero(known):
            finding = component.finding(pairs, int(position))
            if finding is not None:
                assert "{" not in render(FINDINGS[finding.code], finding.facts)


@pytest.mark.parametrize(
    "key",
    [
        "size.population", "size.role", "size.standing", "geography.river", "geography.coast",
        "geography.port", "geography.lake", "geography.elevation", "geography.climate",
        "war_history.level", "war_history.fate", "war_history.same_war", "war_history.bombs",
        "economy.airport", "economy.universities", "reach.hours", "reach.airport",
        "network.shared_partners", "network.third_step",
    ],
)  # fmt: skip
def test_component_is_unknown_for_a_village_without_facts(rich: Matcher, key: str) -> None:
    assert math.isnan(value(rich, key, KOSTROMA, HAMLET))
    assert math.isnan(value(rich, key, HAMLET, KOSTROMA))


@pytest.mark.parametrize(
    "key",
    ["size.population", "size.role", "size.standing", "geography.elevation", "geography.climate",
     "war_history.level", "culture.language", "economy.gdp", "reach.distance", "reach.visa",
     "network.affinity", "network.shared_partners", "shared_past.state"],
)  # fmt: skip
def test_component_is_the_same_both_ways(rich: Matcher, key: str) -> None:
    there, back = value(rich, key, KOSTROMA, MARY), value(rich, key, MARY, KOSTROMA)
    assert there == pytest.approx(back, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    ("key", "query", "candidate", "code"),
    [
        ("size.population", KOSTROMA, TURKMENABAT, "population_alike"),
        ("size.population", KOSTROMA, TASHKENT, "population_apart"),
        ("geography.river", KOSTROMA, MARY, "river_both"),
        ("geography.lake", KOSTROMA, MARY, "lake_both"),
        ("geography.coast", BARI, DURHAM_US, "coast_both"),
        ("geography.coast", BARI, MARY, "coast_other"),
        ("geography.port", BARI, DURHAM_US, "port_both"),
        ("war_history.level", KOSTROMA, DURHAM_GB, "war_levels"),
        ("culture.heritage", KOSTROMA, MARY, "heritage_both"),
        ("culture.language", KOSTROMA, BARI, "language_none"),
        ("culture.namesake", DURHAM_GB, DURHAM_US, "name_same"),
        ("reach.visa", KOSTROMA, TASHKENT, "visa_free"),
        ("reach.visa", KOSTROMA, MARY, "visa_rules"),
        ("politics.peace", KOSTROMA, MARY, "conflict_deaths"),
        ("network.affinity", KOSTROMA, BARI, "countries_linked"),
        ("network.affinity", KOSTROMA, TASHKENT, "countries_unlinked"),
        ("network.affinity", KOSTROMA, 611717, "countries_unlinked"),
    ],
)  # fmt: skip
def test_finding_names_what_was_measured(
    rich: Matcher, key: str, query: int, candidate: int, code: str
) -> None:
    finding = found(rich, key, query, candidate)
    assert finding is not None
    assert finding.code == code


def test_share_of_speakers_holds_for_every_language_named(rich: Matcher) -> None:
    finding = found(rich, "culture.language", KOSTROMA, TASHKENT)
    assert finding is not None
    assert finding.facts == {
        "languages": ["Russian"],
        "languages_language": ["ru"],
        "share_percent": 50,
    }


def test_conflict_counts_the_last_three_recorded_years(rich: Matcher) -> None:
    finding = found(rich, "politics.peace", KOSTROMA, MARY)
    assert finding is not None
    assert finding.facts == {
        "candidate": "Turkmenistan", "candidate_country": "TM",
        "deaths": 9, "year_from": 2022, "year_to": 2024,
    }  # fmt: skip


def test_partner_shared_through_an_ended_link_is_not_named(rich: Matcher) -> None:
    assert value(rich, "network.shared_partners", MARY, TASHKENT) > 0
    assert found(rich, "network.shared_partners", MARY, TASHKENT) is None  # Orel and Tashkent ended


def test_closeness_halves_every_scale() -> None:
    assert closeness(0.0, np.array([0.0, 2.0, -4.0, np.nan]), 2.0).tolist()[:3] == [1, 0.5, 0.25]


def test_shared_trait_counts_both_and_neither() -> None:
    assert shared_trait(True, np.array([True, False])).tolist() == [1, 0]
    assert shared_trait(False, np.array([True, False])).tolist() == [0, 1]


def test_making_a_fact_unknown_moves_its_criterion_to_neutral(rich: Matcher) -> None:
    ranker = rich.engine.similarity
    X = ranker.features(pairs_of(rich, KOSTROMA, MARY))
    for index, component in enumerate(COMPONENTS):
        blanked = X.copy()
        blanked[0, index] = np.nan
        at = CRITERIA.index(component.criterion)
        parts = [one for one in COMPONENTS if one.criterion == component.criterion]
        share = component.weight / sum(one.weight for one in parts)
        if np.isfinite(X[0, index]):
            moved = ranker.criterion_scores(blanked)[0, at] - ranker.criterion_scores(X)[0, at]
            assert moved == pytest.approx(share * (0.5 - X[0, index]), abs=1e-6)


def test_universities_tied_to_a_place_by_name_are_told_as_such(rich: Matcher) -> None:
    finding = found(rich, "economy.universities", KOSTROMA, MARY)
    assert finding is not None
    assert finding.grade == "matched"
