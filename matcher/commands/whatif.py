"""The command that asks what other weights, another fact or no rule would change."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from matcher.commands.options import (
    AimOption,
    City,
    DataOption,
    DateOption,
    Format,
    FormatOption,
    WeightOption,
    assignments,
    fields_given,
    reported,
    write_rows,
)
from matcher.errors import MandateError
from matcher.mandate import Mandate
from matcher.whatif import Counterfactual, RulePrice, Standing, WhatIf


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    epilog = "Example:  matcher what-if Kostroma --tier TM --weight war_history=3"
    app.command(name="what-if", epilog=epilog)(what_if)


def what_if(
    city: Annotated[City | None, typer.Argument()] = None,  # type: ignore[valid-type]
    tier: Annotated[
        list[str] | None, typer.Option(help='As for recommend, such as "CIS=TM,AZ,UZ".')
    ] = None,
    mandate: Annotated[Path | None, typer.Option(help="TOML or JSON file of a mandate.")] = None,
    weight: WeightOption = None,
    aim: AimOption = None,
    ahead: Annotated[
        str | None, typer.Option(help="Candidate that shall come first: what would put it there?")
    ] = None,
    over: Annotated[
        str | None, typer.Option(help="With --ahead: the one candidate it shall beat.")
    ] = None,
    prices: Annotated[
        bool, typer.Option("--prices", help="What each rule and tier of the mandate costs.")
    ] = False,
    count: Annotated[int | None, typer.Option("-k", "--count", help="Candidates a tier.")] = None,
    date: DateOption = None,
    style: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Rank anew under other weights, or say what would turn the order."""
    from matcher.request import tier_from_text
    from matcher.service import Matcher

    with reported():
        if over is not None and ahead is None:
            raise MandateError("--over names whom to beat: name who shall beat it with --ahead")
        matcher = Matcher.load(data)
        base = Mandate.read(mandate).to_dict() if mandate is not None else {}
        tiers = [tier_from_text(text, matcher.countries) for text in tier or []]
        given = fields_given(city=city, tiers=tiers, count=count, date=date, aims=aim)
        if "city" not in {**base, **given}:
            raise MandateError("no city given: name one, or a mandate file with --mandate")
        kept = matcher.what_if(Mandate.parse({**base, **given}))
        if ahead is not None:
            ids = [None if one is None else matcher.find(one) for one in (ahead, over)]
            _write_counterfactual(kept, ids, style)
        elif prices:
            write([_price_row(one) for one in kept.prices()], kept.prices, style)
        else:
            standings = kept.rerank(assignments(weight, "--weight"))
            _write(standings, style)


def _write_counterfactual(kept: WhatIf, ids: list[int | None], style: Format) -> None: ...
