"""The past that two states share, by kind: context, never something in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

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
