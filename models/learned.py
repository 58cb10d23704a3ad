"""The learned ranker as a method of the benchmark: trained anew on what is known."""

from __future__ import annotations

from typing import Self

import numpy as np

from matcher.atlas import Array, IntArray
from matcher.learned import LearnedRanker
from matcher.linkview import LinkView
from matcher.pairfeatures import Reader
from matcher.pairs import Pairs
from matcher.placefacts import PlaceFacts
from models.known import KnownWorld
from models.lists import pool_of
from models.methods import ScopeName
from models.recipe import Trained, train


class LearnedMethod:
    """Train by the recipe, then rank as the product does.

    In the scope ``country`` every candidate has a score: those beyond the
    shortlist follow it in the first stage's order. In the scope ``world`` a
    place that was not retrieved has none.
    """

    one_score = False

    def fit(self, known: KnownWorld) -> Self:
        """Train on the known partnerships."""
        return self.use(known, train(known))

    def use(self, known: KnownWorld, trained: Trained) -> Self:
        """Take over a trained ranker's parts."""
        self.known_ = known
        view = LinkView(PlaceFacts(known.profiles), known.graph.ends)
        pool = pool_of(trained.expected)
        view.prepare(pool)
        self.ranker_ = LearnedRanker(
            Reader(view, trained.expected), trained.first, trained.transform, trained.network, pool
        )
        return self

    def score(self, query: int, rows: IntArray, scope: ScopeName) -> Array:
        """Score candidates; see the class for those beyond the shortlist."""
        ranker, known = self.ranker_, self.known_
        taken = np.append(known.graph.partners(query), query)
        free = np.flatnonzero(~np.isin(rows, taken))
        if scope == "world":
            free = free[np.isin(rows[free], ranker.pool)]
        result = np.full(len(rows), np.nan)
        best = free[ranker.shortlist(query, rows[free])]
        pairs = Pairs(known.profiles, known.graph, known.countries, known.date, query, rows[best])
        result[best] = ranker.score(ranker.features(pairs), {})
        if scope == "country":
            rest = np.setdiff1d(free, best)
            if len(rest):
                first = ranker.first.score(ranker.reader, ranker.walks(query), rows[rest])
                floor = float(np.min(result[best], initial=0.0))
                result[rest] = floor - 1 - (first.max() - first)
        return result
