from __future__ import annotations

from pathlib import Path

import pytest

from matcher.naming.gazetteer import Gazetteer
from matcher.naming.languages import language_of
from matcher.naming.readings import abbreviates, shortened
from matcher.naming.resolved import RESOLVED_COLUMNS, Resolved, resolved
from matcher.naming.titles import untitled
from matcher.tables.atlas import Atlas
from tests.world import DURHAM_GB, DURHAM_US, KOSTROMA, six_city_world, write_world

BIEL, FORT, FRANKFURT, ODER = 1, 2, 3, 4


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    def place(city_id: int, name: str, people: int, *aliases: str) -> tuple[object, ...]:
        return city_id, name, "US", "CA", people, "PPL", 0, float(city_id), 0.0, list(aliases)

    extra = (
        place(BIEL, "Biel/Bienne", 55_120, "Biel", "Bienne"),
        place(FORT, "Fort Worth", 900_000),
        place(FRANKFURT, "Frankfurt am Main", 650_000, "Frankfurt"),
        place(ODER, "Frankfurt (Oder)", 57_000, "Frankfurt"),
    )
    directory: Path = tmp_path_factory.mktemp("names")
    return Gazetteer(Atlas.load(write_world(directory, six_city_world(extra))))


@pytest.mark.parametrize(
    ("text", "city_id"),
    [
        ("город Кострома", KOSTROMA),
        ("г.Кострома", KOSTROMA),
        ("City of Kostroma", KOSTROMA),
        ("Kostroma Municipality", KOSTROMA),
        ("Kos\u00adtroma", KOSTROMA),
        ("Kostroma/Кострома", KOSTROMA),
        ("Кострома Kostroma", KOSTROMA),
        ("Biel/Bienne", BIEL),
        ("Bienne (Biel)", BIEL),
        ("Durham NC", DURHAM_US),
        ("England, Durham", DURHAM_GB),
        ("Ft. Worth", FORT),
        ("Frankfurt/M.", FRANKFURT),
        ("Frankfurt a. M.", FRANKFURT),
        ("Frankfurt/O.", ODER),
    ],
)
def test_name_is_read_as_people_write_it(gazetteer: Gazetteer, text: str, city_id: int) -> None:
    found = resolved(gazetteer, text)
    assert (found.status, found.city_id) == ("found", city_id)


def test_two_cities_are_not_two_names_of_one(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Kostroma / Fort Worth")
    assert (found.status, found.city_id) == ("ask", 0)
    assert found.alternatives == (KOSTROMA, FORT)


def test_misspelt_name_is_asked_and_not_taken(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Kostrma")
    assert (found.status, found.code, found.city_id) == ("ask", "misspelt", 0)
    assert KOSTROMA in found.alternatives


@pytest.mark.parametrize(
    ("text", "code"),
    [("Xyzzyville", "unknown"), ("Durham, Narnia", "elsewhere"), ("Italia, Narnia", "unknown")],
)
def test_what_is_nowhere_is_unknown(gazetteer: Gazetteer, text: str, code: str) -> None:
    found = resolved(gazetteer, text)
    assert (found.status, found.code, found.city_id) == ("unknown", code, 0)


def test_country_is_said_to_be_one(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Turkmenistan")
    assert found.code == "area"
    assert "is a country and no place" in found.note


def test_namesake_that_was_taken_is_told_with_the_other(gazetteer: Gazetteer) -> None:
    found = resolved(gazetteer, "Frankfurt")
    assert (found.status, found.city_id, found.code) == ("found", FRANKFURT, "name_taken")
    assert found.alternatives == (ODER,)


def test_cells_stand_in_the_order_of_the_columns() -> None:
    found = Resolved("ask", alternatives=(7, 8), code="ambiguous", note="which?")
    cells = dict(zip(RESOLVED_COLUMNS, found.cells(), strict=True))
    assert cells["alternatives"] == "7 8"
    assert cells["city_id"] == ""
    assert cells["unit_id"] == ""
    assert cells["status"] == "ask"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Turun kaupunki", "turku"), ("Göteborgs stad", "goteborg"),
        ("Vilniaus miestas", "vilnius"),
        ("Ville d'Angers", "angers"), ("Ville du Mans", "le mans"), ("수원시", "수원"),
    ],
)  # fmt: skip
def test_title_is_dropped_and_the_nominative_made(text: str, name: str) -> None:
    assert name in {one.name for one in untitled(text)}


def test_abbreviation_stands_for_a_full_name() -> None:
    words = shortened("Neustadt a.d. Weinstraße")
    assert words is not None
    assert abbreviates(words, "neustadt an der weinstrasse")
    assert not abbreviates(words, "neustadt am rubenberge")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Swedish-speaking", "sv"), ("paesi di lingua italiana", "it"), ("Klingon-speaking", "")],
)
def test_language_names_its_countries(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["Kostroma, " * 200, "a-" * 2_000, "x" * 14_000])
def test_a_text_too_long_for_a_name_is_not_read(gazetteer: Gazetteer, text: str) -> None:
    answer = resolved(gazetteer, text)
    assert (answer.status, answer.city_id) == ("unknown", 0)
    assert len(answer.note) < 300
    assert gazetteer.search(text) == []
