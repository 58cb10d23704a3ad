"""The command that shows a city's twins and what a candidate would add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from matcher.commands import mandate_options as o
from matcher.commands.options import Format, FormatOption, write_rows
from matcher.english.terms import STATUS_NAMES
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
        if style is not Format.table:
            write_rows([_twin_row(twin) for twin in answer.twins], style)
            return
        console = Console()
        _print_twins(console, answer)
        _print_covers(console, answer)


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


def _print_twins(console: Console, answer: Portfolio) -> None:
    """Print a line a twin, its sources by number below the table."""
    if not answer.twins:
        console.print("no partnership on record; such lists are incomplete")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, least in (("twin", 20), ("status", 9), ("from, to", 10), ("form, sure", 11)):
        table.add_column(name, overflow="fold", min_width=least)
    table.add_column("rank today", justify="right")
    table.add_column("source", justify="right", no_wrap=True)
    sources: dict[str, int] = {}
    for twin in answer.twins:
        row = _twin_row(twin)
        number = sources.setdefault(row["source"], len(sources) + 1)
        rank = "" if row["rank today"] is None else f"{row['rank today']} of {row['of']:,}"
        covered = f"\n  {row['covers']}" if row["covers"] else ""
        table.add_row(
            Text.assemble(row["twin"], (covered, "dim")),
            row["status"],
            _lines(row["since"], row["until"]),
            _lines(row["form"], row["sure"]),
            rank,
            Text(f"[{number}]"),
        )
    console.print(table)
    for source, number in sources.items():
        console.print(Text(f"[{number}] {source}"), highlight=False, soft_wrap=True)
    for one in answer.twins:
        if one.link.partner.note:
            told = f"{one.link.partner.name}: {one.link.partner.note}"
            console.print(Text(told), highlight=False)


def _lines(*told: str) -> str:
    return "\n".join(filter(None, told))


def _print_covers(console: Console, answer: Portfolio) -> None:
    console.print()
    for one in covers(answer):
        console.print(escape(str(one)), highlight=False)
