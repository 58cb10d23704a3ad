"""Parts 2 and 3: the lists of all tiers, and each of the first candidates."""

from __future__ import annotations

from matcher.answer.context import shared_past
from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier import figures
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.english.politics import DEFAULTS
from matcher.maps.world_map import WorldMap
from matcher.records.answer import Candidate, TierResult
from matcher.records.criteria import CONTEXT_ALONE, HABIT
from matcher.records.feasibility import told_at_tier
from matcher.wording.document_text import (
    DocumentText,
    sentence,
    whole_sentence,
    whole_sentences,
)

DETAILED = 3
"""Candidates of a tier that are described one by one."""


def lists(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the shortlist of each tier, the map, and what is kept out."""
    parts: list[Block] = [
        figures.world(texts, case.answer, DETAILED, WorldMap(case.matcher.world.atlas))
    ]
    for tier in case.answer.tiers:
        if tier.candidates:
            parts.append(_list(texts, tier))
        elif not tier.cautions:
            parts.append(Paragraph(whole_sentence(texts("conflict_empty", tier=texts.tier(tier)))))
        parts += verdict.of_tier(texts, tier)
        past = [texts.evidence(one) for one in shared_past(tier.candidates)]
        if past:
            parts.append(Paragraph(whole_sentences(past), texts("past"), small=True))
    kept_out: dict[str, list[str]] = {}
    for one in case.answer.exclusions:
        named = texts.country(one.place) if one.whole_country else texts.city_country(one.place)
        kept_out.setdefault(texts.language.exclusion(one), []).append(named)
    parts += [
        Paragraph(texts("not_proposed", cities=", ".join(cities), reason=reason))
        for reason, cities in kept_out.items()
    ]
    parts += [
        Paragraph(whole_sentence(texts.language.caution(one)), small=True)
        for one in case.answer.cautions
        if one.code in DEFAULTS
    ]
    parts += [figures.bars(texts, tier) for tier in case.answer.tiers if tier.candidates]
    return tuple(parts)


def _list(texts: DocumentText, tier: TierResult) -> Table:
    key = "tier_caption_minority" if tier.kind == "minority" else "tier_caption"
    named = texts("tier_minority") == texts.tier(tier)
    rows = tuple(
        (
            texts.number(one.rank),
            texts.city_both(one.place),
            texts.country(one.place),
            texts.people(one.place),
            texts.number(one.distance_km),
            texts.points(one.score),
            verdict.cell(texts, one),
            texts.language.percent(known_share(one)),
        )
        for one in tier.candidates
    )
    return Table(
        caption=texts("tier_caption" if named else key, tier=sentence(texts.tier(tier)),
                     eligible=tier.eligible),
        columns=(
            Column(texts("col_rank"), "right", 0.5),
            Column(texts("col_city"), share=1.9),
            Column(texts("col_country"), share=1.4),
            Column(texts("col_people"), "right", 1.05),
            Column(texts("col_km"), "right", 0.95),
            Column(texts("col_points"), "right", 0.7),
            Column(texts("col_verdict"), share=1.3),
            Column(texts("col_known"), "right", 0.75),
        ),
        rows=rows,
    )  # fmt: skip


def known_share(candidate: Candidate) -> float:
    """Return which share of what is measured is known, criteria by their weights."""
    weights = sum(one.weight for one in candidate.criteria.values())
    return sum(one.weight * one.known_share for one in candidate.criteria.values()) / weights


def cards(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the first candidates of each tier one by one."""
    parts: list[Block] = [Paragraph(texts("method"), small=True)]
    for tier in case.answer.tiers:
        for one in tier.candidates[:DETAILED]:
            parts += _card(texts, tier, one)
    return tuple(parts)


def _card(texts: DocumentText, tier: TierResult, one: Candidate) -> list[Block]:
    place = one.place
    title = texts(
        "card_title",
        tier=sentence(texts.tier(tier)),
        rank=one.rank,
        city=texts.city_both(place),
        country=texts.country(place),
    )
    facts = texts(
        "card_facts" if place.population is not None else "card_facts_unknown",
        points=texts.points(one.score),
        people=texts.people(place),
        km=texts.number(one.distance_km),
    )
    blocks: list[Block] = [
        Heading(title),
        Paragraph(f"{facts} {_interval(texts, one)}"),
        verdict.told(texts, one, told_at_tier([each.feasibility for each in tier.candidates])),
        Paragraph(
            f"{points_from(texts, one)} {past_points(texts, one)}".rstrip(), texts("points_lead")
        ),
        Paragraph(whole_sentences(texts.reasons(one) or [texts("nothing")]), texts("why")),
        Paragraph(whole_sentences(texts.against(one) or [texts("nothing")]), texts("against")),
        Paragraph(whole_sentence(texts.unknowns(one) or texts("none")), texts("not_known")),
    ]
    completes = [
        texts.evidence(fact)
        for value in one.criteria.values()
        for fact in value.evidence
        if fact.relation == "complement"
    ]
    if completes:
        blocks.append(Paragraph(whole_sentences(completes), texts("complement")))
    if one.cautions:
        rendered = tuple(sentence(texts.language.caution(caution)) for caution in one.cautions)
        blocks += [Paragraph("", texts("card_cautions")), Bullets(rendered)]
    return blocks


def points_from(texts: DocumentText, one: Candidate) -> str:
    """Say what habit and each criterion add to a score, and what drives habit most.

    The past of two countries is no merit: its part is told by :func:`past_points` alone.
    """
    told = one.criteria.keys() - {CONTEXT_ALONE}
    order = sorted(told, key=lambda key: (-one.criteria[key].contribution, key))
    parts = [
        f"{texts.language.criterion(key)} {texts.signed(one.criteria[key].contribution)}"
        for key in order
        if texts.signed(one.criteria[key].contribution) != texts.signed(0.0)
    ]
    if one.habit.weight:
        parts.insert(0, f"{texts.language.criterion(HABIT)} {texts.signed(one.habit.contribution)}")
    driver = driver_of(texts, one)
    return " ".join(filter(None, [whole_sentence("; ".join(parts)), driver]))


def driver_of(texts: DocumentText, one: Candidate) -> str:
    """Say where a candidate would stand without what lifts it most, ``""`` where nothing does."""
    for driver in one.habit.drivers:
        if driver.facts.get("rank_without", one.rank) > one.rank:
            name = texts.language.driver(driver.driver)
            return texts("without_driver", driver=name, rank=driver.facts["rank_without"])
    return ""


def past_points(texts: DocumentText, one: Candidate) -> str:
    """Say what ties of the past add to a score, which is context; ``""`` where they add nothing."""
    points = texts.signed(one.criteria[CONTEXT_ALONE].contribution)
    if points == texts.signed(0.0):
        return ""
    return texts("past_points", criterion=texts.language.criterion(CONTEXT_ALONE), points=points)


def _interval(texts: DocumentText, one: Candidate) -> str:
    if one.rank_low is None or one.rank_high is None:
        return texts("rank_no_interval", rank=one.rank)
    key = "interval_same" if one.rank_low == one.rank_high else "rank_interval"
    return texts(key, low=one.rank_low, high=one.rank_high)
