"""Periods in which a place has a disputed status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matcher.records.dates import holds
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.text.normalise import area_code

TABLE: Final = "disputed_places"

_COLUMNS: Final = (c.CITY_ID, c.AREA, c.CLASS, c.SINCE, c.UNTIL, c.SOURCE)

HELD: Final = "A"
"""Class of the places that are occupied, annexed or under a self-declared rule."""


@dataclass(frozen=True, slots=True)
class Period:
    """One status of a place, from its first to its last day.

    Attributes
    ----------
    area : str
        Code of the area, see :func:`matcher.text.normalise.area_code`.
    kind : str
        ``A``: occupied, annexed or under a self-declared rule; ``B``: the status matters.
    since, until : str
        ISO 8601 of reduced precision; an empty ``since`` is always, an empty ``until`` open.
    source : str
        Where it is from.
    """

    area: str
    kind: str
    since: str = ""
    until: str = ""
    source: str = field(default="", compare=False)

    @property
    def code(self) -> str:
        """Key of the sentence: a status that is over ends with the year of its last day.

        Examples
        --------
        >>> Period("crimea", "A", "2014-03").code
        'crimea.A'
        >>> Period("nagorno_karabakh", "A", "1992", "2023-09-19").code
        'nagorno_karabakh.A.2023'
        """
        ended = (self.until[:4],) if self.until else ()
        return ".".join((self.area, self.kind, *ended))


def at_date(periods: Iterable[Period], date: dt.date | None) -> Period | None:
    """Return the period that holds on a day, the open one where no day is given.

    Examples
    --------
    >>> periods = [Period("crimea", "A", "2014-03")]
    >>> at_date(periods, dt.date(2013, 6, 1)) is None, at_date(periods, None).code
    (True, 'crimea.A')
    """
    for one in periods:
        if not one.until if date is None else holds(one.since, one.until, date):
            return one
    return None


def read_periods(atlas: Atlas) -> Mapping[int, tuple[Period, ...]]:
    """Return the periods of each disputed place by city id; none where no table is shipped."""
    if TABLE not in atlas.manifest.get("tables", {}):
        return {}
    table = atlas.table(TABLE)
    columns = (table.column(one) for one in _COLUMNS)
    found: dict[int, tuple[Period, ...]] = {}
    for city_id, area, *rest in zip(*columns, strict=True):
        known = found.get(int(city_id), ())
        found[int(city_id)] = (*known, Period(area_code(area), *map(str, rest)))
    return found
