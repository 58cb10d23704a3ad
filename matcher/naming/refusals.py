"""What is said where no place is taken for a text: what else may be meant, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from matcher.errors import AmbiguousPlaceError, UnknownPlaceError
from matcher.maps.geodesy import haversine_km
from matcher.naming.countries import KINDS, Countries
from matcher.naming.divisions import BESIDE_KM, Division
from matcher.naming.found import Found
from matcher.naming.matches import Matches
from matcher.naming.name_index import Inside, NameIndex
from matcher.naming.namesakes import PlaceMatch
from matcher.naming.regions import Scope
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.text.normalise import name_key

SUGGESTIONS: Final = 3
_LISTED: Final = 8


class Refusals:
    """Errors with what may be meant instead.

    Parameters
    ----------
    atlas : Atlas
    countries : Countries
    names : NameIndex
    matches : Matches
    """

    def __init__(
        self, atlas: Atlas, countries: Countries, names: NameIndex, matches: Matches
    ) -> None:
        self._atlas = atlas
        self._countries = countries
        self._index = names
        self._matches = matches

    def ambiguous(
        self, asked: str, ranked: Sequence[PlaceMatch], councils: Sequence[Division] = ()
    ) -> AmbiguousPlaceError:
        """Say which places, and which councils without one, a name may mean."""
        places = self._matches.located(ranked[:_LISTED])
        listed = "; ".join(
            f"{place.describe(with_region=True)} id {place.city_id}" for place in places
        )
        more = f"; and {len(ranked) - _LISTED} more" if len(ranked) > _LISTED else ""
        more += "".join(f"; and the council {self._described(one)}" for one in councils[:_LISTED])
        first, narrowed = places[0], len({one.country for one in ranked}) == 1
        apart = not narrowed or (first.region and len({one.region for one in places}) > 1)
        added, part = (
            ("a region", first.region) if narrowed else ("a country or region", first.country)
        )
        hint = f'Add {added} ("{first.name}, {part}") or give the id' if apart else "Give the id"
        count = len(ranked) + len(councils)
        return AmbiguousPlaceError(
            f"{asked!r} is the name of {count} places: {listed}{more}. {hint}",
            tuple(place.city_id for place in ranked),
        )

    def of_a_country(self, asked: str, ranked: Sequence[PlaceMatch]) -> AmbiguousPlaceError:
        """Say that a name is that of a country, and of which places elsewhere."""
        listed = self._matches.listing(ranked[:SUGGESTIONS])
        return AmbiguousPlaceError(
            f"{asked!r} is a country, and the name of {listed}: ask for one of its towns, or add "
            "the country or region of the place",
            tuple(place.city_id for place in ranked),
        )

    def without_place(self, councils: Sequence[Division]) -> UnknownPlaceError:
        """Say that a council is known and no place of the tables stands for it."""
        unit = councils[0]
        near = self._near(unit)
        told = f"{self._described(unit)} is known as a council, but no place here stands for it"
        listed = self._matches.listing(near)
        return UnknownPlaceError(
            f"{told}: near its centre are {listed}" if near else f"{told}: give a place inside",
            tuple(one.city_id for one in near),
            "council_without_place",
        )

    def _near(self, unit: Division) -> list[PlaceMatch]:
        """Return the places of a council's country that are nearest to its centre."""
        centre = self._countries.divisions.centre(unit)
        if centre is None:
            return []
        rows = self._countries.divisions.rows((unit.part[0], "", ""))
        cities = self._atlas.cities
        at = (cities.column(one)[rows] for one in (c.LATITUDE, c.LONGITUDE))
        away = haversine_km(*centre, *at)
        nearest = [at for at in away.argsort()[:SUGGESTIONS] if away[at] < BESIDE_KM]
        return [self._matches.match(int(rows[at]), "", "name") for at in nearest]

    def _described(self, unit: Division) -> str:
        people = self._countries.divisions.people(unit)
        counted = f", {people:,}" if people else ""
        return f"{unit.name} ({unit.part[0]}{counted})"

    def elsewhere(
        self, found: Found, inside: Callable[[Scope], Inside | None]
    ) -> UnknownPlaceError:
        """Say that a name is known from elsewhere alone."""
        scope, name = found.scope, found.name
        places = self._matches.places(found.hits, Scope(), SUGGESTIONS)
        ids = tuple(one.city_id for one in places)
        there = self._matches.listing(places)
        nowhere = [reading.text for reading in scope.readings if not reading.known]
        if nowhere:
            return UnknownPlaceError(
                f"{nowhere[0]!r} is no country or region known here: places called {name!r} "
                f"are {there}",
                ids,
                "elsewhere",
            )
        hits = self._index.starting(name_key(name), inside(scope))
        longer = self._matches.places(hits, scope, SUGGESTIONS)
        known = (
            f"did you mean {self._matches.listing(longer)}?"
            if longer
            else f"it is known from {there}"
        )
        ids = tuple(one.city_id for one in longer) or ids
        return UnknownPlaceError(
            f"no place in {scope.label} is called {name!r}: {known}", ids, "elsewhere"
        )

    def unknown(
        self, text: str, name: str, scope: Scope, near: Sequence[PlaceMatch]
    ) -> UnknownPlaceError:
        """Say that nothing is called so; ``name`` is the text without its qualifiers."""
        where = f" in {scope.label}" if scope.label else ""
        areas = self._countries.readings(text, KINDS)
        if areas:
            return UnknownPlaceError(
                f"{text!r} is a {areas[0].kind} and no place: ask for one of its towns", kind="area"
            )
        nearest = [place.describe() for place in near]
        if name_key(name) == name_key(text):
            nearest = nearest or self._countries.nearest(text, ("country",))
        if nearest:
            return UnknownPlaceError(
                f"no place is called {text!r}{where}: did you mean {' or '.join(nearest)}?",
                tuple(one.city_id for one in near),
                "misspelt" if near else "unknown",
            )
        return UnknownPlaceError(
            f"no place is called {text!r}{where}: check the spelling, give a larger place nearby, "
            "or a GeoNames id"
        )
