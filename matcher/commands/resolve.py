"""The command ``resolve``: a column of names to places, councils and what to ask."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Final

import typer

from matcher.commands import mandate_options as o
from matcher.errors import InputTableError

_NAME_COLUMNS: Final = ("city", "name", "place", "council", "text")
_COUNTRY_COLUMN: Final = "country"
_PREFIX: Final = "resolved_"


def resolve(
    names: Annotated[Path, typer.Argument(help="CSV with a column of names.")],
    column: Annotated[
        str | None,
        typer.Option(help=f"Column of the names; else {', '.join(_NAME_COLUMNS)} or the first."),
    ] = None,
    country_column: Annotated[
        str | None,
        typer.Option(help="Column of the countries, by name or code; else country, if there."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Country of every row that names none.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="CSV to write; else standard output.")
    ] = None,
    data: o.DataOption = None,
) -> None:
    """Resolve a column of names: the columns of the file, and what each name means."""
    from matcher.matcher import Matcher
    from matcher.naming.resolved import RESOLVED_COLUMNS

    with o.reported():
        header, rows = read_names(names)
        text_at = _position(header, column, _NAME_COLUMNS, names) or 0
        where_at = _position(header, country_column, (_COUNTRY_COLUMN,), names)
        where_at = None if where_at == text_at else where_at
        matcher = Matcher.load(data)
        counts: Counter[str] = Counter()
        target = out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout)
        with target as handle:
            writer = csv.writer(handle, lineterminator="\n")
            added = [f"{_PREFIX}{one}" if one in header else one for one in RESOLVED_COLUMNS]
            writer.writerow([*header, *added])
            for cells in rows:
                given = cells[where_at].strip() if where_at is not None else ""
                found = matcher.resolve(cells[text_at], given or country)
                counts[found.status] += 1
                writer.writerow([*cells, *found.cells()])
        told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
        typer.echo(f"{sum(counts.values())} names: {told or 'none'}", err=True)


def read_names(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """Return the header of a CSV and its rows, each as long as the header.

    Raises
    ------
    InputTableError
        The file cannot be read, is no UTF-8 or has no header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputTableError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InputTableError(f"{path} is not UTF-8 ({error.reason}): save it as UTF-8") from None
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    if not header:
        raise InputTableError(f"{path} is empty: give a header and one name a row")
    width = len(header)
    return header, ([*cells, *[""] * (width - len(cells))][:width] for cells in reader if cells)


def _position(
    header: list[str], wanted: str | None, usual: tuple[str, ...], path: Path
) -> int | None:
    """Return where a column stands, None where it was not asked for and is not there.

    Raises
    ------
    InputTableError
        The column that was asked for is not there.
    """
    if wanted is not None:
        if wanted not in header:
            raise InputTableError(f"{path} has no column {wanted!r}: it has {', '.join(header)}")
        return header.index(wanted)
    plain = [one.strip().casefold() for one in header]
    return next((plain.index(one) for one in usual if one in plain), None)
