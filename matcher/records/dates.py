"""Dates of reduced precision: a year, a month or a day."""

from __future__ import annotations

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
