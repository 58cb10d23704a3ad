"""Part 8: a first year with real dates."""

from __future__ import annotations

import datetime as dt
from typing import Final

from matcher.documents.model import Block, Column, Paragraph, Table
from matcher.dossier.calendar import (
    anniversaries,
    next_weekday_of,
    next_world_day,
    timetable,
    weekday_from,
)
from matcher.dossier.case import Case
from matcher.dossier.parts import verdict
from matcher.records.answer import Candidate
from matcher.wording.document_text import DocumentText

_SATURDAY, _WEDNESDAY, _THURSDAY, _MONDAY = 5, 2, 3, 0

_AIM_DAYS: Final[dict[str, tuple[tuple[str, int, int, int], ...]]] = {
    "culture": (("do_culture", 9, _SATURDAY, 2),),
    "economy": (("do_economy", 3, _THURSDAY, 3),),
    "sport": (("do_sport", 6, _SATURDAY, 1),),
    "youth": (("do_youth", 3, _WEDNESDAY, 1), ("do_youth_visit", 10, _MONDAY, 4)),
    "learning": (("do_learning", 5, _THURSDAY, 3),),
}
"""By aim: what is done, in which month, on which weekday, the first or later one of the month."""

_ONLINE: Final = {
    "do_culture": "do_culture_online",
    "do_decide": "do_decide_later",
    "do_learning": "do_learning_online",
    "do_sport": "do_sport_online",
    "do_world_day": "do_world_day_online",
    "do_youth_visit": "",
}
"""What is done instead where the verdict asks for care: nobody travels."""

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
        *([Paragraph(texts("programme_online"))] if case.careful(addressee) else ()),
        Paragraph(texts("programme_note"), small=True),
    )


def entries(case: Case, texts: DocumentText, first: Candidate) -> list[Entry]:
    """Return date, step and occasion of a first year, in order of time.

    Returns
    -------
    list of tuple of str
        Dates in ISO 8601; a year alone stands after the days of its year.
    """
    start, careful = case.mandate.date, case.careful(first)
    when, name = timetable(start, careful), texts.city(first.place)
    steps = [
        (when.consult, "do_consult", "occasion_setup"),
        (when.decide, "do_decide", "occasion_setup"),
        (when.letter, "do_letter", "occasion_setup"),
        (when.call, "do_call", "occasion_setup"),
        (when.call + dt.timedelta(days=42), "do_draft", "occasion_setup"),
        (next_world_day(when.call), "do_world_day", "occasion_day"),
        (weekday_from(start + dt.timedelta(days=365)), "do_review", "occasion_setup"),
    ]
    planned = [(day, key, texts(occasion)) for day, key, occasion in steps if day is not None]
    for aim in case.mandate.aims or tuple(_AIM_DAYS):
        for key, month, weekday, position in _AIM_DAYS[aim]:
            day = next_weekday_of(when.call, month, weekday, position)
            planned.append((day, key, texts.language.aim(aim)))
    found: list[Entry] = []
    for day, key, occasion in planned:
        told = _ONLINE.get(key, key) if careful else key
        if told:
            found.append((day.isoformat(), texts(told, candidate=name), occasion))
    found += _anniversaries(case, texts, first)
    return sorted(found, key=lambda entry: entry[0] if len(entry[0]) > 4 else entry[0] + "-99")


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
