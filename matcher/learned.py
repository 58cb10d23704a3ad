"""The learned ranker: retrieval, pair features and the additive network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from matcher.additive import PARTS, AdditiveNetwork, FeatureTransform
from matcher.atlas import Array, IntArray
from matcher.pairfeatures import PairReader, PairWalks, Reader
from matcher.pairs import Pairs
from matcher.retrieval import FirstStage

SHORTLIST: Final = 500
"""Candidates of a country that get a full look."""

SHORTLIST_WORLD: Final = 2000
"""Candidates of a wider scope that get a full look."""


class LearnedRanker:
    """Rank by what real partnerships suggest.

    Parameters
    ----------
    reader : Reader
        The partnerships it may know.
    first : FirstStage
    transform : FeatureTransform
    network : AdditiveNetwork
    pool : array of int, optional
        Rows that are retrieved where the candidates are of many countries.
    """

    name = "learned"

    def __init__(
        self,
        reader: Reader,
        first: FirstStage,
        transform: FeatureTransform,
        network: AdditiveNetwork,
        pool: IntArray | None = None,
    ) -> None:
        self.reader, self.first = reader, first
        self.transform, self.network, self.pool = transform, network, pool
        self._walks: PairWalks | None = None

    def walks(self, query: int) -> PairWalks:
        """Return the walks of a query, kept for its next candidate list."""
        if self._walks is None or self._walks.query != query:
            self._walks = PairWalks(self.reader.view, query)
        return self._walks

    def shortlist(self, query: int, rows: IntArray, most: int | None = None) -> IntArray:
        """Return positions of the candidates worth a full look.

        Parameters
        ----------
        query : int
        rows : array of int of shape (n,)
        most : int, optional
            Default: :data:`SHORTLIST` within one country, else
            :data:`SHORTLIST_WORLD`.
        """
        country = self.reader.view.facts.country[rows]
        wide = len(rows) > 0 and bool((country != country[0]).any())
        most = most or (SHORTLIST_WORLD if wide else SHORTLIST)
        positions = np.arange(len(rows))
        if wide and self.pool is not None and len(rows) > len(self.pool):
            positions = np.flatnonzero(np.isin(rows, self.pool))
        best = self.first.best(self.reader, self.walks(query), rows[positions], most)
        return np.sort(positions[best])

    def features(self, pairs: Pairs) -> Array:
        """Return the transformed features, shape (n, 2 * n_features)."""
        table = PairReader(self.reader, pairs, self.walks(pairs.query)).table()
        return self.transform.transform(table)

    def parts(self, X: Array) -> Array:
        """Return what each part adds at weight 1, shape (n, 10)."""
        return self.network.parts(X)

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each part adds under the weights, shape (n, 10)."""
        return self.parts(X) * np.array([float(weights.get(part, 1.0)) for part in PARTS])

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return the sum of the parts in log odds, shape (n,)."""
        return self.contributions(X, weights).sum(axis=1)
