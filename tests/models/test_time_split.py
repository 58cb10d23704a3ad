"""The split by time knows what was founded before a year and asks for what came later."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from matcher.errors import MandateError
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from models.__main__ import main
from models.time_split import build_time_tasks, founded


def dated(atlas: Atlas, years: list[str]) -> Atlas:
    """Give the first partnerships of a world the years; the others have none."""
    table = atlas.table("partnerships").data
    texts = years + [""] * (len(table) - len(years))
    column = table.column_names.index(c.SINCE)
    return atlas.with_table("partnerships", table.set_column(column, c.SINCE, pa.array(texts)))


def test_years_are_those_of_dated_concluded_partnerships(many_links: Atlas) -> None:
    pairs, years = founded(dated(many_links, ["1950", "2001-05", "1987-01-02"]))
    assert years.tolist() == [1950, 2001, 1987]
    assert pairs.shape == (3, 2) and (pairs[:, 0] < pairs[:, 1]).all()


def test_earlier_links_are_known_later_ones_asked_and_undated_ones_neither(
    many_links: Atlas,
) -> None:
    atlas = dated(many_links, ["1950", "1960", "1999", "2000", "2001"])
    country, world = build_time_tasks(atlas, 2000)
    assert len(country.known.graph.ends) == 3
    assert (country.scope, world.scope) == ("country", "world")
    # Two links, each from both ends.
    assert len(country) == len(world) == 4
    pairs, years = founded(atlas)
    asked = np.column_stack([country.query, country.partner])
    ids = np.unique(np.sort(atlas.city_ids[asked], axis=1), axis=0)
    assert ids.tolist() == np.unique(pairs[years >= 2000], axis=0).tolist()


@pytest.mark.parametrize("year", [1900, 2100])
def test_year_without_links_on_either_side_is_refused(many_links: Atlas, year: int) -> None:
    with pytest.raises(MandateError, match="of 1950 to 1960"):
        build_time_tasks(dated(many_links, ["1950", "1960"]), year)


def test_command_refuses_tables_without_such_years(
    many_links: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--data", str(many_links.directory), "bench", "--out", str(tmp_path)]
    assert main([*command, "--founded-from", "1000", "--methods", "degree"]) == 2
    assert "no year at all" in capsys.readouterr().err


def test_report_says_what_was_known(tmp_path: Path, shipped: Atlas) -> None:
    pytest.importorskip("matplotlib")
    command = ["--data", str(shipped.directory), "bench", "--out", str(tmp_path), "--sample", "40"]
    assert main([*command, "--founded-from", "2000", "--methods", "degree", "size"]) == 0
    report = json.loads((tmp_path / "from-2000-sample.json").read_text(encoding="utf-8"))
    pairs, years = founded(shipped)
    assert report["known_links"]["T1"] == len(np.unique(pairs[years < 2000], axis=0))
    page = (tmp_path / "from-2000-sample.md").read_text(encoding="utf-8")
    assert "links founded from 2000 on, those founded before are known" in page
