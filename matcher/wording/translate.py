"""An answer in another language: the same figures, its texts and names as readers write them."""

from __future__ import annotations

from dataclasses import replace

from matcher.records.answer import (
    Candidate,
    Caution,
    CriterionScore,
    Evidence,
    Recommendation,
    Unknown,
)
from matcher.records.council import CouncilReport
from matcher.records.feasibility import PairFeasibility
from matcher.records.places import Link, Place
from matcher.wording.language import Language
from matcher.world.city_card import CityProfile


def translated(answer: Recommendation, language: Language) -> Recommendation:
    """Return an answer with its texts and names in a language.

    Parameters
    ----------
    answer : Recommendation
    language : Language

    Returns
    -------
    Recommendation
        The same but for texts, sources and the names of cities and countries;
        what the user wrote stays as it is.
    """
    if language.code == "en":
        return answer
    translator = _Translator(language)
    return replace(
        answer,
        query=translator.place(answer.query),
        tiers=tuple(
            replace(
                tier,
                candidates=tuple(map(translator.candidate, tier.candidates)),
                cautions=tuple(map(translator.caution, tier.cautions)),
            )
            for tier in answer.tiers
        ),
        links=translated_links(answer.links, language),
        cautions=tuple(map(translator.caution, answer.cautions)),
        notes=tuple(replace(one, text=language.note(one)) for one in answer.notes),
        exclusions=tuple(
            replace(
                one,
                place=translator.place(one.place),
                text=language.exclusion(one),
                feasibility=translator.feasibility(one.feasibility),
            )
            for one in answer.exclusions
        ),
        council=None if answer.council is None else translator.council(answer.council),
    )


def translated_links(links: tuple[Link, ...], language: Language) -> tuple[Link, ...]:
    """Return partnerships with the names of places and sources in a language."""
    translator = _Translator(language)
    return tuple(
        replace(one, partner=translator.place(one.partner), source=language.source(one.source))
        for one in links
    )


def translated_profile(profile: CityProfile, language: Language) -> CityProfile:
    """Return a profile with the names of its city and partners in a language."""
    return replace(
        profile,
        place=_Translator(language).place(profile.place),
        links=translated_links(profile.links, language),
    )


def translated_place(place: Place, language: Language) -> Place:
    """Return a place with its name and its country's in a language."""
    return _Translator(language).place(place)


class _Translator:
    def __init__(self, language: Language) -> None:
        self._language = language

    def place(self, one: Place) -> Place:
        name = self._language.city(one.city_id, one.name)
        country = self._language.country(one.country, one.country_name)
        return replace(
            one,
            name=name,
            country_name=country,
            region_name=self._language.region(one.region, one.region_name),
            note=self._language.place_note(one),
        )

    def evidence(self, one: Evidence) -> Evidence:
        return replace(one, text=self._language.evidence(one))

    def caution(self, one: Caution) -> Caution:
        source = self._language.source(one.source)
        return replace(one, text=self._language.caution(one), source=source)

    def unknown(self, one: Unknown) -> Unknown:
        return replace(one, text=self._language.unknown(one))

    def criterion(self, one: CriterionScore) -> CriterionScore:
        return replace(one, evidence=tuple(map(self.evidence, one.evidence)))

    def candidate(self, one: Candidate) -> Candidate:
        return replace(
            one,
            place=self.place(one.place),
            criteria={key: self.criterion(value) for key, value in one.criteria.items()},
            reasons=tuple(map(self.evidence, one.reasons)),
            against=tuple(map(self.evidence, one.against)),
            cautions=tuple(map(self.caution, one.cautions)),
            unknowns=tuple(map(self.unknown, one.unknowns)),
            feasibility=self.feasibility(one.feasibility),
        )

    def feasibility(self, one: PairFeasibility) -> PairFeasibility:
        told = (replace(why, text=self._language.reason(why)) for why in one.reasons)
        return replace(one, reasons=tuple(told))

    def council(self, one: CouncilReport) -> CouncilReport:
        return replace(
            one,
            lists=tuple(
                replace(each, places=tuple(map(self.place, each.places))) for each in one.lists
            ),
            vetoes=tuple(replace(each, place=self.place(each.place)) for each in one.vetoes),
            minority=tuple(replace(each, place=self.place(each.place)) for each in one.minority),
        )
