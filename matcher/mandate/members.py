"""A member of the council as the ranking hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.tables.atlas import Array


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedMember:
    """One member as the ranking hears it.

    Attributes
    ----------
    name : str
    weights : mapping of str to float
    tiers : tuple of str
    vetoed : numpy.ndarray of bool of shape (n_cities,)
        The places the member will not have.
    """

    name: str
    weights: Mapping[str, float]
    tiers: tuple[str, ...]
    vetoed: Array
