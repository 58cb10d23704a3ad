"""Places of disputed status, placed on the rows of an atlas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matcher.naming.periods import HELD, Period, at_date, read_periods
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray


@dataclass(frozen=True, slots=True)
class Disputed:
    """Places whose status is or was disputed.

    Attributes
    ----------
    rows : numpy.ndarray of int64 of shape (n,)
    periods : tuple of tuple of Period
        The statuses of each.
    """

    rows: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    periods: tuple[tuple[Period, ...], ...] = ()

    def held(self, date: dt.date | None) -> IntArray:
        """Rows of the places of class A, which are no candidates unless a mandate says so.

        Parameters
        ----------
        date : datetime.date, optional
            The mandate's date; what was last known when not given.
        """
        found = (at_date(one, date) for one in self.periods)
        return self.rows[
            np.array([one is not None and one.kind == HELD for one in found], dtype=bool)
        ]

    @classmethod
    def load(cls, atlas: Atlas) -> Disputed:
        """Return the places of the table ``disputed_places``; none where it is not shipped."""
        return cls.of(atlas, read_periods(atlas))

    @classmethod
    def of(cls, atlas: Atlas, entries: Mapping[int, tuple[Period, ...]]) -> Disputed:
        """Place entries by city id on the rows of an atlas; districts inherit from their city.

        Parameters
        ----------
        atlas : Atlas
        entries : mapping of int to tuple of Period
        """
        ids, parents = atlas.city_ids, atlas.cities.column(c.DISTRICT_OF)
        known = atlas.rows_of(np.fromiter(entries, dtype=np.int64, count=len(entries)))
        marked = np.zeros(len(ids), dtype=bool)
        marked[known[known >= 0]] = True
        districts = np.flatnonzero(parents)
        cities = atlas.rows_of(parents[districts])
        marked[districts[(cities >= 0) & marked[cities]]] = True
        touched = np.flatnonzero(marked)
        own = tuple(
            entries.get(int(parents[row])) or entries[int(ids[row])] for row in touched
        )  # a district stands as its city does
        return cls(touched.astype(np.int64), own)
