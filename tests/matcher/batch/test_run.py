from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.dataset as ds
import pytest

from matcher.batch import folder as folder_module
from matcher.batch.block import Scored, score_block
from matcher.batch.folder import MANIFEST, NOTES, REJECTS, OutputFolder
from matcher.batch.journal import JOURNAL
from matcher.batch.queries import Queries
from matcher.batch.run import begun_on
from matcher.errors import BatchFolderError, BatchStoppedError, DataError
from matcher.mandate.model import Mandate
from matcher.records.criteria import PARTS
from tests.matcher.batch.conftest import Bench, here

KEYS = ["query_row", "tier", "rank"]


class Killed(BaseException):
    """Stands for the end of the process: nothing but the system cleans up."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the journal, whose lines stand in the order of the workers."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name != JOURNAL}


def table(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder).sort_values(KEYS, ignore_index=True)


def dying_after(blocks: int) -> Any:
    def engine(job, left, block):
        yield from islice(here(job, left, block), blocks)
        raise Killed

    return engine


def counting(asked: Counter[int]) -> Any:
    def engine(job, left, block):
        for index in left:
            asked[index] += 1
            yield score_block(job, block(index))

    return engine


def test_folder_holds_each_query_once_with_its_list(bench: Bench) -> None:
    done = bench.run("out")
    assert (done.queries, done.rejects, done.rows) == (23, 0, 23 * 4)
    assert (bench.progress.total, bench.progress.before, bench.progress.told) == (23, 0, 23)
    found = table(bench.folder / "out")
    assert found.columns.tolist() == [
        "query_row", "query_id", "tier", "rank", "candidate_id", "score", "probability",
        "rank_low", "rank_high", "feasibility", "as_of",
    ]  # fmt: skip
    assert found[["query_row", "rank"]].to_numpy().tolist() == [
        [row, rank] for row in range(1, 24) for rank in range(1, 5)
    ]
    fields = {"count": 4, "date": "2026-01-01", "city": str(found.query_id[8])}
    answer = bench.matcher.recommend(Mandate.parse(fields), both_sides=False)
    expected = [one.place.city_id for one in answer.tiers[0].candidates]
    assert found.candidate_id[8:12].tolist() == expected


def test_manifest_ends_a_run_and_names_every_file_with_its_checksum(bench: Bench) -> None:
    bench.run("out", contributions=("size",))
    out = bench.folder / "out"
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["queries"] == 23
    assert manifest["rows"] == 92
    assert manifest["settings"]["versions"] == bench.matcher.versions()
    files = {one.name for one in out.iterdir() if not one.name.startswith("_")}
    assert files == set(manifest["files"]) == {f"part-00000{i}.parquet" for i in range(5)}
    for name, facts in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == facts["sha256"]


@pytest.mark.parametrize("size", [1, 7, 23, 100])
def test_rows_are_the_same_to_the_byte_whatever_the_block_size(bench: Bench, size: int) -> None:
    bench.run("five", contributions=tuple(PARTS))
    bench.run("other", size=size, contributions=tuple(PARTS))
    five, other = (ds.dataset(bench.folder / name).to_table() for name in ("five", "other"))
    order = [(key, "ascending") for key in KEYS]
    for name in five.column_names:
        one, two = (each.sort_by(order).column(name).combine_chunks() for each in (five, other))
        assert one.equals(two)
        if one.null_count == 0 and name not in ("tier", "feasibility", "as_of"):
            assert one.to_numpy().tobytes() == two.to_numpy().tobytes()


@pytest.mark.parametrize("blocks", range(6))
def test_killed_run_goes_on_and_ends_like_an_undisturbed_one(bench: Bench, blocks: int) -> None:
    bench.run("whole")
    with pytest.raises(Killed):
        bench.run("out", dying_after(blocks))
    assert not (bench.folder / "out" / MANIFEST).exists()
    asked: Counter[int] = Counter()
    bench.run("out", counting(asked))
    assert bench.progress.before == min(5 * blocks, 23)
    assert asked == Counter(range(blocks, 5))
    assert contents(bench.folder / "out") == contents(bench.folder / "whole")


def test_finished_run_repeated_scores_nothing(bench: Bench) -> None:
    bench.run("out")
    before = contents(bench.folder / "out")
    asked: Counter[int] = Counter()
    done = bench.run("out", counting(asked))
    assert not asked
    assert (done.scored, done.rows) == (0, 92)
    assert contents(bench.folder / "out") == before


@pytest.mark.parametrize("fault", ["changed", "cut", "gone", "empty"])
def test_block_that_is_not_whole_is_found_and_scored_again(bench: Bench, fault: str) -> None:
    bench.run("out")
    out = bench.folder / "out"
    before = contents(out)
    part = out / "part-000003.parquet"
    content = bytearray(part.read_bytes())
    if fault == "gone":
        part.unlink()
    else:
        content[100] ^= 1
        part.write_bytes({"changed": content, "cut": content[:-1], "empty": b""}[fault])
    asked: Counter[int] = Counter()
    done = bench.run("out", counting(asked))
    assert done.damaged == 1
    assert asked == Counter([3])
    assert contents(out) == before


def test_file_written_but_not_noted_is_scored_again(bench: Bench, monkeypatch) -> None:
    bench.run("whole")
    out = bench.folder / "out"

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(folder_module.Journal, "add", killed)
        with pytest.raises(Killed):
            bench.run("out")
    assert [one.name for one in out.glob("part-*")] == ["part-000000.parquet"]
    (out / "_partial-part-000001.parquet").write_bytes(b"half")
    bench.run("out")
    assert contents(out) == contents(bench.folder / "whole")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"fields": {"count": 3}}, "mandate.count 4, now 3"),
        ({"fields": {"date": "2026-01-02"}}, 'mandate.date "2026-01-01", now "2026-01-02"'),
        ({"size": 6}, "block 5, now 6"),
        ({"style": "csv"}, 'format "parquet", now "csv"'),
        ({"contributions": ("size",)}, r"contributions \[\], now \[\"size\"\]"),
        ({"queries": Queries.of_ids([1001])}, "queries.count 23, now 1; queries.sha256"),
    ],
)
def test_other_settings_are_refused_until_begun_anew(bench: Bench, changes, named) -> None:
    with pytest.raises(Killed):
        bench.run("out", dying_after(2))
    before = contents(bench.folder / "out")
    with pytest.raises(BatchFolderError, match=f"was begun with .*{named}.*--restart"):
        bench.run("out", **changes)
    assert contents(bench.folder / "out") == before
    bench.run("out", restart=True, **changes)
    bench.run("fresh", **changes)
    assert contents(bench.folder / "out") == contents(bench.folder / "fresh")


def test_other_version_of_the_tables_is_refused(bench: Bench) -> None:
    bench.run("out")
    versions = {**bench.matcher.versions(), "data": "other"}
    with pytest.raises(BatchFolderError, match=r'versions.data "[0-9a-f]{12}", now "other"'):
        bench.run("out", versions=versions)
    with pytest.raises(DataError, match=r"the worker on .* has .*, the driver .*data other"):
        bench.run("fresh", versions=versions)


def test_folder_of_someone_else_is_left_alone(bench: Bench) -> None:
    out = bench.folder / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine", encoding="utf-8")
    for restart in (False, True):
        with pytest.raises(BatchFolderError, match=r"holds thesis\.txt and no journal"):
            bench.run("out", restart=restart)
    assert [one.name for one in out.iterdir()] == ["thesis.txt"]
    (bench.folder / "file").write_text("", encoding="utf-8")
    with pytest.raises(BatchFolderError, match="is a file"):
        bench.run("file")


def test_two_runs_in_one_folder_are_kept_apart(bench: Bench) -> None:
    with (
        OutputFolder(bench.folder / "out").claimed(),
        pytest.raises(BatchFolderError, match="another batch is at work"),
    ):
        bench.run("out")
    bench.run("out")


def test_damaged_journal_costs_its_blocks_and_a_lost_header_is_refused(bench: Bench) -> None:
    bench.run("out")
    out = bench.folder / "out"
    before = contents(out)
    lines = (out / JOURNAL).read_bytes().splitlines(keepends=True)
    (out / JOURNAL).write_bytes(b"".join([*lines[:2], b'{"torn', lines[3]]))
    asked: Counter[int] = Counter()
    bench.run("out", counting(asked))
    assert asked.total() == 3 + 1
    assert contents(out) == before
    (out / JOURNAL).write_bytes(b"".join(lines[1:]))
    with pytest.raises(BatchFolderError, match="no journal to go on from"):
        bench.run("out")


def test_bad_rows_are_kept_with_their_reason_and_the_others_answered(
    bench: Bench, tmp_path
) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("city_id,city\n1001,\n,Atlantis\n7,\nx,\n1002,\n", encoding="utf-8")
    done = bench.run("out", queries=Queries.read(path), size=2)
    assert (done.queries, done.rejects, done.rows) == (2, 3, 8)
    rejects = pd.read_csv(bench.folder / "out" / REJECTS)
    assert rejects.query_row.tolist() == [2, 3, 4]
    assert rejects.given.tolist() == ["Atlantis", "7", "x"]
    assert rejects.reason[0].startswith("no place is called 'Atlantis'")
    assert table(bench.folder / "out").query_row.unique().tolist() == [1, 5]


def test_notes_say_which_namesake_was_taken_and_who_got_nothing(bench: Bench, tmp_path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("city_id,limits.population_min\n1001,\n1002,900000000\n", encoding="utf-8")
    bench.run("out", queries=Queries.read(path))
    notes = pd.read_csv(bench.folder / "out" / NOTES, dtype={"given": str})
    assert notes.to_numpy().tolist() == [
        [2, "1002", "no place in the tier 'World' passes the rules"]
    ]
    assert set(table(bench.folder / "out").query_row) == {1}


def test_batch_of_rejects_alone_ends_without_data(bench: Bench, tmp_path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("city_id\nx\ny\n", encoding="utf-8")
    done = bench.run("out", queries=Queries.read(path))
    assert (done.queries, done.rejects, done.rows) == (0, 2, 0)
    assert bench.run("out", queries=Queries.read(path)).scored == 0
    assert sorted(one.name for one in (bench.folder / "out").iterdir()) == [
        JOURNAL, MANIFEST, REJECTS,
    ]  # fmt: skip


def test_csv_says_the_same_as_parquet(bench: Bench) -> None:
    bench.run("parquet", contributions=("network", "size"))
    bench.run("csv", contributions=("network", "size"), style="csv")
    parts = sorted((bench.folder / "csv").glob("part-*.csv"))
    found = pd.concat([pd.read_csv(part) for part in parts], ignore_index=True)
    found["as_of"] = found["as_of"].astype(object).fillna("")
    pd.testing.assert_frame_equal(
        found, table(bench.folder / "parquet"), check_dtype=False, check_exact=True
    )


def test_database_reads_the_folder_with_one_line(bench: Bench) -> None:
    duckdb = pytest.importorskip("duckdb")
    bench.run("out")
    found = duckdb.sql(
        f"SELECT count(*), count(DISTINCT query_id) FROM '{bench.folder}/out/*.parquet'"  # noqa: S608
    )
    assert found.fetchall() == [(92, 23)]


def test_day_of_a_run_that_was_begun_is_known(bench: Bench) -> None:
    assert begun_on(bench.folder / "out") is None
    bench.run("out")
    assert begun_on(bench.folder / "out") == "2026-01-01"


def test_disk_that_fills_up_is_told_and_loses_nothing(bench: Bench, monkeypatch) -> None:
    bench.run("whole")
    real, written = folder_module.durable, []

    def filling(path: Path) -> Any:
        written.append(path.name)
        if len(written) > 3:
            raise OSError(28, "No space left on device", str(path))
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "durable", filling)
        with pytest.raises(BatchStoppedError, match=r"No space left.*3 of 5 blocks are kept"):
            bench.run("out")
    asked: Counter[int] = Counter()
    bench.run("out", counting(asked))
    assert asked == Counter([3, 4])
    assert contents(bench.folder / "out") == contents(bench.folder / "whole")


def test_block_scored_twice_counts_once(bench: Bench) -> None:
    """A cluster may run a task again whose worker was thought dead."""

    def twice(job, left, block):
        for index in left:
            for _ in range(2):
                yield score_block(job, block(index))

    done = bench.run("out", twice)
    assert done.rows == 92
    bench.run("whole")
    assert contents(bench.folder / "out") == contents(bench.folder / "whole")
    shutil.rmtree(bench.folder / "whole")


def test_scored_block_is_small_enough_to_travel(bench: Bench) -> None:
    block = bench.queries.block(0, 5)
    scored = score_block(bench.job(), block)
    assert isinstance(scored, Scored)
    assert scored.rows == 20
    assert len(scored.content) < 20_000
