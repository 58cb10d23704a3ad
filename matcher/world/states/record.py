"""What stands between two countries and behind them: relations, endings, shared past."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Final

from matcher.tables.atlas import Atlas
from matcher.world.states.endings import Waves
from matcher.world.states.past import SharedPast
from matcher.world.states.relations import Relations
from matcher.world.states.sides import WarSides

BROKEN_OFF: Final = frozenset(
    {"at_war", "armed_conflict", "relations_suspended_or_severed", "attack_from"}
)
"""Relations under which a partnership on record may be over without a source that says so."""

_FIGHTING: Final = frozenset({"at_war", "armed_conflict", "attack_from"})

_STRAINED: Final = frozenset(
    "at_war armed_conflict no_diplomatic_relations relations_suspended_or_severed ceasefire "
    "border_closed sanctions".split()
)
"""Relations under which a tie that a list still names may have lapsed."""


_WAY_CLOSED: Final = BROKEN_OFF | {"no_diplomatic_relations", "border_closed", "airspace_closed"}
"""Relations under which one does not travel from one country to the other with ease."""


class StateRecord:
    """Tables of states, each read when first asked for.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def past(self) -> SharedPast:
        """What two countries share of the past, by kind."""
        return SharedPast(self._atlas)

    @cached_property
    def waves(self) -> Waves:
        """Endings of many partnerships at a time."""
        return Waves(self._atlas)

    @cached_property
    def sides(self) -> WarSides:
        """Sides of states in modern wars."""
        return WarSides(self._atlas)

    @cached_property
    def relations(self) -> Relations:
        """Relations of two states at a date."""
        return Relations(self._atlas)

    def fighting(self, one: str, other: str, date: dt.date) -> bool:
        """Tell whether two states fight at a date, or one was attacked from the other."""
        between = self.relations.between(one, other, date)
        return any(found.kind in _FIGHTING for found in between)

    def way_closed(self, one: str, other: str, date: dt.date) -> bool:
        """Tell whether a border or the air between two countries is closed, or they fight."""
        between = self.relations.between(one, other, date)
        return any(found.kind in _WAY_CLOSED for found in between)

    def unrecognised(self, one: str, other: str, date: dt.date) -> bool:
        """Tell whether one of two states does not recognise the other as a state."""
        return any(
            found.kind == "non_recognition" and not found.directed and not found.ties_usual
            for found in self.relations.between(one, other, date)
        )

    def ties_in_doubt(self, one: str, other: str, date: dt.date) -> bool:
        """Tell whether partnerships of two countries that no source has ended may be over.

        That is where the two fight or have broken off relations, or where other partnerships
        between them were ended together.
        """
        broken = any(found.kind in BROKEN_OFF for found in self.relations.between(one, other, date))
        return broken or bool(self.waves.between(one, other, date))

    def strained(self, one: str, other: str, date: dt.date) -> bool:
        """Tell whether ties of two countries may have lapsed at a date.

        Parameters
        ----------
        one, other : str
            ISO 3166-1 codes in either order.
        date : datetime.date

        Returns
        -------
        bool
            Whether a wave of endings names both, or their states are at war, in conflict,
            without relations, under sanctions, or have their border closed.
        """
        if self.waves.between(one, other, date):
            return True
        return any(found.kind in _STRAINED for found in self.relations.between(one, other, date))
