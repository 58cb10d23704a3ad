"""Rankers: from a query and its candidates to scores that add up by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array, IntArray


class Estimates(NamedTuple):
    """Probability and rank interval of each candidate of a shortlist.

    Attributes
    ----------
    probability : numpy.ndarray of shape (n,)
        Chance to be the partner if the city finds one among the candidates.
    rank_low, rank_high : numpy.ndarray of shape (n,)
        Best and worst rank by models trained on resampled partnerships.
    """

    probability: Array
    rank_low: Array
    rank_high: Array

    def of(self, positions: IntArray) -> Estimates:
        """Return the estimates of some candidates."""
        return Estimates(*(values[positions] for values in self))


class Shortlist(NamedTuple):
    """Candidates of one query with their scores.

    Attributes
    ----------
    X : numpy.ndarray of shape (n, n_features)
        Features of the whole shortlist.
    scores, plain : numpy.ndarray of shape (n,)
        Their scores under the weights, and at weight 1.
    weights : mapping of str to float
    listed : int
        Length of the list that will be shown.
    """

    X: Array
    scores: Array
    plain: Array
    weights: Mapping[str, float]
    listed: int = 0


class Ranker(Protocol):
    """What the service needs of a ranker."""

    name: str
    together: int
    """Queries that are worth ranking side by side."""

    def prefetch(self, several: Sequence[Pairs]) -> None:
        """Prepare for the shortlists of several queries that are asked next."""

    def shortlist(self, pairs: Pairs, least: int = 0, most: int | None = None) -> IntArray:
        """Return positions of the candidates that the second stage scores, ascending."""

    def features(self, pairs: Pairs) -> Array:
        """Return one numeric row a pair, NaN where unknown."""

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return one score a row; higher is better."""

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each criterion adds, then any remainder; rows sum to the score."""

    def estimates(self, lists: Sequence[Shortlist]) -> list[Estimates] | None:
        """Return probabilities and rank intervals of shortlists, where the ranker has them."""
