"""A trained model as one vector of numbers, and what several say of the same candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.learned.additive import (
    N_QUANTILES,
    PARTS,
    AdditiveNetwork,
    FeatureTransform,
    JointNetworks,
    part_columns,
)
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage, line_features
from matcher.tables.atlas import Array

N_LAYERS: Final = 3
LINE_SHARE: Final = 0.1
"""Share of the first stage's linear score in a part; chosen on the validation split."""

_N_ARRAYS: Final = 4 + 2 * N_LAYERS * len(PARTS)


@dataclass(frozen=True, slots=True)
class Model:
    """One trained model: retrieval, transform and network.

    Attributes
    ----------
    first : FirstStage
    transform : FeatureTransform
    network : AdditiveNetwork
    """

    first: FirstStage
    transform: FeatureTransform
    network: AdditiveNetwork

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
        for layers in self.network.layers:
            for weights, bias in layers:
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
        pairs = list(zip(arrays[4::2], arrays[5::2], strict=True))
        layers = [pairs[index : index + N_LAYERS] for index in range(0, len(pairs), N_LAYERS)]
        return cls(FirstStage(arrays[0]), transform, AdditiveNetwork(layers))


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
        self._networks = JointNetworks([one.network for one in models])
        self._by_part = np.stack([one.first.by_part for one in models])
        means = np.stack([one.transform.mean_ for one in models])
        self._mean_lines = line_features(means)[:, None]

    def parts(self, X: Array) -> Array:
        """Return what each part adds at weight 1 by each model, shape (n_models, n, 10).

        Parameters
        ----------
        X : array of shape (n, n_features)
            Raw features.

        Notes
        -----
        A tenth of the score is the first stage's, told by criterion: beside a line
        the networks stray less where training showed them little. Its parts are
        taken beyond those of the mean pair.
        """
        wide = self._transform.transform(np.tile(X, (1, self._n_models)))
        Z = wide.reshape(len(X), self._n_models, 2 * X.shape[1]).swapaxes(0, 1)
        lines = line_features(X) - self._mean_lines
        line = np.zeros((*lines.shape[:2], self._by_part.shape[2]))
        for index in range(lines.shape[2]):  # in one order, whichever rows stand beside
            line += lines[..., index, None] * self._by_part[:, None, index]
        return (1 - LINE_SHARE) * self._networks.parts(Z) + LINE_SHARE * line


def _check_shapes(shapes: object) -> None:
    """Refuse shapes that are not those of a model over this program's features."""
    n = len(FEATURES)
    fixed = [[len(FIRST_STAGE)], [n, N_QUANTILES], [n], [n]]
    fits = (
        isinstance(shapes, list)
        and len(shapes) == _N_ARRAYS
        and all(isinstance(one, list) and 1 <= len(one) <= 2 for one in shapes)
        and all(isinstance(size, int) and size > 0 for one in shapes for size in one)
    )
    if isinstance(shapes, list) and fits:
        expected = list(fixed)
        for part, first in zip(PARTS, range(4, _N_ARRAYS, 2 * N_LAYERS), strict=True):
            sizes = [len(part_columns(part))]
            sizes += [shapes[first + 2 * layer + 1][0] for layer in range(N_LAYERS - 1)] + [1]
            for layer in range(N_LAYERS):
                expected += [[sizes[layer], sizes[layer + 1]], [sizes[layer + 1]]]
        fits = shapes == expected
    if not fits:
        raise ModelError(
            "the ranker's arrays have other shapes than this program reads: train it anew with "
            "'make train'"
        )
