"""What may be signed on a date: a verdict for a pair of places, with its reasons.

The verdict is the worst of what relations of the two states, laws, endings and
advice give. It depends on the date that is asked for, never on the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from matcher.cache import Cache
from matcher.mandate.reasons import (
    ADVISED_AGAINST,
    BARRED,
    BLOCKED,
    CAREFUL,
    CLEAR,
    LEVELS,
    NOT_RESUMED,
    Feasibility,
    OwnEnding,
    Reason,
    of_closed,
    of_law,
    of_relation,
    of_wave,
    summed,
)
from matcher.naming.periods import HELD
from matcher.records.feasibility import is_parted
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.world.states.closed import closed_towns
from matcher.world.states.disputed import Disputed
from matcher.world.states.laws import Law, Laws, Zone
from matcher.world.states.record import StateRecord

_CLOSED_THERE: Final = frozenset({"closed_candidate", "restricted_candidate"})

_CLOSED: Final = 3
"""Where a town that is closed to guests stands: behind all others that are not advisable."""

_MOST_KEPT: Final = 4096
"""Zones and dates whose levels are kept, and pairs of zones whose reasons are."""


class FeasibilityRules:
    """The rules over all places of an atlas.

    Parameters
    ----------
    atlas : Atlas
    disputed : Disputed, optional
        Places of disputed status; those of the atlas by default.
    states : StateRecord, optional
        Relations of states and waves of endings; those of the atlas by default.

    Examples
    --------
    >>> atlas = Atlas.load()
    >>> rules = FeasibilityRules(atlas)
    >>> dallas, guangzhou = atlas.row(4684888), atlas.row(1809858)
    >>> rules.verdict(dallas, guangzhou, dt.date(2026, 1, 1)).level
    'barred'
    """

    def __init__(
        self, atlas: Atlas, disputed: Disputed | None = None, states: StateRecord | None = None
    ) -> None:
        self._atlas = atlas
        self._disputed = Disputed.load(atlas) if disputed is None else disputed
        states = StateRecord(atlas) if states is None else states
        self.relations, self.waves = states.relations, states.waves
        self.ties_in_doubt = states.ties_in_doubt
        self.laws = Laws(atlas, self.relations)
        self._levels = Cache[tuple[int, dt.date], Array](_MOST_KEPT)
        self._reasons = Cache[tuple[int, int, dt.date], tuple[Reason, ...]](_MOST_KEPT)

    # Verdicts

    def verdict(
        self, query: int, candidate: int, date: dt.date, own: OwnEnding | None = None
    ) -> Feasibility:
        """Judge one pair.

        Parameters
        ----------
        query, candidate : int
            Rows of the asking city and of the candidate.
        date : datetime.date
            The mandate's date.
        own : OwnEnding, optional
            State of their own partnership at that date, where they had one.
        """
        here, there = (int(self.zone_of_row[row]) for row in (query, candidate))
        told = [*self._between(here, there, date)]
        if own is not None and own.status in NOT_RESUMED:
            facts = {"status": own.status, "since": own.date}
            told.append(
                Reason("own_ending", "blocked", facts, own.source, own.date, own.as_of, own.grade)
            )
        return summed(told)

    def levels(self, query: int, date: dt.date, own: Sequence[OwnEnding] = ()) -> Array:
        """Judge a city against every place.

        Parameters
        ----------
        query : int
            Row of the asking city.
        date : datetime.date
        own : sequence of OwnEnding
            States of its own partnerships at that date.

        Returns
        -------
        numpy.ndarray of int8 of shape (n_cities,)
            Positions in :data:`LEVELS`, those that :meth:`verdict` gives.
        """
        result: Array = self._zone_levels(query, date)[0][self.zone_of_row]
        for one in own:
            if one.status in NOT_RESUMED:
                result[one.row] = max(result[one.row], BLOCKED)
        return result

    def behind(self, query: int, date: dt.date) -> Array:
        """Tell which places stand behind others for more than the level of their verdict.

        Parameters
        ----------
        query : int
            Row of the asking city.
        date : datetime.date

        Returns
        -------
        numpy.ndarray of int8 of shape (n_cities,)
            1 where a closed border or a wave of endings asks for care, 3 for a town that is
            closed to guests, else 0.
        """
        result: Array = self._zone_levels(query, date)[1][self.zone_of_row]
        return result

    def proposable(self, query: int, rows: IntArray, date: dt.date) -> Array:
        """Tell which places a city may be proposed: not barred, and not of class A.

        Parameters
        ----------
        query : int
            Row of the city.
        rows : array of int of shape (n,)
        date : datetime.date

        Returns
        -------
        numpy.ndarray of bool of shape (n,)
        """
        zones, here = self.zone_of_row[rows], int(self.zone_of_row[query])
        open_ = np.zeros(len(self.zones), dtype=bool)
        for there in np.flatnonzero(np.bincount(zones)).tolist():
            reasons = self._between(here, there, date)
            barred = any(one.level == LEVELS[BARRED] for one in reasons)
            open_[there] = not (barred or self.zones[there].held(date))
        result: Array = open_[zones]
        return result

    def as_of(self, query: int, rows: IntArray, date: dt.date) -> Array:
        """Tell up to which day the politics that gives some places their level is known.

        Parameters
        ----------
        query : int
            Row of the asking city.
        rows : array of int of shape (n,)
        date : datetime.date

        Returns
        -------
        numpy.ndarray of str of shape (n,)
            ``""`` where no row of a table gave a level.
        """
        zones, at = np.unique(self.zone_of_row[rows], return_inverse=True)
        here = int(self.zone_of_row[query])
        known = [summed(self._between(here, there, date)).as_of for there in zones.tolist()]
        result: Array = np.array(known, dtype=object)[at]
        return result

    def _zone_levels(self, query: int, date: dt.date) -> Array:
        """Judge the zone of a city against every zone: levels and :meth:`behind`, int8 (2, n)."""
        at = int(self.zone_of_row[query])
        return self._levels.get_or_make(
            (at, date),
            lambda: (
                np.array(
                    [self._level(self.zones[at], other, date) for other in self.zones],
                    dtype=np.int8,
                ).T
            ),
        )

    def _level(self, here: Zone, there: Zone, date: dt.date) -> tuple[int, int]:
        told = [one for one in self._told(here, there, date) if one.level != LEVELS[CLEAR]]
        level = max((LEVELS.index(one.level) for one in told), default=CLEAR)
        if any(one.code in _CLOSED_THERE for one in told):
            return level, _CLOSED
        return level, int(any(is_parted(one.code) for one in told))

    def _between(self, here: int, there: int, date: dt.date) -> tuple[Reason, ...]:
        """Return what is told of two zones by their positions."""
        return self._reasons.get_or_make(
            (here, there, date),
            lambda: tuple(self._told(self.zones[here], self.zones[there], date)),
        )

    # Zones

    @cached_property
    def _zoned(self) -> tuple[tuple[Zone, ...], Array]:
        """Every zone of the atlas and the position of each place's zone."""
        countries, names = self._atlas.cities.codes(c.COUNTRY)
        regions, codes = self._atlas.cities.codes(c.ADMIN1_CODE)
        index = {Zone(name): place for place, name in enumerate(names)}
        places = countries.astype(np.intp)
        for country, region in sorted(self.laws.regions):
            if country in names and region in codes:
                inside = (countries == names.index(country)) & (regions == codes.index(region))
                places[inside] = index.setdefault(Zone(country, region), len(index))
        zones = list(index)
        for row, periods in zip(self._disputed.rows, self._disputed.periods, strict=True):
            held = tuple(one for one in periods if one.kind == HELD)
            if held:
                zone = replace(zones[places[row]], status=held)
                places[row] = index.setdefault(zone, len(index))
        zones = list(index)
        for row, town in closed_towns(self._atlas).items():
            zone = replace(zones[places[row]], closed=town)
            places[row] = index.setdefault(zone, len(index))
        places.flags.writeable = False
        return tuple(index), places

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Every zone: within one, all places have the same verdict."""
        return self._zoned[0]

    @property
    def zone_of_row(self) -> Array:
        """Position of the zone of each place, intp of shape (n_cities,)."""
        return self._zoned[1]

    def zone(self, row: int) -> Zone:
        """Return the zone of a place."""
        return self.zones[int(self.zone_of_row[row])]

    def held(self, rows: IntArray, date: dt.date) -> Array:
        """Tell which of some rows lie in an area of class A at a date, bool of shape (n,)."""
        areas = np.array([zone.held(date) is not None for zone in self.zones])
        result: Array = areas[self.zone_of_row[rows]]
        return result

    # Reasons

    def _told(self, here: Zone, there: Zone, date: dt.date) -> Iterator[Reason]:
        for relation in self.relations.between(here.country, there.country, date):
            yield of_relation(relation, self.relations.state_of(here.country), date)
        for bound, law in self._laws(here, there, date):
            yield from of_law(law, bound, there if bound == "query" else here, date)
        if self._apart(here, there):
            yield from (
                of_closed(zone.closed, side)
                for side, zone in (("query", here), ("candidate", there))
                if zone.closed is not None and zone.closed.holds(date)
            )
        for wave in self.waves.between(here.country, there.country, date):
            yield of_wave(wave, BLOCKED if wave.took_most else CAREFUL)
        yield from self._advice(here, there, date)
        for side, zone in (("query", here), ("candidate", there)):
            held = zone.held(date)
            if held:
                facts = {"area": held.code, "side": side}
                yield Reason(f"disputed_{side}", LEVELS[CAREFUL], facts, held.source, "", "", "")
        if self._apart(here, there):
            for wave in self.waves.around(here.country, there.country, date):
                yield of_wave(wave, CLEAR)

    def _laws(self, here: Zone, there: Zone, date: dt.date) -> Iterator[tuple[str, Law]]:
        for law in self.laws.binding(here, there, date):
            yield "query", law
        for law in self.laws.binding(there, here, date):
            yield "candidate", law

    def _apart(self, here: Zone, there: Zone) -> bool:
        states = self.relations.state_of(here.country), self.relations.state_of(there.country)
        return states[0] != states[1]

    @cached_property
    def _advised_against(self) -> dict[str, Mapping[str, Any]]:
        rows = self._atlas.table("travel_advice").data.to_pylist()
        return {row[c.COUNTRY]: row for row in rows if row[c.LEVEL] >= ADVISED_AGAINST}

    def _advice(self, here: Zone, there: Zone, date: dt.date) -> Iterator[Reason]:
        row = self._advised_against.get(there.country)
        if row is not None and row[c.DATE] <= date.isoformat() and self._apart(here, there):
            facts = {"country": there.country, "since": row[c.DATE]}
            yield Reason(
                "travel_advice", LEVELS[CAREFUL], facts, row[c.SOURCE], row[c.DATE], row[c.DATE],
                "measured",
            )  # fmt: skip
