"""Names of cities and regions as readers of another language write them."""

from __future__ import annotations

from functools import cached_property

from matcher.naming.region_codes import RegionCodes
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, Table

LABELS_TABLE = "city_labels"


class CityLabels:
    """Look names up by city or region, and language.

    Parameters
    ----------
    atlas : Atlas
        Tables without ``city_labels`` are taken as knowing no such name.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._regions = RegionCodes(atlas)

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

    def region(self, code: str, language: str) -> str:
        """Return the name of a region in a language, else in English, "" where it has none.

        Parameters
        ----------
        code : str
            As people write it, such as ``RU-KOS``.
        language : str
        """
        return self._regions.name(self._regions.meant(code)[0], language)
