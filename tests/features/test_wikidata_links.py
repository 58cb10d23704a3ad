from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from features.known_links import known_links
from features.ledger import merge
from features.links.listing import ENDS, shaped
from features.partnership_events import COLUMNS as EVENT_COLUMNS
from features.place_index import PlaceIndex
from features.refresh.wikidata import COLUMNS
from features.sources import SOURCES, WIKIDATA
from features.wikidata_links import ends_of, link_statements, rows_of
from matcher.tables import columns as c

PLACES = pd.DataFrame(
    [
        (1, "Kostroma", 57.76, 40.92, "RU", "37", 277_280),
        (2, "Bari", 41.12, 16.87, "IT", "13", 277_387),
        (3, "Bari", 41.13, 16.88, "IT", "13", 900),
        (4, "Durham", 54.77, -1.58, "GB", "ENG", 47_785),
        (5, "Aachen", 50.77, 6.08, "DE", "07", 265_208),
    ],
    columns=[c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE, c.POPULATION],
).assign(**{c.FEATURE_CODE: "PPL", c.DISTRICT_OF: 0, c.DOUBLE_OF: 0})
NO_PAIRS = pd.DataFrame(columns=[c.CITY_ID_A, c.CITY_ID_B, "kind", "date"])
NO_ALIASES = pd.DataFrame({c.CITY_ID: [], c.NAME: []})


def statement(name: str, one: tuple[str, ...], two: tuple[str, ...], start="", end=""):
    """Item, label, country, GeoNames id and point of both ends."""
    return (name, *one, *two, start, end)


KOSTROMA = ("Q1", "Kostroma", "RU", "1", "57.76 40.92")
BARI = ("Q2", "Bari", "IT", "2", "")
AACHEN = ("Q5", "Aachen", "DE", "5", "")


def linked(*rows: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    index = PlaceIndex(PLACES, NO_ALIASES)
    return link_statements(pd.DataFrame(rows, columns=list(COLUMNS)), index)


def test_geonames_ids_are_taken_lesser_first() -> None:
    found, missed = linked(statement("s", BARI, KOSTROMA, "1990"))
    assert found.to_numpy().tolist() == [[1, 2, "1990", ""]]
    assert missed.empty


def test_greatest_place_stands_for_an_item_with_several_ids() -> None:
    village = ("Q2", "Bari", "IT", "3", "")
    found, _ = linked(statement("s", KOSTROMA, village), statement("s", KOSTROMA, BARI))
    assert found[[c.CITY_ID_A, c.CITY_ID_B]].to_numpy().tolist() == [[1, 2]]


def test_label_and_place_link_an_item_without_a_known_id() -> None:
    durham = ("Q4", "Durham", "GB", "999", "54.7 -1.6")
    found, _ = linked(statement("s", KOSTROMA, durham))
    assert found[[c.CITY_ID_A, c.CITY_ID_B]].to_numpy().tolist() == [[1, 4]]


@pytest.mark.parametrize(
    "other",
    [
        ("Q9", "Bari", "IT", "", ""),  # neither id nor place
        ("Q9", "", "IT", "", "41.1 16.9"),
        ("Q9", "Atlantis", "IT", "77", "41.1 16.9"),
        ("Q9", "Kostroma", "RU", "1", ""),  # the same place
    ],
)
def test_what_cannot_be_linked_is_told(other) -> None:
    found, missed = linked(statement("s", KOSTROMA, other))
    assert found.empty
    assert missed.iloc[0]["label1"] == "Kostroma"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([("", "")], ("active", "", "")),
        ([("1990", ""), ("", "")], ("active", "1990", "")),
        ([("1990", ""), ("", "2022-03")], ("ended", "1990", "2022-03")),
        ([("1990", "2000"), ("2005", "")], ("active", "1990", "")),
        ([("1990", "2000"), ("2005", "2022-03-04")], ("ended", "1990", "2022-03-04")),
        ([("1990", "2030")], ("active", "1990", "")),
    ],
)
def test_dates_of_all_statements_of_a_pair_make_its_status(dates, expected) -> None:
    rows = [statement(f"s{n}", KOSTROMA, BARI, *both) for n, both in enumerate(dates)]
    statements = linked(*rows)[0]
    date = "2026-11-22"
    table = merge(rows_of(statements, date), ends_of(statements, date), NO_PAIRS)
    assert table[[c.STATUS, c.SINCE, c.UNTIL]].to_numpy().tolist() == [list(expected)]
    assert set(table[c.SOURCES]) == {"wikidata 2026"} and set(table[c.GRADE]) == {"listed"}


def test_documents_win_over_wikidata_and_wikidata_over_the_lists() -> None:
    lists = pd.DataFrame(
        [("Kostroma", "Russia", 57.76, 40.92, "Aachen", "Germany", 50.77, 6.08),
         ("Kostroma", "Russia", 57.76, 40.92, "Durham", "England", 54.77, -1.58)],
        columns=list(ENDS),
    ).pipe(shaped)  # fmt: skip
    statements = pd.DataFrame(
        [
            statement("a", KOSTROMA, AACHEN, "2005", ""),
            statement("b", KOSTROMA, ("Q4", "Durham", "GB", "4", ""), "1968", "2022-01"),
        ],
        columns=list(COLUMNS),
    )
    told = (1, "Kostroma", 5, "Aachen", "dormant", "2022-03-30", "curated", "a document")
    known = {**SOURCES, "wikidata": replace(WIKIDATA, date="2026-11-22")}
    kept = {
        "place_labels": pd.DataFrame(columns=["label", "country", "partner", "city_id"]),
        "other_authorities": pd.DataFrame(
            columns=[c.CITY_ID, "partner_country", "unit", "unit_country"]
        ),
        "disputed_places": pd.DataFrame([(5, "A", "")], columns=[c.CITY_ID, c.CLASS, c.UNTIL]),
        "unit_partnership_events": pd.DataFrame(),
    }
    first = pd.DataFrame([(1, 4)], columns=[c.CITY_ID_A, c.CITY_ID_B])
    tables = known_links(
        {"twin_links": lists, "wikidata": statements}, PLACES, NO_ALIASES, kept,
        pd.DataFrame([told], columns=list(EVENT_COLUMNS)), first,
        pd.DataFrame(columns=[c.COUNTRY, c.ADMIN1_CODE, c.NAME]), known,
    )  # fmt: skip
    rows = tables.partnerships.set_index([c.CITY_ID_A, c.CITY_ID_B])
    assert rows.loc[(1, 5), [c.STATUS, c.GRADE, c.DISPUTED]].tolist() == ["dormant", "curated", "b"]
    assert rows.loc[(1, 5), c.SOURCE] == "a document"
    assert rows.loc[(1, 5), c.SOURCES] == "curated 2022; wikidata 2026; wikipedia_lists 2026"
    assert rows.loc[(1, 4), [c.STATUS, c.SINCE, c.UNTIL]].tolist() == ["ended", "1968", "2022-01"]
    assert rows.loc[(1, 4), c.GRADE] == "confirmed"
    assert rows[c.FIRST_EDITION].to_dict() == {(1, 4): True, (1, 5): False}
    ends = tables.events[tables.events[c.GRADE] == "measured"]
    assert ends[[c.EVENT, c.DATE]].to_numpy().tolist() == [["ended", "2022-01"]]
