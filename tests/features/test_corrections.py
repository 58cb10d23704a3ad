"""Corrections kept by hand win over what the sources say."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from features.corrections import corrected_places, corrected_tables
from matcher.errors import DataError
from matcher.tables import columns as c

WYOMING, GRAND, MARY = 5015618, 4994358, 1218667


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(fact, "", value, right, "curated", "the census") for fact, value, right in rows],
        columns=["fact", "place", "value", "right", "grade", "source"],
    )


@pytest.fixture
def places() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            c.CITY_ID: [WYOMING, GRAND, MARY],
            c.COUNTRY: ["US", "US", "TM"],
            c.ADMIN1_CODE: ["MI", "MI", "04"],
            c.LATITUDE: [42.9, 43.0, 37.6],
            c.LONGITUDE: [-85.7, -85.7, 61.8],
            c.POPULATION: [70_000, 200_000, 0],
            c.DISTRICT_OF: [0, 0, 0],
            c.DOUBLE_OF: 0,
            c.ADMIN2_CODE: "",
            c.ADMIN_RANK: [2, 1, -1],
            c.SEAPORT: ["Muskegon", "Muskegon", "Baku"],
            c.SEAPORT_KM: [60.0, 55.0, 900.0],
            c.RANK_IN_COUNTRY: [2, 1, 0],
            c.RANK_IN_REGION: [2, 1, 0],
        }
    )
    return frame.astype({c.POPULATION: "int32", c.SEAPORT_KM: "float32"})


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    return {
        "airports": pd.DataFrame(
            {c.AIRPORT: ["GRR", "MYP"], c.LATITUDE: [42.9, 37.6], c.LONGITUDE: [-85.5, 61.8]}
        ),
        "city_airports": pd.DataFrame(
            {c.CITY_ID: [WYOMING, MARY], c.AIRPORT: ["GRR", "MHD"], c.AIRPORT_KM: [9.0, 230.0]}
        ),
        "city_universities": pd.DataFrame(
            {c.CITY_ID: [WYOMING, GRAND], c.UNIVERSITY: ["University of Wyoming", "Calvin"]}
        ),
        "city_heritage": pd.DataFrame({c.CITY_ID: [MARY], c.SITE_ID: [886], c.SITE: ["Merv"]}),
        "city_war": pd.DataFrame(
            {
                c.CITY_ID: [MARY, MARY],
                c.WAR_KIND: ["battle", "battle"],
                c.BATTLE: ["Merv", ""],
                c.WAR: ["Mongol invasion", "Mongol invasion"],
                c.YEAR_FROM: [1221, 1221],
                c.WAR_LEVEL: [3, 3],
            }
        ),
        "country_languages": pd.DataFrame(
            {
                c.COUNTRY: ["UA", "UA"],
                c.LANGUAGE: ["ru", "uk"],
                c.SPEAKERS_SHARE: [0.33, 0.65],
                c.OFFICIAL_STATUS: ["de_facto_official", "official"],
            }
        ),
        "countries": pd.DataFrame({c.COUNTRY: ["TM"], c.GDP_PER_CAPITA_USD: [8000.0]}),
    }


def test_without_corrections_everything_stays(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    assert corrected_places(places, table()) is places
    assert corrected_tables(frames, places, table()) == frames


def test_a_corrected_population_moves_the_ranks(places: pd.DataFrame) -> None:
    wrong = table((f"city:{WYOMING}:population", "70000", "300000"))
    fixed = corrected_places(places, wrong).set_index(c.CITY_ID)
    assert fixed.loc[WYOMING, c.POPULATION] == 300_000
    assert fixed[c.RANK_IN_COUNTRY].tolist() == [1, 2, 0]
    assert fixed[c.POPULATION].dtype == places[c.POPULATION].dtype


def test_an_empty_right_value_is_unknown_in_the_sign_of_its_column(places: pd.DataFrame) -> None:
    wrong = table(
        (f"city:{WYOMING}:population", "70000", ""),
        (f"city:{WYOMING}:admin_rank", "2", ""),
        (f"city:{WYOMING}:seaport", "Muskegon", ""),
    )
    fixed = corrected_places(places, wrong).set_index(c.CITY_ID).loc[WYOMING]
    assert (fixed[c.POPULATION], fixed[c.ADMIN_RANK], fixed[c.SEAPORT]) == (0, -1, "")
    assert math.isnan(fixed[c.SEAPORT_KM])


def test_another_port_keeps_no_distance_unless_that_is_corrected_too(places: pd.DataFrame) -> None:
    port = (f"city:{MARY}:seaport", "Baku", "Turkmenbashi")
    alone = corrected_places(places, table(port)).set_index(c.CITY_ID).loc[MARY]
    assert alone[c.SEAPORT] == "Turkmenbashi"
    assert math.isnan(alone[c.SEAPORT_KM])
    far = (f"city:{MARY}:seaport_km", "900", "860.5")
    both = corrected_places(places, table(far, port)).set_index(c.CITY_ID).loc[MARY]
    assert both[c.SEAPORT_KM] == np.float32(860.5)


def test_a_university_goes_or_gets_its_name(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    name = "University of Wyoming"
    fact = f"city:{WYOMING}:university:{name}"
    gone = corrected_tables(frames, places, table((fact, name, "")))["city_universities"]
    assert gone[c.UNIVERSITY].tolist() == ["Calvin"]
    named = corrected_tables(frames, places, table((fact, name, "Davenport")))
    assert named["city_universities"][c.UNIVERSITY].tolist() == ["Davenport", "Calvin"]
    assert named["corrections"].to_dict("records") == [
        {"fact": fact, "grade": "curated", "source": "the census"}
    ]


def test_a_missing_university_is_added_with_its_grade(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    graded = frames["city_universities"].assign(grade="matched", source="a list")
    missing = table((f"city:{MARY}:university", "", "Turkmen State Energy Institute"))
    added = corrected_tables({**frames, "city_universities": graded}, places, missing)
    assert added["city_universities"].iloc[-1].tolist() == [
        MARY, "Turkmen State Energy Institute", "curated", "the census",
    ]  # fmt: skip
    plain = corrected_tables(frames, places, missing)["city_universities"]
    assert plain.columns.tolist() == [c.CITY_ID, c.UNIVERSITY]
    assert plain[c.CITY_ID].tolist() == [WYOMING, GRAND, MARY]


def test_another_airport_has_its_own_distance(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    wrong = table((f"city:{MARY}:airport", "MHD", "MYP"))
    fixed = corrected_tables(frames, places, wrong)["city_airports"].set_index(c.CITY_ID)
    assert fixed.loc[MARY].tolist() == ["MYP", 0.0]
    assert fixed.loc[WYOMING].tolist() == ["GRR", 9.0]


def test_a_year_of_founding_goes_or_gets_another(
    frames: dict[str, pd.DataFrame], places: pd.DataFrame
) -> None:
    frames["founding_years"] = pd.DataFrame({c.CITY_ID: [MARY, WYOMING], c.YEAR: [1938, 1928]})
    rows = table((f"city:{MARY}:founded", "1938", "1769"), (f"city:{WYOMING}:founded", "1928", ""))
    found = corrected_tables(frames, places, rows)["founding_years"]
    assert found.to_numpy().tolist() == [[MARY, 1769]]


def test_a_fact_of_war_gets_another_level(
    frames: dict[str, pd.DataFrame], places: pd.DataFrame
) -> None:
    rows = table((f"city:{MARY}:battle:1221:Merv", "3", "2"))
    found = corrected_tables(frames, places, rows)["city_war"]
    assert found.loc[found[c.BATTLE] == "Merv", c.WAR_LEVEL].tolist() == [2]


def test_language_heritage_war_and_wealth(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    fixed = corrected_tables(
        frames,
        places,
        table(
            ("country:UA:language:ru", "0.33 de_facto_official", "0.3"),
            (f"city:{MARY}:site:886", "Merv", ""),
            (f"city:{MARY}:battle:1221:Merv", "Merv", ""),
            ("country:TM:gdp_per_capita_usd", "8000", ""),
        ),
    )
    ru = fixed["country_languages"].iloc[0]
    assert (ru[c.SPEAKERS_SHARE], ru[c.OFFICIAL_STATUS]) == (0.3, "")
    assert fixed["city_heritage"].empty
    assert fixed["city_war"][c.BATTLE].tolist() == [""]
    assert fixed["countries"][c.GDP_PER_CAPITA_USD].isna().all()
    assert frames["countries"][c.GDP_PER_CAPITA_USD].notna().all()


def test_a_row_without_a_wrong_value_adds_a_language(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    rows = table(("country:GM:language:wo", "", "0.15"))
    added = corrected_tables(frames, places, rows)["country_languages"].iloc[-1]
    assert added[[c.COUNTRY, c.LANGUAGE, c.NAME]].tolist() == ["GM", "wo", "Wolof"]
    assert added[c.SPEAKERS_SHARE] == 0.15


@pytest.mark.parametrize(
    ("fact", "right", "told"),
    [
        (f"city:{MARY}:rank_in_country", "1", "names no fact"),
        ("nonsense", "1", "names no fact"),
        (f"country:{MARY}:population", "1", "names no fact"),
        ("city:1:population", "1", "no place has the id 1"),
        (f"city:{MARY}:population", "?", "write what is right"),
        (f"city:{MARY}:population", "many", "'many' is no number"),
        (f"city:{MARY}:airport", "XXX", "no airport"),
        (f"city:{GRAND}:airport", "GRR", "no airport to correct"),
        (f"city:{MARY}:site:886", "Nisa", "only be taken away"),
        ("country:UA:language:pl", "0.1", "no such language"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(
    places: pd.DataFrame, frames: dict[str, pd.DataFrame], fact: str, right: str, told: str
) -> None:
    wrong = table((fact, "x", right))
    with pytest.raises(DataError, match=told):
        corrected_tables(frames, corrected_places(places, wrong), wrong)
