"""Two ids of one city: which of them stands for both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from matcher.maps.geodesy import geodesic_km
from matcher.tables import columns as c

SAME_PLACE_KM: Final = 3.0
DOUBLE: Final = "double"
"""Verdict of the hand-kept table ``doubles`` on two ids that are one city."""


def doubles(judged: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Return for each place the id that stands for it, 0 where it stands for itself.

    Parameters
    ----------
    judged : DataFrame
        The hand-kept table ``doubles``: ``city_id``, ``double_of`` (the
        principal) and ``verdict``.
    places : DataFrame
        city_id, name, latitude, longitude, country, admin1_code, population
        (0 unknown), feature_code and district_of.

    Returns
    -------
    Series of int32
        Aligned with `places`.

    Notes
    -----
    Where nobody has judged, two places of one name in one region within 3 km
    are doubles if the population of one is unknown, or both have the same. The
    greater one stands for both, then the one with a feature code, then the
    lesser id.
    """
    found = _inferred(judged, places)
    rows = judged[judged["verdict"] == DOUBLE]
    found |= dict(zip(rows[c.CITY_ID].astype(int), rows[c.DOUBLE_OF].astype(int), strict=True))
    for city in sorted(found):
        while found[city] in found:
            found[city] = found[found[city]]
    return places[c.CITY_ID].map(found).fillna(0).astype("int32")


def _inferred(judged: pd.DataFrame, places: pd.DataFrame) -> dict[int, int]:
    known = set(judged[c.CITY_ID].astype(int)) | set(judged[c.DOUBLE_OF].astype(int))
    frame = places[(places[c.DISTRICT_OF] == 0) & ~places[c.CITY_ID].isin(known)]
    keys = [c.COUNTRY, c.ADMIN1_CODE, c.NAME]
    frame = frame.loc[
        frame.duplicated(keys, keep=False),
        [*keys, c.CITY_ID, c.LATITUDE, c.LONGITUDE, c.POPULATION, c.FEATURE_CODE],
    ]
    pairs = frame.merge(frame, on=keys, suffixes=("", "_other"))
    same = pairs["population_other"].isin([0]) | (pairs["population_other"] == pairs[c.POPULATION])
    near = (pairs[c.LATITUDE] - pairs["latitude_other"]).abs() < SAME_PLACE_KM / 100
    pairs = pairs[same & near & (pairs[c.CITY_ID] != pairs["city_id_other"])]
    pairs = pairs[pairs[c.POPULATION] > 0].sort_values([c.CITY_ID, "city_id_other"])
    found: dict[int, int] = {}
    one: Any
    for one in pairs.itertuples():
        km = geodesic_km(one.latitude, one.longitude, one.latitude_other, one.longitude_other)
        first = _rank(one.population, one.feature_code, one.city_id)
        second = _rank(one.population_other, one.feature_code_other, one.city_id_other)
        if km <= SAME_PLACE_KM and first < second:
            found.setdefault(int(one.city_id_other), int(one.city_id))
    return found


def _rank(population: int, feature_code: object, city: int) -> tuple[int, bool, int]:
    """Sort the id that stands for both first."""
    return (-population, str(feature_code) in ("", "nan"), city)


def of_principals(
    frame: pd.DataFrame,
    stands_for: Mapping[int, int],
    one: str,
    other: str,
    *,
    ordered: bool = False,
) -> pd.DataFrame:
    """Put the principal in the place of each double in two columns of ids.

    Parameters
    ----------
    frame : DataFrame
    stands_for : mapping of int to int
        Each double with its principal.
    one, other : str
        The columns.
    ordered : bool, optional
        Keep the lesser id in `one`, and leave out pairs that become one place.

    Returns
    -------
    DataFrame
    """
    ids = {
        name: frame[name].map(lambda city: stands_for.get(int(city), int(city))).astype(np.int64)
        for name in (one, other)
    }
    frame = frame.assign(**ids)
    if ordered:
        low, high = np.minimum(ids[one], ids[other]), np.maximum(ids[one], ids[other])
        frame = frame.assign(**{one: low, other: high})[low != high]
    return frame
