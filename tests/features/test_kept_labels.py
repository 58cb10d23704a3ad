from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.kept_labels import KEPT, apply_kept_labels, resolve_by_other_rows
from features.links.listing import ENDS
from features.list_order import OTHER_WAY
from features.place_index import PlaceIndex
from matcher.tables import columns as c
from tests.features.test_linked_lists import link_rows

WORLD = pd.read_csv(Path(__file__).with_name("linking_world.csv"), keep_default_na=False)
PLACES = WORLD.drop(columns="aliases")
ALIASES = WORLD.loc[WORLD["aliases"] != "", [c.CITY_ID, "aliases"]].rename(
    columns={"aliases": c.NAME}
)
COLUMNS = ["city1", "country1", "id1", "how1", "reason1", "city2", "country2", "id2", "how2"]


def linked(*rows: tuple[str, str, int, str, str, int]) -> pd.DataFrame:
    """Rows of label, country and id of both ends."""
    full = [(a, x, i, "", "" if i else "open", b, y, j, "") for a, x, i, b, y, j in rows]
    frame = pd.DataFrame(full, columns=COLUMNS)
    return frame.assign(reason2=["" if i else "open" for i in frame["id2"]])


def kept(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", c.COUNTRY, "partner", c.CITY_ID])


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex(PLACES, ALIASES)


def test_kept_label_of_the_partner_wins_over_the_label_of_any() -> None:
    rows = linked(
        ("Portland", "United States", 0, "Mytilene", "Greece", 7),
        ("Portland", "United States", 0, "Bologna", "Italy", 8),
        ("Dover", "England, United Kingdom", 0, "Portland", "United States", 5),
    )
    table = kept(
        ("Portland", "US", "Mytilene", 21), ("Portland", "US", "", 22), ("Dover", "GB", "", 23)
    )
    found = apply_kept_labels(rows, table)
    assert found["id1"].tolist() == [21, 22, 23]
    assert set(found["how1"]) == {KEPT} and set(found["reason1"]) == {""}
    # The second end of the last row is linked to another Portland and the table says which.
    assert found["id2"].tolist() == [7, 8, 22]


def test_kept_label_of_one_partner_says_nothing_about_another() -> None:
    rows = linked(("Portland", "United States", 0, "Sapporo", "Japan", 7))
    found = apply_kept_labels(rows, kept(("Portland", "US", "Mytilene", 21)))
    assert found["id1"].tolist() == [0] and found["reason1"].tolist() == ["open"]


def test_kept_label_holds_in_its_country_only() -> None:
    rows = linked(("Portland", "Jamaica", 0, "Mytilene", "Greece", 7))
    assert apply_kept_labels(rows, kept(("Portland", "US", "", 21)))["id1"].tolist() == [0]


def test_ambiguous_label_is_settled_by_the_clearer_row_of_its_partner(index: PlaceIndex) -> None:
    rows = linked(
        ("Friedberg, Hesse", "Germany", 8, "Windhoek", "Namibia", 22),
        ("Windhoek", "Namibia", 22, "Friedberg", "Germany", 0),
        ("Istanbul", "Turkey", 1, "Friedberg", "Germany", 0),
    )
    found = resolve_by_other_rows(rows, index)
    assert found["id2"].tolist() == [22, 8, 0]
    assert found["how2"].tolist() == ["", OTHER_WAY, ""]


def test_label_stays_open_when_its_partner_knows_two_of_the_name(index: PlaceIndex) -> None:
    friedbergs = WORLD.loc[WORLD[c.NAME].str.startswith("Friedberg"), c.CITY_ID].tolist()
    assert len(friedbergs) >= 2
    rows = linked(
        *(("Friedberg", "Germany", city, "Windhoek", "Namibia", 22) for city in friedbergs),
        ("Windhoek", "Namibia", 22, "Friedberg", "Germany", 0),
    )
    assert resolve_by_other_rows(rows, index)["id2"].tolist()[-1] == 0


def test_linker_reads_the_kept_table(index: PlaceIndex) -> None:
    row = ("Savannah", "United States", 33.75, -84.39, "Istanbul", "Turkey", 41.0, 29.0)
    raw = pd.DataFrame([row], columns=list(ENDS))
    without = link_rows(raw, index)
    assert KEPT not in set(without["how1"])
    savannah = int(WORLD.set_index(c.NAME).at["Savannah", c.CITY_ID])
    table = kept(("Savannah", "US", "Istanbul", savannah))
    assert link_rows(raw, index, table)["how1"].tolist() == [KEPT]
