from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features import lakes, shorelines, water
from features.states import read_csv
from matcher.errors import DataError
from matcher.tables import columns as c


def ring(south: float, west: float, north: float, east: float) -> list[tuple[float, float]]:
    """A closed box as pairs of longitude and latitude."""
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


RINGS = [
    (1, 3_000_000.0, ring(30.0, 0.0, 50.0, 20.0)),  # land
    (2, 390_000.0, ring(37.0, 5.0, 47.0, 10.0)),  # the Caspian Sea
    (2, 120.0, ring(35.0, 15.0, 35.1, 15.1)),  # a lake
    (2, 120.0, ring(33.0, 12.0, 33.01, 19.0)),  # a river with two banks
    (2, 5.0, ring(31.0, 3.0, 31.02, 3.02)),  # a pond
    (2, 60_000.0, ring(44.0, 14.0, 46.0, 16.0)),  # a great lake
]
POINTS = pd.DataFrame(
    [point for *_, one in RINGS for point in one], columns=[c.LONGITUDE, c.LATITUDE]
).astype("float32")
LENGTHS = [8 * len(one) for *_, one in RINGS]
BODIES = pd.DataFrame(
    {
        "kind": [kind for kind, *_ in RINGS],
        "km2": [km2 for _, km2, _ in RINGS],
        "start": np.cumsum([0, *LENGTHS[:-1]]),
        "length": LENGTHS,
    }
)
SEA = shorelines.shores(POINTS, BODIES, shorelines.sea_rows(BODIES))
LAKES = shorelines.shores(POINTS, BODIES, shorelines.lake_rows(POINTS, BODIES))


def places(*rows: tuple[float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[c.LATITUDE, c.LONGITUDE])
    frame[c.CITY_ID] = range(1, len(rows) + 1)
    return frame.assign(**{c.COAST_KM: np.nan, c.LAKE: "", c.LAKE_KM: np.nan})


def reach(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[c.LAKE, "south", "west", "north", "east"])


NO_REACH = reach()


def test_rivers_with_two_banks_and_ponds_are_no_lakes():
    assert shorelines.lake_rows(POINTS, BODIES).tolist() == [2, 5]


def test_the_sea_is_where_both_maps_have_it():
    here = places((40.0, 19.9), (40.0, 19.9), (42.0, 10.5)).assign(**{c.COAST_KM: [90, 1, np.nan]})
    found = water.with_coast(here, SEA, BODIES)
    by_map = 0.1 * np.cos(np.radians(40)) * np.pi / 180 * 6371
    assert found[c.COAST_KM].tolist()[:2] == [90.0, pytest.approx(by_map, abs=0.1)]
    assert found[water.WATER].tolist() == ["ocean", "ocean", "Caspian Sea"]


def test_the_shore_of_a_tidal_river_is_no_coast():
    box = pd.DataFrame({"south": [38.0], "west": [19.0], "north": [42.0], "east": [21.0]})
    shore = shorelines.without_estuaries(SEA, box)
    near = water.with_coast(places((40.0, 19.9)), SEA, BODIES)[c.COAST_KM]
    far = water.with_coast(places((40.0, 19.9)), shore, BODIES)[c.COAST_KM]
    assert near.iloc[0] < 10 < 200 < far.iloc[0]


def test_a_lake_has_the_name_that_both_maps_give_or_that_is_kept():
    here = places((35.05, 14.97), (34.97, 15.05), (40.0, 12.0))
    here.loc[0, [c.LAKE, c.LAKE_KM]] = ["Suwa", 3.0]
    found = lakes.with_lakes(here, LAKES, {}, NO_REACH, BODIES)
    assert found[c.LAKE].tolist() == ["Suwa", "Suwa", ""]
    assert found[c.LAKE_KM].notna().tolist() == [True, True, False]
    kept = pd.DataFrame({c.LAKE: ["Lake Suwa"], c.LATITUDE: [35.0], c.LONGITUDE: [15.0]})
    names = lakes.kept_lakes(kept, LAKES)
    found = lakes.with_lakes(here, LAKES, names, NO_REACH, BODIES)
    assert found[c.LAKE].tolist() == ["Lake Suwa", "Lake Suwa", ""]
    with pytest.raises(DataError, match="Nowhere"):
        lakes.kept_lakes(kept.assign(**{c.LAKE: "Nowhere", c.LATITUDE: 40.0}), LAKES)


def test_of_two_names_on_one_shore_each_holds_where_the_map_has_it():
    here = places((35.05, 14.97), (35.05, 15.13), (34.97, 15.05))
    here.loc[[0, 1], c.LAKE] = ["Michigan", "Huron"]
    here.loc[[0, 1], c.LAKE_KM] = 2.7
    found = lakes.with_lakes(here, LAKES, {}, NO_REACH, BODIES)
    assert found[c.LAKE].tolist() == ["Michigan", "Huron", ""]


def test_a_small_lake_is_told_within_five_kilometres_a_large_one_within_ten():
    here = places((35.05, 14.96), (35.05, 14.92), (45.0, 13.9), (45.0, 13.8), (40.0, 12.0))
    here.loc[4, [c.LAKE, c.LAKE_KM]] = ["Belton", 9.1]
    kept = {2: "Suwa", 5: "Garda"}
    found = lakes.with_lakes(here, LAKES, kept, NO_REACH, BODIES)
    assert found[c.LAKE].tolist() == ["Suwa", "", "Garda", "", ""]
    assert found[c.LAKE_KM].notna().tolist() == [True, False, True, False, False]


def test_a_box_names_the_lake_or_tells_that_there_is_none_and_the_smallest_wins():
    here = places((35.05, 14.97), (34.97, 15.05), (40.0, 12.0))
    reaches = reach(("", 34.9, 14.9, 35.2, 15.2), ("Näsijärvi", 35.0, 14.9, 35.1, 15.0))
    found = lakes.with_lakes(here, LAKES, {}, reaches, BODIES)
    assert found[c.LAKE].tolist() == ["Näsijärvi", "", ""]
    assert found[c.LAKE_KM].notna().tolist() == [True, False, False]


def test_a_name_that_lost_letters_is_mended():
    right = pd.DataFrame({lakes.ON_MAP: ["Pyhjrvi", "Dam"], c.LAKE: ["Pyhäjärvi", ""]})
    names = lakes.mended(pd.Series(["Pyhjrvi", "Dam", "Vänern"]), right)
    assert names.tolist() == ["Pyhäjärvi", "", "Vänern"]


def test_a_port_is_on_the_water_of_the_place():
    index = pd.DataFrame(
        [
            ("BATUMI ", "GE", 40.0, 20.0, "S"),
            ("DULUTH", "US", 45.0, 14.0, "L"),
            ("MARINA", "GE", 41.0, 20.0, "V"),
            ("SMALL", "GE", 39.0, 20.0, "V"),
            ("REVIEWED", "GE", 43.5, 20.0, "V"),
            ("OIL TERMINAL", "GE", 38.0, 20.0, "L"),
            ("CLOSED", "GE", 37.0, 20.0, "L"),
            ("BAKI", "AZ", 42.0, 10.0, "L"),
        ],
        columns=["port_name", c.COUNTRY, "port_latitude", "port_longitude", "harbor_size"],
    )
    short = pd.DataFrame({"lat": [39.0, ""], "lon": [20.05, ""]})
    right = pd.DataFrame(
        {
            "on_list": ["Small", "Reviewed", "Closed"],
            c.COUNTRY: ["GE", "GE", "GE"],
            "port": ["Poti", "Anaklia", ""],
        }
    )
    kept = pd.DataFrame(
        {"port": ["Baku"], c.LATITUDE: [42.0], c.LONGITUDE: [10.0], water.WATER: ["Caspian Sea"]}
    )
    ports = water.sea_ports(index, short, kept, right, SEA, LAKES, BODIES)
    assert ports[c.SEAPORT].tolist() == ["Baku", "Batumi", "Poti", "Anaklia"]
    here = water.with_coast(places((42.0, 10.1), (40.0, 19.8)), SEA, BODIES)
    assert water.with_ports(here, ports)[c.SEAPORT].tolist() == ["Baku", "Batumi"]


def test_water_that_contradicts_what_is_known_is_refused():
    found = places((40.0, 12.0)).assign(**{c.COAST_KM: 3.0, c.SEAPORT: "Batumi", c.LAKE: ""})
    for kind, value in (("inland", ""), ("port", "Baku"), ("lake", "Suwa")):
        known = pd.DataFrame({c.CITY_ID: [1], "city": ["Baku"], c.KIND: [kind], "value": [value]})
        with pytest.raises(DataError, match="Baku has"):
            water.check(found, known)
    known = pd.DataFrame({c.CITY_ID: [1], "city": ["B"], c.KIND: ["port"], "value": ["Batumi"]})
    water.check(found, known)


CURATED = Path(__file__).parents[2] / "data" / "curated"


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "lake"),
    [
        ("Elburg", 52.448, 5.843, "Veluwemeer"),
        ("Oldebroek", 52.445, 5.901, "Drontermeer"),
        ("Pakwach", 2.463, 31.498, ""),
    ],
)
def test_a_stretch_of_shore_has_its_own_lake(place, latitude, longitude, lake):
    found = lakes._in_reach(
        pd.DataFrame({c.LATITUDE: [latitude], c.LONGITUDE: [longitude]}),
        read_csv(CURATED / "lake_reaches.csv"),
    )
    assert found == [lake], place


def test_lakes_have_their_usual_names():
    right = read_csv(CURATED / "lake_names.csv")
    names = lakes.mended(pd.Series(["Lake Joe Pool", "Lake Oolagah", "Laguna Chila"]), right)
    assert names.tolist() == ["Joe Pool Lake", "Oologah Lake", ""]


def test_ports_that_opened_count_and_harbours_without_sea_ships_do_not():
    kept = read_csv(CURATED / "ports.csv").set_index(["port", c.COUNTRY])
    assert float(kept.loc[("Brisbane", "AU"), c.LONGITUDE]) > 153.1  # Fisherman Islands
    assert ("Kampot", "KH") in kept.index
    right = read_csv(CURATED / "port_names.csv").set_index(["on_list", c.COUNTRY])["port"]
    assert right[[("Brisbane", "AU"), ("Elsfleth", "DE"), ("Oldenburg", "DE")]].tolist() == [
        "", "", "Oldenburg"
    ]  # fmt: skip
