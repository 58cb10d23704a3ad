"""Sides of states in modern wars: what two places may be said to have suffered alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Final

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

TABLE: Final = "war_sides"

End = tuple[str, str]
"""Country of today and code of the first-level region of a place."""

_TOUCHED_ALONE: Final = frozenset({"World War I"})
"""Wars out of living memory, which part only the places that they touched."""

_FOUGHT: Final = frozenset({"at_war", "armed_conflict", "ceasefire"})
"""Kinds of ``state_relations`` between states that fought each other."""


class WarSides:
    """Who stood on which side; where borders have moved, by region.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _sides(self) -> dict[str, dict[End, str]]:
        """Side by war, then by country and region; the region ``""`` is every other one."""
        found: dict[str, dict[End, str]] = defaultdict(dict)
        if TABLE in self._atlas.manifest.get("tables", {}):
            table = self._atlas.table(TABLE)
            names = (c.WAR, c.COUNTRY, c.ADMIN1_CODE, c.SIDE)
            for war, country, region, side in zip(
                *(table.column(name).tolist() for name in names), strict=True
            ):
                found[war][country, region] = side
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
            (found.get((one, ""), ""), found.get((other, ""), ""))
            for war, found in self._sides.items()
            if war not in _TOUCHED_ALONE
        )
        return frozenset((one, other)) in self._fought or any(
            mine and theirs and mine != theirs for mine, theirs in sides
        )

    def one_fate(self, one: End, other: End, wars: Collection[str]) -> bool:
        """Tell whether what wars did to two places may be called one fate.

        Parameters
        ----------
        one, other : (str, str)
            Country and code of the first-level region of the two places.
        wars : collection of str
            Modern wars that touched both; ``""`` is one whose name is not known.

        Returns
        -------
        bool
            False where no war touched both, where their states fought each other in any of the
            wars that are known here, and where they are not known to have stood on one side in
            each war that touched both, as where a border has moved since.
        """
        if not wars or self.opposed(one[0], other[0]):
            return False
        return all(self._one_side(one, other, war) for war in wars)

    def _one_side(self, one: End, other: End, war: str) -> bool:
        sides = self._sides.get(war, {})
        if one[0] == other[0] and one not in sides and other not in sides:
            return True
        mine, theirs = (sides.get(end, sides.get((end[0], ""), "")) for end in (one, other))
        return mine != "" and mine == theirs
