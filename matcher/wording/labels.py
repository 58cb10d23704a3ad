"""Names of cities as readers of another script write them."""

from __future__ import annotations

from functools import cached_property

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, Table

LABELS_TABLE = "city_labels"


class CityLabels:
    """Look names up by city and language.

    Parameters
    ----------
    atlas : Atlas
        Tables without ``city_labels`` are taken as knowing no such name.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _table(self) -> Table | None:
        listed = LABELS_TABLE in self._atlas.manifest.get("tables", {})
        return self._atlas.table(LABELS_TABLE) if listed else None

    def name(self, city_id: int, language: str) -> str | None:
        """Return a city's name in a language, None where it is not known.

        Parameters
        ----------
        city_id : int
        language : str
            Code such as ``ru``.
        """
        if self._table is None:
            return None
        for row in self._table.rows(city_id):
            if row[c.LANGUAGE] == language:
                return str(row[c.NAME])
        return None
