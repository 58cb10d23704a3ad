"""A component: one measurable part of a criterion, with the fact behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact of one pair: what a text is rendered from, and its grade."""

    code: str
    facts: dict[str, Any]
    grade: str = "measured"


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a criterion.

    Attributes
    ----------
    key : str
        Unique name, ``<criterion>.<part>``.
    weight : float
        Share within the criterion.
    measure : callable
        ``Pairs`` to an array of shape (n,) in 0..1, NaN where unknown.
    finding : callable
        ``Pairs`` and a candidate's position to the fact behind the value;
        asked only where the value is known.
    national : bool
        Whether the value is the same for every city of a country, so that it
        tells countries apart but not cities.
    """

    key: str
    weight: float
    measure: Callable[[Pairs], Array]
    finding: Callable[[Pairs, int], Finding | None]
    national: bool = False

    @property
    def criterion(self) -> str:
        """Key of the criterion the component belongs to."""
        return self.key.partition(".")[0]


def closeness(first: Any, second: Array, scale: float) -> Array:
    """Return how near two quantities are: 1 when equal, halved every ``scale``.

    Parameters
    ----------
    first : float or array
    second : array of shape (n,)
    scale : float
        Difference at which the closeness is one half.

    Returns
    -------
    numpy.ndarray of shape (n,)
        ``2 ** (-|first - second| / scale)``; NaN where either is unknown.

    Examples
    --------
    >>> closeness(1.0, np.array([1.0, 3.0, np.nan]), 2.0).tolist()
    [1.0, 0.5, nan]
    """
    result: Array = np.exp2(-np.abs(first - second) / scale)
    return result


def shared_trait(mine: Any, theirs: Array) -> Array:
    """Return 1 when both have a trait or both lack it, 0 when one has it."""
    result: Array = np.equal(np.asarray(theirs, dtype=bool), bool(mine)).astype(np.float64)
    return result
