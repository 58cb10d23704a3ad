"""What drives habit: Shapley values over named groups of features, on small networks."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.english.phrases import DRIVER_NAMES
from matcher.ranking.learned.drivers import DEPTH, DRIVERS, shares, told
from matcher.ranking.learned.model import Ensemble, Model
from matcher.ranking.learned.network import FeatureTransform, Layer
from matcher.ranking.learned.pairfeatures import FEATURES
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage

N = len(FEATURES)
NAMES = list(DRIVERS)


def drawn(n: int = 12, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, N)).astype(np.float32)
    X[rng.random(X.shape) < 0.2] = np.nan
    return X


def centred(layers: list[Layer], transform: FeatureTransform) -> Model:
    """Return the model whose score of a pair of which nothing is known is 0."""
    first = FirstStage(np.zeros(len(FIRST_STAGE)))
    unknown = np.full((1, N), np.nan, dtype=np.float32)
    at_zero = Ensemble([Model(first, transform, layers)]).score(unknown)[0, 0]
    weights, bias = layers[-1]
    return Model(first, transform, [*layers[:-1], (weights, bias - np.float32(at_zero))])


def drawn_layers(seed: int = 2) -> list[Layer]:
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(size=(a, b)).astype(np.float32) / 4, rng.normal(size=b).astype(np.float32))
        for a, b in pairwise([2 * N, 10, 6, 1])
    ]


@pytest.fixture(scope="module")
def transform() -> FeatureTransform:
    return FeatureTransform().fit(drawn(300))


@pytest.fixture(scope="module")
def model(transform: FeatureTransform) -> Model:
    return centred(drawn_layers(), transform)


def known_of(X: np.ndarray, drivers: tuple[str, ...]) -> np.ndarray:
    """Return the features of some drivers, all others unknown."""
    result = np.full_like(X, np.nan)
    columns = [FEATURES.index(name) for driver in drivers for name in DRIVERS[driver]]
    result[:, columns] = X[:, columns]
    return result


def test_every_feature_belongs_to_one_driver_and_every_driver_has_a_name():
    assert sorted(name for names in DRIVERS.values() for name in names) == sorted(FEATURES)
    assert set(DRIVER_NAMES) == {*DRIVERS, DEPTH}


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_effects_add_up_to_what_the_network_says(transform, seed):
    made, X = centred(drawn_layers(seed), transform), drawn()
    expected = Ensemble([made]).score(X)[0]
    assert shares(made, X).sum(axis=1) == pytest.approx(expected, abs=1e-5)


def test_effects_are_the_shapley_values_by_their_definition(model):
    X = drawn(4)
    worth = {
        chosen: Ensemble([model]).score(known_of(X, chosen))[0]
        for size in range(len(NAMES) + 1)
        for chosen in combinations(NAMES, size)
    }
    found, n = shares(model, X), len(NAMES)
    for index, driver in enumerate(NAMES):
        others = [name for name in NAMES if name != driver]
        expected = np.zeros(len(X))
        for size in range(n):
            chance = factorial(size) * factorial(n - size - 1) / factorial(n)
            for before in combinations(others, size):
                after = tuple(name for name in NAMES if name in before or name == driver)
                expected += chance * (worth[after] - worth[before])
        assert found[:, index] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("silent", sorted(DRIVERS))
def test_driver_that_the_network_does_not_read_or_know_has_no_effect(transform, silent):
    columns = np.array([FEATURES.index(name) for name in DRIVERS[silent]])
    (first, bias), *rest = drawn_layers()
    first = first.copy()
    first[np.r_[2 * columns, 2 * columns + 1]] = 0
    unread = centred([(first, bias), *rest], transform)
    assert shares(unread, drawn())[:, NAMES.index(silent)] == pytest.approx(0.0, abs=1e-6)
    unknown = drawn()
    unknown[:, columns] = np.nan
    made = centred(drawn_layers(), transform)
    assert shares(made, unknown)[:, NAMES.index(silent)] == pytest.approx(0.0, abs=1e-6)


def test_drivers_that_say_the_same_have_the_same_effect(transform):
    """Two features of two drivers, read with the same weights and with the same values."""
    (first, bias), *rest = drawn_layers()
    one, other = FEATURES.index("distance"), FEATURES.index("renown")
    alone = np.zeros_like(first)
    for column in (one, other):
        alone[2 * column : 2 * column + 2] = first[:2]
    alike = FeatureTransform()
    alike.quantiles_, alike.mean_, alike.scale_ = (
        transform.quantiles_.copy(), transform.mean_.copy(), transform.scale_.copy(),
    )  # fmt: skip
    for values in (alike.quantiles_, alike.mean_, alike.scale_):
        values[other] = values[one]
    X = drawn()
    X[:, one] = X[:, other] = np.linspace(-1, 1, len(X))
    found = shares(centred([(alone, bias), *rest], alike), X)
    mine, theirs = found[:, NAMES.index("distance")], found[:, NAMES.index("renown")]
    assert mine == pytest.approx(theirs, abs=1e-6)
    assert np.abs(mine).max() > 1e-3
    total = Ensemble([centred([(alone, bias), *rest], alike)]).score(X)[0]
    assert 2 * mine == pytest.approx(total, abs=1e-5)


def test_effects_of_a_pair_do_not_depend_on_the_pairs_beside_it(model):
    X = drawn(40)
    together = shares(model, X)
    for at in (0, 17, 39):
        assert shares(model, X[at : at + 1])[0] == pytest.approx(together[at], abs=1e-5)


effects = st.lists(
    st.floats(-30, 30, allow_nan=False), min_size=len(NAMES) + 1, max_size=len(NAMES) + 1
)


@given(rows=st.lists(effects, min_size=1, max_size=4))
def test_told_effects_add_up_to_habit_exactly(rows):
    values = np.array(rows)
    habit = np.round(values.sum(axis=1), 6)
    for one, effect, total in zip(told(values, habit), values, habit, strict=True):
        assert list(one) == [*DRIVERS, DEPTH]
        assert round(sum(one.values()), 6) == total
        # What rounding moves is small, and at the strongest alone.
        assert np.array(list(one.values())) == pytest.approx(effect, abs=1e-3)
        strongest = int(np.abs(np.round(effect, 4)).argmax())
        others = np.delete(np.array(list(one.values())), strongest)
        assert others == pytest.approx(np.delete(np.round(effect, 4), strongest), abs=1e-9)


def test_nothing_to_tell_is_no_row():
    assert told(np.zeros((0, len(NAMES) + 1)), np.zeros(0)) == []
