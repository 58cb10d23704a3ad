"""What a set of partnerships says of places, regions and countries, ready for pair features."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import Final

import numpy as np
from scipy import sparse

from matcher.cache import Cache
from matcher.errors import ModelError
from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.ranking.learned.nearest import Nearest
from matcher.ranking.learned.neighbours import MOST_COUNTRIES, N_NEIGHBOURS, Neighbours, dense_row
from matcher.ranking.learned.place_features import N_SIZES, READ_BY_LIKENESS, PlaceFeatures
from matcher.tables.atlas import Array, IntArray

HABITS: Final = (
    "_alike", "size_curve", "_size_residual", "size_offset", "partner_size", "taste_for_size",
    "_node_links", "node_degree",
)  # fmt: skip
"""What a view makes of the sizes and roles of all places."""

_SIZE_KERNEL = np.array(
    [[1, 0.5, 0.1, 0.02], [0.5, 1, 0.5, 0.1], [0.1, 0.5, 1, 0.5], [0.02, 0.1, 0.5, 1]]
)


class LinkView:
    """Everything derived from one set of partnerships.

    Parameters
    ----------
    facts : PlaceFeatures
    ends : array of int of shape (n_links, 2)
        Rows of both ends, each unordered pair once.

    Notes
    -----
    A partnership that is not among ``ends`` influences nothing here, so a view
    without a pair ranks that pair as if it were not known.
    """

    def __init__(self, facts: PlaceFeatures, ends: IntArray) -> None:
        self.facts = facts
        self.ends = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
        first, second = self.ends.T
        source, target = np.r_[first, second], np.r_[second, first]
        order = np.argsort(source, kind="stable")
        self.source, self.target = source[order], target[order]
        counts = np.bincount(source, minlength=facts.n_cities)
        self.start = np.r_[0, np.cumsum(counts)]
        self.degree = counts.astype(np.float32)
        self.linked = np.flatnonzero(counts)
        self.position = np.full(facts.n_cities, -1, dtype=np.int64)
        self.position[self.linked] = np.arange(len(self.linked))
        self._slot = np.full(facts.n_cities, -1, dtype=np.int64)
        self._alike_to = Cache[int, Array](MOST_COUNTRIES)
        self._prepared: Neighbours | None = None

    def supposing(self, facts: PlaceFeatures, row: int) -> LinkView:
        """Return the same partnerships over other facts of one place.

        Parameters
        ----------
        facts : PlaceFeatures
            As :meth:`matcher.ranking.learned.place_features.PlaceFeatures.supposing` made them.
        row : int
            The place; who speaks for it is looked up anew.

        Notes
        -----
        What partnerships say of habits, such as the size of partners that
        countries prefer, is learnt from the world as it is and stays.
        """
        for name in HABITS:
            getattr(self, name)
        other = copy(self)
        other.facts = facts
        slot = self._slot[row]
        if (
            self._prepared is not None
            and slot >= 0
            and READ_BY_LIKENESS & facts.place_facts.supposed
        ):
            # AnswerCache in the types of the others, so that only what changed reads otherwise.
            kept = Neighbours(*(array.copy() for array in self._prepared))
            for array, fresh in zip(kept, other._computed(np.array([row])), strict=True):
                array[slot] = fresh[0]
            other._prepared = kept
        return other

    def partners(self, row: int) -> IntArray:
        """Return the rows of the partners of a place."""
        return self.target[self.start[row] : self.start[row + 1]]

    @cached_property
    def log_degree(self) -> Array:
        """log(0.3 + number of partners) of each place."""
        return np.log(self.degree + np.float32(0.3))

    @cached_property
    def adjacency(self) -> sparse.csr_matrix:
        """Links among linked places, shape (n_linked, n_linked)."""
        n = len(self.linked)
        cells = (self.position[self.source], self.position[self.target])
        return sparse.csr_matrix((np.ones(len(self.source), np.float32), cells), shape=(n, n))

    @cached_property
    def linked_degree(self) -> Array:
        """Number of partners of each linked place."""
        return self.degree[self.linked]

    @cached_property
    def normalised(self) -> sparse.csr_matrix:
        """Links divided by the root of both degrees."""
        scale = sparse.diags(self.linked_degree**-0.5)
        return (scale @ self.adjacency @ scale).tocsr().astype(np.float32)

    # Neighbours in space and in kind

    @cached_property
    def _near(self) -> Nearest:
        return Nearest(self.facts.xyz[self.linked])

    @cached_property
    def _alike(self) -> Nearest:
        return Nearest(self.facts.like_space[self.linked])

    def prepare(self, rows: IntArray, neighbours: Neighbours | None = None) -> None:
        """Compute the neighbours of some places and cache them.

        Parameters
        ----------
        rows : array of int of shape (n,)
            Each once.
        neighbours : Neighbours, optional
            Computed when not given.

        Raises
        ------
        ModelError
            The neighbours given are not of the places that are linked here.
        """
        n = len(self.linked)
        if neighbours and any((one >= n).any() for one in (neighbours.near, neighbours.alike)):
            raise ModelError(
                f"the ranker's neighbours name places beyond the {n:,} with a partnership: "
                "train it anew with 'make train'"
            )
        self._prepared = neighbours or self._computed(rows)
        self._slot[:] = -1
        self._slot[rows] = np.arange(len(rows))

    def neighbours(self, rows: IntArray) -> Neighbours:
        """Return the nearest linked places of some places.

        Parameters
        ----------
        rows : array of int of shape (n,)
        """
        slot = self._slot[rows]
        if self._prepared is None or (slot < 0).all():
            return self._computed(rows)
        if (slot >= 0).all():
            return self._prepared.of(slot)
        new = slot < 0
        fresh = self._computed(rows[new])
        result = self._prepared.of(np.maximum(slot, 0))
        for array, values in zip(result, fresh, strict=True):
            array[new] = values
        return result

    def _computed(self, rows: IntArray) -> Neighbours:
        k = min(N_NEIGHBOURS, len(self.linked))
        chord, near = self._near.query(self.facts.xyz[rows], k)
        kilometres = 2 * ROUNDED_RADIUS_KM * np.arcsin(np.clip(chord / 2, 0, 1))
        kilometres[self.linked[near] == rows[:, None]] = np.inf
        gap, alike = self._alike.query(self.facts.like_space[rows], k)
        weight = np.exp(-(gap**2) / 2)
        weight[self.linked[alike] == rows[:, None]] = 0
        return Neighbours(
            near.astype(np.int64),
            kilometres.astype(np.float32),
            alike.astype(np.int64),
            weight.astype(np.float32),
        )

    # Countries and regions

    @cached_property
    def country_links(self) -> Array:
        """Link ends from country to country, shape (n_countries, n_countries)."""
        n = self.facts.n_countries
        cells = self.facts.country[self.source] * n + self.facts.country[self.target]
        return np.bincount(cells, minlength=n * n).reshape(n, n).astype(np.float32)

    @cached_property
    def country_total(self) -> Array:
        """Link ends of each country."""
        return self.country_links.sum(axis=1)

    @cached_property
    def affinity(self) -> Array:
        """Log ratio of links of two countries to what their totals suggest."""
        expected = np.outer(self.country_total, self.country_total) / max(
            self.country_total.sum(), 1
        )
        return np.log((self.country_links + 2) / (expected + 2)).astype(np.float32)

    @cached_property
    def share(self) -> Array:
        """Share of a country's link ends that go to each country."""
        return self.country_links / np.maximum(self.country_total[:, None], 1)

    @cached_property
    def places_of_country(self) -> Array:
        """Number of places of each country."""
        counts = np.bincount(self.facts.country, minlength=self.facts.n_countries)
        return counts.astype(np.float32)

    @cached_property
    def region_to_country(self) -> Array:
        """Link ends from region to country, shape (n_regions, n_countries)."""
        n = self.facts.n_countries
        cells = self.facts.region[self.source] * n + self.facts.country[self.target]
        size = len(self.facts.region_country) * n
        return np.bincount(cells, minlength=size).reshape(-1, n).astype(np.float32)

    @cached_property
    def region_total(self) -> Array:
        """Link ends of each region."""
        return self.region_to_country.sum(axis=1)

    @cached_property
    def region_links(self) -> sparse.csr_matrix:
        """Link ends from region to region."""
        n = len(self.facts.region_country)
        cells = (self.facts.region[self.source], self.facts.region[self.target])
        return sparse.csr_matrix((np.ones(len(self.source), np.float32), cells), shape=(n, n))

    def links_of_region(self, region: int) -> Array:
        """Return the link ends of a region with every region, shape (n_regions,)."""
        return dense_row(self.region_links, region)

    @cached_property
    def subregion_total(self) -> Array:
        """Link ends of each second-order region."""
        n = int(self.facts.subregion.max()) + 1
        return np.bincount(self.facts.subregion[self.source], minlength=n).astype(np.float32)

    @cached_property
    def _subregion_links(self) -> sparse.csr_matrix:
        """Link ends from second-order region to country, a row a country."""
        cells = (self.facts.country[self.target], self.facts.subregion[self.source])
        shape = (self.facts.n_countries, len(self.subregion_total))
        return sparse.csr_matrix((np.ones(len(self.source), np.float32), cells), shape=shape)

    def subregions_into(self, country: int) -> Array:
        """Return the link ends of each second-order region that go to a country."""
        return dense_row(self._subregion_links, country)

    @cached_property
    def partner_countries(self) -> sparse.csr_matrix:
        """Partners of each linked place by country, shape (n_linked, n_countries)."""
        cells = (self.position[self.source], self.facts.country[self.target])
        shape = (len(self.linked), self.facts.n_countries)
        return sparse.csr_matrix((np.ones(len(self.source), np.float32), cells), shape=shape)

    @cached_property
    def kindred_countries(self) -> Array:
        """Cosine of two countries by whom they are linked with more than expected."""
        taste = self.affinity * (np.minimum(self.country_total, 50) / 50)
        taste = taste - taste.mean(axis=1, keepdims=True)
        taste = taste / (np.linalg.norm(taste, axis=1, keepdims=True) + 1e-6)
        alike = (taste @ taste.T).astype(np.float32)
        np.fill_diagonal(alike, 1.0)
        return alike

    @cached_property
    def _partners_by_country(self) -> sparse.csr_matrix:
        return self.partner_countries.T.tocsr()

    def partners_in(self, country: int) -> tuple[IntArray, Array]:
        """Return the linked places with partners in a country, and how many each has there."""
        table = self._partners_by_country
        some = slice(table.indptr[country], table.indptr[country + 1])
        return table.indices[some], table.data[some]

    def alike_to(self, country: int) -> Array:
        """Return the likeness of the countries of each linked place's partners to a country.

        Returns
        -------
        numpy.ndarray of shape (n_linked,)
            A sum over its partners, kept for the next query of the country.
        """
        return self._alike_to.get_or_make(
            country, lambda: self.partner_countries @ self.kindred_countries[:, country]
        )

    def nations_of(self, row: int) -> Array:
        """Return the partners of a place by country, shape (n_countries,)."""
        countries = self.facts.country[self.partners(row)]
        return np.bincount(countries, minlength=self.facts.n_countries).astype(np.float32)

    # Size of partners

    @cached_property
    def size_curve(self) -> Array:
        """Coefficients of the partner's log size as a quadratic of the own one."""
        size = self.facts.log_size
        return np.polyfit(size[self.source], size[self.target], 2)

    @cached_property
    def _size_residual(self) -> Array:
        size = self.facts.log_size
        return size[self.target] - np.polyval(self.size_curve, size[self.source])

    @cached_property
    def size_offset(self) -> Array:
        """What countries prefer beyond the curve, shrunken, shape (from, to)."""
        n = self.facts.n_countries
        home, away = self.facts.country[self.source], self.facts.country[self.target]
        total = np.bincount(away, self._size_residual, minlength=n)
        own = total / (np.bincount(away, minlength=n) + 8)
        beyond = np.bincount(home * n + away, self._size_residual - own[away], minlength=n * n)
        return (own + beyond.reshape(n, n) / (self.country_links + 6)).astype(np.float32)

    @cached_property
    def partner_size(self) -> Array:
        """Mean log size of a place's partners, NaN without any."""
        total = np.bincount(
            self.source, self.facts.log_size[self.target], minlength=self.facts.n_cities
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            return (total / self.degree).astype(np.float32)

    @cached_property
    def taste_for_size(self) -> Array:
        """How much larger than expected a place's partners are, shrunken to 0."""
        total = np.bincount(self.source, self._size_residual, minlength=self.facts.n_cities)
        return (total / (self.degree + 1.5)).astype(np.float32)

    # Geographic cells

    @cached_property
    def _cell_distance(self) -> Array:
        centres = self.facts.cell_centres
        return ROUNDED_RADIUS_KM * np.arccos(np.clip(centres @ centres.T, -1, 1))

    @cached_property
    def cell_ties(self) -> tuple[tuple[Array, Array], ...]:
        """Smoothed ties of cells over 70 and 250 km: against expectation, and in all."""
        n = len(self.facts.cell_centres)
        cells = (self.facts.cell[self.source], self.facts.cell[self.target])
        ones = np.ones(len(self.source), np.float32)
        links = sparse.csr_matrix((ones, cells), shape=(n, n))
        result = []
        for reach in (70.0, 250.0):
            weight = np.exp(-((self._cell_distance / reach) ** 2) / 2).astype(np.float32)
            weight[weight < 1e-3] = 0
            kernel = sparse.csr_matrix(weight)
            smooth = (kernel @ links @ kernel.T).toarray()
            mass = smooth.sum(axis=1)
            expected = np.outer(mass, mass) / max(float(mass.sum()), 1e-6) + 1e-6
            against = np.log((smooth + 0.3) / (expected + 0.3)).astype(np.float32)
            result.append((against, np.log(smooth + 0.02).astype(np.float32)))
        return tuple(result)

    @cached_property
    def _node_kernel(self) -> sparse.csr_matrix:
        kernel = np.exp(-((self._cell_distance / 120.0) ** 2) / 2)
        kernel[kernel < 1e-2] = 0
        return sparse.kron(sparse.csr_matrix(kernel), _SIZE_KERNEL, format="csr").astype(np.float32)

    @cached_property
    def _node_links(self) -> sparse.csr_matrix:
        n = len(self.facts.cell_centres) * N_SIZES
        cells = (self.facts.node[self.source], self.facts.node[self.target])
        return sparse.csr_matrix((np.ones(len(self.source), np.float32), cells), shape=(n, n))

    def node_ties(self, node: int) -> Array:
        """Return smoothed ties of a cell's places of one size class with every such node."""
        mine = self._node_links @ dense_row(self._node_kernel, node)
        return np.log(self._node_kernel @ mine + np.float32(0.02))

    @cached_property
    def node_degree(self) -> Array:
        """Log of smoothed link ends a place of each node has."""
        n = len(self.facts.cell_centres) * N_SIZES
        ends = self._node_kernel @ np.bincount(self.facts.node[self.source], minlength=n)
        places = self._node_kernel @ np.bincount(self.facts.node, minlength=n)
        return (np.log(ends + 0.1) - np.log(places + 1)).astype(np.float32)
