from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from matcher.batch import queries as module
from matcher.batch.queries import Queries
from matcher.errors import InputTableError
from matcher.mandate.row_fields import PROBLEM


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(found: Queries) -> list[dict[str, str]]:
    return found.block(0, found.count).rows


def test_cells_that_are_empty_are_left_out_and_spaces_around(tmp_path):
    found = Queries.read(written(tmp_path / "q.csv", "city_id,city,country\n1,,\n, Bari ,IT\n"))
    assert rows_of(found) == [{"city_id": "1"}, {"city": "Bari", "country": "IT"}]


def test_bytes_before_the_header_are_those_of_a_spreadsheet(tmp_path):
    found = Queries.read(written(tmp_path / "q.csv", b"\xef\xbb\xbfcity_id\r\n7\r\n"))
    assert rows_of(found) == [{"city_id": "7"}]


def test_row_that_cannot_be_read_costs_itself_alone(tmp_path):
    content = b'city_id,city\n1,\n2,a,b\n,K\xf6ln\n3,"a"b\n\n' + b'4,"' + b"x" * 200_000 + b'"\n5\n'
    rows = rows_of(Queries.read(written(tmp_path / "q.csv", content)))
    assert [row.get("city_id") for row in rows] == ["1", None, None, None, None, "5"]
    problems = [row[PROBLEM] for row in rows if PROBLEM in row]
    assert problems[0].startswith("3 cells below 2 columns")
    assert problems[1].startswith("not UTF-8: ,K\\xf6ln")
    assert problems[2].startswith("no CSV: ")
    assert problems[3].startswith("no CSV: field larger")


def test_quote_that_never_ends_is_told_and_not_lost(tmp_path):
    rows = rows_of(Queries.read(written(tmp_path / "q.csv", 'city_id\n1\n"2\n3\n')))
    assert rows[0] == {"city_id": "1"}
    assert "unexpected end of data" in rows[1][PROBLEM]


def test_parquet_reads_as_the_csv_of_the_same_table(tmp_path):
    table = pd.DataFrame(
        {"city_id": [1.0, None], "city": [None, "Bari"], "limits.population_min": [None, 5]}
    )
    table.to_parquet(tmp_path / "q.parquet")
    table.to_csv(tmp_path / "q.csv", index=False, float_format="%.0f")
    found = [rows_of(Queries.read(tmp_path / name)) for name in ("q.parquet", "q.csv")]
    assert found[0] == found[1]
    assert found[0] == [{"city_id": "1"}, {"city": "Bari", "limits.population_min": "5"}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("q.csv", "name\nBari\n", "lacks the column city_id, or city and perhaps country: it has"),
        ("q.csv", "", "it has none"),
        ("q.csv", "city_id\n", "holds no query"),
        ("q.csv", "city_id,city_id\n1,2\n", "the columns city_id twice"),
        ("q.csv", "city_id,limits.size\n1,2\n", "no mandate has limits.size: choose from limits.p"),
        ("q.parquet", "city_id\n1\n", "cannot be read as parquet"),
    ],
)
def test_file_without_cities_or_with_a_mistyped_column_is_refused(tmp_path, name, content, message):
    with pytest.raises(InputTableError, match=message):
        Queries.read(written(tmp_path / name, content))


def test_missing_file_is_told(tmp_path):
    with pytest.raises(InputTableError, match="cannot be read: No such file"):
        Queries.read(tmp_path / "no.csv")


def test_columns_that_say_nothing_are_named(tmp_path):
    found = Queries.read(written(tmp_path / "q.csv", "city_id,mayor\n1,Ann\n"))
    assert found.unread == ("mayor",)
    assert rows_of(found) == [{"city_id": "1"}]


def test_longest_input_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_QUERIES", 2)
    assert Queries.read(written(tmp_path / "q.csv", "city_id\n1\n2\n")).count == 2
    with pytest.raises(InputTableError, match="more than 2 queries: split it"):
        Queries.read(written(tmp_path / "q.csv", "city_id\n1\n2\n3\n"))


@pytest.mark.parametrize("size", [1, 3, 4, 10, 99])
def test_blocks_join_to_the_whole_whatever_their_size(size):
    ids = list(range(100, 110))
    found = Queries.of_ids(ids)
    blocks = [found.block(index, size) for index in range(found.n_blocks(size))]
    assert [int(row["city_id"]) for block in blocks for row in block.rows] == ids
    assert [block.first for block in blocks] == list(range(1, 11, size))


def test_other_content_has_another_checksum(tmp_path):
    one = Queries.read(written(tmp_path / "q.csv", "city_id\n1\n"))
    other = Queries.read(written(tmp_path / "q.csv", "city_id\n2\n"))
    assert one.sha256 != other.sha256
    assert Queries.of_ids([1, 2]).sha256 != Queries.of_ids([12]).sha256


def test_table_longer_than_what_is_read_at_once_keeps_every_row(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 7)
    content = "city_id\n" + "".join(f"{number}\n" for number in range(1, 30))
    found = Queries.read(written(tmp_path / "q.csv", content))
    assert found.count == 29
    assert [row["city_id"] for row in rows_of(found)] == [str(number) for number in range(1, 30)]


def test_header_that_is_no_csv_is_told(tmp_path):
    with pytest.raises(InputTableError, match="has no header of a CSV"):
        Queries.read(written(tmp_path / "q.csv", 'city_id,"a"b\n1,2\n'))
