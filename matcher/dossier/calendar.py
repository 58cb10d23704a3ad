"""Dates of a first year: the World Day of Twin Cities, fixed occasions, anniversaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.records.places import Link

FULL_DATE = len("2017-11-03")
ROUND_YEARS = 5


@dataclass(frozen=True, slots=True)
class Timetable:
    """When what is done, from the day of the question.

    Attributes
    ----------
    decide, letter, answer, call : datetime.date
        The council decides; a letter goes out, is answered at the latest; the week of the first
        call begins.
    consult : datetime.date, optional
        Authorities are asked before all else, where the verdict asks for care.
    """

    decide: dt.date
    letter: dt.date
    answer: dt.date
    call: dt.date
    consult: dt.date | None = None


def timetable(start: dt.date, careful: bool = False) -> Timetable:
    """Return the days of the first steps; eight weeks later where authorities are asked first.

    None is a Saturday or Sunday; holidays are not known.

    Examples
    --------
    >>> timetable(dt.date(2026, 8, 1)).letter.isoformat()
    '2026-08-31'
    >>> later = timetable(dt.date(2026, 8, 1), careful=True)
    >>> later.consult.isoformat(), later.letter.isoformat()
    ('2026-08-17', '2026-10-26')
    """
    first = start + dt.timedelta(days=56 if careful else 0)
    return Timetable(
        decide=weekday_from(first + dt.timedelta(days=14)),
        letter=weekday_from(first + dt.timedelta(days=28)),
        answer=weekday_from(first + dt.timedelta(days=90)),
        call=monday_of(first + dt.timedelta(days=56)),
        consult=weekday_from(start + dt.timedelta(days=14)) if careful else None,
    )


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A number of years of a partnership, on a day or within a year.

    Attributes
    ----------
    when : str
        ISO 8601; the year alone where the partnership's day is not known.
    years : int
    link : Link
    """

    when: str
    years: int
    link: Link


def world_day(year: int) -> dt.date:
    """Return the World Day of Twin Cities, the last Sunday of April.

    Examples
    --------
    >>> world_day(2027)
    datetime.date(2027, 4, 25)
    """
    last = dt.date(year, 4, 30)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def next_world_day(after: dt.date) -> dt.date:
    """Return the first World Day of Twin Cities that is later than a day."""
    this_year = world_day(after.year)
    return this_year if this_year > after else world_day(after.year + 1)


def weekday_of(year: int, month: int, weekday: int, position: int) -> dt.date:
    """Return the first, second, ... given weekday of a month; Monday is 0.

    Examples
    --------
    >>> weekday_of(2027, 6, 5, 1)
    datetime.date(2027, 6, 5)
    """
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (position - 1))


def next_weekday_of(after: dt.date, month: int, weekday: int, position: int) -> dt.date:
    """Return the next such day that is later than a day."""
    this_year = weekday_of(after.year, month, weekday, position)
    return this_year if this_year > after else weekday_of(after.year + 1, month, weekday, position)


def weekday_from(day: dt.date) -> dt.date:
    """Return a day, or the Monday after it where it is a Saturday or Sunday.

    Examples
    --------
    >>> weekday_from(dt.date(2026, 12, 26)).isoformat()
    '2026-12-28'
    """
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def anniversaries(links: Iterable[Link], start: dt.date, end: dt.date) -> list[Anniversary]:
    """Return the anniversaries of living partnerships within a year.

    Parameters
    ----------
    links : iterable of Link
    start, end : datetime.date
        The first day is left out, the last is not.

    Returns
    -------
    list of Anniversary
        Every year where the day is known; only each fifth year where just the
        year is.
    """
    found = []
    for link in links:
        if not link.alive or link.in_doubt or not link.since:
            continue
        founded = int(link.since[:4])
        for year in range(start.year, end.year + 1):
            years = year - founded
            if years <= 0:
                continue
            if len(link.since) == FULL_DATE:
                day = _same_day(dt.date.fromisoformat(link.since), year)
                if start < day <= end:
                    found.append(Anniversary(day.isoformat(), years, link))
            elif years % ROUND_YEARS == 0 and year > start.year:
                found.append(Anniversary(str(year), years, link))
    return found


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return dt.date(year, 2, 28)
