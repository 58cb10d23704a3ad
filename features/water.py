"""Sea, lake and sea port of each place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from features.lakes import kept_lakes, mended, with_lakes
from features.shorelines import (
    CASPIAN,
    Shore,
    coast,
    lake_rows,
    sea_rows,
    shores,
    without_estuaries,
)
from matcher.errors import DataError
from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c

SAME_PORT_KM: Final = 5.0
"""A port of the list is one of the hand-kept table when it is as near."""

VERY_SMALL: Final = "V"
CONFIRMED_KM: Final = 15.0
"""A very small harbour is a port when the shorter list has one as near: most are marinas."""

_BERTH: Final = re.compile(r"(?i)\b(?:terminal|jetty|offshore|anchorage)\b")

PORT_OF_RIVER_KM: Final = 290.0
"""The port index has harbours on rivers; farther from the sea they are no sea ports."""

INLAND_KM: Final = 15.0
WATER: Final = "water"
GREAT_LAKE_KM2: Final = 5_000.0
ON_LAKE_KM: Final = 5.0


def with_coast(places: pd.DataFrame, shore: Shore, bodies: pd.DataFrame) -> pd.DataFrame:
    """Set the distance from the sea: that of the map on which the sea is farther.

    One map draws tidal rivers as coast, another the lakes behind a dam; the sea is where both
    have it.

    Parameters
    ----------
    places : DataFrame
        ``latitude, longitude`` and ``coast_km`` of the first map, NaN where it has none.
    shore, bodies : Shore, DataFrame
        The second map.

    Returns
    -------
    DataFrame
        The places with ``coast_km`` and the ``water`` of the nearest shore.
    """
    km, water = coast(shore, bodies, places)
    both = np.fmax(places[c.COAST_KM].to_numpy(dtype=float), km)
    return places.assign(**{c.COAST_KM: both.round(1).astype("float32"), WATER: water})


def sea_ports(
    index: pd.DataFrame,
    short: pd.DataFrame,
    kept: pd.DataFrame,
    right: pd.DataFrame,
    shore: Shore,
    lakes: Shore,
    bodies: pd.DataFrame,
) -> pd.DataFrame:
    """Keep the sea ports of a list that counts every harbour, each with the water it is on.

    Parameters
    ----------
    index : DataFrame
        World Port Index: ``port_name, country, port_latitude, port_longitude, harbor_size``.
        Left out are harbours of great lakes, those far up a river, berths of one terminal and
        very small ones that neither the shorter list nor a name of the hand-kept table confirms.
    short : DataFrame
        ``lat, lon`` of the shorter list.
    kept : DataFrame
        The hand-kept table ``ports``: ``port, latitude, longitude, water``; it wins.
    right : DataFrame
        The hand-kept table ``port_names``: ``on_list, country, port``; an empty port is none.
    shore, lakes, bodies : Shore, Shore, DataFrame
        Of the sea and of lakes.

    Returns
    -------
    DataFrame
        ``seaport, latitude, longitude, water``.
    """
    columns = [c.SEAPORT, c.LATITUDE, c.LONGITUDE]
    listed = index[["port_name", "port_latitude", "port_longitude"]].set_axis(columns, axis=1)
    listed[c.SEAPORT] = listed[c.SEAPORT].str.strip().str.title()
    great = lakes.of(bodies.index[bodies["km2"] >= GREAT_LAKE_KM2])
    on_lake = great.nearest(_degrees(listed))[0] <= ON_LAKE_KM
    known = short.loc[short["lat"].astype(str) != "", ["lat", "lon"]].astype(float)
    known = known.set_axis([c.LATITUDE, c.LONGITUDE], axis=1)
    doubtful = (index["harbor_size"] == VERY_SMALL) & _lacking(listed, known, CONFIRMED_KM)
    berth = listed[c.SEAPORT].str.contains(_BERTH)
    by_name = right.set_index(["on_list", c.COUNTRY])["port"].to_dict()
    keys = list(zip(listed[c.SEAPORT], index[c.COUNTRY], strict=True))
    reviewed = np.array([key in by_name for key in keys])
    listed[c.SEAPORT] = [by_name.get(key, key[0]) for key in keys]
    km, water = coast(shore, bodies, listed)
    likely = reviewed | (~doubtful & ~berth)
    is_port = ~on_lake & likely & (listed[c.SEAPORT] != "") & (km <= PORT_OF_RIVER_KM)
    listed = listed.assign(**{WATER: water})[is_port]
    ours = kept.rename(columns={"port": c.SEAPORT})[[*columns, WATER]]
    caspian = listed[WATER] == CASPIAN
    listed = listed[~caspian & _lacking(listed, ours, SAME_PORT_KM)]
    return pd.concat([ours, listed], ignore_index=True)


def _lacking(ports: pd.DataFrame, others: pd.DataFrame, within_km: float) -> np.ndarray:
    """Return which ports have none of the others as near."""
    chord, _ = cKDTree(_on_sphere(others)).query(_on_sphere(ports))
    return np.asarray(chord * EARTH_RADIUS_KM > within_km)


def with_ports(places: pd.DataFrame, ports: pd.DataFrame) -> pd.DataFrame:
    """Set the nearest sea port on the water of a place's own nearest shore.

    Parameters
    ----------
    places : DataFrame
        ``latitude, longitude, water``.
    ports : DataFrame
        As :func:`sea_ports` returns it.
    """
    name = pd.Series("", index=places.index, dtype="str")
    km = pd.Series(np.nan, index=places.index, dtype="float32")
    for water, here in places.groupby(WATER):
        there = ports[ports[WATER] == water]
        if there.empty:
            continue
        chord, row = cKDTree(_on_sphere(there)).query(_on_sphere(here))
        distance = 2 * np.arcsin(chord / 2) * EARTH_RADIUS_KM
        name.loc[here.index] = there[c.SEAPORT].to_numpy()[row]
        km.loc[here.index] = distance.round(1).astype("float32")
    found = places.copy()
    found[c.SEAPORT], found[c.SEAPORT_KM] = name, km
    return found


def water_of(
    places: pd.DataFrame, raw: Mapping[str, pd.DataFrame], hand_kept: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Set the sea, lake and sea port of places and check them against known ones.

    Parameters
    ----------
    places : DataFrame
        With what the first map has: ``coast_km, lake, lake_km``.
    raw, hand_kept : mapping of str to DataFrame
        Shorelines and lists of ports by source id; the tables ``estuaries``, ``lakes``,
        ``lake_names``, ``lake_reaches``, ``ports``, ``port_names`` and ``known_water``.
    """
    bodies, points = raw["shoreline_bodies"], raw["shoreline_points"]
    sea = without_estuaries(shores(points, bodies, sea_rows(bodies)), hand_kept["estuaries"])
    lakes = shores(points, bodies, lake_rows(points, bodies))
    lists = raw["port_index"], raw["port_list"], hand_kept["ports"], hand_kept["port_names"]
    ports = sea_ports(*lists, sea, lakes, bodies)
    found = with_coast(places, sea, bodies)
    found[c.LAKE] = mended(found[c.LAKE], hand_kept["lake_names"])
    ours = kept_lakes(hand_kept["lakes"], lakes)
    found = with_lakes(found, lakes, ours, hand_kept["lake_reaches"], bodies)
    found = with_ports(found, ports).drop(columns=WATER)
    check(found, hand_kept["known_water"])
    return found


def check(places: pd.DataFrame, known: pd.DataFrame) -> None:
    """Refuse water that contradicts what is known of some places.

    Parameters
    ----------
    places : DataFrame
        ``city_id`` and the columns that `water_of` sets.
    known : DataFrame
        The hand-kept table ``known_water``: ``city_id, city, kind`` (inland: no sea within
        `INLAND_KM`; port: its nearest sea port; lake: its lake)``, value``.

    Raises
    ------
    DataError
        A place by a river has the sea, or a town another port or lake.
    """
    by_id = places.set_index(c.CITY_ID)
    wrong = []
    for one in known.to_dict("records"):
        row = by_id.loc[int(one[c.CITY_ID])]
        held = {
            "inland": row[c.COAST_KM] > INLAND_KM,
            "port": row[c.SEAPORT] == one["value"],
            "lake": row[c.LAKE] == one["value"],
        }[one[c.KIND]]
        if not held:
            wrong.append(f"{one['city']} has {[row[c.COAST_KM], row[c.LAKE], row[c.SEAPORT]]}")
    if wrong:
        raise DataError(
            f"water is not as data/curated/known_water.csv knows it: {'; '.join(wrong)}"
        )


def _degrees(points: pd.DataFrame) -> np.ndarray:
    return points[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float)


def _on_sphere(points: pd.DataFrame) -> np.ndarray:
    lat, lon = np.radians(_degrees(points)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
