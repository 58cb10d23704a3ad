from __future__ import annotations

from matcher.tables.atlas import Atlas
from models.throughput import measure_batch, measure_scans, read, report, write


def test_batch_is_timed_and_its_memory_watched(ranker_directory) -> None:
    atlas = Atlas.load(ranker_directory)
    run = measure_batch(atlas, ranker_directory, "learned", "FR", 12, 2)
    assert (run["scope"], run["queries"], run["workers"]) == ("FR", 12, 2)
    assert run["seconds"] > 0
    assert run["ms_each"] > 0
    assert run["megabytes"] > 100


def test_scans_of_more_places_take_longer() -> None:
    few, many = measure_scans(2_000, 20), measure_scans(200_000, 20)
    assert set(few) == set(many) == {"numpy", "implicit"}
    assert all(few[name] < many[name] for name in few)


def test_report_holds_each_run_and_says_how_far_from_a_scan(tmp_path) -> None:
    run = {"model": "learned", "scope": "world", "queries": 1000, "workers": 2, "seconds": 50.0,
           "ms_each": 40.0, "megabytes": 900}  # fmt: skip
    smaller = {**run, "queries": 10, "ms_each": 90.0}
    figures = {"data": "abc", "runs": [smaller, run], "scans": {"numpy": 5.0}}
    text = report(figures)
    assert "| learned | world | 1,000 | 2 | 50.0 | 20.0 | 40.0 | 25.0 | 900 |" in text
    assert "| numpy | 5.00 | 8.0 |" in text
    assert {one.name for one in write(tmp_path, figures)} == {"batch.json", "batch.md", "batch.svg"}
    assert read(tmp_path) == figures
