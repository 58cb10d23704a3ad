"""Part 9: a letter of interest in the city's language and in the candidate's."""

from __future__ import annotations

from matcher.documents.model import Block, Heading, Letter, Paragraph
from matcher.dossier.calendar import next_world_day
from matcher.dossier.case import Case
from matcher.dossier.parts.programme import first_call
from matcher.dossier.teller import Teller, sentence
from matcher.records.answer import Candidate, Evidence
from matcher.wording.language import LANGUAGES

_OFFICIAL = ("official", "de_facto_official")
_FALLBACK = "en"
_MOST_TOLD = 4
_NOT_TOLD = ("reach", "politics", "war_history")
"""Criteria a first letter leaves out: how to travel, treaties, and what war did."""


def blocks(case: Case, tell: Teller) -> tuple[Block, ...]:
    """Return the part: one letter, or two where the languages differ."""
    first = case.first
    if first is None:
        return (Paragraph(tell("nothing_found")),)
    own = tell.language.code
    theirs = candidate_language(case, first)
    parts: list[Block] = [Heading(tell("letter_own")), letter(case, tell, first)]
    second = theirs or _FALLBACK
    if second != own:
        other = Teller(case.language(second), case.matcher)
        title = tell("letter_theirs" if theirs else "letter_english")
        parts += [Heading(title), letter(case, other, first)]
    return tuple(parts)


def candidate_language(case: Case, candidate: Candidate) -> str | None:
    """Return the official language of the candidate's country that we have texts in, if any."""
    spoken = case.matcher.profiles.languages.get(candidate.place.country, {})
    official = [
        (-share, code) for code, (share, status, *_) in spoken.items() if status in _OFFICIAL
    ]
    return next((code for _, code in sorted(official) if code in LANGUAGES), None)


def in_common(candidate: Candidate) -> list[Evidence]:
    """Return what a letter can name: the strongest likeness or tie of each criterion."""
    found = []
    for key, value in candidate.criteria.items():
        fitting = [
            one
            for one in value.evidence
            if one.relation in ("likeness", "tie") and one.effect > 0 and key not in _NOT_TOLD
        ]
        found += sorted(fitting, key=lambda one: -one.effect)[:1]
    return sorted(found, key=lambda one: -one.effect)[:_MOST_TOLD]


def letter(case: Case, tell: Teller, candidate: Candidate) -> Letter:
    """Write the letter in the language of the teller."""
    query, date = case.query, case.mandate.date
    call = first_call(date)
    names = {
        "city": tell.city(query),
        "country": tell.country(query),
        "candidate": tell.city(candidate.place),
    }
    known = query.population is not None
    aims = ", ".join(tell.language.aim(aim) for aim in case.mandate.aims)
    reasons = [sentence(tell.evidence(one, "letter_check")) for one in in_common(candidate)]
    lines = [
        tell("letter_date", city=names["city"]),
        tell("letter_to", candidate=names["candidate"], country=tell.country(candidate.place)),
        tell("letter_dear"),
        tell("letter_we" if known else "letter_we_unknown", **names, people=tell.people(query)),
        tell("letter_common") if reasons else "",
        *(f"– {reason}" for reason in reasons),
        tell("letter_aims", aims=aims) if aims else tell("letter_no_aims"),
        tell(
            "letter_propose",
            call=tell.date(call.isoformat()),
            day=tell.date(next_world_day(call).isoformat()),
        ),
        tell("letter_contact"),
        tell("letter_end"),
        tell("letter_sign", city=names["city"]),
    ]
    return Letter(tell.language.code, tuple(line for line in lines if line))
