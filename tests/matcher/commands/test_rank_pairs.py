from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from matcher.commands.app import app
from matcher.matcher import Matcher
from matcher.ranking.learned.artefact import NETWORK_FILE

HEADER = "query_id,partner_id,scope,rank,candidates,score,probability,percentile,known,note"


@pytest.fixture
def pairs(learned: Matcher, tmp_path: Path) -> Path:
    a, b = learned.world.atlas.city_ids[learned.world.graph.ends[0]].tolist()
    path = tmp_path / "pairs.csv"
    path.write_text(f"city_id_a,city_id_b\n{a},{b}\n1005,1006\n1005,1100\n", encoding="utf-8")
    return path


def run(directory: Path, *arguments: object) -> Result:
    texts = ["rank-pairs", *map(str, arguments), "--data", str(directory)]
    return CliRunner().invoke(app, [*texts, "--date", "2026-01-01"])


def test_every_pair_has_two_rows_with_the_columns_in_order(ranker_directory, pairs):
    result = run(ranker_directory, pairs)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 6
    assert [row["known"] for row in rows] == ["True", "True", *["False"] * 4]
    assert [(row["query_id"], row["partner_id"]) for row in rows[2:4]] == [
        ("1005", "1006"), ("1006", "1005"),
    ]  # fmt: skip
    assert all(row["rank"] for row in rows)
    assert rows[4]["score"] == rows[4]["probability"] == ""
    assert rows[4]["rank"] == rows[4]["candidates"]
    assert "3 pairs ranked" in result.stderr


@pytest.mark.parametrize("scope", ["country", "world"])
def test_answer_goes_to_a_file_and_is_the_same_twice(ranker_directory, pairs, tmp_path, scope):
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for out in files:
        result = run(ranker_directory, pairs, "--scope", scope, "--out", out)
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
    assert files[0].read_bytes() == files[1].read_bytes()
    rows = list(csv.DictReader(io.StringIO(files[0].read_text(encoding="utf-8"))))
    assert {row["scope"] for row in rows} == {scope}


def test_rejected_rows_are_named_and_the_rest_is_ranked(ranker_directory, pairs):
    content = pairs.read_text(encoding="utf-8")
    pairs.write_text(content + "7,7\n1005,99\nx,1\n1005,99999999999\n", encoding="utf-8")
    result = run(ranker_directory, pairs)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 7
    for text in ("line 5 left out", "pair 1005,99 left out", "line 7 left out",
                 "pair 1005,99999999999 left out"):  # fmt: skip
        assert text in result.stderr


def test_file_of_rejects_alone_gives_the_header(ranker_directory, tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("city_id_a,city_id_b\nx,y\n", encoding="utf-8")
    result = run(ranker_directory, path)
    assert result.exit_code == 3
    assert result.stdout == HEADER + "\n"


def test_wrong_columns_are_bad_input(ranker_directory, pairs):
    pairs.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run(ranker_directory, pairs)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "city_id_a, city_id_b" in result.stderr
    assert result.stderr.count("\n") == 1


def test_other_scope_and_missing_file_are_bad_input(ranker_directory, pairs, tmp_path):
    assert run(ranker_directory, pairs, "--scope", "moon").exit_code == 2
    assert run(ranker_directory, tmp_path / "no.csv").exit_code == 2


def test_damaged_ranker_is_told_before_anything_is_written(ranker_directory, pairs, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(ranker_directory, broken)
    (broken / NETWORK_FILE).write_bytes(b"")
    out = tmp_path / "out.csv"
    result = run(broken, pairs, "--out", out)
    assert result.exit_code == 2
    assert not out.exists()
    assert result.stderr.count("\n") == 1
    assert run(broken, pairs, "--model", "similarity").exit_code == 0
