"""One fact of a city or its country, with its grade, its source and how it is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from matcher.world.corrections import UNNAMED, Correction


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a city.

    Attributes
    ----------
    key : str
        Name of the fact; units are in the name.
    value : object
        ``None`` when unknown.
    grade : str
        One of :data:`matcher.tables.vocabulary.GRADES`.
    source : str
    row : mapping, optional
        The row of its table, where that has several a place.
    correction : Correction
        Its id, and how it is corrected.
    """

    key: str
    value: Any
    grade: str
    source: str
    row: Mapping[str, Any] | None = field(default=None, repr=False)
    correction: Correction = UNNAMED

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as plain values."""
        told = {name: getattr(self, name) for name in ("key", "value", "grade", "source")}
        return {**told, "correction": asdict(self.correction)}


def as_fact(key: str, value: Any, source: str, grade: str = "measured") -> Fact:
    """Return a fact with a plain value; what is empty or no number is unknown."""
    if isinstance(value, np.generic):
        value = value.item()
    if value == "" or (isinstance(value, float) and not np.isfinite(value)):
        value = None
    if isinstance(value, float):
        value = round(value, 1)
    return Fact(key, value, "unknown" if value is None else grade, source)
