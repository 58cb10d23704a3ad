"""Options of the command line that several commands share, and the mandate they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from matcher.errors import MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import MUST_HAVES
from matcher.mandate.request import tier_from_text
from matcher.mandate.rows import partner_from_text
from matcher.matcher import Matcher
from matcher.records.criteria import CRITERIA

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2

City = Annotated[str, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")]
OptionalCity = Annotated[
    str | None, typer.Argument(help="Name in any script, 'Name, Country', or GeoNames id.")
]
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
ModelOption = Annotated[
    str | None, typer.Option("--model", help="learned or similarity; learned if not given.")
]
PartnerOption = Annotated[
    list[str] | None,
    typer.Option("--partner", help="CITY or CITY=STATUS to add; CITY=drop to drop a listed one."),
]
TierOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tier",
        "-t",
        help="NAME=AREA,AREA in order of priority; areas are "
        "countries, blocs, continents or regions such as US-NC. A tier named "
        "minority stands apart.",
    ),
]
CountryOption = Annotated[
    list[str] | None, typer.Option("--country", help="One tier of these countries.")
]
CountOption = Annotated[int | None, typer.Option("-k", "--count", help="Candidates a tier; 10.")]
MandateOption = Annotated[
    Path | None, typer.Option("--mandate", help="TOML or JSON file; flags add to it.")
]
MinPopulation = Annotated[int | None, typer.Option(help="Fewest inhabitants.")]
MaxPopulation = Annotated[int | None, typer.Option(help="Most inhabitants.")]
MaxRatio = Annotated[float | None, typer.Option(help="Largest ratio of populations.")]
MinDistance = Annotated[float | None, typer.Option(help="Nearest allowed.")]
MaxDistance = Annotated[float | None, typer.Option(help="Farthest allowed.")]
PerCountry = Annotated[int | None, typer.Option(help="Most candidates of one country.")]
Excluded = Annotated[list[str] | None, typer.Option(help="Never propose it.")]
MustHave = Annotated[
    list[str] | None, typer.Option(help=f"Required fact: {', '.join(MUST_HAVES)}.")
]
FullMembersOnly = Annotated[bool, typer.Option(help="Leave out associate members of a bloc.")]
Revive = Annotated[bool, typer.Option(help="Allow suspended, dormant and ended partners.")]
PlacesOption = Annotated[
    Path | None,
    typer.Option(help="CSV of own places: name,country,latitude,longitude,population."),
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
    "max_their_rank": "their_rank_max",
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
    matcher: Matcher, options: Mapping[str, Any], own_candidates: tuple[int, ...] = ()
) -> Mandate:
    """Make a mandate of the options of a command; they add to a mandate file.

    Parameters
    ----------
    matcher : Matcher
        Knows the areas a tier may name.
    options : mapping
        The command's options by their Python names.
    own_candidates : tuple of int
        Ids of own places, which make a tier of their own.

    Raises
    ------
    MandateError
        No city is given, or an option is wrong.
    """
    limits = given_fields(**{field: options.get(name) for name, field in _LIMITS.items()})
    if options["full_members_only"]:
        limits["include_associates"] = False
    tiers: list[Any] = [
        tier_from_text(one, matcher.world.countries) for one in options["tier"] or []
    ]
    country = options["country"]
    if country:
        tiers.append({"name": ", ".join(country), "countries": country})
    if own_candidates:
        tiers.append({"name": "Own places", "cities": [str(one) for one in own_candidates]})
    path = options["mandate"]
    base = Mandate.read(path).to_dict() if path is not None else {}
    given = given_fields(
        city=options["city"],
        tiers=tiers,
        count=options["count"],
        aims=options["aim"],
        date=options["date"],
        partners=partners(options["partner"]),
        order=options.get("order") and options["order"].value,
    )
    merged = {**base, **given}
    merged["limits"] = {**base.get("limits", {}), **limits}
    weights = assignments(options["weight"], "--weight")
    merged["weights"] = {**base.get("weights", {}), **weights}
    if "city" not in merged:
        raise MandateError("no city given: name one, or a mandate file with --mandate")
    return Mandate.parse(merged)
