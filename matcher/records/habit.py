"""What habit adds to the score of a candidate, and what drives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Driver:
    """A group of facts that moves habit.

    Attributes
    ----------
    driver : str
        Key, see :data:`matcher.ranking.learned.drivers.DRIVERS`.
    effect : float
        What it adds to habit in log odds; the effects of all drivers add up to it.
    text : str
    facts : mapping
        ``rank_without``: where the candidate would stand in its tier without the effect.
    """

    driver: str
    effect: float
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Habit:
    """What cities like the asking one chose, as a part of a candidate's score.

    Attributes
    ----------
    score : float
        In log odds, beyond a pair of which nothing is known.
    weight : float
        The council's weight.
    drivers : tuple of Driver
        Strongest first.
    """

    score: float = 0.0
    weight: float = 1.0
    drivers: tuple[Driver, ...] = ()

    @property
    def contribution(self) -> float:
        """What habit adds to the candidate's score."""
        return self.weight * self.score


NO_HABIT: Final = Habit()
