"""Baselines from size and distance alone."""

from __future__ import annotations

import numpy as np

from matcher.maps.geodesy import haversine_km
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import Scorer

LEAST_KM = 1.0


def by_size_similarity(known: KnownWorld) -> Scorer:
    """Rank by how near the populations are on a log scale; unknown stands last.

    Notes
    -----
    ``-|log population_q - log population_p|``.
    """
    logs = known.place_facts.log_population

    def score(query: int, rows: IntArray) -> Array:
        return np.nan_to_num(-np.abs(logs[rows] - logs[query]), nan=-np.inf)

    return score


def by_gravity(known: KnownWorld) -> Scorer:
    """Rank by population over distance.

    Notes
    -----
    ``population_q * population_p / distance_km``; the query's population is the
    same for every candidate and left out. Distances below 1 km count as 1 km.

    References
    ----------
    G. Zipf, The P1 P2 / D hypothesis: on the intercity movement of persons,
    1946.
    """
    population = np.nan_to_num(known.place_facts.population)
    latitude, longitude = (known.place_facts.number(name) for name in (c.LATITUDE, c.LONGITUDE))

    def score(query: int, rows: IntArray) -> Array:
        distance = haversine_km(latitude[query], longitude[query], latitude[rows], longitude[rows])
        result: Array = population[rows] / np.maximum(distance, LEAST_KM)
        return result

    return score
