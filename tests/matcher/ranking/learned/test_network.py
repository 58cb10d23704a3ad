from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest

from matcher.ranking.learned.artefact import array_bytes
from matcher.ranking.learned.model import Ensemble, Model
from matcher.ranking.learned.network import (
    N_QUANTILES,
    FeatureTransform,
    Layer,
    Networks,
    negative_silu,
)
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage

N = len(FEATURES)


def drawn(n: int = 200) -> np.ndarray:
    X = np.random.default_rng(1).normal(size=(n, N)).astype(np.float32)
    X[::7, ::3] = np.nan
    return X


def layers(seed: int = 2) -> list[Layer]:
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(size=(a, b)).astype(np.float32) / 4, rng.normal(size=b).astype(np.float32))
        for a, b in pairwise([2 * N, 6, 4, 1])
    ]


def model(seed: int = 2) -> Model:
    first = FirstStage(np.arange(len(FIRST_STAGE)))
    return Model(first, FeatureTransform().fit(drawn()), layers(seed))


def test_score_of_a_row_is_the_same_to_the_last_digit_wherever_it_stands():
    made, X = Ensemble([model(), model(3)]), drawn(70)
    whole = made.score(X)
    for first in range(1, 40):
        assert np.array_equal(made.score(X[first:]), whole[:, first:])
    alike = made.score(np.tile(X[:1], (40, 1)))
    assert np.array_equal(alike, np.tile(whole[:, :1], (1, 40)))


def test_score_equals_a_slow_network():
    Z = np.random.default_rng(3).normal(size=(4, 2 * N)).astype(np.float32)
    made = layers()
    for row, found in zip(Z, Networks([made]).score(Z[None])[0], strict=True):
        values = [float(value) for value in row]
        for depth, (weights, bias) in enumerate(made):
            values = [
                sum(v * w for v, w in zip(values, weights[:, out], strict=True)) + bias[out]
                for out in range(len(bias))
            ]
            if depth < 2:
                values = [value / (1 + np.exp(-value)) for value in values]
        assert found == pytest.approx(values[0], abs=1e-4)


@pytest.mark.parametrize("name", ["border", "size", "universities"])
def test_every_feature_moves_the_one_network(name):
    X = drawn(20)
    other = X.copy()
    other[:, FEATURES.index(name)] += 1.0
    made = Ensemble([model()])
    assert (made.score(X) != made.score(other)).any()


def test_transform_gives_unknown_the_middle():
    X = drawn()
    Z = FeatureTransform().fit(X).transform(X)
    unknown = np.isnan(X)
    assert unknown.any()
    assert not Z[:, 0::2][unknown].any()
    assert not Z[:, 1::2][unknown].any()
    assert np.abs(Z[:, 0::2][~unknown]).max() > 1


def test_transform_is_monotone_and_bounded():
    X = drawn()
    X[:, 0] = np.repeat([0, 0, 0, 1, 5], 40)
    made = FeatureTransform().fit(X)
    ladder = np.repeat(np.linspace(-40, 40, 801, dtype=np.float32)[:, None], N, axis=1)
    Z = made.transform(ladder)
    assert (np.diff(Z, axis=0) >= 0).all()
    assert np.abs(Z).max() <= 3
    assert np.abs(Z[:, 0::2]).max() <= 1.7 + 1e-6


def test_transform_puts_a_frequent_value_in_the_middle_of_its_quantiles():
    X = np.repeat([0.0, 0.0, 0.0, 1.0], 50)[:, None]
    level = FeatureTransform().fit(X).transform(np.array([[0.0]]))[0, 0]
    filled = np.linspace(-1.7, 1.7, 33)[np.quantile(X, np.linspace(0, 1, 33)) == 0]
    assert level == pytest.approx((filled[0] + filled[-1]) / 2, abs=1e-6)


def test_transform_takes_a_feature_that_is_never_known():
    X = drawn()
    X[:, 4] = np.nan
    made = FeatureTransform().fit(X)
    X[:, 4] = 12.0
    Z = made.transform(X)
    assert np.isfinite(Z).all()
    assert not Z[:, 8].any()


def test_transform_fitted_again_forgets_the_first_fit():
    made = FeatureTransform().fit(drawn())
    made.transform(drawn())
    again = made.fit(drawn() * 10 + 3)
    fresh = FeatureTransform().fit(drawn() * 10 + 3)
    assert np.array_equal(again.transform(drawn()), fresh.transform(drawn()))


def test_silu_holds_at_every_size():
    values = np.array([-200.0, -1.0, 0.0, 1.0, 200.0], dtype=np.float32)
    expected = [0, -1 / (1 + np.e), 0, 1 / (1 + 1 / np.e), 200]
    with np.errstate(over="ignore"):
        assert -negative_silu(-values) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("n", [1, 31, 32, 33, 300, 700])
def test_score_is_the_same_to_the_last_digit_in_any_company(n):
    Z = FeatureTransform().fit(drawn()).transform(drawn(700))[None]
    made, order = Networks([layers()]), np.random.default_rng(n).permutation(700)[:n]
    assert np.array_equal(made.score(Z)[:, order], made.score(Z[:, order]))


def test_no_candidate_has_no_score():
    assert Ensemble([model()]).score(drawn()[:0]).shape == (1, 0)


def test_values_far_outside_neither_warn_nor_stray():
    Z = np.full((1, 3, 2 * N), [[-1e4], [0.0], [1e4]], dtype=np.float32)
    assert np.isfinite(Networks([layers()]).score(Z)).all()


@pytest.mark.parametrize("distinct", [2, 5, 33, 500])
def test_levels_lie_on_the_lines_between_quantiles(distinct):
    rng = np.random.default_rng(distinct)
    X = rng.normal(size=(400, 3)).astype(np.float32)
    X[:, 1] = rng.integers(0, distinct, size=400)
    made = FeatureTransform().fit(X)
    asked = np.concatenate([X, made.quantiles_.T, np.full((1, 3), -9.0), np.full((1, 3), 9e3)])
    found = made.transform(asked.astype(np.float32))
    levels = np.linspace(-1.7, 1.7, N_QUANTILES)
    for column, quantiles in enumerate(made.quantiles_):
        knots = np.unique(quantiles)
        middle = [levels[quantiles == knot][[0, -1]].mean() for knot in knots]
        expected = np.interp(asked[:, column], knots, middle)
        assert found[:, 2 * column] == pytest.approx(expected, abs=1e-6)


def test_arrays_come_back_bit_for_bit():
    first = model()
    content = array_bytes({"main": first.packed()})
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        second = Model.unpacked(archive["main"], first.shapes())
    assert array_bytes({"main": second.packed()}) == content
    X = drawn()
    assert np.array_equal(Ensemble([first]).score(X), Ensemble([second]).score(X))
    assert np.array_equal(first.first.coefficients, second.first.coefficients)


def test_models_asked_together_say_what_each_says_alone():
    X = drawn(70)
    other = Model(
        FirstStage(np.arange(len(FIRST_STAGE))[::-1]),
        FeatureTransform().fit(drawn(300) * 3 + 1),
        layers(5),
    )
    together = Ensemble([model(), other, model()]).score(X)
    for one, found in zip((model(), other, model()), together, strict=True):
        assert found == pytest.approx(Ensemble([one]).score(X)[0], abs=1e-12)
