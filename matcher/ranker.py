"""Rankers: from a query and its candidates to scores that add up by criterion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from matcher.atlas import Array, IntArray
from matcher.criteria import COMPONENTS
from matcher.errors import ModelError
from matcher.mandate import CRITERIA
from matcher.pairs import Pairs

SIMILARITY_FORMAT: Final = 1


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

    def look_ahead(self, several: Sequence[Pairs]) -> None:
        """Prepare for the shortlists of several queries that are asked next."""

    def shortlist(self, pairs: Pairs, least: int = 0, most: int | None = None) -> IntArray:
        """Return positions of the candidates worth a full look, ascending."""

    def features(self, pairs: Pairs) -> Array:
        """Return one numeric row a pair, NaN where unknown."""

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return one score a row; higher is better."""

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each criterion adds, then any remainder; rows sum to the score."""

    def estimates(self, lists: Sequence[Shortlist]) -> list[Estimates] | None:
        """Return probabilities and rank intervals of shortlists, where the ranker has them."""


class SimilarityRanker:
    """The transparent baseline: a weighted mean of visible criteria.

    A criterion is the weighted mean of its components. An unknown component
    takes its neutral value, the mean over random pairs where it is known, so it
    counts neither for nor against.

    Attributes
    ----------
    neutral_ : numpy.ndarray of shape (n_components,)
        Learnt by :meth:`fit`.

    Notes
    -----
    ``score = sum_k w_k s_k / sum_k w_k`` with the council's weights ``w_k`` and
    criterion scores ``s_k`` in 0..1.
    """

    name = "similarity"
    together = 1
    """Everything is measured: several queries would only take memory."""

    def fit(self, X: Array, y: None = None) -> SimilarityRanker:  # noqa: ARG002
        """Learn the neutral values from random pairs.

        Parameters
        ----------
        X : array of shape (n_pairs, n_components)
            Component values in 0..1, NaN where unknown.
        y : None
            Ignored, for the estimator convention.

        Raises
        ------
        ValueError
            A component is unknown in every pair.
        """
        known = np.isfinite(X)
        if not known.any(axis=0).all():
            empty = [COMPONENTS[i].key for i in np.flatnonzero(~known.any(axis=0))]
            raise ValueError(f"no pair has a value for {', '.join(empty)}: draw more pairs")
        self.neutral_ = np.nanmean(X, axis=0)
        return self

    def look_ahead(self, several: Sequence[Pairs]) -> None:
        """Prepare nothing: a likeness is measured pair by pair."""

    def shortlist(self, pairs: Pairs, least: int = 0, most: int | None = None) -> IntArray:  # noqa: ARG002
        """Return every position: the whole world is measured."""
        return np.arange(len(pairs))

    def features(self, pairs: Pairs) -> Array:
        """Measure every component.

        Returns
        -------
        numpy.ndarray of shape (n, n_components)
        """
        X = np.empty((len(pairs), len(COMPONENTS)), dtype=np.float32)
        for index, component in enumerate(COMPONENTS):
            X[:, index] = component.measure(pairs)
        return X

    def criterion_scores(self, X: Array) -> Array:
        """Return each criterion's score in 0..1, shape (n, 9)."""
        filled = np.where(np.isfinite(X), X, self.neutral_)
        return _by_criterion(filled)

    def known_shares(self, X: Array) -> Array:
        """Return the share of each criterion that rests on facts, shape (n, 9)."""
        return _by_criterion(np.isfinite(X))

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each criterion adds to the score, shape (n, 9)."""
        vector = weight_vector(weights)
        result: Array = self.criterion_scores(X) * (vector / vector.sum())
        return result

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return the weighted mean of the criteria, shape (n,), in 0..1."""
        return summed(self.contributions(X, weights))

    def estimates(self, lists: Sequence[Shortlist]) -> None:
        """Return nothing: a likeness has no probability."""

    def component_effects(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each component adds beyond a random pair, NaN where unknown.

        Returns
        -------
        numpy.ndarray of shape (n, n_components)
        """
        vector = weight_vector(weights)
        share = _MIXING @ (vector / vector.sum())
        result: Array = (X - self.neutral_) * share
        return result

    def to_json(self) -> str:
        """Return the neutral values as JSON."""
        check_fitted(self)
        content = {
            "format": SIMILARITY_FORMAT,
            "neutral": {
                component.key: round(float(value), 6)
                for component, value in zip(COMPONENTS, self.neutral_, strict=True)
            },
        }
        return json.dumps(content, indent=1) + "\n"

    @classmethod
    def from_json(cls, content: bytes) -> SimilarityRanker:
        """Read the neutral values that :meth:`to_json` gave.

        Raises
        ------
        ModelError
            The content is not JSON, or is made for other components.
        """
        try:
            fields = json.loads(content)
            neutral = fields["neutral"]
            found = fields["format"], list(neutral)
            values = np.array([float(value) for value in neutral.values()])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"the similarity ranker cannot be read ({error!r}): restore it or rebuild it"
            ) from None
        expected = SIMILARITY_FORMAT, [component.key for component in COMPONENTS]
        if found != expected or not ((values >= 0) & (values <= 1)).all():
            raise ModelError(
                "the similarity ranker was made for other components than this program measures: "
                "rebuild it with 'python -m features build'"
            )
        ranker = cls()
        ranker.neutral_ = values
        return ranker


def weight_vector(weights: Mapping[str, float]) -> Array:
    """Return the criteria's weights in their fixed order, shape (9,)."""
    return np.array([float(weights.get(key, 1.0)) for key in CRITERIA])


def part_vector(weights: Mapping[str, float], n_parts: int) -> Array:
    """Return the weight of each part of a score, shape (n_parts,).

    A remainder behind the nine criteria sees all of them: it counts once, and
    not at all as soon as a criterion is removed by a weight of 0.
    """
    vector = weight_vector(weights)
    rest = 1.0 if (vector > 0).all() else 0.0
    return np.concatenate([vector, np.full(n_parts - len(CRITERIA), rest)])


def summed(contributions: Array) -> Array:
    """Return the sum of each row, its last bits independent of the rows beside it."""
    total = np.zeros(len(contributions))
    for column in contributions.T:
        total += column
    return total


def parted(joined: Array, lengths: Sequence[int]) -> list[Array]:
    """Cut rows that were put behind each other apart again, see :func:`numpy.concatenate`.

    Examples
    --------
    >>> [part.tolist() for part in parted(np.array([7, 8, 9]), [1, 2])]
    [[7], [8, 9]]
    """
    return np.split(joined, np.cumsum(lengths)[:-1])


def scores_without(contributions: Array, weights: Mapping[str, float], mean: bool) -> Array:
    """Return the score of each candidate with one criterion at weight 0, shape (n, 9).

    Parameters
    ----------
    contributions : array of shape (n, n_parts)
        What each part adds under the weights.
    weights : mapping of str to float
    mean : bool
        Whether the score is a mean over the weights.

    Notes
    -----
    A criterion takes its own contribution along. Of a sum it also takes the
    remainder, which sees every criterion and counts only while all of them do.
    Of a mean the others' weights share the whole, so the rest grows; NaN where
    no other criterion has a weight.
    """
    vector = weight_vector(weights)
    own, rest = contributions[:, : len(CRITERIA)], contributions[:, len(CRITERIA) :]
    left = contributions.sum(axis=1)[:, None] - own
    left -= np.where(vector > 0, rest.sum(axis=1)[:, None], 0.0)
    others = np.where(vector < vector.sum(), vector.sum() - vector, np.nan)
    scale = vector.sum() / others
    result: Array = left * scale if mean else np.where(np.isfinite(scale), left, np.nan)
    return result


def check_fitted(ranker: Any) -> None:
    """Refuse an estimator without fitted attributes.

    Raises
    ------
    ModelError
        :meth:`fit` was not called.
    """
    if not any(name.endswith("_") and not name.startswith("_") for name in vars(ranker)):
        raise ModelError(f"{type(ranker).__name__} is not fitted: call fit first")


def _by_criterion(values: Array) -> Array:
    """Return the weighted mean of the components of each criterion, shape (n, 9).

    A matrix product would give one row alone other last bits than the same row
    among many, and a candidate's score must not depend on its company.
    """
    result = np.zeros((len(values), len(CRITERIA)))
    for index, shares in enumerate(_MIXING):
        criterion = int(np.argmax(shares))
        result[:, criterion] += values[:, index] * shares[criterion]
    return result


def _mixing() -> Array:
    mixing = np.zeros((len(COMPONENTS), len(CRITERIA)))
    for index, component in enumerate(COMPONENTS):
        mixing[index, CRITERIA.index(component.criterion)] = component.weight
    result: Array = mixing / mixing.sum(axis=0)
    return result


_MIXING: Final = _mixing()
