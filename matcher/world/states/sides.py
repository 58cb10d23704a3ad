"""Sides of states in modern wars: what two places may be said to have suffered alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Final

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

TABLE: Final = "war_sides"

_TOUCHED_ALONE: Final = frozenset({"World War I"})
"""Wars out of living memory, which part only the places that they touched."""

_FOUGHT: Final = frozenset({"at_war", "armed_conflict", "ceasefire"})
"""Kinds of ``state_relations`` between states that fought each other."""


class WarSides:
    """Who stood on which side.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _sides(self) -> dict[str, dict[str, str]]:
        """Side by war and country."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        if TABLE in self._atlas.manifest.get("tables", {}):
            table = self._atlas.table(TABLE)
            columns = (table.column(name).tolist() for name in (c.WAR, c.COUNTRY, c.SIDE))
            for war, country, side in zip(*columns, strict=True):
                found[war][country] = side
        return dict(found)

    @cached_property
    def _fought(self) -> frozenset[frozenset[str]]:
        """Pairs of states that ``state_relations`` has at war with each other at some time."""
        table = self._atlas.table("state_relations")
        columns = (table.column(name).tolist() for name in (c.KIND, c.COUNTRY_A, c.COUNTRY_B))
        rows = zip(*columns, strict=True)
        return frozenset(frozenset((one, other)) for kind, one, other in rows if kind in _FOUGHT)

    def opposed(self, one: str, other: str) -> bool:
        """Tell whether two states are known to have fought each other in a modern war."""
        sides = (
            (found.get(one, ""), found.get(other, ""))
            for war, found in self._sides.items()
            if war not in _TOUCHED_ALONE
        )
        return frozenset((one, other)) in self._fought or any(
            mine and theirs and mine != theirs for mine, theirs in sides
        )

    def one_fate(self, one: str, other: str, wars: Collection[str]) -> bool:
        """Tell whether what wars did to two places may be called one fate.

        Parameters
        ----------
        one, other : str
            Countries of the two places.
        wars : collection of str
            Modern wars that touched both; ``""`` is one whose name is not known.

        Returns
        -------
        bool
            False where no war touched both, where their states fought each other in any of the
            wars that are known here, and where they are not known to have stood on one side in
            each war that touched both.
        """
        if not wars or self.opposed(one, other):
            return False
        if one == other:
            return True
        sides = [(self._sides.get(war, {}).get(one), self._sides.get(war, {}).get(other))
                 for war in wars]  # fmt: skip
        return all(mine is not None and mine == theirs for mine, theirs in sides)
