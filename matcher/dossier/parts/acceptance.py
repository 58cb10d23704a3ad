"""Part 6: where we stand on the candidates' own lists."""

from __future__ import annotations

from matcher.dossier.case import Case
from matcher.dossier.model import Block, Bullets, Heading, Paragraph
from matcher.dossier.teller import Teller
from matcher.records import Candidate


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part."""
    parts: list[Block] = [Paragraph(tell("standing_note"), small=True)]
    for one in case.leading:
        if one.place.city_id in case.standings:
            parts += [Heading(tell.city_country(one.place)), Bullets(_points(case, tell, one))]
    return tuple(parts)


def _points(case: Case, tell: Teller, one: Candidate) -> tuple[str, ...]:
    found = case.standings[one.place.city_id]
    query = case.query
    told = [
        tell(
            "standing",
            candidate=tell.city(one.place),
            country=tell.country(query),
            city=tell.city(query),
            rank=found.rank,
            total=found.total,
        )
    ]
    if found.ahead:
        told.append(tell("standing_ahead", cities=", ".join(map(tell.city, found.ahead))))
    else:
        told.append(tell("standing_first"))
    links = [link for link in case.links[one.place.city_id] if link.status != "proposed"]
    same = sum(link.partner.country == query.country for link in links)
    told.append(tell("standing_links", count=len(links), same=same))
    return tuple(told)
