from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import InputTableError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables import columns as c
from matcher.world.own_places import FIRST_OWN_ID, MAX_PLACES, REQUIRED, read_own_places
from tests.world import KOSTROMA, MARY

HEADER = ",".join(REQUIRED)


@pytest.fixture
def written(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(*lines: str, header: str = HEADER, name: str = "own.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def read(matcher: Matcher, path: Path):  # type: ignore[no-untyped-def]
    return read_own_places(path, matcher.world.atlas, matcher.world.countries)


def test_own_place_takes_the_ground_of_the_nearest_known_place(council: Matcher, written) -> None:
    own = read(council, written("Newtown,UZ,41.27,69.23,50000"))
    assert own.city_ids == (FIRST_OWN_ID,)
    cities, row = own.atlas.cities, own.atlas.row(FIRST_OWN_ID)
    assert cities.column(c.COAST_KM)[row] == 400.0
    assert cities.column(c.ADMIN1_CODE)[row] == "13"
    assert cities.column(c.POPULATION)[row] == 50000
    assert cities.column(c.ADMIN_RANK)[row] == -1
    assert cities.column(c.WAR_LEVEL)[row] == 0
    assert (np.diff(own.atlas.city_ids) > 0).all()


def test_own_place_far_from_all_others_has_unknown_ground(council: Matcher, written) -> None:
    matcher, (city_id,) = council.with_own_places(written("Farpoint,RU,80.5,170,100"))
    mandate = Mandate.parse({"city": "Farpoint", "tiers": [{"name": "t", "countries": ["TM"]}]})
    answer = matcher.recommend(mandate)
    assert answer.query.city_id == city_id
    for one in answer.tiers[0].candidates:
        unknown = {missing.code for missing in one.unknowns}
        assert unknown >= {
            "geography.coast", "geography.port", "geography.lake", "culture.heritage",
            "size.role", "geography.climate",
        }  # fmt: skip


def test_known_place_is_recognised_by_any_of_its_names(council: Matcher, written) -> None:
    path = written("Mary,TM,37.6,61.8,1", "Мары,TM,37.6,61.8,", "Merv,Turkmenistan,37.59,61.83,2")
    assert read(council, path).city_ids == (MARY, MARY, MARY)


def test_namesake_far_away_or_abroad_is_another_place(council: Matcher, written) -> None:
    own = read(council, written("Mary,TM,39.6,61.8,1", "Mary,UZ,37.6,61.8,1"))
    assert own.city_ids == (FIRST_OWN_ID, FIRST_OWN_ID + 1)


def test_line_given_twice_is_one_place(council: Matcher, written) -> None:
    own = read(council, written("Newtown,UZ,41.3,69.3,5", "Newtown,UZ,41.3,69.3,5"))
    assert own.city_ids == (FIRST_OWN_ID, FIRST_OWN_ID)
    assert len(own.atlas.cities) == len(council.world.atlas.cities) + 1


def test_second_list_numbers_on_from_the_first(council: Matcher, written) -> None:
    first = written("Newtown,UZ,41.3,69.3,5", name="first.csv")
    second = written("Oldtown,UZ,41.2,69.2,5", "Newtown,UZ,41.3,69.3,5", name="second.csv")
    matcher, (city_id,) = council.with_own_places(first)
    again, (other, same) = matcher.with_own_places(second)
    assert (city_id, other) == (FIRST_OWN_ID, FIRST_OWN_ID + 1)
    assert again.world.places.of_id(other).name == "Oldtown"
    assert again.world.gazetteer.resolve("Newtown").city_id == city_id
    assert same in (city_id, FIRST_OWN_ID + 2)


def test_own_place_is_found_by_name_and_searched(council: Matcher, written) -> None:
    matcher, (city_id,) = council.with_own_places(written("Ñew-Tøwn,UZ,41.3,69.3,5"))
    assert matcher.world.gazetteer.resolve("new town").city_id == city_id
    assert [one.city_id for one in matcher.search("new t")] == [city_id]
    assert council.search("new t") == []


def test_list_of_the_whole_size_is_read_in_seconds(council: Matcher, written) -> None:
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(-80, 80, 2000), rng.uniform(-180, 180, 2000)])
    path = written(*(f"P{i},UZ,{x:.4f},{y:.4f},1" for i, (x, y) in enumerate(points)))
    start = time.perf_counter()
    assert len(read(council, path).city_ids) == 2000
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A,IT,91,11,5", "line 2: latitude is '91'"),
        ("A,IT,44,-181,5", "line 2: longitude is '-181'"),
        ("A,IT,north,11,5", "line 2: latitude is 'north'"),
        ("A,IT,nan,11,5", "line 2: latitude is 'nan'"),
        ("A,IT,44,11,-5", "line 2: population is '-5'"),
        ("A,IT,44,11,1e999", "line 2: population"),
        ("A,Atlantis,44,11,5", "line 2: no country is called 'Atlantis'"),
        (",IT,44,11,5", "line 2: name is ''"),
        ("...,IT,44,11,5", "line 2: name is '...'"),
        ("x" * 201 + ",IT,44,11,5", "line 2: name is"),
        ("\x1b[31mRed,IT,44,11,5", "line 2: name is"),
        ("A\x00B,IT,44,11,5", "line 2: name is|CSV"),
        ("A,IT,44", "line 2: longitude is ''"),
        ("Rome, the city,IT,44,11,5", "line 2 has more cells"),
    ],
)
def test_wrong_line_is_named(council: Matcher, written, line: str, message: str) -> None:
    with pytest.raises(InputTableError, match=message):
        read(council, written(line))


def test_list_without_a_place_is_refused(council: Matcher, written) -> None:
    with pytest.raises(InputTableError, match="holds no place"):
        read(council, written())


def test_list_with_other_columns_names_what_lacks(council: Matcher, written) -> None:
    with pytest.raises(InputTableError, match="lacks the columns longitude, population"):
        read(council, written("A,IT,1", header="name,country,latitude"))


def test_list_that_is_no_text_or_not_there_is_refused(council: Matcher, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(HEADER.encode() + b"\nM\xfcnchen,DE,48,11,5\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    for name in ("latin.csv", "empty.csv", "missing.csv", "."):
        with pytest.raises(InputTableError):
            read(council, tmp_path / name)


def test_list_that_is_too_long_is_refused(
    council: Matcher, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_PLACES == 100_000
    monkeypatch.setattr("matcher.world.own_places.MAX_PLACES", 2)
    with pytest.raises(InputTableError, match="more than 2 places"):
        read(council, written(*(f"P{i},IT,44,11,5" for i in range(3))))


def test_population_left_empty_is_unknown(council: Matcher, written) -> None:
    matcher, (city_id,) = council.with_own_places(written("Newtown,UZ,41.3,69.3,"))
    assert matcher.world.places.of_id(city_id).population is None


def test_shipped_place_keeps_its_id(service: Matcher, written) -> None:
    matcher, chosen = service.with_own_places(
        written("Кострома,Россия,57.77,40.93,1", "Anewplace,RU,57.9,41,9")
    )
    assert chosen == (KOSTROMA, FIRST_OWN_ID)
    assert chosen[1] > service.world.atlas.city_ids[-1]
    assert matcher.world.places.of_id(chosen[1]).region == "RU-KOS"


def test_place_without_coordinates_is_located_when_a_locator_is_given(council, written) -> None:
    asked = []

    def locate(name: str, country: str) -> tuple[float, float]:
        asked.append((name, country))
        return 41.27, 69.23

    path = written("Newtown,Uzbekistan,,,50000", "Kostroma,RU,57.77,40.93,")
    own = read_own_places(path, council.world.atlas, council.world.countries, locate)
    assert asked == [("Newtown", "UZ")]
    assert own.city_ids == (FIRST_OWN_ID, KOSTROMA)
    row = own.atlas.row(FIRST_OWN_ID)
    assert own.atlas.cities.column(c.LATITUDE)[row] == pytest.approx(41.27)
    assert own.atlas.cities.column(c.LONGITUDE)[row] == pytest.approx(69.23)


def test_place_that_the_locator_does_not_know_is_refused(council, written) -> None:
    path = written("Nowhere,RU,,,1")
    with pytest.raises(InputTableError, match="line 2: the geocoder knows no 'Nowhere' in RU"):
        read_own_places(path, council.world.atlas, council.world.countries, lambda *_: None)


def test_half_a_coordinate_is_refused_and_never_looked_up(council, written) -> None:
    def locate(*_: str) -> None:
        raise AssertionError("asked")

    for line in ("Newtown,UZ,41.27,,1", "Newtown,UZ,,69.23,1"):
        with pytest.raises(InputTableError, match="expected a number"):
            read_own_places(written(line), council.world.atlas, council.world.countries, locate)
