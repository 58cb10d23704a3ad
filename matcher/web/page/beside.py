"""Candidates side by side: scores, facts, what speaks for and against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.decisions.what_if import WhatIf
from matcher.documents.model import Table
from matcher.dossier.case import Case
from matcher.dossier.parts import profiles
from matcher.matcher import Matcher
from matcher.records.answer import Candidate, Recommendation
from matcher.web.page.words import Words
from matcher.wording.labels import CityLabels


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What the comparison's page shows.

    Attributes
    ----------
    answer : Recommendation
    candidates : tuple of Candidate
        Best first.
    facts : Table
        One row a fact, the asking city first.
    """

    answer: Recommendation
    candidates: tuple[Candidate, ...]
    facts: Table


def side_by_side(
    matcher: Matcher, what_if: WhatIf, chosen: Sequence[str], words: Words
) -> SideBySide:
    """Compare some places under the weights of a mandate.

    Parameters
    ----------
    matcher : Matcher
    what_if : WhatIf
        The kept answer to the mandate.
    chosen : sequence of str
        Ids.
    words : Words

    Raises
    ------
    MatcherError
        An id is no place.
    """
    answer = matcher.compare(what_if.mandate, chosen)
    candidates = answer.tiers[0].candidates
    case = case_of(matcher, what_if, answer, candidates)
    return SideBySide(answer, candidates, profiles.table(case, words.texts))


def case_of(
    matcher: Matcher,
    what_if: WhatIf,
    answer: Recommendation,
    leading: tuple[Candidate, ...] = (),
) -> Case:
    """Return what the parts of a dossier are written from, for those the page shares with it."""
    return Case(
        matcher=matcher,
        mandate=what_if.mandate,
        kept=what_if,
        answer=answer,
        leading=leading,
        links={one.place.city_id: matcher.links(one.place.city_id) for one in leading},
        sides={},
        labels=CityLabels(matcher.world.atlas),
    )
