"""The shipped similarity ranker as a method of the benchmark."""

from __future__ import annotations

from typing import Self

from features.similarity import fit_similarity
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array, IntArray
from models.known import KnownWorld
from models.methods import ScopeName


class SimilarityMethod:
    """The transparent baseline with every criterion at weight 1.

    Its neutral values are fitted anew on what is known: those that ship were
    fitted on every link.
    """

    one_score = False  # the score does not depend on the scope, but costs too much for the world

    def fit(self, known: KnownWorld) -> Self:
        """Fit the neutral values."""
        self.known_ = known
        self.ranker_ = fit_similarity(known.atlas, known.date, known.random_state)
        return self

    def score(self, query: int, rows: IntArray, scope: ScopeName) -> Array:  # noqa: ARG002
        """Score candidates by the weighted mean of visible criteria."""
        known = self.known_
        pairs = Pairs(known.place_facts, known.graph, known.countries, known.date, query, rows)
        return self.ranker_.score(self.ranker_.features(pairs), {})
