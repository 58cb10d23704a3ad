"""The lake of each place and its right name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from features.shorelines import Shore
from matcher.errors import DataError
from matcher.tables import columns as c

LAKE_WITHIN_KM: Final = 5.0
LARGE_LAKE_KM2: Final = 300.0
LARGE_LAKE_WITHIN_KM: Final = 10.0
"""A lake this large is told of places farther off."""

POINT_OF_LAKE_KM: Final = 10.0
"""The point kept for a lake lies this near to its shore."""

SAME_LAKE_KM: Final = 2.0
"""Two maps speak of one lake when their distances differ by less."""

ON_MAP: Final = "on_map"


def mended(names: pd.Series, right: pd.DataFrame) -> pd.Series:
    """Return the names of lakes of the map, each as it is rightly written.

    Parameters
    ----------
    names : Series of str
    right : DataFrame
        The hand-kept table ``lake_names``: ``on_map, lake``.
    """
    by_name = dict(zip(right[ON_MAP], right[c.LAKE], strict=True))
    return names.map(lambda name: by_name.get(name, name)).astype("str")


def with_lakes(
    places: pd.DataFrame,
    lakes: Shore,
    kept: Mapping[int, str],
    reaches: pd.DataFrame,
    bodies: pd.DataFrame,
) -> pd.DataFrame:
    """Set the lake that is near, named where a map or a hand-kept table has a name.

    A name of the map holds where its distance is that of the shore. Elsewhere on a shore it
    holds only where the map has one name for the whole of it: several are a chain of waters.

    Parameters
    ----------
    places : DataFrame
        ``latitude, longitude`` and ``lake, lake_km`` of the map that names lakes.
    lakes : Shore
        Shores of all lakes of 10 square km.
    kept : mapping of int to str
        Names of lakes kept by hand, by polygon.
    reaches : DataFrame
        The hand-kept table ``lake_reaches``: ``lake, south, west, north, east``; places in the
        box have that lake, or none where it is empty. The smallest box wins.
    bodies : DataFrame
        ``km2`` of each polygon; one of `LARGE_LAKE_KM2` reaches `LARGE_LAKE_WITHIN_KM`.
    """
    km, body = lakes.nearest(places[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float))
    told = places[c.LAKE].to_numpy(dtype=object)
    told_km = np.where(told != "", places[c.LAKE_KM].to_numpy(dtype=float), np.nan)
    agree = (np.abs(told_km - km) <= SAME_LAKE_KM) & (told != "")
    on_body = pd.Series(told[agree]).groupby(body[agree])
    alone: dict[Any, Any] = on_body.first()[on_body.nunique() == 1].to_dict()
    ours = np.array([kept.get(one, "") for one in body.tolist()], dtype=object)
    voted = np.array([alone.get(one, "") for one in body.tolist()], dtype=object)
    named = np.where(ours != "", ours, np.where(agree, told, voted))
    nearer = (km <= LARGE_LAKE_WITHIN_KM) & ~(told_km < km - SAME_LAKE_KM)
    lake = np.where(nearer, named, told)
    lake_km = np.where(nearer, km.round(1), told_km)
    large = nearer & (bodies.loc[body, "km2"].to_numpy() >= LARGE_LAKE_KM2)
    near = lake_km <= np.where(large, LARGE_LAKE_WITHIN_KM, LAKE_WITHIN_KM)
    lake, lake_km = np.where(near, lake, ""), np.where(near, lake_km, np.nan)
    by_hand = _in_reach(places, reaches)
    boxed = np.array([one is not None for one in by_hand]) & ~np.isnan(lake_km)
    lake = np.where(boxed, np.array([one or "" for one in by_hand], dtype=object), lake)
    lake_km = np.where(boxed & (lake == ""), np.nan, lake_km)
    found = places.copy()
    found[c.LAKE] = pd.Series(lake, index=places.index, dtype="str")
    found[c.LAKE_KM] = lake_km.astype("float32")
    return found


def _in_reach(places: pd.DataFrame, reaches: pd.DataFrame) -> list[str | None]:
    """Return the lake of the smallest box that each place lies in, None outside all."""
    lat = places[c.LATITUDE].to_numpy(dtype=float)
    lon = places[c.LONGITUDE].to_numpy(dtype=float)
    found: list[str | None] = [None] * len(places)
    boxes = reaches[["south", "west", "north", "east"]].to_numpy(dtype=float)
    size = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    names = reaches[c.LAKE].astype(str).to_numpy()
    for at in np.argsort(-size, kind="stable"):
        south, west, north, east = boxes[at]
        inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        for row in np.flatnonzero(inside):
            found[row] = str(names[at])
    return found


def kept_lakes(kept: pd.DataFrame, lakes: Shore) -> dict[int, str]:
    """Return the names of the hand-kept table by the polygon whose shore is nearest to its point.

    Raises
    ------
    DataError
        No lake lies near the point.
    """
    km, body = lakes.nearest(kept[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float))
    if (km > POINT_OF_LAKE_KM).any():
        lost = sorted(kept.loc[km > POINT_OF_LAKE_KM, c.LAKE])
        raise DataError(
            f"no lake on the map near {lost} of data/curated/lakes.csv: "
            "give a point on its shore, or leave out a lake below 10 square km"
        )
    return dict(zip(body.tolist(), kept[c.LAKE], strict=True))
