from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.label_witnesses import (
    CLDR,
    GEOLITE,
    RUSSIAN_TOWNS,
    WEATHER,
    PlacesByName,
    by_geonames_id,
    russian_towns,
    tied,
    time_zone_cities,
)
from features.labels import build_city_labels, likeness
from features.names import ALIASES
from features.regions import LABEL_LANGUAGES
from features.spelt_names import spelt
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

CURATED = Path(__file__).parents[2] / "data" / "curated"
PLACES = pd.DataFrame(
    [
        (1, "Kazan", "RU", 55.79, 49.12, 1_216_965, "Europe/Moscow", ["Казан", "Казань", "Kasan"]),
        (2, "Vanadzor", "AM", 40.81, 44.48, 101_098, "Asia/Yerevan", ["Ванадзор", "Кировакан"]),
        (3, "Gumdag", "TM", 39.2, 54.59, 24_312, "Asia/Ashgabat", ["Гумдаг", "Гумдаге"]),
        (4, "Annaba", "DZ", 36.9, 7.77, 206_570, "Africa/Algiers", ["Bône", "Аннаба"]),
        (5, "Tétouan", "MA", 35.57, -5.37, 326_261, "Africa/Casablanca", ["Tetuan", "Tetouan"]),
        (6, "Rome", "IT", 41.89, 12.51, 2_318_895, "Europe/Rome", ["Roma", "Rzym", "Рим"]),
        (8, "Neusäß", "DE", 48.39, 10.83, 22_000, "Europe/Berlin", ["Neusass"]),
        (9, "Köln", "DE", 50.93, 6.96, 1_000_000, "Europe/Berlin", ["Koln", "Cologne"]),
        (7, "Kazan", "RU", 53.1, 45.0, 300, "Europe/Moscow", ["Казань"]),
    ],
    columns=[
        c.CITY_ID, c.NAME, c.COUNTRY, c.LATITUDE, c.LONGITUDE, c.POPULATION, c.TIMEZONE, ALIASES,
    ],
)  # fmt: skip
KEPT = pd.DataFrame(
    [(6, "it", "Roma", "unreviewed", "general knowledge, unreviewed")],
    columns=[c.CITY_ID, c.LANGUAGE, c.NAME, c.GRADE, c.SOURCE],
)


def labels(*said: tuple[int, str, str, str]) -> dict[tuple[int, str], tuple[str, str]]:
    witnesses = pd.DataFrame(said, columns=[c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE])
    found = build_city_labels(PLACES, KEPT, witnesses)
    return {
        (row[c.CITY_ID], row[c.LANGUAGE]): (row[c.NAME], row[c.GRADE])
        for row in found.to_dict("records")
        if row[c.CITY_ID] != 6 or row[c.LANGUAGE] != "it"
    }


def test_label_is_the_name_of_the_place_that_a_witness_chooses() -> None:
    assert labels((1, "ru", "Казань", GEOLITE)) == {(1, "ru"): ("Казань", "measured")}
    assert labels((1, "ru", "Казань", RUSSIAN_TOWNS)) == {(1, "ru"): ("Казань", "matched")}


def test_name_that_is_none_of_the_place_ships_only_from_cldr() -> None:
    assert labels((1, "uk", "Казань-місто", WEATHER)) == {}
    assert labels((1, "de", "Kasan an der Wolga", CLDR))[1, "de"][0] == "Kasan an der Wolga"


def test_name_without_the_signs_of_a_european_town_is_no_english_name() -> None:
    told = labels((8, "en", "Neusass", GEOLITE), (9, "en", "Cologne", GEOLITE))
    assert told == {(9, "en"): ("Cologne", "measured")}
    assert labels((5, "en", "Tetouan", GEOLITE)) == {(5, "en"): ("Tetouan", "measured")}


def test_no_witness_is_no_label_however_like_a_name_is() -> None:
    assert labels() == {}


def test_former_name_of_an_old_list_is_no_label_where_places_were_renamed() -> None:
    assert labels((2, "ru", "Кировакан", GEOLITE)) == {}
    assert labels((2, "ru", "Ванадзор", GEOLITE))[2, "ru"][0] == "Ванадзор"


def test_locative_of_a_list_is_read_as_the_name() -> None:
    assert labels((3, "ru", "Гумдаге", GEOLITE))[3, "ru"][0] == "Гумдаг"


def test_newer_list_wins_except_for_accents() -> None:
    newer = labels((4, "fr", "Bône", GEOLITE), (4, "fr", "Annaba", WEATHER))
    assert newer[4, "fr"][0] == "Annaba"
    accents = labels((5, "fr", "Tétouan", GEOLITE), (5, "fr", "Tetouan", WEATHER))
    assert accents[5, "fr"][0] == "Tétouan"


def test_letters_of_another_alphabet_are_no_label() -> None:
    assert labels((1, "ru", "Kasan", GEOLITE)) == {}


def test_hand_kept_name_wins() -> None:
    witnesses = pd.DataFrame(
        [(6, "it", "Rome", WEATHER)], columns=[c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE]
    )
    assert build_city_labels(PLACES, KEPT, witnesses)[c.NAME].tolist() == ["Roma"]


def test_lists_without_ids_are_tied_by_name_and_point() -> None:
    index = PlacesByName(PLACES)
    towns = pd.DataFrame(
        [("Казань", "", "Татарстан", "55.8", "49.1"), ("Казань", "", "", "60.0", "90.0")],
        columns=["city", "settlement", "region", "geo_lat", "geo_lon"],
    )
    assert russian_towns(towns, index).to_numpy().tolist() == [[1, "ru", "Казань", RUSSIAN_TOWNS]]
    cities = pd.DataFrame(
        [("IT", "Rome", 41.9, 12.48, "pl", "Rzym"), ("FR", "Rome", 41.9, 12.48, "pl", "Rzym")],
        columns=[c.COUNTRY, "city", c.LATITUDE, c.LONGITUDE, c.LANGUAGE, c.NAME],
    )
    assert tied(cities, index).to_numpy().tolist() == [[6, "pl", "Rzym", WEATHER]]
    zones = time_zone_cities(PLACES, index)
    assert [6, "pl", "Rzym", CLDR] in zones.to_numpy().tolist()
    listed = pd.DataFrame({"geoname_id": ["6"], **dict.fromkeys(("en", "ru", "de", "fr"), "")})
    assert by_geonames_id(listed.assign(es="Roma")).to_numpy().tolist() == [
        [6, "es", "Roma", GEOLITE]
    ]


@pytest.mark.parametrize(
    ("own", "name", "least", "most"),
    [("Daşoguz", "Дашогуз", 1.0, 1.0), ("Moscow", "Москва", 0.5, 0.9), ("Oral", "Уральск", 0, 0.6)],
)
def test_likeness_reads_letters(own: str, name: str, least: float, most: float) -> None:
    assert least <= likeness(own, name) <= most


@pytest.mark.parametrize(
    ("own", "aliases", "name"),
    [
        ("Il’skiy", ["Ильский", "Илски"], "Ильский"),
        ("Yemel’yanovo", ["Емельяново"], "Емельяново"),
        ("Kazan", ["Казан", "Казань"], ""),
        ("Kazan", ["Казань"], ""),
        ("Tikhoretsk", ["Тихоретск"], ""),
        ("Grozny", ["Грозны"], ""),
        ("Ulan-Ude", ["Улан Уде", "Улан-Удэ"], ""),
    ],
)
def test_russian_name_is_taken_where_it_gives_the_latin_one_letter_by_letter(
    own: str, aliases: list[str], name: str
) -> None:
    assert spelt(own, aliases) == name


@pytest.mark.parametrize(
    ("own", "aliases", "name"),
    [
        ("Pavlohrad", ["Павлоград", "Павлогрaд"], "Павлоград"),
        ("Vinnytsya", ["Вінниця"], ""),  # not by the national romanisation
        ("Zghurivka", ["Згурівка", "Згуровка"], "Згурівка"),
        ("Bila Tserkva", ["Біла Церква", "Белая Церковь"], "Біла Церква"),
        ("Odesa", ["Одеса", "Одесса"], "Одеса"),
    ],
)
def test_ukrainian_name_is_taken_where_it_gives_the_latin_one(
    own: str, aliases: list[str], name: str
) -> None:
    assert spelt(own, aliases, "uk") == name


# The shipped table


@pytest.fixture(scope="module")
def shipped_labels(shipped: Atlas) -> dict[tuple[int, str], str]:
    rows = shipped.table("city_labels").data.to_pylist()
    return {(row[c.CITY_ID], row[c.LANGUAGE]): row[c.NAME] for row in rows}


@pytest.mark.parametrize(
    ("city_id", "language", "name"),
    [
        (551487, "ru", "Казань"), (511196, "ru", "Пермь"), (480060, "ru", "Тверь"),
        (501175, "ru", "Ростов-на-Дону"), (627907, "ru", "Гомель"), (558418, "ru", "Грозный"),
        (487846, "ru", "Ставрополь"), (1496990, "ru", "Новокузнецк"), (543878, "ru", "Кострома"),
        (1219649, "ru", "Туркменабат"), (3247449, "ru", "Ахен"),
        (3169070, "it", "Roma"), (3169070, "pl", "Rzym"), (3169070, "uk", "Рим"),
        (756135, "it", "Varsavia"), (756135, "de", "Warschau"), (756135, "fr", "Varsovie"),
        (756135, "es", "Varsovia"), (756135, "uk", "Варшава"), (703448, "uk", "Київ"),
        (2886242, "it", "Colonia"), (2886242, "pl", "Kolonia"), (2886242, "fr", "Cologne"),
    ],
)  # fmt: skip
def test_shipped_labels_are_right(
    shipped_labels: dict[tuple[int, str], str], city_id: int, language: str, name: str
) -> None:
    assert shipped_labels.get((city_id, language)) == name


def test_no_russian_label_of_russia_lacks_what_russian_spelling_asks(
    shipped: Atlas, shipped_labels: dict[tuple[int, str], str]
) -> None:
    # Bulgarian and Macedonian write шч, тс at an end, and no ь: their names stood here once.
    country = dict(
        zip(shipped.city_ids.tolist(), shipped.cities.column(c.COUNTRY).tolist(), strict=True)
    )
    russian = [
        name for (city, language), name in shipped_labels.items()
        if language == "ru" and country[city] == "RU"
    ]  # fmt: skip
    assert len(russian) > 1_000
    wrong = ("Казан", "Перм", "Твер", "Тюмен", "Астрахан", "Грозны", "Ростов на Дон")
    assert not set(wrong) & set(russian)
    assert not [name for name in russian if "шч" in name or name.endswith(("етс", "ск ", "нск-"))]


def test_russian_labels_of_portuguese_names_are_not_read_as_spanish(
    shipped: Atlas, shipped_labels: dict[tuple[int, str], str]
) -> None:
    kept = pd.read_csv(CURATED / "city_labels.csv")
    kept = kept[kept[c.LANGUAGE] == "ru"].set_index(c.CITY_ID)[c.NAME].to_dict()
    assert kept[3450873] == "Розариу-ду-Сул"
    columns = (shipped.cities.column(one).tolist() for one in (c.COUNTRY, c.NAME))
    spanish = []
    for city, country, own in zip(shipped.city_ids.tolist(), *columns, strict=True):
        told = kept.get(city, shipped_labels.get((city, "ru"), ""))
        unstressed = country in ("BR", "PT") and re.search("os?($|[ -])", own)
        if unstressed and re.search("ос?($|[ -])", told):
            spanish.append(told)
    assert sorted(spanish) == ["Рио-де-Жанейро", "Фос-ду-Игуасу"]


def test_every_language_has_labels_of_capitals_and_none_is_without_grade(shipped: Atlas) -> None:
    table = shipped.table("city_labels")
    capitals = shipped.table("countries").column(c.CAPITAL_ID)
    capitals = capitals[capitals > 0]
    rows = table.data.select([c.CITY_ID, c.LANGUAGE, c.GRADE]).to_pylist()
    have = Counter(row[c.LANGUAGE] for row in rows if row[c.CITY_ID] in set(capitals.tolist()))
    for language in LABEL_LANGUAGES:
        assert have[language] >= 0.9 * len(np.unique(capitals)), language
    assert {row[c.GRADE] for row in rows} == {"measured", "matched", "unreviewed"}
