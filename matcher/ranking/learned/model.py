"""A trained model as one vector of numbers, and what several say of the same candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.learned.network import N_QUANTILES, FeatureTransform, Layer, Networks
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage
from matcher.tables.atlas import Array

N_LAYERS: Final = 3
_N_ARRAYS: Final = 4 + 2 * N_LAYERS


@dataclass(frozen=True, slots=True)
class Model:
    """One trained model: retrieval, transform and network.

    Attributes
    ----------
    first : FirstStage
    transform : FeatureTransform
    layers : list of (weights, bias)
        Of the network, see :class:`~matcher.ranking.learned.network.Networks`.
    """

    first: FirstStage
    transform: FeatureTransform
    layers: list[Layer]

    def shapes(self) -> list[list[int]]:
        """Return the shapes of the arrays that :meth:`packed` joins, in their order."""
        return [list(array.shape) for array in self._arrays()]

    def packed(self) -> Array:
        """Return every number of the model as one vector."""
        return np.concatenate([array.ravel() for array in self._arrays()]).astype(np.float32)

    def _arrays(self) -> list[Array]:
        transform = self.transform
        result = [
            self.first.coefficients, transform.quantiles_, transform.mean_, transform.scale_,
        ]  # fmt: skip
        for weights, bias in self.layers:
            result += [weights, bias]
        return result

    @classmethod
    def unpacked(cls, vector: Array, shapes: Sequence[Sequence[int]]) -> Model:
        """Read a model back from its vector.

        Raises
        ------
        ModelError
            The vector does not fit the shapes, or they do not fit this program.
        """
        _check_shapes(shapes)
        sizes = [int(np.prod(shape)) for shape in shapes]
        if vector.shape != (sum(sizes),) or vector.dtype.kind != "f":
            raise ModelError(
                f"the ranker has numbers of shape {vector.shape} and type {vector.dtype}, "
                f"{sum(sizes):,} were expected in {_N_ARRAYS} arrays: train it anew with "
                "'make train'"
            )
        if not np.isfinite(vector).all():
            raise ModelError("the ranker holds a number that is none: train it with 'make train'")
        pieces = np.split(vector, np.cumsum(sizes)[:-1])
        arrays = [piece.reshape(shape) for piece, shape in zip(pieces, shapes, strict=True)]
        transform = FeatureTransform()
        transform.quantiles_, transform.mean_, transform.scale_ = arrays[1:4]
        layers = list(zip(arrays[4::2], arrays[5::2], strict=True))
        return cls(FirstStage(arrays[0]), transform, layers)


class Ensemble:
    """Models of one shape that are asked about the same candidates in one go.

    Parameters
    ----------
    models : sequence of Model
        At least one.
    """

    def __init__(self, models: Sequence[Model]) -> None:
        self._n_models = len(models)
        # Side by side their features are transformed like those of one wide table.
        self._transform = FeatureTransform.beside([one.transform for one in models])
        self._networks = Networks([one.layers for one in models])

    def score(self, X: Array) -> Array:
        """Return the log odds by each model, shape (n_models, n).

        Parameters
        ----------
        X : array of shape (n, n_features)
            Raw features; NaN where unknown.

        Notes
        -----
        A pair of which nothing is known has 0: every score is told beyond it.
        """
        wide = self._transform.transform(np.tile(X, (1, self._n_models)))
        Z = wide.reshape(len(X), self._n_models, 2 * X.shape[1]).swapaxes(0, 1)
        return self._networks.score(Z)


def _check_shapes(shapes: object) -> None:
    """Refuse shapes that are not those of a model over this program's features."""
    n = len(FEATURES)
    fits = (
        isinstance(shapes, list)
        and len(shapes) == _N_ARRAYS
        and all(isinstance(one, list) and 1 <= len(one) <= 2 for one in shapes)
        and all(isinstance(size, int) and size > 0 for one in shapes for size in one)
    )
    if isinstance(shapes, list) and fits:
        sizes = [2 * n, *(shapes[5 + 2 * layer][0] for layer in range(N_LAYERS - 1)), 1]
        expected = [[len(FIRST_STAGE)], [n, N_QUANTILES], [n], [n]]
        for layer in range(N_LAYERS):
            expected += [[sizes[layer], sizes[layer + 1]], [sizes[layer + 1]]]
        fits = shapes == expected
    if not fits:
        raise ModelError(
            "the ranker's arrays have other shapes than this program reads: train it anew with "
            "'make train'"
        )
