import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.dossier.calendar import (
    anniversaries,
    monday_of,
    next_weekday_of,
    next_world_day,
    weekday_of,
    world_day,
)
from matcher.dossier.case import Case
from matcher.dossier.parts.programme import entries
from matcher.records.places import Link, Place
from matcher.wording.document_text import DocumentText
from matcher.wording.language import Language

PLACE = Place(1, "Samokov", "BG", "Bulgaria", "", 42.3, 23.6, 26000)


def link(since: str, status: str = "active") -> Link:
    return Link(PLACE, status, since, "", "curated", "a test")


def test_world_day_of_2027_is_the_25th_of_april() -> None:
    assert world_day(2027) == dt.date(2027, 4, 25)


@given(st.integers(1900, 2200))
def test_world_day_is_the_last_sunday_of_april(year: int) -> None:
    day = world_day(year)
    assert (day.month, day.isoweekday()) == (4, 7)
    assert (day + dt.timedelta(days=7)).month == 5


def test_next_world_day_is_later_than_the_day_itself() -> None:
    assert next_world_day(dt.date(2026, 11, 21)) == dt.date(2027, 4, 25)
    assert next_world_day(dt.date(2027, 4, 25)) == world_day(2028)
    assert next_world_day(dt.date(2027, 4, 24)) == dt.date(2027, 4, 25)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 12), st.integers(0, 6))
def test_next_weekday_comes_within_a_year_and_a_week(
    after: dt.date, month: int, weekday: int
) -> None:
    day = next_weekday_of(after, month, weekday, 2)
    assert after < day <= after + dt.timedelta(days=373)
    assert (day.month, day.weekday()) == (month, weekday)
    assert 8 <= day.day <= 14
    assert weekday_of(day.year, month, weekday, 2) == day


def test_monday_of_a_week() -> None:
    assert monday_of(dt.date(2027, 1, 16)) == dt.date(2027, 1, 11)
    assert monday_of(dt.date(2027, 1, 11)) == dt.date(2027, 1, 11)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2017-11-03", [("2027-11-03", 10)]),
        ("2017-11-21", [("2027-11-21", 10)]),
        ("1992", [("2027", 35)]),
        ("1991", []),
        ("2008-02-29", [("2027-02-28", 19)]),
        ("", []),
    ],
)
def test_anniversary_of_a_year(since: str, expected: list[tuple[str, int]]) -> None:
    found = anniversaries([link(since)], dt.date(2026, 11, 21), dt.date(2027, 11, 21))
    assert [(one.when, one.years) for one in found] == expected


def test_link_that_ended_has_no_anniversary() -> None:
    ended = link("2017-11-03", "ended")
    assert anniversaries([ended], dt.date(2026, 11, 21), dt.date(2027, 11, 21)) == []


def test_programme_is_in_order_and_within_a_year_of_the_first_call(case: Case) -> None:
    assert case.first is not None
    found = entries(case, DocumentText(Language("en"), case.matcher.engine), case.first)
    days = [dt.date.fromisoformat(when) for when, *_ in found if len(when) == 10]
    assert days == sorted(days)
    start = case.mandate.date
    assert start < days[0]
    assert days[-1] <= start + dt.timedelta(days=430)
    assert ("2027-04-25", "World Day of Twin Cities") in [(when, why) for when, _, why in found]
    aims = {why for *_, why in found}
    assert {"cultural ties", "sports", "youth and school exchange"} <= aims
    assert "economy" not in aims
