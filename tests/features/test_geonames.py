import pandas as pd

from features import geonames
from matcher.tables import columns as c


def _record(city_id, name, country="AA", population=0, aliases=()):
    return {
        "geonameid": city_id,
        "name": name,
        "latitude": 1.0,
        "longitude": 2.0,
        "countrycode": country,
        "population": population,
        "timezone": "UTC",
        "admin1code": "01",
        "alternatenames": list(aliases),
    }


def _places(*records, codes):
    frame = geonames.places_frame(records)
    return frame.assign(**{c.FEATURE_CODE: frame[c.CITY_ID].map(codes)})


def _country(code, capital, continent="AF"):
    return {
        "iso": code,
        "iso3": code + "X",
        "name": code,
        "continentcode": continent,
        "capital": capital,
        "population": 5,
        "areakm2": 7,
        "neighbours": "",
    }


def test_places_keep_namibia_and_are_sorted_by_id():
    frame = geonames.places_frame([_record(9, "Windhoek", "NA"), _record(3, "Rundu", "NA")])
    assert frame[c.CITY_ID].tolist() == [3, 9]
    assert frame[c.COUNTRY].tolist() == ["NA", "NA"]


def test_countries_leave_out_dissolved_states():
    frame = geonames.countries_frame([_country("NA", " Windhoek"), _country("CS", "Belgrade")])
    assert frame[c.COUNTRY].tolist() == ["NA"]
    assert frame[geonames.CAPITAL_NAME].tolist() == ["Windhoek"]


def test_capital_is_the_coded_place_before_a_namesake():
    places = _places(
        _record(1, "Alpha", population=900), _record(2, "Beta", population=50),
        codes={1: "PPLA", 2: "PPLC"},
    )  # fmt: skip
    countries = geonames.countries_frame([_country("AA", "Alpha")])
    assert geonames.capital_ids(countries, places).tolist() == [2]


def test_capital_is_found_by_name_or_alias_when_no_place_is_coded():
    places = _places(
        _record(1, "Alpha", population=10), _record(2, "Álpha", population=90),
        _record(3, "Alpha", population=999), _record(4, "Laayoune", "BB", 5, ["El Aaiún"]),
        codes={1: "PPL", 2: "", 3: "PPLX", 4: ""},
    )  # fmt: skip
    countries = geonames.countries_frame([_country("AA", "Alpha"), _country("BB", "El-Aaiun")])
    assert geonames.capital_ids(countries, places).tolist() == [2, 4]


def test_capital_is_unknown_when_no_place_bears_its_name():
    places = _places(_record(1, "Alpha"), codes={1: "PPL"})
    countries = geonames.countries_frame([_country("AA", "Omega"), _country("BB", "")])
    assert geonames.capital_ids(countries, places).tolist() == [0, 0]


def test_admin_rank_says_unknown_where_the_code_is_unknown():
    codes = pd.Series(["PPLC", "PPLA", "PPLA3", "PPL", "", ""])
    capital = pd.Series([True, False, False, False, False, True])
    assert geonames.admin_rank(codes, capital).tolist() == [0, 1, 3, 9, -1, 0]


def test_rank_leaves_out_districts_and_unknown_populations_and_breaks_ties_on_the_id():
    places = pd.DataFrame(
        {
            c.CITY_ID: [5, 4, 3, 2, 1],
            c.COUNTRY: ["AA"] * 5,
            c.POPULATION: [10, 10, 99, 0, 30],
            c.DISTRICT_OF: [0, 0, 1, 0, 0],
            c.DOUBLE_OF: 0,
            c.ADMIN1_CODE: "01",
            c.ADMIN2_CODE: "",
        }
    )
    assert geonames.rank_by_population(places, [c.COUNTRY]).tolist() == [3, 2, 0, 0, 1]


def test_a_place_lies_in_the_country_that_its_correction_names():
    kept = {
        c.CITY_ID: 2597438, c.LATITUDE: "", c.LONGITUDE: "", c.COUNTRY: "MR", c.ADMIN1_CODE: "01",
        c.TIMEZONE: "Africa/Nouakchott",
    }  # fmt: skip
    places = geonames.read_places(pd.DataFrame([kept])).set_index(c.CITY_ID)
    assert places.loc[2597438, [c.COUNTRY, c.ADMIN1_CODE]].tolist() == ["MR", "01"]


def test_what_the_count_of_a_larger_city_takes_in_makes_no_rank_worse():
    places = pd.DataFrame(
        [
            (2193733, "NZ", "E7", "076", 1_547_200, 0, "Auckland"),
            (2192362, "NZ", "E9", "060", 363_926, 0, "Christchurch"),
            (2187404, "NZ", "E7", "076", 362_000, 0, "Manukau City"),
            (7, "NZ", "G2", "", 250_000, 2192362, "a second entry of Christchurch"),
            (2208032, "NZ", "E8", "023", 110_338, 0, "Tauranga"),
        ],
        columns=[
            c.CITY_ID, c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE, c.POPULATION, c.DOUBLE_OF, c.NAME,
        ],
    ).assign(**{c.DISTRICT_OF: 0})  # fmt: skip
    assert geonames.rank_by_population(places, [c.COUNTRY]).tolist() == [1, 2, 3, 3, 3]
