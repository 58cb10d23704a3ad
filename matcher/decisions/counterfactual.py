"""The smallest change of one weight that puts one candidate over others, in closed form."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from matcher.mandate.parts import MAX_WEIGHT
from matcher.ranking.score_table import SCORE_DECIMALS, ScoreTable
from matcher.records.criteria import HABIT, PARTS
from matcher.tables.atlas import Array

_DIGITS: Final = 4
_LEAST_HABIT: Final = 0.01
_FLAT: Final = 1e-15
_MARGIN: Final = 2.0 * 10.0**-SCORE_DECIMALS


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight that, changed alone, puts the winner over its rivals.

    Attributes
    ----------
    criterion : str
    from_weight, to_weight : float
        The council's weight and the weight that turns the order.
    direction : {"raise", "lower"}
    """

    criterion: str
    from_weight: float
    to_weight: float
    direction: Literal["raise", "lower"]

    @property
    def size(self) -> float:
        """How far the weight moves."""
        return abs(self.to_weight - self.from_weight)


def weight_changes(
    score_table: ScoreTable, winner: int, rivals: Sequence[int] | None, weights: Mapping[str, float]
) -> tuple[WeightChange, ...]:
    """Return, per criterion, the smallest change that puts a candidate over others.

    Parameters
    ----------
    score_table : ScoreTable
    winner : int
        Position of the candidate that shall come out ahead.
    rivals : sequence of int or None
        Positions it shall beat; None for every other candidate.
    weights : mapping of str to float
        The council's weights.

    Returns
    -------
    tuple of WeightChange
        Smallest first; empty when it is ahead already, when no weight of one criterion
        between 0 and the largest allowed does it, or when it stands below whatever its score.

    Notes
    -----
    With ``d = parts[winner] - parts[rival]`` the winner leads by ``d @ w``. A
    change ``t`` of weight ``k`` makes it ``d @ w + t d_k``, which is above 0 for
    ``t > -d @ w / d_k`` where ``d_k > 0`` and for ``t < -d @ w / d_k`` where
    ``d_k < 0``: every rival gives a half line and their intersection is the
    interval of changes that work. The end of it that is nearer to 0, rounded
    outwards to four digits, is the answer: exact but for that rounding, so
    99 % of it does not turn the order.
    """
    others = np.array(
        [at for at in (range(len(score_table)) if rivals is None else rivals) if at != winner],
        dtype=np.int64,
    )
    if any(score_table.held_below(winner, int(at)) for at in others):
        return ()
    others = np.array(
        [at for at in others if not score_table.held_below(int(at), winner)], dtype=np.int64
    )
    lead = score_table.parts[winner] - score_table.parts[others]
    gaps = lead @ score_table.vector(weights)
    if not len(others) or (gaps > _MARGIN).all():
        return ()
    found = []
    for index, criterion in enumerate(PARTS):
        weight = float(weights.get(criterion, 1.0))
        # Without habit other places are looked at, so its weight stays above 0.
        least = _LEAST_HABIT if criterion == HABIT and weight > _LEAST_HABIT else 0.0
        bounds = least - weight, MAX_WEIGHT - weight
        change = _smallest(gaps, lead[:, index], bounds)
        if change is not None and _left(score_table, weights, change):
            direction: Literal["raise", "lower"] = "raise" if change > 0 else "lower"
            found.append(WeightChange(criterion, weight, weight + change, direction))
    found.sort(key=lambda one: (one.size, PARTS.index(one.criterion)))
    return tuple(found)


def _smallest(gaps: Array, slopes: Array, bounds: tuple[float, float]) -> float | None:
    """Return the change nearest to 0 in the interval where every gap is positive."""
    # A lead below the margin would round to a tie, which the city id decides.
    short = _MARGIN - gaps
    flat = np.abs(slopes) < _FLAT
    if (short[flat] > 0).any():
        return None
    up, down = slopes >= _FLAT, slopes <= -_FLAT
    low = max(bounds[0], float((short[up] / slopes[up]).max(initial=-math.inf)))
    high = min(bounds[1], float((short[down] / slopes[down]).min(initial=math.inf)))
    if low > high:
        return None
    return _within(_outwards(low if low > 0 else high), low, high)


def _left(score_table: ScoreTable, weights: Mapping[str, float], change: float) -> bool:
    """Return whether any weight is left after a change: a mandate needs one."""
    return float(score_table.vector(weights).sum()) + change > _MARGIN


def _outwards(value: float) -> float:
    """Round away from 0 to a few digits."""
    step = 10.0 ** (math.floor(math.log10(abs(value))) - _DIGITS + 1)
    return math.copysign(math.ceil(abs(value) / step) * step, value)


def _within(rounded: float, low: float, high: float) -> float:
    return rounded if low <= rounded <= high else (low + high) / 2.0
