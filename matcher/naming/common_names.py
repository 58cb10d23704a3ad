"""The names that people mean, held in memory: for misspelt, begun and shortened names."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, as_array
from matcher.text.letters import alike_letters, lengths_of, letters_of
from matcher.text.spelling import nearest_keys

ALIASES_FROM: Final = 5_000
"""Further names of places are held from so many people on; own names of all places are."""

_SPACES: Final = letters_of(["  "])[0]
"""The bits of a space."""


class CommonNames:
    """Own names of all places and every name of the larger ones, by their normal form.

    Parameters
    ----------
    atlas : Atlas
    file : pyarrow.parquet.ParquetFile
        The names table, sorted by key.

    Attributes
    ----------
    keys : pyarrow.Array of str of shape (n,)
        Ascending.
    positions : numpy.ndarray of int32 of shape (n,)
        Row of each in the whole table.
    rows : numpy.ndarray of int32 of shape (n,)
        Row of its place in ``cities``.
    aliases : numpy.ndarray of bool of shape (n,)
    """

    def __init__(self, atlas: Atlas, file: pq.ParquetFile) -> None:
        people = atlas.cities.column(c.POPULATION)
        keys: list[pa.Array] = []
        letters: list[Array] = []
        lengths: list[Array] = []
        columns: list[tuple[Array, Array, Array]] = []
        start = 0
        for group in range(0, file.metadata.num_row_groups, 16):
            groups = list(range(group, min(group + 16, file.metadata.num_row_groups)))
            read = file.read_row_groups(
                groups, columns=[c.NAME_KEY, c.CITY_ID, c.NAME_KIND], use_threads=False
            )
            rows = atlas.rows_of(as_array(read.column(c.CITY_ID)))
            aliases = as_array(read.column(c.NAME_KIND)) != 0
            kept = np.flatnonzero((rows >= 0) & (~aliases | (people[rows] >= ALIASES_FROM)))
            chosen = read.column(c.NAME_KEY).take(pa.array(kept)).combine_chunks()
            keys.append(chosen)
            texts = chosen.to_pylist()
            letters.append(letters_of(texts))
            lengths.append(lengths_of(texts))
            columns.append((kept + start, rows[kept], aliases[kept]))
            start += len(read)
        self.keys = pa.concat_arrays(keys)
        self._letters = np.concatenate(letters)
        self._lengths = np.concatenate(lengths)
        positions, rows, aliases = (np.concatenate(one) for one in zip(*columns, strict=True))
        self.positions: IntArray = positions.astype(np.int32)
        self.rows: IntArray = rows.astype(np.int32)
        self.aliases: Array = aliases

    def near(self, key: str) -> tuple[IntArray, IntArray]:
        """Return which names are within reach of a misspelt one, and their slips."""
        alike = alike_letters(self._letters, self._lengths, key)
        found = nearest_keys(key, self.keys.take(pa.array(alike)).to_pylist())
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
        low, high = 0, len(self.keys)
        while low < high:
            middle = (low + high) // 2
            if self.keys[middle].as_py() < key:
                low = middle + 1
            else:
                high = middle
        return low
