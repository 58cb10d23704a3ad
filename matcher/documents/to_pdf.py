"""Write a document as tagged PDF (PDF/UA-1) with typst; the same bytes each time."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from matcher.documents.extra import missing_extra
from matcher.documents.model import Document, Figure
from matcher.errors import MandateError

TEMPLATE: Final = Path(__file__).with_name("template.typ")
_UNPRINTABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How typst writes a letter that no terminal shows, such as one nobody has assigned."""

_BEYOND: Final = re.compile("[\u0000-\u2e7f]+")
"""Letters before the scripts that no font inside typst has, which a drawing would box."""

_MOST_TRIES: Final = 40
_PNG_PPI: Final = 110.0


def plain(document: Document) -> dict[str, Any]:
    """Return the document as plain values, each block with its type."""
    content = asdict(document)
    content["decision"] = _typed(document.decision)
    for section, kept in zip(content["sections"], document.sections, strict=True):
        section["blocks"] = _typed(kept.blocks)
    return content


def _typed(blocks: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{"type": type(block).__name__, **asdict(block)} for block in blocks]


def pdf(document: Document) -> bytes:
    """Return the document as PDF.

    Raises
    ------
    MatcherError
        typst is not installed.
    MandateError
        The council's words hold letters that cannot even be spelt out.

    Notes
    -----
    The fonts inside typst show Latin, Cyrillic, Greek, Armenian, Georgian and
    Arabic letters, and city names are Latin or Cyrillic. A council's own words
    in another script are written as code points rather than as empty boxes.
    """
    try:
        import typst
    except ImportError:
        raise missing_extra("typst") from None
    content = json.dumps(plain(document), ensure_ascii=False)
    for _ in range(_MOST_TRIES):
        try:
            return bytes(
                typst.compile(
                    TEMPLATE.read_bytes(),
                    format="pdf",
                    sys_inputs={"document": content},
                    pdf_standards=["ua-1"],
                    ignore_system_fonts=True,
                    timestamp=0,
                )
            )
        except typst.TypstError as error:
            found = _UNPRINTABLE.findall(str(error))
            if not found:
                raise
            content = _spelt_out(content, [_ESCAPED.sub(_letter, text) for text in found])
    raise MandateError("the text holds letters that no font here shows: write it in HTML instead")


def _letter(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _spelt_out(content: str, unprintable: list[str]) -> str:
    pages = {ord(letter) >> 8 for text in unprintable for letter in text}
    return "".join(
        f"U+{ord(letter):04X} " if ord(letter) >> 8 in pages and ord(letter) > 0x2FF else letter
        for letter in content
    )


def png(figure: Figure) -> bytes:
    """Return a drawing as PNG, for formats that take no SVG.

    Raises
    ------
    MatcherError
        typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise missing_extra("typst") from None
    source = (
        "#set page(width: 570pt, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return bytes(
        typst.compile(
            source.encode(),
            format="png",
            ppi=_PNG_PPI,
            sys_inputs={"svg": _spelt_out(figure.svg, [_BEYOND.sub("", figure.svg)])},
            ignore_system_fonts=True,
        )
    )
