"""World Heritage sites near places."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c

HERITAGE_WITHIN_KM: Final = 25.0

DELISTED: Final = ("Liverpool – Maritime Mercantile City",)
"""Sites that the list has and that lost the title since: Liverpool in July 2021."""


def heritage_near(
    raw: pd.DataFrame, places: pd.DataFrame, within_km: float = HERITAGE_WITHIN_KM
) -> pd.DataFrame:
    """List the World Heritage sites near each place.

    Parameters
    ----------
    raw : DataFrame
        ``id_no, name_en, date_inscribed, latitude, longitude``; a site has one
        point, so a site of many parts is near only that one.
    places : DataFrame
        ``city_id, latitude, longitude``.
    within_km : float
        Great-circle radius.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_heritage``.
    """
    listed = raw[~raw["name_en"].str.strip().isin(DELISTED)]
    sites = listed.drop_duplicates("id_no").reset_index(drop=True)
    tree = BallTree(_radians(places), metric="haversine")
    rows, distances = tree.query_radius(
        _radians(sites), within_km / EARTH_RADIUS_KM, return_distance=True
    )
    site = np.repeat(np.arange(len(sites)), [len(found) for found in rows])
    place = np.concatenate(rows).astype(int)
    km = np.concatenate(distances) * EARTH_RADIUS_KM
    return pd.DataFrame(
        {
            c.CITY_ID: places[c.CITY_ID].to_numpy()[place],
            c.SITE_ID: sites["id_no"].to_numpy()[site],
            c.SITE: sites["name_en"].str.strip().to_numpy()[site],
            c.YEAR: sites["date_inscribed"].to_numpy()[site],
            c.DISTANCE_KM: km.round(1),
        }
    )


def _radians(points: pd.DataFrame) -> np.ndarray:
    return np.radians(points[["latitude", "longitude"]].to_numpy(dtype=float))
