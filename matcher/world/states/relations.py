"""Relations of two states at a date, from the table ``state_relations``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas
from matcher.tables.table import rows_at
from matcher.tables.vocabulary import RELATION_KINDS

_GRAVITY: Final = {kind: place for place, kind in enumerate(RELATION_KINDS)}

_ON_THE_GROUND: Final = frozenset({"border_closed"})
"""Relations of a state's mainland that say nothing of its territories elsewhere."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One row of the table.

    Attributes
    ----------
    kind : str
        One of :data:`matcher.schema.RELATION_KINDS`.
    country_a, country_b : str
        ISO 3166-1 codes; a relation that is directed goes from a towards b.
    directed : bool
    since, until : str
        ISO 8601 of reduced precision; an empty ``since`` is always, an empty ``until`` open.
    confidence, grade, source : str
    as_of : str
        Up to when the row was known to hold.
    note : str
    """

    kind: str
    country_a: str
    country_b: str
    directed: bool
    since: str
    until: str
    confidence: str
    as_of: str
    note: str
    grade: str
    source: str


def holds(since: str, until: str, date: dt.date) -> bool:
    """Tell whether a period of reduced precision holds on a day.

    Parameters
    ----------
    since, until : str
        ISO 8601 year, month or day, both included; ``""`` is open.
    date : datetime.date

    Examples
    --------
    >>> holds("2022", "2023-03", dt.date(2023, 3, 31))
    True
    >>> holds("2022-02-24", "", dt.date(2022, 2, 23))
    False
    """
    day = date.isoformat()
    return since <= day[: len(since)] and (not until or day[: len(until)] <= until)


class Relations:
    """What stands between two states.

    Parameters
    ----------
    atlas : Atlas

    Examples
    --------
    >>> relations = Relations(Atlas.load())
    >>> [one.kind for one in relations.between("QA", "SA", dt.date(2018, 1, 1))]
    ['relations_suspended_or_severed']
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._made: dict[str, dict[str, list[Relation]]] = {}

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        table = self._atlas.table("state_relations")
        return table.column(c.COUNTRY_A), table.column(c.COUNTRY_B)

    def _of(self, state: str) -> dict[str, list[Relation]]:
        """Return the relations of a state by the other, gravest first; few states are asked for."""
        if state not in self._made:
            one, other = self._ends
            at = np.flatnonzero((one == state) | (other == state))
            rows = rows_at(self._atlas.table("state_relations").data, at)
            made: dict[str, list[Relation]] = {}
            for row in sorted(rows.to_pylist(), key=lambda row: _GRAVITY[row[c.KIND]]):
                found = Relation(**row)
                away = found.country_b if found.country_a == state else found.country_a
                made.setdefault(away, []).append(found)
            self._made[state] = made
        return self._made[state]

    def pairs(self) -> set[tuple[str, str]]:
        """Return the pairs of states that the table knows something of, from the first on."""
        return set(zip(*self._ends, strict=True))

    @cached_property
    def _states(self) -> dict[str, str]:
        table = self._atlas.table("territories")
        return dict(zip(table.column(c.COUNTRY), table.column(c.STATE), strict=True))

    def state_of(self, country: str) -> str:
        """Return the state whose relations hold for a country or territory."""
        return self._states.get(country, country)

    def between(self, one: str, other: str, date: dt.date) -> tuple[Relation, ...]:
        """Return the relations of two countries at a date, gravest first.

        Parameters
        ----------
        one, other : str
            ISO 3166-1 codes in either order; a territory stands with its state.
        date : datetime.date

        Returns
        -------
        tuple of Relation
            Empty within one state and where the table knows nothing.
        """
        here, there = self.state_of(one), self.state_of(other)
        apart = {here, there} != {one, other}
        return tuple(
            found
            for found in self._of(here).get(there, ())
            if holds(found.since, found.until, date)
            and not (apart and found.kind in _ON_THE_GROUND)
        )
