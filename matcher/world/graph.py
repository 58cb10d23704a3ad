"""The partnership graph: degrees, walks, and affinity of countries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import CONCLUDED_STATUSES, LIVING_STATUSES


class PartnershipGraph:
    """Undirected simple graph over rows of places.

    Parameters
    ----------
    n_cities : int
        Number of places.
    ends : array of int of shape (n_links, 2)
        Rows of both ends of each partnership; each unordered pair once.
    telling : array of bool of shape (n_links,), optional
        The partnerships that count as ties between two countries: alive, and with
        no end in a place of disputed status, class A. All when not given.
    given : mapping of (int, int) to bool, optional
        What a council says of its own partnerships, both ways: whether one lives.
    unlisted : array of bool of shape (n_links,), optional
        The partnerships that the newest lists no longer have; none when not given.

    Examples
    --------
    >>> graph = PartnershipGraph(4, np.array([[0, 1], [1, 2]]))
    >>> graph.degree.tolist(), graph.partners(1).tolist()
    ([1, 2, 1, 0], [0, 2])
    """

    def __init__(
        self,
        n_cities: int,
        ends: IntArray,
        telling: Array | None = None,
        given: Mapping[tuple[int, int], bool] | None = None,
        unlisted: Array | None = None,
    ) -> None:
        self.n_cities = n_cities
        self.given = {} if given is None else dict(given)
        self._country_links: IntArray | None = None
        self.ends = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
        self.telling = np.ones(len(self.ends), dtype=bool) if telling is None else telling
        self.unlisted = np.zeros(len(self.ends), dtype=bool) if unlisted is None else unlisted
        source = np.concatenate([self.ends[:, 0], self.ends[:, 1]])
        target = np.concatenate([self.ends[:, 1], self.ends[:, 0]])
        order = np.lexsort((target, source))
        self._target = target[order]
        self.degree: IntArray = np.bincount(source, minlength=n_cities)
        self._affinity: tuple[Array, Array] | None = None
        self._start = np.concatenate([[0], np.cumsum(self.degree)])

    @classmethod
    def from_atlas(cls, atlas: Atlas) -> PartnershipGraph:
        """Build the graph of every concluded partnership of the shipped table."""
        table = atlas.table("partnerships")
        status = table.column(c.STATUS).astype(str)
        linked = np.isin(status, CONCLUDED_STATUSES)
        telling = np.isin(status, LIVING_STATUSES)
        telling &= table.column(c.DISPUTED).astype(str) == ""
        ends = np.column_stack(
            [
                atlas.rows_of(table.column(c.CITY_ID_A)),
                atlas.rows_of(table.column(c.CITY_ID_B)),
            ]
        )
        unlisted = status[linked] == "no_longer_listed"
        return cls(len(atlas.cities), ends[linked], telling[linked], unlisted=unlisted)

    def partners(self, row: int) -> IntArray:
        """Return the rows of the partners of a place, ascending."""
        return self._target[self._start[row] : self._start[row + 1]]

    def changed(
        self, row: int, added: IntArray, dropped: IntArray, alive: Array | None = None
    ) -> PartnershipGraph:
        """Return the graph with some partnerships of one place added or dropped.

        Parameters
        ----------
        row : int
        added, dropped : array of int
            Rows of the partners.
        alive : array of bool, optional
            Which of those added the council says to live; nothing is said when not given.
        """
        other = np.where(self.ends[:, 0] == row, self.ends[:, 1], self.ends[:, 0])
        touches = (self.ends == row).any(axis=1)
        kept = ~(touches & np.isin(other, np.concatenate([added, dropped])))
        new = np.column_stack([np.full(len(added), row), added]).astype(np.int64)
        telling = np.concatenate([self.telling[kept], np.ones(len(new), dtype=bool)])
        ends = np.concatenate([self.ends[kept], new])
        said = zip(added.tolist(), [] if alive is None else alive.tolist(), strict=False)
        given = {pair: lives for one, lives in said for pair in ((row, one), (one, row))}
        unlisted = np.concatenate([self.unlisted[kept], np.zeros(len(new), dtype=bool)])
        return PartnershipGraph(self.n_cities, ends, telling, {**self.given, **given}, unlisted)

    def common_partner_weight(self, row: int) -> Array:
        """Return the Adamic-Adar index of a place with every place.

        Returns
        -------
        numpy.ndarray of shape (n_cities,)
            Sum of ``1 / log(degree)`` over shared partners.

        References
        ----------
        L. Adamic and E. Adar, Friends and neighbors on the Web, 2003.
        """
        partners = self.partners(row)
        weight = self._spread(partners, 1.0 / np.log(np.maximum(self.degree[partners], 2)))
        weight[row] = 0.0
        return weight

    def third_step_weight(self, row: int) -> Array:
        """Return degree-normalised paths of length three to every place.

        Returns
        -------
        numpy.ndarray of shape (n_cities,)
            Sum of ``1 / sqrt(degree u * degree v)`` over paths query-u-v-place.

        References
        ----------
        I. Kovács et al., Network-based prediction of protein interactions, 2019.
        """
        first = self.partners(row)
        second = self._spread(first, 1.0 / np.sqrt(self.degree[first]))
        second[row] = 0.0
        reached = np.flatnonzero(second)
        weight = self._spread(reached, second[reached] / np.sqrt(self.degree[reached]))
        weight[row] = 0.0
        return weight

    def _spread(self, rows: IntArray, weights: Array) -> Array:
        """Give the weight of each of some places to each of its partners, shape (n_cities,)."""
        partners = [self.partners(row) for row in rows.tolist()]
        targets = np.concatenate([np.zeros(0, dtype=np.int64), *partners])
        given = np.repeat(weights, [len(one) for one in partners])
        return np.bincount(targets, given, minlength=self.n_cities)

    def links_into(self, rows: IntArray) -> IntArray:
        """Count, for every place, its partnerships with any of some places.

        Parameters
        ----------
        rows : array of int of shape (n,)
            Rows of places, each once.

        Returns
        -------
        numpy.ndarray of int64 of shape (n_cities,)
        """
        chunks = [self.partners(int(row)) for row in rows if self.degree[row]]
        targets = np.concatenate(chunks) if chunks else np.zeros(0, dtype=np.int64)
        return np.bincount(targets, minlength=self.n_cities)

    def country_links(self, country_codes: Array) -> IntArray:
        """Count the telling, listed partnerships of each two countries, kept for the next.

        Parameters
        ----------
        country_codes : array of int of shape (n_cities,)

        Returns
        -------
        numpy.ndarray of int64 of shape (n_countries, n_countries)
            Symmetric; a partnership within a country counts once.
        """
        if self._country_links is None:
            n = int(country_codes.max()) + 1
            first, second = country_codes[self.ends[self.telling & ~self.unlisted]].T
            counts = np.bincount(first * n + second, minlength=n * n).reshape(n, n)
            self._country_links = counts + counts.T - np.diag(np.diag(counts))
        return self._country_links

    def country_affinity(self, country_codes: Array, n_countries: int) -> Array:
        """Return how much more often countries are linked than their totals suggest.

        Parameters
        ----------
        country_codes : array of int of shape (n_cities,)
            Country of each place as an index below ``n_countries``.
        n_countries : int

        Returns
        -------
        numpy.ndarray of shape (n_countries, n_countries)
            ``log((links + 1) / (expected + 1))``; 0 is as expected. Expected
            links of two countries are the product of their link ends over all.
        """
        if self._affinity is not None and self._affinity[0] is country_codes:
            return self._affinity[1]
        first, second = country_codes[self.ends[self.telling]].T
        links = np.zeros((n_countries, n_countries))
        np.add.at(links, (first, second), 1.0)
        np.add.at(links, (second, first), 1.0)
        totals = links.sum(axis=1)
        expected = np.outer(totals, totals) / max(totals.sum(), 1.0)
        result: Array = np.log((links + 1.0) / (expected + 1.0))
        result.flags.writeable = False
        self._affinity = country_codes, result
        return result

    @cached_property
    def linked_rows(self) -> IntArray:
        """Rows of the places with any known partnership, ascending."""
        rows: IntArray = np.flatnonzero(self.linked)
        return rows

    @cached_property
    def linked(self) -> Array:
        """Whether a place has any known partnership, shape (n_cities,)."""
        return self.degree > 0
