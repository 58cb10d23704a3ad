from __future__ import annotations

import datetime as dt

import numpy as np

from features import similarity
from features.similarity import fit_similarity
from matcher.matcher import Matcher
from matcher.ranking.criteria import COMPONENTS

DATE = dt.date(2026, 4, 26)


def test_neutral_values_are_means_and_the_same_again(service: Matcher, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(similarity, "N_QUERIES", 60)
    monkeypatch.setattr(similarity, "N_CANDIDATES", 400)
    first = fit_similarity(service.world.atlas, DATE)
    again = fit_similarity(service.world.atlas, DATE)
    other = fit_similarity(service.world.atlas, DATE, random_state=1)
    assert first.neutral_.shape == (len(COMPONENTS),)
    assert ((first.neutral_ >= 0) & (first.neutral_ <= 1)).all()
    assert first.to_json() == again.to_json()
    assert first.to_json() != other.to_json()


def test_shipped_neutral_values_are_near_a_fresh_sample(service: Matcher, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(similarity, "N_QUERIES", 100)
    monkeypatch.setattr(similarity, "N_CANDIDATES", 400)
    fresh = fit_similarity(service.world.atlas, DATE, random_state=7)
    # Rare facts, such as bombing by tons, rest on few pairs of a small sample.
    gap = np.abs(fresh.neutral_ - service.engine.similarity.neutral_)
    assert np.median(gap) < 0.03
    assert gap.max() < 0.35
