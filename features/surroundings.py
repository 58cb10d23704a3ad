"""What lies around each place, how widely it is named, and the cell it lies in."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from sklearn.cluster import KMeans

from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c

N_CELLS: Final = 700
N_NEAREST: Final = 24
LARGE_CITY: Final = 100_000
NEAR_KM: Final = 25.0
FAR_KM: Final = 200.0
_CELL_PLACES: Final = 3_000
_CELL_WEIGHT: Final = 0.35


def surroundings(places: pd.DataFrame, names: pd.DataFrame, random_state: int = 0) -> pd.DataFrame:
    """Describe the surroundings of every place.

    Parameters
    ----------
    places : pandas.DataFrame
        ``city_id, latitude, longitude, population`` sorted by ``city_id``.
    names : pandas.DataFrame
        Table ``city_names``.
    random_state : int
        Seed of the cells' clustering.

    Returns
    -------
    pandas.DataFrame
        Table ``city_surroundings``.
    """
    points = unit_vectors(places[c.LATITUDE].to_numpy(), places[c.LONGITUDE].to_numpy())
    people = places[c.POPULATION].to_numpy(float)
    chord, nearest = cKDTree(points).query(points, k=N_NEAREST)
    kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    larger = people[nearest] > 2 * people[:, None]
    large = np.flatnonzero(people >= LARGE_CITY)
    to_large = cKDTree(points[large]).query(points)[0]
    ids = places[c.CITY_ID]
    named = names.groupby(c.CITY_ID)[c.NAME]
    return pd.DataFrame(
        {
            c.CITY_ID: ids,
            c.LARGER_PLACE_KM: np.where(larger, kilometres, FAR_KM).min(axis=1),
            c.LARGE_CITY_KM: 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(to_large / 2, 0, 1)),
            c.PEOPLE_NEAR: np.where(kilometres <= NEAR_KM, people[nearest], 0).sum(axis=1),
            c.SPACING_KM: kilometres[:, -1],
            c.NAMES_KNOWN: ids.map(named.size()).fillna(0).clip(upper=1000).astype("int16"),
            c.SCRIPTS_KNOWN: ids.map(named.agg(_count_scripts)).fillna(0).astype("int8"),
            c.CELL: cells(points, people, random_state),
        }
    )


def unit_vectors(latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """Return points on the unit sphere, shape (n, 3)."""
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def cells(points: np.ndarray, people: np.ndarray, random_state: int) -> np.ndarray:
    """Assign each place to one of 700 cells, smaller where more people live."""
    towns = np.flatnonzero(people >= _CELL_PLACES)
    model = KMeans(N_CELLS, n_init=1, max_iter=15, random_state=random_state)
    model.fit(points[towns], sample_weight=people[towns] ** _CELL_WEIGHT)
    return cKDTree(model.cluster_centers_).query(points)[1].astype("int16")


def _count_scripts(names: pd.Series) -> int:
    return len({_script(next((ch for ch in name if ch.isalpha()), "")) for name in names} - {""})


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0] if character else ""
