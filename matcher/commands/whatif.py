"""The command that asks what other weights, another fact or no rule would change."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.commands import mandate_options as o
from matcher.commands.options import Format, FormatOption, write_rows
from matcher.english.politics import LEVEL_SHORT
from matcher.errors import MandateError
from matcher.mandate.model import Mandate
from matcher.records.feasibility import ASK_FIRST
from matcher.wording.sentences import counterfactual

if TYPE_CHECKING:
    from matcher.decisions.what_if import Counterfactual, RulePrice, Standing


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    epilog = "Example:  matcher what-if Kostroma --tier TM --weight war_history=3"
    app.command(name="what-if", epilog=epilog)(what_if)


def what_if(
    city: o.OptionalCity = None,
    tier: Annotated[
        list[str] | None, typer.Option(help='As for recommend, such as "CIS=TM,AZ,UZ".')
    ] = None,
    mandate: Annotated[Path | None, typer.Option(help="TOML or JSON file of a mandate.")] = None,
    weight: o.WeightOption = None,
    aim: o.AimOption = None,
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
    date: o.DateOption = None,
    style: FormatOption = Format.table,
    model: o.ModelOption = None,
    data: o.DataOption = None,
) -> None:
    """Rank anew under other weights, or say what would turn the order."""
    from matcher.mandate.request import tier_from_text
    from matcher.matcher import Matcher

    with o.reported():
        if over is not None and ahead is None:
            raise MandateError("--over names whom to beat: name who shall beat it with --ahead")
        matcher = Matcher.load(data, model)
        base = Mandate.read(mandate).to_dict() if mandate is not None else {}
        tiers = [tier_from_text(text, matcher.world.countries) for text in tier or []]
        given = o.given_fields(city=city, tiers=tiers, count=count, date=date, aims=aim)
        if "city" not in {**base, **given}:
            raise MandateError("no city given: name one, or a mandate file with --mandate")
        kept = matcher.what_if(Mandate.parse({**base, **given}))
        if ahead is not None:
            winner = matcher.world.gazetteer.resolve(ahead).city_id
            rival = None if over is None else matcher.world.gazetteer.resolve(over).city_id
            _write_counterfactual(kept.counterfactual(winner, rival), style)
        elif prices:
            found = kept.prices()
            rows = [_price_row(one) for one in found]
            _write(rows, [asdict(one) for one in found], style)
        else:
            standings = kept.rerank(o.assignments(weight, "--weight"))
            asks = kept.resolved.city.is_destroyed
            rows = [_standing_row(one, asks) for one in standings]
            _write(rows, [asdict(one) for one in standings], style)


def _write(rows: list[dict[str, Any]], full: list[dict[str, Any]], style: Format) -> None:
    from matcher import render

    if style is Format.json:
        typer.echo(render.json_text(full))
    else:
        write_rows(rows, style)


def _write_counterfactual(found: Counterfactual, style: Format) -> None:
    from matcher import render

    if style is Format.json:
        typer.echo(render.json_text(asdict(found)))
        return
    headline, *changes = counterfactual(found)
    kinds = ["weight"] * len(found.weights) + ["fact"] * len(found.facts)
    rows: list[dict[str, Any]] = [
        {"kind": kind, "change": str(change)} for kind, change in zip(kinds, changes, strict=True)
    ]
    if style is not Format.table:
        write_rows(rows, style)
        return
    typer.echo(str(headline))
    if rows:
        write_rows(rows, style)


def _standing_row(one: Standing, asks: bool) -> dict[str, Any]:
    """Return a row of a list; a destroyed town that asks is never told ``clear``."""
    level = ASK_FIRST if asks and one.feasibility == "clear" else one.feasibility
    return {
        "tier": one.tier,
        "rank": one.rank,
        "before": one.rank_before or "not listed",
        "city": f"{one.place.name} ({one.place.country})",
        "score": round(one.score, 4),
        "partnership": LEVEL_SHORT[level],
    }


def _price_row(one: RulePrice) -> dict[str, Any]:
    kept_out = [f"{place.name} ({place.country})" for place in one.kept_out[:3]]
    return {
        "tier": one.tier,
        "rule": one.rule,
        "places": one.eligible,
        "without": one.eligible_without,
        "best score": _rounded(one.best_score),
        "without it": _rounded(one.best_score_without),
        "kept out": ", ".join(kept_out),
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
