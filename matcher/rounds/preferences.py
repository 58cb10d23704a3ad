"""What each council thinks of the other places of a round: its rules, its scores, its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.errors import MatcherError
from matcher.mandate.parts import Tier
from matcher.mandate.request import TierArea
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.resolver import concluded
from matcher.mandate.rules import REASONS, Verdict
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import SCORE_DECIMALS, make_score_table
from matcher.records.places import Link, Place
from matcher.rounds.filing import Filed
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph

if TYPE_CHECKING:
    from matcher.engine import Engine

RULES: Final[dict[str, str]] = {
    **REASONS,
    "veto": "a member of the council vetoes it",
    "outside": "it lies in no tier of the mandate",
}
"""Why a council does not allow a place, gravest first."""

_CODES: Final = {reason: code for code, reason in enumerate(RULES, start=1)}


@dataclass(frozen=True, slots=True, eq=False)
class Council:
    """One council of a round.

    Attributes
    ----------
    filed : Filed
    place : Place
    row : int
        Of its city.
    links : tuple of Link
        Its partnerships, with its own corrections.
    tiers : tuple of Tier
        In the order of its list: ordered tiers first, minority ones last.
    """

    filed: Filed
    place: Place
    row: int
    links: tuple[Link, ...]
    tiers: tuple[Tier, ...]

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion."""
        return self.filed.mandate.criterion_weights()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one council's rules say of every council of the round.

    Attributes
    ----------
    tier : numpy.ndarray of int8 of shape (n,)
        Position of the first tier that allows it, -1 where none does.
    rule : numpy.ndarray of int8 of shape (n,)
        0 where allowed, else the rule against it; see :meth:`reason`.
    """

    tier: Array
    rule: Array

    def reason(self, position: int) -> str:
        """Return the key of :data:`RULES` that keeps a council out, or ``""``."""
        code = int(self.rule[position])
        return tuple(RULES)[code - 1] if code else ""


def as_council(filed: Filed, asked: ResolvedMandate) -> Council:
    """Return what a round keeps of a request that was read; its masks are not."""
    tiers = [area.tier for area in asked.request.areas]
    tiers.sort(key=lambda tier: tier.kind == "minority")
    return Council(filed, asked.city, asked.request.query, asked.links, tuple(tiers))


def in_order(asked: ResolvedMandate, tiers: Sequence[Tier]) -> list[tuple[TierArea, Verdict]]:
    """Return the areas of a mandate with their verdicts, in the order of the council's list."""
    judged = list(zip(asked.request.areas, asked.verdicts, strict=True))
    return sorted(judged, key=lambda one: tiers.index(one[0].tier))


def view_of(asked: ResolvedMandate, tiers: Sequence[Tier], rows: IntArray) -> View:
    """Apply a council's rules to some places.

    Parameters
    ----------
    asked : ResolvedMandate
    tiers : sequence of Tier
        In the order of the council's list.
    rows : array of int of shape (n,)
    """
    tier = np.full(len(rows), -1, dtype=np.int8)
    rule = np.full(len(rows), _CODES["outside"], dtype=np.int8)
    for position, (area, verdict) in enumerate(in_order(asked, tiers)):
        inside = area.mask[rows]
        codes = verdict.codes[rows]
        # The reasons of a verdict are the first of RULES, in the same order.
        fresh = inside & (rule == _CODES["outside"])
        rule[fresh] = codes[fresh]
        opened = inside & (codes == 0) & (tier < 0)
        tier[opened], rule[opened] = position, 0
    for member in asked.request.members:
        vetoed = member.vetoed[rows] & (rule == 0)
        tier[vetoed], rule[vetoed] = -1, _CODES["veto"]
    own = rows == asked.request.query
    tier[own], rule[own] = -1, _CODES["self"]
    return View(tier, rule)


def common_graph(engine: Engine, filed: Sequence[Filed]) -> PartnershipGraph:
    """Return the known partnerships with the corrections of every council.

    Parameters
    ----------
    engine : Engine
    filed : sequence of Filed
        A request that cannot be answered corrects nothing.
    """
    graph = engine.world.graph
    for one in filed:
        if not one.mandate.partners:
            continue
        try:
            asked = engine.resolve(one.mandate)
        except MatcherError:
            continue
        given = asked.request.given
        rows = engine.world.atlas.rows_of(np.array([one[0] for one in given], dtype=np.int64))
        added, alive = concluded(rows, given, asked.links)
        graph = graph.changed(asked.request.query, added, rows, alive)
    return graph


def prefetch_places(engine: Engine, graph: PartnershipGraph, rows: IntArray) -> None:
    """Prefetch the councils' neighbours, where the ranker has no view of the graph."""
    if graph is not engine.world.graph:
        engine.ranker.prefetch_places(graph, np.unique(rows))


def score_listed(
    engine: Engine, pairs: Pairs, weights: Mapping[str, float], rows: IntArray
) -> tuple[Array, Array]:
    """Score some of the places on a list that may be much longer.

    Parameters
    ----------
    engine : Engine
    pairs : Pairs
        The asking city and every place of its list.
    weights : mapping of str to float
    rows : array of int of shape (n,)
        The places wanted, all on the list.

    Returns
    -------
    score : numpy.ndarray of shape (n,)
    beyond : numpy.ndarray of bool of shape (n,)
        Whether a place is beyond the ranker's shortlist of the whole list. It stands
        behind the others then and its score is the first stage's, not to be
        compared with theirs: the ranker never learned to judge such places.
    """
    ranker = engine.ranker
    beyond = ~np.isin(rows, pairs.rows[ranker.shortlist(pairs)])
    score = np.zeros(len(rows))
    if not beyond.all():
        score[~beyond] = make_score_table("", ranker, pairs.narrowed(rows[~beyond])).scores(weights)
    if beyond.any():
        first = ranker.first_stage(pairs.narrowed(rows[beyond]))
        score[beyond] = 0.0 if first is None else first
    return np.round(score, SCORE_DECIMALS), beyond


def pairs_of(engine: Engine, graph: PartnershipGraph, council: Council, rows: IntArray) -> Pairs:
    """Return a council beside some places."""
    date = council.filed.mandate.date
    return Pairs(engine.world.place_facts, graph, engine.world.countries, date, council.row, rows)


def ranks_of(tier: Array, beyond: Array, score: Array, city_ids: Array) -> IntArray:
    """Return the rank of each place on a council's list, from 1.

    Parameters
    ----------
    tier : array of int of shape (n,)
        An earlier tier comes first, whatever the scores.
    beyond : array of bool of shape (n,)
        Within a tier the places beyond the ranker's shortlist come last.
    score : array of shape (n,)
        Then the higher comes first.
    city_ids : array of int of shape (n,)
        Ties break on them.

    Examples
    --------
    >>> tier, beyond = np.array([1, 0, 0, 0]), np.array([False, False, False, True])
    >>> ranks_of(tier, beyond, np.array([9.0, 1.0, 2.0, 5.0]), np.array([6, 7, 8, 9])).tolist()
    [4, 2, 1, 3]
    """
    ranks = np.empty(len(tier), dtype=np.int64)
    ranks[np.lexsort((city_ids, -score, beyond, tier))] = np.arange(1, len(tier) + 1)
    return ranks
