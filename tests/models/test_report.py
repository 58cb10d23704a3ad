from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import DataError, MandateError
from models.__main__ import main
from models.metrics import mrr
from models.registry import METHODS, chosen
from models.report import build_report, markdown
from models.run import read_ranks, run_methods, world_limit, write_ranks
from models.summary import summarise
from models.tasks import build_tasks, slices

NAMES = ["degree", "adamic-adar", "size"]


@pytest.fixture(scope="module")
def tasks(many_links):
    return build_tasks(many_links, "test")


@pytest.fixture(scope="module")
def run(tasks):
    return run_methods(chosen(NAMES), tasks)


def test_summary_gives_the_mean_of_each_slice(run, tasks):
    summary = summarise(run, tasks)
    ranks = run.ranks["degree"]["T1"]
    for name, mask in slices(tasks[0]).items():
        figures = summary["methods"]["degree"]["T1"][name]
        assert figures["queries"] == mask.sum()
        assert figures["MRR"][0] == pytest.approx(mrr(ranks[mask]), abs=1e-4)
        assert figures["MRR"][1] <= figures["MRR"][0] <= figures["MRR"][2]


def test_summary_compares_with_the_best_peer_pair_by_pair(run, tasks):
    best = summarise(run, tasks)["best_peer"]["T1"]
    means = {name: mrr(run.ranks[name]["T1"]) for name in NAMES}
    assert best["name"] == max(means, key=means.get)
    assert set(best["others"]) == set(NAMES) - {best["name"]}
    for name, found in best["others"].items():
        assert found["ratio"] == pytest.approx(means[name] / means[best["name"]], abs=1e-4)
        expected = means[name] - means[best["name"]]
        assert found["difference"][0] == pytest.approx(expected, abs=1e-4)


def test_summary_leaves_out_questions_that_were_not_asked(run, tasks):
    ranks = run.ranks["degree"]["T2"].copy()
    ranks[5:] = np.nan
    part = type(run)({"degree": {**run.ranks["degree"], "T2": ranks}})
    figures = summarise(part, tasks)["methods"]["degree"]["T2"]["all"]
    assert figures["queries"] == 5
    assert figures["MRR"][0] == pytest.approx(mrr(ranks[:5]), abs=1e-4)


def test_ranks_survive_the_file(run, tasks, many_links, tmp_path: Path):
    path = tmp_path / "ranks.parquet"
    write_ranks(path, run, tasks, many_links)
    kept = read_ranks(path, tasks, many_links)
    for name in NAMES:
        for task in tasks:
            assert np.array_equal(kept.ranks[name][task.name], run.ranks[name][task.name])


def test_ranks_of_other_questions_are_refused(run, tasks, many_links, tmp_path: Path):
    path = tmp_path / "ranks.parquet"
    write_ranks(path, run, tasks, many_links)
    with pytest.raises(DataError, match="other questions"):
        read_ranks(path, build_tasks(many_links, "validation"), many_links)
    with pytest.raises(DataError, match="cannot be read"):
        read_ranks(tmp_path / "none.parquet", tasks, many_links)


def test_page_shows_every_method_and_task(run, tasks):
    page = markdown(build_report(run, tasks, "test", None, "abc"), "test")
    for name in NAMES:
        assert page.count(f"| {METHODS[name].title} |") == 3 + 6
    for heading in ("T1 country", "T2 world", "T3 new city"):
        assert f"## {heading}" in page
    assert "LightFM" in page


def test_bench_command_writes_the_same_bytes_again_and_adds_a_method(
    many_links, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    pytest.importorskip("matplotlib")

    def bench(out: Path, *more: str) -> int:
        start = ["--data", str(many_links.directory), "bench", "--split", "validation"]
        return main([*start, "--out", str(out), *more])

    once, again = tmp_path / "once", tmp_path / "again"
    assert bench(once, "--methods", "degree", "size") == 0
    assert bench(again, "--methods", "size") == 0
    assert bench(again, "--keep", "--methods", "degree") == 0
    assert bench(again, "--keep") == 0
    names = sorted(path.name for path in once.iterdir() if "seconds" not in path.name)
    assert names == [
        "validation-mrr.svg",
        "validation-ranks.parquet",
        "validation-slices.svg",
        "validation.json",
        "validation.md",
    ]
    for name in names:
        assert (once / name).read_bytes() == (again / name).read_bytes()
    assert set(json.loads((once / "validation.json").read_text())["methods"]) == {"degree", "size"}


def test_bench_command_refuses_an_unknown_method(many_links, tmp_path: Path, capsys):
    arguments = ["--data", str(many_links.directory), "bench", "--out", str(tmp_path)]
    assert main([*arguments, "--methods", "magic"]) == 2
    assert "no method is called 'magic'" in capsys.readouterr().err


def test_registry_names_modules_that_exist_and_says_what_is_missing(monkeypatch):
    for name, entry in METHODS.items():
        if entry.available:
            assert hasattr(entry.make(), "fit"), name
    monkeypatch.setitem(METHODS, "als", METHODS["als"].__class__("x", "peer", "models.none:x"))
    with pytest.raises(MandateError, match="als is not available"):
        chosen(["als"])
    assert "als" not in chosen(None)


def test_slow_methods_are_left_out_of_a_sample_unless_named(monkeypatch):
    slow = METHODS["degree"].__class__("slow", "ours", METHODS["degree"].where, slow=True)
    monkeypatch.setitem(METHODS, "degree", slow)
    assert "degree" not in chosen(None, quick=True)
    assert "degree" in chosen(None)
    assert list(chosen(["degree"], quick=True)) == ["degree"]


def test_world_limit_is_a_third_of_a_sample():
    assert [world_limit(sample) for sample in (None, 300, 9)] == [1_500, 100, 30]
