"""A renewal from the first request to the accepted files, against a local server."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from features import sources
from features.__main__ import main
from features.build import CURATED
from features.links.listing import ENDS
from features.provenance import manifest
from features.refresh import addresses
from features.refresh.staging import stage
from matcher.errors import DataError
from matcher.tables import columns as c
from tests.features.refresh.server import Reply, Server
from tests.features.refresh.test_downloads import visa
from tests.features.refresh.test_wikidata import DAY, answer, binding
from tests.features.refresh.test_wikipedia import wiki

NAMES = ("Berat", "Amasya", "Bérat", "Andorra la Vella", "Foix", "Columbus", "Ahmedabad")
WORLD = pd.DataFrame(
    [
        (1, "Berat", "berat", 40.7, 19.95, "AL", "40", 36_496),
        (2, "Amasya", "amasya", 40.65, 35.83, "TR", "05", 99_000),
        (3, "Bérat", "berat", 43.37, 1.17, "FR", "76", 2_800),
        (4, "Andorra la Vella", "andorra la vella", 42.5, 1.52, "AD", "07", 20_430),
        (5, "Foix", "foix", 42.97, 1.61, "FR", "76", 9_700),
        (6, "Columbus", "columbus", 39.96, -83.0, "US", "OH", 905_000),
        (7, "Ahmedabad", "ahmedabad", 23.02, 72.57, "IN", "09", 3_719_000),
    ],
    columns=[
        c.CITY_ID, c.NAME, c.NAME_KEY, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE,
        c.POPULATION,
    ],
).assign(**{c.FEATURE_CODE: "PPL", c.DISTRICT_OF: 0, c.DOUBLE_OF: 0})  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    directory = tmp_path / "data"
    directory.mkdir()
    WORLD.astype({c.COUNTRY: "category"}).to_parquet(directory / "cities.parquet")
    WORLD[[c.NAME_KEY, c.CITY_ID, c.NAME]].to_parquet(directory / "city_names.parquet")
    columns = [c.COUNTRY, c.ADMIN1_CODE, c.NAME]
    pd.DataFrame(columns=columns, dtype="str").to_parquet(directory / "regions.parquet")
    rows = [(1, 2, "active", "", ""), (1, 3, "active", "", ""), (2, 7, "active", "", "")]
    pd.DataFrame(rows, columns=[c.CITY_ID_A, c.CITY_ID_B, c.STATUS, c.SINCE, c.UNTIL]).to_parquet(
        directory / "partnerships.parquet"
    )
    return directory


@pytest.fixture
def public(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server in the place of every public address."""
    server.routes["/w/api.php"] = wiki
    ended = binding(1, geonames1=1, geonames2=3, end="2022-03-01T00:00:00Z", endPrecision=DAY)
    server.always("/sparql", answer(ended))
    server.always("/visa.csv", visa("NA,AF,visa required"))
    gdp = [{"page": 1, "pages": 1}, [{"country": {"id": "IT"}, "date": "2024", "value": 6e12}]]
    server.always("/gdp", Reply(json.dumps(gdp).encode()))
    server.always("/outlines.json", Reply(b"{}"))
    advice = {"countries": [{"iso3": "NAM", "level": 1, "updated": "2026-07-01"}]}
    server.always("/advice.json", Reply(json.dumps(advice).encode()))
    known = replace(
        sources.SOURCES["outlines"], sha256=hashlib.sha256(b"{}").hexdigest(), date="2019"
    )
    monkeypatch.setitem(sources.SOURCES, "outlines", known)
    monkeypatch.setattr(
        addresses, "PUBLIC",
        addresses.Addresses(
            *(server.address + path
              for path in ("/sparql", "/w/api.php", "/visa.csv", "/gdp", "/outlines.json",
                           "/advice.json"))
        ),
    )  # fmt: skip
    return server


def refresh(directory: Path, data: Path, *further: str) -> int:
    return main(
        ["refresh", "--sources", str(directory), "--data", str(data), "--curated", str(CURATED),
         *further]
    )  # fmt: skip


CONTACT = ("--contact", "tests@example.org")


def test_renewal_is_reported_then_accepted_and_the_pipeline_reads_it(
    public, data, tmp_path, capsys
) -> None:
    directory = tmp_path / "sources"
    assert refresh(directory, data, *CONTACT) == 0
    told = capsys.readouterr().out
    assert "Berat, AL (1) - Bérat, FR (3): active -> ended ?..2022-03-01" in told
    assert "3 listed pairs have no coordinates" in told and "nothing is replaced yet" in told
    report = json.loads((directory / "refresh-report.json").read_text("utf-8"))
    assert report["sources"]["gdp"] == {"new": 1, "gone": 0, "changed": 0, "rows": 1}
    gone = [one for one in report["changes"] if one["kind"] == "gone"]
    assert [one["cities"] for one in gone] == ["Amasya, TR (2) - Ahmedabad, IN (7)"]
    assert not (directory / sources.RENEWED).exists()

    # One of three is gone: that is more than a renewal may lose unasked.
    assert refresh(directory, data, "--accept") == 2
    assert "--allow-loss" in capsys.readouterr().err
    assert refresh(directory, data, "--accept", "--allow-loss") == 0
    assert (
        "accepted: gdp, outlines, travel_advice, twin_links, visa, wikidata"
        in capsys.readouterr().out
    )
    assert not (directory / "incoming").exists()

    known = sources.registered(directory)
    for name in ("gdp", "outlines", "travel_advice", "twin_links", "visa", "wikidata"):
        path = sources.locate(directory, name)
        assert path.parent.name == sources.RENEWED
        assert sources.digest(path) == known[name].sha256
    assert list(pd.read_csv(sources.locate(directory, "twin_links")).columns) == list(ENDS)
    facts = {"rows": 1, "bytes": 1, "sha256": "f" * 64}
    card = manifest({"partnerships": facts}, CURATED, known)
    assert "wikidata" in card["tables"]["partnerships"]["sources"]
    assert "CC0 1.0" in card["tables"]["partnerships"]["licence"]
    assert card["sources"]["twin_links"]["address"] == "https://en.wikipedia.org"
    assert card["sources"]["outlines"]["date"] == "2019"


def test_one_source_alone_asks_nobody_else(public, data, tmp_path, capsys) -> None:
    directory = tmp_path / "sources"
    assert refresh(directory, data, *CONTACT, "--only", "visa") == 0
    assert {path for path, _, _ in public.asked} == {"/visa.csv"}
    assert refresh(directory, data, "--accept") == 0
    assert set(sources.registered(directory)) == set(sources.SOURCES)


def test_unreachable_server_is_one_line_and_code_1_and_leaves_what_is_used(
    public, data, tmp_path, capsys
) -> None:
    directory = tmp_path / "sources"
    public.always("/visa.csv", Reply(b"gone", 410))
    before = {path: path.read_bytes() for path in data.iterdir()}
    assert refresh(directory, data, *CONTACT, "--only", "visa") == 1
    message = capsys.readouterr().err
    assert message.startswith("error: ") and "answered 410" in message
    assert message.count("\n") == 1 and "Traceback" not in message
    assert {path: path.read_bytes() for path in data.iterdir()} == before
    assert not (directory / sources.RENEWED).exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [((), "--contact"), (("--accept",), "nothing waits"), (("--accept", "--allow-loss"), "fetch")],
)
def test_what_is_missing_is_said(public, data, tmp_path, capsys, arguments, told) -> None:
    assert refresh(tmp_path / "sources", data, *arguments) == 2
    assert told in capsys.readouterr().err
    assert public.asked == []


def test_file_changed_after_the_report_is_not_accepted(public, data, tmp_path, capsys) -> None:
    directory = tmp_path / "sources"
    refresh(directory, data, *CONTACT, "--only", "visa")
    (directory / "incoming" / "visa_requirements.csv").write_text("other", encoding="utf-8")
    assert refresh(directory, data, "--accept") == 2
    assert "is not the file that was fetched" in capsys.readouterr().err


def test_files_without_their_own_report_are_not_accepted(
    public, data, tmp_path, capsys, fetcher
) -> None:
    directory = tmp_path / "sources"
    refresh(directory, data, *CONTACT, "--only", "visa")
    stage(directory, "gdp", b"country\n", pd.Timestamp("2026-01-01").date())
    assert refresh(directory, data, "--accept") == 2
    assert "about other files" in capsys.readouterr().err
    (directory / "refresh-report.json").unlink()
    assert refresh(directory, data, "--accept") == 2
    assert "there is no report" in capsys.readouterr().err


def test_deleting_the_renewed_files_goes_back(public, data, tmp_path) -> None:
    directory = tmp_path / "sources"
    refresh(directory, data, *CONTACT, "--only", "visa")
    refresh(directory, data, "--accept")
    shutil.rmtree(directory / sources.RENEWED)
    assert sources.registered(directory) == sources.SOURCES


def test_broken_register_says_what_to_do(tmp_path) -> None:
    path = tmp_path / sources.RENEWED / sources.REGISTER
    path.parent.mkdir()
    path.write_text('{"visa": {"fil": 1}}', encoding="utf-8")
    with pytest.raises(DataError, match="accept the renewed files again"):
        sources.registered(tmp_path)
