"""Habit in words: what drives it, and where a candidate would stand without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from matcher.english.phrases import DRIVER_NAMES
from matcher.ranking.protocol import Ranker
from matcher.records.answer import Driver, Habit
from matcher.records.criteria import HABIT
from matcher.tables.atlas import Array


class Standings(NamedTuple):
    """Where candidates stand among others.

    Attributes
    ----------
    own : numpy.ndarray of shape (n,)
        What orders each of the candidates.
    rivals : numpy.ndarray of shape (n_rivals,)
        The same of all they are ranked among, themselves included.
    """

    own: Array
    rivals: Array


def habits_of(
    ranker: Ranker,
    features: Array,
    weights: Mapping[str, float],
    habit: Array,
    standings: Standings | None = None,
) -> list[Habit]:
    """Return the habit of each candidate with its drivers, strongest first.

    Parameters
    ----------
    ranker : Ranker
    features : array of shape (n, n_features)
    weights : mapping of str to float
    habit : array of shape (n,)
        What habit adds to the score of each under the weights.
    standings : Standings, optional
        Without it no driver tells where the candidate would stand without.
    """
    weight = float(weights.get(HABIT, 1.0))
    if not weight:
        return [Habit(0.0, 0.0)] * len(features)
    result = []
    for position, effects in enumerate(ranker.drivers(features)):
        order = sorted(effects, key=lambda key: (-abs(effects[key]), key))
        drivers = tuple(
            Driver(
                key,
                effects[key],
                DRIVER_NAMES.get(key, key),
                _facts(effects[key] * weight, position, standings),
            )
            for key in order
        )
        result.append(Habit(float(habit[position]) / weight, weight, drivers))
    return result


def _facts(effect: float, position: int, standings: Standings | None) -> dict[str, int]:
    """Tell where a candidate would stand without what lifts it."""
    if standings is None or effect <= 0 or len(standings.rivals) < 2:
        return {}
    return {"rank_without": int((standings.rivals > standings.own[position] - effect).sum())}
