from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from features.partnerships import RAW_COLUMNS, SELF_PAIR, link_partnerships, link_rows
from matcher.tables import columns as c
from matcher.tables.schema import TABLES

SAMPLE = Path(__file__).with_name("linking_sample.csv")
SHIPPED = Path(__file__).parents[2] / "data" / "partnerships.parquet"

WORLD = pd.read_csv(Path(__file__).with_name("linking_world.csv"), keep_default_na=False)


def places() -> pd.DataFrame:
    return WORLD.drop(columns="aliases")


def aliases() -> pd.DataFrame:
    names = WORLD.set_index(c.CITY_ID)["aliases"].str.split("|").explode()
    return names[names != ""].rename(c.NAME).reset_index()


ROWS = [
    ("Istanbul", "Turkey", 41.0, 29.0, "Atlanta", "United States", 33.75, -84.39),
    ("Durham", "England", 54.77, -1.58, "Durham, North Carolina", "United States", 36.0, -78.9),
    ("Bağcılar", "Turkey", 41.04, 28.86, "Fairfax County", "United States", 38.8, -77.3),
    ("Zemun (Belgrade)", "Serbia", 44.84, 20.41, "Iława (rural gmina)", "Poland", 53.6, 19.6),
    ("Prag", "Czechia", 50.09, 14.42, "Praha", "Czechia", 50.09, 14.42),
    ("Zugdidi", "Georgia", 42.51, 41.87, "Columbus", "United States", 39.96, -83.00),
    ("Atlanta", "United States", 33.75, -84.39, "Istanbul", "Turkey", 41.0, 29.0),
    ("Columbus", "United States", 39.96, -83.00, "Zugdidi", "Georgia", 42.51, 41.87),
    ("Savannah", "United States", 32.08, -81.10, "Belgrade", "Serbia", 44.8, 20.47),
]


@pytest.fixture
def raw() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=list(RAW_COLUMNS))


def test_two_directions_of_a_pair_become_one(raw: pd.DataFrame) -> None:
    links, _ = link_partnerships(raw, places(), aliases())
    pairs = list(zip(links[c.CITY_ID_A], links[c.CITY_ID_B], strict=True))
    # Row 6 is row 0 the other way.
    assert pairs == [(1, 17), (3, 4), (11, 18), (16, 19)]
    assert set(links[c.STATUS]) == {"active"} and set(links[c.SINCE]) == {""}


def test_order_of_the_list_tells_namesakes_apart_both_ways(raw: pd.DataFrame) -> None:
    linked = link_rows(raw, places(), aliases())
    # Between Atlanta and Savannah only Columbus, Georgia keeps the states in order.
    assert linked.loc[7, "id1"] == 16
    assert linked.loc[5, "id2"] == 16


def test_rejects_name_row_side_and_reason(raw: pd.DataFrame) -> None:
    links, rejects = link_partnerships(raw, places(), aliases())
    lines = Counter(zip(rejects[c.ROW], rejects[c.SIDE], strict=True))
    assert lines == {(2, "b"): 1, (3, "a"): 1, (3, "b"): 1, (4, "both"): 1}
    assert rejects.set_index([c.ROW, c.SIDE])[c.REASON][4, "both"] == SELF_PAIR
    assert not (links[c.CITY_ID_A] == 1).sum() > 1  # Bağcılar is not Istanbul


def test_tables_fit_their_schemas(raw: pd.DataFrame) -> None:
    links, rejects = link_partnerships(raw, places(), aliases())
    for name, frame in (("partnerships", links), ("partnership_rejects", rejects)):
        table = pa.Table.from_pandas(frame, schema=TABLES[name].schema, preserve_index=False)
        assert table.num_rows == len(frame) > 0


def wilson(right: int, decided: int, z: float = 1.96) -> tuple[float, float]:
    share = right / decided
    centre = share + z * z / (2 * decided)
    spread = z * math.sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided))
    scale = 1 + z * z / decided
    return (centre - spread) / scale, (centre + spread) / scale


def test_judged_sample_is_precise_enough() -> None:
    sample = pd.read_csv(SAMPLE, keep_default_na=False)
    assert len(sample) == 200 and sample["row"].is_unique and (sample["ground"] != "").all()
    verdicts = sample["verdict"].value_counts()
    assert set(verdicts.index) <= {"right", "wrong", "cannot tell"}
    decided = int(verdicts.get("right", 0) + verdicts.get("wrong", 0))
    low, high = wilson(int(verdicts["right"]), decided)
    assert verdicts["right"] / decided >= 0.99
    assert 0.97 <= low <= high


@pytest.mark.skipif(not SHIPPED.exists(), reason="the tables are not built")
def test_shipped_partnerships_still_link_the_judged_rows() -> None:
    sample = pd.read_csv(SAMPLE, keep_default_na=False)
    shipped = pd.read_parquet(SHIPPED, columns=[c.CITY_ID_A, c.CITY_ID_B])
    known = set(zip(shipped[c.CITY_ID_A], shipped[c.CITY_ID_B], strict=True))
    ids = sample[["city_id_1", "city_id_2"]]
    judged = set(zip(ids.min(axis=1), ids.max(axis=1), strict=True))
    assert judged - known == set()
