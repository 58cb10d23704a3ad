from __future__ import annotations

import datetime as dt
import json
import shutil

import numpy as np

from features import similarity
from features.build import refit
from features.similarity import fit_similarity
from matcher.matcher import Matcher
from matcher.ranking.criteria import COMPONENTS
from matcher.ranking.similarity import SimilarityRanker
from matcher.tables.atlas import Atlas

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
    monkeypatch.setattr(similarity, "N_QUERIES", 150)
    monkeypatch.setattr(similarity, "N_CANDIDATES", 600)
    fresh = fit_similarity(service.world.atlas, DATE, random_state=7)
    # Rare facts, such as bombing by tons, rest on few pairs of a small sample.
    gap = np.abs(fresh.neutral_ - service.engine.similarity.neutral_)
    assert np.median(gap) < 0.03
    assert gap.max() < 0.35


def test_refit_changes_nothing_where_no_component_changed(shipped, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(shipped.directory, copy)
    refit(copy)
    for name in ("manifest.json", "ranker/similarity.json"):
        assert (copy / name).read_bytes() == (shipped.directory / name).read_bytes()


def test_refit_takes_in_a_component_that_the_shipped_values_lack(shipped, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(shipped.directory, copy)
    path = copy / "ranker" / "similarity.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    lost = next(iter(fields["neutral"]))
    del fields["neutral"][lost]
    path.write_text(json.dumps(fields), encoding="utf-8")
    refit(copy)
    fitted = SimilarityRanker.from_json(Atlas.load(copy).artefact("ranker/similarity.json"))
    assert len(fitted.neutral_) == len(fields["neutral"]) + 1
