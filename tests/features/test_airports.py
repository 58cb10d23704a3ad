from pathlib import Path

import pandas as pd
import pytest
from geopy.distance import great_circle

from features import airports
from features.place_index import PlaceIndex
from features.states import read_csv
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.text.normalise import name_key

CLOSURES = Path(__file__).parents[2] / "data" / "curated" / "airport_closures.csv"
NONE_OPENED = read_csv(CLOSURES.with_name("airport_openings.csv"))[:0]
NAMES = read_csv(CLOSURES.with_name("airport_names.csv"))
AIRPORTS = pd.DataFrame(
    [
        ("ASB", "Ashgabat", "TM", 37.9868, 58.361, "large_airport", "Ashgabat"),
        ("MYP", "Mary", "TM", 37.6235, 61.8957, "medium_airport", "Mary"),
        ("CRZ", "Türkmenabat", "TM", 38.9307, 63.564, "medium_airport", "Türkmenabat"),
        ("MHD", "Mashhad", "IR", 36.2352, 59.641, "large_airport", "Mashhad"),
        ("TXL", "Tegel", "DE", 52.5597, 13.2877, "large_airport", "Berlin"),
        ("NAY", "Nanyuan", "CN", 39.7828, 116.388, "medium_airport", "Beijing"),
        ("ODS", "Odesa", "UA", 46.4268, 30.6765, "medium_airport", "Odesa"),
        ("ECN", "Ercan", "CY", 35.1547, 33.4961, "medium_airport", "Tymbou"),
        ("LCA", "Larnaca", "CY", 34.8751, 33.6249, "large_airport", "Larnaca"),
        ("NAN", "Nadi", "FJ", -17.7554, 177.4434, "large_airport", "Nadi"),
        ("", "Strip", "US", 60.0, -150.0, "small_airport", "Strip"),
        ("SPB", "Sea base", "VI", 18.3, -64.9, "seaplane_base", "Charlotte Amalie"),
    ],
    columns=["iata_code", "name", "iso_country", "latitude_deg", "longitude_deg", "type",
             "municipality"],
)  # fmt: skip


def test_closed_airports_and_those_not_open_to_all_countries_are_left_out():
    found = airports.scheduled_airports(AIRPORTS, read_csv(CLOSURES), NONE_OPENED, NAMES)
    assert found[c.AIRPORT].tolist() == ["ASB", "MYP", "CRZ", "MHD", "LCA", "NAN"]
    assert found[c.AIRPORT_SIZE].tolist() == [3, 2, 2, 3, 3, 3]


def test_an_airport_that_opened_again_counts():
    closures = pd.DataFrame({c.AIRPORT: ["MYP", "CRZ"], "until": ["2020-01-01", ""]})
    found = airports.scheduled_airports(AIRPORTS, closures, NONE_OPENED, NAMES)
    assert "MYP" in found[c.AIRPORT].tolist()


def test_an_airport_that_the_list_lacks_counts_once():
    opened = read_csv(CLOSURES.with_name("airport_openings.csv"))
    found = airports.scheduled_airports(AIRPORTS, read_csv(CLOSURES), opened, NAMES)
    assert found[c.AIRPORT].tolist()[6:] == opened[c.AIRPORT].tolist()
    assert found.dtypes[[c.LATITUDE, c.AIRPORT_SIZE]].astype(str).tolist() == ["float64", "int8"]
    with pytest.raises(DataError, match="MYP"):
        again = opened.assign(**{c.AIRPORT: "MYP"})[:1]
        airports.scheduled_airports(AIRPORTS, read_csv(CLOSURES), again, NAMES)


@pytest.mark.parametrize(
    ("city", "latitude", "longitude", "airport"),
    [
        ("Atsugi", 35.443, 139.369, "RJTF"),
        ("Diwek", -7.579, 112.231, "DHX"),
        ("João Pinheiro", -17.742, -46.172, "POJ"),
        ("Lipetsk", 52.603, 39.571, "TBW"),
        ("Mutum Biyu", 8.641, 10.774, "DNJA"),
        ("Nchelenge", -9.345, 28.734, "MNS"),
        ("Pithoragarh", 29.583, 80.218, "NNS"),
        ("Purnia", 25.778, 87.475, "PXN"),
        ("Surendranagar", 22.728, 71.648, "HSR"),
    ],
)
def test_an_airport_that_the_list_lacks_is_the_nearest(
    city: str, latitude: float, longitude: float, airport: str
):
    nearest_listed = pd.DataFrame(
        [
            ("HND", "Haneda", "JP", 35.5523, 139.78, "large_airport"),
            ("SUB", "Juanda", "ID", -7.3798, 112.787, "large_airport"),
            ("VOG", "Volgograd", "RU", 48.7825, 44.3455, "medium_airport"),
            ("KAA", "Kasama", "ZM", -10.2167, 31.1333, "medium_airport"),
            ("AAX", "Romeu Zema", "BR", -19.5632, -46.9604, "medium_airport"),
            ("GMO", "Gombe", "NG", 10.2983, 10.8964, "medium_airport"),
            ("DBR", "Darbhanga", "IN", 26.1947, 85.9175, "medium_airport"),
            ("AMD", "Ahmedabad", "IN", 23.0772, 72.6347, "large_airport"),
            ("PGH", "Pantnagar", "IN", 29.0334, 79.4737, "medium_airport"),
        ],
        columns=AIRPORTS.columns[:6],
    )
    opened = read_csv(CLOSURES.with_name("airport_openings.csv"))
    all_open = airports.scheduled_airports(nearest_listed, read_csv(CLOSURES), opened, NAMES)
    place = pd.DataFrame(
        {c.CITY_ID: [1], c.LATITUDE: [latitude], c.LONGITUDE: [longitude], c.COUNTRY: [""]}
    )
    assert airports.nearest_airport(all_open, place, set())[c.AIRPORT].tolist() == [airport], city


@pytest.mark.parametrize(
    "code",
    ["AGI", "BMO", "EIK", "ENO", "GBI", "GOM", "HDD", "HRH", "ILS", "MWX", "PKG", "PKR", "SOB",
     "TEB", "ULU"],
)  # fmt: skip
def test_an_airport_without_scheduled_flights_is_known(code: str):
    closures = read_csv(CLOSURES)
    assert (closures.loc[closures[c.AIRPORT] == code, "until"] == "").any()


def test_every_airport_of_ukraine_is_known_to_be_closed():
    closures = read_csv(CLOSURES)
    ukraine = closures[closures[c.COUNTRY] == "UA"]
    assert len(ukraine) == 16
    assert set(ukraine["since"]) == {"2022-02-24"}
    assert {"KBP", "IEV", "ODS", "LWO", "MPW", "SIP"} <= set(ukraine[c.AIRPORT])


def test_the_nearest_airport_of_mary_is_its_own():
    places = pd.DataFrame(
        {c.CITY_ID: [1, 2], c.LATITUDE: [37.594, 35.175], c.LONGITUDE: [61.830, 33.364],
         c.COUNTRY: ["TM", "CY"]}
    )  # fmt: skip
    open_ones = airports.scheduled_airports(AIRPORTS, read_csv(CLOSURES), NONE_OPENED, NAMES)
    found = airports.nearest_airport(open_ones, places, set()).set_index(c.CITY_ID)
    assert found[c.AIRPORT].to_dict() == {1: "MYP", 2: "LCA"}
    km = great_circle((37.594, 61.830), (37.6235, 61.8957)).km
    assert found.loc[1, c.AIRPORT_KM] == pytest.approx(km, abs=0.1)


FRONT = pd.DataFrame(
    {c.AIRPORT: ["GME", "RZE"], c.LATITUDE: [52.5, 50.1], c.LONGITUDE: [31.0, 22.0],
     c.COUNTRY: ["BY", "PL"]}
)  # fmt: skip


def test_no_airport_behind_a_closed_border_is_the_nearest():
    relations = pd.DataFrame(
        {c.COUNTRY_A: ["BY", "BY"], c.COUNTRY_B: ["UA", "RU"], c.KIND: ["border_closed", "union"],
         "until": ["", ""]}
    )  # fmt: skip
    closed = airports.closed_borders(relations)
    assert closed == {("BY", "UA"), ("UA", "BY")}
    kyiv = pd.DataFrame(
        {c.CITY_ID: [1, 2], c.LATITUDE: [50.45, 50.45], c.LONGITUDE: [30.52, 30.53],
         c.COUNTRY: ["UA", "RU"]}
    )  # fmt: skip
    found = airports.nearest_airport(FRONT, kyiv, closed).set_index(c.CITY_ID)[c.AIRPORT]
    assert found.to_dict() == {1: "RZE", 2: "GME"}


def test_a_contested_place_has_an_airport_only_where_both_sides_agree():
    places = pd.DataFrame(
        {c.CITY_ID: [1, 2], c.LATITUDE: [52.0, 50.1], c.LONGITUDE: [31.0, 22.5],
         c.COUNTRY: ["UA", "UA"]}
    )  # fmt: skip
    found = airports.nearest_airport(FRONT, places, {("UA", "BY"), ("BY", "UA")})
    assert found[c.AIRPORT].tolist() == ["RZE", "RZE"]
    told = airports.told_on_both_sides(found, FRONT, places)
    assert told[c.CITY_ID].tolist() == [2]
    assert airports.told_on_both_sides(found, FRONT, places[:0]).equals(found)


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(DataError, match="ASB"):
        twice = pd.concat([AIRPORTS, AIRPORTS[:1]])
        airports.scheduled_airports(twice, read_csv(CLOSURES), NONE_OPENED, NAMES)


def belgium(*, as_decimals: bool) -> pd.DataFrame:
    """Airports of Belgium and Luxembourg by degrees and minutes, read rightly or as decimals."""
    base = 100 if as_decimals else 60
    rows = [
        (code, "BE", int(lat) + round(lat % 1 * 60) / base, int(lon) + round(lon % 1 * 60) / base,
         "medium_airport", town)
        for code, lat, lon, town in (
            ("BRU", 50.9014, 4.4844, "Zaventem"), ("CRL", 50.4610, 4.4572, "Charleroi"),
            ("LGG", 50.6386, 5.4439, "Grâce-Hollogne"), ("OST", 51.1998, 2.8747, "Oostende"),
            ("ANR", 51.1907, 4.4632, "Antwerp"),
        )
    ]  # fmt: skip
    columns = ["iata_code", "iso_country", "latitude_deg", "longitude_deg", "type", "municipality"]
    return pd.DataFrame(rows, columns=columns)


def test_degrees_and_minutes_read_as_decimals_are_refused():
    places = pd.DataFrame(
        [
            ("Zaventem", 50.8839, 4.4731), ("Charleroi", 50.4114, 4.4445),
            ("Grâce-Hollogne", 50.6448, 5.5003), ("Oostende", 51.2155, 2.9270),
            ("Antwerp", 51.2199, 4.4003),
        ],
        columns=[c.NAME, c.LATITUDE, c.LONGITUDE],
    )  # fmt: skip
    same = {c.COUNTRY: "BE", c.ADMIN1_CODE: "", c.POPULATION: 1, c.FEATURE_CODE: "PPL"}
    places = places.assign(**same)
    places[c.CITY_ID] = range(1, 6)
    names = places[[c.CITY_ID]].assign(**{c.NAME_KEY: places[c.NAME].map(name_key)})
    index = PlaceIndex(places, names)
    airports.check(belgium(as_decimals=False), index)
    with pytest.raises(DataError, match="degrees and minutes"):
        airports.check(belgium(as_decimals=True), index)


@pytest.mark.parametrize(
    ("code", "on_list", "name"),
    [
        ("AUR", "Aurillac airport", "Aurillac Airport"),
        ("BCM", "Bacău George Enescu  Airport", "Bacău George Enescu Airport"),
        ("LEN", "León Int'l Airport", "León International Airport"),
        ("OAK", "San Francisco Bay Oakland", "Oakland San Francisco Bay Airport"),
        ("OKC", "Will Rogers World Airport", "OKC Will Rogers International Airport"),
    ],
)  # fmt: skip
def test_an_airport_has_todays_name_in_full(code: str, on_list: str, name: str):
    listed = AIRPORTS[:1].assign(iata_code=code, name=on_list)
    found = airports.scheduled_airports(listed, read_csv(CLOSURES), NONE_OPENED, NAMES)
    assert found[c.NAME].tolist() == [name]


def test_names_are_those_of_one_airport_each_and_differ_from_the_list():
    assert NAMES[c.AIRPORT].is_unique
    assert (NAMES["on_list"] != NAMES[c.NAME]).all()
