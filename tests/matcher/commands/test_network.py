from __future__ import annotations

import csv
import re
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from matcher.commands.app import app

FILES = [
    "communities.csv", "countries.csv", "history.csv", "measures.csv", "places.csv",
    "published.csv", "report.html", "ties.csv", "years.csv",
]  # fmt: skip


def run(directory, *arguments):
    texts = ["network", *map(str, arguments), "--data", str(directory), "--date", "2026-01-01"]
    return CliRunner().invoke(app, texts)


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


class Outline(HTMLParser):
    """The headings in order, tables without a caption, drawings without words."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.bare: list[str] = []
        self.table_open = False

    def handle_starttag(self, tag, attributes) -> None:
        given = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if self.table_open and tag != "caption":
            self.bare.append("table")
        self.table_open = tag == "table"
        if tag == "svg" and not (given.get("role") == "img" and given.get("aria-label")):
            self.bare.append("svg")
        if tag == "th" and given.get("scope") not in ("col", "row"):
            self.bare.append("th")


@pytest.fixture(scope="module")
def world(council_directory, tmp_path_factory):
    out = tmp_path_factory.mktemp("network") / "world"
    result = run(council_directory, "--out", out)
    assert result.exit_code == 0, result.output
    assert "World: 5 links, 7 places" in result.stderr
    return out


def test_page_and_tables_of_the_world_agree(world):
    assert sorted(path.name for path in world.iterdir()) == FILES
    (measures,) = rows(world / "measures.csv")
    assert (measures["nodes"], measures["links"]) == ("7", "5")
    places = rows(world / "places.csv")
    assert sum(int(one["links"]) for one in places) == 10
    assert [one["network"] for one in rows(world / "published.csv")][:2] == [
        "KONECT 2017", "as held",
    ]  # fmt: skip
    page = (world / "report.html").read_text(encoding="utf-8")
    assert "5 links tie 7 places" in page
    assert "14,274" in page


def test_page_has_headings_in_order_captions_and_words_for_drawings(world):
    page = (world / "report.html").read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(page)
    assert outline.bare == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:],
                                                            strict=False))  # fmt: skip
    assert not re.search(r"(src|href)\s*=\s*['\"]?(https?:)?//|<script|url\(|@import", page)


def test_same_tables_give_the_same_bytes(council_directory, world, tmp_path):
    assert run(council_directory, "--out", tmp_path).exit_code == 0
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (world / name).read_bytes()


@pytest.mark.parametrize(
    ("area", "told"),
    [(["--country", "Russia"], "Russia: 5 links"), (["--region", "CIS"], "CIS: 5 links")],
)
def test_area_has_its_own_page(council_directory, tmp_path, area, told):
    result = run(council_directory, *area, "-o", tmp_path)
    assert result.exit_code == 0, result.output
    assert told in result.stderr
    assert not (tmp_path / "published.csv").exists()
    assert told.partition(":")[0] in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_area_without_a_link_is_answered(council_directory, tmp_path):
    result = run(council_directory, "--country", "TM", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    result = run(council_directory, "--country", "Atlantis", "--out", tmp_path)
    assert result.exit_code == 2
    both = run(council_directory, "--country", "TM", "--region", "Asia", "--out", tmp_path)
    assert both.exit_code == 2
    assert "one of them" in both.stderr
