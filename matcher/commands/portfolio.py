"""The command that shows a city's twins and what a candidate would add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from matcher.commands import mandate_options as o
from matcher.commands.options import Format, FormatOption, write_rows
from matcher.mandate.model import Mandate
from matcher.wording.sentences import covers

if TYPE_CHECKING:
    from matcher.decisions.portfolio import Portfolio, Twin


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    epilog = "Example:  matcher portfolio Kostroma --candidate Türkmenabat"
    app.command(epilog=epilog)(portfolio)


def portfolio(
    city: o.City,
    candidate: Annotated[
        list[str] | None, typer.Option(help="Also say what this place would add; repeatable.")
    ] = None,
    partner: o.PartnerOption = None,
    date: o.DateOption = None,
    style: FormatOption = Format.table,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Show the present twins: status, rank had we not known them, what they cover."""
    from matcher import render
    from matcher.matcher import Matcher

    with o.reported():
        fields = o.given_fields(city=city, partners=o.partners(partner), date=date)
        answer = Matcher.load(data, model).portfolio(Mandate.parse(fields), candidate or [])
        if style is Format.json:
            typer.echo(render.json_text(answer.to_dict()))
            return
        write_rows([_twin_row(twin) for twin in answer.twins], style)
        if style is Format.table:
            _print_covers(Console(), answer)


def _twin_row(twin: Twin) -> dict[str, Any]:
    rank = twin.hindsight
    return {
        "twin": f"{twin.link.partner.name} ({twin.link.partner.country})",
        "status": STATUS_NAMES.get(twin.link.standing, twin.link.standing),
        "since": twin.link.since,
        "until": twin.link.until,
        "form": "" if twin.link.form == "unknown" else twin.link.form,
        "sure": twin.link.grade,
        "rank today": None if rank is None else rank.rank,
        "of": None if rank is None else rank.candidates,
        "covers": ", ".join(twin.cover.criteria),
        "aims": ", ".join(twin.cover.aims),
        "note": twin.link.partner.note,
        "source": twin.link.source,
    }


def _print_covers(console: Console, answer: Portfolio) -> None:
    console.print()
    for one in covers(answer):
        console.print(escape(str(one)), highlight=False)
