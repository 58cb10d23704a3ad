"""Weights of the parts of a score as arrays, and sums that do not depend on their company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.records.criteria import CRITERIA, PARTS
from matcher.tables.atlas import Array


def weight_vector(weights: Mapping[str, float]) -> Array:
    """Return the criteria's weights in their fixed order, shape (9,)."""
    return np.array([float(weights.get(key, 1.0)) for key in CRITERIA])


def part_vector(weights: Mapping[str, float]) -> Array:
    """Return the weight of each part of a score, the criteria's and habit's, shape (10,)."""
    return np.array([float(weights.get(key, 1.0)) for key in PARTS])


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
