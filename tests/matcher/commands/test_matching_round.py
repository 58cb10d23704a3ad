from __future__ import annotations

import csv
import io
import json
import re

import pytest
from typer.testing import CliRunner

from matcher.commands.app import app

FILES = ["alone.csv", "matches.csv", "rejects.csv", "report.html", "round.json"]


@pytest.fixture
def requests(tmp_path):
    path = tmp_path / "requests.csv"
    path.write_text(
        "city,tiers,capacity\nKostroma,,2\nMary,,1\nTbilisi,,1\nTashkent,,1\nBari,,\n",
        encoding="utf-8",
    )
    return path


def run(directory, *arguments):
    texts = ["round", *map(str, arguments), "--data", str(directory), "--date", "2026-01-01"]
    return CliRunner().invoke(app, texts)


def rows(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_round_writes_tables_page_and_json_that_agree(council_directory, requests, tmp_path):
    out = tmp_path / "round"
    result = run(council_directory, requests, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "5 councils" in result.stderr
    assert sorted(path.name for path in out.iterdir()) == FILES
    answer = json.loads((out / "round.json").read_text(encoding="utf-8"))
    matches = rows(out / "matches.csv")
    assert len(matches) == len(answer["matches"]) > 1
    for row, match in zip(matches, answer["matches"], strict=True):
        assert int(row["city_id_a"]) == match["one"]["place"]["city_id"]
        assert int(row["rank_b"]) == match["other"]["rank"]
        assert row["reasons_a"].split("; ")[0] in match["one"]["why"]["reasons"][0]["text"]
    alone = {int(row["city_id"]) for row in rows(out / "alone.csv")}
    assert alone == {one["place"]["city_id"] for one in answer["alone"]}
    assert answer["blocking"] == 0
    assert (out / "rejects.csv").read_text(encoding="utf-8") == "origin,reason\n"
    page = (out / "report.html").read_text(encoding="utf-8")
    for match in answer["matches"]:
        assert match["one"]["why"]["reasons"][0]["text"] in page
    assert "the round is stable" in page
    assert not re.search(r"(src|href)\s*=\s*['\"]?(https?:)?//|<script|url\(|@import", page)
    assert page.count("<caption>") == page.count("<table>") > 3


def test_same_requests_give_the_same_bytes(council_directory, requests, tmp_path):
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        assert run(council_directory, requests, "-o", out).exit_code == 0
    for name in FILES:
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_rejected_rows_are_told_and_the_round_goes_on(council_directory, requests, tmp_path):
    with requests.open("a", encoding="utf-8") as handle:
        handle.write("Atlantis,,\n<b>Mary</b>,,\nMary,,\nDurham,,1\n")
    out = tmp_path / "round"
    result = run(council_directory, requests, "--out", out)
    assert result.exit_code == 3
    assert "5 councils" in result.stderr
    for line in ("line 7", "line 8", "line 9", "line 10"):
        assert f"{line} left out" in result.stderr
    assert [row["origin"] for row in rows(out / "rejects.csv")] == [
        "line 7", "line 8", "line 9", "line 10",
    ]  # fmt: skip
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Mary" in page
    assert "<b>Mary" not in page


def test_largest_total_counts_its_blocking_pairs(council_directory, requests, tmp_path):
    out = tmp_path / "round"
    assert run(council_directory, requests, "-o", out, "--method", "maximum").exit_code == 0
    answer = json.loads((out / "round.json").read_text(encoding="utf-8"))
    assert answer["bound"] >= answer["total"] - 1e-6
    page = (out / "report.html").read_text(encoding="utf-8")
    assert f"no matching exceeds {answer['bound']:,.3f}" in page


def test_bad_input_is_one_line_and_writes_nothing(council_directory, requests, tmp_path):
    out = tmp_path / "round"
    missing = run(council_directory, tmp_path / "no.csv", "--out", out)
    assert missing.exit_code == 2
    assert missing.stderr.count("\n") == 1
    (tmp_path / "file").write_text("", encoding="utf-8")
    onto = run(council_directory, requests, "--out", tmp_path / "file")
    assert onto.exit_code == 2
    assert "name a folder" in onto.stderr
    assert not out.exists()


def test_folder_that_cannot_be_written_keeps_the_old_result(
    council_directory, requests, tmp_path, monkeypatch
):
    out = tmp_path / "round"
    assert run(council_directory, requests, "--out", out).exit_code == 0
    before = {name: (out / name).read_bytes() for name in FILES}
    monkeypatch.setattr("os.fsync", _full_disk)
    result = run(council_directory, requests, "--out", out, "--method", "maximum")
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_many_rejects_are_counted_and_the_first_told(council_directory, requests, tmp_path):
    with requests.open("a", encoding="utf-8") as handle:
        handle.write("Atlantis,,\n" * 30)
    result = run(council_directory, requests, "--out", tmp_path / "round")
    assert result.exit_code == 3
    told = [line for line in result.stderr.splitlines() if "left out" in line]
    assert len(told) < 30
    assert f"and {30 - len(told)} more: {tmp_path / 'round' / 'rejects.csv'}" in result.stderr
    assert len(rows(tmp_path / "round" / "rejects.csv")) == 30


def test_page_of_a_round_with_places_that_filed_nothing_says_so(council_directory, tmp_path):
    path = tmp_path / "requests.csv"
    path.write_text("city,tiers\nKostroma,TM\nOrël,TM\n", encoding="utf-8")
    out = tmp_path / "round"
    assert run(council_directory, path, "-o", out, "--partners", "any").exit_code == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "2 councils are sent to a place without one" in page
    assert "matched with places that filed no request" in page
    alone = tmp_path / "alone"
    assert run(council_directory, path, "-o", alone).exit_code == 0
    assert "No pair is possible." in (alone / "report.html").read_text(encoding="utf-8")
