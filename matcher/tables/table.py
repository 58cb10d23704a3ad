"""One loaded table: columns as arrays, and rows by a key."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matcher.errors import DataError
from matcher.tables.schema import TableSpec

Array = npt.NDArray[Any]


IntArray = npt.NDArray[np.int64]


class Table:
    """One shipped table: columns as arrays, rows by the leading sort key.

    Parameters
    ----------
    spec : TableSpec
        Shape the table was checked against.
    data : pyarrow.Table
        The rows, sorted by ``spec.sort``.
    """

    def __init__(self, spec: TableSpec, data: pa.Table) -> None:
        self.spec = spec
        self.data = data.combine_chunks()
        self._columns: dict[str, Array] = {}
        self._codes: dict[str, tuple[Array, list[str]]] = {}
        self._orders: dict[str, tuple[IntArray, Array]] = {}

    def __len__(self) -> int:
        return int(self.data.num_rows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the rows; arrays are made from them again."""
        return type(self), (self.spec, self.data)

    def column(self, name: str) -> Array:
        """Return a column as an array, read only and cached.

        Parameters
        ----------
        name : str
            A column of the table's specification.

        Returns
        -------
        numpy.ndarray of shape (n_rows,)
            Numbers in their own type, text as objects.
        """
        if name not in self._columns:
            chunk = self.data.column(name)
            if pa.types.is_dictionary(chunk.type):
                codes, values = self.codes(name)
                array = np.array(values, dtype=object)[codes]
            else:
                array = as_array(chunk)
            array.flags.writeable = False
            self._columns[name] = array
        return self._columns[name]

    def where(self, name: str, value: int) -> IntArray:
        """Return the rows whose number in a column is ``value``, found in a kept order."""
        if name not in self._orders:
            values = self.column(name)
            order = np.argsort(values, kind="stable")
            self._orders[name] = (order, values[order])
        order, ordered = self._orders[name]
        first, last = _bounds(ordered, value)
        return order[first:last]

    def codes(self, name: str) -> tuple[Array, list[str]]:
        """Return a category column as small integers and their meaning.

        Returns
        -------
        codes : numpy.ndarray of shape (n_rows,)
            Index into ``values`` per row.
        values : list of str
            The categories.
        """
        if name not in self._codes:
            chunk = self.data.column(name).chunk(0) if len(self) else None
            values = [] if chunk is None else _plain(chunk.dictionary)
            self._codes[name] = (self.category_numbers(name), values)
        return self._codes[name]

    def category_numbers(self, name: str) -> Array:
        """Return one integer a row, the same where a category column holds the same text.

        Of shape (n_rows,). The texts themselves, which may be as many as the rows, stay unread.
        """
        if not len(self):
            return np.zeros(0, dtype=np.int32)
        chunk = self.data.column(name).chunk(0)
        codes = as_array(chunk.indices)
        # pyarrow 20 reads a damaged column whose numbers point at no text.
        if not 0 <= codes.min() <= codes.max() < len(chunk.dictionary):
            raise DataError(
                f"table {self.spec.name}: column {name} is damaged: "
                "restore it or rebuild the tables"
            )
        return codes

    def rows(self, key: Any) -> list[dict[str, Any]]:
        """Return the rows whose leading sort column equals ``key``.

        Returns
        -------
        list of dict
            One mapping a row, column name to value; empty when none match.
        """
        keys = self.column(self.spec.sort[0])
        if keys.dtype == object:
            index = np.flatnonzero(keys == key)
            return _plain(rows_at(self.data, index))
        first, last = _bounds(keys, key)
        return _plain(self.data.slice(first, last - first)) if last > first else []


def rows_at(data: pa.Table, index: IntArray) -> pa.Table:
    """Return some rows of a table in the given order.

    Runs of neighbouring rows are sliced: ``pyarrow.Table.take`` would import all of arrow's
    computing, longer than these few rows take.
    """
    starts = np.flatnonzero(np.diff(index, prepend=-2) != 1)
    lengths = np.diff(starts, append=len(index))
    runs = [
        data.slice(int(index[at]), int(length)) for at, length in zip(starts, lengths, strict=True)
    ]
    return pa.concat_tables(runs) if runs else data.slice(0, 0)


def _bounds(ordered: Array, key: int) -> tuple[int, int]:
    """Return where a key's run starts and ends, asked in the array's type: else it is cast."""
    limits = np.iinfo(ordered.dtype)
    if not limits.min <= key <= limits.max:
        return 0, 0
    typed = ordered.dtype.type(key)
    first = np.searchsorted(ordered, typed)
    return int(first), int(np.searchsorted(ordered, typed, side="right"))


_FLOATS: Final = {"halffloat": "float16", "float": "float32", "double": "float64"}
"""Arrow's own names of the floating types."""


def as_array(values: pa.Array | pa.ChunkedArray) -> Array:
    """Return arrow values as an array; pyarrow's own way would import pandas for it."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
        values = values.chunk(0) if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        dtype = np.dtype(_FLOATS.get(str(values.type), str(values.type)))
        if not len(values):
            return np.zeros(0, dtype)
        buffer = values.buffers()[1]
        return np.frombuffer(buffer, dtype, len(values), values.offset * dtype.itemsize)
    kind = bool if pa.types.is_boolean(values.type) else object
    return np.array(_plain(values), dtype=kind)


def _plain(values: pa.Array | pa.ChunkedArray | pa.Table) -> list[Any]:
    """Return arrow values as Python's own."""
    try:
        return list(values.to_pylist())
    except UnicodeDecodeError as error:
        raise DataError(
            f"a table holds text that is not UTF-8 ({error}): restore it or rebuild the tables"
        ) from None
