"""How the commands write an answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console


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


class Feasibility(StrEnum):
    """What the verdict on a partnership decides; the values of ``limits.feasibility``."""

    blocked_last = "blocked_last"
    blocked_by_score = "blocked_by_score"
    any = "any"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]


def write_rows(rows: list[dict[str, Any]], style: Format) -> None:
    """Write rows of one shape in the format asked for."""
    from matcher import render

    if style is Format.table:
        render.print_rows(Console(), rows)
    else:
        typer.echo(render.rows_text(rows, style.value), nl=False)
