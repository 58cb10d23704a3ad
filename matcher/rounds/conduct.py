"""Hold a round: gather the lists, match, look outside, and account for the result."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from matcher.mandate.reasons import own_endings
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import UNIT_WEIGHTS
from matcher.records.answer import Candidate
from matcher.records.places import Link
from matcher.rounds import fairness
from matcher.rounds.filing import Filed, Reject
from matcher.rounds.lists import Lists, gather, market_of
from matcher.rounds.market import Market, blocking, greedy, own_lists
from matcher.rounds.outcome import Match, Round, Side
from matcher.rounds.outsiders import Outside, outside
from matcher.rounds.preferences import Council, pairs_of
from matcher.tables.atlas import IntArray
from matcher.world.graph import PartnershipGraph

if TYPE_CHECKING:
    from matcher.engine import Engine

__all__ = ["Terms"]

METHODS: Final = ("greedy", "maximum")
PARTNERS: Final = ("filed", "any")

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """The organiser's terms of a round.

    Attributes
    ----------
    method : {"greedy", "maximum"}
        Stable by the mutual score, or of the largest sum of mutual scores.
    partners : {"filed", "any"}
        Whether councils left with room may be sent to places without a request.
    congestion : int
        Most councils that are sent to one place without a request.
    worst_rank : int, optional
        Nobody is paired beyond this rank of its own list.
    explain : bool
        Whether each pair comes with its evidence.
    """

    method: Literal["greedy", "maximum"] = "greedy"
    partners: Literal["filed", "any"] = "filed"
    congestion: int = 1
    worst_rank: int | None = None
    explain: bool = True


def hold_round(
    engine: Engine, filed: Sequence[Filed], rejects: Sequence[Reject], terms: Terms
) -> Round:
    """Match the councils that filed requests.

    Parameters
    ----------
    engine : Engine
    filed : sequence of Filed
    rejects : sequence of Reject
        Requests refused before, to be told in the result.
    terms : Terms

    Returns
    -------
    Round

    Raises
    ------
    MatcherError
        The largest total was not found in time.
    """
    lists, more = gather(engine, filed)
    market = market_of(lists, terms.worst_rank)
    _LOG.info("%d councils, %d possible pairs", len(lists), len(market))
    chosen, bound = _chosen(market, terms)
    found = fairness.found_partners(market, chosen)
    matches = _filed_matches(lists, market, chosen)
    total = float(market.mutual[chosen].sum())
    blocked = len(blocking(market, chosen))
    blocked_own = len(blocking(market, chosen, own_lists(market)))
    if terms.partners == "any":
        used = _countries_used(lists, market, chosen)
        room = market.capacity - found
        beyond = outside(engine, lists, room, used, terms.congestion, terms.worst_rank)
        taken, more_bound = _chosen(beyond.market, terms)
        matches += _outside_matches(engine, lists, beyond, taken)
        blocked += len(blocking(beyond.market, taken))
        blocked_own += len(blocking(beyond.market, taken, own_lists(beyond.market)))
        found[beyond.councils] += fairness.found_partners(beyond.market, taken)[
            : len(beyond.councils)
        ]
        total += float(beyond.market.mutual[taken].sum())
        bound = None if bound is None or more_bound is None else bound + more_bound
    matches = _judged(engine, lists, matches)
    return Round(
        method=terms.method,
        partners=terms.partners,
        councils=len(lists),
        places_wanted=int(market.capacity.sum()),
        possible=len(market),
        matches=_explained(engine, lists, matches) if terms.explain else tuple(matches),
        alone=fairness.alone(lists, market, chosen, found, terms.method),
        blocking=blocked,
        blocking_own=blocked_own,
        total=round(total, 6),
        bound=None if bound is None else round(bound, 6),
        own_first=fairness.own_first(lists, market, chosen),
        fairness=fairness.fairness(engine, lists, market, chosen),
        rejects=(*rejects, *more),
        provenance=_provenance(engine),
    )


def _chosen(market: Market, terms: Terms) -> tuple[IntArray, float | None]:
    if terms.method == "greedy":
        return greedy(market), None
    from matcher.rounds.optimum import maximum_weight

    best = maximum_weight(market)
    return best.chosen, best.bound


def _countries_used(lists: Lists, market: Market, chosen: IntArray) -> dict[tuple[int, int], int]:
    used: Counter[tuple[int, int]] = Counter()
    for one, other in zip(market.first[chosen], market.second[chosen], strict=True):
        used[int(one), int(lists.country[other])] += 1
        used[int(other), int(lists.country[one])] += 1
    return dict(used)


def _filed_matches(lists: Lists, market: Market, chosen: IntArray) -> list[Match]:
    def side(at: int, other: int) -> Side:
        council = lists.councils[at]
        return Side(
            place=council.place,
            filed=True,
            tier=council.tiers[lists.tier[at, other]].name,
            rank=int(lists.rank[at, other]),
            listed=int(market.listed[at]),
            score=None if lists.beyond[at, other] else float(lists.score[at, other]),
        )

    return [
        Match(
            one=side(int(market.first[at]), int(market.second[at])),
            other=side(int(market.second[at]), int(market.first[at])),
            mutual=float(market.mutual[at]),
        )
        for at in chosen
    ]


def _outside_matches(
    engine: Engine, lists: Lists, beyond: Outside, chosen: IntArray
) -> list[Match]:
    market = beyond.market
    result = []
    for at in chosen.tolist():
        first, second = int(market.first[at]), int(market.second[at])
        council = lists.councils[int(beyond.councils[first])]
        row = beyond.rows[second - len(beyond.councils)]
        one = Side(
            place=council.place,
            filed=True,
            tier=council.tiers[beyond.tier[at]].name,
            rank=int(market.rank_first[at]),
            listed=int(market.listed[first]),
            score=float(beyond.score[at]),
        )
        other = Side(
            place=engine.world.places.of_row(row, council.filed.mandate.date),
            filed=False,
            tier="",
            rank=int(market.rank_second[at]),
            listed=int(market.listed[second]),
            score=None if beyond.beyond[at] else float(beyond.score_back[at]),
        )
        result.append(Match(one, other, float(market.mutual[at])))
    return result


def _judged(engine: Engine, lists: Lists, matches: Sequence[Match]) -> list[Match]:
    """Add to both sides of every match what is known to stand against a partnership."""
    councils = {one.place.city_id: one for one in lists.councils}
    atlas = engine.world.atlas

    def judged(mine: Side, theirs: Side, asking: Council) -> Side:
        own = councils[mine.place.city_id] if mine.filed else None
        date = (own or asking).filed.mandate.date
        links = engine.world.links(mine.place.city_id, date) if own is None else own.links
        here, there = atlas.row(mine.place.city_id), atlas.row(theirs.place.city_id)
        ended = own_endings(links, atlas).get(there)
        return replace(mine, feasibility=engine.feasibility.verdict(here, there, date, ended)[1])

    return [
        replace(
            one,
            one=judged(one.one, one.other, councils[one.one.place.city_id]),
            other=judged(one.other, one.one, councils[one.one.place.city_id]),
        )
        for one in matches
    ]


def _explained(engine: Engine, lists: Lists, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Add to both sides of every match what speaks for and against the other."""
    councils = {one.place.city_id: one for one in lists.councils}

    def rendered(mine: Side, theirs: Side, asking: Council) -> Side:
        row = engine.world.atlas.row(theirs.place.city_id)
        if mine.filed:
            council = councils[mine.place.city_id]
            pairs = pairs_of(engine, lists.graph, council, np.array([row]))
            return replace(mine, why=_why(engine, pairs, council.weights, council.links))
        pairs = _unasked(engine, lists.graph, mine, asking, row)
        links = engine.world.links(mine.place.city_id)
        return replace(mine, why=_why(engine, pairs, UNIT_WEIGHTS, links))

    return tuple(
        replace(
            one,
            one=rendered(one.one, one.other, councils[one.one.place.city_id]),
            other=rendered(one.other, one.one, councils[one.one.place.city_id]),
        )
        for one in matches
    )


def _unasked(
    engine: Engine, graph: PartnershipGraph, mine: Side, asking: Council, row: int
) -> Pairs:
    """Return a place without a request beside the council that is sent to it."""
    home = engine.world.atlas.row(mine.place.city_id)
    date = asking.filed.mandate.date
    return Pairs(
        engine.world.place_facts, graph, engine.world.countries, date, home, np.array([row])
    )


def _why(
    engine: Engine, pairs: Pairs, weights: dict[str, float], links: Sequence[Link]
) -> Candidate:
    features = engine.ranker.features(pairs)
    (candidate,) = engine.candidate_builder.candidates(
        engine.ranker, pairs, features, weights, links
    )
    return candidate


def _provenance(engine: Engine) -> dict[str, object]:
    from matcher.version import __version__

    return {
        "program": __version__,
        "data": engine.world.atlas.version,
        "model": engine.ranker.name,
    }
