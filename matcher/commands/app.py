"""The command line: parse, call the service, render; nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from matcher.commands import audit as audit_commands
from matcher.commands import mandate_options as o
from matcher.commands import matching_round as round_commands
from matcher.commands import mcp as mcp_commands
from matcher.commands import network as network_commands
from matcher.commands import portfolio as portfolio_commands
from matcher.commands import whatif as whatif_commands
from matcher.commands.batch import batch
from matcher.commands.dossier import dossier
from matcher.commands.option_groups import with_groups
from matcher.commands.options import Format, FormatOption, Order, write_rows
from matcher.commands.rank_pairs import rank_pairs
from matcher.commands.resolve import resolve
from matcher.commands.serve import serve
from matcher.errors import MandateError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Ranked, explained candidates for a city's next twin city.",
    epilog="Data goes to standard output, messages to standard error. "
    "Exit codes: 0 done, 1 failure, 2 bad input, 3 done with some input rows rejected.",
)


def _write(answer: Recommendation, style: Format, details: bool = False) -> None:
    from matcher import render

    if style is Format.table:
        render.print_recommendation(Console(), answer, details=details)
    elif style is Format.json:
        typer.echo(render.json_text(answer.to_dict()))
    elif style is Format.csv:
        typer.echo(render.csv_text(answer), nl=False)
    else:
        typer.echo(render.markdown(answer))


@app.command(
    epilog="Examples:  matcher recommend Kostroma --tier 'Turkmenistan=TM' --tier 'CIS=AZ,UZ' "
    "--tier 'minority=IT'   ·   matcher recommend Coventry --weight war_history=5 -k 20   ·   "
    "matcher recommend --mandate mandate.toml --format json"
)
@with_groups
def recommend(
    options: o.MandateOptions,
    places: o.PlacesOption = None,
    candidates: Annotated[
        Path | None, typer.Option(help="CSV of own places to rank, and no others.")
    ] = None,
    geocode: o.GeocodeOption = None,
    max_their_rank: Annotated[
        int | None, typer.Option(help="Worst rank of the city on the candidate's own list.")
    ] = None,
    order: Annotated[
        Order | None, typer.Option(help="Sort by the council's score or by the mutual score.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Also write an audit record, see 'matcher replay'.")
    ] = None,
    record_time: Annotated[
        str | None, typer.Option(help="Time to write in the record, ISO 8601.")
    ] = None,
    details: Annotated[bool, typer.Option(help="Print every criterion with its evidence.")] = False,
    style: FormatOption = Format.table,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Rank candidates for a city, tier by tier, with reasons and cautions."""
    from matcher.audit import make_record, write_record

    with o.reported():
        matcher = Matcher.load(data, model)
        chosen, locate = tuple[int, ...](), o.locator(geocode)
        if places is not None:
            matcher, _ = matcher.with_own_places(places, locate)
        if candidates is not None:
            matcher, chosen = matcher.with_own_places(candidates, locate)
        asked = o.mandate_of_options(matcher, options, chosen, max_their_rank, order)
        if record is not None and (places is not None or candidates is not None):
            raise MandateError(
                "--record: own places are not a part of the record, so it could not be replayed; "
                "leave out --places and --candidates"
            )
        answer = matcher.recommend(asked)
        if record is not None:
            write_record(record, make_record(asked, answer, record_time))
        _write(answer, style, details)


app.command(
    epilog="Example:  matcher dossier Kostroma --tier 'Turkmenistan=TM' --tier 'CIS=AZ,UZ' "
    "--tier 'minority=IT' --lang ru --out kostroma.pdf"
)(dossier)


app.command(
    epilog="Examples:  matcher batch cities.csv --out lists -k 50   ·   "
    "matcher batch --all --scope DE --out german --contributions all   ·   "
    "matcher batch cities.csv --out lists --dask tcp://host:8786"
)(batch)


app.command(epilog="Example:  matcher rank-pairs pairs.csv --scope country --out ranks.csv")(
    rank_pairs
)


app.command(
    epilog="Examples:  matcher resolve councils.csv --out resolved.csv   ·   "
    "matcher resolve list.csv --column Stadt --country DE"
)(resolve)


app.command(epilog="Example:  matcher serve --port 8000 --workers 2")(serve)


@app.command(epilog="Example:  matcher explain Kostroma 'Türkmenabat'")
@with_groups
def explain(city: o.City, candidate: o.City, options: o.ComparisonOptions) -> None:
    """Explain one candidate: every criterion with its evidence."""
    with o.reported():
        _write(_compared(city, [candidate], options), options.style, details=True)


@app.command(epilog="Example:  matcher compare Kostroma Samarkand Bukhara Ganja")
@with_groups
def compare(
    city: o.City,
    candidates: Annotated[list[str], typer.Argument(help="Two or more candidates.")],
    options: o.ComparisonOptions,
) -> None:
    """Compare candidates side by side, best first."""
    with o.reported():
        _write(_compared(city, candidates, options), options.style)


def _compared(city: str, candidates: list[str], options: o.ComparisonOptions) -> Recommendation:
    fields = o.given_fields(
        city=city,
        aims=options.aim,
        date=options.date,
        weights=o.assignments(options.weight, "--weight"),
        partners=o.partners(options.partner),
    )
    return Matcher.load(options.data, options.model).compare(Mandate.parse(fields), candidates)


@app.command(
    epilog="Examples:  matcher profile Кострома --format json   ·   "
    "matcher profile Kostroma --correct"
)
def profile(
    city: o.City,
    correct: Annotated[
        bool,
        typer.Option(
            "--correct", help="Also print the reference (id) of each fact and how it is corrected."
        ),
    ] = False,
    style: FormatOption = Format.table,
    data: o.DataOption = None,
) -> None:
    """Show every fact known of a city, with grade and source.

    JSON, CSV and Markdown hold the id of each fact and the line that would correct it.
    """
    from matcher import render

    with o.reported():
        found = Matcher.load(data).profile(city)
        if style is Format.table:
            render.print_profile(Console(), found)
            if correct:
                render.print_corrections(Console(), found)
        elif style is Format.json:
            typer.echo(render.json_text(found.to_dict()))
        else:
            typer.echo(render.profile_text(found, style.value), nl=False)


@app.command(epilog="Example:  matcher search Durham --country US")
def search(
    name: Annotated[str, typer.Argument(help="A name, or its beginning, in any script.")],
    country: Annotated[str | None, typer.Option(help="Only in this country.")] = None,
    limit: Annotated[int, typer.Option("-k", "--limit", min=1, max=100)] = 10,
    style: FormatOption = Format.table,
    data: o.DataOption = None,
) -> None:
    """Find places by name."""
    with o.reported():
        matches = Matcher.load(data).search(name, country, limit)
        rows = [{**one.to_row(), "status": "; ".join(one.status)} for one in matches]
        write_rows(rows, style)


@app.command(name="data")
def data_command(style: FormatOption = Format.table, data: o.DataOption = None) -> None:
    """Show what is loaded: tables, rows, dates, licences and coverage."""
    from matcher.tables.atlas import Atlas

    with o.reported():
        write_rows(Atlas.load(data).contents(), style)


portfolio_commands.register(app)
whatif_commands.register(app)
audit_commands.register(app)
round_commands.register(app)
network_commands.register(app)
mcp_commands.register(app)
