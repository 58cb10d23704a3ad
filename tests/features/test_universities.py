import pandas as pd
import pytest

from features import universities as institutions
from features.place_index import PlaceIndex
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.text.normalise import name_key

PLACES = pd.DataFrame(
    [
        (1, "Wyoming", 42.91, -85.71, "US", "MI", 75_000),
        (2, "Laramie", 41.31, -105.59, "US", "WY", 32_000),
        (3, "Ann Arbor", 42.28, -83.74, "US", "MI", 120_000),
        (4, "Frankfurt am Main", 50.12, 8.68, "DE", "05", 650_000),
        (5, "Frankfurt (Oder)", 52.34, 14.55, "DE", "11", 57_000),
        (6, "Cottbus", 51.76, 14.33, "DE", "11", 84_000),
        (7, "Caldas", 6.09, -75.64, "CO", "02", 82_000),
        (8, "Loja", -3.99, -79.20, "EC", "12", 274_000),
        (9, "Mauá", -23.67, -46.46, "BR", "27", 418_000),
        (10, "Ann", 19.77, 94.03, "MM", "01", 60_000),
        (11, "Frankfurt-Höchst", 50.10, 8.55, "DE", "05", 12_000),
    ],
    columns=[c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE, c.POPULATION],
).assign(**{c.FEATURE_CODE: "PPL", c.DISTRICT_OF: 0, c.DOUBLE_OF: 0})
PLACES.loc[PLACES[c.CITY_ID] == 11, c.DISTRICT_OF] = 4
NAMES = pd.concat(
    [
        PLACES[[c.CITY_ID]].assign(**{c.NAME_KEY: PLACES[c.NAME].map(name_key)}),
        pd.DataFrame({c.CITY_ID: [4, 5], c.NAME_KEY: "frankfurt"}),
    ]
)
REGIONS = pd.DataFrame(
    {
        "name": ["Wyoming", "Caldas"],
        "gn": ["US.WY", "CO.09"],
        "alias": ["", "Departamento de Caldas"],
    }
)
INDEX = PlaceIndex(PLACES, NAMES)


def colleges(*rows: tuple[str, str, str, str, str, str], students: str = "900") -> pd.DataFrame:
    columns = ["NAME", "CITY", "STATE", "LATITUDE", "LONGITUDE", "DEG_GRANT"]
    return pd.DataFrame(rows, columns=columns).assign(TOT_ENROLL=students)


def charters(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["Legal Name", "City", "Post Cd", "Country Cd"])


def named(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["university", "country", "geonameid"])


def test_a_college_stands_at_the_city_of_its_campus():
    raw = colleges(
        ("UNIVERSITY OF WYOMING", "LARAMIE", "WY", "41.31", "-105.58", "1"),
        ("UNIVERSITY OF MICHIGAN-ANN ARBOR", "ANN ARBOR", "MI", "42.29", "-83.71", "1"),
        ("SCHOOL OF BARBERS", "ANN ARBOR", "MI", "42.29", "-83.71", "2"),
        ("FAR COLLEGE", "ANN ARBOR", "MI", "45.0", "-83.71", "1"),
        ("OFFICE OF THE PRESIDENT", "ANN ARBOR", "MI", "42.29", "-83.71", "1"),
    )
    found = institutions.us_colleges(raw, INDEX)
    assert found[[c.CITY_ID, c.UNIVERSITY]].to_numpy().tolist() == [
        [2, "University of Wyoming"],
        [3, "University of Michigan-Ann Arbor"],
    ]


def test_colleges_of_few_students_or_for_a_trade_are_left_out():
    here = ("ANN ARBOR", "MI", "42.29", "-83.71", "1")
    assert institutions.us_colleges(colleges(("SOME COLLEGE", *here), students="80"), INDEX).empty
    trades = ("ARBOR CAREER INSTITUTE", "ARBOR RABBINICAL COLLEGE", "BOARD OF REGENTS OF ARBOR")
    assert institutions.us_colleges(colleges(*((name, *here) for name in trades)), INDEX).empty


def test_of_two_cities_of_one_name_the_one_in_the_post_code_area_is_meant():
    raw = charters(
        *(("HOCHSCHULE COTTBUS", "COTTBUS", "15046", "DE"),) * 3,
        ("EUROPA-UNIVERSITÄT VIADRINA", "FRANKFURT", "15230", "DE"),
        ("GOETHE-UNIVERSITÄT", "FRANKFURT AM MAIN", "60323", "DE"),
        ("BERUFSKOLLEG HÖCHST", "FRANKFURT AM MAIN", "60323", "DE"),
    )
    found = institutions.charter_holders(raw, INDEX).set_index(c.UNIVERSITY)[c.CITY_ID]
    assert found["Europa-Universität Viadrina"] == 5
    assert found["Goethe-Universität"] == 4
    assert not any("Berufskolleg" in name for name in found.index)


def test_a_name_tells_a_place_only_where_it_can_mean_no_other():
    raw = named(
        ("University of Wyoming", "US", 1),
        ("Universidad de Caldas", "CO", 7),
        ("Universidad Nacional de Loja", "EC", 8),
        ("Centro Universitário Barão Mauá", "BR", 9),
    )
    found = institutions.named_after(raw, REGIONS, PLACES, NAMES)
    # The department of Caldas has its university in Manizales; a baron is no town.
    assert found[c.UNIVERSITY].tolist() == ["Universidad Nacional de Loja"]


def test_an_institution_in_a_part_of_a_city_is_the_citys():
    raw = charters(("PROVADIS HOCHSCHULE", "FRANKFURT-HÖCHST", "65926", "DE"))
    curated = pd.DataFrame(columns=list(institutions.TABLE))
    found = institutions.universities(
        colleges(), raw, named(), curated, REGIONS, PLACES, NAMES, INDEX
    )
    assert found[[c.CITY_ID, c.GRADE]].to_numpy().tolist() == [[4, "matched"]]


def test_names_that_addresses_do_not_bear_out_are_refused():
    raw = charters(("HOCHSCHULE COTTBUS", "COTTBUS", "03046", "DE"))
    told = named(("University of Frankfurt Am Main", "DE", 4))
    curated = pd.DataFrame(columns=list(institutions.TABLE))
    with pytest.raises(DataError, match="only 0%"):
        institutions.universities(colleges(), raw, told, curated, REGIONS, PLACES, NAMES, INDEX)


def test_a_large_capital_without_an_institution_is_refused():
    capitals = pd.DataFrame(
        {c.CITY_ID: [4, 6], c.NAME: ["Astana", "Vaduz"], c.POPULATION: [1_500_000, 5_000]}
    )
    with pytest.raises(DataError, match="Astana"):
        institutions.check(pd.DataFrame({c.CITY_ID: [5]}), capitals)
    institutions.check(pd.DataFrame({c.CITY_ID: [4]}), capitals)


def test_institutes_of_research_are_no_universities():
    assert not institutions.gives_degrees(
        "The Henryk Niewodniczanski Institute of Nuclear Physics, Polish Academy of Sciences", "PL"
    )
    assert not institutions.gives_degrees("Instytut Katalizy, Polska Akademia Nauk", "PL")
    assert institutions.gives_degrees("Staropolska Akademia Nauk Stosowanych w Kielcach", "PL")
