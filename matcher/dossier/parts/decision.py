"""The first page: what to decide, why, what speaks against it, how sure, what next."""

from __future__ import annotations

import datetime as dt

from matcher.dossier import figures
from matcher.dossier.case import Case
from matcher.dossier.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.parts.mandate import conflicts
from matcher.dossier.parts.shortlist import DETAILED, known_share
from matcher.dossier.teller import Teller, sentence
from matcher.mandate import AIM_WEIGHTS
from matcher.records import Candidate, TierResult
from matcher.worldmap import WorldMap

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
        Bullets(tuple(tell.reasons(first)) or (tell("nothing"),)),
        Heading(tell("against")),
        Bullets(tuple(_against(tell, first)) or (tell("nothing"),)),
        Paragraph(sentence(tell.unknowns(first) or tell("none")) + ".", tell("not_known")),
        Paragraph(_how_sure(tell, first, tier), tell("how_sure")),
        _first_of_tiers(case, tell),
        _what_if(case, tell),
        Heading(tell("next_steps")),
        Bullets(tuple(_next_steps(case, tell, tier)), numbered=True),
        figures.world(tell, case.answer, DETAILED, WorldMap(case.matcher.atlas), share=0.72),
    )


def _against(tell: Teller, first: Candidate) -> list[str]:
    warnings = [one for one in first.cautions if one.severity in ("warning", "notice")]
    return tell.against(first) + [sentence(tell.language.caution(one)) for one in warnings]


def _how_sure(tell: Teller, first: Candidate, tier: TierResult) -> str:
    told = []
    if first.probability is not None:
        told.append(tell("probability", share=tell.language.percent(first.probability)))
    if first.rank_low is not None and first.rank_high is not None:
        key = "interval_same" if first.rank_low == first.rank_high else "interval"
        told.append(tell(key, low=first.rank_low, high=first.rank_high))
    if len(tier.candidates) > 1:
        second = tier.candidates[1]
        points = tell.points(first.score - second.score)
        told.append(tell("lead", second=tell.city(second.place), points=points))
    else:
        told.append(tell("alone"))
    told.append(tell("known_share", share=tell.language.percent(known_share(first))))
    return " ".join(told)


def _first_of_tiers(case: Case, tell: Teller) -> Table:
    rows = [
        (
            tell.tier(tier),
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
    tiers = [tier for tier in case.answer.tiers if tier.candidates]
    rows = []
    for aim in AIM_WEIGHTS:
        cells = [sentence(tell.language.aim(aim))]
        for tier in tiers:
            leader = leader_with(tier, aim)
            name = tell.city(leader.place)
            same = leader.place == tier.candidates[0].place
            cells.append(tell("stays") if same else name)
        rows.append(tuple(cells))
    return Table(
        caption=tell("if_more") + ". " + tell("what_if_note"),
        columns=(
            Column(tell("aim_more"), share=1.4),
            *(Column(tell.tier(tier)) for tier in tiers),
        ),
        rows=tuple(rows),
    )


def leader_with(tier: TierResult, aim: str) -> Candidate:
    """Return who of a tier's listed candidates leads when an aim's weights apply once more.

    Notes
    -----
    Each contribution is proportional to the weight of its criterion, and a
    common divisor changes no order.
    """
    factors = AIM_WEIGHTS[aim]

    def score(one: Candidate) -> float:
        return sum(
            value.contribution * factors.get(key, 1.0) for key, value in one.criteria.items()
        )

    return max(tier.candidates, key=lambda one: (round(score(one), 9), -one.rank))


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
