"""Worlds with partnerships for the benchmark's tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from features.names import build_city_names
from matcher.matcher import SIMILARITY_FILE
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray
from matcher.text.normalise import name_key
from models import expected, lists, recipe, ship
from models.known import KnownWorld
from models.split import concluded
from tests.world import neutral_ranker, write_world

COUNTRIES = [
    ("DE", "EU", 48_000.0),
    ("FR", "EU", 44_000.0),
    ("JP", "AS", 34_000.0),
    ("US", "NA", 80_000.0),
]


def linked_world(
    directory: Path,
    cities: Iterable[tuple[int, str, int, float, float]],
    links: Iterable[tuple[int, int]],
    proposed: Iterable[tuple[int, int]] = (),
) -> Atlas:
    """Write and load a world of places (id, country, population, latitude, longitude) and links."""
    rows = [
        {
            c.CITY_ID: city_id,
            c.NAME: f"Place {city_id}",
            c.NAME_KEY: name_key(f"Place {city_id}"),
            c.COUNTRY: country,
            c.POPULATION: population,
            c.LATITUDE: latitude,
            c.LONGITUDE: longitude,
        }
        for city_id, country, population, latitude, longitude in cities
    ]
    listed = [(pair, "active") for pair in links] + [(pair, "proposed") for pair in proposed]
    tables = {
        "cities": rows,
        "countries": [
            {c.COUNTRY: code, c.NAME: code, c.CONTINENT: continent, c.GDP_PER_CAPITA_USD: gdp}
            for code, continent, gdp in COUNTRIES
        ],
        "partnerships": [
            {c.CITY_ID_A: min(pair), c.CITY_ID_B: max(pair), c.STATUS: status}
            for pair, status in listed
        ],
    }
    return Atlas.load(write_world(directory, tables))


def random_world(directory: Path, n_cities: int = 160, n_links: int = 420) -> Atlas:
    """Return a seeded world with a skewed degree and places in four countries."""
    rng = np.random.default_rng(8)
    cities = [
        (
            1_000 + index,
            COUNTRIES[index % len(COUNTRIES)][0],
            int(rng.lognormal(10, 1.5)) if index % 9 else 0,
            float(rng.uniform(-60, 60)),
            float(rng.uniform(-180, 180)),
        )
        for index in range(n_cities)
    ]
    drawn = (rng.beta(1, 3, size=(n_links, 2)) * n_cities * 0.8).astype(int)
    links = {(1_000 + int(a), 1_000 + int(b)) for a, b in np.sort(drawn, axis=1) if a != b}
    return linked_world(directory, cities, sorted(links))


def known_world(atlas: Atlas, links: Iterable[tuple[int, int]]) -> KnownWorld:
    """Return what is known when only these links are."""
    pairs = np.array([sorted(pair) for pair in links], dtype=np.int64).reshape(-1, 2)
    return KnownWorld.of(atlas, pairs)


N_PLACES = 240
FRIENDS = {"DE": "FR", "FR": "DE", "JP": "US", "US": "JP"}
CORNERS = {"DE": (48.0, 8.0), "FR": (44.0, 0.0), "JP": (33.0, 132.0), "US": (36.0, -110.0)}


def planted_places() -> list[dict[str, Any]]:
    """Return seeded places in four countries: sizes, regions, facts, some of them unknown."""
    rng = np.random.default_rng(3)
    places = []
    for index in range(N_PLACES):
        country = COUNTRIES[index % 4][0]
        south, west = CORNERS[country]
        latitude, longitude = south + rng.uniform(0, 5), west + rng.uniform(0, 6)
        capital = index < 4
        people = 2_000_000 if capital else int(10 ** rng.uniform(3.0, 5.6))
        places.append(
            {
                c.CITY_ID: 1_000 + index,
                c.NAME: f"Place {index % 230}",
                c.NAME_KEY: name_key(f"Place {index % 230}"),
                c.COUNTRY: country,
                c.ADMIN1_CODE: "E" if longitude > west + 3 else "W",
                c.ADMIN2_CODE: str(int(latitude - south)),
                c.ADMIN_RANK: 0 if capital else int(rng.integers(1, 7)) if index % 11 else -1,
                c.POPULATION: people if index % 13 else 0,
                c.LATITUDE: latitude,
                c.LONGITUDE: longitude,
                c.DISTRICT_OF: 1_000 if index in (100, 104) else 0,
                c.ELEVATION_M: float(rng.uniform(0, 900)) if index % 7 else float("nan"),
                c.COAST_KM: float(rng.uniform(0, 300)),
                c.SEAPORT_KM: float(rng.uniform(0, 300)),
                c.TEMPERATURE_MEAN_C: float(rng.uniform(0, 25)),
                c.PRECIPITATION_MM: float(rng.uniform(100, 1500)),
                c.WAR_LEVEL: int(rng.integers(0, 5)),
                c.BOMB_TONS: float(rng.uniform(1, 50)) if index % 5 == 0 else float("nan"),
            }
        )
    return places


def planted_links(places: list[dict[str, Any]], n_links: int) -> list[tuple[int, int]]:
    """Return partnerships of like sizes, nine in ten with the befriended country."""
    rng = np.random.default_rng(4)
    size = np.log10([max(place[c.POPULATION], 300) for place in places])
    country = np.array([place[c.COUNTRY] for place in places])
    links: set[tuple[int, int]] = set()
    while len(links) < n_links:
        a = int(rng.choice(len(places), p=10**size / (10**size).sum()))
        wanted = FRIENDS[country[a]] if rng.random() < 0.9 else country[a]
        mass = np.exp(-4 * np.abs(size - size[a]) + size) * (country == wanted)
        mass[a] = 0
        b = int(rng.choice(len(places), p=mass / mass.sum()))
        if not {a, b} & {100, 104}:
            links.add((1_000 + min(a, b), 1_000 + max(a, b)))
    return sorted(links)


def planted_world(
    directory: Path, n_links: int = 240, more: Iterable[tuple[int, int]] = ()
) -> Path:
    """Write the planted places with their links, and any more; return the folder."""
    places = planted_places()
    links = sorted({*planted_links(places, n_links), *more})
    corner = {code: index for index, code in enumerate(CORNERS)}
    surroundings = [
        {
            c.CITY_ID: place[c.CITY_ID],
            c.LARGER_PLACE_KM: float(index % 60),
            c.LARGE_CITY_KM: float(index % 150),
            c.PEOPLE_NEAR: float(place[c.POPULATION] * 3),
            c.SPACING_KM: 20.0 + index % 5,
            c.NAMES_KNOWN: 1 + index % 40,
            c.SCRIPTS_KNOWN: 1 + index % 4,
            c.CELL: corner[place[c.COUNTRY]] * 2 + (place[c.ADMIN1_CODE] == "E"),
        }
        for index, place in enumerate(places)
    ]
    tables = {
        "cities": places,
        "city_names": build_city_names(
            pd.DataFrame([{**place, "aliases": []} for place in places])
        ).to_dict("records"),
        "city_surroundings": surroundings,
        "countries": [
            {c.COUNTRY: code, c.NAME: code, c.CONTINENT: continent, c.GDP_PER_CAPITA_USD: gdp}
            for code, continent, gdp in COUNTRIES
        ],
        "city_war": [
            {
                c.CITY_ID: place[c.CITY_ID],
                c.WAR_KIND: "war_damaged",
                c.WAR_LEVEL: place[c.WAR_LEVEL],
                c.WAR: "World War II",
                c.YEAR_FROM: 1939,
                c.YEAR_TO: 1945,
                c.GRADE: "curated",
                c.SOURCE: "a test",
            }
            for place in places
            if place[c.WAR_LEVEL]
        ],
        "country_pairs": [{c.COUNTRY_A: "DE", c.COUNTRY_B: "FR", c.CONTIGUOUS: True}],
        "partnerships": [{c.CITY_ID_A: a, c.CITY_ID_B: b, c.STATUS: "active"} for a, b in links],
    }
    return write_world(directory, tables, {SIMILARITY_FILE: neutral_ranker()})


def view_of(known: KnownWorld, ends: IntArray | None = None) -> LinkView:
    """Return the view of a world's partnerships, or of other ends."""
    return LinkView(PlaceFeatures(known.place_facts), known.graph.ends if ends is None else ends)


def pairs_of(known: KnownWorld, query: int, rows: IntArray) -> Pairs:
    """Return a query beside candidates of a world."""
    return Pairs(known.place_facts, known.graph, known.countries, known.date, query, rows)


def every_pair(atlas: Atlas) -> KnownWorld:
    """Return the world in which every concluded partnership is known."""
    return KnownWorld.of(atlas, concluded(atlas))


@contextmanager
def small() -> Iterator[None]:
    """Let the recipe train in seconds: fewer folds, lists and candidates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "N_FOLDS", 3)
        patch.setattr(expected, "N_FOLDS", 2)
        patch.setattr(lists, "POOL", 150)
        patch.setattr(lists, "COUNTRY_DRAW", lists.Draw(top=12, sample=8, depth=40, rest=2))
        patch.setattr(lists, "WORLD_DRAW", lists.Draw(top=12, sample=8, depth=120, rest=2))
        patch.setattr(ship, "CALIBRATION_LISTS", 20)
        yield
