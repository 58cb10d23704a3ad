"""What may be signed, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answer.feasibility import recorded

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
