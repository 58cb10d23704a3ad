"""How far a candidate's rank moves over the weights a council might plausibly have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from matcher.ranking.score_table import BELOW, SCORE_DECIMALS, ScoreTable
from matcher.records.criteria import CRITERIA
from matcher.tables.atlas import Array, IntArray

DRAWS: Final = 200
_CHUNK: Final = 8192
SPREAD: Final = 2.0
COVERAGE: Final = 0.9
SEED: Final = 19570428
"""Founding day of the World Federation of Twin Cities: any fixed number would do."""


def plausible_weights(weights: Array, n_criteria: int = len(CRITERIA)) -> Array:
    """Draw weights around the council's own.

    Parameters
    ----------
    weights : array of shape (n_parts,)
        The weight of each part; the first ``n_criteria`` are the criteria's.
    n_criteria : int

    Returns
    -------
    numpy.ndarray of shape (n_parts, DRAWS)
        The first draw is the council's own weights.

    Notes
    -----
    Each criterion's weight is multiplied by its own factor, log-uniform between
    ``1 / SPREAD`` and ``SPREAD``: a council that says 1 may mean anything from a
    half to a double. A weight of 0 stays 0, and habit's weight stays.
    """
    rng = np.random.default_rng(SEED)
    factors = np.ones((len(weights), DRAWS))
    factors[:n_criteria, 1:] = SPREAD ** rng.uniform(-1.0, 1.0, size=(n_criteria, DRAWS - 1))
    result: Array = weights[:, None] * factors
    return result


def rank_intervals(
    score_table: ScoreTable,
    chosen: IntArray,
    weights: Mapping[str, float],
    per_country: int | None = None,
) -> list[tuple[int, int]]:
    """Return the lowest and highest rank of some candidates over plausible weights.

    Parameters
    ----------
    score_table : ScoreTable
    chosen : array of int of shape (k,)
        Positions of the candidates asked about.
    weights : mapping of str to float
        The council's weights.
    per_country : int, optional
        Cap of the list, under which a candidate's rank counts no more
        candidates of one country ahead of it.

    Returns
    -------
    list of (rank_low, rank_high)
        The best and the worst rank in the central nine tenths of the draws,
        widened where needed to hold the rank under the council's own weights.
    """
    if not len(chosen):
        return []
    draws = plausible_weights(score_table.vector(weights))
    own = np.round(_drawn(score_table, draws, chosen), SCORE_DECIMALS)
    contenders = _contenders(score_table, draws, own.min(axis=0))
    scores = np.round(_drawn(score_table, draws, contenders), SCORE_DECIMALS)
    edge = (1.0 - COVERAGE) / 2.0
    result = []
    for position, mine in zip(chosen, own, strict=True):
        ahead = scores > mine
        ahead |= (scores == mine) & (
            score_table.city_ids[contenders] < score_table.city_ids[position]
        )[:, None]
        ahead[contenders == position] = False
        ranks = 1 + _counted(ahead, score_table.countries[contenders], per_country)
        low, high = np.quantile(ranks, [edge, 1.0 - edge], method="nearest").astype(int)
        result.append((min(int(low), int(ranks[0])), max(int(high), int(ranks[0]))))
    return result


def _drawn(score_table: ScoreTable, draws: Array, chosen: IntArray | slice) -> Array:
    """Return the scores of some candidates under drawn weights, shape (n, DRAWS)."""
    scores: Array = score_table.parts[chosen] @ draws
    if (level := score_table.level) is not None:
        scores -= BELOW * level[chosen, None]
    return scores


def _contenders(score_table: ScoreTable, draws: Array, least: Array) -> IntArray:
    """Leave out the candidates that no draw brings up to the last of the chosen."""
    threshold = least - 10.0**-SCORE_DECIMALS
    parts = [slice(first, first + _CHUNK) for first in range(0, len(score_table), _CHUNK)]
    reached = [
        one.start + np.flatnonzero((_drawn(score_table, draws, one) >= threshold).any(axis=1))
        for one in parts
    ]
    result: IntArray = np.concatenate(reached)
    return result


def _counted(ahead: Array, countries: IntArray, per_country: int | None) -> IntArray:
    if per_country is None:
        result: IntArray = ahead.sum(axis=0)
        return result
    total = np.zeros(ahead.shape[1], dtype=np.int64)
    for country in np.unique(countries):
        total += np.minimum(ahead[countries == country].sum(axis=0), per_country)
    return total
