"""A document as parts that every writer understands: frozen, without markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``lead`` stands before it in bold."""

    text: str
    lead: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, alignment and share of the width."""

    title: str
    align: Align = "left"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings that are repeated on every page.

    Attributes
    ----------
    caption : str
    columns : tuple of Column
    rows : tuple of tuple of str
        One text a column.
    row_headings : bool
        Whether the first cell of a row names it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_headings: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG, with what it says in words for those who cannot see it."""

    svg: str
    alt: str
    caption: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in a language that may differ from the document's."""

    language: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be copied letter by letter."""

    text: str


Block = Heading | Paragraph | Bullets | Table | Figure | Letter | Code


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the document."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A dossier, ready for a writer.

    Attributes
    ----------
    language : str
        Code of its language.
    title, subtitle : str
    date : str
        ISO 8601, of the mandate; no other clock enters a document.
    decision : tuple of Block
        The first page.
    sections : tuple of Section
        The annex.
    footer : str
    """

    language: str
    title: str
    subtitle: str
    date: str
    decision: tuple[Block, ...]
    annex: str
    sections: tuple[Section, ...]
    footer: str
