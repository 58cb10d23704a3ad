"""The past that two states share, by kind: context, never something in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas


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
    def _at(self) -> dict[frozenset[str], int]:
        """Where in the table a pair of countries stands."""
        table = self._atlas.table("shared_past")
        ends = zip(table.column(c.COUNTRY_A), table.column(c.COUNTRY_B), strict=True)
        return {frozenset(pair): at for at, pair in enumerate(ends)}

    def of(self, one: str, other: str) -> Past | None:
        """Return what two countries share, None where nothing is told of them.

        Parameters
        ----------
        one, other : str
            ISO 3166-1 codes in either order.
        """
        at = self._at.get(frozenset((one, other)))
        if at is None:
            return None
        (row,) = self._atlas.table("shared_past").data.slice(at, 1).to_pylist()
        found = Past(**row)
        return None if found.kind == "none" else found
