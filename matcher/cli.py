"""The command line: parse, call the service, render; nothing more."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from matcher.errors import MandateError, MatcherError
from matcher.mandate import CRITERIA, MUST_HAVES, Mandate
from matcher.records import Recommendation
from matcher.service import Matcher

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Ranked, explained candidates for a city's next twin city.",
    epilog="Data goes to standard output, messages to standard error. "
    "Exit codes: 0 done, 1 failure, 2 bad input, 3 done with some input rows rejected.",
)


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


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
def _reported() -> Iterator[None]:
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


def _assignments(items: list[str] | None, option: str) -> dict[str, float]:
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


def _partners(items: list[str] | None) -> list[dict[str, Any]]:
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


def _write_rows(rows: list[dict[str, Any]], style: Format) -> None:
    from matcher import render

    if style is Format.table:
        render.print_rows(Console(), rows)
    else:
        typer.echo(render.rows_text(rows, style.value), nl=False)


def _fields(**values: Any) -> dict[str, Any]:
    """Drop the options that were not given; a zero was given and is judged like any number."""
    return {
        key: value
        for key, value in values.items()
        if value is not None and value is not False and value not in ([], {})
    }


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
    details: Annotated[bool, typer.Option(help="Print every criterion with its evidence.")] = False,
    style: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Rank candidates for a city, tier by tier, with reasons and cautions."""
    from matcher.request import tier_from_text

    with _reported():
        matcher = Matcher.load(data)
        chosen: tuple[int, ...] = ()
        if places is not None:
            matcher, _ = matcher.with_own_places(places)
        if candidates is not None:
            matcher, chosen = matcher.with_own_places(candidates)
        limits = _fields(
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
        )
        if full_members_only:
            limits["include_associates"] = False
        tiers: list[Any] = [tier_from_text(text, matcher.countries) for text in tier or []]
        if country:
            tiers.append({"name": ", ".join(country), "countries": country})
        if chosen:
            tiers.append({"name": "Own places", "cities": [str(one) for one in chosen]})
        base = Mandate.read(mandate).to_dict() if mandate is not None else {}
        given = _fields(
            city=city,
            tiers=tiers,
            count=count,
            aims=aim,
            date=date,
            partners=_partners(partner),
        )
        merged = {**base, **given}
        merged["limits"] = {**base.get("limits", {}), **limits}
        merged["weights"] = {**base.get("weights", {}), **_assignments(weight, "--weight")}
        if "city" not in merged:
            raise MandateError("no city given: name one, or a mandate file with --mandate")
        _write(matcher.recommend(Mandate.parse(merged)), style, details)


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
    with _reported():
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
    with _reported():
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
    weights, partners = _assignments(weight, "--weight"), _partners(partner)
    fields = _fields(city=city, aims=aim, date=date, weights=weights, partners=partners)
    return Matcher.load(data).compare(Mandate.parse(fields), candidates)


@app.command(epilog="Example:  matcher profile Кострома --format json")
def profile(city: City, style: FormatOption = Format.table, data: DataOption = None) -> None:
    """Show every fact known of a city, with grade and source."""
    from matcher import render

    with _reported():
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
    with _reported():
        matches = Matcher.load(data).search(name, country, limit)
        _write_rows([match.to_row() for match in matches], style)


@app.command(name="data")
def data_command(style: FormatOption = Format.table, data: DataOption = None) -> None:
    """Show what is loaded: tables, rows, dates, licences and coverage."""
    from matcher.atlas import Atlas

    with _reported():
        _write_rows(Atlas.load(data).contents(), style)


def main() -> None:
    """Run the command line; what goes to a file or a pipe is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    app()
