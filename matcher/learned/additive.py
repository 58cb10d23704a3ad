"""A sum of one small neural network a criterion, and one over all of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from matcher.atlas import Array
from matcher.learned.pairfeatures import FEATURES, GROUPS
from matcher.mandate import CRITERIA

PARTS: Final = (*CRITERIA, "combination")
"""One part a criterion, and the remainder that sees every feature."""

N_QUANTILES: Final = 33
_BOUND: Final = 1.7
_CLIP: Final = 3.0

Layer = tuple[Array, Array]


def part_columns(part: str) -> Array:
    """Return the columns of the transformed table that a part reads."""
    names = FEATURES if part == "combination" else GROUPS[part]
    first = np.array([FEATURES.index(name) for name in names])
    return np.sort(np.concatenate([2 * first, 2 * first + 1]))


class FeatureTransform:
    """Turn raw features into two bounded columns each: the quantile and the value.

    Unknown takes 0, the middle of both, so a missing fact is neither high nor low.

    Attributes
    ----------
    quantiles_ : numpy.ndarray of shape (n_features, 33)
    mean_, scale_ : numpy.ndarray of shape (n_features,)
    """

    def fit(self, X: Array, y: None = None) -> FeatureTransform:  # noqa: ARG002
        """Learn quantiles, mean and scale of each feature, unknowns apart."""
        levels = np.linspace(0, 1, N_QUANTILES)
        with warnings.catch_warnings():
            # numpy warns of a feature that is unknown in every row, which is no fault here.
            warnings.simplefilter("ignore", RuntimeWarning)
            self.quantiles_ = np.nan_to_num(np.nanquantile(X, levels, axis=0).T).astype(np.float32)
            self.mean_ = np.nan_to_num(np.nanmean(X, axis=0)).astype(np.float32)
            self.scale_ = (np.nan_to_num(np.nanstd(X, axis=0)) + 1e-6).astype(np.float32)
        self.__dict__.pop("_knots", None)
        return self

    def transform(self, X: Array) -> Array:
        """Return shape (n, 2 * n_features), every value within 3 of 0."""
        result = np.zeros((len(X), 2 * X.shape[1]), dtype=np.float32)
        for index, (knots, levels) in enumerate(self._knots):
            if len(knots) > 1:
                result[:, 2 * index] = np.interp(X[:, index], knots, levels)
        result[:, 1::2] = (X - self.mean_) / self.scale_
        np.clip(result, -_CLIP, _CLIP, out=result)
        result[np.isnan(result)] = 0
        return result

    @cached_property
    def _knots(self) -> list[tuple[Array, Array]]:
        """Distinct quantiles and their levels; a value that fills several has their middle."""
        levels = np.linspace(-_BOUND, _BOUND, N_QUANTILES)
        result = []
        for quantiles in self.quantiles_:
            knots, first = np.unique(quantiles, return_index=True)
            last = np.r_[first[1:], N_QUANTILES] - 1
            result.append((knots, (levels[first] + levels[last]) / 2))
        return result


class AdditiveNetwork:
    """The parts' networks; each has two hidden layers with the SiLU activation.

    Parameters
    ----------
    layers : sequence of sequence of (weights, bias)
        Three layers a part, in the order of :data:`PARTS`.
    """

    def __init__(self, layers: Sequence[Sequence[Layer]]) -> None:
        self.layers = layers
        self._columns = [part_columns(part) for part in PARTS]

    def parts(self, Z: Array) -> Array:
        """Return what each part adds, shape (n, 10).

        Parameters
        ----------
        Z : array of shape (n, 2 * n_features)
            Transformed features.
        """
        result = np.empty((len(Z), len(PARTS)), dtype=np.float64)
        # In single precision a score would differ in its last digits with the candidates beside it.
        Z = Z.astype(np.float64)
        for index, (layers, columns) in enumerate(zip(self.layers, self._columns, strict=True)):
            hidden = Z[:, columns]
            for weights, bias in layers[:-1]:
                hidden = hidden @ weights
                hidden += bias
                hidden = silu(hidden)
            weights, bias = layers[-1]
            result[:, index] = (hidden @ weights + bias)[:, 0]
        return result


def silu(values: Array) -> Array:
    """Return ``x / (1 + exp(-x))``."""
    # Where the exponential overflows the quotient is 0, which is the limit.
    with np.errstate(over="ignore"):
        slope = np.exp(-values)
        slope += 1
        return np.divide(values, slope, out=slope)
