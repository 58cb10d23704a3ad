"""Places of disputed status, placed on the rows of an atlas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray
from matcher.world.states.laws import area_code

TABLE: Final = "disputed_places"

HELD: Final = "A"
"""Class of the places that are occupied, annexed or under a self-declared rule."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """Places whose status is disputed.

    Attributes
    ----------
    rows : numpy.ndarray of int64 of shape (n,)
    areas : tuple of str
        Code of the area per row, see :func:`matcher.world.states.laws.area_code`.
    classes : tuple of str
        ``A``: occupied, annexed or under a self-declared rule; ``B``: the status matters.
    """

    rows: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    areas: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    @property
    def held(self) -> IntArray:
        """Rows of the places of class A, which are no candidates unless a mandate says so."""
        return self.rows[np.array([one == HELD for one in self.classes], dtype=bool)]

    @classmethod
    def load(cls, atlas: Atlas) -> Disputed:
        """Return the places of the table ``disputed_places``; none where it is not shipped."""
        if TABLE not in atlas.manifest.get("tables", {}):
            return cls()
        table = atlas.table(TABLE)
        columns = (table.column(name) for name in (c.CITY_ID, c.AREA, c.CLASS))
        rows = zip(*columns, strict=True)
        return cls.of(atlas, {int(city): (area, kind) for city, area, kind in rows})

    @classmethod
    def of(cls, atlas: Atlas, entries: Mapping[int, tuple[str, str]]) -> Disputed:
        """Place entries by city id on the rows of an atlas; districts inherit from their city.

        Parameters
        ----------
        atlas : Atlas
        entries : mapping of int to (str, str)
            Area, as the table writes it, and class by city id.
        """
        ids, parents = atlas.city_ids, atlas.cities.column(c.DISTRICT_OF)
        known = atlas.rows_of(np.fromiter(entries, dtype=np.int64, count=len(entries)))
        marked = np.zeros(len(ids), dtype=bool)
        marked[known[known >= 0]] = True
        districts = np.flatnonzero(parents)
        cities = atlas.rows_of(parents[districts])
        marked[districts[(cities >= 0) & marked[cities]]] = True
        touched = np.flatnonzero(marked)
        own = [
            entries.get(int(parents[row])) or entries[int(ids[row])] for row in touched
        ]  # a district stands as its city does
        areas = tuple(area_code(area) for area, _ in own)
        return cls(touched.astype(np.int64), areas, tuple(one for _, one in own))
