"""A mandate with everything that ranking needs, before any score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.mandate.reasons import BLOCKED
from matcher.mandate.request import Request
from matcher.mandate.rules import Verdict
from matcher.records.places import Link, Place
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedMandate:
    """What a mandate means and what its hard rules leave.

    Attributes
    ----------
    request : Request
        Names resolved to rows.
    city : Place
        The asking city.
    links : tuple of Link
        Its partnerships with the council's corrections.
    graph : PartnershipGraph
        All partnerships, with the same corrections.
    verdicts : tuple of Verdict
        What each tier's rules leave, in the order of ``request.areas``.
    levels : numpy.ndarray of int8 of shape (n_cities,)
        The verdict on a partnership with each place, as positions in
        :data:`matcher.mandate.reasons.LEVELS`.
    behind : numpy.ndarray of int8 of shape (n_cities,)
        See :meth:`matcher.mandate.feasibility.FeasibilityRules.behind`.
    """

    request: Request
    city: Place
    links: tuple[Link, ...]
    graph: PartnershipGraph
    verdicts: tuple[Verdict, ...]
    levels: Array
    behind: Array

    def set_last(self, rows: IntArray) -> Array:
        """Tell which places stand below others of their tier, whatever their scores.

        Parameters
        ----------
        rows : array of int of shape (n,)

        Returns
        -------
        numpy.ndarray of int8 of shape (n,)
            3 for closed towns, 2 where a partnership is not advisable, 1 where a closed border
            or a wave of endings asks for care; 0 alone where the mandate orders by score.
        """
        if self.request.mandate.limits.feasibility != "blocked_last":
            return np.zeros(len(rows), dtype=np.int8)
        blocked = np.where(self.levels[rows] >= BLOCKED, 2, 0)
        last: Array = np.maximum(blocked, self.behind[rows]).astype(np.int8)
        return last

    def left_out(self, reason: str) -> int:
        """Count the places of all tiers that a key of the rules' reasons keeps out, each once."""
        areas = zip(self.request.areas, self.verdicts, strict=True)
        rows = [verdict.rows(reason, area.mask) for area, verdict in areas]
        return len(np.unique(np.concatenate(rows)))
