from __future__ import annotations

import numpy as np
import pytest

from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.pairfeatures import FEATURES, PairReader
from matcher.ranking.learned.retrieval import FIRST_STAGE, FirstStage
from models import lists as module
from models.known import KnownWorld
from models.lists import (
    Draw,
    FoldReader,
    Lists,
    first_stage_lists,
    joined,
    pool_of,
    ranked_lists,
)
from tests.models.world import pairs_of, view_of

EXPECTED = np.linspace(-3, 1, 240, dtype=np.float32)


@pytest.fixture
def fold(planted: KnownWorld, small_recipe: None) -> FoldReader:
    ends = planted.graph.ends
    return FoldReader(planted, ends, view_of(planted, ends[12:]), EXPECTED, seed=5)


@pytest.fixture
def hidden(planted: KnownWorld) -> np.ndarray:
    return planted.graph.ends[:12]


class Spy:
    """Remember which rows the features of each list were read for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[tuple[int, np.ndarray]] = []
        plain = PairReader.table
        first = module.first_stage_features

        def table(reader: PairReader) -> np.ndarray:
            self.seen.append((reader.query, reader.rows))
            return plain(reader)

        def features(reader, walks, rows):
            self.seen.append((walks.query, rows))
            return first(reader, walks, rows)

        monkeypatch.setattr(PairReader, "table", table)
        monkeypatch.setattr(module, "first_stage_features", features)


def check(planted: KnownWorld, lists: Lists, seen: list, hidden: np.ndarray) -> None:
    assert len(lists.pair) == len(lists.start) - 1 == len(seen)
    asked = []
    for number, (query, rows), first, last in zip(
        lists.pair, seen, lists.start[:-1], lists.start[1:], strict=True
    ):
        assert last - first == len(rows)
        partner = int(rows[0])
        assert {query, partner} == set(hidden[number].tolist())
        taken = {*planted.graph.partners(query).tolist(), query}
        assert not taken & set(rows[1:].tolist())
        assert lists.log_weight[first] == 0
        asked.append((number, query))
    ways = {(number, int(end)) for number, pair in enumerate(hidden) for end in pair}
    assert set(asked) == ways


def test_hidden_partner_leads_each_first_stage_list(planted, fold, hidden, monkeypatch):
    spy = Spy(monkeypatch)
    lists = first_stage_lists(fold, hidden, n_negatives=15)
    assert lists.X.shape == (lists.start[-1], len(FIRST_STAGE))
    check(planted, lists, spy.seen, hidden)


def test_first_stage_weights_are_log_inverse_inclusion(planted, fold, hidden, monkeypatch):
    spy = Spy(monkeypatch)
    monkeypatch.setattr(module, "WORLD_SHARE", 0.0)
    lists = first_stage_lists(fold, hidden, n_negatives=15)
    country = planted.place_facts.country
    for (query, rows), first in zip(spy.seen, lists.start[:-1], strict=True):
        taken = [*planted.graph.partners(query).tolist(), query]
        pool = np.flatnonzero(country == country[rows[0]])
        pool = pool[~np.isin(pool, taken)]
        mass = np.exp(EXPECTED[pool])
        chance = dict(zip(pool.tolist(), 0.5 * mass / mass.sum() + 0.5 / len(pool), strict=True))
        expected = [-np.log(15 * chance[row]) for row in rows[1:].tolist()]
        assert lists.log_weight[first + 1 : first + 16] == pytest.approx(expected)


def test_hidden_partner_leads_each_ranked_list(planted, fold, hidden, monkeypatch):
    spy = Spy(monkeypatch)
    first = FirstStage(np.random.default_rng(0).normal(size=len(FIRST_STAGE)))
    lists = ranked_lists(fold, hidden, first, 0.5)
    assert lists.X.shape == (lists.start[-1], len(FEATURES))
    full = list(spy.seen)
    check(planted, lists, full, hidden)
    for (query, rows), start in zip(full, lists.start[:-1], strict=True):
        table = PairReader(fold.reader, pairs_of(planted, query, rows[:3])).table()
        assert lists.X[start : start + 3] == pytest.approx(table, rel=1e-3, abs=1e-3, nan_ok=True)


def test_ranked_lists_hold_the_top_and_a_weighted_sample_of_both_depths():
    draw, scores = Draw(top=5, sample=4, depth=21, rest=3), np.random.default_rng(1).normal(size=60)
    order = np.argsort(-scores)
    counts = np.zeros(60)
    for seed in range(400):
        chosen, weight = module._drawn(scores, draw, np.random.default_rng(seed))
        assert chosen[:5].tolist() == order[:5].tolist()
        assert len(set(chosen.tolist())) == len(chosen) == len(weight) == 12
        assert set(chosen[5:9].tolist()) <= set(order[5:21].tolist())
        assert set(chosen[9:].tolist()) <= set(order[21:].tolist())
        # Of the 16 below the top 4 are drawn, of the 39 beyond the depth 3.
        expected = [0.0] * 5 + [np.log(16 / 4)] * 4 + [np.log(39 / 3)] * 3
        assert weight == pytest.approx(expected)
        counts[chosen[5:]] += 1
    assert counts[order[5:21]] / 400 == pytest.approx(np.full(16, 4 / 16), abs=0.12)
    assert counts[order[21:]] / 400 == pytest.approx(np.full(39, 3 / 39), abs=0.07)


@pytest.mark.parametrize(("n", "far"), [(21, 0), (22, 1), (24, 3), (40, 3)])
def test_list_that_hardly_goes_beyond_the_depth_gives_what_is_there(n, far):
    draw, scores = Draw(top=5, sample=4, depth=21, rest=3), np.arange(float(n))[::-1]
    chosen, weight = module._drawn(scores, draw, np.random.default_rng(0))
    assert len(chosen) == 9 + far
    assert (chosen >= 21).sum() == far
    # What the drawn ones stand for is the whole list.
    assert np.exp(weight).sum() == pytest.approx(n)


def test_short_list_is_taken_whole():
    chosen, weight = module._drawn(np.arange(9.0), Draw(5, 4, 30, 2), np.random.default_rng(0))
    assert chosen.tolist() == list(range(9))
    assert not weight.any()


def test_view_of_a_fold_lacks_its_pairs(planted, fold, hidden):
    for a, b in hidden:
        assert b not in fold.view.partners(a)
        assert b in fold.everything.partners(a)


def test_no_pairs_give_no_lists(fold):
    none = np.zeros((0, 2), dtype=np.int64)
    for lists in (
        first_stage_lists(fold, none),
        ranked_lists(fold, none, FirstStage(np.zeros(len(FIRST_STAGE))), 0.5),
    ):
        assert len(lists.X) == len(lists.log_weight) == len(lists.pair) == 0
        assert lists.start.tolist() == [0]


def test_joined_lists_stand_behind_each_other(fold, hidden):
    one, two = (first_stage_lists(fold, part, 6) for part in (hidden[:5], hidden[5:]))
    empty = first_stage_lists(fold, hidden[:0])
    both = joined([one, empty, two])
    assert np.array_equal(both.X, np.concatenate([one.X, two.X]))
    lengths = np.r_[np.diff(one.start), np.diff(two.start)]
    assert np.diff(both.start).tolist() == lengths.tolist()
    assert both.start[-1] == len(both.X)


def test_walks_of_a_query_are_computed_once_a_fold(planted, fold, hidden, monkeypatch):
    asked: list[int] = []
    plain = fold.walks
    monkeypatch.setattr(
        FoldReader, "walks", lambda _, query: (asked.append(query), plain(query))[1]
    )
    ranked_lists(fold, hidden, FirstStage(np.ones(len(FIRST_STAGE))), 1.0)
    assert len(asked) == len(set(asked))
    assert set(asked) == set(hidden.ravel().tolist())


def test_pool_is_the_most_expected_with_ties_by_row(monkeypatch):
    monkeypatch.setattr(module, "POOL", 3)
    assert pool_of(np.array([0.0, 2.0, 1.0, 1.0, 1.0])).tolist() == [1, 2, 3]


def test_lists_are_the_same_with_the_same_seed(planted, hidden, small_recipe):
    ends = planted.graph.ends

    def drawn(seed: int) -> Lists:
        view = LinkView(view_of(planted).facts, ends[12:])
        return first_stage_lists(FoldReader(planted, ends, view, EXPECTED, seed), hidden, 5)

    assert np.array_equal(drawn(1).X, drawn(1).X)
    assert not np.array_equal(drawn(1).log_weight, drawn(2).log_weight[: len(drawn(1).log_weight)])
