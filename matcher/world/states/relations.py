"""Relations of two states at a date, from the table ``state_relations``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final

from matcher.records.dates import holds
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
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

    @property
    def ties_usual(self) -> bool:
        """Whether cities have ties although the states do not recognise each other."""
        return "unofficial ties usual" in self.note


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

    @cached_property
    def rows(self) -> tuple[Relation, ...]:
        """Every row of the table, in its order."""
        table = self._atlas.table("state_relations")
        columns = (table.column(one.name).tolist() for one in fields(Relation))
        return tuple(Relation(*values) for values in zip(*columns, strict=True))

    @cached_property
    def _pairs(self) -> dict[frozenset[str], list[Relation]]:
        found: dict[frozenset[str], list[Relation]] = {}
        for one in self.rows:
            found.setdefault(frozenset((one.country_a, one.country_b)), []).append(one)
        return {
            pair: sorted(rows, key=lambda one: _GRAVITY[one.kind]) for pair, rows in found.items()
        }

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
        states = frozenset((self.state_of(one), self.state_of(other)))
        apart = not states >= {one, other}
        return tuple(
            found
            for found in self._pairs.get(states, ())
            if holds(found.since, found.until, date)
            and not (apart and found.kind in _ON_THE_GROUND)
        )
