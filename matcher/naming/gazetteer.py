"""Find a place by name in any script; an ambiguous name is an answer, never a guess."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from matcher.errors import UnknownPlaceError
from matcher.naming.countries import Countries
from matcher.naming.divisions import Division
from matcher.naming.finder import Finder
from matcher.naming.found import Found, own_units
from matcher.naming.matches import Matches
from matcher.naming.name_index import Inside, NameIndex
from matcher.naming.namesakes import (
    LIKELY_POPULATION,
    LIKELY_RATIO,
    PlaceMatch,
    Resolution,
    contenders,
    is_likely,
    of_other_name,
    read_as,
    seat_taken,
    taken,
    unlike,
    weight,
)
from matcher.naming.readings import cleaned, is_too_long, written
from matcher.naming.refusals import SUGGESTIONS, Refusals
from matcher.naming.regions import Regions, Scope
from matcher.naming.status import PlaceStatus
from matcher.records.places import Note
from matcher.tables.atlas import Array, Atlas
from matcher.tables.vocabulary import COUNCIL_NAME
from matcher.text.normalise import name_key

__all__ = ["Gazetteer", "PlaceMatch", "Resolution"]

_NAMED: Final = 2
_LONGEST_ID: Final = 10
_LONGEST_CODE: Final = 3
_SHOWN: Final = 60
_SLIP: Final = 20.0

_VILLAGE: Final = 5_000
_LARGER: Final = 2
_LONG: Final = 6
"""A village's name of so many letters may be a slip for that of a larger place."""


class Gazetteer:
    """Places by name, over the shipped tables.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables.
    countries : Countries, optional
        Names of countries; made from ``atlas`` by default.
    status : PlaceStatus, optional
        Status of places; made from ``atlas`` by default.

    Notes
    -----
    Among several places of one name, a place weighs its population (times
    ``ACCENT_WEIGHT`` where its own name has other accents, times
    ``ALIAS_WEIGHT`` where the name is only an alias; see
    :mod:`matcher.naming.namesakes`). The heaviest is taken, and the answer says so, if
    it weighs ``LIKELY_RATIO`` times the next and has ``LIKELY_POPULATION``
    people; without that the name is ambiguous. An alias counts only where its place is larger
    than every place with the name as its own, and a district only where nothing
    else has the name.
    """

    def __init__(
        self,
        atlas: Atlas,
        countries: Countries | None = None,
        status: PlaceStatus | None = None,
    ) -> None:
        self._atlas = atlas
        self._index = NameIndex(atlas)
        self._countries = countries or Countries(atlas)
        self._status = status or PlaceStatus(atlas)
        self._regions = Regions(atlas, self._countries, self._index, self._status)
        self._matches = Matches(atlas, self._regions, self._status)
        self._refusals = Refusals(atlas, self._countries, self._index, self._matches)
        self._finder = Finder(atlas, self._index, self._regions)

    def resolve(
        self, query: str, country: str | None = None, region: str | None = None
    ) -> Resolution:
        """Return the one place that a name or id means.

        Parameters
        ----------
        query : str
            A name in any script, with country or region behind it or none, or a GeoNames id.
        country, region : str, optional
            Where it is: a country by name or code; a region by code, name or seat.

        Returns
        -------
        Resolution
            The place, and a note where others have the name too.

        Raises
        ------
        UnknownPlaceError
            No place, country or region has that name; the message has the nearest.
        AmbiguousPlaceError
            Several have it and none is overwhelmingly the likely one.
        """
        text = cleaned(query)
        scope = self._regions.scope(country, region)
        if _is_id(text):
            return Resolution(self._by_id(text, scope))
        if is_too_long(text):
            raise UnknownPlaceError(
                f"{text[:_SHOWN]}… is too long for a name: give one place, and its region and "
                "country behind commas"
            )
        elsewhere: Found | None = None
        councils: list[Division] = []
        for found in self._finder.ways(text, scope):
            chosen = self._choose(text, found) if found.any else None
            if chosen is not None:
                return chosen
            councils = councils or self._without_place(found)
            elsewhere = elsewhere or (None if found.read else found)
        if councils:
            raise self._refusals.without_place(councils)
        if elsewhere is not None and len(elsewhere.hits):
            raise self._refusals.elsewhere(elsewhere, self._inside)
        *_, (name, within) = ("", scope), *self._scoped_readings(text, scope)
        near = self._nearest(name, within, SUGGESTIONS)
        raise self._refusals.unknown(text, name or text, scope, near)

    def row(self, query: str) -> tuple[int, Note | None]:
        """Return the row of the one place that a name or id means, and the note.

        As :meth:`resolve`, without the words for the place, which take most of its
        time when an id is given.
        """
        text = cleaned(query)
        if _is_id(text):
            return int(self._matches.principals[self._atlas.row(_as_id(text))]), None
        found = self.resolve(text)
        return self._atlas.row(found.city_id), found.note

    def search(self, query: str, country: str | None = None, limit: int = 10) -> list[PlaceMatch]:
        """List places for a name or the beginning of one.

        Parameters
        ----------
        query : str
            As for :meth:`resolve`; a qualifier that is not finished narrows nothing.
        country : str, optional
            Keep to a country, by name or code.
        limit : int
            At most so many.

        Returns
        -------
        list of PlaceMatch
            Own names, then aliases, then beginnings, and misspelt names where
            there are none of these; the more populous first, districts last.

        Raises
        ------
        UnknownPlaceError
            No country has that name.
        """
        text = cleaned(query)
        scope = self._regions.scope(country, None)
        if _is_id(text):
            rows = self._atlas.rows_of(np.array([_as_id(text)]))
            rows = self._matches.principals[rows[rows >= 0]]
            found = [self._matches.match(int(row), text, "id") for row in rows][:limit]
            return self._matches.located(found)
        if is_too_long(text):
            return []
        for name, within in self._scoped_readings(text, scope):
            hits = self._index.starting(name_key(name), self._inside(within))
            found = self._matches.places(hits, within, limit)
            found = found or self._matches.places(hits, within, limit, disputed=True)
            found = found or self._matches.places(hits, scope, limit)
            if found:
                return self._matches.located(found)
        for way in self._finder.ways(text, scope):
            if way.inside.any():
                return self._matches.located(self._matches.places(way.hits, way.scope, limit))
        # The last reading is the shortest name: "Kostrma" of "Kostrma, Russia".
        *_, (name, within) = ("", scope), *self._scoped_readings(text, scope)
        return self._matches.located(self._nearest(name, within, limit))

    def _by_id(self, text: str, scope: Scope) -> PlaceMatch:
        row = int(self._matches.principals[self._atlas.row(_as_id(text))])
        (place,) = self._matches.located([self._matches.match(row, text, "id")])
        if not self._regions.mask(scope, np.array([row]))[0]:
            raise UnknownPlaceError(
                f"the id {text} is {place.describe(with_region=True)}, not in {scope.label}: "
                "drop the id or the country and region"
            )
        return place

    def _scoped_readings(self, text: str, scope: Scope) -> Iterator[tuple[str, Scope]]:
        for one in written(text):
            if name_key(one.name) and not one.joined:
                areas = (self._regions.read(qualifier) for qualifier in one.qualifiers)
                yield one.name, scope.within(*(area for area in areas if area.known))

    def _inside(self, scope: Scope) -> Inside | None:
        return (lambda rows: self._regions.mask(scope, rows)) if scope.readings else None

    def _nearest(self, name: str, within: Scope, limit: int) -> list[PlaceMatch]:
        hits = self._index.near(name_key(name), self._inside(within)) if name else None
        near = self._matches.places(hits, within) if hits else []
        return sorted(near, key=lambda one: -_likeness(one, name))[:limit]

    def _without_place(self, found: Found) -> list[Division]:
        """Return the councils of a name that no place of the tables stands for, largest first."""
        divisions = self._regions.divisions
        bare = [one for one in found.units if divisions.seat(one) is None]
        return sorted(bare, key=lambda one: -divisions.people(one))

    def _is_of_a_country(self, found: Found, first: PlaceMatch) -> bool:
        """Return whether a text is the name of a country that its place is not in: Guernsey."""
        if found.scope.readings or len(found.name) <= _LONGEST_CODE:
            return False
        codes = {one.code for one in self._countries.readings(found.name, ("country",))}
        return bool(codes) and first.country not in codes

    def _choose(self, asked: str, found: Found) -> Resolution | None:
        """Take the only place, or the overwhelmingly likely one; refuse to guess.

        None where a division was named that no place of the tables stands for.
        """
        if found.halves:
            halves = (self._matches.places(hits, found.scope, 1) for hits in found.halves)
            raise self._refusals.ambiguous(asked, [one for half in halves for one in half])
        places = self._named(found, found.inside)
        also = self._named(found, found.also)
        if all(one.district for one in places) and not all(one.district for one in also):
            places = [one for one in also if not one.district]
        if found.title and places:
            listed = self._matches.listing(contenders(found.name, places)[:SUGGESTIONS])
            raise UnknownPlaceError(
                f"no division {asked!r} is known here: places of that name are {listed}",
                tuple(one.city_id for one in contenders(found.name, places)),
                "misspelt",
            )
        units = self._seats(found, places)
        if units and (found.unit_first or not places):
            seats = [seat for _, seat in units]
            if not found.unit_first and self._is_of_a_country(found, seats[0]):
                raise self._refusals.of_a_country(asked, seats)
            return self._unit(asked, units, unit_first=found.unit_first)
        inside = bool(found.scope.readings)
        ranked = contenders(found.name, places, inside)
        if not ranked:
            return None
        if units:
            people = max(ranked[0].population, weight(ranked[0], found.name))
            inhabitants = self._regions.divisions.people(units[0][0])
            if inhabitants >= LIKELY_RATIO * people:
                return self._unit(asked, units, ranked)
            if people < LIKELY_RATIO * inhabitants:
                raise self._refusals.ambiguous(asked, [*ranked, *(seat for _, seat in units)])
        first, *others = ranked
        if others and not (self._at_home(ranked) and is_likely(ranked, found.name, inside)):
            raise self._refusals.ambiguous(asked, ranked)
        if not self._at_home([first, *places]):
            raise self._refusals.ambiguous(asked, [first, *(one for one in places if one != first)])
        (place,) = self._matches.located([first])
        if self._is_of_a_country(found, first):
            raise self._refusals.of_a_country(asked, ranked)
        councils = self._rival_councils(found, first, places)
        if councils:
            raise self._refusals.ambiguous(asked, [first], councils)
        known = {one.city_id for one in places}
        beside = [one for one in contenders(found.name, also) if one.city_id not in known]
        if first.population < LIKELY_POPULATION:  # Caernarvon in Alberta, for Caernarfon in Wales
            larger = [one for one in places if one.alias and one.population > first.population]
            beside += [one for one in larger if one not in ranked]
        rivals = [*others, *beside] or self._spelt_nearly(found, first)
        named = self._matches.located(rivals[:_NAMED])
        if named:
            note = taken(asked, place, named, len(rivals) - len(named))
            return Resolution(place, note, others=tuple(rivals))
        if unlike(place):
            return Resolution(place, of_other_name(asked, place))
        return Resolution(place, read_as(asked, place) if _read(found, place) else None)

    def _spelt_nearly(self, found: Found, first: PlaceMatch) -> list[PlaceMatch]:
        """Return larger places whose own name is a slip from a village's: Caernarfon."""
        key = name_key(found.name)
        if found.scope.readings or first.population >= _VILLAGE or len(key) < _LONG:
            return []
        hits = self._index.near(key)
        near = self._matches.places(hits.of(np.flatnonzero(hits.slips == 1)), found.scope)
        least = max(_VILLAGE, _LARGER * first.population)
        return [one for one in near if not (one.alias or one.district) and one.population >= least]

    def _rival_councils(
        self, found: Found, first: PlaceMatch, places: Sequence[PlaceMatch]
    ) -> list[Division]:
        """Return the councils without a place that a name may mean as well as a place."""
        if found.unit_first:
            return []
        rows = {self._atlas.row(one.city_id) for one in places}
        divisions = self._regions.divisions
        least = weight(first, found.name) / LIKELY_RATIO
        return [
            one
            for one in own_units(self._without_place(found))
            if divisions.people(one) > least and not divisions.holds(one, rows)
        ]

    def _named(self, found: Found, which: Array) -> list[PlaceMatch]:
        return self._matches.places(found.hits.of(np.flatnonzero(which)), Scope(), asked=found.name)

    def _at_home(self, ranked: Sequence[PlaceMatch]) -> bool:
        """Return whether none of the others is of the state that the first is a territory of.

        Nor of another territory of that state: "France" and "Netherlands" mean all of them.
        """
        states = self._regions.territories
        state = states.get(ranked[0].country)
        others = {one.country for one in ranked[1:]} - {ranked[0].country}
        return state is None or all(state not in (one, states.get(one)) for one in others)

    def _seats(
        self, found: Found, places: Sequence[PlaceMatch]
    ) -> list[tuple[Division, PlaceMatch]]:
        """Return the divisions that may be meant and their seats, the most populous first.

        Beside places of the name only a second level division counts, by its own name and
        where none of these places lies in it.
        """
        units = found.units
        divisions = self._regions.divisions
        named = {self._atlas.row(one.city_id) for one in places}
        if places and not found.unit_first:
            rows = named
            units = tuple(
                one
                for one in own_units(units)
                if (one.part[2] or one.kind == COUNCIL_NAME) and not divisions.holds(one, rows)
            )
        seats: dict[str, tuple[Division, PlaceMatch]] = {}
        for one in units:
            row = divisions.seat(one)
            if row is not None and (found.unit_first or row not in named):
                seats.setdefault(one.unit_id, (one, self._matches.match(row, one.name, "name")))
        return sorted(seats.values(), key=lambda one: (-divisions.people(one[0]), one[0].part))

    def _unit(
        self,
        asked: str,
        units: Sequence[tuple[Division, PlaceMatch]],
        others: Sequence[PlaceMatch] = (),
        unit_first: bool = False,
    ) -> Resolution:
        """Take the only division of a name, with its seat, or refuse to choose."""
        sizes = [self._regions.divisions.people(unit) for unit, _ in units]
        seats = {seat.city_id for _, seat in units}
        if len(seats) > 1 and sizes[0] < LIKELY_RATIO * max(sizes[1], 1):
            raise self._refusals.ambiguous(asked, [seat for _, seat in units])
        unit, seat = units[0]
        (place,) = self._matches.located([seat])
        if not unit_first and unit.part[2] and name_key(place.name) == name_key(unit.name):
            return Resolution(place)
        rest = tuple(seat for _, seat in units[1:] if seat.city_id != place.city_id)
        return Resolution(place, seat_taken(asked, place, unit), unit, (*rest, *others))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _as_id(text: str) -> int:
    """Return digits as an id; more digits than an id has are no place, not an overflow."""
    return int(text) if len(text) <= _LONGEST_ID else 0


def _read(found: Found, place: PlaceMatch) -> bool:
    """Return whether a place was found by a name that its text does not hold."""
    return found.read and name_key(place.matched) not in name_key(found.name)


def _likeness(place: PlaceMatch, asked: str) -> float:
    """Return how likely a place is meant by a misspelt name: a slip outweighs much size."""
    from rapidfuzz.distance import OSA

    slips = OSA.distance(name_key(place.matched), name_key(asked))
    return weight(place, asked) / _SLIP**slips
