"""Look names up in the names table without reading the whole of it."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, as_array, rows_at
from matcher.text.spelling import nearest_keys

if TYPE_CHECKING:
    from matcher.naming.common_names import CommonNames

TABLE: Final = "city_names"

FEW_GROUPS: Final = 4
"""Groups of rows that are read whole for a name that is begun."""

MOST_KEPT: Final = 1_024
"""Names looked up whose answers are kept."""

GROUPS_KEPT: Final = 64
"""Groups of rows that are kept, of some 100 kB each."""

MOST_FOUND: Final = 40
"""Names that are read for one that is begun or shortened."""

MOST_MEANT: Final = 20
"""Names that are read for a misspelt one."""

_ALIAS: Final = 0.1
_SLIP: Final = 20.0
"""A slip less outweighs so many times the people."""

Array = npt.NDArray[Any]
Inside = Callable[[Array], Array]


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
    names : array of str of shape (n,)
        The names in their original spelling.
    """

    city_ids: Array
    aliases: Array
    partial: Array
    slips: Array
    names: Array

    def __len__(self) -> int:
        return len(self.city_ids)

    def of(self, at: Array) -> NameHits:
        """Return some of the names, by their positions."""
        columns = (self.city_ids[at], self.aliases[at], self.partial[at], self.slips[at])
        return NameHits(*columns, self.names[at])

    def and_also(self, other: NameHits) -> NameHits:
        """Return these names and others."""
        return NameHits(
            city_ids=np.concatenate([self.city_ids, other.city_ids]),
            aliases=np.concatenate([self.aliases, other.aliases]),
            partial=np.concatenate([self.partial, other.partial]),
            slips=np.concatenate([self.slips, other.slips]),
            names=np.concatenate([self.names, other.names]),
        )


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
        self._exact = lru_cache(MOST_KEPT)(self._read_exact)
        self._group = lru_cache(GROUPS_KEPT)(self._read_group)

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
        return self._exact(key)

    def _read_exact(self, key: str) -> NameHits:
        parts = []
        for group in self.groups_between(key, key):
            rows, keys = self._group(group)
            first, last = bisect_left(keys, key), bisect_right(keys, key)
            parts.append(rows.slice(first, last - first))
        rows = self._with_own(pa.concat_tables(parts) if parts else self._group(0)[0].slice(0, 0))
        if self._atlas.own_names:
            keys = rows.column(c.NAME_KEY).to_pylist()
            rows = rows_at(rows, np.flatnonzero([one == key for one in keys]))
        return _hits(rows)

    def _read_group(self, group: int) -> tuple[pa.Table, list[str]]:
        rows = self._read([group])
        return rows, rows.column(c.NAME_KEY).to_pylist()

    def starting(self, key: str, inside: Inside | None = None) -> NameHits:
        """Return the names whose normal form starts with ``key``, itself among them.

        Parameters
        ----------
        key : str
        inside : callable, optional
            Given rows of ``cities``, tells which to keep.

        Notes
        -----
        Where more than ``FEW_GROUPS`` groups of rows begin so, the names of the larger
        places stand for all, and the most populous ``MOST_FOUND`` of them are returned.
        """
        import pyarrow.compute as pc  # not needed for a name that is found as written

        last = key + chr(0x10FFFF)
        if len(self.groups_between(key, last)) <= FEW_GROUPS:
            rows = self._between(key, last)
            rows = rows.filter(pc.starts_with(rows.column(c.NAME_KEY), key))
        else:
            begun = self.common.beginning(key)
            rows = pa.concat_tables([self._between(key, key), self._best(begun, inside)])
            rows = rows.filter(pc.starts_with(rows.column(c.NAME_KEY), key))
        return _hits(rows, partial=pc.not_equal(rows.column(c.NAME_KEY), key).to_numpy())

    def near(self, key: str, inside: Inside | None = None) -> NameHits:
        """Return the names within reach of a misspelt ``key``, in no useful order."""
        found, slips = self.common.near(key)
        rows = self._best(found, inside, slips)
        rows = self._with_own(rows)
        counted = nearest_keys(key, rows.column(c.NAME_KEY).to_pylist())
        at = [position for _, position in counted]
        return _hits(
            rows_at(rows, np.array(at, dtype=np.int64)),
            slips=np.array([count for count, _ in counted], dtype=np.int64),
        )

    def holding(self, letters: str, begun: str, fits: Callable[[str], bool]) -> NameHits:
        """Return the names that begin so, have some letters and fit, of the larger places."""
        return self._fitting(self.common.having(letters, begun), fits)

    def parted(self, key: str) -> NameHits:
        """Return the names that differ from a key in their spaces alone."""
        solid = key.replace(" ", "")
        return self._fitting(
            self.common.of_letters(solid), lambda one: one.replace(" ", "") == solid
        )

    def _fitting(self, found: Array, fits: Callable[[str], bool]) -> NameHits:
        keys = self.common.keys(found)
        chosen = found[[at for at, one in enumerate(keys) if fits(one)]]
        return _hits(self._best(chosen, None))

    @cached_property
    def common(self) -> CommonNames:
        """The names that people mean, read when a name is not found as written."""
        from matcher.naming.common_names import CommonNames

        with self._reading:
            return CommonNames(self._atlas)

    def _best(self, found: Array, inside: Inside | None, slips: Array | None = None) -> pa.Table:
        """Read the rows of some common names: those of the most populous places."""
        most = MOST_FOUND if slips is None else MOST_MEANT
        rows = self._atlas.rows_of(self.common.city_ids[found])
        if inside is not None:
            kept = inside(rows)
            found, rows = found[kept], rows[kept]
            slips = None if slips is None else slips[kept]
        people = self._atlas.cities.column(c.POPULATION)[rows].astype(np.float64)
        people[self.common.aliases[found]] *= _ALIAS
        if slips is not None:
            people /= _SLIP**slips
        best = found[np.argsort(-people, kind="stable")[:most]]
        positions = np.sort(self.common.positions[best]).astype(np.int64)
        if not len(positions):
            return self._group(0)[0].slice(0, 0)
        at = np.searchsorted(self._starts, positions, side="right") - 1
        groups = np.array(sorted(set(at.tolist())))  # np.unique would import numpy.ma
        sizes = np.diff(self._starts)[groups]
        offsets = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        inner = positions - self._starts[at] + offsets[np.searchsorted(groups, at)]
        return rows_at(pa.concat_tables([self._group(one)[0] for one in groups.tolist()]), inner)

    @cached_property
    def _starts(self) -> Array:
        """First row of each row group, and the number of all rows."""
        metadata = self._file.metadata
        counts = [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

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
        names=as_array(rows.column(c.NAME)),
    )
