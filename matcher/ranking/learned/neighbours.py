"""The nearest linked places of some places, as arrays."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

from matcher.tables.atlas import Array, IntArray

N_NEIGHBOURS: Final = 24
"""Linked places, nearest in space or most alike, that speak for a place."""


MOST_COUNTRIES: Final = 32
"""Countries of queries that something is kept for, some fifty kilobytes each."""


class Neighbours(NamedTuple):
    """The nearest linked places of some places, with their weights.

    Attributes
    ----------
    near : numpy.ndarray of int of shape (n, k)
        Positions among the linked places, nearest in space.
    near_km : numpy.ndarray of shape (n, k)
        Their distances; infinite for the place itself.
    alike : numpy.ndarray of int of shape (n, k)
        Positions among the linked places, most alike.
    alike_weight : numpy.ndarray of shape (n, k)
        Their likeness; 0 for the place itself.
    """

    near: IntArray
    near_km: Array
    alike: IntArray
    alike_weight: Array

    def of(self, positions: IntArray) -> Neighbours:
        """Return the neighbours of some places, in types to compute with."""
        return Neighbours(
            self.near[positions].astype(np.int64),
            self.near_km[positions].astype(np.float32),
            self.alike[positions].astype(np.int64),
            self.alike_weight[positions].astype(np.float32),
        )

    @property
    def close(self) -> Array:
        """Weights that fall off over 20 km."""
        return np.exp(-self.near_km / 20.0)

    @property
    def wide(self) -> Array:
        """Weights that fall off over 80 km."""
        return np.exp(-self.near_km / 80.0)


def entries_of(start: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Return where the entries of some rows of a compressed table stand.

    Parameters
    ----------
    start : array of int of shape (n_rows + 1,)
        Where each row begins.
    rows : array of int of shape (n,)

    Returns
    -------
    owner : numpy.ndarray of int of shape (n_entries,)
        Position among ``rows`` of the row an entry belongs to, ascending.
    entries : numpy.ndarray of int of shape (n_entries,)
    """
    lengths = start[rows + 1] - start[rows]
    owner = np.repeat(np.arange(len(rows)), lengths)
    before = np.cumsum(lengths) - lengths
    return owner, np.arange(len(owner)) + np.repeat(start[rows] - before, lengths)


def dense_row(matrix: sparse.csr_matrix, row: int) -> Array:
    """Return a row of a sparse matrix without building another one."""
    first, last = matrix.indptr[row], matrix.indptr[row + 1]
    result = np.zeros(matrix.shape[1], dtype=matrix.dtype)
    result[matrix.indices[first:last]] = matrix.data[first:last]
    return result
