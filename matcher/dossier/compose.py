"""One document from an answer: the first page and the ten parts of the annex."""

from __future__ import annotations

from matcher.documents.model import Document, Section
from matcher.dossier.case import Case
from matcher.dossier.command import reproduction_hash
from matcher.dossier.parts import (
    acceptance,
    decision,
    identifiers,
    legal,
    letter,
    links,
    mandate,
    profiles,
    programme,
    shortlist,
    sources,
)
from matcher.wording.document_text import DocumentText


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
    texts = DocumentText(case.language(language), case.matcher.engine, few_scripts=format_ == "pdf")
    parts = {
        "mandate": mandate.blocks(case, texts),
        "shortlist": shortlist.lists(case, texts),
        "candidates": shortlist.cards(case, texts),
        "profiles": (*profiles.blocks(case, texts), *identifiers.blocks(case, texts)),
        "links": links.blocks(case, texts),
        "acceptance": acceptance.blocks(case, texts),
        "legal": legal.blocks(case, texts),
        "programme": programme.blocks(case, texts),
        "letter": letter.blocks(case, texts),
        "sources": sources.blocks(case, texts, format_),
    }
    city = texts.city(case.query)
    date = texts.date(case.mandate.date.isoformat())
    return Document(
        language=language,
        title=texts("title", city=city),
        subtitle=texts("subtitle", date=date),
        date=case.mandate.date.isoformat(),
        decision=decision.blocks(case, texts),
        annex=texts("annex"),
        sections=tuple(
            Section(key, f"{number}. {texts(f'part_{key}')}", blocks)
            for number, (key, blocks) in enumerate(parts.items(), start=1)
        ),
        footer=texts("footer", city=city, date=date, digest=reproduction_hash(case.answer)),
    )
