from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from matcher.errors import UnknownPlaceError
from matcher.naming.countries import Area, Countries
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.tables.vocabulary import BLOC_STATUSES
from matcher.text.normalise import name_key
from tests.world import six_city_world, write_world

MAY_2026 = datetime.date(2026, 5, 1)


@pytest.fixture(scope="module")
def countries(six_cities: Atlas) -> Countries:
    return Countries(six_cities)


@pytest.mark.parametrize("text", ["TM", "tm", " TKM ", "Туркмения", "ТУРКМЕНИЯ", "turkmenistan"])
def test_country_is_found_by_code_and_by_name(countries: Countries, text: str) -> None:
    assert countries.country(text) == "TM"


def test_country_na_is_namibia(countries: Countries) -> None:
    assert countries.country("NA") == "NA"
    assert countries.name("NA") == "Namibia"
    assert countries.continent("NA") == "AF"
    assert countries.on_continent("NA") == ["US"]


def test_country_suggests_the_nearest_name_when_misspelt(countries: Countries) -> None:
    with pytest.raises(UnknownPlaceError, match=r"'Тукмения': did you mean Туркмения \(TM\)\?"):
        countries.country("Тукмения")


@pytest.mark.parametrize("text", ["", "  ", "?", "Atlantis", "XX", "England"])
def test_country_refuses_what_is_no_country(countries: Countries, text: str) -> None:
    with pytest.raises(UnknownPlaceError, match="no country is called"):
        countries.country(text)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("TM", Area("country", "TM")),
        ("Великобритания", Area("country", "GB")),
        ("CIS", Area("bloc", "CIS")),
        ("снг", Area("bloc", "CIS")),
        ("asia", Area("continent", "AS")),
        ("North Carolina", Area("region", "US.NC")),
        ("US-NC", Area("region", "US.NC")),
        ("ru.37", Area("region", "RU.37")),
        ("RU-KOS", Area("region", "RU.37")),
        ("RU-37", Area("region", "RU.37")),  # as version 0.1.0 wrote it
        ("NC", Area("country", "NC")),
    ],
)
def test_area_is_read_as_country_bloc_continent_or_region(
    countries: Countries, text: str, area: Area
) -> None:
    assert countries.parse_area(text) == area


@pytest.mark.parametrize("text", ["RU-99", "XX-37", "Narnia"])
def test_area_refuses_what_is_nowhere(countries: Countries, text: str) -> None:
    with pytest.raises(UnknownPlaceError, match="no country, bloc, continent, region or language"):
        countries.parse_area(text)


def test_bloc_refuses_a_country(countries: Countries) -> None:
    assert countries.bloc("СНГ") == "CIS"
    with pytest.raises(UnknownPlaceError, match="no bloc is called 'TM'"):
        countries.bloc("TM")


@pytest.mark.parametrize("code", ["XX", "tm", ""])
def test_facts_of_a_country_need_its_code(countries: Countries, code: str) -> None:
    with pytest.raises(UnknownPlaceError, match="alpha-2"):
        countries.name(code)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1990, {"UZ": "full"}),  # Unknown years leave the ends open.
        (1991, {"RU": "full", "TM": "full", "UZ": "full"}),
        (1993, {"RU": "full", "TM": "full", "US": "full", "UZ": "full"}),
        (2004, {"RU": "full", "TM": "full", "US": "full", "UZ": "full"}),
        (2005, {"RU": "full", "TM": "associate", "US": "full", "UZ": "full"}),
        (2009, {"RU": "full", "TM": "associate", "UZ": "full"}),  # It left in that year.
        (2026, {"RU": "full", "TM": "associate", "UZ": "full"}),
    ],
)
def test_members_follow_the_date(countries: Countries, year: int, expected: dict[str, str]) -> None:
    on = datetime.date(year, 7, 1)
    assert countries.members("CIS", on) == expected
    without = {country: status for country, status in expected.items() if status == "full"}
    assert countries.members("СНГ", on, include_associates=False) == without


def test_members_refuse_an_unknown_bloc(countries: Countries) -> None:
    with pytest.raises(UnknownPlaceError, match="no bloc is called 'Hansa'"):
        countries.members("Hansa", MAY_2026)


def test_memberships_tell_the_status_of_a_former_member_and_forget_an_observer(
    countries: Countries,
) -> None:
    assert countries.memberships("US", MAY_2026) == {"CIS": "former"}
    assert countries.memberships("US", datetime.date(1992, 1, 1)) == {}
    assert countries.memberships("TM", MAY_2026) == {"CIS": "associate"}
    assert countries.memberships("GB", datetime.date(1998, 1, 1)) == {"CIS": "observer"}
    assert countries.memberships("GB", MAY_2026) == {}


def test_memberships_agree_with_members_on_the_shipped_tables(shipped: Atlas) -> None:
    countries = Countries(shipped)
    codes = shipped.table("countries").column("country").tolist()
    blocs = sorted(set(shipped.table("bloc_membership").column("bloc")))
    by_country = {code: countries.memberships(code, MAY_2026) for code in codes}
    assert {status for one in by_country.values() for status in one.values()} <= set(BLOC_STATUSES)
    for bloc in blocs:
        members = countries.members(bloc, MAY_2026)
        assert members == {
            code: found[bloc]
            for code, found in by_country.items()
            if found.get(bloc) in ("full", "associate")
        }


def test_cis_of_the_shipped_tables_counts_turkmenistan_and_neither_georgia_nor_ukraine(
    shipped: Atlas,
) -> None:
    countries = Countries(shipped)
    members = countries.members(countries.bloc("СНГ"), MAY_2026)
    assert members["TM"] == "associate"
    assert {"AZ", "UZ", "RU", "KZ"} <= set(members)
    assert not {"GE", "UA"} & set(members)
    assert "TM" not in countries.members("CIS", MAY_2026, include_associates=False)
    assert countries.memberships("GE", MAY_2026)["CIS"] == "former"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Италия", "IT"), ("イタリア", "IT"), ("Republic of Korea", "KR"), ("Czech Republic", "CZ"),
        ("Côte d’Ivoire", "CI"), ("cote d'ivoire", "CI"), ("Burma", "MM"), ("ОАЭ", "AE"),
        ("UK", "GB"),
        ("U.S.A.", "US"), ("Holland", "NL"), ("DEU", "DE"), ("Deutschland", "DE"), ("NA", "NA"),
    ],
)  # fmt: skip
def test_country_names_of_the_shipped_tables(shipped: Atlas, text: str, code: str) -> None:
    assert Countries(shipped).country(text) == code


def test_bare_congo_of_the_shipped_tables_lists_both(shipped: Atlas) -> None:
    with pytest.raises(UnknownPlaceError, match=r"\(C[DG]\).*\(C[DG]\)"):
        Countries(shipped).country("Congo")


def test_name_of_two_regions_asks_which(tmp_path: Path) -> None:
    world = six_city_world()
    name = "Springland"
    world["region_names"] = [
        *world["region_names"],
        *(
            {c.NAME_KEY: name_key(name), c.KIND: "region", c.CODE: code, c.NAME: name}
            for code in ("GB.ENG", "US.NC")
        ),
    ]
    countries = Countries(Atlas.load(write_world(tmp_path, world)))
    with pytest.raises(UnknownPlaceError, match="several regions: use one of GB-ENG, US-NC"):
        countries.parse_area(name)


def test_former_member_without_a_year_of_leaving_is_former(tmp_path: Path) -> None:
    world = six_city_world()
    world["bloc_membership"] = [
        {c.BLOC: "CIS", c.COUNTRY: "TM", c.STATUS: "former", c.YEAR_FROM: 1991, c.YEAR_TO: 0},
        {c.BLOC: "CIS", c.COUNTRY: "UZ", c.STATUS: "full", c.YEAR_FROM: 1991, c.YEAR_TO: 0},
    ]
    countries = Countries(Atlas.load(write_world(tmp_path, world)))
    assert countries.members("CIS", MAY_2026) == {"UZ": "full"}
    assert countries.memberships("TM", MAY_2026) == {"CIS": "former"}
