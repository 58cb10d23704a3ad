from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features.build import CURATED, read_curated
from features.publish import to_table
from features.relations import tables, travel_advice
from matcher.errors import DataError
from matcher.tables.atlas import data_directory
from matcher.tables.schema import TABLES


@pytest.fixture(scope="module")
def curated():
    return read_curated(CURATED)


@pytest.fixture
def advice():
    return pd.DataFrame(
        {"country": ["NA"], "level": [4], "updated": ["2026-01-01"], "summary": ["Do not go."]}
    )


def test_shipped_tables_are_those_the_hand_kept_ones_give(curated, advice):
    made = tables(curated, advice)
    for name in sorted(set(made) - {"travel_advice"}):
        shipped = pq.read_table(data_directory() / f"{name}.parquet")
        assert to_table(made[name], TABLES[name]).equals(shipped), name


def test_advice_keeps_level_and_day_and_no_sentence_of_the_source(advice):
    found = to_table(travel_advice(advice), TABLES["travel_advice"]).to_pylist()
    assert found == [
        {
            "country": "NA",
            "level": 4,
            "date": "2026-01-01",
            "source": "Smartraveller, Australian government",
        }
    ]


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("state_relations", "kind", "cold_war"),
        ("state_relations", "since", "spring 2026"),
        ("legal_rules", "effect", "bans"),
        ("legal_rules", "partners", "US-UNKNOWN-LIST"),
        ("shared_past", "kind", "friendship"),
        ("waves", "date", "2022-3"),
    ],
)
def test_row_that_the_tables_do_not_know_is_refused_with_its_file(
    name, column, value, curated, advice
):
    changed = curated[name].copy()
    changed[column] = changed[column].astype("object")
    changed.loc[0, column] = value
    with pytest.raises(DataError, match=rf"{name}\.csv.*{value}"):
        tables({**curated, name: changed}, advice)


def test_pair_out_of_order_is_refused_unless_it_is_directed(curated, advice):
    rows = curated["state_relations"]
    both = rows[rows["directed"] == 0].head(1)
    turned = both.rename(columns={"country_a": "country_b", "country_b": "country_a"})
    changed = pd.concat([rows, turned[rows.columns]], ignore_index=True)
    with pytest.raises(DataError, match="before"):
        tables({**curated, "state_relations": changed}, advice)
