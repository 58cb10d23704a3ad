"""The names that people mean, held in memory: for misspelt, begun and shortened names."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray, as_array
from matcher.text.spelling import nearest_keys, slips_allowed

ALIASES_FROM: Final = 5_000
"""Further names of places are held from so many people on; own names of all places are."""

_BUCKETS: Final = 32


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
            letters.append(letters_of(chosen.to_pylist()))
            columns.append((kept + start, rows[kept], aliases[kept]))
            start += len(read)
        self.keys = pa.concat_arrays(keys)
        self._letters = np.concatenate(letters)
        positions, rows, aliases = (np.concatenate(one) for one in zip(*columns, strict=True))
        self.positions: IntArray = positions.astype(np.int32)
        self.rows: IntArray = rows.astype(np.int32)
        self.aliases: Array = aliases

    def near(self, key: str) -> tuple[IntArray, IntArray]:
        """Return which names are within reach of a misspelt one, and their slips.

        Notes
        -----
        A slip changes at most two of the letters that a name has once or more, and
        twice or more: whatever differs in more is left out before it is compared.
        """
        reach = slips_allowed(key)
        differing = np.bitwise_count(self._letters ^ letters_of([key])[0])
        alike = np.flatnonzero(differing <= 2 * reach)
        found = nearest_keys(key, self.keys.take(pa.array(alike)).to_pylist())
        slips = np.array([count for count, _ in found], dtype=np.int64)
        return alike[[position for _, position in found]], slips

    def beginning(self, key: str) -> IntArray:
        """Return which names begin with a text."""
        return np.arange(self._first(key), self._first(key + chr(0x10FFFF)))

    def holding(self, text: str) -> IntArray:
        """Return which names hold a text anywhere."""
        return pc.indices_nonzero(pc.match_substring(self.keys, text)).to_numpy()

    def _first(self, key: str) -> int:
        low, high = 0, len(self.keys)
        while low < high:
            middle = (low + high) // 2
            if self.keys[middle].as_py() < key:
                low = middle + 1
            else:
                high = middle
        return low


def letters_of(keys: list[str]) -> Array:
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
