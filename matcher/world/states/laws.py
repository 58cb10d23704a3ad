"""Laws on partnerships: whom they bind at a date, against whom, and what they require."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from matcher.cache import Cache
from matcher.naming.periods import Period, at_date
from matcher.records.dates import holds
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.world.states.closed import ClosedTown
from matcher.world.states.relations import Relations

STEPS: Final = ("consent", "notice", "form")
"""Effects that ask for a step and forbid nothing."""

_MOST_KEPT: Final = 4096
"""Zones and dates whose laws in force are kept."""

UNION: Final = "EU"
"""Stands for the European Union, whose laws hold in all its members."""

_AREA: Final = "area:"
_BUT: Final = "-"
"""Stands before each region whose places a law leaves out."""

_NOT_FOREIGN: Final = frozenset({frozenset(("CN", "TW")), frozenset(("KP", "KR"))})
"""Sides that do not regard each other as foreign: laws on foreign partners do not reach them."""
_WITHOUT_RELATIONS: Final = frozenset({"no_diplomatic_relations", "relations_through_others"})


def foreign(one: str, other: str) -> bool:
    """Tell whether two states regard each other as foreign.

    Examples
    --------
    >>> foreign("CN", "JP"), foreign("TW", "CN")
    (True, False)
    """
    return frozenset((one, other)) not in _NOT_FOREIGN


@dataclass(frozen=True, slots=True)
class Zone:
    """What laws and relations ask of a place: where it lies.

    Attributes
    ----------
    country : str
        ISO 3166-1 code.
    region : str
        GeoNames admin1 code, ``""`` where no law names the region.
    status : tuple of Period
        Its disputed statuses of class A, whenever they hold.
    closed : ClosedTown, optional
        How it is closed to guests, where it is.
    """

    country: str
    region: str = ""
    status: tuple[Period, ...] = ()
    closed: ClosedTown | None = None

    def held(self, date: dt.date) -> Period | None:
        """Return its disputed status of class A at a date."""
        return at_date(self.status, date)

    def under(self, law: Law, date: dt.date) -> bool:
        """Tell whether a law names the disputed area it lies in at a date."""
        found = self.held(date)
        return found is not None and found.area in law.areas


@dataclass(frozen=True, slots=True)
class Law:
    """One row of ``legal_rules``, its partners read.

    Attributes
    ----------
    rule_id, country, admin1_code, law, effect, requires, since, until : str
    partners : frozenset of str
        Country codes, ``*`` and ``no_relations``.
    areas : frozenset of str
        Codes of disputed areas.
    verified : bool
    confidence, as_of, grade, source : str
    """

    rule_id: str
    country: str
    admin1_code: str
    law: str
    effect: str
    requires: str
    since: str
    until: str
    partners: frozenset[str]
    areas: frozenset[str]
    verified: bool
    confidence: str
    as_of: str
    grade: str
    source: str

    @property
    def regions(self) -> frozenset[str]:
        """Regions that the law names: those it binds, or those it leaves out."""
        return frozenset(one.removeprefix(_BUT) for one in self.admin1_code.split())

    @property
    def is_regional(self) -> bool:
        """Whether it binds the places of some regions alone."""
        return bool(self.admin1_code) and not self.admin1_code.startswith(_BUT)

    def binds(self, region: str) -> bool:
        """Tell whether it binds the places of a region of its country.

        Parameters
        ----------
        region : str
            GeoNames admin1 code. A city that is a region itself is bound by no law that
            sends it to its region.
        """
        return not self.admin1_code or (region in self.regions) == self.is_regional


class Laws:
    """Laws by whom they bind.

    Parameters
    ----------
    atlas : Atlas
    relations : Relations
        For laws that ask for diplomatic relations with the partner's state.
    """

    def __init__(self, atlas: Atlas, relations: Relations) -> None:
        self._atlas = atlas
        self._relations = relations
        self._in_force = Cache[tuple[Zone, dt.date], list[Law]](_MOST_KEPT)

    @cached_property
    def rows(self) -> tuple[Law, ...]:
        """Every law, in the order of the table."""
        lists: dict[str, set[str]] = {}
        for row in self._atlas.table("legal_lists").data.to_pylist():
            lists.setdefault(row[c.LIST], set()).add(row[c.COUNTRY])
        return tuple(_law(row, lists) for row in self._atlas.table("legal_rules").data.to_pylist())

    @cached_property
    def regions(self) -> frozenset[tuple[str, str]]:
        """Regions, as country and admin1 code, that have laws of their own."""
        return frozenset((one.country, region) for one in self.rows for region in one.regions)

    @cached_property
    def _by_country(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for one in self.rows:
            found.setdefault(one.country, []).append(one)
        return found

    @cached_property
    def _union(self) -> dict[str, list[tuple[int, int]]]:
        """Years of full membership in the European Union by country."""
        years: dict[str, list[tuple[int, int]]] = {}
        for row in self._atlas.table("bloc_membership").data.to_pylist():
            if row[c.BLOC] == UNION and row[c.STATUS] == "full":
                span = (row[c.YEAR_FROM], row[c.YEAR_TO] or dt.MAXYEAR)
                years.setdefault(row[c.COUNTRY], []).append(span)
        return years

    def binding(self, bound: Zone, other: Zone, date: dt.date) -> list[Law]:
        """Return the laws that bind a place in its ties with another, at a date.

        Parameters
        ----------
        bound, other : Zone
        date : datetime.date

        Notes
        -----
        A law of one region binds that region's places only. A law on foreign
        partners does not reach partners in the same state, nor across two sides
        that do not regard each other as foreign, unless it names the other.
        """
        laws = self._in_force.get_or_make((bound, date), lambda: self._of(bound, date))
        home, away = (self._relations.state_of(one.country) for one in (bound, other))
        return [law for law in laws if self._concerns(law, home, away, other, date)]

    def _of(self, bound: Zone, date: dt.date) -> list[Law]:
        """Return the laws in force where a place lies, whomever they concern."""
        found = list(self._by_country.get(bound.country, ()))
        if any(first <= date.year <= last for first, last in self._union.get(bound.country, ())):
            found += self._by_country.get(UNION, ())
        return [
            law for law in found if law.binds(bound.region) and holds(law.since, law.until, date)
        ]

    def _concerns(self, law: Law, home: str, away: str, other: Zone, date: dt.date) -> bool:
        if other.under(law, date):
            return True
        if home == away:
            return False
        if other.country in law.partners:
            return True
        if "*" in law.partners:
            return foreign(home, away)
        if "no_relations" not in law.partners:
            return False
        kinds = {one.kind for one in self._relations.between(home, away, date)}
        return bool(kinds & _WITHOUT_RELATIONS)


def _law(row: dict[str, Any], lists: dict[str, set[str]]) -> Law:
    words = row.pop(c.PARTNERS).split()
    areas = frozenset(word.removeprefix(_AREA) for word in words if word.startswith(_AREA))
    partners = {word for word in words if not word.startswith(_AREA)}
    named = [lists.get(word, {word}) for word in partners]
    return Law(**row, partners=frozenset[str]().union(*named), areas=areas)
