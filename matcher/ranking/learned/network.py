"""A small neural network over the features of a pair, and the transform it reads them by."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from matcher.tables.atlas import Array

N_QUANTILES: Final = 33
AT_ONCE: Final = 256
"""Rows that are computed at once, so that they stay in the processor's cache."""

LONG: Final = 4096
"""Values that are compared with quantiles in one row."""

STACK: Final = 16
"""Rows of one matrix product: the single-precision lanes of a processor's widest vectors."""

_BOUND: Final = 1.7
_CLIP: Final = 3.0

Layer = tuple[Array, Array]


class _Steps(NamedTuple):
    """The lines between the distinct quantiles of each feature, level outside them.

    Attributes
    ----------
    knots : numpy.ndarray of shape (n_knots, n_rows * n_features)
        Distinct quantiles, ascending; infinite where a feature has fewer. Several
        rows of the same behind each other.
    level, slope : numpy.ndarray of shape ((n_knots + 1) * n_features,)
        The line a value is on by how many knots it has reached, then by feature:
        its height at 0, and its slope.
    """

    knots: Array
    level: Array
    slope: Array


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
        self.__dict__.pop("_steps", None)
        return self

    @classmethod
    def beside(cls, transforms: Sequence[FeatureTransform]) -> FeatureTransform:
        """Return the transform of several tables side by side, each by its own."""
        joint = cls()
        joint.quantiles_ = np.concatenate([one.quantiles_ for one in transforms])
        joint.mean_ = np.concatenate([one.mean_ for one in transforms])
        joint.scale_ = np.concatenate([one.scale_ for one in transforms])
        return joint

    def transform(self, X: Array) -> Array:
        """Return shape (n, 2 * n_features), every value within 3 of 0."""
        result = np.empty((len(X), 2 * X.shape[1]), dtype=np.float32)
        for some in _chunks(len(X)):
            part, raw = result[some], X[some]
            part[:, ::2] = self._levels(raw)
            part[:, 1::2] = (raw - self.mean_) / self.scale_
            np.clip(part, -_CLIP, _CLIP, out=part)
            part[np.isnan(part)] = 0
        return result

    def _levels(self, X: Array) -> Array:
        """Interpolate between the quantiles, shape (n, n_features); NaN stays.

        Every column at once: a call of ``numpy.interp`` a column takes twice as long.
        """
        steps = self._steps
        line = self._reached(X) * np.uint32(X.shape[1])
        line = (line + np.arange(X.shape[1], dtype=np.uint32)).astype(np.intp)
        levels = steps.slope.take(line)
        levels *= X
        levels += steps.level.take(line)
        return levels

    def _reached(self, X: Array) -> Array:
        """Count the distinct quantiles that each value has reached, shape (n, n_features).

        Several rows stand behind each other as one long one, which the processor
        compares much faster than short ones.
        """
        width = self._steps.knots.shape[1]
        flat = np.asarray(X, dtype=np.float32).reshape(-1)
        if X.size % width:
            flat = np.append(flat, np.zeros(-X.size % width, dtype=np.float32))
        values = flat.reshape(-1, width)
        reached = np.zeros(values.shape, dtype=np.uint8)
        passed = np.empty(values.shape, dtype=bool)
        for knots in self._steps.knots:
            reached += np.greater_equal(values, knots, out=passed).view(np.uint8)
        return reached.reshape(-1)[: X.size].reshape(X.shape)

    @cached_property
    def _steps(self) -> _Steps:
        """A value that fills several quantiles has their middle as its level."""
        levels = np.linspace(-_BOUND, _BOUND, N_QUANTILES)
        n = len(self.quantiles_)
        knots = np.full((N_QUANTILES, n), np.inf, dtype=np.float32)
        knot, level, slope = np.zeros((3, N_QUANTILES + 1, n))
        for column, quantiles in enumerate(self.quantiles_):
            found, first = np.unique(quantiles, return_index=True)
            if len(found) == 1:
                continue
            last = np.r_[first[1:], N_QUANTILES] - 1
            middle, at = (levels[first] + levels[last]) / 2, found.astype(np.float64)
            knots[: len(found), column] = found
            knot[:, column] = np.r_[at[0], at, np.full(N_QUANTILES - len(at), at[-1])]
            level[:, column] = np.r_[middle[0], middle, np.full(N_QUANTILES - len(at), middle[-1])]
            slope[1 : len(found), column] = np.diff(middle) / np.diff(at)
        most = int(np.isfinite(knots).any(axis=1).sum())
        at_zero, slope = (one[: most + 1].ravel() for one in (level - slope * knot, slope))
        return _Steps(np.tile(knots[:most], -(-LONG // n)), at_zero, slope)


class Networks:
    """Networks of one shape, computed together; two hidden layers with the SiLU activation.

    Parameters
    ----------
    networks : sequence of sequence of (weights, bias)
        The layers of each network, at least one network.
    """

    def __init__(self, networks: Sequence[Sequence[Layer]]) -> None:
        self._layers = []
        n_layers = len(networks[0])
        for depth in range(n_layers):
            hidden = depth < n_layers - 1
            # What is hidden goes with the other sign, which saves the activation one.
            turned = -1 if (depth > 0) != hidden else 1
            weights = np.stack([one[depth][0] for one in networks]).swapaxes(1, 2)[:, None]
            bias = np.stack([one[depth][1] for one in networks])[:, None, :, None]
            self._layers.append(
                (
                    np.ascontiguousarray(turned * weights, dtype=np.float32),
                    (-bias if hidden else bias).astype(np.float32),
                )
            )

    def score(self, Z: Array) -> Array:
        """Return what each network says, shape (n_networks, n).

        Parameters
        ----------
        Z : array of shape (n_networks, n, 2 * n_features)
            Each network's transformed features.

        Notes
        -----
        Computed in single precision on stacks of exactly :data:`STACK` rows, the last
        one filled up, which stand side by side: each is one lane of the processor's
        vectors, so a score is the same to the last digit wherever its row stands and
        whichever candidates stand beside it.
        """
        result = np.empty(Z.shape[:2])
        # Where the exponential overflows, the activation is 0, which is its limit.
        with np.errstate(over="ignore"):
            for some in _chunks(Z.shape[1]):
                result[:, some] = self._forward(Z[:, some])
        return result

    def _forward(self, Z: Array) -> Array:
        n_networks, n, width = Z.shape
        rows = np.asarray(Z, dtype=np.float32)
        if n % STACK:
            rows = np.zeros((n_networks, n + -n % STACK, width), dtype=np.float32)
            rows[:, :n] = Z
        values = rows.reshape(n_networks, -1, STACK, width).swapaxes(2, 3)
        values = np.ascontiguousarray(values)
        for depth, (weights, bias) in enumerate(self._layers):
            values = np.matmul(weights, negative_silu(values) if depth else values)
            values += bias
        result: Array = values.reshape(n_networks, -1)[:, :n]
        return result


def negative_silu(turned: Array) -> Array:
    """Return ``-x / (1 + exp(-x))`` of ``-x``, the activation with the other sign."""
    slope = np.exp(turned)
    slope += 1
    return np.divide(turned, slope, out=slope)


def _chunks(n: int) -> Iterator[slice]:
    """Cut rows into pieces that stay in the processor's cache."""
    return (slice(first, first + AT_ONCE) for first in range(0, n, AT_ONCE))
