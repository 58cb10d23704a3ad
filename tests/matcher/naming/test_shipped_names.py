"""Names over the shipped tables: areas as people call them, councils, large places."""

from __future__ import annotations

import re

import numpy as np
import pytest

from matcher.errors import UnknownPlaceError
from matcher.matcher import Matcher
from matcher.tables import columns as c

LARGE = 50_000
EVERY = 60
"""One name of so many is asked for; ``scripts/measure_names.py own 1`` asks for all."""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bali", "ID-BA"),
        ("BaWü", "DE-BW"),
        ("NRW", "DE-NW"),
        ("Norfolk Island", "NF"),
        ("PACA", "FR-PAC"),
    ],
)
def test_an_area_is_named_as_people_call_it(service: Matcher, text: str, code: str) -> None:
    countries = service.world.countries
    assert countries.iso_code(countries.parse_area(text)) == code


@pytest.mark.parametrize("text", ["Berkshire", "Granada", "Limburg", "Norfolk"])
def test_an_area_of_several_meanings_is_asked_about(service: Matcher, text: str) -> None:
    with pytest.raises(UnknownPlaceError, match="several regions"):
        service.world.countries.parse_area(text)


@pytest.mark.parametrize(
    ("text", "city_id"),
    [
        ("Luton, Bedfordshire", 2643339),
        ("Newport, Shropshire", 2641595),
        ("Strasbourg, Alsace", 2973783),
        ("Võru, Estonia", 587450),
    ],
)
def test_a_county_or_former_region_tells_where_a_place_is(
    service: Matcher, text: str, city_id: int
) -> None:
    answer = service.resolve(text)
    assert city_id in (answer.city_id, *answer.alternatives[:1])


@pytest.mark.parametrize("text", ["Etten-Leur", "Pocheon-si"])
def test_a_council_without_a_place_is_said_to_be_one(service: Matcher, text: str) -> None:
    answer = service.resolve(text)
    assert (answer.status, answer.code) == ("unknown", "council_without_place")
    assert answer.city_id == 0
    assert "council" in answer.note


def test_another_council_of_the_name_is_no_silent_guess(service: Matcher) -> None:
    answer = service.resolve("Kömlő, Hungary")
    assert answer.status == "ask"
    assert "Kömlő (HU, 1,964)" in answer.note


def test_large_places_find_themselves_by_their_names(service: Matcher) -> None:
    atlas = service.world.atlas
    cities, names = atlas.cities, atlas.table("city_names")
    rows = atlas.rows_of(names.column(c.CITY_ID))
    large = cities.column(c.POPULATION)[rows] >= LARGE
    whole = (cities.column(c.DISTRICT_OF) == 0) & (cities.column(c.DOUBLE_OF) == 0)
    own = names.column(c.NAME_KIND) == 0
    country, codes = cities.codes(c.COUNTRY)
    hidden = []
    for at in np.flatnonzero(large & whole[rows] & own)[::EVERY].tolist():
        city_id = int(cities.column(c.CITY_ID)[rows[at]])
        text = names.data.column(c.NAME)[at].as_py()
        answer = service.resolve(text, codes[country[rows[at]]])
        if city_id not in (answer.city_id, *answer.alternatives):
            hidden.append((text, city_id))
    assert not hidden


def test_a_village_named_a_slip_from_a_town_is_never_taken_in_silence(service: Matcher) -> None:
    answer = service.resolve("Caernarvon")
    assert 2_654_092 in (answer.city_id, *answer.alternatives)
    assert "Caernarfon" in answer.note


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", "Democratic Republic of the Congo (CD), Republic of the Congo (CG)"),
        ("Korea", "North Korea (KP), South Korea (KR)"),
        ("Scandinavia", "Denmark (DK), Norway (NO), Sweden (SE)"),
        ("Silesia", "Lower Silesian Voivodeship (PL-02), Opole Voivodeship (PL-16), Silesian"),
        ("Страны Балтии", "Estonia (EE), Latvia (LV), Lithuania (LT)"),
    ],
)
def test_a_part_of_the_world_is_refused_with_what_to_write(
    service: Matcher, text: str, codes: str
) -> None:
    with pytest.raises(UnknownPlaceError, match=re.escape(f"name what you mean of {codes}")):
        service.world.countries.parse_area(text)


@pytest.mark.parametrize("text", ["Batman Merkez", "Sivas Merkez, Turkey"])
def test_a_central_district_of_turkey_is_its_city(service: Matcher, text: str) -> None:
    assert service.resolve(text).name == text.split()[0]


def test_a_part_of_the_world_still_tells_where_a_place_is(service: Matcher) -> None:
    assert service.resolve("Katowice, Silesia").name == "Katowice"
    with pytest.raises(UnknownPlaceError, match="name what you mean of Lower Silesian"):
        service.recommend(city="Kostroma", tiers=[{"name": "near", "regions": ["Silesia"]}])
