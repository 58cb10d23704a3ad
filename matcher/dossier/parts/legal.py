"""Part 7: legal steps and political risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.records.answer import Candidate, Caution
from matcher.tables import columns as c
from matcher.wording.contexts import RULE
from matcher.wording.document_text import DocumentText, sentence


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    steps = ("legal_council", "legal_rules", "legal_partner", "legal_register")
    parts: list[Block] = [Bullets(tuple(texts(key) for key in steps), numbered=True)]
    rows = tuple(_row(texts, event) for event in _events(case))
    if rows:
        columns = (
            Column(texts("col_date"), share=1.0),
            Column(texts("col_country"), share=0.9),
            Column(texts("col_what"), share=3.4),
            Column(texts("col_source"), share=1.5),
        )
        parts.append(Table(texts("rules_caption"), columns, rows))
    parts.append(Heading(texts("risks")))
    parts.append(Bullets(tuple(_risks(texts, one) for one in case.leading)))
    parts.append(Paragraph(texts("risk_note"), small=True))
    return tuple(parts)


def _events(case: Case) -> list[Mapping[str, Any]]:
    """Return the rules and waves that touch the query or a country of a tier, oldest first."""
    query = case.query
    countries = {query.country} | {code for tier in case.answer.tiers for code in tier.countries}
    region = f"{query.country}-{query.region}"
    events = [
        row
        for row in case.matcher.world.atlas.table("country_events").data.to_pylist()
        if row[c.DATE] <= case.mandate.date.isoformat()
        and (
            row[c.SCOPE] == region or (row[c.SCOPE] == "country" and row[c.COUNTRY_A] in countries)
        )
    ]
    return sorted(events, key=lambda row: (row[c.DATE], row[c.TEXT]))


def _row(texts: DocumentText, event: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        texts.date(event[c.DATE]),
        texts.country_code(event[c.COUNTRY_A]),
        texts.language.term(event[c.TEXT], RULE),
        event[c.SOURCE],
    )


def _risks(texts: DocumentText, one: Candidate) -> str:
    name = texts.city_country(one.place)
    if not one.cautions:
        return texts("no_risk", city=name)
    return f"{name}: " + "; ".join(_dated(texts, caution) for caution in one.cautions)


def _dated(texts: DocumentText, caution: Caution) -> str:
    text = sentence(texts.language.caution(caution))
    dates = ", ".join(texts.date(one) for one in caution.date.split(", ")) if caution.date else ""
    return f"{text} ({dates})" if dates else text
