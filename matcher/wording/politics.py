"""What may be signed, in the reader's language: reasons and disputed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answer.feasibility import recorded
from matcher.english.politics_areas import AREA_STATUS

if TYPE_CHECKING:
    from matcher.mandate.reasons import Reason
    from matcher.records.places import Place
    from matcher.wording.language import Language


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
