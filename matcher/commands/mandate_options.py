"""Options of the command line that several commands share, and the mandate they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from matcher.commands.options import Feasibility, Format, FormatOption, Order
from matcher.errors import MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import MUST_HAVES
from matcher.mandate.request import tier_from_text
from matcher.mandate.rows import partner_from_text
from matcher.matcher import Matcher
from matcher.records.criteria import CRITERIA
from matcher.world.own_places import Locate

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2
EXIT_SOME_REJECTED = 3

City = Annotated[str, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")]
OptionalCity = Annotated[
    str | None, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of tables to use instead of the shipped ones.")
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        "-w",
        help=f"CRITERION=NUMBER; criteria: {', '.join(CRITERIA)}; or habit, what "
        "cities like it chose.",
    ),
]
AimOption = Annotated[
    list[str] | None,
    typer.Option("--aim", help="culture, economy, sport, youth or learning; sets weights."),
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="Day the question is asked, YYYY-MM-DD; today.")
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", hidden=True, help="Deprecated: --weight habit=0 ranks by likeness."),
]
PartnerOption = Annotated[
    list[str] | None,
    typer.Option("--partner", help="CITY or CITY=STATUS to add; CITY=drop to drop a listed one."),
]
CountOption = Annotated[int | None, typer.Option("-k", "--count", help="Candidates a tier; 10.")]
Excluded = Annotated[list[str] | None, typer.Option(help="Never propose it.")]


@dataclass(frozen=True, slots=True)
class MandateOptions:
    """The options that make a mandate."""

    city: OptionalCity = None
    tier: Annotated[
        list[str] | None,
        typer.Option(
            "--tier",
            "-t",
            help="NAME=AREA,AREA in order of priority; areas are "
            "countries, blocs, continents or regions such as US-NC. A tier named "
            "minority stands apart.",
        ),
    ] = None
    country: Annotated[
        list[str] | None, typer.Option("--country", help="One tier of these countries.")
    ] = None
    count: CountOption = None
    mandate: Annotated[
        Path | None, typer.Option("--mandate", help="TOML or JSON file; flags add to it.")
    ] = None
    weight: WeightOption = None
    aim: AimOption = None
    partner: PartnerOption = None
    date: DateOption = None
    min_population: Annotated[int | None, typer.Option(help="Fewest inhabitants.")] = None
    max_population: Annotated[int | None, typer.Option(help="Most inhabitants.")] = None
    max_ratio: Annotated[float | None, typer.Option(help="Largest ratio of populations.")] = None
    min_distance_km: Annotated[float | None, typer.Option(help="Nearest allowed.")] = None
    max_distance_km: Annotated[float | None, typer.Option(help="Farthest allowed.")] = None
    per_country: Annotated[int | None, typer.Option(help="Most candidates of one country.")] = None
    exclude_country: Excluded = None
    exclude_city: Excluded = None
    must_have: Annotated[
        list[str] | None, typer.Option(help=f"Required fact: {', '.join(MUST_HAVES)}.")
    ] = None
    full_members_only: Annotated[
        bool, typer.Option(help="Leave out associate members of a bloc.")
    ] = False
    revive: Annotated[bool, typer.Option(help="Allow suspended, dormant and ended partners.")] = (
        False
    )
    feasibility: Annotated[
        Feasibility | None,
        typer.Option(
            help="Places where a partnership is not possible are left out; those where it is not "
            "advisable come last, or by their score. any: all places, by their score."
        ),
    ] = None
    disputed: Annotated[
        bool, typer.Option("--disputed", help="Allow places in areas of disputed status.")
    ] = False


@dataclass(frozen=True, slots=True)
class ComparisonOptions:
    """The options of a command that looks at chosen candidates."""

    weight: WeightOption = None
    aim: AimOption = None
    partner: PartnerOption = None
    date: DateOption = None
    style: FormatOption = Format.table
    model: ModelOption = None
    data: DataOption = None


PlacesOption = Annotated[
    Path | None,
    typer.Option(help="CSV of own places: name,country,latitude,longitude,population."),
]
GeocodeOption = Annotated[
    str | None,
    typer.Option(
        "--geocode",
        help="Look own places without coordinates up online: nominatim, or the address of a "
        "Nominatim service. Nothing is looked up otherwise.",
    ),
]

_LIMITS = {
    "min_population": "population_min",
    "max_population": "population_max",
    "max_ratio": "population_ratio_max",
    "min_distance_km": "distance_min_km",
    "max_distance_km": "distance_max_km",
    "per_country": "per_country",
    "exclude_country": "exclude_countries",
    "exclude_city": "exclude_cities",
    "must_have": "must_have",
    "revive": "revive",
    "disputed": "disputed",
}
"""Field of the mandate's limits by the name of its option."""


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


def given_fields(**values: Any) -> dict[str, Any]:
    """Drop the options that were not given; a zero was given and is judged like any number."""
    return {
        key: value
        for key, value in values.items()
        if value is not None and value is not False and value not in ([], {})
    }


def locator(service: str | None) -> Locate | None:
    """Return what looks places up at a geocoding service and tells so, None without one."""
    if service is None:
        return None
    from matcher.naming.geocoding import Geocoder

    return Geocoder(service, lambda line: typer.echo(line, err=True)).locate


def day(text: str | None) -> dt.date:
    """Read a day, today when not given.

    Raises
    ------
    MandateError
        The text is no day.
    """
    try:
        return dt.date.today() if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise MandateError(f"--date {text!r}: write it as YYYY-MM-DD") from None


def assignments(items: list[str] | None, option: str) -> dict[str, float]:
    """Read weights written as ``CRITERION=NUMBER``.

    Raises
    ------
    MandateError
        An item is written otherwise.
    """
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


def partners(items: list[str] | None) -> list[dict[str, Any]]:
    """Read partners written as ``CITY``, ``CITY=STATUS`` or ``CITY=drop``."""
    return [partner_from_text(item) for item in items or []]


def mandate_of_options(
    matcher: Matcher,
    options: MandateOptions,
    own_candidates: tuple[int, ...] = (),
    max_their_rank: int | None = None,
    order: Order | None = None,
) -> Mandate:
    """Make a mandate of the options of a command; they add to a mandate file.

    Parameters
    ----------
    matcher : Matcher
        Knows the areas a tier may name.
    options : MandateOptions
    own_candidates : tuple of int
        Ids of own places, which make a tier of their own.
    max_their_rank : int, optional
        Worst rank of the city on a candidate's own list.
    order : Order, optional

    Raises
    ------
    MandateError
        No city is given, or an option is wrong.
    """
    limits = given_fields(
        **{field: getattr(options, name) for name, field in _LIMITS.items()},
        their_rank_max=max_their_rank,
    )
    if options.feasibility is not None:
        limits["feasibility"] = options.feasibility.value
    if options.full_members_only:
        limits["include_associates"] = False
    tiers: list[Any] = [tier_from_text(one, matcher.world.countries) for one in options.tier or []]
    if options.country:
        tiers.append({"name": ", ".join(options.country), "countries": options.country})
    if own_candidates:
        tiers.append({"name": "Own places", "cities": [str(one) for one in own_candidates]})
    base = Mandate.read(options.mandate).to_dict() if options.mandate is not None else {}
    given = given_fields(
        city=options.city,
        tiers=tiers,
        count=options.count,
        aims=options.aim,
        date=options.date,
        partners=partners(options.partner),
        order=order and order.value,
    )
    merged = {**base, **given}
    merged["limits"] = {**base.get("limits", {}), **limits}
    weights = assignments(options.weight, "--weight")
    merged["weights"] = {**base.get("weights", {}), **weights}
    if "city" not in merged:
        raise MandateError("no city given: name one, or a mandate file with --mandate")
    return Mandate.parse(merged)
