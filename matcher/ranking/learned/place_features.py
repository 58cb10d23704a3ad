"""One number a place for the learned ranker; none of them depends on partnerships."""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.nearest import Nearest
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.world.place_facts import PlaceFacts

SIZE_EDGES = np.array([3.7, 4.3, 4.95])
"""Bounds of the four size classes as log10 of the population: 5, 20 and 90 thousand."""

N_SIZES = len(SIZE_EDGES) + 1
_SMALLEST = 300.0


_RANKS = ("rank_in_country", "rank_in_region", "rank_in_subregion")

_READ_FROM = {
    c.POPULATION: ("log_size", "size_class", "node", "like_space", "_by_size", *_RANKS),
    c.ADMIN_RANK: ("role", "like_space"),
    c.UNIVERSITIES: ("universities",),
    c.HERITAGE_SITES: ("heritage",),
    "airport_km": ("airport",),
}
"""Arrays kept here by the column or view of the profiles that they are made of."""


READ_BY_LIKENESS = frozenset({c.POPULATION, c.ADMIN_RANK})
"""Columns that decide which places are alike."""


class PlaceFeatures:
    """Arrays over all places that pair features read.

    Parameters
    ----------
    place_facts : PlaceFacts
    """

    def __init__(self, place_facts: PlaceFacts) -> None:
        self.place_facts = place_facts
        self.n_cities = place_facts.n_cities
        self.country = place_facts.country
        self.n_countries = place_facts.n_countries

    def supposing(self, place_facts: PlaceFacts) -> PlaceFeatures:
        """Return the facts of a world in which those of one place are others.

        Parameters
        ----------
        place_facts : PlaceFacts
            As :meth:`matcher.world.place_facts.PlaceFacts.supposing` made them of this one's.

        Notes
        -----
        The place's own ranks by size follow its population; the others keep theirs.
        """
        ranks = {name: getattr(self, name) for name in _RANKS}
        other = copy(self)
        other.place_facts = place_facts
        for name in {view for one in place_facts.supposed for view in _READ_FROM.get(one, ())}:
            other.__dict__.pop(name, None)
        if c.POPULATION in place_facts.supposed:
            groups = (self.country, self.region, self.subregion)
            for (name, rank), group in zip(ranks.items(), groups, strict=True):
                other.__dict__[name] = other._moved(rank, group, place_facts.supposed_row)
        return other

    def _moved(self, rank: Array, group: IntArray, row: int) -> Array:
        """Return ranks by size with that of one place made anew."""
        peers = np.flatnonzero(group == group[row])
        sizes = self.log_size[peers]
        ahead = (sizes > self.log_size[row]) | ((sizes == self.log_size[row]) & (peers < row))
        result = rank.copy()
        result[row] = np.log1p(ahead.sum())
        return result

    @cached_property
    def log_size(self) -> Array:
        """log10 of the population; an unknown one counts as the smallest listed."""
        people = np.nan_to_num(self.place_facts.population, nan=_SMALLEST)
        return np.log10(np.maximum(people, _SMALLEST)).astype(np.float32)

    @cached_property
    def xyz(self) -> Array:
        """Points on the unit sphere, shape (n_cities, 3)."""
        phi = np.radians(self.place_facts.number(c.LATITUDE))
        lam = np.radians(self.place_facts.number(c.LONGITUDE))
        return np.column_stack(
            [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
        ).astype(np.float32)

    @cached_property
    def role(self) -> Array:
        """Rank of the seat, 0 capital to 6 none, 7 unknown."""
        return np.nan_to_num(self.place_facts.admin_rank, nan=7.0).astype(np.float32)

    @cached_property
    def region(self) -> IntArray:
        """First-order region as an integer, shape (n_cities,)."""
        codes, values = self.place_facts.atlas.cities.codes(c.ADMIN1_CODE)
        key = self.country * len(values) + codes
        present = np.zeros(int(key.max()) + 1, dtype=bool)
        present[key] = True
        return (np.cumsum(present) - 1)[key]

    @cached_property
    def subregion(self) -> IntArray:
        """Second-order region as an integer, shape (n_cities,)."""
        codes, values = self.place_facts.atlas.cities.codes(c.ADMIN2_CODE)
        key = self.region * len(values) + codes
        return np.unique(key, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def region_country(self) -> IntArray:
        """Country of each region."""
        country = np.zeros(int(self.region.max()) + 1, dtype=np.int64)
        country[self.region] = self.country
        return country

    @cached_property
    def size_class(self) -> IntArray:
        """Size class 0..3, shape (n_cities,)."""
        return np.searchsorted(SIZE_EDGES, self.log_size).astype(np.int64)

    @cached_property
    def rank_in_country(self) -> Array:
        """log(1 + rank by population) in the country; unknown ranks as the last."""
        return self._log_rank(self.country)

    @cached_property
    def rank_in_region(self) -> Array:
        """log(1 + rank by population) in the region."""
        return self._log_rank(self.region)

    @cached_property
    def rank_in_subregion(self) -> Array:
        """log(1 + rank by population) in the second-order region."""
        return self._log_rank(self.subregion)

    @cached_property
    def _by_size(self) -> IntArray:
        return np.argsort(-self.log_size, kind="stable")

    def _log_rank(self, group: IntArray) -> Array:
        # Sixteen bits are sorted by radix, ten times as fast as more.
        small = group.astype(np.uint16 if group.max() < 2**16 else np.int32)
        order = self._by_size[np.argsort(small[self._by_size], kind="stable")]
        ordered = group[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        rank = np.empty(self.n_cities)
        lengths = np.diff(np.r_[starts, self.n_cities])
        rank[order] = np.arange(self.n_cities) - np.repeat(starts, lengths)
        return np.log1p(rank).astype(np.float32)

    @cached_property
    def _surrounding_rows(self) -> IntArray:
        table = self.place_facts.atlas.table("city_surroundings")
        return self.place_facts.atlas.rows_of(table.column(c.CITY_ID))

    def surrounding(self, column: str) -> Array:
        """Return a column of the table of surroundings, NaN for a place it lacks."""
        table, rows = self.place_facts.atlas.table("city_surroundings"), self._surrounding_rows
        values = np.full(self.n_cities, np.nan, dtype=np.float32)
        values[rows[rows >= 0]] = table.column(column)[rows >= 0]
        return values

    @cached_property
    def larger_place(self) -> Array:
        """log10(1 + km) to the nearest place twice as large."""
        return np.log10(1 + self.surrounding(c.LARGER_PLACE_KM))

    @cached_property
    def large_city(self) -> Array:
        """log10(1 + km) to the nearest city of 100,000."""
        return np.log10(1 + self.surrounding(c.LARGE_CITY_KM))

    @cached_property
    def people_near(self) -> Array:
        """log10(1 + people) in the nearest places within 25 km."""
        return np.log10(1 + self.surrounding(c.PEOPLE_NEAR))

    @cached_property
    def spacing(self) -> Array:
        """log10(1 + km) to the 24th nearest place."""
        return np.log10(1 + self.surrounding(c.SPACING_KM))

    @cached_property
    def renown(self) -> Array:
        """log(1 + number of names in all languages)."""
        return np.log1p(self.surrounding(c.NAMES_KNOWN))

    @cached_property
    def scripts(self) -> Array:
        """Number of scripts its names are written in."""
        return self.surrounding(c.SCRIPTS_KNOWN)

    @cached_property
    def cell(self) -> IntArray:
        """Geographic cell of each place; a place the table lacks takes that of the nearest."""
        cell = self.surrounding(c.CELL)
        lacking, known = np.flatnonzero(np.isnan(cell)), np.flatnonzero(np.isfinite(cell))
        if len(lacking) and len(known):
            cell[lacking] = cell[
                known[Nearest(self.xyz[known]).query(self.xyz[lacking], 1)[1][:, 0]]
            ]
        return np.nan_to_num(cell).astype(np.int64)

    @cached_property
    def cell_centres(self) -> Array:
        """Mean direction of each cell's places, shape (n_cells, 3)."""
        n_cells = int(self.cell.max()) + 1
        centres = np.stack(
            [np.bincount(self.cell, self.xyz[:, axis], minlength=n_cells) for axis in range(3)], 1
        )
        norms = np.linalg.norm(centres, axis=1, keepdims=True)
        result: Array = centres / np.maximum(norms, 1e-9)
        return result

    @cached_property
    def node(self) -> IntArray:
        """Cell and size class in one integer."""
        return self.cell * N_SIZES + self.size_class

    @cached_property
    def like_space(self) -> Array:
        """Place, size, role and remoteness as one point; near points are alike."""
        remote = np.nan_to_num(self.large_city, nan=1.5) * 0.5
        role = np.minimum(self.role, 6.0) / 4.0
        return np.column_stack(
            [self.xyz * (ROUNDED_RADIUS_KM / 120.0), self.log_size / 0.30, role, remote]
        ).astype(np.float32)

    def logged(self, column: str, least: float, most: float) -> Array:
        """Return log10 of a column of the cities table between two bounds."""
        return np.log10(np.clip(self.place_facts.number(column), least, most)).astype(np.float32)

    @cached_property
    def coast(self) -> Array:
        """log10 of the distance to the sea in km."""
        return self.logged(c.COAST_KM, 1, 2000)

    @cached_property
    def port(self) -> Array:
        """log10 of the distance to a sea port in km."""
        return self.logged(c.SEAPORT_KM, 1, 2000)

    @cached_property
    def rain(self) -> Array:
        """log10 of the yearly precipitation in mm."""
        return self.logged(c.PRECIPITATION_MM, 10, 10_000)

    @cached_property
    def airport(self) -> Array:
        """log10 of the distance to the nearest airport in km."""
        return np.log10(np.clip(self.place_facts.airport_km, 3, 1000)).astype(np.float32)

    @cached_property
    def universities(self) -> Array:
        """log(1 + universities known)."""
        return np.log1p(self.place_facts.number(c.UNIVERSITIES)).astype(np.float32)

    @cached_property
    def heritage(self) -> Array:
        """World Heritage sites near, 3 at most; NaN where nobody counted them."""
        return np.minimum(self.place_facts.heritage_sites, 3).astype(np.float32)

    @cached_property
    def bombs(self) -> Array:
        """log10(1 + tons of Allied bombs), NaN when unknown."""
        return np.log10(1 + self.place_facts.number(c.BOMB_TONS))
