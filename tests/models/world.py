"""Worlds with partnerships for the benchmark's tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from matcher import columns as c
from matcher.atlas import Atlas
from matcher.normalise import name_key
from models.known import KnownWorld
from tests.world import write_world

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
