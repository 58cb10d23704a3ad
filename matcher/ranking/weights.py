"""Weights of the criteria as arrays, and sums that do not depend on their company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.records.criteria import CRITERIA
from matcher.tables.atlas import Array


def weight_vector(weights: Mapping[str, float]) -> Array:
    """Return the criteria's weights in their fixed order, shape (9,)."""
    return np.array([float(weights.get(key, 1.0)) for key in CRITERIA])


def part_vector(weights: Mapping[str, float], n_parts: int) -> Array:
    """Return the weight of each part of a score, shape (n_parts,).

    A remainder behind the nine criteria sees all of them: it counts once, and
    not at all as soon as a criterion is removed by a weight of 0.
    """
    vector = weight_vector(weights)
    rest = 1.0 if (vector > 0).all() else 0.0
    return np.concatenate([vector, np.full(n_parts - len(CRITERIA), rest)])


def summed(contributions: Array) -> Array:
    """Return the sum of each row, its last bits independent of the rows beside it."""
    total = np.zeros(len(contributions))
    for column in contributions.T:
        total += column
    return total


def parted(joined: Array, lengths: Sequence[int]) -> list[Array]:
    """Cut rows that were put behind each other apart again, see :func:`numpy.concatenate`.

    Examples
    --------
    >>> [part.tolist() for part in parted(np.array([7, 8, 9]), [1, 2])]
    [[7], [8, 9]]
    """
    return np.split(joined, np.cumsum(lengths)[:-1])


def scores_without(contributions: Array, weights: Mapping[str, float], mean: bool) -> Array:
    """Return the score of each candidate with one criterion at weight 0, shape (n, 9).

    Parameters
    ----------
    contributions : array of shape (n, n_parts)
        What each part adds under the weights.
    weights : mapping of str to float
    mean : bool
        Whether the score is a mean over the weights.

    Notes
    -----
    A criterion takes its own contribution along. Of a sum it also takes the
    remainder, which sees every criterion and counts only while all of them do.
    Of a mean the others' weights share the whole, so the rest grows; NaN where
    no other criterion has a weight.
    """
    vector = weight_vector(weights)
    own, rest = contributions[:, : len(CRITERIA)], contributions[:, len(CRITERIA) :]
    left = contributions.sum(axis=1)[:, None] - own
    left -= np.where(vector > 0, rest.sum(axis=1)[:, None], 0.0)
    others = np.where(vector < vector.sum(), vector.sum() - vector, np.nan)
    scale = vector.sum() / others
    result: Array = left * scale if mean else np.where(np.isfinite(scale), left, np.nan)
    return result
