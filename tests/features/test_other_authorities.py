"""What another authority of a place's name concluded is none of the place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.geonames import read_places
from features.place_index import PlaceIndex
from features.unit_links import (
    OTHER_AUTHORITY,
    of_other_authorities,
    unit_partnerships,
    unit_rows,
)
from matcher.tables import columns as c

DATA = Path(__file__).parents[2] / "data"
NICOSIA, ANKARA, ATHENS = 146268, 323786, 264371
COLUMNS = [c.CITY_ID, c.NAME, c.COUNTRY, c.LATITUDE, c.LONGITUDE, c.ADMIN1_CODE, c.POPULATION,
           c.FEATURE_CODE, c.DISTRICT_OF, c.ADMIN2_CODE]  # fmt: skip
KEPT = pd.DataFrame(
    [(NICOSIA, "Nicosia", "CY", "TR", "North Nicosia", "CY")],
    columns=[c.CITY_ID, "city", c.COUNTRY, "partner_country", "unit", "unit_country"],
)


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    places = pd.DataFrame(
        [(NICOSIA, "Nicosia", "CY"), (ANKARA, "Ankara", "TR"), (ATHENS, "Athens", "GR")],
        columns=COLUMNS[:3],
    ).assign(**dict.fromkeys(COLUMNS[3:5], 35.0), **{c.ADMIN1_CODE: "", c.POPULATION: 1000})
    places = places.assign(**{c.FEATURE_CODE: "PPLA", c.DISTRICT_OF: 0, c.ADMIN2_CODE: ""})
    return PlaceIndex(places, pd.DataFrame(columns=[c.CITY_ID, c.NAME]))


def linked(*rows: tuple[str, str, int, str, str, int]) -> pd.DataFrame:
    names = ["city1", "country1", "id1", "city2", "country2", "id2"]
    told = {"how1": "", "how2": "", "reason1": "", "reason2": "", "kind": "wikipedia_lists",
            "date": "2026", "since": ""}  # fmt: skip
    return pd.DataFrame(list(rows), columns=names).assign(**told)


def test_ties_of_the_other_authority_become_a_units_and_the_places_own_stay(index) -> None:
    rows = linked(
        ("Ankara", "Turkey", ANKARA, "Nicosia", "Cyprus", NICOSIA),
        ("Nicosia", "Cyprus", NICOSIA, "Athens", "Greece", ATHENS),
        ("North Nicosia", "Northern Cyprus", 0, "Ankara", "Turkey", ANKARA),
    )
    told = of_other_authorities(rows, KEPT, index)
    assert told["id2"].tolist() == [0, ATHENS, ANKARA]
    assert told["id1"].tolist() == [ANKARA, NICOSIA, 0]
    assert told["reason2"].tolist() == [OTHER_AUTHORITY, "", ""]
    assert told["reason1"].tolist() == ["", "", OTHER_AUTHORITY]
    assert unit_rows(told, {}).tolist() == [True, False, True]
    events = pd.DataFrame()
    (row,) = unit_partnerships(told, events, {}).to_dict("records")
    assert {row["unit_a"], row["unit_b"]} == {"", "North Nicosia"}
    assert {row["city_id_a"], row["city_id_b"]} == {0, ANKARA}
    assert "municipality" in (row["unit_kind_a"], row["unit_kind_b"])


@pytest.fixture(scope="module")
def kept() -> pd.DataFrame:
    return pd.read_csv(DATA / "curated" / "other_authorities.csv", keep_default_na=False)


def test_ledger_has_no_pair_of_another_authority(kept: pd.DataFrame) -> None:
    pairs = pd.read_parquet(DATA / "partnerships.parquet")
    cities = pd.read_parquet(DATA / "cities.parquet", columns=[c.CITY_ID, c.COUNTRY])
    country = dict(zip(cities[c.CITY_ID], cities[c.COUNTRY], strict=True))
    barred = set(zip(kept[c.CITY_ID], kept["partner_country"], strict=True))
    ends = [pairs[c.CITY_ID_A].tolist(), pairs[c.CITY_ID_B].tolist()]
    for one, other in (ends, ends[::-1]):
        found = {(a, country[b]) for a, b in zip(one, other, strict=True)}
        assert not found & barred
    units = pd.read_parquet(DATA / "unit_partnerships.parquet")
    named = set(units["unit_a"]) | set(units["unit_b"])
    assert {"North Nicosia", "North Mitrovica", "East Jerusalem"} <= named
    ours = set(kept["unit"])
    told = {(unit, code) for side in "ab"
            for unit, code in zip(units[f"unit_{side}"], units[f"country_{side}"], strict=True)
            if unit in ours}  # fmt: skip
    assert told <= set(zip(kept["unit"], kept["unit_country"], strict=True))


def test_corrected_place_lies_where_it_is_and_what_was_measured_elsewhere_is_unknown() -> None:
    corrections = pd.read_csv(
        DATA / "curated" / "place_corrections.csv",
        keep_default_na=False,
        dtype={c.ADMIN1_CODE: str},
    )
    raw, moved = read_places(), read_places(corrections)
    changed = raw[raw[c.LATITUDE].ne(moved[c.LATITUDE]) | raw[c.LONGITUDE].ne(moved[c.LONGITUDE])]
    elsewhere = corrections[corrections[c.LATITUDE] != ""].astype({c.LATITUDE: float})
    assert set(changed[c.CITY_ID]) == set(elsewhere[c.CITY_ID])
    regions = moved.set_index(c.CITY_ID)[c.ADMIN1_CODE]
    assert regions[corrections[c.CITY_ID]].tolist() == corrections[c.ADMIN1_CODE].tolist()
    shipped = pd.read_parquet(DATA / "cities.parquet").set_index(c.CITY_ID)
    for row in elsewhere.astype({c.LONGITUDE: float}).to_dict("records"):
        place = shipped.loc[row[c.CITY_ID]]
        assert place[c.LATITUDE] == pytest.approx(row[c.LATITUDE], abs=1e-4)
        assert place[c.LONGITUDE] == pytest.approx(row[c.LONGITUDE], abs=1e-4)
        assert place[c.ADMIN1_CODE] == row[c.ADMIN1_CODE]
        assert place[c.CLIMATE_CLASS] == ""


def test_engomi_by_nicosia_is_no_disputed_place() -> None:
    disputed = pd.read_parquet(DATA / "disputed_places.parquet")
    assert 146638 not in set(disputed[c.CITY_ID])
    mitrovica = disputed[disputed[c.CITY_ID] == 789225]
    assert set(mitrovica[c.AREA]) == {"Kosovo"}
