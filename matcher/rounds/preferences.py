"""What each council thinks of the other places of a round: its rules, its scores, its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.asked import Asked
from matcher.atlas import Array, IntArray
from matcher.board import SCORE_DECIMALS, make_board
from matcher.eligibility import REASONS
from matcher.graph import PartnershipGraph
from matcher.learned.ranker import LearnedRanker
from matcher.mandate import Tier
from matcher.pairs import Pairs
from matcher.records import Link, Place
from matcher.rounds.filing import Filed

if TYPE_CHECKING:
    from matcher.service import Matcher

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
    given : tuple of (int, str, bool)
        Those corrections: partner id, status, whether to drop it.
    tiers : tuple of Tier
        In the order of its list: ordered tiers first, minority ones last.
    """

    filed: Filed
    place: Place
    row: int
    links: tuple[Link, ...]
    given: tuple[tuple[int, str, bool], ...]
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


def as_council(filed: Filed, asked: Asked) -> Council:
    """Return what a round keeps of a request that was read; its masks are not."""
    tiers = [area.tier for area in asked.request.areas]
    tiers.sort(key=lambda tier: tier.kind == "minority")
    request = asked.request
    return Council(filed, asked.city, request.query, asked.links, request.given, tuple(tiers))


def view_of(asked: Asked, tiers: Sequence[Tier], rows: IntArray) -> View:
    """Apply a council's rules to some places.

    Parameters
    ----------
    asked : Asked
    tiers : sequence of Tier
        In the order of the council's list.
    rows : array of int of shape (n,)
    """
    tier = np.full(len(rows), -1, dtype=np.int8)
    rule = np.full(len(rows), _CODES["outside"], dtype=np.int8)
    judged = list(zip(asked.request.areas, asked.verdicts, strict=True))
    judged.sort(key=lambda one: tiers.index(one[0].tier))
    for position, (area, verdict) in enumerate(judged):
        inside = area.mask[rows]
        codes = verdict.codes[rows]
        # The reasons of a verdict are the first of RULES, in the same order.
        fresh = inside & (rule == _CODES["outside"])
        rule[fresh] = codes[fresh]
        opened = inside & (codes == 0) & (tier < 0)
        tier[opened], rule[opened] = position, 0
    for voice in asked.request.voices:
        vetoed = voice.vetoed[rows] & (rule == 0)
        tier[vetoed], rule[vetoed] = -1, _CODES["veto"]
    own = rows == asked.request.query
    tier[own], rule[own] = -1, _CODES["self"]
    return View(tier, rule)


def common_graph(matcher: Matcher, councils: Sequence[Council]) -> PartnershipGraph:
    """Return the known partnerships with the corrections of every council."""
    graph = matcher.graph
    for one in councils:
        if not one.given:
            continue
        kept = {link.partner.city_id for link in one.links if link.status != "proposed"}
        ids = np.array([city_id for city_id, _, _ in one.given], dtype=np.int64)
        rows = matcher.atlas.rows_of(ids)
        graph = graph.changed(one.row, rows[np.isin(ids, list(kept))], rows)
    return graph


def read_ahead(matcher: Matcher, graph: PartnershipGraph, rows: IntArray) -> None:
    """Keep the neighbours of the councils, where the ranker has no settled view of the graph."""
    if graph is not matcher.graph and isinstance(matcher.ranker, LearnedRanker):
        matcher.ranker.reader(graph).view.prepare(np.unique(rows))


def scores_of(matcher: Matcher, graph: PartnershipGraph, council: Council, rows: IntArray) -> Array:
    """Return a council's score of some places under its own weights, shape (n,).

    Notes
    -----
    The score of a pair does not depend on the places beside it, so it is the one
    that ``recommend`` gives over the same partnerships.
    """
    if not len(rows):
        return np.zeros(0)
    board = make_board("", matcher.ranker, pairs_of(matcher, graph, council, rows))
    rounded: Array = np.round(board.scores(council.weights), SCORE_DECIMALS)
    return rounded


def pairs_of(matcher: Matcher, graph: PartnershipGraph, council: Council, rows: IntArray) -> Pairs:
    """Return a council beside some places."""
    date = council.filed.mandate.date
    return Pairs(matcher.profiles, graph, matcher.countries, date, council.row, rows)


def ranks_of(tier: Array, score: Array, city_ids: Array) -> IntArray:
    """Return the rank of each place on a council's list, from 1.

    Parameters
    ----------
    tier : array of int of shape (n,)
        An earlier tier comes first, whatever the scores.
    score : array of shape (n,)
        Within a tier the higher comes first.
    city_ids : array of int of shape (n,)
        Ties break on them.

    Examples
    --------
    >>> ranks_of(np.array([1, 0, 0]), np.array([9.0, 1.0, 2.0]), np.array([7, 8, 9])).tolist()
    [3, 2, 1]
    """
    ranks = np.empty(len(tier), dtype=np.int64)
    ranks[np.lexsort((city_ids, -score, tier))] = np.arange(1, len(tier) + 1)
    return ranks
