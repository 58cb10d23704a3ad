import io
import re
import sys
import zipfile
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from matcher.documents.model import Bullets, Figure, Paragraph, Section, Table
from matcher.documents.to_pdf import pdf, png
from matcher.dossier import FORMATS, Document, dossier, render
from matcher.errors import MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher

HOSTILE = '<script>alert("1")</script> & #panic("x") $x$ *b* _i_ @ref \\ [a]'


@pytest.fixture(scope="module")
def written(documents: dict[str, Document]) -> dict[str, bytes]:
    return {format_: render(documents["ru"], format_) for format_ in FORMATS}


@pytest.mark.parametrize("format_", FORMATS)
def test_same_mandate_gives_the_same_bytes(
    council: Matcher, mandate: Mandate, written: dict[str, bytes], format_: str
) -> None:
    again = dossier(council, mandate, "ru")
    assert render(again, format_) == written[format_]


def test_pdf_is_tagged_for_accessibility(written: dict[str, bytes]) -> None:
    content = written["pdf"]
    assert content.startswith(b"%PDF-1.")
    assert b"pdfuaid:part" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content


def test_pdf_spells_letters_out_that_no_font_shows(documents: dict[str, Document]) -> None:
    document = documents["en"]
    assert pdf(replace(document, decision=(Paragraph("名 and more"),)))


def test_texts_are_never_read_as_markup(documents: dict[str, Document]) -> None:
    document = replace(
        documents["en"],
        title=HOSTILE,
        decision=(Paragraph(HOSTILE, HOSTILE), Bullets((HOSTILE,))),
    )
    page = render(document, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert render(document, "pdf").startswith(b"%PDF")
    assert render(document, "docx")


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.language = ""
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "html":
            self.language = fields.get("lang") or ""
        for name in ("src", "href"):
            if (fields.get(name) or "#").startswith(("http", "//")):
                self.outside.append(str(fields[name]))


def test_html_has_landmarks_and_no_gap_in_its_headings(written: dict[str, bytes]) -> None:
    outline = _Outline()
    outline.feed(written["html"].decode())
    assert outline.language == "ru"
    assert {"main", "header", "footer", "nav", "section"} <= set(outline.tags)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(outline.levels))


def test_html_loads_nothing_from_another_host(written: dict[str, bytes]) -> None:
    outline = _Outline()
    outline.feed(written["html"].decode())
    assert outline.outside == []
    assert not {"script", "link", "img", "iframe"} & set(outline.tags)
    assert b"url(http" not in written["html"]


def test_docx_has_styles_headings_and_repeated_table_headers(written: dict[str, bytes]) -> None:
    import docx

    document = docx.Document(io.BytesIO(written["docx"]))
    styles = [one.style.name for one in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 11
    assert "Heading 2" in styles
    assert "List Bullet" in styles
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.xpath("./w:tblHeader")
        assert not table.rows[1]._tr.trPr.xpath("./w:tblHeader")
        assert table.rows[0].cells[0].paragraphs[0].runs[0].bold
        assert not table.rows[1].cells[0].paragraphs[0].runs[0].bold
    descriptions = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert descriptions
    assert all(descriptions)


def test_docx_carries_no_clock(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["docx"])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "2026-11-21T00:00:00Z" in core


def test_drawing_becomes_a_picture() -> None:
    space = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'
    svg = f'<svg {space}><rect width="10" height="5"/></svg>'
    figure = Figure(svg, "a bar", "a caption")
    assert png(figure).startswith(b"\x89PNG")
    assert png(figure) == png(figure)


@pytest.mark.parametrize(("format_", "library"), [("pdf", "typst"), ("docx", "docx")])
def test_missing_library_says_what_to_install(
    documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch, format_: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MatcherError, match=r"pip install twin-city-matcher\[dossier\]"):
        render(documents["en"], format_)


def test_unknown_format_is_refused(documents: dict[str, Document]) -> None:
    with pytest.raises(MandateError, match="choose one of html, pdf, docx"):
        render(documents["en"], "odt")


def test_long_table_breaks_over_pages_with_its_header(documents: dict[str, Document]) -> None:
    from matcher.documents.model import Column

    rows = tuple((f"row {number}", "text " * 8) for number in range(150))
    table = Table("long", (Column("name"), Column("value")), rows)
    document = replace(documents["en"], decision=(table,), sections=(Section("a", "1. A", ()),))
    pages = re.search(rb"/Count (\d+)", pdf(document))
    assert pages is not None
    assert int(pages[1]) >= 3


@pytest.mark.parametrize("language", ["en", "ru", "it"])
def test_decision_of_the_founding_case_is_one_page(service: Matcher, language: str) -> None:
    founding = Mandate.parse(
        {
            "city": "Kostroma",
            "date": "2026-11-21",
            "aims": ["culture", "economy", "sport", "youth"],
            "tiers": [
                {"name": "Turkmenistan", "countries": ["TM"]},
                {"name": "CIS", "countries": ["AZ", "UZ"]},
                {"name": "minority", "countries": ["IT"]},
            ],
        }
    )
    document = dossier(service, founding, language)
    pages = re.search(rb"/Count (\d+)", pdf(replace(document, sections=())))
    assert pages is not None
    # The page to decide on, and the one that the annex begins.
    assert int(pages[1]) == 2


def test_tier_in_letters_that_no_font_shows_goes_by_its_countries(council: Matcher) -> None:
    for name, format_, expected in (
        ("日本", "pdf", "Uzbekistan"),
        ("日本", "html", "日本"),
        ("საქართველო", "pdf", "საქართველო"),
    ):
        fields = {"city": "Kostroma, Russia", "date": "2026-11-21"}
        asked = Mandate.parse({**fields, "tiers": [{"name": name, "countries": ["UZ"]}]})
        document = dossier(council, asked, "en", format_)
        table = next(one for one in document.decision if isinstance(one, Table))
        assert table.rows[0][0] == expected
    assert render(dossier(council, asked, "en", "pdf"), "pdf")


@dataclass(frozen=True)
class Chart:
    """A block that no writer knows."""


@pytest.mark.parametrize("format_", ["html", "docx"])
def test_block_that_no_writer_knows_is_refused_and_not_left_out(
    documents: dict[str, Document], format_: str
) -> None:
    document = replace(documents["en"], decision=(Chart(),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no way to write a Chart"):
        render(document, format_)


def test_fault_of_the_typesetter_that_is_not_a_letter_is_passed_on(
    documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    tries = []

    def fail(*_: object, **__: object) -> None:
        tries.append(1)
        raise typst.TypstError("out of paper")

    monkeypatch.setattr(typst, "compile", fail)
    with pytest.raises(typst.TypstError, match="out of paper"):
        pdf(documents["en"])
    assert len(tries) == 1


@pytest.mark.parametrize("letter", ["\U000de70a", "\ue000", "\u0378", "\U0001f600", "\u200d"])
def test_letter_that_nobody_assigned_is_spelt_out(
    documents: dict[str, Document], letter: str
) -> None:
    told = replace(documents["en"], title=f"Partners {letter} of Kostroma")
    assert pdf(told).startswith(b"%PDF-")


def test_letters_that_no_font_shows_even_spelt_out_are_told(
    documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    seen: list[str] = []

    def fail(*_: object, sys_inputs: dict[str, str], **__: object) -> None:
        seen.append(sys_inputs["document"])
        raise typst.TypstError('the text "\\u{0100}" could not be displayed with font')

    monkeypatch.setattr(typst, "compile", fail)
    monkeypatch.setattr("matcher.documents.to_pdf._UNPRINTABLE", re.compile('"(.+?)"'))
    with pytest.raises(MatcherError, match="no font here shows: write it in HTML instead"):
        pdf(documents["en"])
    assert len(seen) > 1


def test_picture_needs_the_typesetter_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MatcherError, match=r"pip install twin-city-matcher\[dossier\]"):
        png(Figure("<svg/>", "a bar", "a caption"))
