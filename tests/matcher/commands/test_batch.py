from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from matcher.batch import engines
from matcher.batch.folder import MANIFEST, REJECTS
from matcher.commands.app import app
from tests.matcher.batch.conftest import here
from tests.matcher.batch.test_run import contents

ROOT = Path(__file__).parents[3]
LIMIT_BYTES = 6_000
TINY_DISK = "48k"


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.csv"
    path.write_text("city_id,city,mayor\n1001,,a\n,Place 50,b\n1005,,c\n", encoding="utf-8")
    return path


@pytest.fixture
def run(ranker_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in this process, blocks and all."""
    monkeypatch.setattr(engines, "processes", lambda _workers: here)

    def invoke(*arguments: object) -> Result:
        texts = ["batch", *map(str, arguments), "--data", str(ranker_directory)]
        return CliRunner().invoke(app, texts)

    return invoke


def test_queries_become_a_folder_that_pandas_reads(run, queries, tmp_path) -> None:
    out = tmp_path / "lists"
    result = run(queries, "--out", out, "-k", 3, "--date", "2026-01-01", "--contributions", "size")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "columns that are not read: mayor" in result.stderr
    assert f"{out}: 3 queries, 9 rows; 3 in " in result.stderr
    found = pd.read_parquet(out)
    assert len(found) == 9
    assert found.columns[-1] == "contribution_size"
    assert (out / MANIFEST).exists()


def test_rejected_rows_end_in_exit_code_3_and_a_file(run, queries, tmp_path) -> None:
    queries.write_text(queries.read_text(encoding="utf-8") + "x,,\n7,,\n", encoding="utf-8")
    result = run(queries, "--out", tmp_path / "lists", "-k", 3)
    assert result.exit_code == 3
    assert f"2 rows left out, see {tmp_path / 'lists' / REJECTS}" in result.stderr
    assert len(pd.read_csv(tmp_path / "lists" / REJECTS)) == 2


def test_every_city_is_asked_about_with_all(run, tmp_path) -> None:
    result = run("--all", "--out", tmp_path / "lists", "-k", 1, "--scope", "FR,JP")
    assert result.exit_code == 0, result.output
    found = pd.read_parquet(tmp_path / "lists")
    assert found.query_id.nunique() == 240
    assert set(found.tier) == {"FR,JP"}


def test_run_that_was_begun_goes_on_at_its_own_day(run, queries, tmp_path) -> None:
    out = tmp_path / "lists"
    assert run(queries, "--out", out, "--date", "2020-02-02").exit_code == 0
    (out / "part-000000.parquet").unlink()
    again = run(queries, "--out", out)
    assert again.exit_code == 0, again.output
    assert "1 damaged blocks were scored again" in again.stderr
    other = run(queries, "--out", out, "--date", "2020-02-03")
    assert other.exit_code == 2
    assert 'mandate.date "2020-02-02", now "2020-02-03"' in other.stderr
    assert run(queries, "--out", out, "--date", "2020-02-03", "--restart").exit_code == 0


def test_mandate_file_holds_for_every_query_and_needs_no_city(run, queries, tmp_path) -> None:
    mandate = tmp_path / "mandate.toml"
    mandate.write_text(
        'count = 2\ndate = 2026-01-01\n[[tiers]]\nname = "a"\ncountries = ["FR"]\n'
        '[[tiers]]\nname = "b"\ncountries = ["JP"]\n',
        encoding="utf-8",
    )
    result = run(queries, "--out", tmp_path / "lists", "--mandate", mandate)
    assert result.exit_code == 0, result.output
    counts = pd.read_parquet(tmp_path / "lists").groupby(["query_row", "tier"]).size()
    assert counts.tolist() == [2] * 6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a file of queries, or ask for every city with --all"),
        (["QUERIES", "--all"], "name a file of queries, or ask for every city with --all"),
        (["no.csv"], "no.csv cannot be read"),
        (["QUERIES", "--scope", "Atlantis"], "Atlantis"),
        (["QUERIES", "--contributions", "fame"], "--contributions 'fame': choose all, or among"),
        (["QUERIES", "--date", "soon"], "write it as YYYY-MM-DD"),
        (["QUERIES", "-k", "0"], "count: "),
        (["QUERIES", "--mandate", "no.toml"], "cannot be read"),
    ],
)
def test_wrong_options_are_told_before_anything_is_written(
    run, queries, tmp_path, arguments, message
) -> None:
    texts = [str(queries) if one == "QUERIES" else one for one in arguments]
    result = run(*texts, "--out", tmp_path / "lists")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "lists").exists()


def test_wrong_cluster_is_a_failure(run, queries, tmp_path) -> None:
    result = run(queries, "--out", tmp_path / "lists", "--dask", "nowhere")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("matcher: --dask 'nowhere': give 'local'")


# Real processes and real disks


def command(directory: Path, out: Path) -> list[str]:
    return [
        sys.executable, str(ROOT / "scripts" / "score_batch.py"), "--all", "--out", str(out),
        "--data", str(directory), "--block", "40", "--workers", "2", "--date", "2026-01-01",
    ]  # fmt: skip


def started(directory: Path, out: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(directory, out), capture_output=True, text=True, check=False, **options
    )


@pytest.fixture(scope="module")
def undisturbed(
    ranker_directory: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What the command writes when nothing goes wrong."""
    out = tmp_path_factory.mktemp("undisturbed") / "lists"
    result = started(ranker_directory, out)
    assert result.returncode == 0, result.stderr
    assert result.stderr.startswith("240 queries\n")
    return contents(out)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, too small for the lists."""
    directory = tmp_path / "disk"
    directory.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={TINY_DISK}", "tmpfs", str(directory)]
    if os.geteuid() or not mount or subprocess.run([mount, *options], check=False).returncode:
        pytest.skip("a file system can be mounted by root alone")
    yield directory
    subprocess.run(["umount", str(directory)], check=True)  # noqa: S607


def test_full_disk_is_told_and_with_more_room_the_run_goes_on(
    ranker_directory, undisturbed, disk
) -> None:
    result = started(ranker_directory, disk / "lists")
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert "of 6 blocks are kept; make room" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list((disk / "lists").glob("_partial-*"))
    remount = ["mount", "-o", "remount,size=4m", str(disk)]
    subprocess.run(remount, check=True)
    result = started(ranker_directory, disk / "lists")
    assert result.returncode == 0, result.stderr
    assert contents(disk / "lists") == undisturbed


def test_file_that_may_not_grow_is_told_and_loses_nothing(
    ranker_directory, undisturbed, tmp_path
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES))

    assert max(map(len, undisturbed.values())) > LIMIT_BYTES
    # A process that is measured for coverage writes a file of its own.
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    result = started(ranker_directory, tmp_path / "lists", preexec_fn=limit, env=own)
    assert result.returncode == 1
    assert "File too large" in result.stderr
    assert "Traceback" not in result.stderr
    assert started(ranker_directory, tmp_path / "lists").returncode == 0
    assert contents(tmp_path / "lists") == undisturbed


def test_folder_that_may_not_be_written_is_told_at_once(ranker_directory, disk) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
    result = started(ranker_directory, disk / "lists")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"matcher: {disk / 'lists'} cannot be written (Read-only file system)")


@pytest.mark.slow
def test_kills_at_random_moments_lose_no_row_and_double_none(ranker_directory) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "kill_batch.py"), "--kills", "20"]
    script += ["--queries", "400", "--longest", "2.5", "--data", str(ranker_directory)]
    result = subprocess.run(script, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "every file is the same" in result.stdout


def test_run_stopped_by_hand_says_that_it_goes_on(run, queries, tmp_path, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("matcher.batch.run.run_batch", stop)
        result = run(queries, "--out", tmp_path / "lists")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "matcher: stopped; the same command goes on from here"
    )
    assert run(queries, "--out", tmp_path / "lists").exit_code == 0


def test_finished_run_asked_again_tells_no_speed(run, queries, tmp_path) -> None:
    assert "a second" in run(queries, "--out", tmp_path / "lists").stderr
    again = run(queries, "--out", tmp_path / "lists")
    assert again.exit_code == 0
    assert re.search(r"lists: 3 queries, [\d,]+ rows$", again.stderr.strip())
    assert "a second" not in again.stderr
