"""The verdict on a partnership as a paper tells it: in words, with a sign of its own shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matcher.documents.model import Block, Paragraph
from matcher.dossier.case import Case
from matcher.english.cautions import CAUTIONS
from matcher.english.politics import BEFORE_WRITING, KNOWN_UP_TO, LEVEL_SHORT, LEVEL_SIGNS
from matcher.records.answer import Candidate, Caution, TierResult
from matcher.records.feasibility import ASK_FIRST, FeasibilityReason
from matcher.records.places import Facts
from matcher.wording.contexts import RULE
from matcher.wording.document_text import DocumentText, sentence, whole_sentence, whole_sentences

_STATUS: Final = (
    "old_date", "disputed_query", "formerly_disputed_query", "disputed_authority", "place_status",
    "law_restricts_query",    "law_restricts_candidate", "law_restricts_union",
)  # fmt: skip
"""Cautions on the status of the asking city, on laws that restrict dealings, on an old day."""

TWIN_THERE: Final = ("partner_in_country", "partner_recorded_in_country")
"""Cautions on a twin that the city has in a country of a tier."""

_LAW_BARS: Final = ("law_forbids_query", "law_forbids_existing_query")
"""Laws that bind the asking city and leave no place of a tier."""

_OF_TIER: Final = ("tier_verdict", "tier_advice", "evidence_unreviewed_several")
"""What a tier tells of verdicts and grades; each verdict and each fact says it itself."""


def cell(texts: DocumentText, one: Candidate) -> str:
    """Name the verdict on a candidate in a cell of a table."""
    level = one.feasibility.named
    return f"{LEVEL_SIGNS[level]} {texts.language.say(LEVEL_SHORT[level])}"


def told(
    texts: DocumentText, one: Candidate, of_list: Sequence[FeasibilityReason] = ()
) -> Paragraph:
    """Name the verdict on a candidate with all that gives it but what its list tells once."""
    own = [why for why in one.feasibility.told if why not in of_list]
    reasons = whole_sentences(map(texts.language.reason, own))
    level = one.feasibility.named
    named = f"{LEVEL_SIGNS[level]} {texts.language.level(level)}"
    return Paragraph(f"{named}. {reasons}".rstrip(), texts("verdict"))


def before_writing(texts: DocumentText, level: str) -> str:
    """Say what a council does before it writes; ``""`` where nothing stands against a letter."""
    return whole_sentence(texts.language.say(BEFORE_WRITING[level])) if level != "clear" else ""


def headline(case: Case, texts: DocumentText, first: Candidate, tier: TierResult) -> str:
    """Say whom to write to first, or what comes before any letter."""
    judged = first.feasibility
    names = {"candidate": texts.city_both(first.place), "country": texts.country(first.place)}
    if judged.advised_against:
        level = texts.language.level(judged.level)
        told = [texts("no_proposal", **names, tier=texts.tier(tier), verdict=level)]
        return " ".join([*told, *_letter_for_other(case, texts)])
    key = "write_first"
    if judged.asks_first:
        key = "sign_first"
    elif case.careful(first):
        key = "consult_first"
    leads = texts("write_first_tier", tier=texts.tier(tier), points=texts.points(first.score))
    told = [texts(key, **names, city=texts.city(case.query)), leads]
    if judged.consults_first:
        told += [texts("letter_after"), *_letter_for_other(case, texts)]
    return " ".join(told)


def _letter_for_other(case: Case, texts: DocumentText) -> list[str]:
    """Name the place that the letter is for where it is not the first candidate."""
    other = case.addressee
    if other is None:
        return []
    names = {"candidate": texts.city_both(other.place), "country": texts.country(other.place)}
    return [texts("letter_is_for", **names)]


def first_reason(texts: DocumentText, one: Candidate) -> str:
    """Return what speaks first for a candidate; for one that is not clear, what asks for care."""
    judged = one.feasibility
    why = [sentence(texts.language.reason(each)) for each in judged.reasons or judged.context]
    return next(iter([*why, *texts.reasons(one)]), texts("nothing"))


def steps_of_other_tiers(case: Case, texts: DocumentText, first: Candidate) -> list[str]:
    """Name the firsts of further tiers to whom nobody writes before authorities are asked."""
    return [
        texts("consult_too", candidate=texts.city_country(one.place))
        for tier in case.answer.tiers
        for one in tier.candidates[:1]
        if one.place != first.place and one.feasibility.level != "clear"
    ]


def steps_at_bars(case: Case, texts: DocumentText) -> list[str]:
    """Say what to do about each law that binds the asking city and keeps a tier empty."""
    found = []
    for tier in case.answer.tiers:
        bars = (one for one in tier.cautions if one.code == "tier_barred")
        reasons = (why for one in bars for why in one.facts["reasons_reason"])
        laws = (why["facts"] for why in reasons if why["code"] in _LAW_BARS)
        found += [_step_at_bar(case, texts, facts) for facts in laws]
    return list(dict.fromkeys(found))


def _step_at_bar(case: Case, texts: DocumentText, facts: Facts) -> str:
    country, city = facts["against_country"], texts.city(case.query)
    law = texts.language.term(facts["law"], RULE)
    own = [one.partner for one in case.answer.links if one.partner.country == country]
    if not own or "requires" not in facts:
        return texts("step_bar", city=city, law=law)
    return texts(
        "step_bar_partners",
        city=city,
        country=texts.country_code(country),
        partners=", ".join(map(texts.city, own)),
        law=law,
        requires=texts.language.term(facts["requires"], RULE),
    )


def after_consulting(texts: DocumentText, one: Candidate) -> list[str]:
    """Say that a letter is drafted after the consultation, where even a draft waits for it."""
    waits = one.feasibility.consults_first
    return [f"{before_writing(texts, 'careful')} {texts('letter_after')}"] if waits else []


def no_letter(texts: DocumentText, first: Candidate) -> str:
    """Say what is done before any letter is drafted."""
    judged = first.feasibility
    if judged.advised_against:
        return before_writing(texts, judged.level)
    steps = [before_writing(texts, ASK_FIRST)] if judged.asks_first else []
    return " ".join([*steps, *after_consulting(texts, first)])


def nothing_found(case: Case, texts: DocumentText) -> str:
    """Say that no place is proposed; where all are barred, no limit would help."""
    if all(any(one.code == "tier_barred" for one in tier.cautions) for tier in case.answer.tiers):
        return texts("no_proposal_barred")
    return texts("nothing_found")


def instead_of(case: Case, texts: DocumentText, addressee: Candidate) -> list[Block]:
    """Say whom the letter is for where it is not for the first candidate, and why."""
    first = case.first
    if first is None or first.place == addressee.place:
        return []
    names = {"candidate": texts.city(addressee.place), "first": texts.city(first.place)}
    level = texts.language.level(first.feasibility.level)
    return [Paragraph(texts("letter_to_other", **names, verdict=level))]


def first_page(case: Case, texts: DocumentText, first: Candidate) -> list[Block]:
    """Return what the first page says of the first candidate and of the mandate's own terms."""
    blocks: list[Block] = [*of_query(case, texts), told(texts, first)]
    if case.mandate.limits.feasibility == "any":
        admitted = [one for one in case.answer.cautions if one.code == "feasibility_any"]
        blocks += [Paragraph(whole_sentence(texts.language.caution(one))) for one in admitted]
    return blocks


def own_advice(case: Case, texts: DocumentText) -> list[Block]:
    """Say what those whom the asking city listens to advise, before anything is proposed."""
    found = [one for one in case.answer.cautions if one.code == "law_advice_query"]
    return [Paragraph(whole_sentence(texts.language.caution(one))) for one in found]


def of_query(case: Case, texts: DocumentText) -> list[Block]:
    """Say where the asking city has a disputed status, and for whom the answer is then."""
    found = [one for one in case.answer.cautions if one.code in _STATUS]
    return [Paragraph(whole_sentence(texts.language.caution(one))) for one in found]


def known_up_to(case: Case, texts: DocumentText) -> list[Block]:
    """Say up to which day politics is known, where it gave a place of the answer a verdict."""
    if not case.answer.as_of:
        return []
    when = texts.date(case.answer.as_of)
    return [Paragraph(whole_sentence(texts.language.say(KNOWN_UP_TO, when=when)), small=True)]


def of_tier(texts: DocumentText, tier: TierResult) -> list[Block]:
    """Say what holds for every candidate of a tier, or why it has none."""
    named = {"tier": sentence(texts.tier(tier))}
    return [
        Paragraph(
            whole_sentence(texts.language.text(CAUTIONS, one.code, {**one.facts, **named}))
            if "tier" in one.facts
            else whole_sentence(texts.language.caution(one))
        )
        for one in tier.cautions
    ]


def left_empty(case: Case, texts: DocumentText) -> list[Block]:
    """Say why each tier without a candidate has none, where no limit of the mandate emptied it."""
    return [one for tier in case.answer.tiers if barred(tier) for one in of_tier(texts, tier)]


def barred(tier: TierResult) -> bool:
    """Tell whether laws, relations or their status keep every place of a tier out."""
    return any(one.code in ("tier_barred", "tier_disputed") for one in tier.cautions)


def recorded_twins(case: Case, texts: DocumentText) -> list[Block]:
    """Name the twins on record in the countries of barred tiers: laws ask something of them."""
    countries = {code for tier in case.answer.tiers if barred(tier) for code in tier.countries}
    return [
        Paragraph(whole_sentence(texts.language.caution(one)))
        for one in case.answer.cautions
        if one.code in TWIN_THERE and one.facts["country_country"] in countries
    ]


def cautions_of(case: Case, one: Candidate) -> tuple[Caution, ...]:
    """Return the cautions of a candidate and those that its tier tells once of its country."""
    shared = [
        caution
        for tier in case.answer.tiers
        if any(other.place == one.place for other in tier.candidates)
        for caution in tier.cautions
        if caution.code not in _OF_TIER and _concerns(caution, one.place.country)
    ]
    return (*one.cautions, *shared)


def _concerns(caution: Caution, country: str) -> bool:
    """Tell whether what a tier says of countries is said of one of them, or of all."""
    named = {code for key, code in caution.facts.items() if key.endswith("_country")}
    return not named or country in named
