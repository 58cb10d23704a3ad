"""Part 6: where we stand on the candidates' own lists."""

from __future__ import annotations

from matcher.documents.model import Block, Bullets, Heading, Paragraph
from matcher.dossier.case import Case
from matcher.dossier.teller import Teller
from matcher.records.answer import Candidate


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part."""
    parts: list[Block] = [Paragraph(tell("standing_note"), small=True)]
    for one in case.leading:
        if one.place.city_id in case.sides:
            parts += [Heading(tell.city_country(one.place)), Bullets(points_of(case, tell, one))]
    return tuple(parts)


def points_of(case: Case, tell: Teller, one: Candidate) -> tuple[str, ...]:
    """Say where the query stands on a candidate's own list and whom it is linked with."""
    side = case.sides[one.place.city_id]
    query = case.query
    told = [
        tell(
            "standing_open" if side.open else "standing",
            candidate=tell.city(one.place),
            country=tell.country(query),
            city=tell.city(query),
            rank=side.rank,
            looked=side.rank - 1,
            total=side.candidates,
        )
    ]
    if side.ahead:
        ahead = map(case.matcher.places.of_row, side.ahead)
        told.append(tell("standing_ahead", cities=", ".join(map(tell.city, ahead))))
    elif not side.open:
        told.append(tell("standing_first"))
    links = [link for link in case.links[one.place.city_id] if link.status != "proposed"]
    same = sum(link.partner.country == query.country for link in links)
    told.append(tell("standing_links", count=len(links), same=same))
    return tuple(told)
