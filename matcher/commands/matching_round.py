"""The command that matches many councils at once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matcher.commands import mandate_options as o

_MOST_SHOWN = 20


class Method(StrEnum):
    """What a round aims for."""

    greedy = "greedy"
    maximum = "maximum"


class Partners(StrEnum):
    """Who may be a partner."""

    filed = "filed"
    any = "any"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    epilog = (
        "Example:  matcher round requests.csv --out round   ·   matcher round mandates/ -o round"
    )
    app.command(name="round", epilog=epilog)(matching_round)


def matching_round(
    requests: Annotated[
        Path, typer.Argument(help="CSV or parquet, one request a row, or a folder of mandates.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables and the report.")],
    method: Annotated[
        Method,
        typer.Option(help="greedy: no pair blocks; maximum: the largest sum of mutual scores."),
    ] = Method.greedy,
    partners: Annotated[
        Partners,
        typer.Option(help="filed: councils with a request; any: other places for those left."),
    ] = Partners.filed,
    capacity: Annotated[
        int, typer.Option(min=1, max=100, help="Partners a council takes, where it gives none.")
    ] = 1,
    congestion: Annotated[
        int, typer.Option(min=1, max=100, help="Most councils sent to a place without a request.")
    ] = 1,
    worst_rank: Annotated[
        int | None, typer.Option(min=1, help="Pair nobody beyond this rank of its own list.")
    ] = None,
    evidence: Annotated[bool, typer.Option(help="Tell why for each pair.")] = True,
    date: o.DateOption = None,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Match councils that file mandates at once: both sides' rules, weights and room count."""
    from matcher import render
    from matcher.documents.to_html import html
    from matcher.files.output_folder import write_files
    from matcher.matcher import Matcher
    from matcher.reports import round as report
    from matcher.rounds.conduct import Terms
    from matcher.rounds.filing import read_requests

    with o.reported():
        day = o.day(date).isoformat()
        matcher = Matcher.load(data, model)
        filed, rejects = read_requests(matcher.world.countries, requests, day, capacity)
        terms = Terms(method.value, partners.value, congestion, worst_rank, evidence)
        outcome = matcher.hold_round(filed, rejects, terms)
        contents = {name: text.encode() for name, text in report.tables(outcome).items()}
        contents["round.json"] = (render.json_text(outcome.to_dict()) + "\n").encode()
        contents["report.html"] = html(report.document(outcome, day))
        write_files(out, contents)
        typer.echo(
            f"{outcome.councils} councils, {len(outcome.matches)} pairs, "
            f"{sum(one.found == 0 for one in outcome.alone)} alone, "
            f"{outcome.blocking} blocking pairs: {out / 'report.html'}",
            err=True,
        )
        for one in outcome.rejects[:_MOST_SHOWN]:
            typer.echo(f"{one.origin} left out: {' '.join(one.reason.split())}", err=True)
        if len(outcome.rejects) > _MOST_SHOWN:
            more = len(outcome.rejects) - _MOST_SHOWN
            typer.echo(f"and {more} more: {out / 'rejects.csv'}", err=True)
        if outcome.rejects:
            raise typer.Exit(o.EXIT_SOME_REJECTED)
