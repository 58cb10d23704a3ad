"""City profiles as arrays: every fact a criterion reads, one value a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Mapping
from copy import copy
from functools import cached_property
from typing import Any, Final

import numpy as np

from matcher.cache import Cache
from matcher.naming.english_names import EnglishNames
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import BROKEN_STATUSES, MODERN_WAR_FROM
from matcher.world.deaths import deaths_before
from matcher.world.spoken import Spoken, spoken_by_country
from matcher.world.states.disputed import Disputed
from matcher.world.states.record import StateRecord
from matcher.world.states.visas import Visas

NEAR_COAST_KM = 10.0
"""A place this near to the sea is coastal."""

NEAR_PORT_KM = 15.0
"""A place this near to a sea port has one."""

MOST_REMEMBERED: Final = 2048
"""Arrays of one value a country that are kept, some two kilobytes each."""

MOST_YEARS: Final = 16
"""Years of questions that deaths are kept for."""


WAR_FATES: Final = (
    frozenset({"allied_bombs", "atomic_bomb", "bombed", "heavily_bombed"}),
    frozenset({"atomic_bomb", "war_destroyed", "war_destroyed_or_besieged"}),
    frozenset({"siege", "war_destroyed_or_besieged"}),
    frozenset({"battle"}),
    frozenset({"massacre_martyr_town"}),
)
"""Kinds of war facts that tell of one fate: bombed, destroyed, besieged, fought over, martyred."""

_DERIVED: Final = {c.POPULATION: ("population", "log_population")}
"""Views computed from a column, where they do not simply bear its name."""

_HONOURED_BIT: Final = 1 << len(WAR_FATES)


def fate_bit(kind: str) -> int:
    """Return the bits of :data:`WAR_FATES` that a kind of war fact tells of."""
    bits = sum(1 << index for index, kinds in enumerate(WAR_FATES) if kind in kinds)
    return bits or _HONOURED_BIT


class PlaceFacts:
    """Array views over the shipped tables, computed when first asked for.

    Unknown numbers are NaN; unknown categories have their own code.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.n_cities = len(atlas.cities)
        codes, self.country_list = atlas.cities.codes(c.COUNTRY)
        self.country: IntArray = codes.astype(np.int64)
        self.n_countries = len(self.country_list)
        self.country_index = {code: i for i, code in enumerate(self.country_list)}
        self._remembered = Cache[Hashable, Array](MOST_REMEMBERED)
        self._deaths = Cache[tuple[int, int], dict[str, tuple[int, int, int]]](MOST_YEARS)
        self._supposed: dict[str, Array] = {}
        self.supposed: frozenset[str] = frozenset()
        self.supposed_row = -1
        self.states = StateRecord(atlas)

    def remembered(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """Return an array made once a key, such as what one country has with every other."""
        return self._remembered.get_or_make(key, make)

    def supposing(
        self,
        row: int,
        columns: Mapping[str, Array],
        views: Mapping[str, Any],
        forget: Collection[str] = (),
    ) -> PlaceFacts:
        """Return profiles of a world in which some facts are others; this one stays.

        Parameters
        ----------
        row : int
            Row of the place whose facts are others, kept as ``supposed_row``; the
            names of what changes are kept as ``supposed``.
        columns : mapping of str to array of shape (n_cities,)
            Columns of the cities table; what is derived from them follows.
        views : mapping of str to object
            Arrays and tables of this class, by the name of their property.
        forget : collection of str
            First parts of keys of :meth:`remembered` that rest on what changes.
        """
        other = copy(self)
        other.supposed, other.supposed_row = self.supposed | {*columns, *views}, row
        other._supposed = {**self._supposed, **columns}
        other._remembered = self._remembered.without(
            lambda key: isinstance(key, tuple) and key[0] in forget
        )
        for column in columns:
            for view in _DERIVED.get(column, (column,)):
                other.__dict__.pop(view, None)
        other.__dict__.update(views)
        return other

    def places_of(self, country: int) -> IntArray:
        """Return the rows of the places of a country, by its index, ascending."""
        return self.remembered(("places", country), lambda: np.flatnonzero(self.country == country))

    def number(self, column: str) -> Array:
        """Return a numeric column of the cities table; unknown is NaN."""
        if column in self._supposed:
            return self._supposed[column]
        return self.atlas.cities.column(column)

    @cached_property
    def population(self) -> Array:
        """Inhabitants as float, NaN when unknown."""
        values = self.number(c.POPULATION).astype(np.float64)
        values[values <= 0] = np.nan
        return values

    @cached_property
    def log_population(self) -> Array:
        """Natural logarithm of the population, NaN when unknown."""
        return np.log(self.population)

    @cached_property
    def admin_rank(self) -> Array:
        """Rank of the seat: 0 national capital to 5, 6 for no seat, NaN when unknown."""
        rank = self.number(c.ADMIN_RANK).astype(np.float32)
        rank[rank < 0] = np.nan
        return np.minimum(rank, 6.0)

    @cached_property
    def log_rank_in_region(self) -> Array:
        """Logarithm of the place's rank by population in its region, NaN when unknown."""
        rank = self.number(c.RANK_IN_REGION).astype(np.float64)
        rank[rank <= 0] = np.nan
        result: Array = np.log(rank)
        return result

    @cached_property
    def is_district(self) -> Array:
        """Whether the place is a part of a larger city."""
        return np.not_equal(self.number(c.DISTRICT_OF), 0)

    @cached_property
    def is_double(self) -> Array:
        """Whether the place is a second entry of a city, which has another row."""
        return np.not_equal(self.number(c.DOUBLE_OF), 0)

    @cached_property
    def is_unlisted(self) -> Array:
        """Whether the place is on nobody's list: a part of a city, or without a council."""
        return np.logical_or(self.is_part, self.has_no_council)

    @cached_property
    def has_no_council(self) -> Array:
        """Whether the place is known to have no council: a base, an abandoned place."""
        known = "no_councils" in self.atlas.manifest.get("tables", {})
        ids = self.atlas.table("no_councils").column(c.CITY_ID) if known else np.zeros(0)
        return np.isin(self.atlas.city_ids, ids)

    @cached_property
    def is_part(self) -> Array:
        """Whether the place is a district or a second entry, and so never a candidate."""
        both: Array = self.is_district | self.is_double
        return both

    @cached_property
    def heritage_sites(self) -> Array:
        """World Heritage sites nearby, NaN where nobody counted them."""
        sites = self.number(c.HERITAGE_SITES).astype(np.float32)
        sites[sites < 0] = np.nan
        return sites

    @cached_property
    def name_code(self) -> Array:
        """One integer per distinct normalised name."""
        return self.atlas.cities.category_numbers(c.NAME_KEY)

    @cached_property
    def english(self) -> EnglishNames:
        """Names of the places as English texts write them."""
        return EnglishNames(self.atlas)

    # Rivers

    @cached_property
    def _river_rows(self) -> tuple[IntArray, IntArray, Array]:
        table = self.atlas.table("city_rivers")
        rows = self.atlas.rows_of(table.column(c.CITY_ID))
        names = table.column(c.RIVER).astype(str)
        codes = np.unique(names, return_inverse=True)[1].astype(np.int64)
        return rows, codes, table.column(c.RELATION).astype(str)

    @cached_property
    def river_state(self) -> Array:
        """2 on a named river, 1 near one, 0 on none, NaN when unknown."""
        rows, _, relation = self._river_rows
        state = np.full(self.n_cities, np.nan, dtype=np.float32)
        for name, value in (("none", 0.0), ("near", 1.0), ("on", 2.0)):
            state[rows[relation == name]] = value
        return state

    def shares_river(self, row: int) -> Array:
        """Return whether each place is on or near a river the given place is on or near."""
        places, rivers, start, along = self._river_index
        first, last = np.searchsorted(places, (row, row + 1))
        shared = np.zeros(self.n_cities, dtype=bool)
        for river in rivers[first:last]:
            shared[along[start[river] : start[river + 1]]] = True
        return shared

    @cached_property
    def _river_index(self) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Rows of places on or near a river with its code; where each river's rows start; these."""
        rows, codes, relation = self._river_rows
        named = relation != "none"
        rows, codes = rows[named], codes[named]
        by_place, by_river = np.argsort(rows, kind="stable"), np.argsort(codes, kind="stable")
        start = np.searchsorted(codes[by_river], np.arange(int(codes.max(initial=-1)) + 2))
        return rows[by_place], codes[by_place], start, rows[by_river]

    # War

    @cached_property
    def war_level(self) -> Array:
        """Level of :data:`matcher.tables.vocabulary.WAR_LEVELS`, NaN when nothing is known."""
        level = self.number(c.WAR_LEVEL).astype(np.float32)
        level[level <= 0] = np.nan
        return level

    @cached_property
    def _war_rows(self) -> tuple[IntArray, Array, Array]:
        table = self.atlas.table("city_war")
        codes, values = table.codes(c.WAR)
        named = codes != (values.index("") if "" in values else -1)
        return self.atlas.rows_of(table.column(c.CITY_ID)), codes, named

    def shares_war(self, row: int) -> Array:
        """Return whether each place was touched by a war that touched the given place."""
        rows, codes, named = self._war_rows
        mine = codes[named & (rows == row)]
        shared = np.zeros(self.n_cities, dtype=bool)
        shared[rows[named & np.isin(codes, mine)]] = True
        return shared

    @cached_property
    def war_fates(self) -> Array:
        """What modern wars did to each place, as bits in the order of WAR_FATES; 0 unknown."""
        table = self.atlas.table("city_war")
        codes, kinds = table.codes(c.WAR_KIND)
        bit_of_kind = np.array([fate_bit(kind) for kind in kinds], dtype=np.uint8)
        ended = table.column(c.YEAR_TO)
        modern = (ended == 0) | (ended >= MODERN_WAR_FROM)
        claimed = table.column(c.WAR_LEVEL) > 0
        fates = np.zeros(self.n_cities, dtype=np.uint8)
        rows = self.atlas.rows_of(table.column(c.CITY_ID))
        kept = modern & claimed
        np.bitwise_or.at(fates, rows[kept], bit_of_kind[codes[kept]])
        return fates

    # Transport

    @cached_property
    def airport_km(self) -> Array:
        """Distance to the nearest airport with scheduled service, NaN when unknown."""
        values = np.full(self.n_cities, np.nan, dtype=np.float32)
        table = self.atlas.table("city_airports")
        values[self.atlas.rows_of(table.column(c.CITY_ID))] = table.column(c.AIRPORT_KM)
        return values

    @cached_property
    def airport_size(self) -> Array:
        """Size class of the nearest airport, 1 small to 3 large, NaN when unknown."""
        airports = self.atlas.table("airports")
        size = dict(
            zip(airports.column(c.AIRPORT), airports.column(c.AIRPORT_SIZE).tolist(), strict=True)
        )
        table = self.atlas.table("city_airports")
        codes, names = table.codes(c.AIRPORT)
        per_airport = np.array([size.get(name, np.nan) for name in names], dtype=np.float32)
        values = np.full(self.n_cities, np.nan, dtype=np.float32)
        values[self.atlas.rows_of(table.column(c.CITY_ID))] = per_airport[codes]
        return values

    # Partnerships

    @cached_property
    def broken_ties(self) -> frozenset[tuple[int, int]]:
        """Ties that no text tells as living: all but the active without a disputed end."""
        status, ends = map(self.atlas.table("partnerships").column, (c.STATUS, c.DISPUTED))
        return self._ties((status.astype(str) != "active") | (ends.astype(str) != ""))

    @cached_property
    def ended_ties(self) -> frozenset[tuple[int, int]]:
        """Partnerships that are not alive, as pairs of rows, both ways."""
        status = self.atlas.table("partnerships").column(c.STATUS).astype(str)
        return self._ties(np.isin(status, BROKEN_STATUSES))

    def _ties(self, chosen: Array) -> frozenset[tuple[int, int]]:
        table = self.atlas.table("partnerships")
        ends = [
            self.atlas.rows_of(table.column(name)[chosen]).tolist()
            for name in (c.CITY_ID_A, c.CITY_ID_B)
        ]
        pairs = frozenset(zip(*ends, strict=True))
        return pairs | {(b, a) for a, b in pairs}

    # States

    @cached_property
    def disputed(self) -> Disputed:
        """Places of disputed status."""
        return Disputed.load(self.atlas)

    def per_country(self, values: dict[str, float]) -> Array:
        """Return a value per country index, NaN for a country without one."""
        result = np.full(self.n_countries, np.nan)
        for code, value in values.items():
            if code in self.country_index:
                result[self.country_index[code]] = value
        return result

    @cached_property
    def log_gdp(self) -> Array:
        """Logarithm of GDP per head in US dollars per country index."""
        table = self.atlas.table("countries")
        values = np.log(table.column(c.GDP_PER_CAPITA_USD).astype(np.float64))
        return self.per_country(dict(zip(table.column(c.COUNTRY), values.tolist(), strict=True)))

    @cached_property
    def languages(self) -> dict[str, dict[str, Spoken]]:
        """Languages by country and code, the most widely spoken first."""
        return spoken_by_country(self.atlas.table("country_languages").data.to_pylist())

    @cached_property
    def country_pairs(self) -> dict[tuple[str, str], tuple[bool, bool, bool]]:
        """Contiguous, colonial tie, same state by ordered pair of country codes."""
        table = self.atlas.table("country_pairs")
        names = (c.COUNTRY_A, c.COUNTRY_B, c.CONTIGUOUS, c.COLONIAL_TIE, c.SAME_STATE)
        lists = [table.column(name).tolist() for name in names]
        return {(a, b): (x, y, z) for a, b, x, y, z in zip(*lists, strict=True)}

    def country_ties(self, code: str) -> Array:
        """Return what ties one country to each country.

        Returns
        -------
        numpy.ndarray of shape (n_countries, 3)
            Contiguous, colonial tie, same state; NaN where a country has no
            ties at all in the table, which then does not cover it.
        """
        return self.remembered(("ties", code), lambda: self._country_ties(code))

    def _country_ties(self, code: str) -> Array:
        covered = {country for pair in self.country_pairs for country in pair}
        ties = np.full((self.n_countries, 3), np.nan)
        for index, other in enumerate(self.country_list):
            if code in covered and other in covered and code != other:
                ties[index] = self.ties(code, other)
        return ties

    def ties(self, code: str, other: str) -> tuple[bool, bool, bool]:
        """Return contiguous, colonial tie, same state of two covered countries."""
        pair = (min(code, other), max(code, other))
        return self.country_pairs.get(pair, (False, False, False))

    @cached_property
    def visas(self) -> Visas:
        """Rules of travel between countries."""
        return Visas(self.atlas)

    def recent_deaths(self, date: dt.date, years: int = 3) -> dict[str, tuple[int, int, int]]:
        """Return deaths in organised violence in the last recorded years before a date.

        Returns
        -------
        dict of str to tuple
            Country code to deaths, first year, last year. Where the source counts two together,
            each has the sum, see :mod:`matcher.world.deaths`.
        """
        return self._deaths.get_or_make(
            (date.year, years), lambda: deaths_before(self.atlas, date.year, years)
        )
