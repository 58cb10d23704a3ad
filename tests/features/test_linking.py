from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.country_labels import country_codes
from features.linking import (
    AMBIGUOUS,
    COUNTRY_UNKNOWN,
    FAR,
    NOT_FOUND,
    NOT_FOUND_PART,
    link_label,
)
from features.place_index import PlaceIndex
from features.place_labels import REGION, parse_label
from matcher.tables import columns as c

WORLD = pd.read_csv(Path(__file__).with_name("linking_world.csv"), keep_default_na=False)


def places() -> pd.DataFrame:
    return WORLD.drop(columns="aliases")


def aliases() -> pd.DataFrame:
    names = WORLD.set_index(c.CITY_ID)["aliases"].str.split("|").explode()
    return names[names != ""].rename(c.NAME).reset_index()


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    return PlaceIndex(places(), aliases())


@pytest.mark.parametrize(
    ("label", "country", "latitude", "longitude", "city_id"),
    [
        ("Istanbul", "Turkey", 41.0, 29.0, 1),
        ("Стамбул", "Turkey", 41.0, 29.0, 1),
        ("Bağcılar", "Turkey", 41.03, 28.86, 2),
        ("Durham", "England", 54.67, -1.75, 3),
        ("Durham, North Carolina", "United States", 35.99, -78.90, 4),
        ("Massala", "Mali", 48.87, 2.42, 6),
        ("Friedberg, Hesse", "Germany", 50.33, 8.75, 8),
        ("Löhne", "Germany", 52.2, 8.7, 9),
        ("Čukarica (Belgrade)", "Serbia", 44.77, 20.42, 12),
        ("Belgrade – Čukarica", "Serbia", 44.77, 20.42, 12),
        ("Beit Sahour", "Palestine", 31.70, 35.225, 13),
        ("Heusden-Zolder", "Belgium", 51.05, 5.28, 20),
        ("Windhoek", "Namibia", -22.57, 17.08, 22),
    ],
)
def test_label_links_to_its_place(
    index: PlaceIndex, label: str, country: str, latitude: float, longitude: float, city_id: int
) -> None:
    link = link_label(parse_label(label), country_codes(country), (latitude, longitude), index)
    assert (link.city_id, link.reason) == (city_id, "")


@pytest.mark.parametrize(
    ("label", "country", "latitude", "longitude", "reason"),
    [
        # A district the table lacks is never its city.
        ("Zemun (Belgrade)", "Serbia", 44.84, 20.41, NOT_FOUND_PART),
        ("Prague 6", "Czech Republic", 50.10, 14.39, NOT_FOUND_PART),
        ("Prague 6 (Prague)", "Czech Republic", 50.10, 14.39, NOT_FOUND_PART),
        ("Fairfax County", "United States", 38.8, -77.3, REGION),
        ("Iława (rural gmina)", "Poland", 53.6, 19.6, REGION),
        ("Columbus", "United States", 39.96, -83.0, AMBIGUOUS),
        ("Friedberg", "Germany", 48.35, 10.98, AMBIGUOUS),
        ("Lochne", "Germany", 48.0, 11.0, NOT_FOUND),
        ("Durham", "Atlantis", 54.77, -1.58, COUNTRY_UNKNOWN),
        # The coordinates lie in another city: a part of it, not the small town far away.
        ("Savannah", "United States", 33.75, -84.39, FAR),
    ],
)
def test_label_is_rejected_with_its_reason(
    index: PlaceIndex, label: str, country: str, latitude: float, longitude: float, reason: str
) -> None:
    link = link_label(parse_label(label), country_codes(country), (latitude, longitude), index)
    assert (link.city_id, link.reason) == (0, reason)


def test_country_labels_name_parts_and_odd_spellings() -> None:
    assert country_codes("Wales") == ("GB-WLS",)
    assert country_codes("Moldavia") == ("MD",)
    assert country_codes("Republic of Ireland") == ("IE",)
    assert country_codes("Réunion, France") == ("RE",)
    assert country_codes("Namibia") == ("NA",)
    assert country_codes("Georgia") == country_codes("Georgia (country)") == ("GE",)


def test_index_gives_the_same_link_when_rows_are_shuffled(index: PlaceIndex) -> None:
    shuffled = PlaceIndex(
        places().sample(frac=1, random_state=3), aliases().sample(frac=1, random_state=4)
    )
    for label, country, point in (("Löhne", "Germany", (52.2, 8.7)), ("Prag", "Czechia", (50, 14))):
        ends = [link_label(parse_label(label), country_codes(country), point, one)
                for one in (index, shuffled)]  # fmt: skip
        assert ends[0] == ends[1]


SEATS = pd.DataFrame(
    [
        (1, "Izabelin", 52.29, 20.81, "PL", "78", 3045, "PPLA3", 0),
        (2, "Kramsk", 52.26, 18.34, "PL", "86", 1700, "PPLA3", 0),
        (3, "Czarna", 50.06, 22.24, "PL", "80", 2000, "PPLA3", 0),
        (4, "Czarna", 49.34, 22.66, "PL", "80", 9000, "PPLA3", 0),
        (5, "Torcy", 48.85, 2.65, "FR", "11", 3000, "PPLA3", 0),
        (6, "Fruges", 50.51, 2.13, "FR", "32", 2862, "PPL", 0),
    ],
    columns=[c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE,
             c.POPULATION, c.FEATURE_CODE, c.DISTRICT_OF],
)  # fmt: skip


@pytest.mark.parametrize(
    ("label", "country", "point", "city_id"),
    [
        # A village of the name took the coordinates; only one municipality is called so.
        ("Izabelin", "Poland", (52.26, 18.34), 1),
        ("Czarna", "Poland", (52.26, 18.34), 0),
        # Communes of France are not coded as seats, so nothing says that Torcy is the only one.
        ("Torcy", "France", (50.48, 2.02), 0),
    ],
)
def test_only_municipality_of_the_name_is_meant_wherever_the_coordinates_lie(
    label: str, country: str, point: tuple[float, float], city_id: int
) -> None:
    index = PlaceIndex(SEATS, SEATS.head(0))
    assert link_label(parse_label(label), country_codes(country), point, index).city_id == city_id
