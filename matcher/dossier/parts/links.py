"""Part 5: the partnerships both sides have, with status and dates."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.documents.model import Block, Bullets, Column, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.teller import Teller, sentence
from matcher.records.places import Link, Place

MOST_SHOWN = 12


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part."""
    sources: dict[str, int] = {}
    sides = [(case.query, case.answer.links)]
    sides += [(one.place, case.links[one.place.city_id]) for one in case.leading]
    parts: list[Block] = [
        *(
            Paragraph(f"{sentence(tell.language.caution(one))}.")
            for one in case.answer.cautions
            if one.code in ("links_known", "links_none", "links_broken", "links_proposed")
        ),
        Paragraph(tell("links_incomplete"), small=True),
    ]
    for place, links in sides:
        if not links:
            parts.append(Paragraph(tell("links_none_known", city=tell.city_country(place))))
            continue
        shown = links if place == case.query else _notable(links, case.query.country)
        parts.append(_table(tell, place, shown, sources))
        if len(shown) < len(links):
            note = tell("links_some", shown=len(shown), total=len(links))
            parts.append(Paragraph(note, small=True))
    if sources:
        parts.append(Bullets(tuple(map(tell.language.source, sources)), numbered=True))
    return tuple(parts)


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


def _table(tell: Teller, place: Place, links: Sequence[Link], sources: dict[str, int]) -> Table:
    rows = []
    for link in links:
        number = sources.setdefault(link.source, len(sources) + 1)
        rows.append(
            (
                tell.city_both(link.partner),
                tell.country(link.partner),
                tell.language.status(link.status),
                tell.date(link.since) or tell("unknown"),
                tell.date(link.until) or "–",
                f"[{number}], {tell.language.grade(link.grade)}",
            )
        )
    return Table(
        caption=tell("links_caption", city=tell.city_country(place)),
        columns=(
            Column(tell("col_partner"), share=1.7),
            Column(tell("col_country"), share=1.4),
            Column(tell("col_status"), share=1.1),
            Column(tell("col_since"), share=1.25),
            Column(tell("col_until"), share=1.25),
            Column(tell("col_source"), share=1.3),
        ),
        rows=tuple(rows),
    )
