"""A query city beside many candidates: the view that criteria measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from matcher.maps.geodesy import haversine_km
from matcher.naming.countries import Countries
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts

__all__ = ["Pairs"]

T = TypeVar("T")


class Pairs:
    """One query and its candidates at a date, over known partnerships.

    Parameters
    ----------
    place_facts : PlaceFacts
        Facts of all places.
    graph : PartnershipGraph
        Known partnerships, with the council's corrections.
    countries : Countries
        Names and bloc memberships of states.
    date : datetime.date
        The day the question is asked.
    query : int
        Row of the query city.
    rows : array of int of shape (n,)
        Rows of the candidates.
    scope : array of int, optional
        Countries that the question is about, whatever rules leave of them, as
        ascending indices; those of the candidates when not given.
    """

    def __init__(
        self,
        place_facts: PlaceFacts,
        graph: PartnershipGraph,
        countries: Countries,
        date: dt.date,
        query: int,
        rows: IntArray,
        scope: IntArray | None = None,
    ) -> None:
        self.place_facts = place_facts
        self.graph = graph
        self.countries = countries
        self.date = date
        self.query = int(query)
        self.rows = np.asarray(rows, dtype=np.int64)
        self._scope = scope
        self._kept: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def narrowed(self, rows: IntArray) -> Pairs:
        """Return the same query beside other candidates."""
        return Pairs(
            self.place_facts, self.graph, self.countries, self.date, self.query, rows, self.scope
        )

    @property
    def scope(self) -> IntArray:
        """Countries that the question is about, as ascending indices."""
        if self._scope is None:
            self._scope = np.flatnonzero(np.bincount(self.place_facts.country[self.rows]))
        return self._scope

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return a value that several findings read of these pairs, computed once."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def both(self, values: Array) -> tuple[Any, Array]:
        """Return the query's and the candidates' values of an array over all places."""
        return values[self.query], values[self.rows]

    def fact(self, column: str, position: int | None = None) -> Any:
        """Return one cell of the cities table, of the query or of a candidate."""
        row = self.query if position is None else self.rows[position]
        value = self.place_facts.atlas.cities.column(column)[row]
        return value.item() if isinstance(value, np.generic) else value

    def details(self, table: str, position: int | None = None) -> list[dict[str, Any]]:
        """Return the rows of a child table, of the query or of a candidate."""
        rows = self.place_facts.atlas.table(table).rows
        return self.once((table, position), lambda: rows(self.fact(c.CITY_ID, position)))

    @cached_property
    def distance_km(self) -> Array:
        """Great-circle distance to each candidate, shape (n,)."""
        cities = self.place_facts.atlas.cities
        latitude, latitudes = self.both(cities.column(c.LATITUDE))
        longitude, longitudes = self.both(cities.column(c.LONGITUDE))
        return haversine_km(latitude, longitude, latitudes, longitudes)

    @property
    def query_country(self) -> str:
        """ISO code of the query's country."""
        return str(self.fact(c.COUNTRY))

    def candidate_country(self, position: int) -> str:
        """ISO code of a candidate's country."""
        return str(self.fact(c.COUNTRY, position))

    def country_facts(self, position: int) -> dict[str, str]:
        """Name the countries of the query and of a candidate, with their codes."""
        mine, theirs = self.query_country, self.candidate_country(position)
        return {
            "query": self.countries.name(mine),
            "candidate": self.countries.name(theirs),
            "query_country": mine,
            "candidate_country": theirs,
        }

    def by_country(self, values: Array) -> Array:
        """Spread values per country index to the candidates."""
        return values[self.place_facts.country[self.rows]]
