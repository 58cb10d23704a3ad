from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from matcher.commands.app import app
from matcher.mandate.model import MAX_BYTES, Mandate
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.world.own_places import REQUIRED
from tests.world import MARY, council_world, neutral_ranker, write_world

DATE = "2026-04-26"
HEADER = ",".join(REQUIRED)


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(directory)])


def refused(result: Result) -> str:
    """Check that an answer is one plain line on stderr and exit code 2; return the line."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("matcher: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the hand-made world to damage."""
    return write_world(tmp_path / "w", council_world(), {SIMILARITY_FILE: neutral_ranker()})


# The same answer as the library


@pytest.mark.parametrize(
    ("arguments", "fields"),
    [
        (["--tier", "TM=TM", "--tier", "minority=IT", "--partner", "Bari=drop"],
         {"tiers": [{"name": "TM", "countries": ["TM"]}, {"name": "minority", "countries": ["IT"]}],
          "partners": [{"city": "Bari", "drop": True}]}),
        (["-k", "3", "--weight", "war_history=5", "--weight", "size=0", "--aim", "sport"],
         {"count": 3, "weights": {"war_history": 5, "size": 0}, "aims": ["sport"]}),
        (["--country", "TM", "--country", "UZ", "--min-population", "1000", "--revive",
          "--must-have", "river", "--exclude-city", "Mary", "--max-distance-km", "9000"],
         {"tiers": [{"name": "TM, UZ", "countries": ["TM", "UZ"]}],
          "limits": {"population_min": 1000, "revive": True, "must_have": ["river"],
                     "exclude_cities": ["Mary"], "distance_max_km": 9000}}),
        (["--country", "TM", "--feasibility", "any", "--disputed"],
         {"tiers": [{"name": "TM", "countries": ["TM"]}],
          "limits": {"feasibility": "any", "disputed": True}}),
        (["--tier", "CIS", "--full-members-only", "--partner", "Mary=ended"],
         {"tiers": [{"name": "CIS", "blocs": ["CIS"]}], "limits": {"include_associates": False},
          "partners": [{"city": "Mary", "status": "ended"}]}),
    ],
)  # fmt: skip
def test_command_line_answers_as_the_library_does(
    council: Matcher, council_directory: Path, arguments: list[str], fields: dict[str, Any]
) -> None:
    result = run(
        council_directory, "recommend", "Kostroma", "--date", DATE, "-f", "json", *arguments
    )
    assert result.exit_code == 0
    mandate = Mandate.parse({"city": "Kostroma", "date": DATE, **fields})
    assert json.loads(result.stdout) == json.loads(json.dumps(council.recommend(mandate).to_dict()))


def test_json_has_no_number_that_is_not_one(council_directory: Path) -> None:
    result = run(council_directory, "recommend", "Kostroma", "-f", "json")

    def fail(constant: str) -> None:
        raise AssertionError(constant)

    assert json.loads(result.stdout, parse_constant=fail)["schema_version"] == 3
    assert result.stderr == ""


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_mandate_file_and_flags_add_up(
    council_directory: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"mandate.{suffix}"
    content = {
        "toml": 'city = "Kostroma"\ncount = 1\ndate = 2026-04-26\n[[tiers]]\nname = "T"\n'
        'countries = ["TM"]\n[limits]\npopulation_min = 5\n',
        "json": json.dumps({
            "city": "Kostroma", "count": 1, "date": DATE, "limits": {"population_min": 5},
            "tiers": [{"name": "T", "countries": ["TM"]}],
        }),
    }[suffix]  # fmt: skip
    path.write_text(content, encoding="utf-8")
    result = run(council_directory, "recommend", "--mandate", str(path), "-k", "2", "-f", "json")
    answer = json.loads(result.stdout)
    assert len(answer["tiers"][0]["candidates"]) == 2
    assert answer["mandate"]["limits"]["population_min"] == 5
    assert answer["provenance"]["date"] == DATE


@pytest.mark.parametrize("style", ["table", "csv", "md", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ["recommend", "Kostroma", "--details"],
        ["explain", "Kostroma", "Mary"],
        ["compare", "Kostroma", "Mary", "Tashkent"],
        ["profile", "Kostroma"],
        ["search", "Durham"],
        ["data"],
    ],
)
def test_every_command_writes_every_format_on_stdout(
    council_directory: Path, command: list[str], style: str
) -> None:
    result = run(council_directory, *command, "-f", style)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip()
    assert result.stderr == ""


def test_csv_reads_back(council_directory: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run(council_directory, "recommend", "Kostroma", "-f", "csv").stdout)
        )
    )
    assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, len(rows) + 1)]
    assert {row["city_id"] for row in rows} >= {str(MARY)}


def test_help_has_examples() -> None:
    for command in ("recommend", "explain", "compare", "profile", "search"):
        result = CliRunner().invoke(app, [command, "--help"])
        assert result.exit_code == 0
        assert "Example" in result.stdout


# Bad input


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Atlantis"], "no place is called 'Atlantis'"),
        (["Kostrma"], "did you mean Kostroma"),
        (["Durham"], "Durham"),
        (["999999999"], "no place has the id 999999999"),
        (["9" * 40], "no place has the id"),
        ([""], "city: "),
        (["\x1b[2J"], "control characters"),
        (["Kostroma\nMary"], "control characters"),
        (["[bold]x[/bold]"], "[bold]x[/bold]"),
        (["x" * 201], "city: "),
        ([], "no city given"),
        (["Kostroma", "--country", "Atlantis"], "Atlantis"),
        (["Kostroma", "--tier", "x"], "tier 'x'"),
        (["Kostroma", "--tier", "x="], "names no area"),
        (["Kostroma", "--tier", "a=TM", "--tier", "a=UZ"], "same name a"),
        (["Kostroma", "--min-population", "9", "--max-population", "3"], "population_min 9"),
        (["Kostroma", "--min-distance-km", "9", "--max-distance-km", "3"], "distance_min_km 9.0"),
        (["Kostroma", "--max-population", "0"], "limits.population_max"),
        (["Kostroma", "--max-ratio", "0.5"], "limits.population_ratio_max"),
        (["Kostroma", "--max-ratio", "0"], "limits.population_ratio_max"),
        (["Kostroma", "--per-country", "0"], "limits.per_country"),
        (["Kostroma", "--max-distance-km", "nan"], "limits.distance_max_km"),
        (["Kostroma", "-k", "0"], "count: "),
        (["Kostroma", "-k", "-1"], "count: "),
        (["Kostroma", "-k", "1001"], "count: "),
        (["Kostroma", "--weight", "size=-1"], "weights.size"),
        (["Kostroma", "--weight", "size=nan"], "weights.size"),
        (["Kostroma", "--weight", "size=inf"], "weights.size"),
        (["Kostroma", "--weight", "size=1e9"], "weights.size"),
        (["Kostroma", "--weight", f"size={10**400}"], "weights.size"),
        (["Kostroma", "--weight", "size"], "--weight 'size'"),
        (["Kostroma", "--weight", "beauty=1"], "weights.beauty"),
        (["Kostroma", "--aim", "fun"], "aims.0"),
        (["Kostroma", "--must-have", "beach"], "limits.must_have.0"),
        (["Kostroma", "--date", "yesterday"], "date: "),
        (["Kostroma", "--date", "2026-02-30"], "date: "),
        (["Kostroma", "--partner", "Mary=friends"], "partners.0.status"),
        (["Kostroma", "--partner", "Kostroma"], "asking city itself"),
        (["Kostroma", "--exclude-city", "Atlantis"], "Atlantis"),
        (["Kostroma", "--exclude-country", "Atlantis"], "Atlantis"),
    ],
)  # fmt: skip
def test_bad_request_is_one_line(
    council_directory: Path, arguments: list[str], message: str
) -> None:
    assert message in refused(run(council_directory, "recommend", *arguments))


def test_ambiguous_city_lists_its_places(service: Matcher) -> None:
    line = refused(run(service.world.atlas.directory, "recommend", "Durham"))
    assert "North Carolina" in line
    assert "England" in line
    assert "283,506" in line


def test_all_weights_zero_is_refused(council_directory: Path) -> None:
    from matcher.records.criteria import PARTS

    weights = [part for key in PARTS for part in ("--weight", f"{key}=0")]
    assert "weights are all 0" in refused(run(council_directory, "recommend", "Kostroma", *weights))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.toml", b"city = "),
        ("m.json", b"{"),
        ("m.json", b"[1]"),
        ("m.json", b"[" * 60_000),
        ("m.toml", b"\xff\xfe"),
        ("m.toml", b"city = 5"),
        ("m.json", b'{"city": "Kostroma\\u0000"}'),
        ("m.json", b'{"city": "\\ud800"}'),
        ("m.toml", b'city = "Kostroma"\nspeed = 1'),
        ("m.toml", b'city = "Kostroma"\ncount = 2.5'),
        ("m.toml", b'city = "Kostroma"\ncount = true'),
        ("m.toml", b'city = "Kostroma"\ndate = 2026-01-01T00:00:00'),
        ("m.toml", b'city = "Kostroma"\ntiers = [1]'),
        ("m.toml", b'city = "Kostroma"\n[[tiers]]\nname = "a\\u001b[0m"\ncountries = ["TM"]'),
        ("m.json", b'{"city": "K", "tiers": [' + b'{"name": "t"},' * 50 + b'{"name": "u"}]}'),
        ("m.json", json.dumps({"city": "Kostroma", "partners": [{}] * 400}).encode()),
        ("m.toml", b"#" * (MAX_BYTES + 1)),
    ],
)  # fmt: skip
def test_broken_mandate_file_is_one_line(
    council_directory: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    line = refused(run(council_directory, "recommend", "--mandate", str(path)))
    assert len(line) < 2000


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_mandate_file_that_is_no_file_is_one_line(
    council_directory: Path, tmp_path: Path, name: str
) -> None:
    refused(run(council_directory, "recommend", "--mandate", str(tmp_path / name)))


@pytest.mark.parametrize(
    "content",
    [
        b"", HEADER.encode(), b"name,country\nA,IT", HEADER.encode() + b"\nA,IT,x,11,5",
        HEADER.encode() + b"\nM\xfcnchen,DE,48,11,5", HEADER.encode() + b"\n\x1b[31mA,IT,44,11,5",
        HEADER.encode() + b'\n"' + b"x" * 200_000 + b'",IT,44,11,5',
    ],
)  # fmt: skip
@pytest.mark.parametrize("option", ["--places", "--candidates"])
def test_bad_list_of_places_is_one_line(
    council_directory: Path, tmp_path: Path, option: str, content: bytes
) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    refused(run(council_directory, "recommend", "Kostroma", option, str(path)))


def test_own_candidates_are_ranked_and_no_others(council_directory: Path, tmp_path: Path) -> None:
    places, candidates = tmp_path / "places.csv", tmp_path / "candidates.csv"
    places.write_text(f"{HEADER}\nAsker,RU,57.7,41,1000\nMary,TM,37.6,61.8,5\n", encoding="utf-8")
    candidates.write_text(f"{HEADER}\n=cmd(),TM,38.5,61,9\n", encoding="utf-8")
    result = run(
        council_directory, "recommend", "Asker", "--places", str(places),
        "--candidates", str(candidates), "-f", "csv",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert row["name"] == "'=cmd()"


# Damaged data


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "name", ["cities.parquet", "city_names.parquet", "partnerships.parquet", SIMILARITY_FILE]
)
def test_damaged_file_is_one_line_that_names_it(broken: Path, name: str) -> None:
    flip(broken / name)
    line = refused(run(broken, "recommend", "Kostroma"))
    assert name in line
    assert "checksum" in line


@pytest.mark.parametrize(
    "name", ["cities.parquet", "visa.parquet", SIMILARITY_FILE, "manifest.json"]
)
def test_missing_file_is_one_line_that_names_it(broken: Path, name: str) -> None:
    (broken / name).unlink()
    assert name in refused(run(broken, "recommend", "Kostroma", "--country", "TM"))


def test_missing_folder_is_one_line(tmp_path: Path) -> None:
    assert "manifest.json" in refused(run(tmp_path / "nowhere", "recommend", "Kostroma"))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff", b'{"schema_version": 99}', b'{"schema_version": 1}',
     b'{"schema_version": 1, "tables": []}', b'{"schema_version": 1, "tables": {"cities": 5}}'],
)  # fmt: skip
def test_broken_manifest_is_one_line(broken: Path, content: bytes) -> None:
    (broken / "manifest.json").write_bytes(content)
    refused(run(broken, "recommend", "Kostroma"))


def test_corrupt_ranker_with_a_fitting_checksum_is_one_line(tmp_path: Path) -> None:
    world = write_world(tmp_path / "w", council_world(), {SIMILARITY_FILE: b'{"format": 1}'})
    assert "similarity ranker" in refused(run(world, "recommend", "Kostroma"))


def test_table_of_another_shape_is_one_line(broken: Path) -> None:
    import hashlib

    path = broken / "cities.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["lake"]), path)
    manifest = json.loads((broken / "manifest.json").read_text())
    manifest["tables"]["cities"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (broken / "manifest.json").write_text(json.dumps(manifest))
    assert "lake" in refused(run(broken, "recommend", "Kostroma"))


# The program as it is started


def start(
    directory: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    shown = {**os.environ, "MATCHER_DATA": str(directory), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", "from matcher.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, env={**shown, **environment}, check=False)


def test_program_writes_utf_8_in_any_locale(council_directory: Path) -> None:
    done = start(
        council_directory, "recommend", "Кострома", "--country", "TM",
        PYTHONIOENCODING="ascii", NO_COLOR="1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Türkmenabat" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


def test_no_color_holds_where_color_is_forced(council_directory: Path) -> None:
    arguments = ("search", "Durham")
    plain = start(council_directory, *arguments, FORCE_COLOR="1", NO_COLOR="1")
    assert b"\x1b[3" not in plain.stdout


def test_program_reports_bad_input_on_stderr_with_code_2(council_directory: Path) -> None:
    done = start(council_directory, "recommend", "Kostroma", "--weight", "size=-1")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    bytes_name = start(council_directory, "recommend", os.fsdecode(b"\xff\xfe"))
    assert (bytes_name.returncode, bytes_name.stderr.count(b"\n")) == (2, 1)


def test_folder_is_left_as_it_was(broken: Path, tmp_path: Path) -> None:
    shutil.copytree(broken, tmp_path / "before")
    run(broken, "recommend", "Kostroma")
    for path in sorted((tmp_path / "before").rglob("*.parquet")):
        assert path.read_bytes() == (broken / path.name).read_bytes()


@pytest.mark.parametrize("option", ["--places", "--candidates"])
def test_own_places_are_not_recorded_as_they_could_not_be_replayed(
    council_directory: Path, tmp_path: Path, option: str
) -> None:
    own, record = tmp_path / "own.csv", tmp_path / "record.json"
    own.write_text(f"{HEADER}\nOwntown,TM,39.0,63.5,200000\n", encoding="utf-8")
    result = run(
        council_directory, "recommend", "Kostroma", option, str(own), "--record", str(record)
    )
    assert "--record: own places are not a part of the record" in refused(result)
    assert not record.exists()


def test_reader_that_closes_the_pipe_is_no_fault(council_directory: Path) -> None:
    command = [sys.executable, "-c", "from matcher.cli import main; main()", "recommend",
               "Kostroma", "-f", "json", "--data", str(council_directory)]  # fmt: skip
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, "")
