"""Codes and names of first-order regions: ISO 3166-2 outside, GeoNames' codes inside."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

REGIONS_TABLE: Final = "regions"
LABELS_TABLE: Final = "region_labels"

ENGLISH: Final = "en"

_WRITTEN: Final = re.compile(r"([A-Z]{2})([.-])([0-9A-Z]+)")
_ISO_SIGN: Final = "-"


def geonames_code(country: str, admin1_code: str) -> str:
    """Return the code of a region inside the program.

    Examples
    --------
    >>> geonames_code("JP", "40")
    'JP.40'
    """
    return f"{country}.{admin1_code}"


def region_parts(code: str) -> tuple[str, str]:
    """Return country and GeoNames code of a region from its code inside the program.

    Examples
    --------
    >>> region_parts("JP.40")
    ('JP', '40')
    """
    country, admin1, _ = region_levels(code)
    return country, admin1


def region_levels(code: str) -> tuple[str, str, str]:
    """Return country and GeoNames codes of both levels of a region.

    Examples
    --------
    >>> region_levels("FR.84.38"), region_levels("JP.40")
    (('FR', '84', '38'), ('JP', '40', ''))
    """
    country, first, second = [*code.split(".", 2), "", ""][:3]
    return country, first, second


NO_REGION: Final = frozenset({"", "00"})
"""Codes of GeoNames that name no region: unknown, and "general"."""


class RegionCodes:
    """What region a code means, and what to call it.

    People write ISO 3166-2, as in ``JP-13`` for Tokyo. Inside stands the code of GeoNames,
    ``JP.40``, because places and laws are tied to it; with a dot it may be written too.

    Parameters
    ----------
    atlas : Atlas
        Tables without ``regions`` are taken as knowing no ISO code and no name.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Any]]:
        return {geonames_code(row[c.COUNTRY], row[c.ADMIN1_CODE]): row for row in self._rows}

    @cached_property
    def _by_iso(self) -> dict[str, str]:
        return {
            row[c.ISO]: geonames_code(row[c.COUNTRY], row[c.ADMIN1_CODE])
            for row in self._rows
            if row[c.ISO]
        }

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return self._read(REGIONS_TABLE)

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {
            (geonames_code(row[c.COUNTRY], row[c.ADMIN1_CODE]), row[c.LANGUAGE]): row[c.NAME]
            for row in self._read(LABELS_TABLE)
        }

    def _read(self, table: str) -> list[dict[str, Any]]:
        known = table in self._atlas.manifest.get("tables", {})
        return self._atlas.table(table).data.to_pylist() if known else []

    def meant(self, text: str) -> tuple[str, str]:
        """Return the region that a code means, and the one it meant to version 0.1.0.

        Parameters
        ----------
        text : str
            ``JP-13`` or ``JP.40``, in letters of any size.

        Returns
        -------
        meant, before : str
            Codes inside the program, "" where there is none. Version 0.1.0 read GeoNames'
            codes behind a hyphen; a code that ISO does not have is still read so.
        """
        match = _WRITTEN.fullmatch(text.strip().upper())
        if match is None:
            return "", ""
        inside = geonames_code(match[1], match[3])
        if match[2] != _ISO_SIGN:
            return inside, inside
        return self._by_iso.get(f"{match[1]}-{match[3]}", inside), inside

    def of_place(self, country: str, admin1_code: str) -> str:
        """Return the code of a place's region inside the program, "" where it has none."""
        return "" if admin1_code in NO_REGION else geonames_code(country, admin1_code)

    def written(self, code: str) -> str:
        """Return a region's code as people write it: ISO 3166-2, GeoNames' where it has none."""
        return str(self._by_code.get(code, {}).get(c.ISO) or code)

    def name(self, code: str, language: str = ENGLISH) -> str:
        """Return a region's name in a language, else in English, "" where it is not known."""
        english = str(self._by_code.get(code, {}).get(c.NAME, ""))
        return english if language == ENGLISH else self._labels.get((code, language), english)
