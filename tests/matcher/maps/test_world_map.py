import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.maps.window import HEIGHT, WIDTH, Marker, window_around
from matcher.maps.world_map import WorldMap
from matcher.tables.atlas import Atlas

SUVA = Marker(-18.14, 178.44, "Suva", "query")
AUCKLAND = Marker(-36.85, 174.76, "Auckland", "partner")
APIA = Marker(-13.83, -171.77, "Apia", "candidate")
KOSTROMA = Marker(57.77, 40.93, "Kostroma", "query")
MARY = Marker(37.59, 61.83, "Mary", "candidate")


def positions(svg: str, shape: str) -> list[tuple[float, float]]:
    found = re.findall(rf'<{shape} c?x="([-\d.]+)" c?y="([-\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def test_places_on_both_sides_of_the_antimeridian_are_neighbours() -> None:
    window = window_around([SUVA, AUCKLAND, APIA])
    # From Auckland to Apia there are 13.5 degrees across the antimeridian, 346.5 the other way.
    assert window.width_deg < 120
    assert window.x(AUCKLAND.longitude) < window.x(SUVA.longitude) < window.x(APIA.longitude)


def test_way_across_the_antimeridian_is_drawn_without_a_streak(six_cities: Atlas) -> None:
    svg = WorldMap(six_cities).svg([SUVA, AUCKLAND, APIA], "a map")
    way = re.search(r'<path d="([^"]+)" fill="none"', svg)
    assert way is not None
    steps = [float(x) for x in re.findall(r"[ML]([-\d.]+) ", way[1])]
    assert max(abs(b - a) for a, b in pairwise(steps)) < WIDTH / 10
    assert way[1].count("M") == 1


degrees = st.tuples(st.floats(-80, 80), st.floats(-180, 180))


@given(st.lists(degrees, min_size=1, max_size=8))
def test_every_place_is_inside_the_frame(places: list[tuple[float, float]]) -> None:
    markers = [Marker(latitude, longitude, "a", "partner") for latitude, longitude in places]
    window = window_around(markers)
    assert 0 < window.width_deg <= 360
    for one in markers:
        assert -1e-6 <= window.x(one.longitude) <= WIDTH + 1e-6
        assert -1e-6 <= window.y(one.latitude) <= HEIGHT + 1e-6


def test_kinds_differ_in_shape_and_not_in_colour_alone(six_cities: Atlas) -> None:
    broken = Marker(54.78, -1.58, "Durham", "broken")
    svg = WorldMap(six_cities).svg([KOSTROMA, MARY, AUCKLAND, broken], "a map")
    assert svg.count("<polygon") == 1
    assert svg.count('width="8"') == 1
    assert svg.count('r="3.4" fill="#fff"') == 1
    assert svg.count('r="3.4" fill="#1d3f72"') == 1


def test_map_is_one_element_that_loads_nothing(six_cities: Atlas) -> None:
    svg = WorldMap(six_cities).svg([Marker(0, 0, "<b>&", "query"), MARY], "A & B")
    root = ET.fromstring(svg)  # noqa: S314
    assert root.tag.endswith("svg")
    assert "href" not in svg
    assert "<b>" not in svg


def test_labels_do_not_cover_each_other(six_cities: Atlas) -> None:
    crowd = [Marker(57.77 + i / 50, 40.9, f"City {i}", "partner") for i in range(30)]
    svg = WorldMap(six_cities).svg([KOSTROMA, *crowd], "a map")
    assert svg.count("<text") < 31


@pytest.fixture(scope="module")
def drawn(shipped: Atlas) -> str:
    if "outlines" not in shipped.manifest["tables"]:
        pytest.skip("these tables have no outlines")
    return WorldMap(shipped).svg([SUVA, AUCKLAND, APIA], "a map", ["NZ"])


def test_land_does_not_streak_across_the_frame(drawn: str) -> None:
    for ring in re.findall(r"M([^MZ]+)Z", drawn):
        points = [tuple(map(float, pair.split())) for pair in ring.split("L")]
        for (x, y), (other, level) in pairwise(points):
            outside = min(y, level) > HEIGHT or max(y, level) < 0
            assert outside or abs(other - x) < WIDTH / 2


def test_countries_of_a_tier_are_drawn_apart(drawn: str) -> None:
    assert drawn.count('fill="#a9bfa4"') == 1
