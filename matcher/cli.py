"""The command line: parse, call the service, render; nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from matcher.commands import audit as audit_commands
from matcher.commands import portfolio as portfolio_commands
from matcher.commands import whatif as whatif_commands
from matcher.commands.options import (
    AimOption,
    City,
    DataOption,
    DateOption,
    Format,
    FormatOption,
    Order,
    PartnerOption,
    WeightOption,
    assignments,
    fields_given,
    partners_given,
    reported,
    write_rows,
)
from matcher.errors import MandateError
from matcher.mandate import MUST_HAVES, Mandate
from matcher.records import Recommendation
from matcher.service import Matcher

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
def recommend(
    city: Annotated[
        str | None, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")
    ] = None,
    tier: Annotated[
        list[str] | None,
        typer.Option(
            "--tier",
            "-t",
            help="NAME=AREA,AREA in order of priority; areas are "
            "countries, blocs, continents or regions such as US-NC. A tier named "
            "minority stands apart.",
        ),
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="One tier of these countries.")
    ] = None,
    count: Annotated[
        int | None, typer.Option("-k", "--count", help="Candidates a tier; 10.")
    ] = None,
    mandate: Annotated[
        Path | None, typer.Option("--mandate", help="TOML or JSON file; flags add to it.")
    ] = None,
    weight: WeightOption = None,
    aim: AimOption = None,
    partner: PartnerOption = None,
    date: DateOption = None,
    min_population: Annotated[int | None, typer.Option(help="Fewest inhabitants.")] = None,
    max_population: Annotated[int | None, typer.Option(help="Most inhabitants.")] = None,
    max_ratio: Annotated[float | None, typer.Option(help="Largest ratio of populations.")] = None,
    min_distance_km: Annotated[float | None, typer.Option(help="Nearest allowed.")] = None,
    max_distance_km: Annotated[float | None, typer.Option(help="Farthest allowed.")] = None,
    per_country: Annotated[int | None, typer.Option(help="Most candidates of one country.")] = None,
    exclude_country: Annotated[list[str] | None, typer.Option(help="Never propose it.")] = None,
    exclude_city: Annotated[list[str] | None, typer.Option(help="Never propose it.")] = None,
    must_have: Annotated[
        list[str] | None, typer.Option(help=f"Required fact: {', '.join(MUST_HAVES)}.")
    ] = None,
    full_members_only: Annotated[
        bool, typer.Option(help="Leave out associate members of a bloc.")
    ] = False,
    revive: Annotated[
        bool, typer.Option(help="Allow suspended, dormant and ended partners.")
    ] = False,
    places: Annotated[
        Path | None,
        typer.Option(help="CSV of own places: name,country,latitude,longitude,population."),
    ] = None,
    candidates: Annotated[
        Path | None, typer.Option(help="CSV of own places to rank, and no others.")
    ] = None,
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
    data: DataOption = None,
) -> None:
    """Rank candidates for a city, tier by tier, with reasons and cautions."""
    from matcher.audit import make_record, write_record
    from matcher.request import tier_from_text

    with reported():
        matcher = Matcher.load(data)
        chosen: tuple[int, ...] = ()
        if places is not None:
            matcher, _ = matcher.with_own_places(places)
        if candidates is not None:
            matcher, chosen = matcher.with_own_places(candidates)
        limits = fields_given(
            population_min=min_population,
            population_max=max_population,
            population_ratio_max=max_ratio,
            distance_min_km=min_distance_km,
            distance_max_km=max_distance_km,
            per_country=per_country,
            exclude_countries=exclude_country,
            exclude_cities=exclude_city,
            must_have=must_have,
            revive=revive,
            their_rank_max=max_their_rank,
        )
        if full_members_only:
            limits["include_associates"] = False
        tiers: list[Any] = [tier_from_text(text, matcher.countries) for text in tier or []]
        if country:
            tiers.append({"name": ", ".join(country), "countries": country})
        if chosen:
            tiers.append({"name": "Own places", "cities": [str(one) for one in chosen]})
        base = Mandate.read(mandate).to_dict() if mandate is not None else {}
        given = fields_given(
            city=city,
            tiers=tiers,
            count=count,
            aims=aim,
            date=date,
            partners=partners_given(partner),
            order=order and order.value,
        )
        merged = {**base, **given}
        merged["limits"] = {**base.get("limits", {}), **limits}
        merged["weights"] = {**base.get("weights", {}), **assignments(weight, "--weight")}
        if "city" not in merged:
            raise MandateError("no city given: name one, or a mandate file with --mandate")
        if record is not None and (places is not None or candidates is not None):
            raise MandateError(
                "--record: own places are not a part of the record, so it could not be replayed; "
                "leave out --places and --candidates"
            )
        asked = Mandate.parse(merged)
        answer = matcher.recommend(asked)
        if record is not None:
            write_record(record, make_record(asked, answer, record_time))
        _write(answer, style, details)


@app.command(epilog="Example:  matcher explain Kostroma 'Türkmenabat'")
def explain(
    city: City,
    candidate: City,
    weight: WeightOption = None,
    aim: AimOption = None,
    partner: PartnerOption = None,
    date: DateOption = None,
    style: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Explain one candidate: every criterion with its evidence."""
    with reported():
        answer = _compared(city, [candidate], weight, aim, partner, date, data)
        _write(answer, style, details=True)


@app.command(epilog="Example:  matcher compare Kostroma Samarkand Bukhara Ganja")
def compare(
    city: City,
    candidates: Annotated[list[str], typer.Argument(help="Two or more candidates.")],
    weight: WeightOption = None,
    aim: AimOption = None,
    partner: PartnerOption = None,
    date: DateOption = None,
    style: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Compare candidates side by side, best first."""
    with reported():
        _write(_compared(city, candidates, weight, aim, partner, date, data), style)


def _compared(
    city: str,
    candidates: list[str],
    weight: list[str] | None,
    aim: list[str] | None,
    partner: list[str] | None,
    date: str | None,
    data: Path | None,
) -> Recommendation:
    weights, partners = assignments(weight, "--weight"), partners_given(partner)
    fields = fields_given(city=city, aims=aim, date=date, weights=weights, partners=partners)
    return Matcher.load(data).compare(Mandate.parse(fields), candidates)


@app.command(epilog="Example:  matcher profile Кострома --format json")
def profile(city: City, style: FormatOption = Format.table, data: DataOption = None) -> None:
    """Show every fact known of a city, with grade and source."""
    from matcher import render

    with reported():
        found = Matcher.load(data).profile(city)
        if style is Format.table:
            render.print_profile(Console(), found)
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
    data: DataOption = None,
) -> None:
    """Find places by name."""
    with reported():
        matches = Matcher.load(data).search(name, country, limit)
        write_rows([match.to_row() for match in matches], style)


@app.command(name="data")
def data_command(style: FormatOption = Format.table, data: DataOption = None) -> None:
    """Show what is loaded: tables, rows, dates, licences and coverage."""
    from matcher.atlas import Atlas

    with reported():
        write_rows(Atlas.load(data).contents(), style)


portfolio_commands.register(app)
whatif_commands.register(app)
audit_commands.register(app)


def main() -> None:
    """Run the command line."""
    app()
