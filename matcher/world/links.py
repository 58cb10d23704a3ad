"""Known partnerships of one city at a date, with the council's own corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np

from matcher.english.politics_areas import AUTHORITIES_GONE
from matcher.english.terms import LINK_KIND_NAMES
from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, rows_at
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.places import PlaceFactory
from matcher.world.state_of_pair import NO_LONGER_LISTED, status_at
from matcher.world.states.record import StateRecord

GIVEN: Final = "given with the request"

_ENDS = (c.CITY_ID_A, c.CITY_ID_B)
_OTHER_END: Final = {"a": "b", "b": "a"}

Event = Mapping[str, Any]


class Links:
    """The partnerships of any city, whatever became of them.

    Parameters
    ----------
    atlas : Atlas
    places : PlaceFactory
        Names the partners.
    states : StateRecord
        Tells between which countries a partnership may be over.
    """

    def __init__(self, atlas: Atlas, places: PlaceFactory, states: StateRecord) -> None:
        self._atlas = atlas
        self._places = places
        self._states = states

    @cached_property
    def _events(self) -> dict[tuple[int, int], list[Event]]:
        """Events of each pair that has any, in the order of the table."""
        found: dict[tuple[int, int], list[Event]] = {}
        for row in self._atlas.table("partnership_events").data.to_pylist():
            found.setdefault((row[c.CITY_ID_A], row[c.CITY_ID_B]), []).append(row)
        return found

    def of(
        self,
        city_id: int,
        date: dt.date | None = None,
        given: Iterable[tuple[int, str, bool]] = (),
    ) -> tuple[Link, ...]:
        """Return the partnerships of a city.

        Parameters
        ----------
        city_id : int
        date : datetime.date, optional
            Their state at this day; after the last known event when not given.
        given : iterable of (partner id, status, drop)
            Corrections; they win over what is known.

        Returns
        -------
        tuple of Link
            By country and name of the partner.
        """
        table = self._atlas.table("partnerships")
        rows = np.sort(np.concatenate([table.where(name, city_id) for name in _ENDS]))
        found = rows_at(table.data, rows).to_pylist()
        links: dict[int, Link] = {}
        for row in found:
            own = "a" if row[c.CITY_ID_A] == city_id else "b"
            link = self._link(row, own, date)
            if link is not None:
                links[link.partner.city_id] = link
        for other, status, drop in given:
            known = links.pop(other, None)
            if not drop:
                kept = known is not None and known.status == status
                links[other] = Link(
                    partner=self._places.of_id(other, date),
                    status=status,
                    since="" if known is None else known.since,
                    until=known.until if known is not None and kept else "",
                    grade="curated",
                    source=GIVEN,
                    form="unknown" if known is None else known.form,
                    disputed=self._held_ends(city_id, other, date),
                )
        return tuple(
            sorted(
                links.values(),
                key=lambda one: (one.partner.country, one.partner.name, one.partner.city_id),
            )
        )

    def _link(self, row: Mapping[str, Any], own: str, date: dt.date | None) -> Link | None:
        """Return a row as seen from one end, None where there was no tie yet at the date."""
        status, until = row[c.STATUS], row[c.UNTIL]
        source, grade = row[c.SOURCE], row[c.GRADE]
        events = self._events.get((row[c.CITY_ID_A], row[c.CITY_ID_B]), [])
        if date is not None:
            day = date.isoformat()
            if row[c.SINCE] > day[: len(row[c.SINCE])]:
                return None
            if events:
                told = [(one[c.DATE], one[c.EVENT]) for one in events]
                status = status_at(told, day, _listed(row))
                until = _until(told, status, day)
        if not status:
            return None
        if status in BROKEN_STATUSES:
            # What tells of the end matters more than what told of the beginning.
            ends = [one for one in events if (one[c.EVENT], one[c.DATE]) == (status, until)]
            source = "; ".join(dict.fromkeys(one[c.SOURCE] for one in ends)) or source
            grade = next((one[c.GRADE] for one in ends), grade)
        city_id, other = row[_ENDS["ab".index(own)]], row[_ENDS["ab".index(_OTHER_END[own])]]
        partner = self._places.of_id(other, date)
        home = self._places.of_id(city_id, date)
        return Link(
            partner=partner,
            status=status,
            since=row[c.SINCE],
            until=until,
            grade=grade,
            source=source or kinds_of_lists(row[c.SOURCES]),
            form=row[c.FORM] or "unknown",
            disputed=self._held_ends(city_id, other, date),
            in_doubt=status == "active"
            and (
                self._states.ties_in_doubt(home.country, partner.country, date or dt.date.max)
                or any(_signer_gone(one, row[c.SINCE]) for one in (home, partner))
            ),
        )

    def _held_ends(self, city_id: int, other: int, date: dt.date | None) -> str:
        """Tell which ends were of disputed status, class A, as seen from the first."""
        here, there = (self._places.is_held(one, date) for one in (city_id, other))
        return "both" if here and there else "here" if here else "there" if there else ""


def kinds_of_lists(sources: str) -> str:
    """Name the kinds of lists with the newest year of each.

    Examples
    --------
    >>> kinds_of_lists("register 2015; wikidata 2025")
    'register of partnerships, 2015; Wikidata, 2025'
    """
    told = []
    for one in filter(None, sources.split("; ")):
        kind, _, year = one.partition(" ")
        name = LINK_KIND_NAMES.get(kind, kind)
        told.append(f"{name}, {year}" if year else name)
    return "; ".join(told)


def _signer_gone(place: Place, since: str) -> bool:
    """Tell whether the authorities that may have concluded a partnership no longer exist."""
    gone = [AUTHORITIES_GONE[code] for code in place.status if code in AUTHORITIES_GONE]
    return any(since < day for day in gone)


def _listed(row: Mapping[str, Any]) -> str:
    """Return what the lists say of a pair, whatever documents tell."""
    if row[c.STATUS] == NO_LONGER_LISTED:
        return NO_LONGER_LISTED
    kinds = {one.split(" ")[0] for one in row[c.SOURCES].split("; ")} - {"", "curated"}
    return "active" if kinds else ""


def _until(events: Iterable[tuple[str, str]], status: str, day: str) -> str:
    """Return the date of the event that broke a tie, ``""`` for one that lives."""
    if status not in BROKEN_STATUSES:
        return ""
    dates = [when for when, event in events if event == status and when <= day]
    return max(dates, default="")
