"""Part 6: where we stand on the candidates' own lists."""

from __future__ import annotations

from matcher.documents.model import Block, Bullets, Heading, Paragraph
from matcher.dossier.case import Case
from matcher.records.answer import Candidate
from matcher.wording.document_text import DocumentText


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    parts: list[Block] = [Paragraph(texts("standing_note"), small=True)]
    for one in case.leading:
        if one.place.city_id in case.sides:
            parts += [Heading(texts.city_country(one.place)), Bullets(points_of(case, texts, one))]
    return tuple(parts)


def points_of(case: Case, texts: DocumentText, one: Candidate) -> tuple[str, ...]:
    """Say where the query stands on a candidate's own list and whom it is linked with."""
    side = case.sides[one.place.city_id]
    query = case.query
    rendered = [
        texts(
            "standing_open" if side.open else "standing",
            candidate=texts.city(one.place),
            country=texts.country(query),
            city=texts.city(query),
            rank=side.rank,
            looked=side.rank - 1,
            total=side.candidates,
        )
    ]
    if side.ahead:
        ahead = map(case.matcher.world.places.of_row, side.ahead)
        rendered.append(texts("standing_ahead", cities=", ".join(map(texts.city, ahead))))
    elif not side.open:
        rendered.append(texts("standing_first"))
    links = [link for link in case.links[one.place.city_id] if link.status != "proposed"]
    same = sum(link.partner.country == query.country for link in links)
    rendered.append(texts("standing_links", count=len(links), same=same))
    return tuple(rendered)
