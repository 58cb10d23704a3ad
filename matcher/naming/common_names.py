"""The names that people mean, held in memory: for misspelt, begun and shortened names."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, as_array
from matcher.text.letters import alike_letters, letters_of
from matcher.text.spelling import nearest_keys

TABLE: Final = "common_names"

_SPACES: Final = letters_of(["  "])[0]
"""The bits of a space."""


class CommonNames:
    """Own names of all places and every name of the larger ones, by their normal form.

    Parameters
    ----------
    atlas : Atlas
        With the table ``common_names``, sorted by key.

    Attributes
    ----------
    positions : numpy.ndarray of int32 of shape (n,)
        Row of each in the table of all names.
    city_ids : numpy.ndarray of int32 of shape (n,)
        Its place.
    aliases : numpy.ndarray of bool of shape (n,)
    """

    def __init__(self, atlas: Atlas) -> None:
        table = atlas.parquet(TABLE).read(use_threads=False)
        keys = table.column(c.NAME_KEY).combine_chunks()
        keys = keys.chunk(0) if isinstance(keys, pa.ChunkedArray) else keys
        _, starts, self._signs = keys.buffers()
        self._starts = np.frombuffer(starts, np.int32, len(keys) + 1, keys.offset * 4)
        self._letters = as_array(table.column(c.LETTERS))
        self._lengths = as_array(table.column(c.LENGTH))
        self.positions: IntArray = as_array(table.column(c.POSITION))
        self.city_ids: IntArray = as_array(table.column(c.CITY_ID))
        self.aliases: Array = as_array(table.column(c.NAME_KIND)) != 0

    def keys(self, which: Array) -> list[str]:
        """Return the normal forms of some of the names."""
        starts, ends = self._starts[which].tolist(), self._starts[which + 1].tolist()
        signs = memoryview(self._signs)
        return [str(signs[at:end], "utf-8") for at, end in zip(starts, ends, strict=True)]

    def near(self, key: str) -> tuple[IntArray, IntArray]:
        """Return which names are within reach of a misspelt one, and their slips."""
        alike = alike_letters(self._letters, self._lengths, key)
        found = nearest_keys(key, self.keys(alike))
        slips = np.array([count for count, _ in found], dtype=np.int64)
        return alike[[position for _, position in found]], slips

    def beginning(self, key: str) -> IntArray:
        """Return which names begin with a text."""
        return np.arange(self._first(key), self._first(key + chr(0x10FFFF)))

    def having(self, letters: str, begun: str) -> IntArray:
        """Return which names begin so and have all of some letters, those given twice twice."""
        asked = letters_of([letters])[0]
        first, last = self._first(begun), self._first(begun + chr(0x10FFFF))
        return first + np.flatnonzero(self._letters[first:last] & asked == asked)

    def of_letters(self, letters: str) -> IntArray:
        """Return which names have just these letters, however often; spaces count for nothing."""
        return np.flatnonzero((self._letters ^ letters_of([letters])[0]) & ~_SPACES == 0)

    def _first(self, key: str) -> int:
        low, high = 0, len(self.positions)
        while low < high:
            middle = (low + high) // 2
            if self.keys(np.array([middle]))[0] < key:
                low = middle + 1
            else:
                high = middle
        return low
