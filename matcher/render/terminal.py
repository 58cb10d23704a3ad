"""Answers for a person at a terminal, drawn with rich."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from matcher.answer.context import shared_past
from matcher.english.corrections import FOLLOWS, HOW_TO_CORRECT
from matcher.english.phrases import CRITERION_NAMES, render
from matcher.english.politics import KNOWN_UP_TO, LEVEL_NAMES, LEVEL_SHORT, LEVEL_SIGNS, date_text
from matcher.english.terms import DISPUTED_ENDS, STATUS_NAMES
from matcher.records.answer import Candidate, Recommendation, TierResult
from matcher.records.council import CouncilReport
from matcher.records.criteria import CRITERIA, HABIT
from matcher.records.display import chance_text
from matcher.records.feasibility import FeasibilityReason, told_at_tier
from matcher.records.places import Place
from matcher.wording.facts import fact_name, value_text
from matcher.wording.language import Language
from matcher.wording.sentences import council, standing
from matcher.world.city_card import CityProfile

_BARS = " ▁▂▃▄▅▆▇█"
_MARKS = {"info": "·", "notice": "!", "warning": "!!"}


def print_recommendation(console: Console, answer: Recommendation, details: bool = False) -> None:
    """Print an answer: what is known of the city, then a table and reasons a tier.

    Parameters
    ----------
    console : rich.console.Console
    answer : Recommendation
    details : bool
        Also print every criterion with its evidence.
    """
    city = answer.query
    people = "population unknown" if city.population is None else f"{city.population:,} inhabitants"
    console.print(f"[bold]{escape(city.name)}[/bold], {escape(city.country_name)}, {people}")
    for note in answer.notes:
        console.print(f"  {escape(note.text)}")
    for caution in answer.cautions:
        console.print(f"  {_MARKS[caution.severity]} {escape(caution.text)}", highlight=False)
    for text, named in _excluded(answer):
        console.print(f"  · {escape(text)}: {escape(named)}", highlight=False)
    for tier in answer.tiers:
        _print_tier(console, tier)
        told = told_at_tier([one.feasibility for one in tier.candidates])
        for candidate in tier.candidates:
            _print_reasons(console, candidate, told)
            _print_standing(console, city, candidate)
            if details:
                _print_criteria(console, candidate)
        for past in shared_past(tier.candidates):
            console.print(f"  [dim]context: {escape(past.text)}[/dim]", highlight=False)
    if answer.council is not None:
        _print_council(console, answer.council)
    if answer.as_of:
        when = date_text(answer.as_of)
        console.print(f"\n{escape(render(KNOWN_UP_TO, {'when': when}))}", highlight=False)
    facts = ", ".join(f"{key} {value}" for key, value in answer.provenance.items())
    console.print(f"\n[dim]{escape(facts)}[/dim]", highlight=False)


def _excluded(answer: Recommendation) -> list[tuple[str, str]]:
    """Gather the places named as excluded under their reason, one line a reason."""
    groups: dict[str, list[str]] = {}
    for one in answer.exclusions:
        groups.setdefault(one.text, []).append(one.named)
    return [(f"not proposed ({text})", ", ".join(names)) for text, names in groups.items()]


def _print_tier(console: Console, tier: TierResult) -> None:
    kind = " (minority list)" if tier.kind == "minority" else ""
    console.print()
    passing = "1 place passes" if tier.eligible == 1 else f"{tier.eligible:,} places pass"
    console.print(
        f"[bold]{escape(tier.name)}[/bold]{kind}: {passing} the rules",
        highlight=False,
    )
    for caution in tier.cautions:
        console.print(f"  {_MARKS[caution.severity]} {escape(caution.text)}", highlight=False)
    if not tier.candidates:
        if not tier.cautions:
            console.print("  no place passes; relax a limit or widen the tier")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("#", justify="right")
    table.add_column("city", overflow="fold", min_width=14)
    table.add_column("inhabitants", justify="right")
    table.add_column("km", justify="right")
    table.add_column("score", justify="right")
    likely = any(one.chance is not None for one in tier.candidates)
    if likely:
        table.add_column("chance", justify="right")
    table.add_column("partnership")
    table.add_column("by criterion, from size to politics", no_wrap=True)
    for one in tier.candidates:
        people = "unknown" if one.place.population is None else f"{one.place.population:,}"
        table.add_row(
            str(one.rank),
            Text(f"{one.place.name} ({one.place.country})"),
            people,
            f"{one.distance_km:,.0f}",
            f"{one.score:.3f}",
            *(["" if one.chance is None else chance_text(one.chance)] if likely else []),
            LEVEL_SHORT[one.feasibility.named],
            _bars(one),
        )
    console.print(table)


def _bars(candidate: Candidate) -> str:
    """Draw one block a criterion; a dot where nothing is known."""
    marks = []
    for key in CRITERIA:
        value = candidate.criteria[key]
        step = round(value.likeness * (len(_BARS) - 1))
        marks.append("·" if value.grade == "unknown" else _BARS[max(1, step)])
    return "".join(marks)


def _print_reasons(
    console: Console, candidate: Candidate, told: Sequence[FeasibilityReason]
) -> None:
    """Print what speaks for and against a candidate; what the tier told is not repeated."""
    console.print(
        f"  [bold]{candidate.rank}. {escape(candidate.place.name)}[/bold]", highlight=False
    )
    verdict = candidate.feasibility
    if verdict.named != "clear":
        own = "; ".join(one.text for one in verdict.reasons if one not in told)
        named = LEVEL_NAMES[verdict.named] + (f": {own}" if own else "")
        console.print(f"     {LEVEL_SIGNS[verdict.named]} {escape(named)}", highlight=False)
    for context in verdict.context:
        if context not in told:
            console.print(f"     · {escape(context.text)}", highlight=False)
    for reason in candidate.reasons:
        weak = " [dim](unreviewed)[/dim]" if reason.grade == "unreviewed" else ""
        console.print(f"     + {escape(reason.text)}{weak}", highlight=False)
    for reason in candidate.against:
        console.print(f"     - {escape(reason.text)}", highlight=False)
    for caution in candidate.cautions:
        console.print(f"     {_MARKS[caution.severity]} {escape(caution.text)}", highlight=False)
    if candidate.unknowns:
        missing = ", ".join(unknown.text for unknown in candidate.unknowns)
        console.print(f"     ? unknown: {escape(missing)}", style="dim", highlight=False)


def _print_standing(console: Console, city: Place, one: Candidate) -> None:
    """Print how firm the rank is and how the other side sees it."""
    rendered = "; ".join(map(str, standing(city, one)))
    if rendered:
        console.print(f"     = {escape(rendered)}", highlight=False)


def _print_council(console: Console, report: CouncilReport) -> None:
    """Print how the members' wishes became the lists."""
    console.print("\n[bold]Council[/bold]")
    for one in council(report):
        console.print(f"  · {escape(str(one))}", highlight=False)


def _print_criteria(console: Console, candidate: Candidate) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("criterion", "likeness", "weight", "adds", "known", "grade", "evidence"):
        numeric = name in ("likeness", "weight", "adds", "known")
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for key, value in candidate.criteria.items():
        table.add_row(
            CRITERION_NAMES[key],
            f"{value.likeness:.3f}",
            f"{value.weight:g}",
            f"{value.contribution:.3f}",
            f"{value.known_share:.0%}",
            value.grade,
            Text("; ".join(one.text for one in value.evidence)),
        )
    habit = candidate.habit
    if habit.weight:
        drivers = "; ".join(f"{one.text} {one.effect:+.3f}" for one in habit.drivers)
        table.add_row(
            CRITERION_NAMES[HABIT], "", f"{habit.weight:g}", f"{habit.contribution:.3f}", "", "",
            Text(drivers),
        )  # fmt: skip
    table.add_row("sum", "", "", f"{candidate.score:.3f}", "", "", "")
    console.print(table)


def print_profile(console: Console, profile: CityProfile) -> None:
    """Print a city's facts with grade and source, then its partnerships."""
    place = profile.place
    region = "" if place.region_name == place.name else place.region_name
    where = ", ".join(filter(None, (region, place.country_name)))
    console.print(f"[bold]{escape(place.name)}[/bold], {escape(where)}")
    english = Language("en")
    if place.note:
        console.print(f"  ! {escape(place.note)}", highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("", "fact", "value", "grade", "source"):
        table.add_column(name, overflow="fold")
    for section, facts in profile.sections.items():
        for position, fact in enumerate(facts):
            table.add_row(
                _section_name(section, place) if position == 0 else "",
                Text(fact_name(fact, english)),
                Text(value_text(fact, english)),
                fact.grade,
                Text(fact.source),
            )
    console.print(table)
    concluded = sum(link.status != "proposed" for link in profile.links)
    noun = "partnership" if concluded == 1 else "partnerships"
    console.print(f"\n{concluded} known {noun}; such lists are incomplete")
    if profile.links:
        _print_links(console, profile)
    if profile.unit_links:
        console.print("\nPartnerships with districts, counties and regions, or of its own ones")
        units = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("own unit", "partner", "status", "since", "until", "source"):
            units.add_column(name, overflow="fold")
        for one in profile.unit_links:
            told = (one.own_unit, f"{one.partner} ({one.country})", STATUS_NAMES[one.status],
                    one.since, one.until, one.source)  # fmt: skip
            units.add_row(*map(Text, told))
        console.print(units)


def _section_name(section: str, place: Place) -> str:
    if section == "country":
        return f"{place.country_name}, the whole country"
    return CRITERION_NAMES.get(section, section)


def _print_links(console: Console, profile: CityProfile) -> None:
    links = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("partner", "status", "since", "until", "form", "sure", "source"):
        links.add_column(name, overflow="fold")
    for link in profile.links:
        partner = Text(f"{link.partner.name} ({link.partner.country})")
        notes = filter(None, (DISPUTED_ENDS.get(link.disputed, ""), link.partner.note))
        source = "; ".join((link.source, *notes))
        form = "" if link.form == "unknown" else link.form
        status = STATUS_NAMES[link.standing]
        links.add_row(partner, status, link.since, link.until, form, link.grade, Text(source))
    console.print(links)


def print_corrections(console: Console, profile: CityProfile) -> None:
    """Print how each fact of a profile is corrected: its id and the line to send."""
    facts = [fact for section in profile.sections.values() for fact in section]
    found = [(one.correction, "unknown" if one.value is None else one.value) for one in facts]
    found += [
        (correction, f"{link.partner.name} ({link.partner.country}), {link.status}")
        for link, correction in zip(profile.links, profile.link_corrections, strict=True)
    ]
    console.print(f"\n{HOW_TO_CORRECT}", highlight=False)
    for one, value in found:
        console.print(Text(f"\n{one.id}", style="bold"), Text(f"  {value}"), soft_wrap=True)
        told = (f"  data/curated/{one.file}: ", one.line) if one.file else ("  ", FOLLOWS)
        console.print(Text("".join(told)), soft_wrap=True)


def print_rows(console: Console, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows of one shape as a table; numbers to the right."""
    if not rows:
        console.print("nothing found")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, value in rows[0].items():
        table.add_column(name, justify="right" if isinstance(value, int | float) else "left")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "unknown"
    return (
        f"{value:,}"
        if isinstance(value, int | float) and not isinstance(value, bool)
        else str(value)
    )
