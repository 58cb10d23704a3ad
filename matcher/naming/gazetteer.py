"""Find a place by name in any script; an ambiguous name is an answer, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np

from matcher.english.politics_areas import place_note
from matcher.errors import AmbiguousPlaceError, UnknownPlaceError
from matcher.naming.countries import Countries
from matcher.naming.name_index import NameHits, NameIndex
from matcher.naming.namesakes import (
    ALIAS_WEIGHT,
    MatchKind,
    PlaceMatch,
    Resolution,
    contenders,
    is_likely,
    taken,
)
from matcher.naming.regions import Regions, Scope
from matcher.naming.status import PlaceStatus
from matcher.records.places import Note
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray
from matcher.text.normalise import name_key

__all__ = ["Gazetteer", "PlaceMatch", "Resolution"]

_SUGGESTIONS: Final = 3
_NAMED: Final = 2
_LISTED: Final = 8
_LONGEST_ID: Final = 10
_COMMA: Final = re.compile(r"\s*[,，،、]\s*")
_BRACKETS: Final = re.compile(r"\s*[(（]([^()（）]+)[)）]")
_KINDS: Final[tuple[MatchKind, ...]] = ("name", "alias", "prefix", "fuzzy")


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

    @cached_property
    def _principals(self) -> IntArray:
        """Row of the city that each row stands for: another one for a second entry of a city."""
        rows = np.arange(len(self._atlas.cities))
        doubles = self._atlas.cities.column(c.DOUBLE_OF)
        second = np.flatnonzero(doubles)
        rows[second] = self._atlas.rows_of(doubles[second])
        return rows

    def resolve(
        self, query: str, country: str | None = None, region: str | None = None
    ) -> Resolution:
        """Return the one place that a name or id means.

        Parameters
        ----------
        query : str
            A name in any script, ``Name, Country``, ``Name, Region``,
            ``Name (Region)``, or a GeoNames id.
        country, region : str, optional
            Where it is: a country by name or code; a region by its admin1
            code, by its name where known, or by the name of its seat.

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
        text = query.strip()
        scope = self._regions.scope(country, region)
        if _is_id(text):
            return Resolution(self._by_id(text, scope))
        for name, qualifiers in _readings(text):
            hits = self._index.exact(name_key(name))
            if not hits:
                continue
            areas = [self._regions.read(qualifier) for qualifier in qualifiers]
            narrowed = scope.within(*areas)
            inside = self._places(hits, narrowed)
            also = inside
            if narrowed.readings and self._status.has_disputed(hits.city_ids):
                also = self._places(hits, narrowed, disputed=True)
            if also:
                return self._choose(name, inside or also, also)
            raise UnknownPlaceError(self._elsewhere(name, narrowed, hits))
        raise UnknownPlaceError(self._unknown(text, scope))

    def row(self, query: str) -> tuple[int, Note | None]:
        """Return the row of the one place that a name or id means, and the note.

        As :meth:`resolve`, without the words for the place, which take most of its
        time when an id is given.
        """
        text = query.strip()
        if _is_id(text):
            return int(self._principals[self._atlas.row(_as_id(text))]), None
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
        text = query.strip()
        scope = self._regions.scope(country, None)
        if _is_id(text):
            rows = self._atlas.rows_of(np.array([_as_id(text)]))
            rows = self._principals[rows[rows >= 0]]
            found = [self._match(int(row), text, "id") for row in rows][:limit]
            return self._located(found)
        for name, within in self._scoped_readings(text, scope):
            hits = self._index.starting(name_key(name))
            found = self._places(hits, within, limit)
            found = found or self._places(hits, within, limit, disputed=True)
            found = found or self._places(hits, scope, limit)
            if found:
                return self._located(found)
        return self._located(self._nearest(text, scope, limit))

    def _by_id(self, text: str, scope: Scope) -> PlaceMatch:
        row = int(self._principals[self._atlas.row(_as_id(text))])
        (place,) = self._located([self._match(row, text, "id")])
        if not self._regions.mask(scope, np.array([row]))[0]:
            raise UnknownPlaceError(
                f"the id {text} is {place.describe(with_region=True)}, not in {scope.label}: "
                "drop the id or the country and region"
            )
        return place

    def _scoped_readings(self, text: str, scope: Scope) -> Iterator[tuple[str, Scope]]:
        for name, qualifiers in _readings(text):
            if name_key(name):
                areas = (self._regions.read(qualifier) for qualifier in qualifiers)
                yield name, scope.within(*(area for area in areas if area.known))

    def _places(
        self, hits: NameHits, scope: Scope, limit: int | None = None, disputed: bool = False
    ) -> list[PlaceMatch]:
        """Return the places behind names, once each, in the order of a listing."""
        rows = self._atlas.rows_of(hits.city_ids)
        rows = np.where(rows >= 0, self._principals[rows], rows)
        kept = np.flatnonzero((rows >= 0) & self._regions.mask(scope, rows, disputed))
        rows = rows[kept]
        kinds = np.where(hits.slips[kept] > 0, 3, np.where(hits.partial[kept], 2, 0))
        kinds[(kinds == 0) & hits.aliases[kept]] = 1
        cities = self._atlas.cities
        people = cities.column(c.POPULATION)[rows]
        order = np.lexsort(
            (
                rows,
                np.where(hits.aliases[kept], ALIAS_WEIGHT, 1.0) * -people,
                hits.slips[kept],
                kinds,
                cities.column(c.DISTRICT_OF)[rows] != 0,
            )
        )
        first = np.sort(np.unique(rows[order], return_index=True)[1])[:limit]
        return [
            self._match(
                int(rows[at]),
                hits.names[int(kept[at])].as_py(),
                _KINDS[kinds[at]],
                alias=bool(hits.aliases[kept[at]]),
            )
            for at in order[first]
        ]

    def _match(self, row: int, matched: str, kind: MatchKind, alias: bool = False) -> PlaceMatch:
        facts = self._atlas.cities.data.slice(row, 1).to_pylist()[0]
        status = self._status.codes(facts[c.CITY_ID], facts[c.DISTRICT_OF])
        return PlaceMatch(
            city_id=facts[c.CITY_ID],
            name=facts[c.NAME],
            country=facts[c.COUNTRY],
            region="",
            population=facts[c.POPULATION],
            matched=matched,
            match=kind,
            alias=alias,
            district=facts[c.DISTRICT_OF] != 0,
            status=status,
            note=place_note(status),
        )

    def _nearest(self, text: str, scope: Scope, limit: int) -> list[PlaceMatch]:
        # The last reading is the shortest name: "Kostrma" of "Kostrma, Russia".
        for name, within in [*self._scoped_readings(text, scope)][-1:]:
            return self._places(self._index.near(name_key(name)), within, limit)
        return []

    def _located(self, places: Sequence[PlaceMatch]) -> list[PlaceMatch]:
        """Add what to call the region, which is too slow for places nobody is shown."""
        return [
            replace(place, region=self._regions.label(self._atlas.row(place.city_id)))
            for place in places
        ]

    def _choose(
        self, asked: str, places: Sequence[PlaceMatch], also: Sequence[PlaceMatch]
    ) -> Resolution:
        """Take the only place, or the overwhelmingly likely one; refuse to guess.

        Of places that are looked for in the same country, ``also`` has those of disputed
        status too: they are named, not taken, where another place lies there.
        """
        ranked = contenders(asked, places)
        first, *others = ranked
        (place,) = self._located([first])
        known = {one.city_id for one in places}
        beside = [one for one in contenders(asked, also) if one.city_id not in known]
        if not others:
            named = self._located(beside[:_NAMED])
            more = len(beside) - len(named)
            return Resolution(place, taken(asked, place, named, more) if named else None)
        if not is_likely(ranked, asked):
            raise self._ambiguous(asked, ranked)
        named = self._located(others[:_NAMED])
        return Resolution(place, taken(asked, place, named, len(others) - len(named)))

    def _ambiguous(self, asked: str, ranked: Sequence[PlaceMatch]) -> AmbiguousPlaceError:
        listed = "; ".join(
            f"{place.describe(with_region=True)} id {place.city_id}"
            for place in self._located(ranked[:_LISTED])
        )
        more = f"; and {len(ranked) - _LISTED} more" if len(ranked) > _LISTED else ""
        return AmbiguousPlaceError(
            f"{asked!r} is the name of {len(ranked)} places: {listed}{more}. Add a country or "
            f'region ("{asked}, {ranked[0].country}") or give the id',
            tuple(place.city_id for place in ranked),
        )

    def _listing(self, places: Sequence[PlaceMatch]) -> str:
        return ", ".join(place.describe(with_region=True) for place in self._located(places))

    def _elsewhere(self, name: str, scope: Scope, hits: NameHits) -> str:
        there = self._listing(self._places(hits, Scope(), _SUGGESTIONS))
        nowhere = [reading.text for reading in scope.readings if not reading.known]
        if nowhere:
            return (
                f"{nowhere[0]!r} is no country or region known here: places called {name!r} "
                f"are {there}"
            )
        longer = self._places(self._index.starting(name_key(name)), scope, _SUGGESTIONS)
        known = f"did you mean {self._listing(longer)}?" if longer else f"it is known from {there}"
        return f"no place in {scope.label} is called {name!r}: {known}"

    def _unknown(self, text: str, scope: Scope) -> str:
        where = f" in {scope.label}" if scope.label else ""
        nearest = [place.describe() for place in self._nearest(text, scope, _SUGGESTIONS)]
        nearest = nearest or self._countries.nearest(text, ("country",))
        if nearest:
            return f"no place is called {text!r}{where}: did you mean {' or '.join(nearest)}?"
        return (
            f"no place is called {text!r}{where}: check the spelling, give a larger place nearby, "
            "or a GeoNames id"
        )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _as_id(text: str) -> int:
    """Return digits as an id; more digits than an id has are no place, not an overflow."""
    return int(text) if len(text) <= _LONGEST_ID else 0


def _readings(text: str) -> Iterator[tuple[str, list[str]]]:
    """Split a text into a name and where it is, the longest name first."""
    yield text, []
    parts = [part for part in _COMMA.split(_BRACKETS.sub(r", \1", text)) if part]
    for length in range(len(parts) - 1, 0, -1):
        yield ", ".join(parts[:length]), parts[length:]
