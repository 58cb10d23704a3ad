"""Write a document as DOCX with real styles, headings and tables; the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any, Final

from matcher.documents.extra import missing_extra
from matcher.documents.model import (
    Block,
    Bullets,
    Code,
    Document,
    Figure,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from matcher.documents.to_pdf import png

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH_CM: Final = 17.4
_FONT: Final = "Times New Roman"
_LOCALES: Final = {"en": "en-GB", "ru": "ru-RU", "it": "it-IT"}


def docx(document: Document) -> bytes:
    """Return the document as DOCX.

    Raises
    ------
    MatcherError
        python-docx or typst, which draws the figures, is not installed.
    """
    try:
        import docx as library
    except ImportError:
        raise missing_extra("python-docx") from None
    writer = _Writer(library.Document(), document)
    writer.write()
    buffer = io.BytesIO()
    writer.target.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(content: bytes) -> bytes:
    """Pack the archive again in a fixed order with a fixed time."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return packed.getvalue()


class _Writer:
    def __init__(self, target: Any, document: Document) -> None:
        self.target = target
        self._document = document

    def write(self) -> None:
        document, target = self._document, self.target
        self._prepare()
        target.add_heading(document.title, level=0)
        target.add_paragraph(document.subtitle, style="Subtitle")
        for block in document.decision:
            self._block(block, level=1)
        annex = target.add_heading(document.annex, level=1)
        annex.paragraph_format.page_break_before = True
        for section in document.sections:
            target.add_heading(section.title, level=1)
            for block in section.blocks:
                self._block(block, level=2)
        footer = target.sections[0].footer.paragraphs[0]
        footer.text = document.footer

    def _prepare(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        properties = self.target.core_properties
        day = dt.date.fromisoformat(self._document.date)
        moment = dt.datetime(day.year, day.month, day.day)
        properties.title = self._document.title
        properties.language = _LOCALES[self._document.language]
        properties.author = ""
        properties.comments = ""
        properties.created = properties.modified = moment
        page = self.target.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(1.8)
        page.top_margin = page.bottom_margin = Cm(1.5)
        page.header_distance = page.footer_distance = Cm(0.7)
        normal = self.target.styles["Normal"]
        normal.font.name = _FONT
        normal.font.size = Pt(9.5)
        normal.paragraph_format.line_spacing = 1.0
        for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
            self.target.styles[name].paragraph_format.space_before = Pt(6)
            fonts = self.target.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()
            for script in ("w:ascii", "w:hAnsi", "w:cs"):
                fonts.set(qn(script), _FONT)
        normal.paragraph_format.space_after = Pt(3)
        self.target.styles["Title"].font.size = Pt(20)
        self.target.styles["Subtitle"].font.size = Pt(11)
        language = normal.element.get_or_add_rPr().makeelement(
            qn("w:lang"), {qn("w:val"): _LOCALES[self._document.language]}
        )
        normal.element.get_or_add_rPr().append(language)

    def _block(self, block: Block, level: int) -> None:
        if isinstance(block, Heading):
            self.target.add_heading(block.text, level=level)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Letter):
            for number, line in enumerate(block.lines, start=1):
                rendered = self.target.add_paragraph(line, style="Quote")
                rendered.paragraph_format.keep_with_next = number < len(block.lines)
        elif isinstance(block, Code):
            run = self.target.add_paragraph(style="No Spacing").add_run(block.text)
            run.font.name = "Courier New"
        else:
            raise TypeError(f"no way to write a {type(block).__name__} as DOCX")

    def _paragraph(self, block: Paragraph) -> None:
        from docx.shared import Pt

        paragraph = self.target.add_paragraph()
        if block.lead:
            paragraph.add_run(f"{block.lead}. ").bold = True
        run = paragraph.add_run(block.text)
        if block.small:
            run.font.size = Pt(8.5)

    def _bullets(self, block: Bullets) -> None:
        if not block.numbered:
            for item in block.items:
                self.target.add_paragraph(item, style="List Bullet")
            return
        # Word goes on counting from list to list, so the numbers are written out.
        for number, item in enumerate(block.items, start=1):
            self.target.add_paragraph(f"{number}. {item}", style="List")

    def _table(self, block: Table) -> None:
        from docx.oxml import OxmlElement
        from docx.shared import Cm, Pt

        self.target.add_paragraph(
            block.caption, style="Caption"
        ).paragraph_format.keep_with_next = True
        table = self.target.add_table(rows=1, cols=len(block.columns), style="Table Grid")
        table.autofit = False
        header = table.rows[0]
        properties = header._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        for _ in block.rows:
            table.add_row()
            table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        total = sum(column.share for column in block.columns)
        for column, width in zip(table.columns, block.columns, strict=True):
            column.width = Cm(_TEXT_WIDTH_CM * width.share / total)
        texts = (tuple(column.title for column in block.columns), *block.rows)
        for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
            for column, cell, text in zip(block.columns, row.cells, cells, strict=True):
                cell.width = Cm(_TEXT_WIDTH_CM * column.share / total)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(text)
                run.font.size = Pt(8)
                run.bold = number == 0
                if column.align == "right":
                    paragraph.alignment = 2
        gap = self.target.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(6)

    def _figure(self, block: Figure) -> None:
        from docx.shared import Cm

        # Word sets lines wider apart than the PDF, so what shares a page with text is smaller.
        width = _TEXT_WIDTH_CM * block.share * (1.0 if block.share == 1.0 else 0.8)
        self.target.add_picture(io.BytesIO(png(block)), width=Cm(width))
        self.target.paragraphs[-1].paragraph_format.keep_with_next = True
        shape = self.target.inline_shapes[-1]._inline.docPr
        shape.set("descr", block.alt)
        self.target.add_paragraph(block.caption, style="Caption")
