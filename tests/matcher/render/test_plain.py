from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.render import csv_text, json_text, markdown, profile_text, rows_text

HOSTILE = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx")


@pytest.fixture(scope="module")
def answer(council: Matcher) -> Recommendation:
    return council.recommend(Mandate.parse({"city": "Kostroma", "date": "2026-04-26"}))


def renamed(answer: Recommendation, name: str) -> Recommendation:
    """Return the answer with its first candidate and tier called by a hostile name."""
    (tier,) = answer.tiers
    first = tier.candidates[0]
    candidate = replace(first, place=replace(first.place, name=name))
    tier = replace(tier, name=name, candidates=(candidate,))
    return replace(answer, tiers=(tier,), query=replace(answer.query, name=name))


def test_json_refuses_a_number_that_is_not_finite() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"score": float("nan")})


def test_json_keeps_every_script(answer: Recommendation) -> None:
    text = json_text(renamed(answer, "Кострома 京都").to_dict())
    assert "Кострома 京都" in text
    assert json.loads(text)["query"]["name"] == "Кострома 京都"


@pytest.mark.parametrize("name", HOSTILE)
def test_csv_runs_no_formula(answer: Recommendation, name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text(renamed(answer, name)), newline=""))
    shown = f"'{name}".replace("\r", " ").replace("\n", " ")
    assert row["name"] == row["tier"] == shown
    (row,) = csv.DictReader(io.StringIO(rows_text([{"name": name}], "csv"), newline=""))
    assert row["name"] == shown


def test_csv_leaves_negative_numbers_alone() -> None:
    assert rows_text([{"temperature_c": -9.8, "rank": 3}], "csv") == "temperature_c,rank\n-9.8,3\n"


def test_csv_of_no_candidate_still_has_a_header(answer: Recommendation) -> None:
    empty = replace(answer, tiers=(replace(answer.tiers[0], candidates=()),))
    assert csv_text(empty) == csv_text(answer).splitlines()[0] + "\n"


@pytest.mark.parametrize(
    "name", ["a|b", "a\nb", "a\\|b", "<script>x</script>", "[x](http://y)", "`x`"]
)
def test_markdown_keeps_a_hostile_name_in_its_cell(answer: Recommendation, name: str) -> None:
    lines = markdown(renamed(answer, name)).splitlines()
    header = next(line for line in lines if line.startswith("| rank"))
    rows = [line for line in lines if line.startswith("| 1 ")]
    assert len(rows) == 1
    unescaped = rows[0].replace("\\\\", "").replace("\\|", "")
    assert unescaped.count("|") == header.count("|")
    assert "<script" not in rows[0]
    assert "[x](" not in rows[0].replace("\\[", "")


def test_markdown_says_when_no_place_passes(answer: Recommendation) -> None:
    empty = replace(answer, tiers=(replace(answer.tiers[0], candidates=()),))
    assert "No place of this tier passes the limits." in markdown(empty)


@pytest.mark.parametrize("style", ["csv", "md", "json"])
def test_rows_of_nothing_are_written(style: str) -> None:
    assert isinstance(rows_text([], style), str)


def test_profile_lists_facts_then_partnerships(council: Matcher) -> None:
    rows = list(csv.DictReader(io.StringIO(profile_text(council.profile("Kostroma"), "csv"))))
    assert {"section": "size", "fact": "population", "value": "277280", "grade": "measured",
            "source": "GeoNames", "id": "city:543878:population", "file": "corrections.csv",
            "line": "city:543878:population,Kostroma (RU),277280,?,curated,?"} in [
        {name: cell for name, cell in row.items() if cell} for row in rows
    ]  # fmt: skip
    assert all(None not in row and None not in row.values() for row in rows)
    assert [row["value"] for row in rows if row["section"] == "partnerships"] == [
        "Durham (GB)", "Bari (IT)", "Windhoek (NA)", "Durham (US)",
    ]  # fmt: skip
    assert any(row["value"] == "unknown" and row["grade"] == "unknown" for row in rows)
