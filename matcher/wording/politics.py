"""What may be signed, in the reader's language: reasons and disputed places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matcher.english.articles import with_article
from matcher.english.politics import DATED, REASONS, RULE
from matcher.english.politics_areas import AREA_STATUS

if TYPE_CHECKING:
    from matcher.mandate.reasons import Reason
    from matcher.records.places import Place
    from matcher.wording.language import Language

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
        key: _country(facts[key], names, language)
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


def _country(code: str, names: dict[str, str], language: Language) -> str:
    name = language.country(code, names.get(code, ""))
    return with_article(name) if language.code == "en" else name


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
