"""Shorelines of the sea and of lakes, from the Global Self-consistent Hierarchical Shorelines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c

Points = NDArray[np.float64]

OCEAN: Final = "ocean"
CASPIAN: Final = "Caspian Sea"
"""The two waters that sea ships do not pass between."""

LAND, LAKE = 1, 2
CASPIAN_KM2: Final = 300_000.0
"""No lake but the Caspian Sea is as large."""

LEAST_LAKE_KM2: Final = 10.0
LEAST_ROUNDNESS: Final = 0.02
"""Area over that of a circle of the same shore; less is a river drawn with both banks."""

STEP_KM: Final = 1.0
_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Shore:
    """Points along shorelines, at most `STEP_KM` apart.

    Attributes
    ----------
    points : ndarray of shape (n, 2)
        Latitude and longitude, degrees.
    body : ndarray of int, shape (n,)
        The polygon each lies on.
    """

    points: Points
    body: NDArray[np.int64]

    def of(self, bodies: pd.Index) -> Shore:
        """Return the shores of some polygons only."""
        kept = np.isin(self.body, bodies)
        return Shore(self.points[kept], self.body[kept])

    def nearest(self, asked: Points) -> tuple[Points, NDArray[np.int64]]:
        """Return the distance in km and the polygon of the nearest shore of each point."""
        chord, row = cKDTree(_on_sphere(self.points)).query(_on_sphere(asked))
        km = 2 * np.arcsin(np.clip(chord / 2, 0, 1)) * EARTH_RADIUS_KM
        return np.asarray(km), self.body[row]


def read_bodies(path: Path) -> pd.DataFrame:
    """Read what is told of each polygon.

    Returns
    -------
    DataFrame
        ``kind`` (1 land, 2 lake, 3 island in a lake), ``km2``, ``start`` and ``length`` in bytes.
    """
    names = ["kind", "km2", "points", "south", "north", "start", "length", "id"]
    found = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"id": str})
    return found[["kind", "km2", "start", "length"]]


def read_points(path: Path) -> pd.DataFrame:
    """Read the points of all polygons, ``longitude`` and ``latitude`` in degrees."""
    flat = np.fromfile(path, dtype="<f4").reshape(-1, 2)
    return pd.DataFrame(flat, columns=[c.LONGITUDE, c.LATITUDE])


def shores(points: pd.DataFrame, bodies: pd.DataFrame, rows: Iterable[int]) -> Shore:
    """Read the shorelines of some polygons.

    Parameters
    ----------
    points : DataFrame
        As :func:`read_points` returns it.
    bodies : DataFrame
        As :func:`read_bodies` returns it.
    rows : iterable of int
        Rows of `bodies`.
    """
    content = points.to_numpy()
    parts = {int(row): _dense(_ring(content, _body(bodies, row))) for row in rows}
    body = np.repeat(list(parts), [len(part) for part in parts.values()])
    return Shore(np.concatenate(list(parts.values())), body.astype(np.int64))


def sea_rows(bodies: pd.DataFrame) -> pd.Index:
    """Return the rows of land and of the Caspian Sea."""
    return bodies.index[(bodies["kind"] == LAND) | (bodies["km2"] > CASPIAN_KM2)]


def lake_rows(points: pd.DataFrame, bodies: pd.DataFrame) -> pd.Index:
    """Return the rows of lakes of `LEAST_LAKE_KM2` and more, without rivers with two banks."""
    lakes = bodies[(bodies["kind"] == LAKE) & (bodies["km2"] < CASPIAN_KM2)]
    lakes = lakes[lakes["km2"] >= LEAST_LAKE_KM2]
    content = points.to_numpy()
    shore_km = np.array([_length_km(_ring(content, lake)) for _, lake in lakes.iterrows()])
    return lakes.index[4 * np.pi * lakes["km2"] / shore_km**2 >= LEAST_ROUNDNESS]


def without_estuaries(shore: Shore, estuaries: pd.DataFrame) -> Shore:
    """Leave out the shore of tidal rivers that the map draws as coast.

    Parameters
    ----------
    shore : Shore
    estuaries : DataFrame
        The hand-kept table: ``south, west, north, east`` in degrees.
    """
    lat, lon = shore.points.T
    river = np.zeros(len(lat), dtype=bool)
    for box in estuaries[["south", "west", "north", "east"]].astype(float).itertuples(index=False):
        river |= (lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east)
    return Shore(shore.points[~river], shore.body[~river])


def coast(
    shore: Shore, bodies: pd.DataFrame, asked: pd.DataFrame
) -> tuple[Points, NDArray[np.str_]]:
    """Return the distance of places from the sea, and which of the two waters that is."""
    km, body = shore.nearest(asked[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float))
    is_caspian = np.isin(body, bodies.index[bodies["kind"] == LAKE])
    return km, np.where(is_caspian, CASPIAN, OCEAN)


def _body(bodies: pd.DataFrame, row: int) -> pd.Series:
    found: pd.Series = bodies.iloc[row]
    return found


def _ring(points: NDArray[np.float32], body: pd.Series) -> Points:
    first, count = int(body["start"]) // _BYTES, int(body["length"]) // _BYTES
    found: Points = points[first : first + count, ::-1].astype(np.float64)
    found[:, 1] = (found[:, 1] + 180) % 360 - 180
    return found


def _segments(ring: Points) -> tuple[Points, Points, Points]:
    """Return both ends of each segment and its length in km, without the cut at 180 degrees."""
    first, last = ring[:-1], ring[1:]
    east = np.abs(last[:, 1] - first[:, 1])
    cut = (np.abs(np.abs(first[:, 1]) - 180) < 1e-6) & (np.abs(np.abs(last[:, 1]) - 180) < 1e-6)
    first, last = first[~cut & (east < 180)], last[~cut & (east < 180)]
    delta = np.radians(last - first)
    delta[:, 1] *= np.cos(np.radians(first[:, 0]))
    return first, last, np.hypot(*delta.T) * EARTH_RADIUS_KM


def _length_km(ring: Points) -> float:
    return float(_segments(ring)[2].sum())


def _dense(ring: Points) -> Points:
    """Return points along a ring, at most `STEP_KM` apart."""
    first, last, km = _segments(ring)
    steps = np.maximum(1, np.ceil(km / STEP_KM)).astype(int)
    row = np.repeat(np.arange(len(first)), steps)
    at = (np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[row]
    return np.asarray(first[row] + (last - first)[row] * at[:, None])


def _on_sphere(points: Points) -> Points:
    lat, lon = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
