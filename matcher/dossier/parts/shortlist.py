"""Parts 2 and 3: the lists of all tiers, and each of the first candidates."""

from __future__ import annotations

from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier import figures
from matcher.dossier.case import Case
from matcher.dossier.teller import Teller, sentence
from matcher.maps.world_map import WorldMap
from matcher.records.answer import Candidate, TierResult

DETAILED = 3
"""Candidates of a tier that are described one by one."""


def lists(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the shortlist of each tier, the map, and what is kept out."""
    parts: list[Block] = [figures.world(tell, case.answer, DETAILED, WorldMap(case.matcher.atlas))]
    parts += [
        _list(tell, tier)
        if tier.candidates
        else Paragraph(sentence(tell("conflict_empty", tier=tell.tier(tier))) + ".")
        for tier in case.answer.tiers
    ]
    kept_out: dict[str, list[str]] = {}
    for one in case.answer.exclusions:
        kept_out.setdefault(tell.language.exclusion(one), []).append(tell.city_country(one.place))
    parts += [
        Paragraph(tell("not_proposed", cities=", ".join(cities), reason=reason))
        for reason, cities in kept_out.items()
    ]
    parts += [figures.bars(tell, tier) for tier in case.answer.tiers if tier.candidates]
    return tuple(parts)


def _list(tell: Teller, tier: TierResult) -> Table:
    key = "tier_caption_minority" if tier.kind == "minority" else "tier_caption"
    named = tell("tier_minority") == tell.tier(tier)
    rows = tuple(
        (
            tell.number(one.rank),
            tell.city_both(one.place),
            tell.country(one.place),
            tell.people(one.place),
            tell.number(one.distance_km),
            tell.points(one.score),
            tell.language.percent(known_share(one)),
        )
        for one in tier.candidates
    )
    return Table(
        caption=tell("tier_caption" if named else key, tier=sentence(tell.tier(tier)),
                     eligible=tier.eligible),
        columns=(
            Column(tell("col_rank"), "right", 0.5),
            Column(tell("col_city"), share=1.9),
            Column(tell("col_country"), share=1.4),
            Column(tell("col_people"), "right", 1.05),
            Column(tell("col_km"), "right", 0.95),
            Column(tell("col_points"), "right", 0.7),
            Column(tell("col_known"), "right", 0.75),
        ),
        rows=rows,
    )  # fmt: skip


def known_share(candidate: Candidate) -> float:
    """Return which share of what is measured is known, criteria by their weights."""
    weights = sum(one.weight for one in candidate.criteria.values())
    return sum(one.weight * one.known_share for one in candidate.criteria.values()) / weights


def cards(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the first candidates of each tier one by one."""
    parts: list[Block] = [Paragraph(tell("method"), small=True)]
    for tier in case.answer.tiers:
        for one in tier.candidates[:DETAILED]:
            parts += _card(tell, tier, one)
    return tuple(parts)


def _card(tell: Teller, tier: TierResult, one: Candidate) -> list[Block]:
    place = one.place
    title = tell(
        "card_title",
        tier=sentence(tell.tier(tier)),
        rank=one.rank,
        city=tell.city_both(place),
        country=tell.country(place),
    )
    facts = tell(
        "card_facts" if place.population is not None else "card_facts_unknown",
        points=tell.points(one.score),
        people=tell.people(place),
        km=tell.number(one.distance_km),
    )
    blocks: list[Block] = [
        Heading(title),
        Paragraph(f"{facts} {_interval(tell, one)}"),
        Paragraph(points_from(tell, one), tell("points_lead")),
        Paragraph("; ".join(tell.reasons(one)) or tell("nothing"), tell("why")),
        Paragraph("; ".join(tell.against(one)) or tell("nothing"), tell("against")),
        Paragraph(tell.unknowns(one) or tell("none"), tell("not_known")),
    ]
    completes = [
        tell.evidence(fact)
        for value in one.criteria.values()
        for fact in value.evidence
        if fact.relation == "complement"
    ]
    if completes:
        blocks.append(Paragraph("; ".join(map(sentence, completes)), tell("complement")))
    if one.cautions:
        told = tuple(sentence(tell.language.caution(caution)) for caution in one.cautions)
        blocks += [Paragraph("", tell("card_cautions")), Bullets(told)]
    return blocks


def points_from(tell: Teller, one: Candidate) -> str:
    """Say what each criterion adds to a score, and what is left of it without the first."""
    order = sorted(one.criteria, key=lambda key: -one.criteria[key].contribution)
    parts = [
        f"{tell.language.criterion(key)} {tell.signed(one.criteria[key].contribution)}"
        for key in order
        if tell.signed(one.criteria[key].contribution) != tell.signed(0.0)
    ]
    if one.combination:
        parts.append(f"{tell('together')} {tell.signed(one.combination)}")
    told = sentence("; ".join(parts)) + "."
    first = one.criteria[order[0]]
    if first.without is None:
        return told
    key = "without_first_joint" if one.combination else "without_first"
    return f"{told} " + tell(
        key,
        criterion=tell.language.criterion(order[0]),
        points=tell.points(first.without),
        own=tell.points(first.contribution),
        rest=tell.signed(one.combination),
    )


def _interval(tell: Teller, one: Candidate) -> str:
    if one.rank_low is None or one.rank_high is None:
        return tell("rank_no_interval", rank=one.rank)
    key = "interval_same" if one.rank_low == one.rank_high else "rank_interval"
    return tell(key, low=one.rank_low, high=one.rank_high)
