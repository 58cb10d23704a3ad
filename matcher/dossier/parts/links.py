"""Part 5: the partnerships both sides have, with status and dates."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.documents.model import Block, Bullets, Column, Paragraph, Table
from matcher.dossier.case import Case
from matcher.records.answer import Caution
from matcher.records.places import Link, Place
from matcher.wording.document_text import DocumentText, sentence

MOST_SHOWN = 12


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    sources: dict[str, int] = {}
    sides = [(case.query, case.answer.links)]
    sides += [(one.place, case.links[one.place.city_id]) for one in case.leading]
    parts: list[Block] = [
        *(
            Paragraph(_told(texts, one))
            for one in case.answer.cautions
            if one.code in ("links_known", "links_none", "links_broken", "links_proposed")
        ),
        Paragraph(texts("links_incomplete"), small=True),
    ]
    for place, links in sides:
        if not links:
            parts.append(Paragraph(texts("links_none_known", city=texts.city_country(place))))
            continue
        shown = links if place == case.query else _notable(links, case.query.country)
        parts.append(_table(texts, place, shown, sources))
        if len(shown) < len(links):
            note = texts("links_some", shown=len(shown), total=len(links))
            parts.append(Paragraph(note, small=True))
    if sources:
        parts.append(Bullets(tuple(map(texts.language.source, sources)), numbered=True))
    return tuple(parts)


def _told(texts: DocumentText, one: Caution) -> str:
    """Say what is known of the city's partnerships; of those that broke, who says so."""
    text = sentence(texts.language.caution(one))
    if one.code == "links_broken":
        return texts("with_source", text=text, source=texts.language.source(one.source))
    return f"{text}."


def _notable(links: Sequence[Link], home: str) -> tuple[Link, ...]:
    """Pick the links a council asks about: with its country, broken, dated, then the largest."""

    def weight(link: Link) -> tuple[bool, bool, bool, int, int]:
        return (
            link.partner.country != home,
            link.alive,
            not link.since,
            -(link.partner.population or 0),
            link.partner.city_id,
        )

    return tuple(sorted(links, key=weight)[:MOST_SHOWN])


def _table(
    texts: DocumentText, place: Place, links: Sequence[Link], sources: dict[str, int]
) -> Table:
    rows = []
    for link in links:
        number = sources.setdefault(link.source, len(sources) + 1)
        rows.append(
            (
                texts.city_both(link.partner),
                texts.country(link.partner),
                texts.language.status(link.standing),
                texts.date(link.since) or texts("unknown"),
                texts.date(link.until) or "–",
                f"[{number}], {texts.language.link_notes(link)}",
            )
        )
    return Table(
        caption=texts("links_caption", city=texts.city_country(place)),
        columns=(
            Column(texts("col_partner"), share=1.7),
            Column(texts("col_country"), share=1.4),
            Column(texts("col_status"), share=1.1),
            Column(texts("col_since"), share=1.25),
            Column(texts("col_until"), share=1.25),
            Column(texts("col_source"), share=1.3),
        ),
        rows=tuple(rows),
    )
