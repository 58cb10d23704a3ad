"""Tons of Allied bombs in the Second World War, as facts about places."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c
from matcher.tables.vocabulary import WAR_LEVELS

HEAVY_TONS: Final = 1000.0
"""Bombs that laid a town's quarters in ruins: Rotterdam 1317 t, Luebeck 1532 t and
Wuerzburg 2604 t in the same source lost their centres; damaged Ostrava has 1764 t."""

DAMAGE_TONS: Final = 100.0
"""Repeated or area raids: Kurume, half burnt in one raid, has 247 t."""

NEUTRAL: Final = frozenset({"AD", "CH", "ES", "IE", "LI", "PT", "SE", "TR"})
"""States whose towns were no targets: the tons in a circle there fell beyond the border or on
fields. The few that were hit by mistake are in the hand-kept table."""

RAID_TONS: Final = 10.0
"""Below this a place saw a few aircraft and nothing is claimed but the tonnage."""

_DOMINANCE = 3.0
_NEIGHBOUR_KM = 10.0
_AIMED_KM = 3.0
_SMALL = 20_000
_CITY = 100_000


def allied_bombs(
    raw: pd.DataFrame, targets: pd.DataFrame, places: pd.DataFrame, source: str
) -> pd.DataFrame:
    """Turn tons of Allied bombs within 6 km into facts about places.

    The tonnage is that of a circle, so a town has the figure of its neighbour. What fell
    farther than 3 km from a place of less than 100,000 people, or nearer to another place,
    is no damage of its own. A place with a much larger one within 10 km,
    and a district, claim no more than that the war was fought over it, and a place of
    less than 20,000 people (or of unknown population), where the target was often an
    airfield or a railway yard, no more than damage.

    Parameters
    ----------
    raw : DataFrame
        ``geonameid, thor_tons_within6km``.
    targets : DataFrame
        ``lat, lon, tons``, a row a point that was aimed at.
    places : DataFrame
        ``city_id, country, latitude, longitude, population, district_of``.
    source : str
        What the rows name as their source.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_war``.
    """
    tons = raw.set_index("geonameid")["thor_tons_within6km"]
    target = places[c.CITY_ID].isin(tons.index) & ~places[c.COUNTRY].isin(NEUTRAL)
    here = places[target].reset_index(drop=True)
    weight = here[c.CITY_ID].map(tons).astype(float)
    beside = _beside_a_larger_place(here, places) | (here[c.DISTRICT_OF] != 0).to_numpy()
    city = here[c.POPULATION] >= _CITY
    own = np.where(city, weight, _own_tons(here, ~beside, targets))
    level = np.select(
        [own >= HEAVY_TONS, own >= DAMAGE_TONS, weight >= RAID_TONS],
        [WAR_LEVELS["heavily bombed"], WAR_LEVELS["damaged"], WAR_LEVELS["fought over"]],
        0,
    )
    small = here[c.POPULATION] < _SMALL
    level = np.where(small, np.minimum(level, WAR_LEVELS["damaged"]), level)
    level = np.where(beside, np.minimum(level, WAR_LEVELS["fought over"]), level)
    facts = pd.DataFrame(
        {
            c.CITY_ID: here[c.CITY_ID],
            c.WAR_KIND: "allied_bombs",
            c.WAR_LEVEL: level,
            c.WAR: "World War II",
            c.BATTLE: "",
            c.YEAR_FROM: 1939,
            c.YEAR_TO: 1945,
            c.BOMB_TONS: weight,
            c.GRADE: "measured",
            c.SOURCE: source,
        }
    )
    return facts[facts[c.WAR_LEVEL] > 0].reset_index(drop=True)


def _own_tons(here: pd.DataFrame, apart: np.ndarray, targets: pd.DataFrame) -> np.ndarray:
    """Return the tons of the targets to which each of the places ``apart`` is the nearest."""
    own = np.zeros(len(here))
    rows = np.flatnonzero(apart)
    if len(rows) and len(targets):
        points = np.radians(here[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float)[rows])
        aims = np.radians(targets[["lat", "lon"]].to_numpy(dtype=float))
        radians, nearest = BallTree(points, metric="haversine").query(aims)
        near = radians[:, 0] * EARTH_RADIUS_KM <= _AIMED_KM
        np.add.at(own, rows[nearest[near, 0]], targets["tons"].to_numpy(dtype=float)[near])
    return own


def _beside_a_larger_place(here: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    cities = places[(places[c.DISTRICT_OF] == 0) & (places[c.POPULATION] > 0)]
    cities = cities.sort_values(c.CITY_ID)
    points = np.radians(cities[[c.LATITUDE, c.LONGITUDE]].to_numpy())
    tree = BallTree(points, metric="haversine")
    near = tree.query_radius(
        np.radians(here[[c.LATITUDE, c.LONGITUDE]].to_numpy()), _NEIGHBOUR_KM / EARTH_RADIUS_KM
    )
    population = cities[c.POPULATION].to_numpy()
    largest = np.array([population[found].max(initial=0) for found in near])
    return largest >= _DOMINANCE * np.maximum(here[c.POPULATION].to_numpy(), 1)
