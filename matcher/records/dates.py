"""Dates of reduced precision: a year, a month or a day."""

from __future__ import annotations

import datetime as dt
from typing import Final

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
