"""Visa rules for a passport at a destination, from the table ``visa``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np

from matcher.records.dates import a_year_before
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray

_BY_PERMIT: Final = frozenset({"CN", "HK", "MO", "TW"})
"""Sides between which people travel by permits of their own and not by visa and passport."""

_KNOWN: Final = "2025-01"
"""Month of the rules where a manifest does not name it."""

Rule = tuple[int, str]
"""Barrier from 0 (free) to 4 (no admission), and the rule in words."""


def by_permit(one: str, other: str) -> bool:
    """Tell whether people travel between two sides by entry permits and not by visas.

    Examples
    --------
    >>> by_permit("CN", "TW"), by_permit("CN", "JP"), by_permit("CN", "CN")
    (True, False, False)
    """
    return one != other and {one, other} <= _BY_PERMIT


class Visas:
    """Look visa rules up by two countries.

    Parameters
    ----------
    atlas : Atlas
    supposed : mapping of (str, str) to (int, str), optional
        Rules by passport and destination that stand in place of the table's.
    """

    def __init__(
        self, atlas: Atlas, supposed: Mapping[tuple[str, str], Rule] | None = None
    ) -> None:
        self._atlas = atlas
        self._supposed = dict(supposed or {})

    @property
    def as_of(self) -> str:
        """The month up to which the rules are known, ISO 8601."""
        found = self._atlas.manifest.get("sources", {}).get("visa", {})
        return str(found.get("date", _KNOWN))

    def tell(self, date: dt.date) -> bool:
        """Tell whether the rules say anything of a day: not of one over a year before them."""
        return date >= a_year_before(self.as_of)

    def supposing(self, rules: Mapping[tuple[str, str], Rule]) -> Visas:
        """Return the same rules but for some, by passport and destination."""
        return Visas(self._atlas, {**self._supposed, **rules})

    @cached_property
    def _rows(self) -> tuple[dict[str, int], dict[str, int], IntArray]:
        """Positions of passports and destinations, and the row of each two, -1 where unknown."""
        table = self._atlas.table("visa")
        passports, names = table.codes(c.PASSPORT)
        destinations, places = table.codes(c.DESTINATION)
        rows = np.full((len(names), len(places)), -1, dtype=np.int64)
        rows[passports, destinations] = np.arange(len(table))
        first, second = ({code: at for at, code in enumerate(one)} for one in (names, places))
        return first, second, rows

    def rule(self, passport: str, destination: str) -> Rule | None:
        """Return the rule for a passport at a destination, None when unknown.

        Parameters
        ----------
        passport, destination : str
            ISO 3166-1 codes.
        """
        if (passport, destination) in self._supposed:
            return self._supposed[passport, destination]
        passports, destinations, rows = self._rows
        if passport not in passports or destination not in destinations:
            return None
        row = int(rows[passports[passport], destinations[destination]])
        if row < 0:
            return None
        table = self._atlas.table("visa")
        codes, rules = table.codes(c.REQUIREMENT)
        return int(table.column(c.BARRIER)[row]), rules[codes[row]]
