"""English sentences on what may be signed: reasons, steps, disputed places, shared past.

They are neutral where states disagree. The templates are the keys of the
catalogues below ``locale/``; dates and names come from the reader's language.
All of them are listed for review in ``docs/methodology/political-sentences.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matcher.wording.politics_areas import AREA_STATUS

if TYPE_CHECKING:
    from matcher.reasons import Reason
    from matcher.records import Place
    from matcher.wording.language import Language
    from matcher.world.past import Past

RULE: Final = "rule"
"""Context of the catalogues for names of laws, of their requirements and of states of the past."""

LEVEL_NAMES: Final[dict[str, str]] = {
    "clear": "nothing known stands against a partnership",
    "careful": "possible with care",
    "blocked": "not advisable at present",
    "barred": "not possible at present",
}

BEFORE_WRITING: Final[dict[str, str]] = {
    "careful": (
        "before a letter is sent, consult the foreign ministry and the association of cities"
    ),
    "blocked": (
        "no letter before the foreign ministry and the association of cities have been consulted "
        "and the council has decided"
    ),
    "barred": "no letter is drafted: what stands against a partnership is not the city's to change",
}
"""What page one advises where the verdict is not clear."""

KNOWN_UP_TO: Final = "relations of states, laws and endings as known here up to: {when}"

RELATIONS: Final[dict[str, str]] = {
    "at_war": "{one} and {other} are at war",
    "armed_conflict": "an armed conflict between {one} and {other} is recorded",
    "no_diplomatic_relations": "{one} and {other} have no diplomatic relations",
    "relations_through_others": (
        "{one} and {other} have no formal diplomatic relations; "
        "missions in third countries deal with each other"
    ),
    "relations_suspended_or_severed": (
        "diplomatic relations between {one} and {other} are suspended or severed"
    ),
    "ceasefire": "a ceasefire is in force between {one} and {other}",
    "border_closed": "the border between {one} and {other} is closed, wholly or in part",
    "sanctions": "{one} and {other} apply sanctions to each other",
    "sanctions_by": "sanctions of {by} concern {against}",
    "non_recognition": (
        "formal recognition is lacking between {one} and {other}; "
        "contacts of cities may exist all the same"
    ),
    "non_recognition_by": "{by} has not formally recognised the present authorities of {against}",
    "hostile_downgraded": "relations between {one} and {other} are strained",
    "hostile_downgraded_by": (
        "{by} keeps {against} on a list of states with which its authorities restrict dealings"
    ),
    "alliance": "{one} and {other} are partners in a treaty of defence or cooperation",
    "union": "{one} and {other} belong to a union or close association of states",
}

LAWS: Final[dict[str, str]] = {
    "law_forbids_query": (
        "law that binds the asking city: {law} does not allow {city} a new partnership "
        "with cities of {against}"
    ),
    "law_forbids_candidate": (
        "law that binds the other side: {law} does not allow {city} a new partnership "
        "with cities of {against}"
    ),
    "law_forbids_area_query": (
        "law that binds the asking city: {law} does not allow {city} dealings with the authorities "
        "in place in {place}"
    ),
    "law_forbids_area_candidate": (
        "law that binds the other side: {law} does not allow {city} dealings with the authorities "
        "in place in {place}"
    ),
    "law_unverified_query": (
        "not verified here: {law} may restrict new partnerships of {city} with cities of "
        "{against}; ask the authorities of the asking city's state"
    ),
    "law_unverified_candidate": (
        "not verified here: {law} may restrict new partnerships of {city} with cities of "
        "{against}; ask the other side"
    ),
    "law_restricts_query": "{law} restricts dealings of {city} with {place}",
    "law_restricts_candidate": "{law} restricts dealings of {city} with {place}",
    "law_advice_query": "{law} concerns partners of {city} in {against} and binds nobody",
    "law_advice_candidate": "{law} concerns partners of {city} in {against} and binds nobody",
}

STEPS: Final[dict[str, str]] = {
    "law_consent_query": "step for the asking city {city}: consent ({law}): {requires}",
    "law_consent_candidate": "step for the other side, {city}: consent ({law}): {requires}",
    "law_notice_query": "step for the asking city {city}: notice ({law}): {requires}",
    "law_notice_candidate": "step for the other side, {city}: notice ({law}): {requires}",
    "law_form_query": "step for the asking city {city}: form ({law}): {requires}",
    "law_form_candidate": "step for the other side, {city}: form ({law}): {requires}",
}

ENDINGS: Final[dict[str, str]] = {
    "own_ending": "the partnership of {query} and {candidate} is recorded as: {status}",
    "wave_all": "every known partnership of cities of {country} with {partner} was given up",
    "wave_most": "most cities of {country} gave up their partnerships with {partner}",
    "wave_share": (
        "{ended} of {total} partnerships of cities of {country} with {partner} that were counted "
        "were ended or suspended"
    ),
    "wave_count": (
        "at least {ended} partnerships of cities of {country} with {partner} "
        "were ended or suspended"
    ),
    "wave_some": "some cities of {country} ended or suspended partnerships with {partner}",
    "wave_one": "one partnership of a city of {country} with a city of {partner} was suspended",
    "wave_barred": "laws of parts of {country} bar or end partnerships with {partner}",
    "wave_world_count": (
        "at least {ended} cities of several countries gave up partnerships with {partner}"
    ),
    "wave_world_some": "some cities of several countries gave up partnerships with {partner}",
    "travel_advice": "Australia's government advises its citizens not to travel to {country}",
    "disputed_query": "the asking city lies in an area of disputed status: {area}",
    "disputed_candidate": "the candidate lies in an area of disputed status: {area}",
}

REASONS: Final[dict[str, str]] = {**RELATIONS, **LAWS, **STEPS, **ENDINGS}
"""Every reason, step and context by code."""

PLACE_NOTES: Final[dict[str, str]] = {
    "war": "the town was destroyed in the war and its people left",
    "nuclear accident": "the town was evacuated after a nuclear accident",
    "volcano": "the town was destroyed by a volcano and its people left",
}
"""What is said of destroyed and evacuated towns, by cause."""

PAST: Final[dict[str, str]] = {
    "overseas_rule": (
        "{ruled}, wholly or in part, was formerly under the rule or protection of {ruler}"
    ),
    "mandate": (
        "{ruled}, wholly or in part, was administered by {ruler} "
        "under an international mandate or trusteeship"
    ),
    "condominium": "{ruled} was formerly administered by {ruler} together with another power",
    "territory": "{ruled} is administered by {ruler} or freely associated with it",
    "empire": (
        "{ruled}, wholly or in part, belonged to an empire governed from present-day {ruler}"
    ),
    "realm": "{ruled}, wholly or in part, was governed as part of the state of {ruler}",
    "grand_duchy": (
        "{ruled} was an autonomous grand duchy within an empire governed from present-day {ruler}"
    ),
    "annexation": "{ruled} was annexed and governed by {ruler}",
    "occupation": "{ruled} was occupied by {ruler}",
    "partition_occupation": (
        "parts of {ruled} were annexed by predecessors of {ruler} in the partitions, "
        "and {ruled} was occupied by {ruler} in the Second World War"
    ),
    "union": "{one} and {other} were once under one head of state",
    "common_state": "{one} and {other}, wholly or in part, once lay within one state: {state}",
    "soviet": (
        "{one} and {other} lay within the Soviet Union; many states did not recognise "
        "the incorporation of Estonia, Latvia and Lithuania"
    ),
    "common_administration": (
        "{one} and {other}, wholly or in part, were once administered together by a third power"
    ),
    "partition": "{one} and {other} were parted when British India was divided",
    "division": "{one} and {other} were one country until its division",
}
"""Shared past by kind: context, in no list of what two cities have in common."""

DATED: Final[dict[str, str]] = {
    "since": "{statement} (since {when})",
    "in_force": "{statement} (in force since {when})",
    "as_of": "{statement} (as of {when})",
    "years": "{statement} ({when})",
    "until": "{statement} (until {when})",
}
"""How a date follows a statement."""


_REPORTED: Final = ("wave_", "travel_advice", "law_unverified", "law_advice")
"""Codes whose date is that of a report or an advice, not of a law in force."""


def reason_text(reason: Reason, language: Language, query: Place, candidate: Place) -> str:
    """Say a reason, a step or a piece of context in the reader's language.

    Parameters
    ----------
    reason : Reason
    language : Language
    query, candidate : Place
        The asking city and the candidate, for their names.
    """
    filled = _filled(reason, language, query, candidate)
    told = language.say(REASONS[reason.code], **filled)
    if not reason.date or reason.code.startswith("disputed_"):
        return told
    key = "since"
    if reason.code.startswith(_REPORTED):
        key = "as_of"
    elif reason.code.startswith("law_"):
        key = "in_force"
    return language.say(DATED[key], statement=told, when=language.date(reason.date))


def _filled(reason: Reason, language: Language, query: Place, candidate: Place) -> dict[str, Any]:
    facts = reason.facts
    names = {query.country: query.country_name, candidate.country: candidate.country_name}
    filled: dict[str, Any] = {
        key: language.country(facts[key], names.get(facts[key], ""))
        for key in ("one", "other", "by", "against", "country", "partner")
        if key in facts
    }
    if "bound" in facts:
        bound, other = (query, candidate) if facts["bound"] == "query" else (candidate, query)
        filled["city"] = language.city(bound.city_id, bound.name)
        filled["place"] = language.city(other.city_id, other.name)
        filled["law"] = language.term(facts["law"], RULE)
        filled["requires"] = language.term(facts.get("requires", ""), RULE)
    if reason.code == "own_ending":
        filled["query"] = language.city(query.city_id, query.name)
        filled["candidate"] = language.city(candidate.city_id, candidate.name)
        filled["status"] = language.status(facts["status"])
    if "area" in facts:
        filled["area"] = area_text(facts["area"], "A", language)
    return {**filled, **{key: facts[key] for key in ("ended", "total") if key in facts}}


def area_text(area: str, kind: str, language: Language) -> str:
    """Say who controls and who claims a disputed area; ``""`` for an area without a sentence.

    Parameters
    ----------
    area : str
        Code of the area, see :func:`matcher.world.laws.area_code`.
    kind : {"A", "B"}
        Class of the place.
    language : Language
    """
    template = AREA_STATUS.get(f"{area}.{kind}", "")
    return language.say(template) if template else ""


def past_text(past: Past, language: Language) -> str:
    """Say what two states share of the past, neutrally and with its years."""
    filled = {
        "ruled": past.ruled, "ruler": past.ruler, "one": past.country_a, "other": past.country_b,
    }  # fmt: skip
    named = {key: language.country(code) for key, code in filled.items() if code}
    told = language.say(PAST[past.kind], **named, state=language.term(past.state, RULE))
    if past.year_from and past.year_to:
        years = dict.fromkeys((past.year_from, past.year_to))
        when = "–".join(map(str, years))
        return language.say(DATED["years"], statement=told, when=when)
    if past.year_to:
        return language.say(DATED["until"], statement=told, when=str(past.year_to))
    return told
