"""The whole recipe: from known partnerships to a trained ranker."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.network import FeatureTransform, Layer
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.retrieval import FirstStage
from matcher.tables.atlas import Array
from models.expected import expected_degree
from models.firststage import fit_first_stage
from models.known import KnownWorld
from models.lists import (
    N_FOLDS,
    WORLD_SHARE,
    FoldReader,
    Lists,
    first_stage_lists,
    joined,
    ranked_lists,
)
from models.network import Settings, train_network

_log = logging.getLogger(__name__)

LIST_SHARE = 1.0
"""Share of the partnerships that lists are made of; all of them are known to the features."""

FIRST_STAGE_PAIRS = 600
"""Pairs of each fold that the first stage learns from."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained ranker's parts.

    Attributes
    ----------
    expected : numpy.ndarray of float32 of shape (n_cities,)
    first : FirstStage
    transform : FeatureTransform
    layers : list of (weights, bias)
    """

    expected: Array
    first: FirstStage
    transform: FeatureTransform
    layers: list[Layer]


def train(
    known: KnownWorld,
    settings: Settings | None = None,
    share: float = LIST_SHARE,
    n_jobs: int = 1,
) -> Trained:
    """Train on the known partnerships, fold by fold, so that no pair sees itself.

    Parameters
    ----------
    known : KnownWorld
    settings : Settings, optional
    share : float
        Share of the partnerships that lists are made of; all of them are known
        to the features.
    n_jobs : int
        Processes that draw lists.
    """
    ends, seed = known.graph.ends, known.random_state
    facts = PlaceFeatures(known.place_facts)
    expected = expected_degree(LinkView(facts, ends), seed)
    _log.info("expected degrees fitted")
    rng = np.random.default_rng(seed)
    fold = rng.permutation(np.arange(len(ends)) % N_FOLDS)
    asked = rng.random(len(ends)) < share

    def drawn(one: int, first: FirstStage | None) -> Lists:
        hidden = np.flatnonzero((fold == one) & asked)
        view = LinkView(facts, ends[fold != one])
        reader = FoldReader(known, ends, view, expected, seed * 1000 + one)
        if first is None:
            return first_stage_lists(reader, ends[hidden[:FIRST_STAGE_PAIRS]])
        lists = ranked_lists(reader, ends[hidden], first, WORLD_SHARE)
        _log.info("fold %d: %d lists", one + 1, len(lists.start) - 1)
        return Lists(lists.X, lists.log_weight, lists.start, hidden[lists.pair])

    def over_folds(first: FirstStage | None) -> Lists:
        work = (delayed(drawn)(one, first) for one in range(N_FOLDS))
        return joined(list(Parallel(n_jobs=n_jobs)(work)))

    first = fit_first_stage(over_folds(None))
    _log.info("first stage fitted")
    lists = over_folds(first)
    _log.info("%d lists of %d candidates", len(lists.start) - 1, len(lists.X))
    transform, layers = train_network(lists, settings, seed)
    return Trained(expected, first, transform, layers)
