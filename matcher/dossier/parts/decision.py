"""The first page: what to decide, why, what speaks against it, how sure, what next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from matcher.decisions.what_if import Standing
from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.case import Case
from matcher.dossier.parts.acceptance import points_of
from matcher.dossier.parts.letter import in_common
from matcher.dossier.parts.mandate import conflicts
from matcher.dossier.parts.shortlist import known_share, points_from
from matcher.dossier.teller import Teller, sentence
from matcher.mandate.model import MAX_WEIGHT
from matcher.records.answer import Candidate, TierResult
from matcher.records.criteria import AIM_WEIGHTS

LETTER_AFTER = dt.timedelta(days=28)
ANSWER_AFTER = dt.timedelta(days=90)


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the first page."""
    first, tier = case.first, case.first_tier
    if first is None or tier is None:
        return (Paragraph(tell("nothing_found"), tell("proposal")),)
    return (
        Paragraph(
            tell(
                "write_first",
                candidate=tell.city_both(first.place),
                country=tell.country(first.place),
            )
            + " "
            + tell("write_first_tier", tier=tell.tier(tier), points=tell.points(first.score)),
            tell("proposal"),
        ),
        Heading(tell("why")),
        Bullets((*tell.reasons(first), *_also(tell, first)) or (tell("nothing"),)),
        Heading(tell("against")),
        Bullets(tuple(_against(tell, first)) or (tell("nothing"),)),
        Paragraph(points_from(tell, first), tell("points_lead")),
        Paragraph(sentence(tell.unknowns(first) or tell("none")) + ".", tell("not_known")),
        Paragraph(_how_sure(case, tell, first, tier), tell("how_sure")),
        Paragraph(" ".join(points_of(case, tell, first)), tell("part_acceptance")),
        _first_of_tiers(case, tell),
        _what_if(case, tell),
        Heading(tell("next_steps")),
        Bullets(tuple(_next_steps(case, tell, tier)), numbered=True),
    )


def _also(tell: Teller, first: Candidate) -> list[str]:
    """Say in one line what the two have in common beside the reasons."""
    told = [tell.evidence(one) for one in in_common(first) if one not in first.reasons]
    return [tell("also_common", facts="; ".join(told))] if told else []


def _against(tell: Teller, first: Candidate) -> list[str]:
    cautions = [sentence(tell.language.caution(one)) for one in first.cautions]
    return tell.against(first) + cautions


def _how_sure(case: Case, tell: Teller, first: Candidate, tier: TierResult) -> str:
    told = []
    if first.probability is not None:
        told.append(tell("probability", share=tell.language.percent(first.probability)))
    if first.rank_low is not None and first.rank_high is not None:
        key = "interval_same" if first.rank_low == first.rank_high else "interval"
        told.append(tell(key, low=first.rank_low, high=first.rank_high))
    if len(tier.candidates) > 1 and by_score(case):
        second = tier.candidates[1]
        points = tell.points(first.score - second.score)
        told.append(tell("lead", second=tell.city(second.place), points=points))
        told += _turned(case, tell, first, second)
    elif len(tier.candidates) == 1:
        told.append(tell("alone"))
    told.append(tell("known_share", share=tell.language.percent(known_share(first))))
    return " ".join(told)


def by_score(case: Case) -> bool:
    """Return whether the lists are in the order of the scores, not of members or of both sides."""
    return not case.mandate.members and case.mandate.order != "mutual"


def _turned(case: Case, tell: Teller, first: Candidate, second: Candidate) -> list[str]:
    """Say which smallest change of a weight would put the second before the first."""
    changes = case.kept.weight_changes(second.place.city_id, first.place.city_id)
    named = tell.city(second.place)
    if not changes:
        return [tell("not_turned", second=named)]
    change = changes[0]
    return [
        tell(
            "turned",
            second=named,
            criterion=tell.language.criterion(change.criterion),
            now=tell.number(change.from_weight, 2),
            weight=tell.number(change.to_weight, 2),
        )
    ]


def _first_of_tiers(case: Case, tell: Teller) -> Table:
    rows = [
        (
            sentence(tell.tier(tier)),
            tell.city_both(one.place),
            tell.people(one.place),
            tell.number(one.distance_km),
            tell.points(one.score),
            next(iter(tell.reasons(one)), tell("nothing")),
        )
        for tier in case.answer.tiers
        for one in tier.candidates[:1]
    ]
    return Table(
        caption=tell("first_of_tiers"),
        columns=(
            Column(tell("col_tier"), share=1.3),
            Column(tell("col_city"), share=1.7),
            Column(tell("col_people"), "right", 0.95),
            Column(tell("col_km"), "right", 0.9),
            Column(tell("col_points"), "right", 0.7),
            Column(tell("col_why"), share=2.6),
        ),
        rows=tuple(rows),
    )


def _what_if(case: Case, tell: Teller) -> Table:
    """Tell who leads each tier when the weights of an aim apply once more."""
    tiers = [tier for tier in case.answer.tiers if tier.candidates]
    rows = []
    for aim, factors in AIM_WEIGHTS.items():
        told = ", ".join(
            f"{tell.language.criterion(key)} × {tell.number(factor, 2).rstrip('0').rstrip('.,')}"
            for key, factor in factors.items()
        )
        leaders = leaders_with(case, aim)
        rows.append(
            (
                f"{sentence(tell.language.aim(aim))} ({told})",
                *(_leader(tell, tier, leaders[tier.name]) for tier in tiers),
            )
        )
    return Table(
        caption=tell("if_more") + ". " + tell("what_if_note"),
        columns=(
            Column(tell("aim_more"), share=1.9),
            *(Column(sentence(tell.tier(tier))) for tier in tiers),
        ),
        rows=tuple(rows),
    )


def _leader(tell: Teller, tier: TierResult, head: Sequence[Standing]) -> str:
    first = head[0]
    if first.place != tier.candidates[0].place:
        listed = {one.place: one.rank for one in tier.candidates}
        rank = listed.get(first.place, first.rank_before)
        return tell("new_leader", city=tell.city(first.place), rank=rank)
    if len(head) == 1:
        return tell("stays")
    return tell("stays_by", points=tell.points(first.score - head[1].score))


def leaders_with(case: Case, aim: str) -> dict[str, list[Standing]]:
    """Return the first two of each tier when an aim's weights apply once more."""
    factors = AIM_WEIGHTS[aim]
    weights = {
        key: min(value * factors.get(key, 1.0), MAX_WEIGHT)
        for key, value in case.kept.weights.items()
    }
    result: dict[str, list[Standing]] = {}
    for one in case.kept.rerank(weights, most=2):
        result.setdefault(one.tier, []).append(one)
    return result


def _next_steps(case: Case, tell: Teller, tier: TierResult) -> list[str]:
    date = case.mandate.date
    steps = [tell("step_conflict", conflict=one) for one in conflicts(case, tell)[:2]]
    steps += [
        tell("step_rule", rule=tell.language.caution(one))
        for one in case.answer.cautions
        if one.code == "legal_rule"
    ]
    steps.append(tell("step_letter", date=tell.date((date + LETTER_AFTER).isoformat())))
    if len(tier.candidates) > 1:
        second = tell.city(tier.candidates[1].place)
        by = tell.date((date + ANSWER_AFTER).isoformat())
        steps.append(tell("step_second", second=second, date=by))
    return steps
