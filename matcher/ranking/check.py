"""Does a ranker keep the protocol? Every rule that the engine relies on, tried on one world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker, Shortlist
from matcher.records.criteria import PARTS
from matcher.tables.atlas import Array, IntArray
from matcher.world.world import World

DATE: Final = dt.date(2026, 1, 1)
N_QUERIES: Final = 3
N_CANDIDATES: Final = 400
TOLERANCE: Final = 1e-9

_EQUAL: Final = dict.fromkeys(PARTS, 1.0)
_WEIGHTED: Final = {**_EQUAL, "size": 3.0, "reach": 0.5}


def check_ranker(ranker: Ranker, world: World, random_state: int = 0) -> None:
    """Try every rule of :class:`~matcher.ranking.protocol.Ranker` on places of a world.

    Parameters
    ----------
    ranker : Ranker
    world : World
    random_state : int
        Draws the queries among the linked places and the candidates among all.

    Raises
    ------
    ModelError
        The first rule that does not hold, with what was found.

    Notes
    -----
    The rules: a name and a positive ``batch_size``; the shortlist is ascending,
    within the candidates and as long as asked; features, scores and contributions are
    finite, the same again, the same for a pair alone as among others and in any order;
    contributions have a column a part and add up to the score; a criterion of
    weight 0 adds nothing; estimates are probabilities that add up to 1 and intervals
    that hold the rank; what is held out keeps the same rules.
    """
    for rule, holds, found in _rules(ranker, world, random_state):
        if not holds:
            name = getattr(ranker, "name", type(ranker).__name__)
            raise ModelError(f"ranker {name!r} breaks a rule: {rule}; found {found}")


Rule = tuple[str, bool, object]


def _rules(ranker: Ranker, world: World, random_state: int) -> Iterator[Rule]:
    yield "name is a text", isinstance(ranker.name, str) and bool(ranker.name), ranker.name
    yield "batch_size is 1 or more", ranker.batch_size >= 1, ranker.batch_size
    yield "trained is true or false", isinstance(ranker.trained, bool), ranker.trained
    several = _drawn(world, random_state)
    ranker.prefetch(several)
    for pairs in several:
        yield from _of_shortlist(ranker, pairs)
        short = pairs.narrowed(pairs.rows[ranker.shortlist(pairs)])
        yield from _of_scores(ranker, short, random_state)
        yield from _of_estimates(ranker, short)
    held = ranker.held_out(0)
    yield "held_out is itself where nothing was trained", ranker.trained or held is ranker, held


def _drawn(world: World, random_state: int) -> list[Pairs]:
    """Return queries that have a partner, each beside places of all kinds."""
    rng = np.random.default_rng(random_state)
    linked = world.graph.linked_rows
    queries = rng.choice(linked, min(N_QUERIES, len(linked)), replace=False)
    n = world.place_facts.n_cities
    rows = np.unique(rng.choice(n, min(N_CANDIDATES, n), replace=False))
    return [_pairs(world, int(query), np.setdiff1d(rows, [query])) for query in queries]


def _pairs(world: World, query: int, rows: IntArray) -> Pairs:
    return Pairs(world.place_facts, world.graph, world.countries, DATE, query, rows)


def _of_shortlist(ranker: Ranker, pairs: Pairs) -> Iterator[Rule]:
    for least, most in ((0, None), (5, None), (0, 7)):
        found = ranker.shortlist(pairs, least, most)
        within = bool(((found >= 0) & (found < len(pairs))).all())
        yield "the shortlist holds positions of candidates", within, found
        yield "the shortlist is ascending", bool((np.diff(found) > 0).all()), found
        yield f"the shortlist has {least} or more", len(found) >= min(least, len(pairs)), len(found)
    beyond = ranker.first_stage(pairs)
    if beyond is not None:
        yield "first_stage scores every candidate", len(beyond) == len(pairs), len(beyond)


def _of_scores(ranker: Ranker, pairs: Pairs, random_state: int) -> Iterator[Rule]:
    X = ranker.features(pairs)
    yield "features have a row a candidate", len(X) == len(pairs), X.shape
    yield "features are the same again", _same(ranker.features(pairs), X), ""
    scores = ranker.score(X, _EQUAL)
    yield "scores are finite", bool(np.isfinite(scores).all()), scores
    one = len(pairs) // 2
    alone = ranker.features(pairs.narrowed(pairs.rows[one : one + 1]))
    yield "a pair alone has the features it has among others", _same(alone[0], X[one]), alone[0]
    order = np.random.default_rng(random_state).permutation(len(X))
    shuffled = ranker.score(X[order], _EQUAL)
    yield "the order of the rows changes no score", _same(shuffled, scores[order]), shuffled
    for weights in (_EQUAL, _WEIGHTED):
        parts = ranker.contributions(X, weights)
        total = parts.sum(axis=1)
        score = ranker.score(X, weights)
        yield (
            "contributions have a column a criterion and one for habit",
            parts.shape[1] == len(PARTS),
            parts.shape,
        )
        close = bool(np.allclose(total, score, rtol=0.0, atol=TOLERANCE * len(PARTS)))
        yield "contributions add up to the score", close, float(np.abs(total - score).max())
    bands = ranker.bands(pairs)
    if bands is not None:
        yield "bands have one a candidate", len(bands) == len(pairs), len(bands)
        own = ranker.bands(pairs.narrowed(pairs.rows[one : one + 1]))
        same = own is not None and bool(own[0] == bands[one])
        yield "a pair alone has the band it has among others", same, own
    drivers = ranker.drivers(X)
    habit = ranker.contributions(X, {})[:, -1]
    told = np.array([sum(row.values()) for row in drivers])
    close = bool(np.allclose(told, habit, atol=1e-6)) or not any(drivers)
    yield "drivers add up to habit", close, float(np.abs(told - habit).max(initial=0.0))
    for index, key in enumerate(PARTS):
        left = ranker.contributions(X, {**_EQUAL, key: 0.0})[:, index]
        yield f"{key} of weight 0 adds nothing", bool((left == 0.0).all()), left


def _of_estimates(ranker: Ranker, pairs: Pairs) -> Iterator[Rule]:
    X = ranker.features(pairs)
    scores = ranker.score(X, _EQUAL)
    habit = ranker.contributions(X, _EQUAL)[:, -1]
    found = ranker.estimates([Shortlist(X, scores, habit, habit[:0], _EQUAL, min(10, len(X)))])
    chances = ranker.chances(habit)
    yield (
        "chances and estimates are both there or both not",
        (found is None) == (chances is None),
        chances,
    )
    if found is None or chances is None:
        return
    (one,) = found
    for name, values in (("estimates", one.probability), ("chances", chances)):
        sound = bool((values >= 0).all()) and abs(float(values.sum()) - 1.0) < 1e-6
        yield f"probabilities of {name} add up to 1", sound, float(values.sum())
    rank = np.argsort(np.argsort(-scores, kind="stable"), kind="stable") + 1
    known = np.isfinite(one.rank_low)
    inside = (one.rank_low[known] <= rank[known]) & (rank[known] <= one.rank_high[known])
    yield "rank intervals hold the rank", bool(inside.all()), rank[known][~inside]


def _same(one: Array, other: Array) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))
