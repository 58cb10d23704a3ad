from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from matcher.errors import InputTableError
from matcher.rounds.filing import MAX_REQUESTS, read_requests


def test_rows_of_a_csv_and_of_a_parquet_make_the_same_requests(council, tmp_path):
    rows = [
        {"city_id": 543878, "tiers": "TM; IT", "aims": "sport", "capacity": 2},
        {"city_id": 1218667, "tiers": "", "aims": "", "capacity": None},
    ]
    frame = pd.DataFrame(rows)
    frame.to_csv(tmp_path / "r.csv", index=False)
    frame.to_parquet(tmp_path / "r.parquet")
    one, no = read_requests(council.world.countries, tmp_path / "r.csv", "2026-01-01", 3)
    other, none = read_requests(council.world.countries, tmp_path / "r.parquet", "2026-01-01", 3)
    assert (no, none) == ([], [])
    assert [(a.mandate, a.capacity) for a in one] == [(b.mandate, b.capacity) for b in other]
    assert [(a.mandate.city, a.capacity) for a in one] == [("543878", 2), ("1218667", 3)]
    assert one[0].mandate.date == dt.date(2026, 1, 1)
    assert [a.origin for a in one] == ["line 2", "line 3"]


def test_files_of_a_folder_are_requests_and_keep_their_own_date(council, tmp_path):
    (tmp_path / "b.toml").write_text('city = "Mary"\n', encoding="utf-8")
    (tmp_path / "a.json").write_text('{"city": "Bari", "date": "2020-02-02"}', encoding="utf-8")
    (tmp_path / "c.toml").write_text('town = "Mary"\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("call them", encoding="utf-8")
    (tmp_path / ".hidden").write_text("", encoding="utf-8")
    filed, rejects = read_requests(council.world.countries, tmp_path, "2026-01-01")
    assert [(one.origin, one.mandate.city, str(one.mandate.date)) for one in filed] == [
        ("a.json", "Bari", "2020-02-02"), ("b.toml", "Mary", "2026-01-01"),
    ]  # fmt: skip
    assert [one.origin for one in rejects] == ["c.toml", "notes.txt"]
    assert "town" in rejects[0].reason
    assert ".toml or .json" in rejects[1].reason


def test_bad_rows_are_rejected_with_their_line_and_the_others_stay(council, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "city,capacity,weights.size\nMary,0,\nBari,1,heavy\nKostroma,two,\nOrel,1,,more\nTbilisi,,\n",
        encoding="utf-8",
    )
    filed, rejects = read_requests(council.world.countries, path)
    assert [one.mandate.city for one in filed] == ["Tbilisi"]
    told = {one.origin: one.reason for one in rejects}
    assert list(told) == ["line 2", "line 3", "line 4", "line 5"]
    for line, word in (("line 2", "capacity"), ("line 3", "heavy"), ("line 4", "capacity"),
                       ("line 5", "more cells")):  # fmt: skip
        assert word in told[line]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("no.csv", None, "cannot be read"),
        ("r.csv", b"name\nMary\n", "city_id or city"),
        ("r.csv", b"city,wish\nMary,x\n", "wish"),
        ("r.csv", b"city\n", "no request"),
        ("r.csv", b"city\n\xff\xfe\n", "UTF-8"),
        ("r.parquet", b"city\nMary\n", "parquet"),
        ("r.csv", b"city\n" + b"Mary\n" * (MAX_REQUESTS + 1), "split it"),
    ],
)
def test_table_that_cannot_be_used_is_refused(council, tmp_path, name, content, told):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputTableError, match=told):
        read_requests(council.world.countries, tmp_path / name)


def test_files_larger_than_a_round_can_be_are_refused(council, tmp_path, monkeypatch):
    frame = pd.DataFrame({"city": ["Mary", "Bari", "Orël"]})
    frame.to_parquet(tmp_path / "r.parquet")
    frame.to_csv(tmp_path / "r.csv", index=False)
    monkeypatch.setattr("matcher.rounds.filing.MAX_REQUESTS", 2)
    with pytest.raises(InputTableError, match="more than 2 requests: split it"):
        read_requests(council.world.countries, tmp_path / "r.parquet")
    monkeypatch.setattr("matcher.rounds.filing.MAX_BYTES", 10)
    for name in ("r.csv", "r.parquet"):
        with pytest.raises(InputTableError, match="larger than 10 bytes: split it"):
            read_requests(council.world.countries, tmp_path / name)


@pytest.mark.parametrize("name", ["r.csv", "r.parquet"])
def test_file_that_goes_away_while_it_is_read_is_told(council, tmp_path, monkeypatch, name):
    monkeypatch.setattr("matcher.rounds.filing._check_size", lambda _: None)
    with pytest.raises(InputTableError, match=r"cannot be read: .*No such file"):
        read_requests(council.world.countries, tmp_path / name)
