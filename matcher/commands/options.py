"""Options and helpers that the commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from matcher.errors import MandateError, MatcherError
from matcher.mandate import CRITERIA

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Order(StrEnum):
    """What a list is sorted by."""

    score = "score"
    mutual = "mutual"


City = Annotated[str, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of tables to use instead of the shipped ones.")
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option("--weight", "-w", help=f"CRITERION=NUMBER; criteria: {', '.join(CRITERIA)}."),
]
AimOption = Annotated[
    list[str] | None,
    typer.Option("--aim", help="culture, economy, sport, youth or learning; sets weights."),
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="Day the question is asked, YYYY-MM-DD; today.")
]
PartnerOption = Annotated[
    list[str] | None,
    typer.Option("--partner", help="CITY or CITY=STATUS to add; CITY=drop to drop a listed one."),
]


@contextmanager
def reported() -> Iterator[None]:
    """Turn the project's errors into one line and an exit code."""
    try:
        yield
    except MatcherError as error:
        typer.echo(f"matcher: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(EXIT_BAD_INPUT) from None
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except OSError as error:
        typer.echo(f"matcher: {error.filename or 'file'}: {error.strerror}", err=True)
        raise typer.Exit(EXIT_FAILURE) from None


def assignments(items: list[str] | None, option: str) -> dict[str, float]:
    """Read CRITERION=NUMBER options."""
    result: dict[str, float] = {}
    for item in items or []:
        key, _, value = item.partition("=")
        try:
            result[key.strip()] = float(value)
        except ValueError:
            raise MandateError(
                f"{option} {item!r}: write it as CRITERION=NUMBER, such as war_history=5"
            ) from None
    return result


def partners_given(items: list[str] | None) -> list[dict[str, Any]]:
    """Read CITY, CITY=STATUS and CITY=drop options."""
    result: list[dict[str, Any]] = []
    for item in items or []:
        city, equals, status = item.rpartition("=")
        if not equals:
            result.append({"city": item})
        elif status == "drop":
            result.append({"city": city, "drop": True})
        else:
            result.append({"city": city, "status": status})
    return result


def write_rows(rows: list[dict[str, Any]], style: Format) -> None:
    """Write rows of one shape in the format asked for."""
    from matcher import render

    if style is Format.table:
        render.print_rows(Console(), rows)
    else:
        typer.echo(render.rows_text(rows, style.value), nl=False)


def fields_given(**values: Any) -> dict[str, Any]:
    """Drop the options that were not given; a zero was given and is judged like any number."""
    return {
        key: value
        for key, value in values.items()
        if value is not None and value is not False and value not in ([], {})
    }
