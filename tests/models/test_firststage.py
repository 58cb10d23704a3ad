from __future__ import annotations

import numpy as np
import pytest

from matcher.ranking.learned.retrieval import FIRST_STAGE
from models.firststage import fit_first_stage
from models.lists import Lists

N = len(FIRST_STAGE)
POOL = 400


def drawn_lists(effects: np.ndarray, hard: bool, weighted: bool, n_lists: int = 300) -> Lists:
    """Return lists whose leader is drawn by a softmax of known effects over a pool.

    Hard negatives are drawn by ``exp(3 x_0)``, as a sampler does that prefers
    what looks likely; their weight is the log of the inverse chance.
    """
    rng = np.random.default_rng(2)
    rows, weights = [], []
    for _ in range(n_lists):
        pool = rng.normal(size=(POOL, N)).astype(np.float32)
        chance = np.exp(pool @ effects)
        leader = rng.choice(POOL, p=chance / chance.sum())
        mass = np.exp(3 * pool[:, 0]) if hard else np.ones(POOL)
        mass = 0.9 * mass / mass.sum() + 0.1 / POOL
        drawn = rng.choice(POOL, 40, p=mass)
        rows.append(pool[np.r_[leader, drawn]])
        weights.append(np.r_[0.0, -np.log(mass[drawn] * 40) * weighted])
    start = np.arange(n_lists + 1) * 41
    return Lists(np.concatenate(rows), np.concatenate(weights), start, np.arange(n_lists))


def test_planted_coefficients_are_recovered():
    effects = np.zeros(N)
    effects[[0, 3, 7]] = [1.0, -0.8, 0.4]
    found = fit_first_stage(drawn_lists(effects, hard=False, weighted=True)).coefficients
    assert found.shape == (N,)
    assert np.sign(found[[0, 3, 7]]).tolist() == [1, -1, 1]
    assert found == pytest.approx(effects, abs=0.3)


def test_uncorrected_hard_negatives_would_invert_the_sign():
    effects = np.zeros(N)
    effects[0] = 0.7
    naive = fit_first_stage(drawn_lists(effects, hard=True, weighted=False)).coefficients
    corrected = fit_first_stage(drawn_lists(effects, hard=True, weighted=True)).coefficients
    assert naive[0] < -0.3
    assert corrected[0] > 0.4


def test_fit_does_not_depend_on_the_unit_of_a_feature():
    lists = drawn_lists(np.eye(N)[0], hard=False, weighted=True, n_lists=80)
    scaled = Lists(lists.X * np.float32(16), lists.log_weight, lists.start, lists.pair)
    one, other = fit_first_stage(lists).coefficients, fit_first_stage(scaled).coefficients
    assert other * 16 == pytest.approx(one, abs=0.02)


def test_constant_feature_has_no_say():
    lists = drawn_lists(np.eye(N)[0], hard=False, weighted=True, n_lists=40)
    lists.X[:, 5] = 4.0
    assert fit_first_stage(lists).coefficients[5] == pytest.approx(0, abs=1e-6)
