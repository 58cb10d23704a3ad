import json
from itertools import pairwise

import pytest

from features.outlines import cut_at_antimeridian, decoded_arcs, read_outlines
from matcher.tables import columns as c


def area(ring: list[tuple[float, float]]) -> float:
    """Area by the shoelace formula."""
    pairs = pairwise(ring)
    return abs(sum(x * level - other * y for (x, y), (other, level) in pairs)) / 2


def steps(ring: list[tuple[float, float]]) -> list[float]:
    return [abs(b[0] - a[0]) for a, b in pairwise(ring)]


def test_ring_away_from_the_antimeridian_stays_as_it_is() -> None:
    ring = [(10.0, 0.0), (20.0, 0.0), (20.0, 10.0), (10.0, 0.0)]
    assert cut_at_antimeridian(ring) == [ring]


def test_ring_across_the_antimeridian_is_cut_in_two_of_the_same_area() -> None:
    # 20 degrees wide and 10 high, half on each side.
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    parts = cut_at_antimeridian(ring)
    assert sorted(map(area, parts)) == pytest.approx([100, 100])
    for part in parts:
        assert part[0] == part[-1]
        assert max(steps(part)) <= 10


def test_ring_round_the_pole_is_closed_over_it() -> None:
    ring = [(float(x), -70.0) for x in (-135, -45, 45, 135)] + [(-135.0, -70.0)]
    parts = cut_at_antimeridian(ring)
    assert sum(map(area, parts)) == pytest.approx(360 * 20)
    assert min(y for part in parts for _, y in part) == -90


@pytest.fixture
def topology(tmp_path):
    content = {
        "transform": {"scale": [0.5, 0.5], "translate": [170, 0]},
        # Each arc starts at a position, then goes on by differences.
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "643", "arcs": [[0, 1]], "properties": {"name": "R"}},
                    {"type": "MultiPolygon", "arcs": [[[0, 1]]], "properties": {"name": "Kosovo"}},
                ]
            }
        },
    }
    path = tmp_path / "countries-110m.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_arcs_are_sums_of_differences(topology) -> None:
    arcs = decoded_arcs(json.loads(topology.read_text()))
    assert arcs[0] == [(170, 0), (175, 0), (175, 5)]


def test_rings_join_their_arcs_and_bear_the_code_of_their_country(topology) -> None:
    frame = read_outlines(topology)
    assert frame[c.RING].unique().tolist() == [0, 1]
    assert frame.groupby(c.RING)[c.COUNTRY].first().tolist() == ["RU", "XK"]
    first = frame[frame[c.RING] == 0]
    points = list(zip(first[c.LONGITUDE], first[c.LATITUDE], strict=True))
    assert points == [(170, 0), (175, 0), (175, 5), (170, 5), (170, 0)]
    assert first[c.POINT].tolist() == list(range(5))
