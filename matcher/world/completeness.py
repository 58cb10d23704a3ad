"""How much of the partnerships of places like one is known here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

BOUNDS: Final = (0, 5_000, 20_000, 100_000, 500_000)
"""Least population of each size class; an unknown population is that of a small place."""

CLASSES: Final = (
    "under 5000", "5000 to 19999", "20000 to 99999", "100000 to 499999", "500000 and over",
)  # fmt: skip
ALL: Final = "all"
LOWER_BOUND: Final = "lower bound"


@dataclass(frozen=True, slots=True)
class Known:
    """The share of partnerships that is known.

    Attributes
    ----------
    share : float
        In 0..1.
    at_most : bool
        Whether the number of partnerships is a lower bound, so that the share is at
        most this.
    whole : bool
        Whether it is that of all places of the country, for want of a figure for the
        size class.
    """

    share: float
    at_most: bool
    whole: bool


class Completeness:
    """Estimates by country and size class.

    Parameters
    ----------
    atlas : Atlas
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[float, str]]:
        rows = self._atlas.table("completeness").data.to_pylist()
        return {
            (row[c.COUNTRY], row[c.SIZE_CLASS]): (row[c.SHARE], row[c.METHOD])
            for row in rows
            if np.isfinite(row[c.SHARE])
        }

    def of(self, country: str, population: int | None) -> Known | None:
        """Return what is known of places of a country and size, None where nothing is said.

        Parameters
        ----------
        country : str
            ISO code.
        population : int or None
            None where unknown.
        """
        size = CLASSES[int(np.searchsorted(BOUNDS, population or 0, side="right")) - 1]
        for name in (size, ALL):
            found = self._rows.get((country, name))
            if found is not None:
                share, method = found
                return Known(float(share), method == LOWER_BOUND, name == ALL)
        return None
