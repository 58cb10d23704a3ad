from __future__ import annotations

import pandas as pd

from features.refresh.difference import SHOWN, Change, partnership_changes, render, table_changes
from matcher.tables import columns as c

CITIES = pd.DataFrame(
    [
        (1, "Kostroma", "kostroma", "RU", 57.76, 40.92),
        (2, "Bari", "bari", "IT", 41.12, 16.87),
        (3, "Bitonto", "bitonto", "IT", 41.11, 16.69),  # 15 km from Bari
        (4, "Durham", "durham", "US", 35.99, -78.90),
        (5, "Durham", "durham", "US", 44.0, -70.1),  # a namesake far away
        (6, "Aachen", "aachen", "DE", 50.77, 6.08),
    ],
    columns=[c.CITY_ID, c.NAME, c.NAME_KEY, c.COUNTRY, c.LATITUDE, c.LONGITUDE],
)


def table(*rows: tuple[int, int, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[c.CITY_ID_A, c.CITY_ID_B, c.STATUS, c.SINCE, c.UNTIL])


def test_every_kind_of_change_is_told_once() -> None:
    before = table(
        (1, 2, "active", "", ""), (1, 4, "active", "", ""), (1, 6, "active", "", ""),
        (2, 6, "active", "", ""), (4, 6, "active", "", ""),
    )  # fmt: skip
    after = table(
        (1, 3, "active", "", ""),  # Bari became Bitonto
        (1, 5, "active", "", ""),  # one Durham became the other
        (1, 6, "dormant", "2005", "2022-03-30"),
        (2, 4, "active", "1990", ""),
        (4, 6, "active", "2001", ""),
    )
    assert partnership_changes(before, after, CITIES) == [
        Change("new", "Bari, IT (2) - Durham, US (4)", "", "active 1990.."),
        Change("ended", "Kostroma, RU (1) - Aachen, DE (6)", "active", "dormant 2005..2022-03-30"),
        Change(
            "moved", "Kostroma, RU (1) - Bari, IT (2) -> Kostroma, RU (1) - Bitonto, IT (3)",
            "active", "active",
        ),
        Change(
            "moved", "Kostroma, RU (1) - Durham, US (4) -> Kostroma, RU (1) - Durham, US (5)",
            "active", "active",
        ),
        Change("gone", "Bari, IT (2) - Aachen, DE (6)", "active", ""),
        Change("dated", "Durham, US (4) - Aachen, DE (6)", "active", "active 2001.."),
    ]  # fmt: skip


def test_same_tables_change_nothing() -> None:
    rows = table((1, 2, "active", "", ""))
    assert partnership_changes(rows, rows, CITIES) == []


def test_one_new_pair_takes_the_place_of_one_only() -> None:
    before = table((1, 4, "active", "", ""), (4, 2, "active", "", ""))
    after = table((4, 3, "active", "", ""))
    kinds = [one.kind for one in partnership_changes(before, after, CITIES)]
    assert kinds == ["moved", "gone"]


def test_rows_of_a_table_are_compared_by_key() -> None:
    before = pd.DataFrame({"country": ["A", "B", "C"], "gdp": [1, 2, 3]})
    after = pd.DataFrame({"gdp": [1, 5, 4], "country": ["A", "B", "D"]})
    counts = {"new": 1, "gone": 1, "changed": 1, "rows": 3}
    assert table_changes(before, after, ["country"]) == counts
    assert table_changes(None, after, ["country"])["new"] == 3


def test_report_shows_the_first_and_counts_all() -> None:
    changes = [Change("new", f"pair {n}", "", "active") for n in range(SHOWN + 2)]
    text = render(changes, {"visa": {"new": 1, "gone": 2, "changed": 3, "rows": 4}}, ["a note"])
    assert f"## Partnerships new: {SHOWN + 2}" in text
    assert "- pair 0: none -> active" in text and f"pair {SHOWN}:" not in text
    assert "and 2 more" in text and "| visa | 1 | 2 | 3 | 4 |" in text and "- a note" in text
