"""What a dossier is written from: the answer and what is known of the first candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from matcher.decisions.what_if import WhatIf
from matcher.lists.reciprocity import OtherSide
from matcher.mandate.model import Mandate
from matcher.mandate.reasons import Feasibility, own_endings
from matcher.matcher import Matcher
from matcher.records.answer import Candidate, Recommendation, TierResult
from matcher.records.places import Link, Place
from matcher.wording.labels import CityLabels
from matcher.wording.language import Language

MOST_LEADING = 4
"""Candidates compared side by side: the first of each tier, then the second ones."""

MOST_ASKED_BACK = 3


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a dossier quotes.

    Attributes
    ----------
    matcher : Matcher
        Holds the tables that profiles are read from.
    mandate : Mandate
    kept : WhatIf
        The measurements behind the answer, to weigh anew.
    answer : Recommendation
    leading : tuple of Candidate
        Those compared side by side, of all tiers.
    links : mapping of int to tuple of Link
        Partnerships of the leading candidates by city id.
    sides : mapping of int to OtherSide
        The query's place on the first candidates' own lists, by city id.
    labels : CityLabels
    verdicts : mapping of int to Feasibility
        What relations of states and laws say of each leading candidate, by city id.
    """

    matcher: Matcher
    mandate: Mandate
    kept: WhatIf
    answer: Recommendation
    leading: tuple[Candidate, ...]
    links: Mapping[int, tuple[Link, ...]]
    sides: Mapping[int, OtherSide]
    labels: CityLabels
    verdicts: Mapping[int, Feasibility] = field(default_factory=dict)

    @property
    def query(self) -> Place:
        """The city that asks."""
        return self.answer.query

    @property
    def first(self) -> Candidate | None:
        """The candidate to write to first: the first of the first ordered tier that has one."""
        tier = self.first_tier
        return None if tier is None else tier.candidates[0]

    @property
    def addressee(self) -> Candidate | None:
        """The first candidate compared side by side to whom a letter may be sent at once."""
        return next((one for one in self.leading if one.feasibility.may_write), None)

    def careful(self, candidate: Candidate) -> bool:
        """Return whether authorities are asked before a letter and contacts stay online.

        That is where the verdict asks for care, or where those whom the asking city listens to
        advise it on partners in that country.
        """
        advised = self.verdicts[candidate.place.city_id].context
        return candidate.feasibility.level == "careful" or any(
            one.code == "law_advice_query" for one in advised
        )

    @property
    def first_tier(self) -> TierResult | None:
        """The tier of the first candidate; a minority list only where no other has any."""
        filled = [tier for tier in self.answer.tiers if tier.candidates]
        return next((one for one in filled if one.kind == "ordered"), next(iter(filled), None))

    def language(self, code: str) -> Language:
        """Return a language that knows the names of cities."""
        return Language(code, self.labels)


def gather(matcher: Matcher, mandate: Mandate) -> Case:
    """Answer a mandate and collect what a dossier quotes beside the answer.

    Raises
    ------
    MatcherError
        The mandate cannot be answered.
    """
    kept = matcher.what_if(mandate)
    answer = kept.answer()
    leading = _leading(answer.tiers)
    asked = [one.place.city_id for one in leading[:MOST_ASKED_BACK]]
    row, rules = matcher.world.atlas.row, matcher.engine.feasibility.rules
    query, ended = row(answer.query.city_id), own_endings(answer.links, matcher.world.atlas)
    return Case(
        matcher=matcher,
        mandate=mandate,
        kept=kept,
        answer=answer,
        leading=leading,
        links={one.place.city_id: matcher.links(one.place.city_id) for one in leading},
        sides={city_id: kept.reverse.of(row(city_id)) for city_id in asked},
        verdicts={
            one.place.city_id: rules.verdict(query, at, mandate.date, ended.get(at))
            for one in leading
            for at in [row(one.place.city_id)]
        },
        labels=CityLabels(matcher.world.atlas),
    )


def _leading(tiers: tuple[TierResult, ...]) -> tuple[Candidate, ...]:
    ordered = sorted(tiers, key=lambda tier: tier.kind == "minority")
    rounds = zip_longest(*(tier.candidates for tier in ordered))
    found = [one for round_ in rounds for one in round_ if one is not None]
    by_id = {one.place.city_id: one for one in reversed(found)}
    first = list(dict.fromkeys(one.place.city_id for one in found))[:MOST_LEADING]
    return tuple(by_id[city_id] for city_id in first)
