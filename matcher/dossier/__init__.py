"""A document to table at a meeting: HTML, PDF or DOCX from one model, in several languages."""

from __future__ import annotations

from pathlib import Path

from matcher.documents.model import Document
from matcher.dossier.case import gather
from matcher.dossier.compose import compose
from matcher.errors import MandateError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.wording.language import Language

FORMATS = ("html", "pdf", "docx")

__all__ = ["FORMATS", "Document", "dossier", "format_of", "render", "write_dossier"]


def dossier(
    matcher: Matcher, mandate: Mandate, language: str = "en", format_: str = "pdf"
) -> Document:
    """Answer a mandate with a document.

    Parameters
    ----------
    matcher : Matcher
    mandate : Mandate
    language : {"en", "ru", "it"}
    format_ : {"html", "pdf", "docx"}
        Stands in the command that repeats the document.

    Raises
    ------
    MandateError
        The mandate cannot be answered or the language has no texts.

    Examples
    --------
    >>> mandate = Mandate.parse({"city": "Kostroma", "date": "2026-01-01", "count": 1,
    ...     "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
    >>> document = dossier(Matcher.load(), mandate, "it", "html")
    >>> document.language, render(document, "html")[:15]
    ('it', b'<!DOCTYPE html>')
    """
    Language(language)
    return compose(gather(matcher, mandate), language, format_)


def render(document: Document, format_: str) -> bytes:
    """Return a document in a format.

    Raises
    ------
    MandateError
        The format is not one of :data:`FORMATS`.
    MatcherError
        A library of the extra ``dossier`` is not installed.
    """
    if format_ == "html":
        from matcher.documents.to_html import html

        return html(document)
    if format_ == "pdf":
        from matcher.documents.to_pdf import pdf

        return pdf(document)
    if format_ == "docx":
        from matcher.documents.to_docx import docx

        return docx(document)
    raise MandateError(f"no dossier is written as {format_!r}: choose one of {', '.join(FORMATS)}")


def format_of(path: str | Path) -> str:
    """Return the format a file name asks for.

    Raises
    ------
    MandateError
        The ending is none of :data:`FORMATS`.

    Examples
    --------
    >>> format_of("kostroma.PDF")
    'pdf'
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise MandateError(f"--out {path}: end the name in .{', .'.join(FORMATS)}")
    return ending


def write_dossier(
    matcher: Matcher, mandate: Mandate, path: str | Path, language: str = "en"
) -> Path:
    """Write a dossier to a file; its ending says in which format.

    Raises
    ------
    MandateError, MatcherError
        As :func:`dossier` and :func:`render`; nothing is written then.
    """
    format_ = format_of(path)
    content = render(dossier(matcher, mandate, language, format_), format_)
    Path(path).write_bytes(content)
    return Path(path)
