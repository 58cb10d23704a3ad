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

from matcher.errors import InputTableError
from matcher.mandate.row_fields import COLUMNS, PROBLEM, cell_text
from matcher.tables import columns as c

MAX_QUERIES: Final = 1_000_000
_CHUNK: Final = 10_000
_PREFIXES: Final = ("limits.", "weights.")
_MOST_NAMED: Final = 10

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
    unread : tuple of str
        Columns of the input that say nothing to this program.
    """

    columns: Mapping[str, Any]
    count: int
    sha256: str
    unread: tuple[str, ...] = ()

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
            With the column ``city_id``, or ``city`` and perhaps ``country``, and any
            of :data:`matcher.mandate.row_fields.COLUMNS`. A row that cannot be read is kept
            with what is wrong with it, and rejected when its turn comes.

        Raises
        ------
        InputTableError
            The file cannot be read, names no city, is empty or too long.
        """
        path = Path(path)
        opened = _parquet if path.suffix.lower() in (".parquet", ".pq") else _csv
        try:
            digest = _digest(path)
            with opened(path) as (names, records):
                unread = _checked(path, names)
                read = [name for name in names if name in COLUMNS]
                columns, count = _collected(path, read, records)
        except OSError as error:
            raise InputTableError(f"{path} cannot be read: {error.strerror or error}") from None
        if not count:
            raise InputTableError(f"{path} holds no query: give one row a city below the header")
        return cls(columns, count, digest, unread)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _checked(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are not read; refuse a mistyped one and a table without cities."""
    if not {c.CITY_ID, c.CITY} & set(names):
        listed = ", ".join(names[:_MOST_NAMED]) or "none"
        raise InputTableError(
            f"{path} lacks the column city_id, or city and perhaps country: it has {listed}"
        )
    twice = sorted({name for name in names if names.count(name) > 1 and name in COLUMNS})
    if twice:
        raise InputTableError(f"{path} has the columns {', '.join(twice)} twice: keep one of each")
    unread = tuple(name for name in names if name not in COLUMNS)
    wrong = [name for name in unread if name.startswith(_PREFIXES)]
    if wrong:
        known = ", ".join(name for name in COLUMNS if name.startswith(wrong[0].partition(".")[0]))
        raise InputTableError(f"{path}: no mandate has {', '.join(wrong)}: choose from {known}")
    return unread


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
            read = [name for name in names if name in COLUMNS]
            batches = opened.iter_batches(_CHUNK, columns=read)
            rows = (row for batch in batches for row in batch.to_pylist())
            yield names, ({name: cell_text(value) for name, value in row.items()} for row in rows)
    except pa.ArrowException as error:
        raise InputTableError(f"{path} cannot be read as parquet: {error}") from None
