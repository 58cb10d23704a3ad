"""What a city is known for stands with the city that is meant, not with a namesake."""

from __future__ import annotations

import pandas as pd
import pytest

from features.founding import founding_years
from features.place_index import PlaceIndex
from matcher.tables import columns as c

CREATIVE = {
    2509954: "Design",  # València in Spain, not Valencia in Venezuela
    3621849: "Design",  # San José in Costa Rica
    6058560: "Music",  # London in Ontario
    2640358: "Crafts and Folk Art",  # Perth in Scotland
    2742965: "Music",  # Amarante in Portugal
    3171457: "Gastronomy",  # Parma, not Perm
    2610319: "Media Arts",  # Viborg, not Vyborg
    5490263: "Crafts and Folk Art",  # Santa Fe in New Mexico
}


@pytest.mark.parametrize(("city", "field"), CREATIVE.items())
def test_field_stands_with_the_city_that_is_meant(shipped, city: int, field: str) -> None:
    rows = shipped.table("creative_cities").rows(city)
    assert [row[c.FIELD] for row in rows] == [field]


def test_every_field_is_one_of_the_networks(shipped) -> None:
    assert set(shipped.table("creative_cities").column(c.FIELD).tolist()) == {
        "Crafts and Folk Art", "Design", "Film", "Gastronomy", "Literature", "Media Arts", "Music",
    }  # fmt: skip


def test_town_is_found_by_name_and_place_and_a_year_that_is_none_is_left_out() -> None:
    places = pd.DataFrame(
        {
            c.CITY_ID: [1, 2, 3],
            c.NAME: ["Kostroma", "Volgorechensk", "Kostroma"],
            c.COUNTRY: "RU",
            c.ADMIN1_CODE: "37",
            c.POPULATION: [277_280, 16_000, 100],
            c.FEATURE_CODE: "PPLA",
            c.LATITUDE: [57.77, 57.44, 50.0],
            c.LONGITUDE: [40.93, 41.16, 60.0],
        }
    )
    names = pd.DataFrame({c.CITY_ID: [1, 2], c.NAME: ["Кострома", "Волгореченск"]})
    raw = pd.DataFrame(
        [("Кострома", "", 57.77, 40.93, 1152), ("Волгореченск", "", 57.44, 41.16, "unknown")],
        columns=["city", "region", "geo_lat", "geo_lon", "foundation_year"],
    )
    found = founding_years(raw, PlaceIndex(places, names))
    assert found[[c.CITY_ID, c.YEAR]].values.tolist() == [[1, 1152]]
    for year in (1500, 1780):  # a century, and the charter of district towns
        other = raw.assign(foundation_year=year)
        assert founding_years(other, PlaceIndex(places, names)).empty
