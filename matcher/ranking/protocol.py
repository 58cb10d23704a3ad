"""Rankers: from a query and its candidates to scores that add up by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph

__all__ = ["Estimates", "Ranker", "Shortlist"]


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
    scores, habit : numpy.ndarray of shape (n,)
        Their scores under the weights, and habit at weight 1.
    others : numpy.ndarray of shape (n_others,)
        Habit of the places that rules keep out and that a partner may be among.
    weights : mapping of str to float
    listed : int
        Length of the list that will be shown.
    """

    X: Array
    scores: Array
    habit: Array
    others: Array
    weights: Mapping[str, float]
    listed: int = 0


class Ranker(Protocol):
    """All that is asked of a ranker; :func:`matcher.ranking.check.check_ranker` tests it.

    Attributes
    ----------
    name : str
        As answers and records name it.
    trained : bool
        Whether it learned from partnerships, so that a known partner must be ranked
        by what :meth:`held_out` returns.
    batch_size : int
        Queries that are worth ranking side by side.
    """

    name: str
    trained: bool
    batch_size: int

    def prefetch(self, several: Sequence[Pairs]) -> None:
        """Compute together what the shortlists of several queries need; may do nothing."""

    def prefetch_places(self, graph: PartnershipGraph, rows: IntArray) -> None:
        """Compute what places of these rows need over a graph; may do nothing."""

    def shortlist(self, pairs: Pairs, least: int = 0, most: int | None = None) -> IntArray:
        """Return positions of the candidates that :meth:`features` scores, ascending."""

    def bands(self, pairs: Pairs) -> Array | None:
        """Return how far down the query's own list each candidate stands, None without a list.

        A later band stands below an earlier one, whatever the scores. It depends on the query,
        the place and :attr:`Pairs.scope`, never on which other candidates there are.
        """

    def leading(self, pairs: Pairs) -> IntArray | None:
        """Return the rows among which chances are reckoned, candidates or not; None without."""

    def first_stage(self, pairs: Pairs) -> Array | None:
        """Return the score that orders places beyond the shortlist, None without one."""

    def features(self, pairs: Pairs) -> Array:
        """Return one numeric row a pair, NaN where unknown."""

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return one score a row; higher is better."""

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each criterion adds, then habit, shape (n, 10); rows sum to the score.

        Each column is what it adds at weight 1, times its weight.
        """

    def plain(self, pairs: Pairs) -> Array:
        """Return the score of pairs where nobody said what they wish, shape (n,)."""

    def drivers(self, X: Array) -> Sequence[Mapping[str, float]]:
        """Return what drives the habit of each row, by key; each adds up to its habit."""

    def components(self, X: Array) -> Array:
        """Return the columns of the features that are components of the criteria."""

    def estimates(self, lists: Sequence[Shortlist]) -> list[Estimates] | None:
        """Return probabilities and rank intervals of shortlists, where the ranker has them."""

    def chances(self, habit: Array, others: Array = ...) -> Array | None:
        """Return the probability of each of some candidates by habit, others beside them."""

    def held_out(self, fold: int) -> Ranker:
        """Return the ranker that never saw the partnerships of a fold.

        See :func:`matcher.ranking.folds.hidden_fold`. A ranker that is not trained is its own.
        """
