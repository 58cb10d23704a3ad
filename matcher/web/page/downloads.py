"""An answer as a file: the paper to table, or the lists for a spreadsheet."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Candidate, Recommendation, TierResult
from matcher.records.criteria import CRITERIA, HABIT
from matcher.render.plain import inert
from matcher.web.page.words import Words
from matcher.wording.translate import translated

POINTS: Final = 10
"""Points to the log odds."""

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

_WIDTHS: Final = {"A": 22, "C": 26, "D": 20, "H": 30, "I": 60, "J": 60, "K": 60}
_BYTE_ORDER_MARK: Final = "\ufeff"


def file_name(answer: Recommendation, ending: str) -> str:
    """Return a file name of plain letters that says the city and the day.

    Examples
    --------
    ``kostroma-2026-11-22.pdf``
    """
    plain = unicodedata.normalize("NFKD", answer.query.name).encode("ascii", "ignore").decode()
    city = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or str(answer.query.city_id)
    return f"{city}-{answer.provenance['date']}.{ending}"


def paper(matcher: Matcher, mandate: Mandate, words: Words, ending: str) -> bytes:
    """Return the dossier of a mandate as PDF or DOCX."""
    from matcher.dossier import dossier, render

    return render(dossier(matcher, mandate, words.code, ending), ending)


def csv(answer: Recommendation, words: Words) -> bytes:
    """Return the lists as CSV in the reader's language, the columns named as for programs.

    It is marked as UTF-8 for spreadsheets that guess.
    """
    from matcher.render import csv_text

    return (_BYTE_ORDER_MARK + csv_text(translated(answer, words.language))).encode()


def xlsx(answer: Recommendation, words: Words) -> bytes:
    """Return the lists as a workbook in the reader's language: numbers stay numbers.

    Raises
    ------
    ImportError
        The library of the extra ``web`` is not installed.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = words("sheet_lists")
    sheet.append(_heads(words))
    for tier in answer.tiers:
        for one in tier.candidates:
            sheet.append([_cell(value) for value in _row(tier, one, words)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet(words("sheet_mandate"))
    for line in _about(answer, words):
        about.append([_cell(value) for value in line])
    about.column_dimensions["A"].width = 28
    about.column_dimensions["B"].width = 60
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heads(words: Words) -> list[str]:
    texts = words.texts
    return [
        texts("col_tier"), texts("col_rank"), texts("col_city"), texts("col_country"),
        texts("col_people"), texts("col_km"), texts("col_points"),
        words("verdict"), words("for_it"), words("against_it"), words("watch"),
        *(words.title(words.language.criterion(key)) for key in CRITERIA),
        words.title(words.language.criterion(HABIT)), words("not_known"),
    ]  # fmt: skip


def _row(tier: TierResult, one: Candidate, words: Words) -> list[Any]:
    texts = words.texts
    return [
        texts.tier(tier),
        one.rank,
        texts.city(one.place),
        texts.country(one.place),
        one.place.population,
        round(one.distance_km),
        round(POINTS * one.score, 1),
        words.language.level(one.feasibility.named),
        "; ".join(texts.evidence(reason) for reason in one.reasons),
        "; ".join(texts.evidence(reason) for reason in one.against),
        "; ".join(words.language.caution(caution) for caution in one.cautions),
        *(round(POINTS * one.criteria[key].contribution, 2) for key in CRITERIA),
        round(POINTS * one.habit.contribution, 2),
        texts.unknowns(one),
    ]


def _about(answer: Recommendation, words: Words) -> Iterator[tuple[str, str]]:
    texts = words.texts
    yield texts("field_city"), words.city_country(answer.query)
    yield texts("field_date"), texts.date(str(answer.provenance["date"]))
    for tier in answer.tiers:
        countries = ", ".join(map(texts.country_code, tier.countries)) or texts("tier_world")
        yield texts.tier(tier), countries
    told = [one for tier in answer.tiers for one in tier.cautions]
    for caution in (*answer.cautions, *told):
        yield words("part_before"), words.title(words.language.caution(caution))
    if answer.as_of:
        yield words("verdict"), words.title(words.known_up_to(answer.as_of))
    for key in ("program", "data", "model"):
        yield key, str(answer.provenance[key])


def _cell(value: Any) -> Any:
    """Keep a text a text: nothing a spreadsheet would run, no letter a workbook refuses."""
    if not isinstance(value, str):
        return value
    return inert("".join(ch for ch in value if ch >= " " or ch in "\t\n"))
