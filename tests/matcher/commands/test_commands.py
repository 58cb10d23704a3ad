from __future__ import annotations

import json
import shlex

import pytest
from typer.testing import CliRunner

from matcher.commands.app import app
from matcher.dossier.command import command
from matcher.mandate.model import Mandate
from tests.features.refresh.server import as_json, served

DATE = ["--date", "2026-04-26"]


@pytest.fixture(autouse=True)
def loaded(similar, monkeypatch):
    """Answer from tables that are loaded already: a command is parsed, called and rendered."""
    monkeypatch.setattr("matcher.matcher.Matcher.load", lambda *_: similar)


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def answer(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_what_if_gives_the_ranks_of_the_service(similar):
    found = answer("what-if", "Kostroma", "--tier", "TM", "-w", "war_history=4", "-k", "3", *DATE)
    kept = similar.what_if(
        Mandate.parse(
            {
                "city": "Kostroma",
                "date": DATE[1],
                "count": 3,
                "tiers": [{"name": "TM", "countries": ["TM"]}],
            }
        )
    )
    expected = [(one.rank, one.place.name) for one in kept.rerank({"war_history": 4.0})]
    assert [(one["rank"], one["place"]["name"]) for one in found] == expected
    table = run("what-if", "Kostroma", "--tier", "TM", "-w", "war_history=4", "-k", "3", *DATE)
    assert all(name in table.stdout for _, name in expected)


def test_what_if_says_what_puts_a_candidate_ahead():
    asked = ["what-if", "Kostroma", "--tier", "TM", "--ahead", "Daşoguz", "--over", "Mary", *DATE]
    found = answer(*asked)
    assert (found["winner"]["name"], found["over"]["name"]) == ("Daşoguz", "Mary")
    change = found["weights"][0]
    table = run(*asked).stdout
    assert "any one of these puts Daşoguz before Mary" in table
    assert f"{change['to_weight']:.6g}" in table
    already = run("what-if", "Kostroma", "--tier", "TM", "--ahead", "Mary", "--over", "Daşoguz")
    assert "Mary stands before Daşoguz already" in already.stdout


def test_what_if_prices_the_rules_of_a_mandate(tmp_path):
    path = tmp_path / "mandate.toml"
    path.write_text(
        'city = "Kostroma"\ndate = "2026-04-26"\ncount = 3\n[[tiers]]\nname = "T"\n'
        'countries = ["TM"]\n[limits]\npopulation_max = 150000\n',
        encoding="utf-8",
    )
    found = answer("what-if", "--mandate", path, "--prices")
    assert [one["rule"] for one in found] == ["population_max", "tier"]
    assert found[0]["best_score"] < found[0]["best_score_without"]
    csv = run("what-if", "--mandate", path, "--prices", "--format", "csv")
    assert csv.stdout.splitlines()[0].startswith("tier,rule,places")


@pytest.mark.parametrize(
    "arguments",
    [
        ["what-if", "Kostroma", "--over", "Mary"],
        ["what-if", "--tier", "TM"],
        ["what-if", "Kostroma", "--tier", "TM", "--ahead", "Bari"],
        ["what-if", "Kostroma", "--tier", "TM", "-w", "sport=1"],
        ["replay", "missing.json"],
        ["recommend", "Kostroma", "--record", "r.json", "--record-time", "noon"],
        ["portfolio", "Kostroma", "--candidate", "Xyzzyx"],
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("matcher: ")
    assert not list(tmp_path.iterdir())


def test_portfolio_shows_every_twin_and_what_a_candidate_adds():
    asked = ["portfolio", "Kostroma", "--candidate", "Türkmenabat", *DATE]
    found = answer(*asked)
    table = run(*asked).stdout
    assert len(found["twins"]) == 21
    for twin in found["twins"]:
        assert twin["link"]["partner"]["name"][:6] in table
    assert "Türkmenabat would add the country Turkmenistan" in table
    rows = run("portfolio", "Kostroma", "--format", "csv", *DATE).stdout.splitlines()
    assert len(rows) == 22


def test_record_is_written_and_replayed_with_its_exit_codes(tmp_path):
    path = tmp_path / "record.json"
    asked = ["recommend", "Kostroma", "--tier", "TM", "-k", "2", *DATE]
    plain = run(*asked, "--format", "json").stdout
    recorded = run(*asked, "--format", "json", "--record", path, "--record-time", "2026-04-27")
    assert recorded.stdout == plain
    same = run("replay", path)
    assert same.exit_code == 0
    assert "same answer" in same.stdout
    assert answer("replay", path)["changes"] == []
    assert answer("replay", path)["time"] == "2026-04-27"


def test_replay_of_another_answer_exits_1_and_tells_the_changes(tmp_path):
    from matcher.audit import read_record, write_record
    from matcher.files.checksum import checksum

    path = tmp_path / "record.json"
    run("recommend", "Kostroma", "--tier", "TM", "-k", "2", *DATE, "--record", path)
    record = read_record(path)
    record["result"]["tiers"][0]["candidates"][0]["score"] = 0.25
    write_record(path, {**record, "sha256": checksum(record)})
    result = run("replay", path, "--format", "json")
    assert result.exit_code == 1
    (change,) = json.loads(result.stdout)["changes"]
    assert (change["what"], change["before"]) == ("score", 0.25)
    assert "score" in run("replay", path).stdout


def test_recommend_shows_both_sides_and_sorts_by_them():
    asked = ["recommend", "Kostroma", "--tier", "TM", "-k", "3", "--order", "mutual", *DATE]
    (tier,) = answer(*asked)["tiers"]
    mutual = [one["mutual"] for one in tier["candidates"]]
    assert mutual == sorted(mutual, reverse=True)
    table = run(*asked).stdout
    first = tier["candidates"][0]
    told = f"number {first['their_rank']} of {first['their_candidates']:,}"
    assert told in " ".join(table.split())
    bound = [*asked, "--max-their-rank", first["their_rank"]]
    assert all(
        one["their_rank"] <= first["their_rank"] for one in answer(*bound)["tiers"][0]["candidates"]
    )


def test_recommend_prints_the_council(tmp_path):
    path = tmp_path / "mandate.json"
    content = {
        "city": "Kostroma",
        "date": "2026-04-26",
        "count": 3,
        "tiers": [{"name": "CIS", "countries": ["TM", "UZ"]}],
        "members": [
            {"name": "Sport", "aims": ["sport"]},
            {"name": "Veterans", "weights": {"war_history": 9}, "veto_countries": ["UZ"]},
        ],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    text = " ".join(run("recommend", "--mandate", path).stdout.split())
    assert "but for the veto of Veterans" in text
    assert "CIS, Sport: shares" in text
    assert {one["country"] for one in answer("recommend", "--mandate", path)["tiers"][0][
        "candidates"]} == {"TM"}  # fmt: skip


def test_dossier_is_written_with_own_places_and_its_size_told(similar, tmp_path):
    places, out = tmp_path / "own.csv", tmp_path / "kostroma.html"
    places.write_text(
        "name,country,latitude,longitude,population\nOwntown,TM,39.0,63.5,200000\n",
        encoding="utf-8",
    )
    asked = ["Kostroma", "--tier", "TM", "-k", "30", "--places", places, "--lang", "it", *DATE]
    result = run("dossier", *asked, "--out", out)
    assert result.exit_code == 0, result.output
    assert f"{out}: {out.stat().st_size:,} bytes" in result.stderr
    page = out.read_text(encoding="utf-8")
    assert '<html lang="it"' in page
    assert "Owntown" in page


def test_own_place_without_coordinates_is_looked_up_only_when_asked_for(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("name,country,latitude,longitude,population\nOwntown,TM,,,200000\n", "utf-8")
    asked = ["recommend", "Kostroma", "--candidates", own, *DATE, "--format", "json"]
    found = {"lat": "39.0", "lon": "63.5", "display_name": "Owntown, Lebap"}
    with served() as server:
        server.always("/search", as_json([found]))
        refused = run(*asked)
        assert (refused.exit_code, server.asked) == (2, [])
        assert "line 2: latitude is ''" in refused.stderr
        result = run(*asked, "--geocode", server.address)
    assert result.exit_code == 0, result.output
    (place,) = json.loads(result.stdout)["tiers"][0]["candidates"]
    assert (place["name"], place["latitude"], place["longitude"]) == ("Owntown", 39.0, 63.5)
    assert "Owntown, TM: 39.00000, 63.50000, Owntown, Lebap" in result.stderr
    assert "ODbL" in result.stderr


def test_dossier_of_an_unknown_format_is_refused_before_any_work(monkeypatch, tmp_path):
    monkeypatch.setattr("matcher.matcher.Matcher.load", lambda *_: pytest.fail("it was loaded"))
    result = run("dossier", "Kostroma", "--out", tmp_path / "kostroma.txt")
    assert result.exit_code == 2
    assert ".html, .pdf, .docx" in result.stderr


def test_command_that_a_dossier_prints_asks_for_the_same_mandate(monkeypatch, tmp_path):
    fields = {
        "city": "Kostroma", "date": "2026-04-26", "count": 4, "aims": ["sport", "youth"],
        "weights": {"war_history": 2.5, "reach": 0.0},
        "partners": [{"city": "Bari", "drop": True}, {"city": "Mary", "status": "dormant"}],
        "tiers": [
            {"name": "first choice", "countries": ["TM"], "regions": ["US-NC"]},
            {"name": "minority", "kind": "minority", "blocs": ["CIS"]},
        ],
        "limits": {
            "population_min": 1000, "population_max": 500000, "population_ratio_max": 2.5,
            "distance_min_km": 10.0, "distance_max_km": 9000.5, "per_country": 2,
            "exclude_countries": ["GB", "US"], "exclude_cities": ["Aachen"],
            "must_have": ["river", "university"], "include_associates": False, "revive": True,
            "feasibility": "any", "disputed": True,
        },
    }  # fmt: skip
    asked, kept = Mandate.parse(fields), []

    def written(_, mandate, out, language):
        kept.append((mandate, language))
        out.write_text("a dossier", encoding="utf-8")
        return out

    monkeypatch.setattr("matcher.dossier.write_dossier", written)
    line = command(asked, "ru", str(tmp_path / "a.html"))
    program, *words = shlex.split(line)
    assert program == "matcher"
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert kept == [(asked, "ru")]


def test_what_puts_a_candidate_ahead_is_written_as_rows():
    result = run("what-if", "Kostroma", "--tier", "TM", "--ahead", "Daşoguz", "--format", "csv")
    assert result.exit_code == 0, result.output
    kinds = {line.partition(",")[0] for line in result.stdout.splitlines()[1:]}
    assert kinds <= {"weight", "fact"}
    assert "weight" in kinds
