import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from features import publish
from features.source import digest
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.schema import TABLES

SPEC = TABLES["city_airports"]


def _frame(**changes):
    columns = {c.CITY_ID: [3, 1], c.AIRPORT: ["NAN", "AAE"], c.AIRPORT_KM: [np.nan, 2.5]}
    return pd.DataFrame(columns | changes)


def test_a_frame_comes_back_as_it_went_in_but_sorted(tmp_path):
    publish.publish({"city_airports": _frame()}, tmp_path)
    table = pq.read_table(tmp_path / "city_airports.parquet")
    assert table.schema.equals(SPEC.schema)
    back = table.to_pandas()
    assert back[c.CITY_ID].tolist() == [1, 3]
    assert back[c.AIRPORT].tolist() == ["AAE", "NAN"]
    assert back[c.AIRPORT_KM].isna().tolist() == [False, True]
    assert table[c.AIRPORT_KM].null_count == 0


def test_row_order_and_a_second_run_change_no_byte(tmp_path):
    first = publish.publish({"city_airports": _frame()}, tmp_path / "a")
    second = publish.publish({"city_airports": _frame().iloc[::-1]}, tmp_path / "b")
    assert first == second
    assert first["city_airports"] == {
        "rows": 2,
        "bytes": (tmp_path / "a" / "city_airports.parquet").stat().st_size,
        "sha256": digest(tmp_path / "b" / "city_airports.parquet"),
    }


def test_ties_of_the_sort_columns_are_broken_by_the_rest(tmp_path):
    rows = pd.DataFrame(
        {
            c.CITY_ID: [1, 1],
            c.SITE_ID: [9, 8],
            c.SITE: ["b", "a"],
            c.YEAR: [1, 2],
            c.DISTANCE_KM: [4.0, 4.0],
        }
    )
    spec = TABLES["city_heritage"]
    assert publish.to_table(rows, spec).equals(publish.to_table(rows.iloc[::-1], spec))


def test_nothing_partial_is_left_behind(tmp_path):
    publish.publish({"city_airports": _frame()}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["city_airports.parquet"]


def test_a_missing_column_is_named():
    with pytest.raises(DataError, match=r"'city_airports' lacks columns \['airport_km'\]"):
        publish.to_table(_frame().drop(columns=c.AIRPORT_KM), SPEC)


def test_a_key_that_occurs_twice_is_refused():
    with pytest.raises(DataError, match=r"2 rows that share a key \['city_id'\].*'city_id': 1"):
        publish.to_table(_frame(**{c.CITY_ID: [1, 1]}), SPEC)


def test_a_null_where_the_schema_has_no_unknown_is_refused():
    with pytest.raises(DataError, match="'airport': 1 values are missing"):
        publish.to_table(_frame(**{c.AIRPORT: ["AAE", None]}), SPEC)


def test_a_value_that_does_not_fit_its_type_is_refused():
    with pytest.raises(DataError, match="'city_id' does not fit int32"):
        publish.to_table(_frame(**{c.CITY_ID: [1, 2**40]}), SPEC)


def test_nothing_is_written_when_one_frame_fails(tmp_path):
    bad = _frame().drop(columns=c.AIRPORT_KM)
    with pytest.raises(DataError):
        publish.publish({"city_airports": bad, "visa": bad}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_is_refused(tmp_path):
    with pytest.raises(DataError, match="no such tables: \\['towns'\\]"):
        publish.publish({"towns": _frame()}, tmp_path)


def test_manifest_is_sorted_json(tmp_path):
    publish.write_manifest({"b": 1, "a": "ä"}, tmp_path)
    text = (tmp_path / publish.MANIFEST).read_text(encoding="utf-8")
    assert json.loads(text) == {"a": "ä", "b": 1}
    assert text.index('"a"') < text.index('"b"')


def test_a_tables_own_writer_options_are_used(tmp_path):
    frames = {"city_airports": _frame()}
    publish.publish(frames, tmp_path, {"city_airports": {"row_group_size": 1}})
    assert pq.read_metadata(tmp_path / "city_airports.parquet").num_row_groups == 2
