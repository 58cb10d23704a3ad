"""Bring a trained ranker to renewed tables: the networks stay, the rest is made anew."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.folds import N_HIDDEN_FOLDS, fold_name, hidden_fold
from matcher.ranking.learned.artefact import (
    LAYOUT,
    MAIN,
    NETWORK_FILE,
    arrays_of,
    table_fingerprint,
)
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.model import Model
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.tables.atlas import LEARNED_CARD, Array, Atlas
from models.expected import expected_degree
from models.known import KnownWorld
from models.recipe import Trained
from models.ship import fit_temperature, held_out_scores, write_artefact
from models.split import concluded

_log = logging.getLogger(__name__)


def rebind(directory: Path, atlas: Atlas) -> dict[str, Any]:
    """Keep the networks of the ranker beside the tables and make the rest for these tables.

    Parameters
    ----------
    directory : pathlib.Path
        The folder of tables, with the files of a ranker of the same layout.
    atlas : Atlas
        Those tables.

    Returns
    -------
    dict
        The card that was written; ``networks_of`` is the number of partnerships that the
        networks were trained on.

    Raises
    ------
    ModelError
        There is no ranker of this layout.

    Notes
    -----
    Expected degrees, the pool with its neighbours, and the temperature are those of the
    renewed tables. A fold's network never saw the partnerships of its fold in the tables it
    was trained on; new ones are hidden from the graph it walks in the same way.
    """
    card, models = _networks(directory)
    pairs = concluded(atlas)
    fold = np.array([hidden_fold(int(a), int(b)) for a, b in pairs])
    known = KnownWorld.of(atlas, pairs)
    trained = {MAIN: _bound(models[MAIN], known)}
    losses: list[tuple[Array, Array]] = []
    for one in range(N_HIDDEN_FOLDS):
        rest = KnownWorld.of(atlas, pairs[fold != one], random_state=one + 1)
        trained[fold_name(one)] = _bound(models[fold_name(one)], rest)
        losses += held_out_scores(rest, trained[fold_name(one)], pairs[fold == one])
        _log.info("fold model %d of %d bound", one + 1, N_HIDDEN_FOLDS)
    written = {
        **card,
        "tables": table_fingerprint(atlas),
        "partnerships": len(pairs),
        "networks_of": card.get("networks_of", card["partnerships"]),
        "temperature": round(fit_temperature(losses), 4),
    }
    written.pop("shapes")
    write_artefact(directory, known, trained, written)
    return written


def _networks(directory: Path) -> tuple[dict[str, Any], dict[str, Model]]:
    """Read the card and the networks, whatever tables they were made for."""
    try:
        card = json.loads((directory / LEARNED_CARD).read_bytes())
        content = (directory / NETWORK_FILE).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"no ranker to bind in {directory} ({error}): run 'make train'") from None
    other = [key for key, value in LAYOUT.items() if card.get(key) != value]
    if other:
        raise ModelError(f"the ranker in {directory} has other {other[0]}: run 'make train'")
    networks = arrays_of(content, NETWORK_FILE)
    names = [MAIN, *LAYOUT["folds"]]
    return card, {name: Model.unpacked(networks[name], card["shapes"]) for name in names}


def _bound(model: Model, known: KnownWorld) -> Trained:
    view = LinkView(PlaceFeatures(known.place_facts), known.graph.ends)
    expected = expected_degree(view, known.random_state)
    return Trained(expected, model.first, model.transform, model.layers)
