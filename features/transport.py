"""Airports with scheduled routes and the nearest one of each place (ODbL)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from matcher.tables import columns as c

_AIRPORTS = {
    "iata": c.AIRPORT,
    "name": c.NAME,
    "country": c.COUNTRY,
    "lat": c.LATITUDE,
    "lon": c.LONGITUDE,
    "destinations_2014": c.CONNECTIONS,
}
_NEAREST = {
    "geonameid": c.CITY_ID,
    "nearest_route_airport": c.AIRPORT,
    "airport_km": c.AIRPORT_KM,
}


def read_airports(path: Path) -> pd.DataFrame:
    """Read the airports that had scheduled routes in 2014.

    Returns
    -------
    DataFrame
        ``airport`` (IATA code), ``name``, ``country``, ``latitude``,
        ``longitude``, ``connections`` (destinations in 2014).
    """
    frame = pd.read_csv(path, keep_default_na=False)
    return frame[list(_AIRPORTS)].rename(columns=_AIRPORTS)


def read_nearest_airport(path: Path) -> pd.DataFrame:
    """Read the nearest airport with scheduled routes of each place.

    Returns
    -------
    DataFrame
        ``city_id``, ``airport`` (IATA code), ``airport_km`` (crow-flight).
    """
    return pd.read_parquet(path, columns=list(_NEAREST)).rename(columns=_NEAREST)
