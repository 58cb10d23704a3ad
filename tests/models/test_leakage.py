"""A hidden link changes nothing: not its own rank, not any score of any method."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features import similarity
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from models.registry import METHODS
from models.split import concluded, pair_bucket
from models.tasks import build_tasks

LEARNT = [name for name, entry in METHODS.items() if name not in ("similarity", "learned")]


def toggled(atlas: Atlas, pair: tuple[int, int]) -> Atlas:
    """Return the tables with one partnership more, or less if it is there."""
    data = atlas.table("partnerships").data
    rows = data.to_pylist()
    left = [row for row in rows if (row[c.CITY_ID_A], row[c.CITY_ID_B]) != pair]
    if len(left) == len(rows):
        left = [*rows, {**rows[0], c.CITY_ID_A: pair[0], c.CITY_ID_B: pair[1]}]
    left.sort(key=lambda row: (row[c.CITY_ID_A], row[c.CITY_ID_B]))
    return atlas.with_table("partnerships", pa.Table.from_pylist(left, schema=data.schema))


def hidden_pairs(atlas: Atlas, bucket: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return a partnership of that bucket, and a pair of it that has none."""
    linked = {tuple(pair) for pair in concluded(atlas).tolist()}
    there = min(pair for pair in linked if pair_bucket(*pair) == bucket)
    ids = sorted({one for pair in linked for one in pair})
    absent = next(
        (a, b)
        for a in ids
        for b in ids
        if a < b and (a, b) not in linked and pair_bucket(a, b) == bucket
    )
    return there, absent


def scores(name: str, atlas: Atlas, split: str, ends: tuple[int, int]) -> list[np.ndarray]:
    known = build_tasks(atlas, split)[0].known
    if not METHODS[name].available:
        pytest.skip(f"{METHODS[name].needs} is not installed")
    method = METHODS[name].make().fit(known)
    everywhere = np.arange(known.place_facts.n_cities)
    return [method.score(atlas.row(one), everywhere, "world") for one in ends]


@pytest.mark.parametrize("name", LEARNT)
@pytest.mark.parametrize(("split", "bucket"), [("test", 0), ("validation", 1), ("validation", 0)])
def test_hidden_link_changes_no_score_of_its_ends(many_links, name, split, bucket):
    for pair in hidden_pairs(many_links, bucket):
        before = scores(name, many_links, split, pair)
        after = scores(name, toggled(many_links, pair), split, pair)
        assert np.array_equal(before, after)


@pytest.mark.parametrize("name", ["adamic-adar", "three-paths", "spectral", "affinity", "degree"])
def test_known_link_does_change_scores_so_that_the_toggle_is_felt(many_links, name):
    pair = hidden_pairs(many_links, 5)[0]
    before = scores(name, many_links, "test", pair)
    after = scores(name, toggled(many_links, pair), "test", pair)
    assert not np.array_equal(before, after)


def test_hidden_link_changes_no_score_of_the_similarity(
    shipped: Atlas, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(similarity, "N_QUERIES", 300)
    pair = min(tuple(pair) for pair in concluded(shipped).tolist() if pair_bucket(*pair) == 0)
    before = scores_beside(shipped, pair)
    assert np.array_equal(before, scores_beside(toggled(shipped, pair), pair))


def scores_beside(atlas: Atlas, pair: tuple[int, int]) -> np.ndarray:
    known = build_tasks(atlas, "test")[0].known
    rows = np.append(np.arange(0, known.place_facts.n_cities, 2_000), atlas.row(pair[1]))
    return METHODS["similarity"].make().fit(known).score(atlas.row(pair[0]), rows, "country")


def test_planted_link_keeps_its_own_rank(many_links: Atlas, tmp_path: Path):
    """Planting a test pair adds its two questions and moves no other rank."""
    from models.evaluate import evaluate

    absent = hidden_pairs(many_links, 0)[1]
    planted = toggled(many_links, absent)
    for name in ("adamic-adar", "degree", "spectral"):
        found = []
        for atlas in (many_links, planted):
            task = build_tasks(atlas, "test")[1]
            ranks = evaluate(METHODS[name].make, [task])[0].ranks
            keys = zip(task.query.tolist(), task.partner.tolist(), strict=True)
            found.append(dict(zip(keys, ranks.tolist(), strict=True)))
        before, after = found
        assert len(after) == len(before) + 2
        assert {key: after[key] for key in before} == before
