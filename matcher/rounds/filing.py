"""What councils filed for a round: a table of mandates, or a folder of mandate files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matcher.errors import InputTableError, MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.mandate.rows import check_columns, mandate_of_row

if TYPE_CHECKING:
    from matcher.naming.countries import Countries

__all__ = ["Filed", "Reject", "read_requests"]

CAPACITY: Final = "capacity"
"""Column of a table of requests: how many partners the council takes in this round."""

MAX_CAPACITY: Final = 100
MAX_REQUESTS: Final = 5_000
MAX_BYTES: Final = 64 * 1024 * 1024
MANDATE_FILES: Final = (".toml", ".json")


@dataclass(frozen=True, slots=True)
class Filed:
    """One council's request.

    Attributes
    ----------
    origin : str
        Where it stands: ``line 7``, ``row 7`` or a file name.
    mandate : Mandate
    capacity : int
        Partners the council takes in this round.
    """

    origin: str
    mandate: Mandate
    capacity: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A request that takes no part, and why."""

    origin: str
    reason: str


def read_requests(
    countries: Countries, path: str | Path, date: str | None = None, capacity: int = 1
) -> tuple[list[Filed], list[Reject]]:
    """Read the requests of a round.

    Parameters
    ----------
    countries : Countries
        Knows the areas a tier may name.
    path : path
        A CSV or parquet file with one request a row, see
        :mod:`matcher.mandate.rows`, and an optional column ``capacity``; or a
        folder of mandates in TOML or JSON.
    date : str, optional
        Day of the requests that name none, ISO 8601; today if not given.
    capacity : int
        Of the requests that name none.

    Returns
    -------
    filed : list of Filed
        In the order of the table, or of the file names.
    rejects : list of Reject
        Rows and files that are no mandate.

    Raises
    ------
    InputTableError
        The file or folder cannot be read, has too many requests, lacks a column
        or has one of no meaning.
    """
    path = Path(path)
    base = {} if date is None else {"date": date}
    found: Iterator[tuple[str, Any]]
    if path.is_dir():
        found = _of_folder(path, base, capacity)
    elif path.suffix.lower() in (".parquet", ".pq"):
        found = _of_rows(countries, _parquet_rows(path), base, capacity)
    else:
        found = _of_rows(countries, _csv_rows(path), base, capacity)
    filed: list[Filed] = []
    rejects: list[Reject] = []
    for origin, one in found:
        if isinstance(one, Filed):
            filed.append(one)
        else:
            rejects.append(Reject(origin, str(one)))
        if len(filed) + len(rejects) > MAX_REQUESTS:
            raise InputTableError(f"{path} has more than {MAX_REQUESTS:,} requests: split it")
    if not filed and not rejects:
        raise InputTableError(f"{path} holds no request: give one row, or one file, a council")
    return filed, rejects


def _of_rows(
    countries: Countries,
    rows: Iterator[tuple[str, Mapping[Any, Any]]],
    base: Mapping[str, Any],
    capacity: int,
) -> Iterator[tuple[str, Filed | MatcherError]]:
    for origin, row in rows:
        try:
            if None in row:
                raise MandateError("the row has more cells than the header has columns")
            cells = {name: value for name, value in row.items() if name != CAPACITY}
            taken = _capacity(row.get(CAPACITY), capacity)
            yield origin, Filed(origin, mandate_of_row(countries, cells, base), taken)
        except MatcherError as error:
            yield origin, error


def _of_folder(
    path: Path, base: Mapping[str, Any], capacity: int
) -> Iterator[tuple[str, Filed | MatcherError]]:
    for file in sorted(path.iterdir()):
        if file.is_dir() or file.name.startswith("."):
            continue
        try:
            if file.suffix.lower() not in MANDATE_FILES:
                raise MandateError(f"not a mandate: name it {' or '.join(MANDATE_FILES)}")
            mandate = Mandate.read(file)
            if "date" not in mandate.model_fields_set:
                mandate = Mandate.parse({**mandate.to_dict(), **base})
            yield file.name, Filed(file.name, mandate, capacity)
        except MatcherError as error:
            yield file.name, error


def _capacity(value: Any, default: int) -> int:
    text = "" if value is None or value != value else str(value).strip().removesuffix(".0")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_CAPACITY):
        raise MandateError(
            f"{CAPACITY} {text!r:.60}: give the partners taken in this round, 1 to {MAX_CAPACITY}"
        )
    return int(text)


def _csv_rows(path: Path) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    _check_size(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            check_columns(reader.fieldnames or [], (CAPACITY,))
            for row in reader:
                yield f"line {reader.line_num}", row
    except OSError as error:
        raise InputTableError(f"{path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputTableError(f"{path} cannot be read as CSV in UTF-8: {error}") from None


def _parquet_rows(path: Path) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    _check_size(path)
    try:
        file = pq.ParquetFile(path)
        check_columns(file.schema_arrow.names, (CAPACITY,))
        if file.metadata.num_rows > MAX_REQUESTS:
            raise InputTableError(f"{path} has more than {MAX_REQUESTS:,} requests: split it")
        rows = file.read(use_threads=False).to_pylist()
    except OSError as error:
        raise InputTableError(f"{path} cannot be read: {error.strerror or error}") from None
    except pa.ArrowException as error:
        raise InputTableError(f"{path} is not parquet: {error}") from None
    for number, row in enumerate(rows, start=1):
        yield f"row {number}", row


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputTableError(f"{path} cannot be read: {error.strerror}") from None
    if size > MAX_BYTES:
        raise InputTableError(f"{path} is larger than {MAX_BYTES:,} bytes: split it")
