"""The past that two states share, by kind: context, never something in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

_OF_THE_OLD_STATE: Final = ("occupation", "partition_")
"""Beginnings of kinds of past that a region had no part in which lay elsewhere then."""


@dataclass(frozen=True, slots=True)
class RegionPast:
    """A region that lay in another state until a year.

    Attributes
    ----------
    state : str
        ISO 3166-1 code of the state of today.
    until, grade : str
    """

    state: str
    until: str
    grade: str


@dataclass(frozen=True, slots=True)
class Past:
    """One row of ``shared_past``.

    Attributes
    ----------
    kind : str
        One of :data:`matcher.schema.PAST_KINDS`.
    country_a, country_b : str
    ruler : str
        The one of the two that ruled, ``""`` where neither did.
    state : str
        Name of the common state, ``""`` where there was none.
    year_from, year_to : int
        0 is unknown.
    grade, source : str
    """

    kind: str
    country_a: str
    country_b: str
    ruler: str
    state: str
    year_from: int
    year_to: int
    grade: str
    source: str

    @property
    def of_the_old_state(self) -> bool:
        """Whether it is no past of regions that a state got later."""
        return self.kind.startswith(_OF_THE_OLD_STATE)

    @property
    def ruled(self) -> str:
        """The one of the two that was ruled, ``""`` where neither was."""
        if not self.ruler:
            return ""
        return self.country_b if self.ruler == self.country_a else self.country_a


class SharedPast:
    """Common pasts by pair of countries.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _pairs(self) -> dict[frozenset[str], Past]:
        table = self._atlas.table("shared_past")
        columns = (table.column(one.name).tolist() for one in fields(Past))
        rows = (Past(*values) for values in zip(*columns, strict=True))
        return {frozenset((one.country_a, one.country_b)): one for one in rows}

    def of(self, one: str, other: str) -> Past | None:
        """Return what two countries share, None where nothing is told of them.

        Parameters
        ----------
        one, other : str
            ISO 3166-1 codes in either order.
        """
        found = self._pairs.get(frozenset((one, other)))
        return None if found is None or found.kind == "none" else found

    @cached_property
    def _regions(self) -> dict[tuple[str, str], RegionPast]:
        if "region_past" not in self._atlas.manifest.get("tables", {}):
            return {}
        names = (c.COUNTRY, c.ADMIN1_CODE, c.STATE, c.UNTIL, c.GRADE)
        columns = (self._atlas.table("region_past").column(one).tolist() for one in names)
        return {
            (country, region): RegionPast(*told)
            for country, region, *told in zip(*columns, strict=True)
        }

    def of_region(self, country: str, region: str) -> RegionPast | None:
        """Return which state a region lay in before, None where its border did not move."""
        return self._regions.get((country, region))
