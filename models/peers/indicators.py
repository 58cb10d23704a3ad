"""Peers that compare indicators and learn nothing from real partnerships.

Both are rebuilt on the shipped indicators, for their own data cover regions of
the EU or cities of the United States only.
"""

from __future__ import annotations

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.world.place_facts import PlaceFacts
from models.known import KnownWorld
from models.methods import Scorer

SLIDERS = ("log_population", "log_gdp", "temperature_mean", "precipitation", "log_coast")
"""Five indicators, as the project has five sliders; all at the same weight."""


def indicators(place_facts: PlaceFacts) -> dict[str, Array]:
    """Return ten indicators of every place, standardised, NaN where unknown.

    Returns
    -------
    dict of str to numpy.ndarray of float64 of shape (n_cities,)
        Mean 0 and standard deviation 1 over the places where it is known.
    """
    number = place_facts.number
    warmest, coldest = number(c.TEMPERATURE_WARMEST_C), number(c.TEMPERATURE_COLDEST_C)
    raw = {
        "log_population": place_facts.log_population,
        "log_gdp": place_facts.log_gdp[place_facts.country],
        "elevation": number(c.ELEVATION_M),
        "temperature_mean": number(c.TEMPERATURE_MEAN_C),
        "temperature_range": warmest - coldest,
        "precipitation": number(c.PRECIPITATION_MM),
        "log_coast": np.log1p(number(c.COAST_KM)),
        "airport_size": place_facts.airport_size,
        "log_universities": np.log1p(number(c.UNIVERSITIES)),
        "log_heritage": np.log1p(number(c.HERITAGE_SITES)),
    }
    return {name: _standardised(values.astype(np.float64)) for name, values in raw.items()}


def _standardised(values: Array) -> Array:
    known = np.isfinite(values)
    spread = values[known].std() if known.any() else 0.0
    if spread == 0.0:
        return np.where(known, 0.0, np.nan)
    result: Array = (values - values[known].mean()) / spread
    return result


def by_indicator_cosine(known: KnownWorld) -> Scorer:
    """Rank by the cosine between indicator vectors, as EUTwinnings does.

    Notes
    -----
    Ten indicators of equal weight. One that is unknown adds nothing to the
    product nor to the length.

    References
    ----------
    EUTwinnings, EU Datathon 2020, https://data.europa.eu.
    """
    X = np.nan_to_num(np.column_stack(list(indicators(known.place_facts).values())))
    lengths = np.linalg.norm(X, axis=1, keepdims=True)
    X = np.divide(X, lengths, out=np.zeros_like(X), where=lengths > 0)

    def score(query: int, rows: IntArray) -> Array:
        # einsum gives a row the same bits beside any other rows; a matrix product does not.
        result: Array = np.einsum("ij,j->i", X[rows], X[query])
        return result

    return score


def by_weighted_neighbours(known: KnownWorld) -> Scorer:
    """Rank by weighted Euclidean nearness over five indicators, as NCSU's project does.

    Notes
    -----
    ``-mean_k w_k (x_qk - x_pk)**2`` over the indicators known on both sides,
    with all weights 1; a place that shares none stands last.

    References
    ----------
    Finding Sister City, North Carolina State University: weighted nearest
    neighbours over five user-weighted indicators.
    """
    table = indicators(known.place_facts)
    columns = [table[name] for name in SLIDERS]

    def score(query: int, rows: IntArray) -> Array:
        total, count = np.zeros(len(rows)), np.zeros(len(rows))
        for values in columns:
            squares = (values[rows] - values[query]) ** 2
            count += np.isfinite(squares)
            total += np.nan_to_num(squares, copy=False)
        return np.where(count > 0, -total / np.maximum(count, 1), -np.inf)

    return score
