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
