"""The split: which partnerships are hidden, decided by a hash of their ids alone."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import CONCLUDED_STATUSES

N_BUCKETS: Final = 10
SPLITS: Final = {"test": 0, "validation": 1}
"""The bucket that each split hides. Buckets from 2 on are training."""


def pair_bucket(city_id_a: int, city_id_b: int) -> int:
    """Return the bucket of a partnership, 0 to 9.

    Parameters
    ----------
    city_id_a, city_id_b : int
        Ids of both ends; their order does not matter.

    Notes
    -----
    The SHA-256 of ``"a-b"`` with the smaller id first, as an integer, modulo 10.

    Examples
    --------
    >>> pair_bucket(2650628, 543878) == pair_bucket(543878, 2650628)
    True
    """
    low, high = sorted((int(city_id_a), int(city_id_b)))
    return _bucket(f"{low}-{high}")


def city_bucket(city_id: int) -> int:
    """Return the bucket of a city for the task of new cities, 0 to 9."""
    return _bucket(str(int(city_id)))


def pair_buckets(pairs: Array) -> IntArray:
    """Return the bucket of each pair of ids, for an array of shape (n, 2)."""
    return np.array([pair_bucket(a, b) for a, b in pairs.tolist()], dtype=np.int64)


def city_buckets(city_ids: Array) -> IntArray:
    """Return the bucket of each city id."""
    return np.array([city_bucket(one) for one in city_ids.tolist()], dtype=np.int64)


def concluded(atlas: Atlas) -> Array:
    """Return the ids of every concluded partnership, whatever became of it.

    Returns
    -------
    numpy.ndarray of int64 of shape (n, 2)
        Smaller id first, sorted, each pair once. Proposals are apart.
    """
    table = atlas.table("partnerships")
    linked = np.isin(table.column(c.STATUS).astype(str), CONCLUDED_STATUSES)
    ids = np.column_stack([table.column(c.CITY_ID_A), table.column(c.CITY_ID_B)])[linked]
    unique: Array = np.unique(np.sort(ids.astype(np.int64), axis=1), axis=0)
    return unique


def by_hash(pairs: Array) -> Array:
    """Return pairs of ids in the order of a hash of each, which a growing table leaves alone.

    Parameters
    ----------
    pairs : array of int of shape (n, 2)
    """
    order = sorted(range(len(pairs)), key=lambda at: _digest("gate:{}-{}".format(*pairs[at])))
    return pairs[order]


def _digest(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _bucket(text: str) -> int:
    return _digest(text) % N_BUCKETS
