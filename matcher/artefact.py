"""The shipped learned ranker: inert arrays, checked against the tables they belong to."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from matcher.additive import (
    N_QUANTILES,
    PARTS,
    AdditiveNetwork,
    FeatureTransform,
    Layer,
    part_columns,
)
from matcher.atlas import LEARNED_CARD as CARD_FILE
from matcher.atlas import Array, Atlas
from matcher.errors import ModelError
from matcher.holdout import N_HIDDEN_FOLDS, fold_name
from matcher.linkview import Neighbours
from matcher.pairfeatures import FEATURES
from matcher.retrieval import FIRST_STAGE, FirstStage

ARTEFACT_FORMAT: Final = 1
NETWORK_FILE: Final = "ranker/network.npz"
PLACES_FILE: Final = "ranker/places.npz"
MAIN: Final = "main"


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

    def parts(self, X: Array) -> Array:
        """Return what each part adds at weight 1 for raw features, shape (n, 10)."""
        return self.network.parts(self.transform.transform(X))

    def arrays(self, prefix: str) -> dict[str, Array]:
        """Return the model as named arrays."""
        result = {
            f"{prefix}/first": self.first.coefficients,
            f"{prefix}/quantiles": self.transform.quantiles_,
            f"{prefix}/mean": self.transform.mean_,
            f"{prefix}/scale": self.transform.scale_,
        }
        for part, layers in zip(PARTS, self.network.layers, strict=True):
            for index, (weights, bias) in enumerate(layers):
                result[f"{prefix}/{part}/{index}/weights"] = weights.astype(np.float32)
                result[f"{prefix}/{part}/{index}/bias"] = bias.astype(np.float32)
        return result

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array], prefix: str) -> Model:
        """Read a model back from named arrays.

        Raises
        ------
        ModelError
            An array is missing or of another shape than this program reads.
        """
        try:
            transform = FeatureTransform()
            transform.quantiles_ = arrays[f"{prefix}/quantiles"]
            transform.mean_ = arrays[f"{prefix}/mean"]
            transform.scale_ = arrays[f"{prefix}/scale"]
            layers = [
                [
                    (
                        arrays[f"{prefix}/{part}/{index}/weights"],
                        arrays[f"{prefix}/{part}/{index}/bias"],
                    )
                    for index in range(3)
                ]
                for part in PARTS
            ]
            first = FirstStage(arrays[f"{prefix}/first"])
        except KeyError as error:
            raise ModelError(f"the ranker lacks {error}: train it anew with 'make train'") from None
        _check_shapes(first, transform, layers)
        return cls(first, transform, AdditiveNetwork(layers))


@dataclass(frozen=True, slots=True)
class Artefact:
    """What ships of the learned ranker.

    Attributes
    ----------
    card : mapping
        Format, features, versions, figures, calibration.
    models : dict of str to Model
        ``main``, and one a fold that never saw the fold's partnerships.
    expected : dict of str to numpy.ndarray of shape (n_cities,)
        Expected degrees each model was trained with.
    pool : numpy.ndarray of int
        Rows that world retrieval looks at.
    neighbours : Neighbours
        Of the pool, over all partnerships.
    """

    card: Mapping[str, Any]
    models: dict[str, Model]
    expected: dict[str, Array]
    pool: Array
    neighbours: Neighbours


def _check_shapes(
    first: FirstStage, transform: FeatureTransform, layers: Sequence[Sequence[Layer]]
) -> None:
    n = len(FEATURES)
    pairs = [
        (first.coefficients, (len(FIRST_STAGE),)),
        (transform.quantiles_, (n, N_QUANTILES)),
        (transform.mean_, (n,)),
        (transform.scale_, (n,)),
    ]
    for part, three in zip(PARTS, layers, strict=True):
        sizes = [len(part_columns(part)), *(len(bias) for _, bias in three[:-1]), 1]
        for (weights, bias), (fan_in, fan_out) in zip(three, pairwise(sizes), strict=True):
            pairs += [(weights, (fan_in, fan_out)), (bias, (fan_out,))]
    for array, shape in pairs:
        if array.shape != shape or array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ModelError(
                f"the ranker holds an array of shape {array.shape} and type {array.dtype} where "
                f"finite numbers of shape {shape} are expected: train it anew with 'make train'"
            )


def array_bytes(arrays: Mapping[str, Array]) -> bytes:
    """Return named arrays as an npz file, the same bytes for the same arrays.

    It is not compressed: the arrays hardly shrink and would load ten times slower.
    """
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(arrays):
            content = io.BytesIO()
            np.save(content, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, content.getvalue())
    return buffer.getvalue()


def _arrays(content: bytes, name: str) -> dict[str, Array]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (ValueError, OSError, EOFError, KeyError) as error:
        raise ModelError(f"{name} is not a file of arrays ({error}): restore it") from None
    except Exception as error:  # zipfile has no common root for damaged archives
        raise ModelError(f"{name} is damaged ({error}): restore it") from None


def table_fingerprint(atlas: Atlas) -> dict[str, str]:
    """Return what ties a ranker to its tables: places in order, and partnerships.

    A user's own places follow the shipped ones and are left out: the ranker
    serves them as well.
    """
    tables = atlas.manifest.get("tables", {})
    shipped = atlas.city_ids[: tables.get("cities", {}).get("rows")]
    ids = np.ascontiguousarray(shipped, dtype="<i4")
    return {
        "cities": hashlib.sha256(ids.tobytes()).hexdigest(),
        "partnerships": str(tables.get("partnerships", {}).get("sha256")),
    }


def load_artefact(atlas: Atlas) -> Artefact:
    """Read the shipped ranker and refuse any that does not fit.

    Raises
    ------
    DataError
        A file is missing or differs from its checksum.
    ModelError
        The ranker was made for another format, other features or other tables.
    """
    try:
        card = json.loads(atlas.artefact(CARD_FILE))
    except ValueError as error:
        raise ModelError(f"{CARD_FILE} is not JSON ({error}): restore it") from None
    expected: dict[str, Any] = {
        "format": ARTEFACT_FORMAT,
        "features": list(FEATURES),
        "first_stage": list(FIRST_STAGE),
        "parts": list(PARTS),
        "folds": [fold_name(one) for one in range(N_HIDDEN_FOLDS)],
        "tables": table_fingerprint(atlas),
    }
    for key, value in expected.items():
        if not isinstance(card, dict) or card.get(key) != value:
            raise ModelError(
                f"the learned ranker was made for other {key} than this program and its tables "
                "have: train it anew with 'make train', or use --model similarity"
            )
    temperature = card.get("temperature")
    if not isinstance(temperature, int | float) or not 0 < temperature < math.inf:
        raise ModelError(
            f"{CARD_FILE} has the temperature {temperature!r}, a number above 0 is expected: "
            "restore it"
        )
    networks = _arrays(atlas.artefact(NETWORK_FILE), NETWORK_FILE)
    places = _arrays(atlas.artefact(PLACES_FILE), PLACES_FILE)
    names = [MAIN, *expected["folds"]]
    try:
        degrees = {name: places[f"expected/{name}"].astype(np.float32) for name in names}
        neighbours = Neighbours(
            places["near"].astype(np.int64),
            places["near_km"].astype(np.float32),
            places["alike"].astype(np.int64),
            places["alike_weight"].astype(np.float32),
        )
        pool = places["pool"].astype(np.int64)
    except KeyError as error:
        raise ModelError(f"{PLACES_FILE} lacks {error}: train it anew with 'make train'") from None
    n_cities = atlas.manifest["tables"]["cities"]["rows"]
    fits = all(one.shape == (n_cities,) for one in degrees.values())
    fits &= pool.ndim == 1 and bool(((pool >= 0) & (pool < n_cities)).all())
    if not fits or any(one.ndim != 2 or len(one) != len(pool) for one in neighbours):
        raise ModelError(
            f"{PLACES_FILE} does not fit the tables' {n_cities} rows of places: train it anew "
            "with 'make train'"
        )
    models = {name: Model.from_arrays(networks, name) for name in names}
    return Artefact(card, models, degrees, pool, neighbours)
