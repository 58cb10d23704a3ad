"""The queries of a batch, read once and cut into blocks of rows."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from matcher import columns as c
from matcher.errors import InputTableError
from matcher.mandate_rows import MANDATE_COLUMNS, PLACE_COLUMNS, check_columns

MAX_QUERIES: Final = 1_000_000
_CHUNK: Final = 10_000
_COLUMNS: Final = (*PLACE_COLUMNS, *MANDATE_COLUMNS)

PROBLEM: Final = "_problem"
"""Column with what makes a row unreadable."""

LONGEST_CELL: Final = 10_000

Table = tuple[list[str], Iterator[Mapping[str, str]]]
"""Names of the columns and the rows."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some consecutive queries.

    Attributes
    ----------
    index : int
        From 0.
    first : int
        Number of the first query in the input, from 1.
    rows : list of dict of str to str
        The cells of each query that are not empty, by column.
    """

    index: int
    first: int
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class Queries:
    """Every query of a run.

    Attributes
    ----------
    columns : dict of str to pyarrow.Array
        Cells as text, a column each.
    count : int
    sha256 : str
        Checksum of what the queries were read from.
    """

    columns: Mapping[str, Any]
    count: int
    sha256: str

    def n_blocks(self, size: int) -> int:
        """Return the number of blocks of so many queries."""
        return math.ceil(self.count / size)

    def block(self, index: int, size: int) -> Block:
        """Return one block."""
        first = index * size
        cells = {
            name: column.slice(first, size).to_pylist() for name, column in self.columns.items()
        }
        rows = [
            {name: value for name, value in zip(cells, values, strict=True) if value}
            for values in zip(*cells.values(), strict=True)
        ]
        return Block(index, first + 1, rows)

    @classmethod
    def of_ids(cls, city_ids: Iterable[int]) -> Queries:
        """Return a query a city."""
        import pyarrow as pa

        ids = pa.array([str(one) for one in city_ids], pa.string())
        digest = hashlib.sha256("\n".join(ids.to_pylist()).encode()).hexdigest()
        return cls({c.CITY_ID: ids}, len(ids), digest)

    @classmethod
    def read(cls, path: str | Path) -> Queries:
        """Read queries from a CSV in UTF-8 or a parquet file.

        Parameters
        ----------
        path : path
            One query a row, with the columns of :mod:`matcher.mandate_rows`. A row
            that cannot be read is kept with what is wrong with it, and rejected when
            its turn comes.

        Raises
        ------
        InputTableError
            The file cannot be read, is empty or too long, lacks a column or has one
            of no meaning.
        """
        path = Path(path)
        opened = _parquet if path.suffix.lower() in (".parquet", ".pq") else _csv
        try:
            digest = _digest(path)
            with opened(path) as (names, records):
                _check(path, names)
                columns, count = _collected(path, names, records)
        except OSError as error:
            raise InputTableError(f"{path} cannot be read: {error.strerror or error}") from None
        if not count:
            raise InputTableError(f"{path} holds no query: give one row a city below the header")
        return cls(columns, count, digest)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _check(path: Path, names: Sequence[str]) -> None:
    """Refuse a table without cities, with a mistyped column, or with one column twice."""
    try:
        check_columns(names)
    except InputTableError as error:
        raise InputTableError(f"{path}: {error}") from None
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputTableError(f"{path} has the columns {', '.join(twice)} twice: keep one of each")


def _collected(
    path: Path, names: Sequence[str], records: Iterator[Mapping[str, str]]
) -> tuple[dict[str, Any], int]:
    """Return the cells as text columns, which take a tenth of what rows would."""
    import pyarrow as pa

    kept = [*names, PROBLEM]
    chunks: dict[str, list[Any]] = {name: [] for name in kept}
    buffer: dict[str, list[str]] = {name: [] for name in kept}
    count = 0

    def flush() -> None:
        for name, values in buffer.items():
            chunks[name].append(pa.array(values, pa.string()))
            values.clear()

    for record in records:
        if count == MAX_QUERIES:
            raise InputTableError(f"{path} has more than {MAX_QUERIES:,} queries: split it")
        long = [name for name, cell in record.items() if len(cell) > LONGEST_CELL]
        if long:
            record = {PROBLEM: f"{long[0]} has more than {LONGEST_CELL:,} characters"}
        for name, values in buffer.items():
            values.append(record.get(name, ""))
        count += 1
        if count % _CHUNK == 0:
            flush()
    flush()
    return {name: pa.chunked_array(parts).combine_chunks() for name, parts in chunks.items()}, count


@contextmanager
def _csv(path: Path) -> Iterator[Table]:
    # Bytes that are not UTF-8 come as surrogates, so that they cost one row and not the file.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        try:
            names = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise InputTableError(f"{path} has no header of a CSV: {error}") from None
        yield names, _records(reader, names)


def _records(reader: Iterator[list[str]], names: Sequence[str]) -> Iterator[dict[str, str]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield {PROBLEM: f"no CSV: {error}"}
            continue
        if cells:
            yield _record(names, cells)


def _record(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(names):
        return {PROBLEM: f"{len(cells)} cells below {len(names)} columns: put commas in quotes"}
    # Fewer cells than columns leave the last ones empty, as spreadsheets write them.
    record = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
    try:
        "".join(record.values()).encode()
    except UnicodeEncodeError:
        given = ",".join(cells).encode(errors="surrogateescape")
        shown = given.decode(errors="backslashreplace")
        return {PROBLEM: f"not UTF-8: {shown:.80}"}
    return record


@contextmanager
def _parquet(path: Path) -> Iterator[Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as opened:
            names = opened.schema_arrow.names
            batches = opened.iter_batches(_CHUNK)
            rows = (row for batch in batches for row in batch.to_pylist())
            yield names, ({name: _text(value) for name, value in row.items()} for row in rows)
    except pa.ArrowException as error:
        raise InputTableError(f"{path} cannot be read as parquet: {error}") from None


def _text(value: Any) -> str:
    """Return a cell as a CSV would hold it; a whole number that pandas made a float is whole."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
