from __future__ import annotations

import numpy as np
import pytest

from matcher.ranking.learned import nearest as module
from matcher.ranking.learned.nearest import Nearest


@pytest.mark.parametrize("k", [1, 5, 40])
@pytest.mark.parametrize("few", [0, 1_000], ids=["tree", "compared"])
def test_nearest_are_those_of_a_plain_sort(monkeypatch, k, few) -> None:
    monkeypatch.setattr(module, "FEW", few)
    rng = np.random.default_rng(k)
    points, places = rng.normal(size=(40, 3)), rng.normal(size=(37, 3))
    distance, position = Nearest(points).query(places, k)
    gaps = np.linalg.norm(points[None] - places[:, None], axis=2)
    expected = np.argsort(gaps, axis=1)[:, :k]
    assert position.tolist() == expected.tolist()
    assert distance == pytest.approx(np.take_along_axis(gaps, expected, axis=1))
