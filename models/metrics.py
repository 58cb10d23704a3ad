"""Ranking and calibration metrics for one hidden partner a query.

A rank counts from 1. A partner that was not retrieved has the rank ``inf`` and
adds nothing to any mean; a rank of NaN is refused, for it means not asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from matcher.tables.atlas import Array, IntArray

N_RESAMPLES: Final = 1_000


def partner_rank(scores: Array, position: int) -> float:
    """Return the rank of one candidate, ties counted by half.

    Parameters
    ----------
    scores : array of float of shape (n_candidates,)
        Higher is better; NaN marks a place that is no candidate or was not
        retrieved.
    position : int
        Index of the hidden partner in ``scores``.

    Returns
    -------
    float
        ``inf`` when the partner was not retrieved.

    Notes
    -----
    ``rank = 1 + #{j: s_j > s_p} + #{j != p: s_j = s_p} / 2``, the expected rank
    when ties are broken by lot.

    Examples
    --------
    >>> partner_rank(np.array([0.9, 0.5, 0.5, 0.1]), 1)
    2.5
    >>> partner_rank(np.array([0.9, np.nan]), 1)
    inf
    """
    mine = scores[position]
    if np.isnan(mine):
        return float("inf")
    higher = np.count_nonzero(scores > mine)
    tied = np.count_nonzero(scores == mine) - 1
    return float(1.0 + higher + tied / 2)


def reciprocal_rank(ranks: npt.ArrayLike) -> Array:
    """Return ``1 / rank`` of each query, 0 where the partner was not retrieved.

    Parameters
    ----------
    ranks : array of float of shape (n,)
        At least 1, or ``inf``.

    Raises
    ------
    ValueError
        A rank is below 1 or NaN.

    Examples
    --------
    >>> reciprocal_rank([1, 4, np.inf]).tolist()
    [1.0, 0.25, 0.0]
    """
    return 1.0 / _checked(ranks)


def hits_at_k(ranks: npt.ArrayLike, k: int) -> Array:
    """Return 1 for each query whose partner stands in the first ``k``, else 0.

    Examples
    --------
    >>> hits_at_k([1, 10, 10.5, np.inf], k=10).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    _check_k(k)
    return (_checked(ranks) <= k).astype(np.float64)


def ndcg_at_k(ranks: npt.ArrayLike, k: int) -> Array:
    """Return the normalised discounted gain of each query at ``k``.

    Notes
    -----
    With a single relevant candidate the ideal gain is 1, so that
    ``nDCG@k = 1 / log2(1 + rank)`` where ``rank <= k``, else 0.

    References
    ----------
    K. Järvelin and J. Kekäläinen, Cumulated gain-based evaluation of IR
    techniques, 2002.

    Examples
    --------
    >>> ndcg_at_k([1, 3, 11], k=10).tolist()
    [1.0, 0.5, 0.0]
    """
    _check_k(k)
    checked = _checked(ranks)
    return np.where(checked <= k, 1.0 / np.log2(1.0 + checked), 0.0)


def mrr(ranks: npt.ArrayLike) -> float:
    """Return the mean reciprocal rank.

    Raises
    ------
    ValueError
        There is no rank, or a rank is below 1 or NaN.

    Examples
    --------
    >>> mrr([1, 2, np.inf])
    0.5
    """
    values = reciprocal_rank(ranks)
    if not len(values):
        raise ValueError("no ranks were given: a mean needs at least one query")
    return float(values.mean())


def brier(probabilities: npt.ArrayLike, outcomes: npt.ArrayLike) -> float:
    """Return the mean squared error of probabilities.

    Parameters
    ----------
    probabilities : array of float of shape (n,)
        In 0..1.
    outcomes : array of shape (n,)
        1 or true where it happened.

    Raises
    ------
    ValueError
        Empty, of different lengths, or out of range.

    Notes
    -----
    ``mean((p - y) ** 2)``; 0 is best.

    Examples
    --------
    >>> brier([0.5, 1.0], [0, 1])
    0.125
    """
    p, y = _checked_probabilities(probabilities, outcomes)
    return float(np.mean((p - y) ** 2))


def expected_calibration_error(
    probabilities: npt.ArrayLike, outcomes: npt.ArrayLike, bins: int = 10
) -> float:
    """Return how far probabilities are from the shares seen, in bins of equal mass.

    Parameters
    ----------
    probabilities, outcomes
        As in :func:`brier`.
    bins : int
        Number of bins, at most as many as there are values.

    Notes
    -----
    ``sum_b n_b / n * |mean(p in b) - mean(y in b)|`` over values sorted by
    ``p`` and cut into bins whose sizes differ by at most one. Equal
    probabilities share their mean outcome before the cut, so that the order of
    the input does not matter.

    References
    ----------
    M. Pakdaman Naeini, G. Cooper and M. Hauskrecht, Obtaining well calibrated
    probabilities using Bayesian binning, 2015.

    Examples
    --------
    >>> expected_calibration_error([0.25, 0.25, 0.75, 0.75], [0, 0, 1, 1], bins=2)
    0.25
    """
    p, y = _checked_probabilities(probabilities, outcomes)
    if not 1 <= bins <= len(p):
        raise ValueError(f"bins is {bins}, expected 1 to {len(p)}, the number of values")
    levels, inverse, counts = np.unique(p, return_inverse=True, return_counts=True)
    shared = np.bincount(inverse, weights=y) / counts
    p, y = np.repeat(levels, counts), np.repeat(shared, counts)
    gaps = [
        abs(float(p[part].mean() - y[part].mean())) * len(part)
        for part in np.array_split(np.arange(len(p)), bins)
    ]
    return sum(gaps) / len(p)


def bootstrap_interval(
    values: npt.ArrayLike,
    groups: IntArray | None = None,
    level: float = 0.95,
    n_resamples: int = N_RESAMPLES,
    random_state: int = 0,
) -> tuple[Array, Array]:
    """Return percentile bootstrap intervals of means.

    Parameters
    ----------
    values : array of float of shape (n,) or (n, k)
        One value a query, for one or several metrics; every column is
        resampled alike.
    groups : array of int of shape (n,), optional
        Queries of one group, such as both directions of one partnership, are
        drawn together. By default each stands alone.
    level : float
        Share of the distribution inside, between 0 and 1.
    n_resamples : int
    random_state : int

    Returns
    -------
    lower, upper : numpy.ndarray of shape () or (k,)

    Raises
    ------
    ValueError
        There is no value, a value is not finite, or the level is not in 0..1.

    References
    ----------
    B. Efron and R. Tibshirani, An introduction to the bootstrap, 1993.

    Examples
    --------
    >>> low, high = bootstrap_interval([1.0, 1.0, 1.0])
    >>> float(low), float(high)
    (1.0, 1.0)
    """
    data = np.asarray(values, dtype=np.float64)
    if not len(data) or not np.isfinite(data).all():
        raise ValueError(f"got {len(data)} values, expected at least one and all of them finite")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}, expected a share between 0 and 1")
    columns = data.reshape(len(data), -1)
    codes = np.arange(len(data)) if groups is None else np.unique(groups, return_inverse=True)[1]
    n_groups = int(codes.max()) + 1
    # A mean over drawn groups is a ratio of their sums, so the draws become one product.
    sums = np.column_stack(
        [np.bincount(codes, weights=column, minlength=n_groups) for column in columns.T]
        + [np.bincount(codes, minlength=n_groups)]
    )
    totals = _draws(n_groups, n_resamples, random_state) @ sums
    means = totals[:, :-1] / totals[:, -1:]
    tail = (1 - level) / 2
    lower, upper = np.quantile(means, [tail, 1 - tail], axis=0)
    shape = data.shape[1:]
    return lower.reshape(shape), upper.reshape(shape)


@lru_cache(maxsize=64)
def _draws(n_groups: int, n_resamples: int, random_state: int) -> Array:
    """Return how often each draw with replacement took each group."""
    rng = np.random.default_rng(random_state)
    times = np.empty((n_resamples, n_groups), dtype=np.uint16)
    for draw in range(n_resamples):
        times[draw] = np.bincount(rng.integers(0, n_groups, n_groups), minlength=n_groups)
    times.flags.writeable = False
    return times


def _checked(ranks: npt.ArrayLike) -> Array:
    values = np.asarray(ranks, dtype=np.float64)
    if not (values >= 1).all():
        raise ValueError("a rank is below 1 or NaN: ranks count from 1, inf is not retrieved")
    return values


def _check_k(k: int) -> None:
    if k < 1:
        raise ValueError(f"k is {k}, expected at least 1")


def _checked_probabilities(
    probabilities: npt.ArrayLike, outcomes: npt.ArrayLike
) -> tuple[Array, Array]:
    p = np.asarray(probabilities, dtype=np.float64)
    y = np.asarray(outcomes, dtype=np.float64)
    if not len(p) or p.shape != y.shape:
        raise ValueError(f"got {len(p)} probabilities and {len(y)} outcomes, expected as many")
    if not ((p >= 0) & (p <= 1)).all() or not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("probabilities lie in 0..1 and outcomes are 0 or 1")
    return p, y
