"""What may be signed, in the reader's language: reasons, disputed places, shared past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answer.feasibility import recorded
from matcher.english.politics import DATED, PAST, RULE
from matcher.english.politics_areas import AREA_STATUS

if TYPE_CHECKING:
    from matcher.mandate.reasons import Reason
    from matcher.records.places import Place
    from matcher.wording.language import Language
    from matcher.world.states.past import Past


def reason_text(reason: Reason, language: Language, query: Place, candidate: Place) -> str:
    """Say a reason, a step or a piece of context in the reader's language.

    Parameters
    ----------
    reason : Reason
    language : Language
    query, candidate : Place
        The asking city and the candidate, for their names.
    """
    names = {query.country: query.country_name, candidate.country: candidate.country_name}
    named = recorded(
        reason, query, candidate, lambda code: names.get(code) or language.country(code)
    )
    return language.reason(named)


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
