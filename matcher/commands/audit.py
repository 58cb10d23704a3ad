"""The command that runs an audit record again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands import mandate_options as o
from matcher.commands.options import Format, FormatOption, write_rows

EXIT_CHANGED = 1

RecordFile = Annotated[
    Path, typer.Argument(help="A record that 'matcher recommend --record FILE' wrote.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example:  matcher replay record.json")(replay)


def replay(
    record: RecordFile,
    style: FormatOption = Format.table,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Run a record again and say what changed: exit 0 when nothing did, 1 when something did."""
    from matcher import audit, render
    from matcher.matcher import Matcher

    with o.reported():
        held = audit.read_record(record)
        changes = audit.replay(Matcher.load(data, model), held)
    rows = [change.to_row() for change in changes]
    if style is Format.json:
        answer = {"record": held["sha256"], "time": held["time"], "changes": rows}
        typer.echo(render.json_text(answer))
    elif rows or style is not Format.table:
        write_rows(rows, style)
    else:
        typer.echo(f"same answer as the record {held['sha256'][:12]}")
    if changes:
        raise typer.Exit(EXIT_CHANGED)
