from __future__ import annotations

import logging
import re

import numpy as np
import pytest

from matcher.ranking.learned.additive import PARTS
from matcher.ranking.learned.artefact import array_bytes
from matcher.ranking.learned.model import Model
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage
from models.lists import Lists
from models.network import Part, Settings, train_network

QUIET = Settings(input_dropout=0.0, dropout=0.0)
SMALL = Settings(epochs=4, lists_a_batch=8, learning_rate=5e-3, wide=(12, 6), narrow=(8, 4))
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


def as_bytes(trained: tuple) -> bytes:
    transform, network = trained
    first = FirstStage(np.zeros(len(FIRST_STAGE)))
    return array_bytes({"main": Model(first, transform, network).packed()})


@pytest.mark.parametrize("settings", [QUIET, Settings(input_dropout=0.3, dropout=0.4)])
def test_gradient_equals_finite_differences(settings):
    rng = np.random.default_rng(1)
    part = Part(5, (7, 4), rng)
    part.values = [value.astype(np.float64) + 0.1 for value in part.values]
    Z, slope = rng.normal(size=(9, 5)), rng.normal(size=9)

    def loss() -> float:
        # The same seed drops the same inputs and neurons each time.
        return float(part.forward(Z, settings, np.random.default_rng(3)) @ slope)

    loss()
    for value, gradient in zip(part.values, part.backward(slope), strict=True):
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
    part = Part(3, (4, 2), np.random.default_rng(0))
    before = [value.copy() for value in part.values]
    part.step([np.ones_like(value) for value in part.values], rate=0.01, decay=0.0, count=1)
    for old, new in zip(before, part.values, strict=True):
        # Adam's first step has the size of the rate.
        assert new == pytest.approx(old - 0.01, abs=1e-5)
    other = Part(3, (4, 2), np.random.default_rng(0))
    other.step([np.zeros_like(value) for value in other.values], rate=0.1, decay=0.5, count=1)
    assert other.values[0] == pytest.approx(before[0] * 0.95, rel=1e-5)


def test_loss_falls_and_the_planted_signal_is_learnt(caplog):
    with caplog.at_level(logging.INFO, logger="models.network"):
        transform, network = train_network(planted_lists(500), SMALL)
    losses = [float(text) for text in re.findall(r"loss ([0-9.]+)", caplog.text)]
    assert len(losses) == SMALL.epochs
    assert losses[0] < 1.3 * np.log(12)
    assert losses[-1] < 0.7 * losses[0]
    fresh = planted_lists(seed=9)
    scores = network.parts(transform.transform(fresh.X)).sum(axis=1).reshape(-1, 12)
    first = (scores.argmax(axis=1) == 0).mean()
    assert first > 0.5
    parts = network.parts(transform.transform(fresh.X)).reshape(-1, 12, len(PARTS))
    lead = (parts[:, 0] - parts[:, 1:].mean(axis=1)).mean(axis=0)
    assert PARTS[int(np.argmax(lead[:-1]))] == "reach"


def test_same_seed_gives_the_same_bytes_and_another_does_not():
    lists, quick = planted_lists(20), Settings(epochs=1, lists_a_batch=8, wide=(6, 3))
    one = as_bytes(train_network(lists, quick, random_state=4))
    assert as_bytes(train_network(lists, quick, random_state=4)) == one
    assert as_bytes(train_network(lists, quick, random_state=5)) != one


def test_parts_are_centred_which_changes_no_order(monkeypatch):
    import models.network as module

    lists, quick = planted_lists(20), Settings(epochs=1, lists_a_batch=8, wide=(6, 3))
    transform, centred = train_network(lists, quick)
    Z = transform.transform(lists.X)
    assert centred.parts(Z).mean(axis=0) == pytest.approx(np.zeros(len(PARTS)), abs=2e-3)

    class Raw(module.AdditiveNetwork):
        pass

    plain = module._centred
    kept: list[Raw] = []

    def remember(parts, Z, rng):
        layers = [[(w.copy(), b.copy()) for w, b in part.layers] for part in parts]
        kept.append(Raw(layers))
        return plain(parts, Z, rng)

    monkeypatch.setattr(module, "_centred", remember)
    train_network(lists, quick)
    before, after = kept[0].parts(Z), centred.parts(Z)
    shift = (before - after).mean(axis=0)
    assert np.abs(shift).max() > 1e-3
    assert before - after == pytest.approx(np.tile(shift, (len(Z), 1)), abs=1e-4)


def test_weights_of_candidates_count():
    """A negative that stands for many is pushed down more than one that stands for itself."""
    lists = planted_lists(40)
    heavy = Lists(lists.X, np.where(np.arange(len(lists.X)) % 12 == 1, 5.0, 0.0),
                  lists.start, lists.pair)  # fmt: skip
    quick = Settings(epochs=1, lists_a_batch=8, wide=(6, 3))
    assert as_bytes(train_network(heavy, quick)) != as_bytes(train_network(lists, quick))
