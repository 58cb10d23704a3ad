"""Look names up in the names table without reading the whole of it."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, as_array, rows_at
from matcher.text.spelling import nearest_keys, slips_allowed

TABLE: Final = "city_names"

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class NameHits:
    """Names found, as columns of equal length.

    Attributes
    ----------
    city_ids : numpy.ndarray of int of shape (n,)
        The place of each name.
    aliases : numpy.ndarray of bool of shape (n,)
        False where it is the place's own name.
    partial : numpy.ndarray of bool of shape (n,)
        True where the name only begins with the text asked for.
    slips : numpy.ndarray of int of shape (n,)
        Typing slips between the name and the text asked for.
    names : pyarrow.ChunkedArray of str of length n
        The names in their original spelling.
    """

    city_ids: Array
    aliases: Array
    partial: Array
    slips: Array
    names: pa.ChunkedArray

    def __len__(self) -> int:
        return len(self.city_ids)


class NameIndex:
    """The names table, read by row group.

    The rows are sorted by key, so the bounds that the file keeps of each row
    group tell where a name can be.

    Parameters
    ----------
    atlas : Atlas
        Where the table is; it is checked against its checksum on first use.
    """

    _reading: ClassVar = threading.Lock()  # an open file is read by one thread at a time

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _file(self) -> pq.ParquetFile:
        return self._atlas.parquet(TABLE)

    @cached_property
    def _bounds(self) -> tuple[list[str], list[str]]:
        """Least and greatest key of each row group, ascending."""
        metadata = self._file.metadata
        least: list[str] = []
        greatest: list[str] = []
        for group in range(metadata.num_row_groups):
            statistics = metadata.row_group(group).column(0).statistics
            if statistics is None or not statistics.has_min_max:
                raise DataError(
                    f"table {TABLE} has no bounds for its row groups: rebuild the tables"
                )
            least.append(statistics.min)
            greatest.append(statistics.max)
        return least, greatest

    def exact(self, key: str) -> NameHits:
        """Return the names whose normal form is ``key``."""
        rows = self._between(key, key)
        keys = rows.column(c.NAME_KEY).to_pylist()
        found = np.array([at for at, one in enumerate(keys) if one == key], dtype=np.int64)
        return _hits(rows_at(rows, found))

    def starting(self, key: str) -> NameHits:
        """Return the names whose normal form starts with ``key``, itself among them."""
        import pyarrow.compute as pc  # not needed for a name that is found as written

        rows = self._between(key, key + chr(0x10FFFF))
        rows = rows.filter(pc.starts_with(rows.column(c.NAME_KEY), key))
        return _hits(rows, partial=pc.not_equal(rows.column(c.NAME_KEY), key).to_numpy())

    def near(self, key: str) -> NameHits:
        """Return the names within reach of a misspelt ``key``, in no useful order.

        Notes
        -----
        This reads the whole table, group by group so that memory stays small.
        """
        import pyarrow.compute as pc

        reach = slips_allowed(key)
        parts: list[pa.Table] = []
        slips: list[int] = []
        for group in range(self._file.metadata.num_row_groups):
            rows = self._read([group])
            if group == 0:
                rows = self._with_own(rows)
            length = pc.utf8_length(rows.column(c.NAME_KEY))
            alike = pc.and_(
                pc.greater_equal(length, len(key) - reach), pc.less_equal(length, len(key) + reach)
            )
            rows = rows.filter(alike)
            found = nearest_keys(key, rows.column(c.NAME_KEY).to_pylist())
            parts.append(rows.take(pa.array([position for _, position in found], pa.int64())))
            slips.extend(count for count, _ in found)
        return _hits(pa.concat_tables(parts), slips=np.array(slips, dtype=np.int64))

    def groups_between(self, first: str, last: str) -> list[int]:
        """Return the row groups that may hold a key from ``first`` to ``last``."""
        least, greatest = self._bounds
        start = bisect_left(greatest, first)
        return list(range(start, max(start, bisect_right(least, last))))

    def _between(self, first: str, last: str) -> pa.Table:
        return self._with_own(self._read(self.groups_between(first, last)))

    def _read(self, groups: list[int]) -> pa.Table:
        with self._reading:
            return self._file.read_row_groups(groups, use_threads=False)

    def _with_own(self, rows: pa.Table) -> pa.Table:
        """Add the names of a user's own places, which no shipped file holds."""
        own = self._atlas.own_names
        if not own:
            return rows
        return pa.concat_tables([rows, pa.Table.from_pylist(list(own), schema=rows.schema)])


def _hits(rows: pa.Table, partial: Array | None = None, slips: Array | None = None) -> NameHits:
    return NameHits(
        city_ids=as_array(rows.column(c.CITY_ID)),
        aliases=as_array(rows.column(c.NAME_KIND)) != 0,
        partial=np.zeros(len(rows), dtype=bool) if partial is None else partial,
        slips=np.zeros(len(rows), dtype=np.int64) if slips is None else slips,
        names=rows.column(c.NAME),
    )
