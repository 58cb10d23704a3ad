"""The state of a partnership at a date, from its events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.records.dates import last_day
from matcher.tables.vocabulary import BROKEN_STATUSES

LINK_EVENTS: Final = (
    "first_contact",
    "twinned",
    "proposed",
    "suspended",
    "dormant",
    "ended",
    "resumed",
    "kept",
)
"""Events in the life of a partnership."""


NO_LONGER_LISTED: Final = "no_longer_listed"

_FIRST: Final = frozenset(("twinned", "proposed"))


def status_at(events: Iterable[tuple[str, str]], date: str, listed_status: str = "") -> str:
    """Return the state of a pair at a date.

    Parameters
    ----------
    events : iterable of (str, str)
        Date and event, in any order. Dates are ISO 8601, reduced precision
        allowed, "" unknown.
    date : str
        The date asked for, ISO 8601; a year or a month means its last day.
    listed_status : str, optional
        What the lists say: ``active``, ``no_longer_listed``, or "" where no
        list has the pair.

    Returns
    -------
    str
        ``active``, ``suspended``, ``dormant``, ``ended``, ``proposed``,
        ``no_longer_listed``, or "" where no tie is known at that date.

    Notes
    -----
    The last event on or before the date decides. An event of reduced
    precision counts from the first day of its year or month: a tie that was
    ended "in 2022" is not offered in 2022. An event without a date comes
    before all others. Of events of one date the order is that of
    `LINK_EVENTS`, so an end on the day of a suspension is an end.

    - ``twinned`` and ``resumed`` make a tie active, ``suspended``, ``dormant``
      and ``ended`` what they say; ended and resumed is alive.
    - ``kept``: a council decided to stay. It leaves a living tie alive, also
      one that a list no longer has, and takes back no suspension.
    - ``proposed`` makes a proposal of what is not yet a tie, and changes no tie.
    - ``first_contact`` is no tie and changes nothing.

    Before the first event there was no tie yet if that event is a twinning or
    a proposal, and a living one if it is an end, a suspension or the like.
    Without events the lists decide. A tie whose last word is
    ``twinned`` and that the lists dropped is ``no_longer_listed``.

    Examples
    --------
    >>> events = [("1944", "twinned"), ("2022-03", "suspended")]
    >>> status_at(events, "2021"), status_at(events, "2022-03-02")
    ('active', 'suspended')
    >>> status_at([*events, ("2025", "resumed")], "2025-06-30")
    'active'
    """
    known = sorted(
        (_first_day(when), LINK_EVENTS.index(event), event)
        for when, event in events
        if event != "first_contact"
    )
    if not known:
        return listed_status
    past = [event for first_day, _, event in known if first_day <= last_day(date)]
    if not past:
        return "" if known[0][-1] in _FIRST else "active"
    status = listed_status
    for event in past:
        status = _after(event, status, listed_status)
    return status


def _first_day(when: str) -> str:
    return when + "-01-01"[len(when) - 4 :] if when else ""


def _after(event: str, status: str, listed_status: str) -> str:
    """Return the state that an event leaves behind."""
    if event in BROKEN_STATUSES:
        return event
    if event == "resumed":
        return "active"
    if event == "kept":
        return status if status in BROKEN_STATUSES else "active"
    if event == "twinned":
        return NO_LONGER_LISTED if listed_status == NO_LONGER_LISTED else "active"
    if event == "proposed":
        return status or "proposed"
    return status
