"""Places from the names that were found: once each, in order, with what to call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np

from matcher.english.politics_areas import place_note
from matcher.naming.name_index import NameHits
from matcher.naming.namesakes import ALIAS_WEIGHT, MatchKind, PlaceMatch, spelling
from matcher.naming.regions import Regions, Scope
from matcher.naming.status import PlaceStatus
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray

_KINDS: Final[tuple[MatchKind, ...]] = ("name", "alias", "prefix", "fuzzy")


class Matches:
    """The places behind names.

    Parameters
    ----------
    atlas : Atlas
    regions : Regions
    status : PlaceStatus
    """

    def __init__(self, atlas: Atlas, regions: Regions, status: PlaceStatus) -> None:
        self._atlas = atlas
        self._regions = regions
        self._status = status

    @cached_property
    def principals(self) -> IntArray:
        """Row of the city that each row stands for: another one for a second entry of a city."""
        rows = np.arange(len(self._atlas.cities))
        doubles = self._atlas.cities.column(c.DOUBLE_OF)
        second = np.flatnonzero(doubles)
        rows[second] = self._atlas.rows_of(doubles[second])
        return rows

    def places(
        self,
        hits: NameHits,
        scope: Scope,
        limit: int | None = None,
        disputed: bool = False,
        asked: str = "",
    ) -> list[PlaceMatch]:
        """Return the places behind names, once each, in the order of a listing."""
        rows = self._atlas.rows_of(hits.city_ids)
        kept = np.flatnonzero((rows >= 0) & self._regions.mask(scope, rows, disputed))
        rows = self.principals[rows[kept]]
        kinds = np.where(hits.slips[kept] > 0, 3, np.where(hits.partial[kept], 2, 0))
        kinds[(kinds == 0) & hits.aliases[kept]] = 1
        cities = self._atlas.cities
        people = cities.column(c.POPULATION)[rows]
        names = [str(hits.names[at]) for at in kept] if asked else []
        spelt = np.array([spelling(name) != spelling(asked) for name in names], dtype=bool)
        order = np.lexsort(
            (
                spelt if asked else rows,
                rows,
                np.where(hits.aliases[kept], ALIAS_WEIGHT, 1.0) * -people,
                hits.slips[kept],
                kinds,
                cities.column(c.DISTRICT_OF)[rows] != 0,
            )
        )
        first = np.sort(np.unique(rows[order], return_index=True)[1])[:limit]
        return [
            self.match(
                int(rows[at]),
                str(hits.names[kept[at]]),
                _KINDS[kinds[at]],
                alias=bool(hits.aliases[kept[at]]),
            )
            for at in order[first]
        ]

    def match(self, row: int, matched: str, kind: MatchKind, alias: bool = False) -> PlaceMatch:
        """Return the place of a row of ``cities``, found by a name."""
        cities = self._atlas.cities  # column by column: a whole row is slow to read
        city_id, people, district_of = (
            int(cities.column(one)[row]) for one in (c.CITY_ID, c.POPULATION, c.DISTRICT_OF)
        )
        country, countries = cities.codes(c.COUNTRY)
        status = self._status.codes(city_id, district_of)
        return PlaceMatch(
            city_id=city_id,
            name=str(cities.data.column(c.NAME)[row].as_py()),
            country=countries[country[row]],
            region="",
            population=people,
            matched=matched,
            match=kind,
            alias=alias,
            district=district_of != 0,
            status=status,
            note=place_note(status),
        )

    def located(self, places: Sequence[PlaceMatch]) -> list[PlaceMatch]:
        """Add what to call the region, which is too slow for places nobody is shown."""
        return [
            replace(place, region=self._regions.label(self._atlas.row(place.city_id)))
            for place in places
        ]

    def listing(self, places: Sequence[PlaceMatch]) -> str:
        """Return places as a message names them."""
        return ", ".join(place.describe(with_region=True) for place in self.located(places))
