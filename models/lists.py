"""Training lists: a hidden partner among candidates drawn where it will rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.pairfeatures import FEATURES, PairReader
from matcher.ranking.learned.pairwalks import PairWalks, Reader, walk
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage, first_stage_features
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld

N_FOLDS: Final = 8
"""A pair's features come from the partnerships without its own fold."""

POOL: Final = 60_000
"""Places of the world that are ever retrieved: the most linked by expectation."""

WORLD_SHARE: Final = 0.25
"""Share of the directed pairs that are asked of the world as well."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How candidates are drawn from a ranked list: the top, a sample below it, and of the rest."""

    top: int
    sample: int
    depth: int
    rest: int


COUNTRY_DRAW: Final = Draw(top=45, sample=20, depth=500, rest=6)
WORLD_DRAW: Final = Draw(top=30, sample=40, depth=2500, rest=6)


@dataclass(frozen=True, slots=True)
class Lists:
    """Candidate lists of one shape after another; the hidden partner leads each.

    Attributes
    ----------
    X : numpy.ndarray of shape (n_rows, n_features)
    log_weight : numpy.ndarray of shape (n_rows,)
        Log of how many candidates a row stands for.
    start : numpy.ndarray of int of shape (n_lists + 1,)
        First row of each list.
    pair : numpy.ndarray of int of shape (n_lists,)
        Index of the hidden pair of each list.
    """

    X: Array
    log_weight: Array
    start: IntArray
    pair: IntArray


def joined(parts: list[Lists]) -> Lists:
    """Put lists of several folds behind each other."""
    lengths = np.concatenate([np.diff(part.start) for part in parts])
    return Lists(
        np.concatenate([part.X for part in parts]),
        np.concatenate([part.log_weight for part in parts]),
        np.r_[0, np.cumsum(lengths)],
        np.concatenate([part.pair for part in parts]),
    )


def pool_of(expected: Array) -> IntArray:
    """Return the rows that world retrieval looks at, ascending."""
    order = np.lexsort((np.arange(len(expected)), -expected))
    return np.sort(order[:POOL])


class FoldReader:
    """Draws the lists of one fold: the view knows every pair but the fold's."""

    def __init__(
        self, known: KnownWorld, ends: IntArray, view: LinkView, expected: Array, seed: int
    ) -> None:
        self.known, self.view = known, view
        self.reader = Reader(view, expected)
        self.everything = LinkView(view.facts, ends)
        self.pool = pool_of(expected)
        self.rng = np.random.default_rng(seed)
        country = view.facts.country
        order = np.argsort(country, kind="stable")
        bounds = np.searchsorted(country[order], np.arange(view.facts.n_countries + 1))
        self._by_country = [order[a:b] for a, b in pairwise(bounds)]

    def candidates(self, query: int, partner: int, world: bool) -> IntArray:
        """Return every candidate but the hidden partner, the query and its partners."""
        pool = self.pool if world else self._by_country[self.view.facts.country[partner]]
        taken = np.append(self.everything.partners(query), query)
        return pool[~np.isin(pool, taken)]

    def asked(self, pairs: IntArray, world_share: float) -> Iterator[tuple[int, int, int, bool]]:
        """Yield pair index, query, partner and scope: both ways, and some of the world."""
        for index, (a, b) in enumerate(pairs):
            for query, partner in ((a, b), (b, a)):
                yield index, int(query), int(partner), False
                if self.rng.random() < world_share:
                    yield index, int(query), int(partner), True

    def walks(self, query: int) -> PairWalks:
        """Return the walks of a query in this fold's view."""
        return walk(self.view, [query])[0]


def first_stage_lists(fold: FoldReader, pairs: IntArray, n_negatives: int = 120) -> Lists:
    """Draw candidates at random, half of them by expected degree, for the first stage.

    Parameters
    ----------
    fold : FoldReader
    pairs : array of int of shape (n, 2)
    n_negatives : int
    """
    rows, weights, lengths, index = [], [], [], []
    for number, query, partner, world in fold.asked(pairs, WORLD_SHARE):
        pool = fold.candidates(query, partner, world)
        if not len(pool):
            continue
        mass = np.exp(np.clip(fold.reader.expected[pool], -8, 3))
        chance = 0.5 * mass / mass.sum() + 0.5 / len(pool)
        drawn = fold.rng.choice(len(pool), n_negatives, p=chance)
        chosen = np.r_[partner, pool[drawn]]
        rows.append(first_stage_features(fold.reader, fold.walks(query), chosen))
        weights.append(np.r_[0.0, -np.log(chance[drawn] * n_negatives)])
        lengths.append(len(chosen))
        index.append(number)
    X = np.concatenate([np.zeros((0, len(FIRST_STAGE)), np.float32), *rows])
    start = np.r_[0, np.cumsum(lengths)].astype(np.int64)
    log_weight = np.concatenate([np.zeros(0), *weights])
    return Lists(X, log_weight, start, np.array(index, dtype=np.int64))


def ranked_lists(fold: FoldReader, pairs: IntArray, first: FirstStage, share: float) -> Lists:
    """Draw candidates from where the first stage ranks them, with all features.

    Parameters
    ----------
    fold : FoldReader
    pairs : array of int of shape (n, 2)
    first : FirstStage
    share : float
        Share of the directed pairs asked of the world.
    """
    chosen, weights, asked = [], [], []
    kept: dict[int, PairWalks] = {}
    for number, query, partner, world in fold.asked(pairs, share):
        pool = fold.candidates(query, partner, world)
        if query not in kept:
            kept[query] = fold.walks(query)
        draw = WORLD_DRAW if world else COUNTRY_DRAW
        drawn, weight = _drawn(first.score(fold.reader, kept[query], pool), draw, fold.rng)
        chosen.append(np.r_[partner, pool[drawn]])
        weights.append(np.r_[0.0, weight])
        asked.append((number, query))
    fold.view.prepare(np.unique(np.concatenate([np.zeros(0, np.int64), *chosen])))
    lengths = [len(one) for one in chosen]
    X = np.empty((sum(lengths), len(FEATURES)), dtype=np.float32)
    known, at = fold.known, 0
    for (_, query), rows in zip(asked, chosen, strict=True):
        pairs_of = Pairs(known.place_facts, known.graph, known.countries, known.date, query, rows)
        table = PairReader(fold.reader, pairs_of, kept[query]).table()
        X[at : at + len(rows)] = table
        at += len(rows)
    numbers = np.array([number for number, _ in asked], dtype=np.int64)
    start = np.r_[0, np.cumsum(lengths)].astype(np.int64)
    return Lists(X, np.concatenate([np.zeros(0), *weights]), start, numbers)


def _drawn(scores: Array, draw: Draw, rng: np.random.Generator) -> tuple[IntArray, Array]:
    """Return positions drawn and the log of how many candidates each stands for."""
    depth = min(draw.depth, len(scores))
    if depth <= draw.top + draw.sample:
        return np.arange(len(scores)), np.zeros(len(scores))
    order = np.argpartition(-scores, depth - 1)
    best, rest = order[:depth], np.sort(order[depth:])
    best = best[np.lexsort((best, -scores[best]))]
    below = rng.choice(best[draw.top :], draw.sample, replace=False)
    far = rng.choice(rest, min(draw.rest, len(rest)), replace=False)
    weights = [np.zeros(draw.top), np.full(draw.sample, np.log((depth - draw.top) / draw.sample))]
    if len(far):
        weights.append(np.full(len(far), np.log(len(rest) / len(far))))
    return np.r_[best[: draw.top], below, far], np.concatenate(weights)
