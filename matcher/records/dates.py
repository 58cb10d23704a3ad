"""Dates of reduced precision: a year, a month or a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

_YEAR: Final = 4
_TO_LAST_DAY: Final = {4: "-12-31", 7: "-31"}


def last_day(date: str) -> str:
    """Return the last day of a period, to compare periods of different precision by.

    Parameters
    ----------
    date : str
        ISO 8601 year, month or day.

    Returns
    -------
    str
        Of the form of a day. A month ends on its 31st here: only the order matters.

    Examples
    --------
    >>> min(["2026", "2026-05"], key=last_day)
    '2026-05'
    """
    return date + _TO_LAST_DAY.get(len(date), "")


def earliest(days: Iterable[str]) -> str:
    """Return the earliest of some days up to which a row is known, ``""`` without one.

    A year alone states no day.

    Examples
    --------
    >>> earliest(["2026", "2026-11", "2026-05", ""])
    '2026-05'
    """
    return min((one for one in days if len(one) > _YEAR), key=last_day, default="")


def known_up_to(as_of: str, date: str) -> str:
    """Return up to when a row is known: its own date where that is the later one.

    Examples
    --------
    >>> known_up_to("2025-09", "2025-11-14"), known_up_to("2025-09", "2014")
    ('2025-11-14', '2025-09')
    """
    return max(as_of, date, key=last_day) if as_of else as_of


def holds(since: str, until: str, date: dt.date) -> bool:
    """Tell whether a period of reduced precision holds on a day.

    Parameters
    ----------
    since, until : str
        ISO 8601 year, month or day, both included; ``""`` is open.
    date : datetime.date

    Examples
    --------
    >>> holds("2022", "2023-03", dt.date(2023, 3, 31))
    True
    >>> holds("2022-02-24", "", dt.date(2022, 2, 23))
    False
    """
    day = date.isoformat()
    return since <= day[: len(since)] and (not until or day[: len(until)] <= until)


def a_year_before(date: str) -> dt.date:
    """Return the first day of a period of reduced precision, a year earlier.

    Examples
    --------
    >>> a_year_before("2025-01"), a_year_before("2026")
    (datetime.date(2024, 1, 1), datetime.date(2025, 1, 1))
    """
    year, month = date[:4], date[5:7] or "01"
    return dt.date(int(year) - 1, int(month), 1)
