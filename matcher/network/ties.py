"""Ties of countries: how many links two of them have, and how many their totals suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import chi2, false_discovery_control, poisson

from matcher.network.scope import NetworkScope
from matcher.tables.atlas import Array, IntArray

CONFIDENCE: Final = 0.95
LEAST_EXPECTED: Final = 5.0
"""Links expected of two units at least, for a gap or a surplus to be told."""

FALSE_DISCOVERIES: Final = 0.05
"""Share of the told gaps and surpluses that may be chance."""

_ROUNDS: Final = 1000
_CLOSE: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Tie:
    """Links between two countries, or a region and a country.

    Attributes
    ----------
    one, other : str
    links : int
    expected : float
        What the totals of both suggest, links within a country set apart.
    ratio, ratio_low, ratio_high : float
        Links over expected, with the interval of :data:`CONFIDENCE`.
    q_value : float
        Share of chance finds among the ties that are at least as far from expectation.
    """

    one: str
    other: str
    links: int
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    q_value: float

    @property
    def told(self) -> bool:
        """Whether it differs from expectation beyond chance."""
        return self.expected >= LEAST_EXPECTED and self.q_value <= FALSE_DISCOVERIES


def link_counts(unit: IntArray, ends: IntArray, n_units: int) -> IntArray:
    """Return the links of each two units, symmetric, shape (n_units, n_units).

    Parameters
    ----------
    unit : array of int of shape (n_cities,)
    ends : array of int of shape (n_links, 2)
    n_units : int
    """
    first, second = unit[ends].T
    counts = np.bincount(first * n_units + second, minlength=n_units**2).reshape(n_units, n_units)
    return counts + counts.T - np.diag(np.diag(counts))


def expected_links(counts: IntArray, home: IntArray) -> Array:
    """Return how many links two units would have if only their totals mattered.

    Parameters
    ----------
    counts : array of int of shape (n_units, n_units)
        Symmetric.
    home : array of int of shape (n_units,)
        Country of each unit; links within a country are left out.

    Returns
    -------
    numpy.ndarray of shape (n_units, n_units)
        With the same row sums as the counts between countries; 0 within a country.

    Notes
    -----
    Quasi-independence: ``x_a x_b`` for units of two countries, fitted to the
    totals by iterative proportional fitting.

    References
    ----------
    L. Goodman, The analysis of cross-classified data: independence,
    quasi-independence, and interactions, 1968.
    """
    abroad = home[:, None] != home[None, :]
    totals = (counts * abroad).sum(axis=1).astype(float)
    x = np.sqrt(totals)
    for _ in range(_ROUNDS):
        reach = abroad @ x
        step = np.sqrt(x * np.divide(totals, reach, out=np.zeros_like(x), where=reach > 0))
        moved = np.abs(step - x).max(initial=0.0)
        x = step
        if moved <= _CLOSE:
            break
    result: Array = np.outer(x, x) * abroad
    return result


def ties_of(world: IntArray, scope: NetworkScope) -> list[Tie]:
    """Return the ties between countries that an area has, with expectation and interval.

    Parameters
    ----------
    world : array of int of shape (n_links, 2)
        All links: the expectation rests on the whole network.
    scope : NetworkScope

    Returns
    -------
    list of Tie
        Of each two units with a link or :data:`LEAST_EXPECTED` expected links,
        one of them in the area; the area's first. By links, most first.
    """
    n = len(scope.units)
    counts = link_counts(scope.unit, world, n)
    expected = expected_links(counts, scope.home)
    here = np.zeros(n, dtype=bool)
    here[scope.unit[scope.inside]] = True
    first, second = np.nonzero(np.triu((scope.home[:, None] != scope.home[None, :]), k=1))
    first, second = np.where(here[first], first, second), np.where(here[first], second, first)
    links, expect = counts[first, second], expected[first, second]
    kept = here[first] & ((links > 0) | (expect >= LEAST_EXPECTED)) & (expect > 0)
    first, second, links, expect = first[kept], second[kept], links[kept], expect[kept]
    low, high = poisson_interval(links)
    chance = np.minimum(
        1.0, 2 * np.minimum(poisson.cdf(links, expect), poisson.sf(links - 1, expect))
    )
    q = false_discovery_control(chance) if len(chance) else chance
    found = [
        Tie(
            one=scope.units[first[at]],
            other=scope.units[second[at]],
            links=int(links[at]),
            expected=round(float(expect[at]), 3),
            ratio=round(float(links[at] / expect[at]), 4),
            ratio_low=round(float(low[at] / expect[at]), 4),
            ratio_high=round(float(high[at] / expect[at]), 4),
            q_value=float(f"{q[at]:.3g}"),
        )
        for at in range(len(first))
    ]
    return sorted(found, key=lambda tie: (-tie.links, tie.one, tie.other))


def poisson_interval(links: IntArray) -> tuple[Array, Array]:
    """Return the exact interval of :data:`CONFIDENCE` of the mean behind counts.

    Examples
    --------
    >>> low, high = poisson_interval(np.array([0, 10]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.0, 4.8], [3.69, 18.39])

    References
    ----------
    F. Garwood, Fiducial limits for the Poisson distribution, 1936.
    """
    tail = (1 - CONFIDENCE) / 2
    # No count has a lower limit of 0 by the formula's limit.
    low = np.where(links > 0, chi2.ppf(tail, 2 * np.maximum(links, 1)) / 2, 0.0)
    return low, chi2.ppf(1 - tail, 2 * (links + 1)) / 2


def gaps(ties: Sequence[Tie], most: int) -> list[Tie]:
    """Return the ties with fewer links than expected, those that lack most first."""
    found = [tie for tie in ties if tie.told and tie.links < tie.expected]
    return sorted(found, key=lambda tie: tie.links - tie.expected)[:most]


def surpluses(ties: Sequence[Tie], most: int) -> list[Tie]:
    """Return the ties with more links than expected, those beyond it most first."""
    found = [tie for tie in ties if tie.told and tie.links > tie.expected]
    return sorted(found, key=lambda tie: tie.expected - tie.links)[:most]
