"""The matching of the largest total mutual score, by integer programming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matcher.errors import MatcherError
from matcher.rounds.market import UNLIMITED, Market
from matcher.tables.atlas import Array, IntArray

FIRST_PAIRS: Final = 10
"""Best pairs of each side that the first program knows; the others are priced in."""

PRICED_IN: Final = 20_000
"""Pairs that one round of pricing adds at most, those that promise most."""

SECONDS: Final = 120.0
"""Time for the integer program; what it has found by then stands, with the bound."""

_TOLERANCE: Final = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A matching and how far it can be from the best.

    Attributes
    ----------
    chosen : numpy.ndarray of int64
        Positions of the chosen pairs, best first.
    total : float
        Sum of their mutual scores.
    bound : float
        No matching has a larger sum.
    """

    chosen: IntArray
    total: float
    bound: float


def maximum_weight(market: Market) -> Optimum:
    """Choose the pairs of the largest sum of mutual scores.

    Raises
    ------
    MatcherError
        The solver found nothing within :data:`SECONDS`.

    Notes
    -----
    Sides are of one kind, so this is a matching in a general graph with
    capacities. The linear relaxation is solved over the best pairs of each side;
    pairs with a positive reduced cost join until there is none, which makes its
    value a bound over all pairs. The integer program over the pairs it knows then
    gives the matching.

    References
    ----------
    Q. Huangfu and J. Hall, Parallelizing the dual revised simplex method, 2018
    (HiGHS, which ``scipy.optimize`` calls).
    """
    if not len(market):
        return Optimum(np.zeros(0, dtype=np.int64), 0.0, 0.0)
    rows, limits = _constraints(market)
    known = _leading(market)
    while True:
        relaxed = linprog(
            -market.mutual[known],
            A_ub=rows[:, known],
            b_ub=limits,
            bounds=(0.0, 1.0),
            method="highs",
        )
        prices = -relaxed.ineqlin.marginals
        promise: Array = market.mutual - rows.T @ prices
        promise[known] = -np.inf
        fresh = np.flatnonzero(promise > _TOLERANCE)
        if not len(fresh):
            break
        known = np.concatenate([known, fresh[np.argsort(-promise[fresh])[:PRICED_IN]]])
    whole = milp(
        -market.mutual[known],
        constraints=LinearConstraint(rows[:, known], -np.inf, limits),
        integrality=np.ones(len(known)),
        bounds=Bounds(0.0, 1.0),
        options={"time_limit": SECONDS},
    )
    if whole.x is None:
        raise MatcherError(
            f"the largest total was not found in {SECONDS:.0f} s ({whole.message}): "
            "use --method greedy"
        )
    chosen = known[whole.x > 0.5]
    chosen = chosen[np.argsort(market.place[chosen])]
    return Optimum(chosen, float(market.mutual[chosen].sum()), -float(relaxed.fun))


def _constraints(market: Market) -> tuple[sparse.csr_matrix, Array]:
    """Return which pairs use up which limit, and the limits of sides and of their countries."""
    n, n_pairs = len(market.capacity), len(market)
    pairs = np.arange(n_pairs)
    columns, rows, limits = [pairs, pairs], [market.first, market.second], [market.capacity]
    known: dict[tuple[int, int], int] = {}
    for mine, theirs in ((market.first, market.second), (market.second, market.first)):
        limited = market.per_country < UNLIMITED
        bound = np.flatnonzero(limited[mine])
        keys = zip(mine[bound].tolist(), market.country[theirs[bound]].tolist(), strict=True)
        rows.append(np.array([known.setdefault(key, n + len(known)) for key in keys], dtype=int))
        columns.append(bound)
    quota = [market.per_country[key[0]] - market.used.get(key, 0) for key in known]
    limits.append(np.maximum(np.array(quota, dtype=np.int64), 0))
    cells = np.concatenate(rows), np.concatenate(columns)
    shape = n + len(known), n_pairs
    matrix = sparse.csr_matrix((np.ones(len(cells[0])), cells), shape=shape)
    return matrix, np.concatenate(limits).astype(float)


def _leading(market: Market) -> IntArray:
    """Return the pairs that are among the best of either side."""
    seen = np.zeros(len(market.capacity), dtype=np.int64)
    kept = []
    ends = zip(
        market.first[market.order].tolist(), market.second[market.order].tolist(), strict=True
    )
    for at, (one, other) in zip(market.order.tolist(), ends, strict=True):
        if seen[one] < FIRST_PAIRS or seen[other] < FIRST_PAIRS:
            seen[one] += 1
            seen[other] += 1
            kept.append(at)
    return np.array(kept, dtype=np.int64)
