"""Part 8: a first year with real dates."""

from __future__ import annotations

import datetime as dt
from typing import Final

from matcher.documents.model import Block, Column, Paragraph, Table
from matcher.dossier.calendar import (
    anniversaries,
    monday_of,
    next_weekday_of,
    next_world_day,
)
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.records.answer import Candidate
from matcher.wording.document_text import DocumentText

CALL_AFTER: Final = dt.timedelta(days=56)
"""From the question to the first call: four weeks to decide, four for an answer."""

_SATURDAY, _WEDNESDAY, _THURSDAY, _MONDAY = 5, 2, 3, 0

_AIM_DAYS: Final[dict[str, tuple[tuple[str, int, int, int], ...]]] = {
    "culture": (("do_culture", 9, _SATURDAY, 2),),
    "economy": (("do_economy", 3, _THURSDAY, 3),),
    "sport": (("do_sport", 6, _SATURDAY, 1),),
    "youth": (("do_youth", 3, _WEDNESDAY, 1), ("do_youth_visit", 10, _MONDAY, 4)),
    "learning": (("do_learning", 5, _THURSDAY, 3),),
}
"""By aim: what is done, in which month, on which weekday, the first or later one of the month."""

_MOST_ANNIVERSARIES = 4

Entry = tuple[str, str, str]


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the part."""
    first = case.first
    if first is None:
        return (Paragraph(verdict.nothing_found(case, texts)),)
    addressee = case.addressee
    if addressee is None:
        return (Paragraph(verdict.no_letter(texts, first)),)
    columns = (
        Column(texts("col_date"), share=1.2),
        Column(texts("col_step"), share=3.4),
        Column(texts("col_aim"), share=1.3),
    )
    dated = entries(case, texts, addressee)
    rows = tuple((texts.date(when), what, why) for when, what, why in dated)
    name = texts.city_country(addressee.place)
    return (
        Table(texts("programme_caption", candidate=name), columns, rows),
        Paragraph(texts("programme_note"), small=True),
    )


def entries(case: Case, texts: DocumentText, first: Candidate) -> list[Entry]:
    """Return date, step and occasion of a first year, in order of time.

    Returns
    -------
    list of tuple of str
        Dates in ISO 8601; a year alone stands after the days of its year.
    """
    start = case.mandate.date
    call = first_call(start)
    name = texts.city(first.place)
    setup = texts("occasion_setup")
    found: list[Entry] = [
        ((start + dt.timedelta(days=14)).isoformat(), texts("do_decide"), setup),
        ((start + dt.timedelta(days=28)).isoformat(), texts("do_letter", candidate=name), setup),
        (call.isoformat(), texts("do_call"), setup),
        ((call + dt.timedelta(days=42)).isoformat(), texts("do_draft"), setup),
        (next_world_day(call).isoformat(), texts("do_world_day"), texts("occasion_day")),
        ((start + dt.timedelta(days=365)).isoformat(), texts("do_review"), setup),
    ]
    for aim in case.mandate.aims or tuple(_AIM_DAYS):
        for key, month, weekday, position in _AIM_DAYS[aim]:
            day = next_weekday_of(call, month, weekday, position)
            found.append((day.isoformat(), texts(key), texts.language.aim(aim)))
    found += _anniversaries(case, texts, first)
    return sorted(found, key=lambda entry: entry[0] if len(entry[0]) > 4 else entry[0] + "-99")


def first_call(start: dt.date) -> dt.date:
    """Return the Monday of the week in which the city halls first talk."""
    return monday_of(start + CALL_AFTER)


def _anniversaries(case: Case, texts: DocumentText, first: Candidate) -> list[Entry]:
    start = case.mandate.date
    end = start + dt.timedelta(days=365)
    found = []
    for place, links in (
        (case.query, case.answer.links),
        (first.place, case.links[first.place.city_id]),
    ):
        for one in anniversaries(links, start, end)[:_MOST_ANNIVERSARIES]:
            text = texts(
                "do_anniversary",
                years=one.years,
                city=texts.city(place),
                partner=texts.city_country(one.link.partner),
            )
            found.append((one.when, text, texts("occasion_anniversary")))
    return found
