"""Part 7: legal steps and political risk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.parts.verdict import cautions_of, cell, nothing_found
from matcher.records.answer import Candidate, Caution
from matcher.records.feasibility import FeasibilityReason
from matcher.wording.document_text import DocumentText, sentence, whole_sentence, whole_sentences
from matcher.wording.politics import reason_text

_NOT_TOLD: Final = ("alliance", "union")
"""Relations that bear neither on law nor on risk."""


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    steps = ("legal_council", "legal_rules", "legal_partner", "legal_register")
    parts: list[Block] = []
    if case.leading:
        parts.append(Bullets(tuple(texts(key) for key in steps), numbered=True))
    rows = tuple(_rules(case, texts))
    if rows:
        columns = (
            Column(texts("col_what"), share=3.4),
            Column(texts("col_as_of"), share=1.0),
            Column(texts("col_source"), share=1.5),
        )
        parts.append(Table(texts("rules_caption"), columns, rows))
    parts += [
        Paragraph(whole_sentence(texts.language.caution(one)))
        for one in case.answer.cautions
        if one.code == "no_law"
    ]
    if case.leading:
        parts.append(Heading(texts("risks")))
        parts.append(Bullets(tuple(_risks(case, texts, one) for one in case.leading)))
        parts.append(Paragraph(texts("risk_note"), small=True))
    return tuple(parts or [Paragraph(nothing_found(case, texts))])


def _rules(case: Case, texts: DocumentText) -> list[tuple[str, ...]]:
    """Return what bars places, then what is told of the leading candidates, each once."""
    told: dict[str, tuple[str, ...]] = {}
    for bar in _bars(case):
        text = sentence(texts.language.reason(bar))
        as_of = texts.date(bar.as_of) or texts("unknown")
        told.setdefault(text, (text, as_of, texts.language.source(bar.source)))
    for candidate in case.leading:
        verdict = case.verdicts[candidate.place.city_id]
        for one in (*verdict.reasons, *verdict.steps, *verdict.context):
            if one.code not in _NOT_TOLD:
                text = sentence(reason_text(one, texts.language, case.query, candidate.place))
                as_of = texts.date(one.as_of) or texts("unknown")
                told.setdefault(text, (text, as_of, texts.language.source(one.source)))
    return list(told.values())


def _bars(case: Case) -> Iterator[FeasibilityReason]:
    """Return the reasons that keep tiers empty and excluded places out."""
    for tier in case.answer.tiers:
        for one in tier.cautions:
            if one.code == "tier_barred":
                yield from (FeasibilityReason(**why) for why in one.facts["reasons_reason"])
    for kept_out in case.answer.exclusions:
        if kept_out.reason == "barred":
            named = kept_out.facts["because"].split()
            yield from (one for one in kept_out.feasibility.reasons if one.code in named)


def _risks(case: Case, texts: DocumentText, one: Candidate) -> str:
    name, cautions = texts.city_country(one.place), cautions_of(case, one)
    rendered = [_dated(texts, caution) for caution in cautions]
    if one.feasibility.named != "clear":
        rendered = [cell(texts, one), *rendered]
    return f"{name}: {whole_sentences(rendered)}" if rendered else texts("no_risk", city=name)


def _dated(texts: DocumentText, caution: Caution) -> str:
    text = sentence(texts.language.caution(caution))
    dates = [texts.date(one) for one in caution.date.split(", ")] if caution.date else []
    # What the sentence says itself is not said again behind it.
    rest = ", ".join(one for one in dates if one not in text)
    return f"{text} ({rest})" if rest else text
