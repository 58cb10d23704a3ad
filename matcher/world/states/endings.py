"""Waves: endings of partnerships by country, as counted or told by a source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from matcher.records.dates import holds
from matcher.tables.atlas import Atlas

ANY: Final = "*"
"""Stands for several countries: such a row is context for each of them."""

_WHOLE: Final = frozenset({"all", "most"})


@dataclass(frozen=True, slots=True)
class Wave:
    """One row of ``waves``.

    Attributes
    ----------
    country, partner_country : str
        The country whose cities ended ties, :data:`ANY` for several, and their partners' one.
    date : str
    measure : str
        ``ended``, ``ended_rest_suspended`` where all others were suspended, ``suspended`` where
        none was ended, or ``barred`` by laws.
    ended : str
        How many partnerships, ``most``, ``all``, or ``""`` where nobody counted.
    total : int
        Of how many, 0 where unknown.
    confidence, as_of, note, grade, source : str
    """

    country: str
    partner_country: str
    date: str
    measure: str
    ended: str
    total: int
    confidence: str
    as_of: str
    note: str
    grade: str
    source: str

    @property
    def took_most(self) -> bool:
        """Whether it broke most of the partnerships, or at least half of those counted."""
        if self.ended in _WHOLE or self.measure == "ended_rest_suspended":
            return True
        return self.total > 0 and self.ended != "" and 2 * int(self.ended) >= self.total


class Waves:
    """Waves by the two countries.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def rows(self) -> tuple[Wave, ...]:
        """Every wave, in the order of the table."""
        return tuple(Wave(**row) for row in self._atlas.table("waves").data.to_pylist())

    @cached_property
    def _pairs(self) -> dict[frozenset[str], list[Wave]]:
        found: dict[frozenset[str], list[Wave]] = {}
        for one in self.rows:
            found.setdefault(frozenset((one.country, one.partner_country)), []).append(one)
        return found

    def between(self, one: str, other: str, date: dt.date) -> list[Wave]:
        """Return the waves that name both countries, in either order, begun by a date."""
        pair = frozenset((one, other))
        return [wave for wave in self._pairs.get(pair, ()) if holds(wave.date, "", date)]

    def around(self, one: str, other: str, date: dt.date) -> list[Wave]:
        """Return the waves of several countries against one of the two, begun by a date."""
        return [
            wave
            for partner in (one, other)
            for wave in self._pairs.get(frozenset((ANY, partner)), ())
            if holds(wave.date, "", date)
        ]
