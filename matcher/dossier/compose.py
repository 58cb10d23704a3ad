"""One document from an answer: the first page and the ten parts of the annex."""

from __future__ import annotations

from matcher.documents.model import Document, Section
from matcher.dossier.case import Case
from matcher.dossier.command import reproduction_hash
from matcher.dossier.parts import (
    acceptance,
    decision,
    legal,
    letter,
    links,
    mandate,
    profiles,
    programme,
    shortlist,
    sources,
)
from matcher.dossier.teller import Teller


def compose(case: Case, language: str, format_: str) -> Document:
    """Write the document of a case in a language.

    Parameters
    ----------
    case : Case
    language : str
        One of :data:`matcher.wording.language.LANGUAGES`.
    format_ : str
        Ending of the file; stands in the command that repeats the document.

    Returns
    -------
    Document
    """
    tell = Teller(case.language(language), case.matcher, few_scripts=format_ == "pdf")
    parts = {
        "mandate": mandate.blocks(case, tell),
        "shortlist": shortlist.lists(case, tell),
        "candidates": shortlist.cards(case, tell),
        "profiles": profiles.blocks(case, tell),
        "links": links.blocks(case, tell),
        "acceptance": acceptance.blocks(case, tell),
        "legal": legal.blocks(case, tell),
        "programme": programme.blocks(case, tell),
        "letter": letter.blocks(case, tell),
        "sources": sources.blocks(case, tell, format_),
    }
    city = tell.city(case.query)
    date = tell.date(case.mandate.date.isoformat())
    return Document(
        language=language,
        title=tell("title", city=city),
        subtitle=tell("subtitle", date=date),
        date=case.mandate.date.isoformat(),
        decision=decision.blocks(case, tell),
        annex=tell("annex"),
        sections=tuple(
            Section(key, f"{number}. {tell(f'part_{key}')}", blocks)
            for number, (key, blocks) in enumerate(parts.items(), start=1)
        ),
        footer=tell("footer", city=city, date=date, digest=reproduction_hash(case.answer)),
    )
