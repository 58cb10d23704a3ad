"""Train what ships: on every known partnership, with fold models, calibration and a card."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar

from features.publish import write_manifest
from matcher.ranking.folds import N_HIDDEN_FOLDS, fold_name, hidden_fold
from matcher.ranking.learned.artefact import (
    LAYOUT,
    MAIN,
    NETWORK_FILE,
    PLACES_FILE,
    array_bytes,
    table_fingerprint,
)
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.model import Model
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import LEARNED_CARD, Array, Atlas
from models.known import KnownWorld
from models.learned import LearnedMethod
from models.lists import pool_of
from models.recipe import Trained, train
from models.split import concluded

_log = logging.getLogger(__name__)

FOLD_SHARE: Final = 0.4
"""Share of the partnerships that a fold model draws lists from."""

CALIBRATION_LISTS: Final = 400
"""Held-out lists of each fold that the temperature is fitted on."""


def ship(directory: Path, atlas: Atlas, n_jobs: int = 1) -> dict[str, Any]:
    """Train and write the ranker below the tables' folder.

    Parameters
    ----------
    directory : pathlib.Path
        The folder of tables, whose manifest is extended.
    atlas : Atlas
        Those tables.
    n_jobs : int
        Processes that draw lists.

    Returns
    -------
    dict
        The card that was written.
    """
    pairs = concluded(atlas)
    fold = np.array([hidden_fold(int(a), int(b)) for a, b in pairs])
    known = KnownWorld.of(atlas, pairs)
    trained = {MAIN: train(known, n_jobs=n_jobs)}
    _log.info("main model trained")
    losses: list[tuple[Array, Array]] = []
    for one in range(N_HIDDEN_FOLDS):
        rest = KnownWorld.of(atlas, pairs[fold != one], random_state=one + 1)
        trained[fold_name(one)] = train(rest, share=FOLD_SHARE, n_jobs=n_jobs)
        losses += held_out_scores(rest, trained[fold_name(one)], pairs[fold == one])
        _log.info("fold model %d of %d trained", one + 1, N_HIDDEN_FOLDS)
    temperature = fit_temperature(losses)
    card = {
        **LAYOUT,
        "tables": table_fingerprint(atlas),
        "partnerships": len(pairs),
        "temperature": round(temperature, 4),
        "libraries": {
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
    }
    write_artefact(directory, known, trained, card)
    return card


def held_out_scores(
    known: KnownWorld, trained: Trained, hidden: Array
) -> list[tuple[Array, Array]]:
    """Score the shortlists of hidden pairs: the candidates' scores, and the partner's place.

    Returns
    -------
    list of (scores, position)
        Scores of the retrieved candidates, and the position of the hidden
        partner among them, as an array of length 1; lists that lost it are left out.
    """
    ranker = LearnedMethod().use(known, trained).ranker_
    rng = np.random.default_rng(known.random_state)
    sample = hidden[rng.permutation(len(hidden))[:CALIBRATION_LISTS]]
    place_facts = known.place_facts
    result = []
    for query, partner in known.atlas.rows_of(sample.ravel()).reshape(-1, 2):
        inside = (place_facts.country == place_facts.country[partner]) & ~place_facts.is_part
        taken = np.append(known.graph.partners(int(query)), query)
        rows = np.setdiff1d(np.flatnonzero(inside), taken)
        pairs = Pairs(place_facts, known.graph, known.countries, known.date, int(query), rows)
        short = pairs.narrowed(rows[ranker.shortlist(pairs)])
        place = np.flatnonzero(short.rows == partner)
        if len(place):
            result.append((ranker.plain(short), place))
    return result


def fit_temperature(lists: list[tuple[Array, Array]]) -> float:
    """Return the divisor of the score under which held-out partners are likeliest."""

    def loss(log_temperature: float) -> float:
        total = 0.0
        for scores, place in lists:
            scaled = scores / np.exp(log_temperature)
            peak = scaled.max()
            total += np.log(np.exp(scaled - peak).sum()) + peak - scaled[place[0]]
        return total / len(lists)

    return float(np.exp(minimize_scalar(loss, bounds=(-1.0, 1.0), method="bounded").x))


def _position_type(positions: Array) -> type[np.unsignedinteger[Any]]:
    """Return the smallest type that holds every position."""
    return np.uint16 if positions.max(initial=0) <= np.iinfo(np.uint16).max else np.uint32


def write_artefact(
    directory: Path, known: KnownWorld, trained: Mapping[str, Trained], card: Mapping[str, Any]
) -> None:
    """Write networks, places and card, and list them in the manifest."""
    networks: dict[str, Array] = {}
    shapes: list[list[int]] = []
    places: dict[str, Array] = {}
    for name, one in trained.items():
        model = Model(one.first, one.transform, one.layers)
        networks[name], shapes = model.packed(), model.shapes()
        places[f"expected/{name}"] = one.expected.astype(np.float16)
    pool = pool_of(trained[MAIN].expected)
    around = LinkView(PlaceFeatures(known.place_facts), known.graph.ends).neighbours(pool)
    places |= {
        "pool": pool.astype(np.int32),
        "near": around.near.astype(_position_type(around.near)),
        "near_km": around.near_km.astype(np.float16),
        "alike": around.alike.astype(_position_type(around.alike)),
        "alike_weight": around.alike_weight.astype(np.float16),
    }
    files = {
        NETWORK_FILE: array_bytes(networks),
        PLACES_FILE: array_bytes(places),
        LEARNED_CARD: (json.dumps({**card, "shapes": shapes}, indent=1) + "\n").encode(),
    }
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(content)
        partial.replace(path)
        entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest.setdefault("files", {})[name] = entry
    write_manifest(manifest, directory)
