"""The learned ranker as a method of the benchmark: trained anew on what is known."""

from __future__ import annotations

from typing import Final, Self

import numpy as np

from matcher.matcher import SIMILARITY_FILE
from matcher.ranking.learned.model import Model
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.ranker import LearnedRanker
from matcher.ranking.pairs import Pairs
from matcher.ranking.score_table import BELOW
from matcher.ranking.similarity import SimilarityRanker
from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.lists import pool_of
from models.methods import ScopeName
from models.recipe import Trained, train

LEAST: Final = 40
"""Candidates that are scored at least, as for a list of ten."""


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
        model = Model(trained.first, trained.transform, trained.layers)
        pool = pool_of(trained.expected)
        self.ranker_ = LearnedRanker(
            model,
            SimilarityRanker.from_json(known.atlas.artefact(SIMILARITY_FILE)),
            PlaceFeatures(known.place_facts),
            trained.expected,
            pool,
        )
        self.ranker_.use_graph(known.graph)
        return self

    def score(self, query: int, rows: IntArray, scope: ScopeName) -> Array:
        """Score candidates; see the class for those beyond the shortlist."""
        ranker, known = self.ranker_, self.known_
        taken = np.append(known.graph.partners(query), query)
        free = np.flatnonzero(~np.isin(rows, taken))
        if scope == "world":
            free = free[np.isin(rows[free], ranker.pool)]
        pairs = Pairs(
            known.place_facts, known.graph, known.countries, known.date, query, rows[free]
        )
        best = ranker.shortlist(pairs, LEAST)
        result = np.full(len(rows), np.nan)
        short = pairs.narrowed(pairs.rows[best])
        scores = ranker.score(ranker.features(short), {}) - BELOW * ranker.bands(short)
        result[free[best]] = scores
        if scope == "country" and len(best) < len(free):
            rest = np.setdiff1d(np.arange(len(free)), best)
            first = ranker.first_stage(pairs)[rest]
            result[free[rest]] = scores.min() - 1 - (first.max() - first)
        return result
