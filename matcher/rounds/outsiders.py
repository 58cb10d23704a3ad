"""Places without a request: partners for the councils that a round has left with room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import SCORE_DECIMALS, UNIT_WEIGHTS
from matcher.rounds.lists import Lists, quotas
from matcher.rounds.market import UNLIMITED, Market
from matcher.rounds.preferences import Council, in_order, ranks_of, score_listed
from matcher.tables.atlas import Array, IntArray

if TYPE_CHECKING:
    from matcher.engine import Engine

DEPTH: Final = 20
"""Places of each council's own list that are asked how they see the council."""


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """The councils with room beside the places that they would write to.

    Attributes
    ----------
    market : Market
        Its sides are the councils and then the places.
    councils : numpy.ndarray of int64
        Positions of the councils among those of the round.
    rows : numpy.ndarray of int64
        Rows of the places.
    tier : numpy.ndarray of int64 of shape (n_pairs,)
        Tier of the council's mandate that the place lies in.
    score, score_back : numpy.ndarray of shape (n_pairs,)
        Of the place under the council's weights; of the council for the place.
    beyond : numpy.ndarray of bool of shape (n_pairs,)
        Whether the council is beyond the shortlist of the place.
    """

    market: Market
    councils: IntArray
    rows: IntArray
    tier: IntArray
    score: Array
    score_back: Array
    beyond: Array


def outside(
    engine: Engine,
    lists: Lists,
    room: IntArray,
    used: Mapping[tuple[int, int], int],
    congestion: int,
    worst_rank: int | None = None,
) -> Outside:
    """Look for places without a request for the councils that have room.

    Parameters
    ----------
    engine : Engine
    lists : Lists
    room : array of int of shape (n,)
        Partners that each council still takes.
    used : mapping of (int, int) to int
        Partners of a country that a council has found in the round.
    congestion : int
        Most councils that are sent to one place.
    worst_rank : int, optional
        Nobody is paired beyond this rank of its own list.

    Notes
    -----
    A place without a request has no rules and no weights: it may be paired with every
    council that would write to it, and all criteria count alike for it. Its shortlist is
    that of the places abroad.
    """
    open_ = np.flatnonzero(room > 0)
    n = len(open_)
    taken = {one.row for one in lists.councils}
    wishes = [
        (position, rank, *wish)
        for position, at in enumerate(open_.tolist())
        for rank, wish in enumerate(_wishes(engine, lists, lists.councils[at], taken), start=1)
    ]
    columns = np.array(wishes, dtype=np.float64).reshape(-1, 5)
    first, ranks, wished, tier = columns[:, :4].astype(np.int64).T
    rows, place = np.unique(wished, return_inverse=True)
    back, beyond, ranks_back = _seen_back(engine, lists, rows, open_[first], place)
    fits = np.maximum(ranks, ranks_back) <= (worst_rank or UNLIMITED)
    council = {int(at): position for position, at in enumerate(open_)}
    market = Market(
        capacity=np.concatenate([room[open_], np.full(len(rows), congestion)]),
        country=np.concatenate([lists.country[open_], engine.world.place_facts.country[rows]]),
        per_country=np.concatenate(
            [quotas([lists.councils[at] for at in open_]), np.full(len(rows), UNLIMITED)]
        ),
        first=first[fits],
        second=n + place[fits],
        rank_first=ranks[fits],
        rank_second=ranks_back[fits],
        listed=np.bincount(np.concatenate([first, n + place]), minlength=n + len(rows)),
        used={(council[at], where): count for (at, where), count in used.items() if at in council},
    )
    score, back, beyond = columns[fits, 4], back[fits], beyond[fits]
    return Outside(market, open_, rows, tier[fits], score, back, beyond)


def _wishes(
    engine: Engine, lists: Lists, council: Council, taken: set[int]
) -> list[tuple[int, int, float]]:
    """Return the row, tier and score of the places a council would write to, best first."""
    asked = replace(engine.resolve(council.filed.mandate), graph=lists.graph)
    weights, limit = council.weights, council.filed.mandate.limits.their_rank_max
    found: dict[int, tuple[int, int, float]] = {}
    vetoed = [member.vetoed for member in asked.request.members]
    reverse = engine.reverse_lists(asked)
    for tier, (area, verdict) in enumerate(in_order(asked, council.tiers)):
        score_table = engine.score_table(asked, area, verdict)
        scores = score_table.scores(weights)
        for at in score_table.order(weights).tolist():
            if len(found) == DEPTH:
                break
            row = int(score_table.rows[at])
            if row in taken or row in found or any(one[row] for one in vetoed):
                continue
            if limit is None or reverse.of(row).rank <= limit:
                found[row] = row, tier, float(np.round(scores[at], SCORE_DECIMALS))
    return list(found.values())


def _seen_back(
    engine: Engine, lists: Lists, rows: IntArray, council: IntArray, place: IntArray
) -> tuple[Array, Array, IntArray]:
    """Return how each place sees each council: score, beyond the shortlist, rank."""
    place_facts = engine.world.place_facts
    score, beyond = np.zeros(len(place)), np.zeros(len(place), dtype=bool)
    rank = np.zeros(len(place), dtype=np.int64)
    order = np.argsort(place, kind="stable")
    bounds = np.searchsorted(place[order], np.arange(len(rows) + 1))
    for at, row in enumerate(rows.tolist()):
        asking = order[bounds[at] : bounds[at + 1]]
        councils = [lists.councils[one] for one in council[asking]]
        there = np.array([one.row for one in councils], dtype=np.int64)
        open_ = ~place_facts.is_unlisted & (place_facts.country != place_facts.country[row])
        open_[lists.graph.partners(row)] = False
        open_[there] = True
        date = max(one.filed.mandate.date for one in councils)
        pairs = Pairs(
            place_facts, lists.graph, engine.world.countries, date, row, np.flatnonzero(open_)
        )
        score[asking], beyond[asking] = score_listed(engine, pairs, UNIT_WEIGHTS, there)
        tier, ids = np.zeros(len(asking)), lists.city_ids[council[asking]]
        rank[asking] = ranks_of(tier, beyond[asking], score[asking], ids)
    return score, beyond, rank
