"""What a way to read a text names, and words that tell the kind of a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from matcher.naming.divisions import Division
from matcher.naming.name_index import NameHits
from matcher.naming.regions import Scope
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import COUNCIL_NAME, DIVISION_NAME
from matcher.text.normalise import name_key

_OWN: Final = (DIVISION_NAME, COUNCIL_NAME)
KINDS_IN_JAPAN: Final = "市町村区"

_KINDS_IN_BRACKETS: Final = frozenset(
    map(name_key, "balance stad stadt gemeente gemeinde commune comune city town village cdp "
        "municipality kommune kommun municipio ville город місто село district county region "
        "raion rayon kreis landkreis gmina samtgemeinde verbandsgemeinde borough prefecture "
        "province".split())
) | {"rural gmina", "urban gmina"}  # fmt: skip
"""Words behind a name that tell its kind and not where it is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one way to read a text names.

    Attributes
    ----------
    name : str
        The name as it was read.
    hits : NameHits
        Names of places.
    scope : Scope
        Where they were looked for.
    inside : array of bool
        Which of them lie there.
    also : array of bool
        Which of them lie there or are looked for there, being of disputed status.
    units : tuple of Division
        Divisions of that name there.
    unit_first : bool
        Whether the text had the title of a division.
    read : bool
        Whether the name was not looked up as it was written.
    halves : tuple of two NameHits
        Where the text names two places that have no name in common.
    title : str
        The title of a division that the text has, where no division of the name is known.
    """

    name: str
    hits: NameHits
    scope: Scope
    inside: Array
    also: Array
    units: tuple[Division, ...] = ()
    unit_first: bool = False
    read: bool = False
    halves: tuple[NameHits, ...] = field(default=())
    title: str = ""

    @property
    def any(self) -> bool:
        """Whether it names anything there."""
        return bool(self.inside.any() or self.units or self.halves)


def is_kind(text: str) -> bool:
    """Return whether a text behind a name tells its kind and not where it is."""
    return name_key(text) in _KINDS_IN_BRACKETS


def is_code(text: str) -> bool:
    """Return whether a text looks like an ISO 3166-2 code, which alone means a division."""
    return "-" in text and text.isupper()


def own_units(units: Iterable[Division]) -> list[Division]:
    """Return the divisions that were found by their own name, and councils.

    In signs a name that tells the kind, as 府中市 does, is one.
    """
    return [one for one in units if one.kind in _OWN or one.name[-1] in KINDS_IN_JAPAN]
