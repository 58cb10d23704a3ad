"""Units are read, summed, tied to their seats and counted for places."""

import pandas as pd
import pytest

from features import no_councils, populations, unit_seats, units
from features.lau import CODE, read_areas, read_lau
from features.unit_names import own_keys, spelled_out
from matcher.tables import columns as c


@pytest.fixture
def lau(tmp_path):
    listed, areas = tmp_path / "lau.csv", tmp_path / "areas.csv"
    listed.write_text(
        "gisco_id,country,lau_name,nuts_3_name,population,longitude,latitude\n"
        "PT_110501,PT,Estoril,Lisboa,100,-9.0,38.0\n"
        "PT_110502,PT,Carcavelos,Lisboa,300,-9.4,38.4\n"
        "PT_Q1,PT,CASCAIS,,400,,\n"
        "FR_97411,FR,Saint-Denis,Réunion,147931,55.4,-20.9\n"
        "UK_E06000047,UK,County Durham,Durham,526980,-1.8,54.7\n",
        encoding="utf-8",
    )
    areas.write_text(
        "code_2016,lau_code,total_area_m2\nPT170,110501,2000000\nPT170,110502,3000000\n",
        encoding="utf-8",
    )
    return read_lau(listed, read_areas(areas)).set_index(CODE)


def test_parishes_are_summed_to_their_municipality_and_codes_are_iso(lau):
    whole = lau.loc["1105"]
    assert whole[c.POPULATION] == 100 + 300
    assert whole[c.LATITUDE] == pytest.approx((38.0 * 100 + 38.4 * 300) / 400)
    assert whole[c.AREA_KM2] == pytest.approx(5.0)
    assert whole[c.YEAR] == 2011
    assert lau.loc["97411", c.COUNTRY] == "RE"
    assert lau.loc["E06000047", c.COUNTRY] == "GB"
    assert lau.loc["E06000047", c.KIND] == "county"
    assert len(lau) == 3


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Municipiul Iaşi", "iasi"),
        ("Vejle Kommune", "vejle"),
        ("Achim, Stadt", "achim"),
        ("Ψευδοδημοτική Κοινότητα Πατρέων", "πατρεων"),
        ("Sittard-Geleen", "sittard geleen"),
        ("Armagh City, Banbridge and Craigavon", "armagh banbridge and craigavon"),
    ],
)
def test_a_name_is_read_without_its_title(name, key):
    assert own_keys(name)[0] == key


PLACES = pd.DataFrame(
    [
        (1, "Mitte", "XX", "01", "7", 50.0, 10.0, 90_000, 0),
        (2, "Rand", "XX", "01", "8", 50.1, 10.0, 4_000, 0),
        (3, "Dorf", "XX", "01", "8", 50.12, 10.05, 6_000, 0),
        (4, "Mittequartier", "XX", "01", "7", 50.0, 10.01, 20_000, 1),
    ],
    columns=[c.CITY_ID, c.NAME, c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE, c.LATITUDE, c.LONGITUDE,
             c.POPULATION, c.DISTRICT_OF],
).assign(**{c.DOUBLE_OF: 0})  # fmt: skip
NAMES = pd.DataFrame(
    {
        c.CITY_ID: [1, 1, 2, 3, 4],
        c.NAME_KEY: ["mitte", "alias", "rand", "dorf", "mittequartier"],
        c.NAME_KIND: [0, 1, 0, 0, 0],
    }
)


def _units(*rows):
    columns = [c.UNIT_ID, c.NAME, c.CODE, c.LATITUDE, c.LONGITUDE, c.AREA_KM2, c.POPULATION]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{c.COUNTRY: "XX", "aliases": "", c.KIND: "municipality", c.YEAR: 2020})


def _tied(*rows):
    table = unit_seats.tied(_units(*rows), unit_seats.Places(PLACES, NAMES))
    return table.set_index(c.UNIT_ID)


def test_a_unit_is_tied_by_code_then_name_then_position():
    table = _tied(
        ("code", "Elsewhere", "XX.01.8", 50.1, 10.0, 50.0, 10_000),
        ("name", "Stadt Mitte", "", 50.01, 10.0, 50.0, 100_000),
        ("position", "Around", "", 50.1, 10.02, 400.0, 12_000),
        ("small", "Hamlet", "", 51.0, 11.0, 5.0, 100),
    )
    assert table.loc["code", [c.SEAT, c.METHOD]].tolist() == [3, unit_seats.BY_CODE]
    assert table.loc["name", [c.SEAT, c.METHOD]].tolist() == [1, unit_seats.BY_NAME]
    assert table.loc["name", c.SAME_NAME]
    assert table.loc["position", [c.SEAT, c.METHOD]].tolist() == [3, unit_seats.BY_POSITION]
    assert table.loc["small", [c.SEAT, c.METHOD]].tolist() == [0, ""]


def test_an_alias_is_not_the_name_of_a_council():
    table = _tied(("u", "Alias", "", 50.0, 10.0, 50.0, 100_000))
    assert table.loc["u", c.SEAT] == 1
    assert not table.loc["u", c.SAME_NAME]


def test_the_council_nearest_to_the_places_own_count_is_taken_and_unlike_ones_are_not():
    table = _tied(
        ("town", "Mitte", "", 50.0, 10.0, 50.0, 100_000),
        ("rural", "Mitte", "", 50.0, 10.0, 50.0, 40_000),
        ("old town", "Rand", "", 50.1, 10.0, 50.0, 900),
    ).reset_index()
    councils = populations.council_populations(table, PLACES)
    assert councils[[c.CITY_ID, c.UNIT_ID]].to_numpy().tolist() == [[1, "town"]]


def test_a_hand_kept_count_wins_and_counts_far_apart_are_flagged():
    kept = pd.DataFrame(
        {c.CITY_ID: ["1", "2"], c.KIND: ["city proper", "agglomeration"],
         c.POPULATION: ["140000", "5000"], c.YEAR: ["2021", "2019"],
         c.GRADE: "unreviewed", c.SOURCE: "x"}
    )  # fmt: skip
    listed = pd.DataFrame(
        {c.CITY_ID: [1], c.UNIT_ID: ["u"], c.KIND: ["municipality"], c.POPULATION: [95_000],
         c.YEAR: [2020]}
    )  # fmt: skip
    table = populations.city_populations(listed, kept, PLACES)
    counts = {(row[c.CITY_ID], row[c.KIND]): row[c.APART] for row in table.to_dict("records")}
    assert counts == {
        (1, "city proper"): True,
        (1, "municipality"): False,
        (1, "place"): False,
        (2, "agglomeration"): False,
        (2, "place"): False,
    }
    people = populations.with_councils(PLACES, table).set_index(c.CITY_ID)[c.POPULATION]
    assert people[1] == 140_000
    assert people[2] == 4_000


def test_what_has_no_council_is_told_by_code_name_or_hand():
    places = pd.DataFrame(
        {
            c.CITY_ID: [1, 2, 3, 4, 5],
            c.NAME: ["Elmendorf Air Force Base", "Old", "Fukaya", "Norwood (historical)", "Sun"],
            c.POPULATION: [6_621, 10, 141_268, 1_506, 39_000],
            c.FEATURE_CODE: ["PPL", "PPLQ", "PPLH", "PPLQ", "PPL"],
        }
    )
    kept = pd.DataFrame(
        {c.CITY_ID: ["2", "5"], c.REASON: ["", "census-designated place"],
         c.GRADE: "unreviewed", c.SOURCE: "x"}
    )  # fmt: skip
    found = no_councils.no_councils(kept, places)
    assert dict(zip(found[c.CITY_ID], found[c.REASON], strict=True)) == {
        1: "military base",
        4: "historical",
        5: "census-designated place",
    }


def test_second_level_divisions_know_their_kind_and_region():
    raw = pd.DataFrame(
        {
            "name": ["Russell County", "Zama Shi", "Leeds"],
            "gn": ["US.AL.113", "JP.19.1848086", "GB.ENG.H3"],
            "gnid": ["4047434", "1848086", ""],
            "type": ["", "", "Metropolitan district"],
            "alias": ["", "", ""],
        }
    )
    found = units.second_level(raw)
    assert found[c.KIND].tolist() == ["county", "city", "district"]
    assert found[c.REGION].tolist() == ["AL", "19", "ENG"]
    assert found[c.GEONAMES_ID].tolist() == [4047434, 1848086, 0]


@pytest.mark.parametrize(
    ("name", "country", "spelt"),
    [
        ("Gimje-si", "KR", "Gimje"),
        ("Gundelfingen a.d.Donau, St", "DE", "Gundelfingen an der Donau"),
        ("Mata, La", "ES", "La Mata"),
        ("Neustadt a.Rübenberge, Stadt", "DE", "Neustadt am Rübenberge"),
        ("Saint-Denis", "FR", "Saint-Denis"),
    ],
)
def test_a_shortened_name_is_spelled_out(name, country, spelt):
    assert spelled_out(name, country) == spelt


def one_unit(name, country, code="", people=400, at=(50.0, 10.0)):
    return pd.DataFrame(
        {c.NAME: [name], "aliases": "", c.COUNTRY: country, c.CODE: code, c.LATITUDE: at[0],
         c.LONGITUDE: at[1], c.AREA_KM2: 9.0, c.POPULATION: people}
    )  # fmt: skip


def one_place(name, country, region=""):
    place = pd.DataFrame(
        [(1, 300, country, region, "", 50.0, 10.0, 0)],
        columns=[c.CITY_ID, c.POPULATION, c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE, c.LATITUDE,
                 c.LONGITUDE, c.DISTRICT_OF],
    )  # fmt: skip
    names = pd.DataFrame({c.CITY_ID: [1], c.NAME_KEY: [name], c.NAME_KIND: [0]})
    return unit_seats.Places(place, names)


@pytest.mark.parametrize(
    ("unit", "place", "method"),
    [
        (one_unit("Kalachinskiy Rayon", "RU", "RU.54.1", 0, (float("nan"),) * 2),
         one_place("kalachinsk", "RU", "54"), unit_seats.BY_ADJECTIVE),
        (one_unit("Kötz", "DE"), one_place("grosskotz", "DE"), unit_seats.BY_POSITION),
        (one_unit("Turballe", "FR"), one_place("la turballe", "FR"), unit_seats.BY_NAME),
    ],
)  # fmt: skip
def test_a_small_council_is_tied_to_the_place_inside(unit, place, method):
    told = unit_seats.tied(unit, place)
    assert (told[c.SEAT].tolist(), told[c.METHOD].tolist()) == ([1], [method])
