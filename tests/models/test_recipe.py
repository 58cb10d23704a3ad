from __future__ import annotations

import pickle

import numpy as np
import pytest

from matcher.ranking.learned.artefact import array_bytes
from matcher.ranking.learned.model import Model
from matcher.world.graph import PartnershipGraph
from models import recipe as module
from models.known import KnownWorld
from models.learned import LearnedMethod
from models.lists import FoldReader
from models.network import Settings
from models.recipe import Trained, train
from tests.models.world import small

QUICK = Settings(epochs=2, lists_a_batch=16, hidden=(12, 6))


def as_bytes(trained: Trained) -> bytes:
    vector = Model(trained.first, trained.transform, trained.layers).packed()
    return array_bytes({"main": vector, "expected": trained.expected})


@pytest.fixture(scope="module")
def trained(planted: KnownWorld) -> Trained:
    with small():
        return train(planted, QUICK)


def test_same_world_trains_the_same_bytes(planted, trained, small_recipe):
    assert as_bytes(train(planted, QUICK)) == as_bytes(trained)


def test_no_pair_is_in_the_view_its_lists_are_read_from(planted, small_recipe, monkeypatch):
    seen: list[int] = []
    plain = FoldReader.asked

    def asked(fold: FoldReader, pairs: np.ndarray, share: float):
        for a, b in pairs.tolist():
            assert b not in fold.view.partners(a)
            assert b in fold.everything.partners(a)
        hidden = len(fold.everything.ends) - len(fold.view.ends)
        assert hidden >= len(pairs)
        seen.append(len(pairs))
        return plain(fold, pairs, share)

    monkeypatch.setattr(FoldReader, "asked", asked)
    train(planted, QUICK, share=0.5)
    assert len(seen) == 2 * module.N_FOLDS
    drawn = sum(seen) / 2
    assert drawn == pytest.approx(0.5 * len(planted.graph.ends), rel=0.25)


def test_method_ranks_held_out_partners_above_chance(planted, small_recipe):
    ends = planted.graph.ends
    hidden = np.arange(len(ends)) % 6 == 0
    known = KnownWorld(
        planted.atlas,
        planted.place_facts,
        PartnershipGraph(240, ends[~hidden]),
        planted.countries,
    )
    method = LearnedMethod().use(known, train(known, QUICK))
    country = planted.place_facts.country
    standing = []
    for a, b in ends[hidden]:
        rows = np.flatnonzero((country == country[b]) & (np.arange(240) != a))
        scores = method.score(int(a), rows, "country")
        at = int(np.flatnonzero(rows == b)[0])
        standing.append((scores[np.isfinite(scores)] > scores[at]).mean())
    # By chance the mean share of candidates above the partner would be one half.
    assert np.mean(standing) < 0.3


def test_method_scores_no_partner_and_in_the_world_only_the_pool(planted, trained, small_recipe):
    method = LearnedMethod().use(planted, trained)
    query, rows = int(planted.graph.ends[0, 0]), np.arange(240)
    scores = method.score(query, rows, "world")
    assert np.isnan(scores[planted.graph.partners(query)]).all()
    assert np.isnan(scores[query])
    scored = np.flatnonzero(np.isfinite(scores))
    assert np.isin(scored, method.ranker_.pool).all()
    assert len(scored) > 100


def test_candidates_beyond_the_shortlist_follow_it(planted, trained, monkeypatch):
    from matcher.ranking.learned import bands as learned

    method = LearnedMethod().use(planted, trained)
    query = int(planted.graph.ends[0, 0])
    rows = np.flatnonzero(planted.place_facts.country == 1)
    whole = method.score(query, rows, "country")
    monkeypatch.setattr(learned, "SHORTLIST", 10)
    cut = method.score(query, rows, "country")
    assert np.array_equal(np.isfinite(whole), np.isfinite(cut))
    leading = np.argsort(-np.nan_to_num(cut, nan=-np.inf))[:10]
    assert cut[leading] == pytest.approx(whole[leading], abs=1e-4)
    rest = np.setdiff1d(np.flatnonzero(np.isfinite(cut)), leading)
    assert cut[rest].max() < cut[leading].min()


def test_lists_drawn_by_two_processes_train_the_same_bytes(planted):
    quick = Settings(epochs=1, lists_a_batch=64, hidden=(6, 3))
    alone = train(planted, quick, share=0.2)
    assert as_bytes(train(planted, quick, share=0.2, n_jobs=2)) == as_bytes(alone)


def test_countries_that_were_asked_go_to_another_process(planted):
    planted.countries.country("DE")
    again = pickle.loads(pickle.dumps(planted.countries))  # noqa: S301
    assert again.country("DE") == planted.countries.country("DE")
    assert again.name("FR") == planted.countries.name("FR")
