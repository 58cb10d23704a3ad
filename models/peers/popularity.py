"""Baselines that rank places by how large or how sought after they are."""

from __future__ import annotations

import numpy as np

from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import Scorer

TIE_BREAK = 1e-6
"""Weight of the degree where it only orders what a score leaves tied."""


def by_population(known: KnownWorld) -> Scorer:
    """Rank by inhabitants; an unknown population stands last."""
    population = np.nan_to_num(known.place_facts.population)
    return lambda query, rows: population[rows]  # noqa: ARG005


def by_degree(known: KnownWorld) -> Scorer:
    """Rank by the number of known partnerships (preferential attachment).

    References
    ----------
    A.-L. Barabási and R. Albert, Emergence of scaling in random networks, 1999.
    """
    degree = known.graph.degree.astype(np.float64)
    return lambda query, rows: degree[rows]  # noqa: ARG005


def by_country_affinity(known: KnownWorld) -> Scorer:
    """Rank by degree, times how much more often both countries link than expected.

    Notes
    -----
    ``degree_p * (links(a, b) + 1) / (expected(a, b) + 1)`` with the countries
    ``a`` of the query and ``b`` of the candidate. Within one country this is the
    degree.
    """
    country = known.place_facts.country
    affinity = np.exp(known.graph.country_affinity(country, known.place_facts.n_countries))
    degree = known.graph.degree.astype(np.float64)

    def score(query: int, rows: IntArray) -> Array:
        result: Array = degree[rows] * affinity[country[query]][country[rows]]
        return result

    return score
