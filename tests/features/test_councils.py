"""Districts of Germany are made of their municipalities; hand-kept councils win."""

import pandas as pd
import pytest

from features.councils import with_german_districts, with_hand_kept
from features.names import without_wrong_names
from matcher.errors import DataError
from matcher.tables import columns as c


def unit(code, name, region, people, seat):
    return {
        c.UNIT_ID: f"lau:DE:{code}", c.GEONAMES_ID: 0, c.CODE: "", c.NAME: name,
        c.COUNTRY: "DE", c.KIND: "municipality", c.REGION: region, c.LATITUDE: 49.0,
        c.LONGITUDE: 8.0, c.AREA_KM2: 1.0, c.POPULATION: people, c.YEAR: 2020, c.SEAT: seat,
        c.SAME_NAME: True, c.METHOD: "name within the area", c.MAY_SIGN: 1, c.SOURCE: "list",
        "aliases": "",
    }  # fmt: skip


@pytest.fixture
def listed():
    return pd.DataFrame(
        [
            unit("1", "Karlsruhe, Stadt", "Karlsruhe, Stadtkreis", 312_000, 1),
            unit("2", "Bruchsal, Stadt", "Karlsruhe, Landkreis", 45_000, 2),
            unit("3", "Ettlingen, Stadt", "Karlsruhe, Landkreis", 39_000, 3),
            unit("4", "Aalen, Stadt", "Ostalbkreis", 68_000, 4),
            unit("5", "Ellwangen", "Ostalbkreis", 24_000, 5),
        ]
    )


def test_a_district_has_its_people_and_the_largest_seat_inside(listed):
    found = with_german_districts(listed).set_index(c.NAME).iloc[len(listed) :]
    assert set(found.index) == {"Landkreis Karlsruhe", "Ostalbkreis"}
    assert found.loc["Landkreis Karlsruhe", c.SEAT] == 2
    assert found.loc["Landkreis Karlsruhe", c.POPULATION] == 84_000


def test_a_district_named_after_a_city_is_found_with_its_title_alone(listed):
    found = with_german_districts(listed).set_index(c.NAME)["aliases"].str.split("|")
    assert "Karlsruhe" not in found["Landkreis Karlsruhe"]
    assert "Kreis Karlsruhe" in found["Landkreis Karlsruhe"]
    assert "Ostalbkreis" in found["Ostalbkreis"]


def test_a_hand_kept_seat_wins_and_a_new_council_is_added(listed):
    kept = pd.DataFrame(
        [
            ("DE", "lau:DE:2", "Bruchsal", "municipality", "7", "Untergrombach", "", "1"),
            ("DE", "lau:DE:5", "Ellwangen", "municipality", "8", "Ellwangen", "", "1"),
            ("ZA", "", "Sol Plaatje", "municipality", "990930", "Kimberley", "", "1"),
        ],
        columns=["country", "unit_id", "name", "kind", "city_id", "city", "population", "may_sign"],
    )
    found = with_hand_kept(listed, kept).set_index(c.UNIT_ID)
    assert found.loc["lau:DE:2", c.SEAT] == 7
    assert found.loc["lau:DE:2", c.METHOD] == "by hand"
    assert found.loc["hand:ZA:sol-plaatje", c.SEAT] == 990_930
    assert not found.loc["lau:DE:2", c.SAME_NAME]
    assert found.loc["lau:DE:5", c.SAME_NAME]


def test_a_wrong_name_is_left_out_and_must_be_there():
    places = pd.DataFrame(
        {c.CITY_ID: [1, 2], c.NAME: ["Vienna", "Biel"], "aliases": [["Wien", "Bienne"], ["Bienne"]]}
    )
    wrong = pd.DataFrame({c.CITY_ID: ["1"], c.NAME: ["Bienne"]})
    assert without_wrong_names(places, wrong)["aliases"].tolist() == [["Wien"], ["Bienne"]]
    with pytest.raises(DataError, match="no names of 1"):
        without_wrong_names(places, wrong.assign(**{c.NAME: "Rome"}))
