from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.errors import DataError, UnknownPlaceError
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, data_directory
from matcher.tables.schema import TABLES
from tests.world import BARI, KOSTROMA, MARY, council_world, write_world


def test_rows_and_ids_are_each_other_s_inverse(six_cities: Atlas) -> None:
    ids = six_cities.city_ids
    assert six_cities.rows_of(ids).tolist() == list(range(len(ids)))
    assert [six_cities.row(int(one)) for one in ids] == list(range(len(ids)))


@pytest.mark.parametrize("city_id", [-1, 0, 5, 2**31 - 1, 10**12])
def test_id_that_is_no_place_is_refused(six_cities: Atlas, city_id: int) -> None:
    assert city_id not in six_cities
    assert six_cities.rows_of(np.array([city_id])).tolist() == [-1]
    with pytest.raises(UnknownPlaceError, match=str(city_id)):
        six_cities.row(city_id)


def test_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    tables = council_world()
    cities = list(tables["cities"])
    atlas = Atlas.load(write_world(tmp_path, {**tables, "cities": [*cities, cities[3]]}))
    with pytest.raises(DataError, match=f"id {cities[3][c.CITY_ID]} twice"):
        atlas.city_ids  # noqa: B018


def test_columns_cannot_be_changed(six_cities: Atlas) -> None:
    with pytest.raises(ValueError, match="read-only"):
        six_cities.cities.column(c.POPULATION)[0] = 1


def test_rows_of_a_child_table_are_those_of_the_key(council) -> None:  # type: ignore[no-untyped-def]
    rivers = council.world.atlas.table("city_rivers")
    assert [row[c.RIVER] for row in rivers.rows(MARY)] == ["Murghab"]
    assert rivers.rows(BARI) == []
    assert [row[c.NAME] for row in council.world.atlas.table("countries").rows("TM")] == [
        "Turkmenistan"
    ]


def test_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATCHER_DATA", str(tmp_path))
    assert data_directory() == tmp_path
    assert data_directory("elsewhere") == Path("elsewhere")


def test_version_changes_with_any_table(tmp_path: Path) -> None:
    world = council_world()
    first = Atlas.load(write_world(tmp_path / "a", world))
    same = Atlas.load(write_world(tmp_path / "b", world))
    assert first.version == same.version
    world["visa"] = [{c.PASSPORT: "RU", c.DESTINATION: "TM", c.BARRIER: 3}]
    assert Atlas.load(write_world(tmp_path / "c", world)).version != first.version


def test_artefact_is_checked(council) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataError, match="nothing here"):
        council.world.atlas.artefact("nothing here")


def test_every_shipped_table_loads_and_is_listed(shipped: Atlas) -> None:
    listed = {row["table"]: row for row in shipped.contents()}
    assert set(listed) <= set(TABLES)
    assert {"cities", "city_names", "partnerships"} <= set(listed)
    for name in listed:
        assert len(shipped.table(name)) == listed[name]["rows"]
        assert listed[name]["licence"]


def test_shipped_ids_of_child_tables_are_places(shipped: Atlas) -> None:
    for name in shipped.manifest["tables"]:
        for column in (c.CITY_ID, c.CITY_ID_A, c.CITY_ID_B):
            if column in TABLES[name].schema.names:
                ids = shipped.table(name).column(column)
                # An end that is a county or a region has no place.
                ids = ids[ids != 0] if name == "unit_partnerships" else ids
                assert (shipped.rows_of(ids) >= 0).all(), name
    assert shipped.row(KOSTROMA) >= 0
