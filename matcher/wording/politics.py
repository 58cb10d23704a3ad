"""What may be signed, in the reader's language: reasons, disputed places, shared past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matcher.english.politics import DATED, PAST, REASONS, RULE
from matcher.english.politics_areas import AREA_STATUS

if TYPE_CHECKING:
    from matcher.mandate.reasons import Reason
    from matcher.records.places import Place
    from matcher.wording.language import Language
    from matcher.world.states.past import Past

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
        Code of the area, see :func:`matcher.world.states.laws.area_code`.
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
