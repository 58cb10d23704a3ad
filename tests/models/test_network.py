from __future__ import annotations

import logging
import re

import numpy as np
import pytest

from matcher.ranking.learned.artefact import array_bytes
from matcher.ranking.learned.model import Ensemble, Model
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage
from models.lists import Lists
from models.network import Learner, Settings, train_network

QUIET = Settings(input_dropout=0.0, dropout=0.0)
SMALL = Settings(epochs=4, lists_a_batch=8, learning_rate=5e-3, hidden=(12, 6))
SIGNAL = FEATURES.index("border")


def planted_lists(n_lists: int = 80, length: int = 12, seed: int = 0) -> Lists:
    """Return lists whose leader has the highest value of one feature; the rest is noise."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_lists * length, len(FEATURES))).astype(np.float32)
    X[rng.random(X.shape) < 0.1] = np.nan
    X[:, SIGNAL] = rng.normal(size=len(X))
    start = np.arange(0, len(X) + 1, length)
    for first in start[:-1]:
        best = first + int(np.argmax(X[first : first + length, SIGNAL]))
        X[[first, best]] = X[[best, first]]
    return Lists(X, np.zeros(len(X)), start, np.arange(n_lists))


def model_of(trained: tuple) -> Model:
    return Model(FirstStage(np.zeros(len(FIRST_STAGE))), *trained)


def as_bytes(trained: tuple) -> bytes:
    return array_bytes({"main": model_of(trained).packed()})


@pytest.mark.parametrize("settings", [QUIET, Settings(input_dropout=0.3, dropout=0.4)])
def test_gradient_equals_finite_differences(settings):
    rng = np.random.default_rng(1)
    learner = Learner(5, (7, 4), rng)
    learner.values = [value.astype(np.float64) + 0.1 for value in learner.values]
    Z, slope = rng.normal(size=(9, 5)), rng.normal(size=9)

    def loss() -> float:
        # The same seed drops the same inputs and neurons each time.
        return float(learner.forward(Z, settings, np.random.default_rng(3)) @ slope)

    loss()
    for value, gradient in zip(learner.values, learner.backward(slope), strict=True):
        assert gradient.shape == value.shape
        for index in np.ndindex(value.shape):
            kept = value[index]
            value[index] = kept + 1e-5
            above = loss()
            value[index] = kept - 1e-5
            below = loss()
            value[index] = kept
            expected = (above - below) / 2e-5
            assert gradient[index] == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_step_goes_against_the_gradient_and_decays():
    learner = Learner(3, (4, 2), np.random.default_rng(0))
    before = [value.copy() for value in learner.values]
    learner.step([np.ones_like(value) for value in learner.values], rate=0.01, decay=0.0, count=1)
    for old, new in zip(before, learner.values, strict=True):
        # Adam's first step has the size of the rate.
        assert new == pytest.approx(old - 0.01, abs=1e-5)
    other = Learner(3, (4, 2), np.random.default_rng(0))
    other.step([np.zeros_like(value) for value in other.values], rate=0.1, decay=0.5, count=1)
    assert other.values[0] == pytest.approx(before[0] * 0.95, rel=1e-5)


def test_loss_falls_and_the_planted_signal_is_learnt(caplog):
    with caplog.at_level(logging.INFO, logger="models.network"):
        trained = train_network(planted_lists(500), SMALL)
    losses = [float(text) for text in re.findall(r"loss ([0-9.]+)", caplog.text)]
    assert len(losses) == SMALL.epochs
    assert losses[0] < 1.3 * np.log(12)
    assert losses[-1] < 0.7 * losses[0]
    fresh = planted_lists(seed=9)
    scores = Ensemble([model_of(trained)]).score(fresh.X)[0].reshape(-1, 12)
    assert (scores.argmax(axis=1) == 0).mean() > 0.5


def test_same_seed_gives_the_same_bytes_and_another_does_not():
    lists, quick = planted_lists(20), Settings(epochs=1, lists_a_batch=8, hidden=(6, 3))
    one = as_bytes(train_network(lists, quick, random_state=4))
    assert as_bytes(train_network(lists, quick, random_state=4)) == one
    assert as_bytes(train_network(lists, quick, random_state=5)) != one


@pytest.mark.parametrize("seed", [0, 1])
def test_pair_of_which_nothing_is_known_has_no_log_odds(seed):
    trained = train_network(planted_lists(60), SMALL, random_state=seed)
    unknown = np.full((1, len(FEATURES)), np.nan, dtype=np.float32)
    assert Ensemble([model_of(trained)]).score(unknown)[0] == pytest.approx([0.0], abs=1e-6)
    # The shift is one number: it tells no pair from another.
    scores = Ensemble([model_of(trained)]).score(planted_lists().X)[0]
    assert scores.std() > 0.1


def test_weights_of_candidates_count():
    """A negative that stands for many is pushed down more than one that stands for itself."""
    lists = planted_lists(40)
    heavy = Lists(lists.X, np.where(np.arange(len(lists.X)) % 12 == 1, 5.0, 0.0),
                  lists.start, lists.pair)  # fmt: skip
    quick = Settings(epochs=1, lists_a_batch=8, hidden=(6, 3))
    assert as_bytes(train_network(heavy, quick)) != as_bytes(train_network(lists, quick))
