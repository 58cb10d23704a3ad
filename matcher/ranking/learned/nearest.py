"""The nearest of some points, by brute force for a few queries and by a tree for many."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from matcher.tables.atlas import Array, IntArray

FEW: Final = 300
"""Queries that are compared with every point: a tree takes longer to import than that."""

AT_ONCE: Final = 16


class Nearest:
    """Nearest neighbours among fixed points.

    Parameters
    ----------
    points : array of shape (n_points, n_dimensions)
    """

    def __init__(self, points: Array) -> None:
        self._points = np.asarray(points, dtype=np.float64)
        self._squares = (self._points**2).sum(axis=1)
        self._tree: Any = None

    def query(self, places: Array, k: int) -> tuple[Array, IntArray]:
        """Return the distances to the k nearest points and their positions, nearest first.

        Parameters
        ----------
        places : array of shape (n, n_dimensions)
        k : int
            At most the number of points.

        Returns
        -------
        distance : numpy.ndarray of shape (n, k)
        position : numpy.ndarray of int of shape (n, k)
        """
        places = np.asarray(places, dtype=np.float64)
        if len(places) <= FEW:
            return self._compared(places, k)
        if self._tree is None:
            from scipy.spatial import cKDTree

            self._tree = cKDTree(self._points)
        distance, position = self._tree.query(places, k=np.arange(1, k + 1))
        return distance, position.astype(np.int64)

    def _compared(self, places: Array, k: int) -> tuple[Array, IntArray]:
        found = np.empty((len(places), k), dtype=np.int64)
        across = np.ascontiguousarray(self._points.T)
        # A few places at a time stay in the processor's cache.
        for first in range(0, len(places), AT_ONCE):
            rough = places[first : first + AT_ONCE] @ across
            rough *= -2
            rough += self._squares
            if k < rough.shape[1]:
                found[first : first + AT_ONCE] = np.argpartition(rough, k - 1, axis=1)[:, :k]
            else:
                found[first : first + AT_ONCE] = np.arange(k)
        gaps = self._points[found] - places[:, None, :]
        distance = np.sqrt((gaps**2).sum(axis=2))
        order = np.lexsort((found, distance), axis=1)
        return np.take_along_axis(distance, order, 1), np.take_along_axis(found, order, 1)
