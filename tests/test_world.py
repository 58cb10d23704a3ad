from __future__ import annotations

import math
from pathlib import Path

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.tables.schema import TABLES
from tests.world import KOSTROMA, six_city_world, write_world


def test_world_has_every_table_as_the_schema_says(six_cities: Atlas) -> None:
    rows = {name: len(six_cities.table(name)) for name in TABLES}
    assert rows["cities"] == 6
    assert rows["city_names"] >= 6
    assert rows["visa"] == 0


def test_world_fills_what_is_not_given_with_unknown(six_cities: Atlas) -> None:
    row = six_cities.row(KOSTROMA)
    cities = six_cities.cities
    assert cities.column(c.POPULATION)[row] == 277280
    assert math.isnan(cities.column(c.COAST_KM)[row])
    assert cities.column(c.ADMIN_RANK)[row] == -1
    assert cities.column(c.CLIMATE_CLASS)[row] == ""


def test_world_is_the_same_bytes_when_written_again(tmp_path: Path) -> None:
    first = write_world(tmp_path / "first", six_city_world())
    second = write_world(tmp_path / "second", six_city_world())
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes()
