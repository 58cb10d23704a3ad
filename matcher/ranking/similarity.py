"""What a council wishes: likeness by the criteria it sees, and a ranking by it alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Shortlist
from matcher.ranking.weights import part_vector, summed, weight_vector
from matcher.records.criteria import CRITERIA
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph

SIMILARITY_FORMAT: Final = 1

KAPPA: Final = 1.0
"""Log odds from a wholly unlike to a wholly alike place on one criterion at weight 1."""

WISH_DECIMALS: Final = 6
"""What a criterion adds is rounded, so that it does not depend on the rows beside it."""


class SimilarityRanker:
    """Rank by the likeness of the visible criteria, whatever cities did.

    A criterion is the weighted mean of its components. An unknown component
    takes its neutral value, the mean over random pairs where it is known, so it
    counts neither for nor against. It answers where habit has the weight 0, and
    measures the wish where the learned ranker answers.

    Attributes
    ----------
    neutral_ : numpy.ndarray of shape (n_components,)
        Learnt by :meth:`fit`.

    Notes
    -----
    ``score = sum_k w_k KAPPA (s_k - n_k)`` with the council's weights ``w_k``, likeness
    ``s_k`` and neutral likeness ``n_k`` in 0..1.
    """

    name = "similarity"
    trained = False
    batch_size = 1
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

    def prefetch(self, several: Sequence[Pairs]) -> None:
        """Prepare nothing: a likeness is measured pair by pair."""

    def prefetch_places(self, graph: PartnershipGraph, rows: IntArray) -> None:
        """Prepare nothing."""

    def bands(self, pairs: Pairs) -> None:
        """Return nothing: every place is measured alike."""

    def first_stage(self, pairs: Pairs) -> None:
        """Return nothing: the shortlist leaves nobody out."""

    def leading(self, pairs: Pairs) -> None:
        """Return nothing: a likeness has no chances."""

    def chances(self, habit: Array, others: Array | None = None) -> None:
        """Return nothing: a likeness has no probability."""

    def held_out(self, fold: int) -> SimilarityRanker:  # noqa: ARG002
        """Return itself: it saw no partnership."""
        return self

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

    def wish(self, X: Array) -> Array:
        """Return what each criterion adds at weight 1, in log odds, shape (n, 9).

        Notes
        -----
        ``KAPPA * (likeness - neutral)``: a criterion of which nothing is known adds nothing,
        and more weight never helps a place that is less alike.
        """
        neutral = _by_criterion(self.neutral_[None])
        result: Array = np.round(KAPPA * (self.criterion_scores(X) - neutral), WISH_DECIMALS)
        return result

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each part adds to the score, shape (n, 10); habit adds nothing here."""
        parts = np.column_stack([self.wish(X), np.zeros(len(X))])
        result: Array = parts * part_vector(weights)
        return result

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return the sum of the contributions in log odds, shape (n,)."""
        return summed(self.contributions(X, weights))

    def plain(self, pairs: Pairs) -> Array:
        """Return the score where nobody said what they wish: every weight is 1, shape (n,)."""
        return self.score(self.features(pairs), {})

    def drivers(self, X: Array) -> list[dict[str, float]]:
        """Return nothing for each row: no habit is in it."""
        return [{} for _ in X]

    def components(self, X: Array) -> Array:
        """Return the components among the features: all of them."""
        return X

    def estimates(self, lists: Sequence[Shortlist]) -> None:
        """Return nothing: a likeness has no probability."""

    def component_effects(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each component adds beyond a random pair in log odds, NaN where unknown.

        Returns
        -------
        numpy.ndarray of shape (n, n_components)
        """
        share = KAPPA * (_MIXING @ weight_vector(weights))
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
                "fit it anew with 'python -m features refit'"
            )
        ranker = cls()
        ranker.neutral_ = values
        return ranker


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
