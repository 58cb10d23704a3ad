from __future__ import annotations

import numpy as np
import pytest

from matcher.tables.atlas import Atlas
from models import expected as module
from models.expected import expected_degree
from models.known import KnownWorld
from tests.models import world
from tests.models.world import every_pair, view_of


def test_expected_degree_follows_the_true_one(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "N_PLACES", 1_500)
    many = every_pair(Atlas.load(world.planted_world(tmp_path, n_links=700)))
    view = view_of(many)
    found = expected_degree(view)
    assert found.shape == (1_500,)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    # Large places were given more partners.
    assert np.corrcoef(found, np.log(view.degree + 0.5))[0, 1] > 0.4
    assert np.exp(found).sum() == pytest.approx(view.degree.sum(), rel=0.35)


def test_same_seed_gives_the_same_numbers(planted: KnownWorld):
    one, two = expected_degree(view_of(planted), 3), expected_degree(view_of(planted), 3)
    assert np.array_equal(one, two)
    assert not np.array_equal(one, expected_degree(view_of(planted), 4))


def test_place_is_judged_by_a_model_that_never_learnt_its_degree(planted, monkeypatch):
    """Each model is fed the other folds' degrees only."""
    view = view_of(planted)
    rows_of_value = {tuple(row): at for at, row in enumerate(module._profile_table(view))}
    learnt, judged = [], []

    class Recorder:
        def __init__(self, **settings: object) -> None:
            pass

        def fit(self, table: np.ndarray, degree: np.ndarray, sample_weight: np.ndarray) -> None:
            rows = [rows_of_value.get(tuple(row)) for row in table]
            learnt.append({row for row in rows if row is not None})
            assert set(np.unique(sample_weight).tolist()) <= {1.0, 1 / module.UNLINKED_SHARE}
            assert (sample_weight[degree > 0] == 1).all()

        def predict(self, table: np.ndarray) -> np.ndarray:
            judged.append({rows_of_value.get(tuple(row)) for row in table} - {None})
            return np.ones(len(table))

    monkeypatch.setattr(module, "HistGradientBoostingRegressor", Recorder)
    expected_degree(view)
    assert len(learnt) == len(judged) >= 2
    for one, other in zip(learnt, judged, strict=True):
        assert not one & other
