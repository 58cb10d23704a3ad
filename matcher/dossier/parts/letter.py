"""Part 9: a letter of interest in the official languages of both sides and in English."""

from __future__ import annotations

from typing import Final

from matcher.documents.model import Block, Heading, Letter, Paragraph
from matcher.dossier.calendar import next_world_day, timetable
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.records.answer import Candidate, Evidence
from matcher.tables.vocabulary import WHOLE_STATE
from matcher.wording.document_text import DocumentText, sentence
from matcher.wording.language import LANGUAGES
from matcher.world.states.laws import foreign

_FALLBACK = "en"
_MOST_TOLD = 4
_TOLD: Final = frozenset(
    "population_alike role_same standing_first river_same river_both coast_both port_both "
    "lake_both heritage_both name_same universities_both "
    "partners_shared countries_linked".split()
)
"""Findings that a first letter may name; no war is among them."""

_IN_A_LETTER: Final = {
    "coast_both": "letter_coast",
    "universities_both": "letter_universities",
    "countries_linked": "letter_twinnings",
}
"""Findings that a letter tells in other words."""


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part: one letter, in each language of the two sides that we have texts in."""
    first = case.first
    if first is None:
        return (Paragraph(verdict.nothing_found(case, texts)),)
    addressee = case.addressee
    if addressee is None:
        return (Paragraph(verdict.no_letter(texts, first)),)
    parts: list[Block] = [*verdict.instead_of(case, texts, addressee)]
    if case.careful(addressee):
        parts.append(Paragraph(texts("letter_hold")))
    for code in letter_languages(case, texts.language.code, addressee):
        other = DocumentText(case.language(code), case.matcher.engine)
        title = texts("letter_in", language=texts.language.language_name(code))
        parts += [Heading(title), letter(case, other, addressee)]
    lacking = untranslated(case, addressee)
    if lacking:
        names = ", ".join(map(texts.language.language_name, lacking))
        parts.append(Paragraph(texts("letter_missing", languages=names)))
    return tuple(parts)


def official_languages(case: Case, country: str) -> list[str]:
    """Return the official languages of a country, the most spoken first."""
    spoken = case.matcher.world.place_facts.languages.get(country, {})
    official = [(-one.share, code) for code, one in spoken.items() if one.status in WHOLE_STATE]
    return [code for _, code in sorted(official)]


def letter_languages(case: Case, own: str, candidate: Candidate) -> list[str]:
    """Return the languages of the letter: the paper's, the official ones of both, English.

    Where both sides have an official language in common, English is not needed.
    """
    sides = [
        [code for code in official_languages(case, country) if code in LANGUAGES]
        for country in (case.query.country, candidate.place.country)
    ]
    common = [code for code in sides[0] if code in sides[1]]
    wanted = common[:1] or [*(code for side in sides for code in side[:1]), _FALLBACK]
    return list(dict.fromkeys([own, *wanted]))


def untranslated(case: Case, candidate: Candidate) -> list[str]:
    """Return the first official language of each side of which we have no texts."""
    found = []
    for country in (case.query.country, candidate.place.country):
        official = official_languages(case, country)
        if not any(code in LANGUAGES for code in official):
            found += official[:1]
    return list(dict.fromkeys(found))


def in_common(candidate: Candidate, level: str = "clear") -> list[Evidence]:
    """Return what a letter can name: the strongest likeness or tie of each criterion.

    Parameters
    ----------
    candidate : Candidate
    level : str
        The verdict's level; ties of the two countries are named where it is clear alone.

    Notes
    -----
    What nobody checked is left out.
    """
    unfit = set() if level == "clear" else {"countries_linked"}
    found = []
    for value in candidate.criteria.values():
        fitting = [
            one
            for one in value.evidence
            if one.code in _TOLD - unfit and one.effect > 0 and one.grade != "unreviewed"
        ]
        found += sorted(fitting, key=lambda one: -one.effect)[:1]
    return sorted(found, key=lambda one: -one.effect)[:_MOST_TOLD]


def letter(case: Case, texts: DocumentText, candidate: Candidate) -> Letter:
    """Write the letter in the language of the teller."""
    query, date = case.query, case.mandate.date
    careful = case.careful(candidate)
    call = timetable(date, careful).call
    names = {"city": texts.city(query), "candidate": texts.city(candidate.place)}
    names |= {"sender": names["city"], "receiver": names["candidate"]}
    if foreign(query.country, candidate.place.country):
        names["sender"] = texts.city_country(query)
        names["receiver"] += f", {texts.country(candidate.place)}"
    known = query.population is not None
    aims = ", ".join(texts.language.aim(aim) for aim in case.mandate.aims)
    level = case.verdicts[candidate.place.city_id].level
    reasons = [sentence(_told(texts, one)) for one in in_common(candidate, level)]
    lines = [
        texts("letter_date", city=names["city"]),
        texts("letter_to", receiver=names["receiver"]),
        texts("letter_dear"),
        texts("letter_we" if known else "letter_we_unknown", **names, people=texts.people(query)),
        texts("letter_common") if reasons else "",
        *(f"– {reason}" for reason in reasons),
        texts("letter_aims", aims=aims) if aims else texts("letter_no_aims"),
        texts(
            "letter_propose_online" if careful else "letter_propose",
            call=texts.date(call.isoformat()),
            day=texts.date(next_world_day(call).isoformat()),
        ),
        texts("letter_contact"),
        texts("letter_end"),
        texts("letter_sign", city=names["city"]),
    ]
    return Letter(texts.language.code, tuple(line for line in lines if line))


def _told(texts: DocumentText, one: Evidence) -> str:
    """Render a fact, some in words of a letter."""
    key = _IN_A_LETTER.get(one.code)
    return texts(key) if key else texts.language.evidence(one)
