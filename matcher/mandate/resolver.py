"""From a mandate to what its names mean and what its hard rules leave."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np

from matcher.cache import Cache
from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits
from matcher.mandate.reasons import own_endings
from matcher.mandate.request import Request, RequestReader
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.rules import FixedRules, Verdict, common_codes, judge
from matcher.records.places import Link
from matcher.tables.atlas import Array, IntArray
from matcher.tables.vocabulary import LIVING_STATUSES
from matcher.world.graph import PartnershipGraph
from matcher.world.world import World

MOST_RULES: Final = 16
"""Sets of rules whose outcome is cached for the next query, a quarter of a megabyte each."""


class MandateResolver:
    """Resolve mandates over one world.

    Parameters
    ----------
    world : World
    feasibility : FeasibilityRules
        Judges what may be signed.
    """

    def __init__(self, world: World, feasibility: FeasibilityRules) -> None:
        self._world = world
        self._feasibility = feasibility
        self._common = Cache[Hashable, Array](MOST_RULES)
        self._reader = RequestReader(
            world.atlas, world.place_facts, world.countries, world.gazetteer
        )

    def resolve(self, mandate: Mandate) -> ResolvedMandate:
        """Resolve a mandate and apply its hard rules; nothing is scored yet.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        request = self._reader.read(mandate)
        city = self._world.places.of_row(request.query, mandate.date)
        links = self._world.links(city.city_id, mandate.date, request.given)
        graph = self._graph_for(request, links)
        taken = self._taken(links, mandate)
        ended = tuple(own_endings(links, self._world.atlas).values())
        levels = self._feasibility.levels(request.query, mandate.date, ended)
        verdicts = tuple(
            self._judged(graph, request.scope(taken, area), mandate.limits, levels)
            for area in request.areas
        )
        behind = self._feasibility.behind(request.query, mandate.date)
        return ResolvedMandate(request, city, links, graph, verdicts, levels, behind)

    def _graph_for(self, request: Request, links: Sequence[Link]) -> PartnershipGraph:
        if not request.given:
            return self._world.graph
        given = self._world.atlas.rows_of(np.array([one[0] for one in request.given]))
        added, alive = concluded(given, request.given, links)
        return self._world.graph.changed(request.query, added, given, alive)

    def _judged(
        self, graph: PartnershipGraph, scope: FixedRules, limits: Limits, levels: Array
    ) -> Verdict:
        """Apply the hard rules; what all queries share is kept for the next."""
        place_facts = self._world.place_facts
        if graph is not self._world.graph:
            return judge(place_facts, graph, scope, limits, levels=levels)
        common = self._common.get_or_make(
            (scope.excluded_countries, scope.excluded_rows, scope.date, limits),
            lambda: common_codes(place_facts, graph, scope, limits),
        )
        return judge(place_facts, graph, scope, limits, common, levels)

    def _taken(self, links: Sequence[Link], mandate: Mandate) -> tuple[int, ...]:
        statuses = set(LIVING_STATUSES) if mandate.limits.revive else None
        return tuple(
            self._world.atlas.row(link.partner.city_id)
            for link in links
            if link.status != "proposed" and (statuses is None or link.status in statuses)
        )


def concluded(
    rows: IntArray, given: Sequence[tuple[int, str, bool]], links: Sequence[Link]
) -> tuple[IntArray, Array]:
    """Return the rows of the partnerships given that were concluded, and which of them live.

    Parameters
    ----------
    rows : array of int of shape (n,)
        Rows of the partners given.
    given : sequence of (partner id, status, drop)
    links : sequence of Link
        The city's partnerships, those given among them.
    """
    kept = {link.partner.city_id for link in links if link.status != "proposed"}
    found = [(row, one) for row, one in zip(rows.tolist(), given, strict=True) if one[0] in kept]
    return (
        np.array([row for row, _ in found], dtype=np.int64),
        np.array([status == "active" for _, (_, status, _) in found], dtype=bool),
    )
