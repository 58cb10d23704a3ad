"""Which of several places a name means: what is asked about and what is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.naming.gazetteer import Gazetteer
from matcher.naming.resolved import resolved
from matcher.tables.atlas import Atlas
from tests.world import six_city_world, write_world

SEAT, STRAIT, KUDUS, JERUSALEM, AS, AAS, SANTIAGO, CABALLEROS = range(1, 9)
HALLE, SMALL_HALLE, OLD, RENAMED, DARA, DAR_A, RIVER, BROOK = range(9, 17)
BAKHMUT, KYPUCHE, CHARTRES, BRETAGNE, SHEKI, SAKI, LARGER, SMALLER = range(17, 25)
JEFFERSON, NAMED_LIKE_A_COUNTRY = 25, 26


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    def place(city_id: int, name: str, people: int, *aliases: str) -> tuple[object, ...]:
        return city_id, name, "US", "CA", people, "PPL", 0, float(city_id), 0.0, list(aliases)

    extra = (
        place(SEAT, "Val-d'Or", 25_500),
        place(STRAIT, "Val Dor", 88_600, "Val d'Or"),
        place(KUDUS, "Kudus", 92_000),
        place(JERUSALEM, "Jerusalem", 971_000, "Kudüs"),
        place(AS, "Aš", 13_200),
        place(AAS, "Ås", 20_400),
        place(SANTIAGO, "Santiago", 4_800_000),
        place(CABALLEROS, "Santiago de los Caballeros", 1_200_000, "Santiago"),
        place(HALLE, "Halle (Saale)", 237_000, "Halle"),
        place(SMALL_HALLE, "Halle", 21_500),
        place(OLD, "Novomoskovsk", 131_000),
        place(RENAMED, "Samar", 70_500, "Novomoskovsk"),
        place(DARA, "Dara", 45_500),
        place(DAR_A, "Dar‘a", 98_000),
        place(RIVER, "Sebiş", 6_300, "Sebis"),
        place(BROOK, "Sebis", 600),
        place(BAKHMUT, "Bakhmut", 80_500, "Artemivsk"),
        place(KYPUCHE, "Kypuche", 7_200, "Artemivsk"),
        place(CHARTRES, "Chartres", 38_500),
        place(BRETAGNE, "Chartres-de-Bretagne", 7_800, "Chartres"),
        place(SHEKI, "Sheki", 68_400, "Saki", "Şǝki"),
        place(SAKI, "Saki", 178_000),
        place(LARGER, "Gur’yevsk", 25_000, "Guryevsk"),
        place(SMALLER, "Gur'yevsk", 9_000),
        place(JEFFERSON, "Jefferson", 1_100, "Dartmouth"),
        place(NAMED_LIKE_A_COUNTRY, "Turkmenistan", 500),
    )
    directory: Path = tmp_path_factory.mktemp("likely")
    return Gazetteer(Atlas.load(write_world(directory, six_city_world(extra))))


@pytest.mark.parametrize(
    ("text", "city_id"),
    [
        ("Val-d'Or", SEAT),
        ("Val‑d’Or", SEAT),
        ("Kudüs", JERUSALEM),
        ("Aš", AS),
        ("Halle", HALLE),
        ("Dar'a", DAR_A),
    ],
)
def test_the_spelling_that_was_typed_decides(gazetteer: Gazetteer, text: str, city_id: int) -> None:
    assert resolved(gazetteer, text).city_id == city_id


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Santiago", {SANTIAGO, CABALLEROS}),
        ("Novomoskovsk", {OLD, RENAMED}),
    ],
)
def test_a_large_place_of_a_former_or_shorter_name_is_asked_about(
    gazetteer: Gazetteer, text: str, meant: set[int]
) -> None:
    answer = resolved(gazetteer, text)
    assert answer.status == "ask"
    assert set(answer.alternatives) == meant


def test_a_cedilla_and_a_comma_below_are_one_sign(gazetteer: Gazetteer) -> None:
    answer = resolved(gazetteer, "Sebiș")
    assert (answer.city_id or answer.alternatives[0]) == RIVER


def test_two_former_names_are_asked_about(gazetteer: Gazetteer) -> None:
    answer = resolved(gazetteer, "Artemivsk")
    assert (answer.status, answer.alternatives) == ("ask", (BAKHMUT, KYPUCHE))


def test_a_longer_name_is_no_rival_of_a_larger_place_inside_a_country(gazetteer: Gazetteer) -> None:
    answer = resolved(gazetteer, "Chartres, US")
    assert (answer.city_id, answer.code) == (CHARTRES, "name_taken")
    assert answer.alternatives == (BRETAGNE,)


def test_a_letter_that_is_no_accent_decides(gazetteer: Gazetteer) -> None:
    assert resolved(gazetteer, "Şəki").city_id == SHEKI
    assert resolved(gazetteer, "Saki").city_id == SAKI


def test_a_place_of_the_same_own_name_is_told_of_beside_a_transcription(
    gazetteer: Gazetteer,
) -> None:
    answer = resolved(gazetteer, "Guryevsk")
    assert (answer.status, answer.alternatives) == ("ask", (LARGER, SMALLER))


def test_a_small_place_of_another_name_is_told_of(gazetteer: Gazetteer) -> None:
    answer = resolved(gazetteer, "Dartmouth")
    assert (answer.city_id, answer.code) == (JEFFERSON, "name_other")


def test_the_name_of_a_country_is_asked_about(gazetteer: Gazetteer) -> None:
    answer = resolved(gazetteer, "Turkmenistan")
    assert (answer.status, answer.alternatives) == ("ask", (NAMED_LIKE_A_COUNTRY,))
    assert "is a country" in answer.note
