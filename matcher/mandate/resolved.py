"""A mandate with everything that ranking needs, before any score."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.mandate.request import Request
from matcher.mandate.rules import Verdict
from matcher.records.places import Link, Place
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
    """

    request: Request
    city: Place
    links: tuple[Link, ...]
    graph: PartnershipGraph
    verdicts: tuple[Verdict, ...]
