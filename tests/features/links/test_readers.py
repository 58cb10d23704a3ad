"""Each reader brings its raw file into the one shape of a list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.links.directory import read_directory
from features.links.listing import COLUMNS
from features.links.register import read_register
from features.links.removed import read_removed
from features.links.wikidata import read_pairs
from features.links.wikipedia import read_geocoded, read_lists
from features.place_labels import parse_label
from matcher.tables import columns as c

ENDS = "name_a,country_a,lat_a,lon_a,name_b,country_b,lat_b,lon_b"
REGISTER = f"{ENDS},since,form,plz,partner_place"


@pytest.fixture
def write(tmp_path: Path):
    def write_lines(*lines: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_lines


def test_every_reader_gives_the_columns_of_a_list(write) -> None:
    row = "Kostroma,Russia,57.8,40.9,Bari,Italy,41.1,16.9"
    geocoded = "city1,country1,lat1,lng1,city2,country2,lat2,lng2"
    told = {
        read_geocoded: (geocoded, row),
        read_lists: (ENDS, row),
        read_pairs: (ENDS, row),
        read_register: (REGISTER, f'{row},1990,p,10115.0,"Bari, Italy"'),
        read_directory: ("country,city,sister", "Russia,Kostroma,Bari"),
    }
    for read, lines in told.items():
        frame = read(write(*lines))
        assert list(frame.columns) == list(COLUMNS)
        assert (frame.loc[0, "city1"], frame.loc[0, "city2"]) == ("Kostroma", "Bari")
        assert frame["lat1"].dtype == frame["lng2"].dtype == np.float64


def test_list_without_coordinates_has_none_and_underscores_are_blanks(write) -> None:
    path = write("name_a,country_a,name_b,country_b", "Windhoek,the_United_States,Mary,NaN",
                 "Nadur is a member of a network.,Malta,Esch,Luxembourg")  # fmt: skip
    frame = read_lists(path)
    assert frame["country1"].tolist() == ["the United States"]
    assert frame["country2"].tolist() == [""]
    assert frame["lat1"].isna().all()


def test_municipality_of_wikidata_is_read_by_its_town_and_a_gmina_stays_a_unit(write) -> None:
    path = write(
        ENDS,
        "Uppsala Municipality,Sweden,59.8,17.6,Gmina Krotoszyn,Poland,51.7,17.4",
        "Q1030610,Hungary,47.6,17.6,Mary,Turkmenistan,37.6,61.8",
    )
    frame = read_pairs(path)
    assert frame["city1"].tolist() == ["Uppsala"]
    assert frame["city2"].map(lambda label: parse_label(label).reason != "").tolist() == [True]


def test_register_keeps_year_form_and_department_and_drops_the_german_name(write) -> None:
    path = write(
        REGISTER,
        'Aachen,Germany,50.7,6.0,Wroclaw (Breslau),Poland,51.1,17.0,1985,k,52062.0,"Wroclaw"',
        'Aachen,Germany,50.7,6.0,Montebourg,France,49.4,-1.3,,x,52062.0,"Montebourg, 50310, M"',
        'Düren (Kreis),Germany,50.8,6.4,Bastia,France,42.7,9.4,2001,f,52062.0,"Bastia, 20200, C"',
    )
    frame = read_register(path)
    assert frame["city2"].tolist() == ["Wroclaw", "Montebourg", "Bastia"]
    assert frame[["since", "form"]].to_numpy().tolist() == [
        ["1985", "contact"], ["", "unknown"], ["2001", "friendship"],
    ]  # fmt: skip
    assert frame["admin2"].tolist() == ["", "50", ""]
    assert parse_label(frame.loc[2, "city1"]).reason != ""


def test_register_drops_the_geocode_that_strays_from_its_postcode(write) -> None:
    rows = [f"Ort{n},Germany,50.{n},6.{n},Mary,Turkmenistan,37.6,61.8,,p,5206{n}.0,Mary"
            for n in range(4)]  # fmt: skip
    stray = "Stray,Germany,53.9,13.7,Mary,Turkmenistan,37.6,61.8,,p,52069.0,Mary"
    frame = read_register(write(REGISTER, *rows, stray))
    assert frame["lat1"].isna().tolist() == [False] * 4 + [True]


def test_removed_pairs_say_which_kind_of_list_had_them(write) -> None:
    path = write(
        "city_id_a,city_id_b,last_listed,sources",
        "1,2,2023-04,TheKompot/SisterCities (Wikipedia lists)",
        "1,3,2017-05,rogorido/sistercities (Wikidata)",
    )
    frame = read_removed(path)
    assert frame["kind"].tolist() == ["wikipedia_lists", "wikidata"]
    assert frame[[c.CITY_ID_A, c.CITY_ID_B]].to_numpy().tolist() == [[1, 2], [1, 3]]
    assert isinstance(frame, pd.DataFrame)
