"""What drives habit, in a handful of named groups of features whose effects add up to it."""

from __future__ import annotations

from math import factorial
from typing import Final

import numpy as np

from matcher.ranking.learned.model import Model
from matcher.ranking.learned.network import negative_silu
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.tables.atlas import Array

DRIVERS: Final[dict[str, tuple[str, ...]]] = {
    "common_partners": (
        "adamic_adar", "allocation", "third_step", "third_close", "third_wide", "third_alike",
        "of_close", "of_wide", "of_alike", "kin_near", "kin_alike", "kin_near_fair",
        "linked_km",
    ),
    "like_cities": (
        "close_partner", "close_close", "close_third", "wide_partner", "wide_wide", "wide_third",
        "wide_third_wide", "alike_partner", "alike_alike", "alike_third", "alike_third_alike",
        "near_degree_close", "near_degree", "alike_degree", "alike_rate", "peers_near",
        "peers_alike", "kindred", "kindred_query",
    ),
    "countries": (
        "nations", "affinity", "country_links", "share", "share_back", "linked_share",
        "region_taste", "region_taste_back", "subregion_taste_back", "subregion_links",
        "region_links", "region_links_beyond", "cells_near", "cells_near_mass", "cells_far",
        "nodes", "node_degree", "in_country", "in_country_share", "partner_km", "at_home",
        "at_home_share", "partner_km_back", "same_country", "border", "colonial_tie",
        "same_state", "blocs", "peace", "language", "script", "wealth", "wealth_gap",
    ),
    "size": (
        "size", "size_query", "size_gap", "size_apart", "size_beyond", "size_beyond_back",
        "size_misfit", "partner_size_apart", "partner_size_apart_back", "size_taste_misfit",
        "taste_for_size", "taste_for_size_query", "rank_country", "rank_region",
        "rank_subregion", "rank_country_gap", "rank_region_apart", "rank_region_query", "role",
        "role_query", "larger_place", "larger_place_apart", "large_city", "large_city_apart",
        "people_near", "people_near_apart", "spacing",
    ),
    "distance": ("distance", "latitude_apart", "longitude_apart"),
    "renown": (
        "renown", "renown_query", "renown_gap", "scripts", "expected", "expected_query",
        "expected_apart", "degree", "degree_query", "degree_beyond",
    ),
    "places": (
        "airport_km", "airport_size", "airport_size_apart", "river", "elevation",
        "elevation_apart", "coast", "coast_apart", "temperature_apart", "rain_apart",
        "port_apart", "shared_river", "river_state", "war_likeness", "war_fate", "war_shared",
        "war_level", "war_level_both", "bombs", "bombs_both", "heritage_sites",
        "heritage_both", "namesake", "universities", "universities_both",
    ),
}  # fmt: skip
"""Names of the features by what drives habit; each feature belongs to one driver."""

DEPTH: Final = "depth"
"""What a place loses that stands far down the list of the first stage."""

RENOWN: Final = list(DRIVERS).index("renown")
EFFECT_DECIMALS: Final = 4

_FIRST = [np.array([FEATURES.index(name) for name in names]) for names in DRIVERS.values()]
_COLUMNS: Final = [np.sort(np.r_[2 * first, 2 * first + 1]) for first in _FIRST]

_N = len(DRIVERS)
_KNOWN: Final = (np.arange(2**_N)[:, None] >> np.arange(_N)) & 1 == 1
"""Every set of drivers, shape (n_sets, n_drivers)."""


def _chances() -> Array:
    """Return what each set counts in the mean of each driver, shape (n_sets, n_drivers)."""
    size = _KNOWN.sum(axis=1)
    orders = np.array([factorial(one) for one in range(_N + 1)], dtype=np.float64)
    joined = orders[np.maximum(size - 1, 0)] * orders[_N - np.maximum(size, 1)]
    left = orders[np.minimum(size, _N - 1)] * orders[np.maximum(_N - 1 - size, 0)]
    return np.where(_KNOWN, joined[:, None], -left[:, None]) / orders[_N]


_CHANCES: Final = _chances()


def shares(model: Model, X: Array) -> Array:
    """Return the Shapley value of each driver, shape (n, n_drivers); rows sum to habit.

    Parameters
    ----------
    model : Model
    X : array of shape (n, n_features)
        Raw features; NaN where unknown.

    Notes
    -----
    A driver's effect is the mean, over the orders in which drivers may become known, of
    what it adds to those known before it. Its features are unknown until then. The first
    layer is a sum over drivers, so it is computed once and not for every set of them.

    References
    ----------
    L. S. Shapley, A value for n-person games, 1953.
    """
    Z = model.transform.transform(X)
    (first, bias), *rest = model.layers
    alone = np.stack([Z[:, columns] @ first[columns] for columns in _COLUMNS])
    values = np.tensordot(_KNOWN.astype(np.float32), alone, axes=1) + bias
    for weights, level in rest:
        values = -negative_silu(-values) @ weights + level
    result: Array = np.tensordot(_CHANCES, values[..., 0].astype(np.float64), axes=(0, 0)).T
    return result


def told(values: Array, habit: Array) -> list[dict[str, float]]:
    """Return the drivers of each row by name; what rounding leaves goes to the strongest.

    Examples
    --------
    >>> told(np.array([[1.0, 2.00001, 0, 0, 0, 0, 0, 0]]), np.array([3.0]))[0]["like_cities"]
    2.0
    """
    values = np.round(values, EFFECT_DECIMALS)
    strongest = np.abs(values).argmax(axis=1)
    values[np.arange(len(values)), strongest] += np.round(habit - values.sum(axis=1), 9)
    rows = np.round(values, 9).tolist()
    return [dict(zip((*DRIVERS, DEPTH), row, strict=True)) for row in rows]
