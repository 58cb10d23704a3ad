"""Which fold model never saw a partnership, decided by a hash of its ids alone."""

from __future__ import annotations

import hashlib
from typing import Final

N_HIDDEN_FOLDS: Final = 3
"""Fold models that ship beside the main one."""


def hidden_fold(city_id_a: int, city_id_b: int) -> int:
    """Return the fold whose model was trained without a partnership.

    Parameters
    ----------
    city_id_a, city_id_b : int
        Ids of both ends; their order does not matter.

    Examples
    --------
    >>> hidden_fold(543878, 2650628) == hidden_fold(2650628, 543878)
    True
    """
    low, high = sorted((int(city_id_a), int(city_id_b)))
    digest = hashlib.sha256(f"fold:{low}-{high}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % N_HIDDEN_FOLDS


def fold_name(fold: int) -> str:
    """Return the name a fold's model ships under."""
    return f"fold{fold}"
