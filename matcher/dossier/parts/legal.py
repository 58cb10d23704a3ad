"""Part 7: legal steps and political risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.teller import Teller, sentence
from matcher.records.answer import Candidate, Caution
from matcher.tables import columns as c
from matcher.wording.language import RULE


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part."""
    steps = ("legal_council", "legal_rules", "legal_partner", "legal_register")
    parts: list[Block] = [Bullets(tuple(tell(key) for key in steps), numbered=True)]
    rows = tuple(_row(tell, event) for event in _events(case))
    if rows:
        columns = (
            Column(tell("col_date"), share=1.0),
            Column(tell("col_country"), share=0.9),
            Column(tell("col_what"), share=3.4),
            Column(tell("col_source"), share=1.5),
        )
        parts.append(Table(tell("rules_caption"), columns, rows))
    parts.append(Heading(tell("risks")))
    parts.append(Bullets(tuple(_risks(tell, one) for one in case.leading)))
    parts.append(Paragraph(tell("risk_note"), small=True))
    return tuple(parts)


def _events(case: Case) -> list[Mapping[str, Any]]:
    """Return the rules and waves that touch the query or a country of a tier, oldest first."""
    query = case.query
    countries = {query.country} | {code for tier in case.answer.tiers for code in tier.countries}
    region = f"{query.country}-{query.region}"
    events = [
        row
        for row in case.matcher.atlas.table("country_events").data.to_pylist()
        if row[c.DATE] <= case.mandate.date.isoformat()
        and (
            row[c.SCOPE] == region or (row[c.SCOPE] == "country" and row[c.COUNTRY_A] in countries)
        )
    ]
    return sorted(events, key=lambda row: (row[c.DATE], row[c.TEXT]))


def _row(tell: Teller, event: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        tell.date(event[c.DATE]),
        tell.country_code(event[c.COUNTRY_A]),
        tell.language.term(event[c.TEXT], RULE),
        event[c.SOURCE],
    )


def _risks(tell: Teller, one: Candidate) -> str:
    name = tell.city_country(one.place)
    if not one.cautions:
        return tell("no_risk", city=name)
    return f"{name}: " + "; ".join(_dated(tell, caution) for caution in one.cautions)


def _dated(tell: Teller, caution: Caution) -> str:
    text = sentence(tell.language.caution(caution))
    dates = ", ".join(tell.date(one) for one in caution.date.split(", ")) if caution.date else ""
    return f"{text} ({dates})" if dates else text
