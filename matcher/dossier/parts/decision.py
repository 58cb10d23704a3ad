"""The first page: what to decide, why, what speaks against it, how sure, what next."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.decisions.what_if import Standing
from matcher.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from matcher.dossier.calendar import timetable
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.dossier.parts.acceptance import points_of
from matcher.dossier.parts.letter import in_common
from matcher.dossier.parts.mandate import conflicts
from matcher.dossier.parts.shortlist import known_share, points_from
from matcher.mandate.parts import MAX_WEIGHT
from matcher.records.answer import Candidate, TierResult
from matcher.records.criteria import AIM_WEIGHTS
from matcher.records.feasibility import ASK_FIRST
from matcher.wording.document_text import DocumentText, sentence, whole_sentence
from matcher.wording.politics import reason_text


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the first page."""
    first, tier = case.first, case.first_tier
    if first is None or tier is None:
        return (
            *verdict.own_advice(case, texts),
            Paragraph(verdict.nothing_found(case, texts), texts("proposal")),
            *verdict.of_query(case, texts),
            *verdict.left_empty(case, texts),
            *verdict.recorded_twins(case, texts),
            *_steps_alone(case, texts),
            *verdict.known_up_to(case, texts),
        )
    return (
        *verdict.own_advice(case, texts),
        Paragraph(verdict.headline(case, texts, first, tier), texts("proposal")),
        *verdict.first_page(case, texts, first),
        *verdict.left_empty(case, texts),
        Heading(texts("why")),
        Bullets((*texts.reasons(first), *_also(case, texts, first)) or (texts("nothing"),)),
        Heading(texts("against")),
        Bullets(tuple(_against(case, texts, first)) or (texts("nothing"),)),
        Paragraph(points_from(texts, first), texts("points_lead")),
        Paragraph(whole_sentence(texts.unknowns(first) or texts("none")), texts("not_known")),
        Paragraph(_how_sure(case, texts, first, tier), texts("how_sure")),
        Paragraph(" ".join(points_of(case, texts, first)), texts("part_acceptance")),
        _first_of_tiers(case, texts),
        _what_if(case, texts),
        Heading(texts("next_steps")),
        Bullets(tuple(_next_steps(case, texts, tier)), numbered=True),
        *verdict.known_up_to(case, texts),
    )


def _also(case: Case, texts: DocumentText, first: Candidate) -> list[str]:
    """Say in one line what the two have in common beside the reasons."""
    common = in_common(first, case.verdicts[first.place.city_id].level)
    rendered = [texts.evidence(one) for one in common if one not in first.reasons]
    return [texts("also_common", facts="; ".join(rendered))] if rendered else []


def _against(case: Case, texts: DocumentText, first: Candidate) -> list[str]:
    found = verdict.cautions_of(case, first)
    # Deaths in a country are a risk of travel, part 7; they are no objection to its city.
    cautions = [
        sentence(texts.language.caution(one))
        for one in found
        if not one.code.startswith("conflict")
    ]
    return texts.against(first) + cautions


def _how_sure(case: Case, texts: DocumentText, first: Candidate, tier: TierResult) -> str:
    rendered = []
    if first.chance is not None:
        rendered.append(texts("probability", share=texts.language.percent(first.chance)))
    if first.rank_low is not None and first.rank_high is not None:
        key = "interval_same" if first.rank_low == first.rank_high else "interval"
        rendered.append(texts(key, low=first.rank_low, high=first.rank_high))
    if len(tier.candidates) > 1 and by_score(case):
        second = tier.candidates[1]
        points = texts.points(first.score - second.score)
        rendered.append(texts("lead", second=texts.city(second.place), points=points))
        rendered += _turned(case, texts, first, second)
    elif len(tier.candidates) == 1:
        rendered.append(texts("alone"))
    rendered.append(texts("known_share", share=texts.language.percent(known_share(first))))
    return " ".join(rendered)


def by_score(case: Case) -> bool:
    """Return whether the lists are in the order of the scores, not of members or of both sides."""
    return not case.mandate.members and case.mandate.order != "mutual"


def _turned(case: Case, texts: DocumentText, first: Candidate, second: Candidate) -> list[str]:
    """Say which smallest change of a weight would put the second before the first."""
    changes = case.kept.weight_changes(second.place.city_id, first.place.city_id)
    named = texts.city(second.place)
    if not changes:
        return [texts("not_turned", second=named)]
    change = changes[0]
    return [
        texts(
            "turned",
            second=named,
            criterion=texts.language.criterion(change.criterion),
            now=texts.number(change.from_weight, 2),
            weight=texts.number(change.to_weight, 2),
        )
    ]


def _first_of_tiers(case: Case, texts: DocumentText) -> Table:
    rows = [
        (
            sentence(texts.tier(tier)),
            texts.city_both(one.place),
            texts.people(one.place),
            texts.number(one.distance_km),
            texts.points(one.score),
            verdict.cell(texts, one),
            verdict.first_reason(texts, one),
        )
        for tier in case.answer.tiers
        for one in tier.candidates[:1]
    ]
    return Table(
        caption=texts("first_of_tiers"),
        columns=(
            Column(texts("col_tier"), share=1.3),
            Column(texts("col_city"), share=1.7),
            Column(texts("col_people"), "right", 0.95),
            Column(texts("col_km"), "right", 0.9),
            Column(texts("col_points"), "right", 0.7),
            Column(texts("col_verdict"), share=1.3),
            Column(texts("col_know_first"), share=2.2),
        ),
        rows=tuple(rows),
    )


def _what_if(case: Case, texts: DocumentText) -> Table:
    """Tell who leads each tier when the weights of an aim apply once more."""
    tiers = [tier for tier in case.answer.tiers if tier.candidates]
    rows = []
    for aim, factors in AIM_WEIGHTS.items():
        rendered = ", ".join(
            f"{texts.language.criterion(key)} × {texts.number(factor, 2).rstrip('0').rstrip('.,')}"
            for key, factor in factors.items()
        )
        leaders = leaders_with(case, aim)
        rows.append(
            (
                f"{sentence(texts.language.aim(aim))} ({rendered})",
                *(_leader(texts, tier, leaders[tier.name]) for tier in tiers),
            )
        )
    return Table(
        caption=texts("if_more") + ". " + texts("what_if_note"),
        columns=(
            Column(texts("aim_more"), share=1.9),
            *(Column(sentence(texts.tier(tier))) for tier in tiers),
        ),
        rows=tuple(rows),
    )


def _leader(texts: DocumentText, tier: TierResult, head: Sequence[Standing]) -> str:
    first = head[0]
    if first.place != tier.candidates[0].place:
        listed = {one.place: one.rank for one in tier.candidates}
        rank = listed.get(first.place, first.rank_before)
        return texts("new_leader", city=texts.city(first.place), rank=rank)
    if len(head) == 1:
        return texts("stays")
    return texts("stays_by", points=texts.points(first.score - head[1].score))


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


def _steps_alone(case: Case, texts: DocumentText) -> list[Block]:
    """Return the steps that are left where no place is proposed."""
    steps = verdict.steps_at_bars(case, texts)
    return [Heading(texts("next_steps")), Bullets(tuple(steps), numbered=True)] if steps else []


def _next_steps(case: Case, texts: DocumentText, tier: TierResult) -> list[str]:
    first = tier.candidates[0]
    judged, careful = first.feasibility, case.careful(first)
    when, steps = timetable(case.mandate.date, careful), list[str]()
    if judged.asks_first:
        steps.append(verdict.before_writing(texts, ASK_FIRST))
    if when.consult is not None:
        begin = texts("step_begin", date=texts.date(when.consult.isoformat()))
        steps.append(f"{verdict.before_writing(texts, 'careful')} {begin}")
    elif any(one.code.startswith("hostile_downgraded") for one in judged.context):
        steps.append(verdict.before_writing(texts, "careful"))
    elif judged.advised_against:
        steps.append(verdict.before_writing(texts, judged.level))
    steps += [texts("step_conflict", conflict=one) for one in conflicts(case, texts)[:2]]
    steps += verdict.steps_at_bars(case, texts)
    steps += verdict.steps_of_other_tiers(case, texts, first)
    steps += [
        whole_sentence(reason_text(one, texts.language, case.query, first.place))
        for one in case.verdicts[first.place.city_id].steps
    ]
    if judged.consults_first:
        steps.append(texts("letter_after"))
    if judged.may_write:
        key = "step_letter_later" if careful else "step_letter"
        steps.append(texts(key, date=texts.date(when.letter.isoformat())))
    if judged.may_write and len(tier.candidates) > 1:
        second = tier.candidates[1]
        if second.feasibility.may_write:
            by = texts.date(when.answer.isoformat())
            key = "step_second_later" if second.feasibility.level == "careful" else "step_second"
            steps.append(texts(key, second=texts.city(second.place), date=by))
    return steps
