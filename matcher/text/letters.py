"""Which letters names have, as bits: most of many names need no closer look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from matcher.text.spelling import nearest_keys, slips_allowed

_BUCKETS: Final = 32

Array = npt.NDArray[Any]


def letters_of(keys: Sequence[str]) -> Array:
    """Return which letters each key has once or more and twice or more, as 64 bits.

    Letters share 32 buckets; neighbours of an alphabet have different ones.

    Examples
    --------
    >>> [int(one) for one in np.bitwise_count(letters_of(["rome", "abba", ""]))]
    [4, 4, 0]
    """
    lengths = np.array([len(key) for key in keys], dtype=np.int64)
    signs = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32) % _BUCKETS
    cells = np.repeat(np.arange(len(keys)), lengths) * _BUCKETS + signs
    counts = np.bincount(cells, minlength=len(keys) * _BUCKETS).reshape(-1, _BUCKETS)
    bits = np.packbits(np.concatenate([counts > 0, counts > 1], axis=1), axis=1)
    return np.ascontiguousarray(bits).view(np.uint64)[:, 0]


def lengths_of(keys: Sequence[str]) -> Array:
    """Return how many signs each key has."""
    return np.array([len(key) for key in keys], dtype=np.int16)


def alike_letters(letters: Array, lengths: Array, key: str) -> Array:
    """Return the positions of what can be within reach of a misspelt key, by its letters.

    Notes
    -----
    A slip changes the length by one at most, and at most two of the letters that a name has
    once or more, and twice or more: whatever differs in more cannot be meant.
    """
    reach = slips_allowed(key)
    differing = np.bitwise_count(letters ^ letters_of([key])[0])
    return np.flatnonzero((differing <= 2 * reach) & (np.abs(lengths - len(key)) <= reach))


class SpeltKeys:
    """Keys to be found by their beginning or misspelt.

    Parameters
    ----------
    keys : sequence of str
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._letters = letters_of(keys)
        self._lengths = lengths_of(keys)

    def meant(self, key: str) -> list[tuple[int, int]]:
        """Return slips and position of the keys that begin so or are within reach.

        Examples
        --------
        >>> SpeltKeys(["congo", "congo kinshasa", "kongo", "rome"]).meant("congo")
        [(0, 0), (0, 1), (1, 2)]
        """
        asked = letters_of([key])[0]
        having = np.flatnonzero(self._letters & asked == asked).tolist()
        begun = [(0, at) for at in having if self._keys[at].startswith(key)]
        alike = alike_letters(self._letters, self._lengths, key).tolist()
        near = nearest_keys(key, [self._keys[at] for at in alike])
        told = {at for _, at in begun}
        return begun + [(slips, alike[at]) for slips, at in near if alike[at] not in told]
