"""The shipped learned ranker: inert arrays, checked against the tables they belong to."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.folds import N_HIDDEN_FOLDS, fold_name
from matcher.ranking.learned.model import Model
from matcher.ranking.learned.neighbours import Neighbours
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE
from matcher.tables.atlas import LEARNED_CARD, Array, Atlas

ARTEFACT_FORMAT: Final = 2
NETWORK_FILE: Final = "ranker/network.npz"
PLACES_FILE: Final = "ranker/places.npz"
MAIN: Final = "main"
LAYOUT: Final[Mapping[str, Any]] = {
    "format": ARTEFACT_FORMAT,
    "features": list(FEATURES),
    "first_stage": list(FIRST_STAGE),
    "folds": [fold_name(one) for one in range(N_HIDDEN_FOLDS)],
}
"""Entries of the card that training writes and loading asks for."""


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


def arrays_of(content: bytes, name: str) -> dict[str, Array]:
    """Read named arrays from the content of an npz file that :func:`array_bytes` made.

    Raises
    ------
    ModelError
        The content is damaged, compressed or no such file.
    """
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            stored = all(one.compress_type == zipfile.ZIP_STORED for one in members.infolist())
        if stored:
            with np.load(io.BytesIO(content), allow_pickle=False) as archive:
                return {key: archive[key] for key in archive.files}
    except (ValueError, OSError, EOFError, KeyError) as error:
        raise ModelError(f"{name} is not a file of arrays ({error}): restore it") from None
    except Exception as error:  # zipfile has no common root for damaged archives
        raise ModelError(f"{name} is damaged ({error}): restore it") from None
    raise ModelError(f"{name} is compressed, which ours never are: restore it")


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


def _check_numbers(card: Mapping[str, Any]) -> None:
    """Refuse a card whose temperature is no such number."""
    temperature = card.get("temperature")
    if not _is_number(temperature) or not 0 < temperature < math.inf:
        raise ModelError(
            f"{LEARNED_CARD} has the temperature {temperature!r}, a number above 0 is expected: "
            "restore it"
        )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_positions(values: Array, n: int) -> bool:
    return values.dtype.kind in "iu" and bool(((values >= 0) & (values < n)).all())


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
        card = json.loads(atlas.artefact(LEARNED_CARD))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{LEARNED_CARD} is not JSON ({error}): restore it") from None
    expected: dict[str, Any] = {**LAYOUT, "tables": table_fingerprint(atlas)}
    for key, value in expected.items():
        if not isinstance(card, dict) or card.get(key) != value:
            raise ModelError(
                f"the learned ranker was made for other {key} than this program and its tables "
                "have: train it anew with 'make train', or give habit the weight 0"
            )
    _check_numbers(card)
    networks = arrays_of(atlas.artefact(NETWORK_FILE), NETWORK_FILE)
    places = arrays_of(atlas.artefact(PLACES_FILE), PLACES_FILE)
    names = [MAIN, *expected["folds"]]
    try:
        degrees = {name: places[f"expected/{name}"].astype(np.float32) for name in names}
        kept = ("near", "near_km", "alike", "alike_weight")
        neighbours = Neighbours(*(places[name] for name in kept))
        pool = places["pool"]
    except (KeyError, ValueError) as error:
        raise ModelError(f"{PLACES_FILE} lacks {error}: train it anew with 'make train'") from None
    n_cities = atlas.manifest["tables"]["cities"]["rows"]
    fits = all(one.shape == (n_cities,) for one in degrees.values())
    fits &= pool.ndim == 1 and _are_positions(pool, n_cities)
    fits &= all(_are_positions(one, n_cities) for one in (neighbours.near, neighbours.alike))
    fits &= all(one.dtype.kind == "f" for one in (neighbours.near_km, neighbours.alike_weight))
    fits = fits and not any(np.isnan(one).any() for one in neighbours)
    if not fits or any(one.ndim != 2 or len(one) != len(pool) for one in neighbours):
        raise ModelError(
            f"{PLACES_FILE} does not fit the tables' {n_cities} rows of places: train it anew "
            "with 'make train'"
        )
    missing = [name for name in names if name not in networks]
    if missing:
        raise ModelError(f"{NETWORK_FILE} lacks {', '.join(missing)}: train it with 'make train'")
    models = {name: Model.unpacked(networks[name], card.get("shapes", [])) for name in names}
    return Artefact(card, models, degrees, pool.astype(np.int64), neighbours)
