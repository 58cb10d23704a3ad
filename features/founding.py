"""When Russian towns were founded, by the year a register of towns gives."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from features.place_index import PlaceIndex
from matcher.tables import columns as c
from matcher.text.normalise import name_key

WITHIN_KM: Final = 15.0
FIRST_YEAR: Final = 500
CENTURY: Final = 100
"""A whole number of centuries stands for a century in the register, not for a year."""

CHARTERED: Final = range(1775, 1787)
"""Years in which villages of old were made district towns: the year tells of that."""


def founding_years(raw: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Tie the towns of the register to places by name and coordinates.

    Parameters
    ----------
    raw : DataFrame
        ``city, region, geo_lat, geo_lon, foundation_year``, as the register writes them.
    index : PlaceIndex

    Returns
    -------
    DataFrame
        Shaped as the table ``founding_years``; a town whose name no place near it bears,
        and a year that is no figure, or none of a founding, are left out.
    """
    found: dict[int, int] = {}
    for city, region, latitude, longitude, text in raw[
        ["city", "region", "geo_lat", "geo_lon", "foundation_year"]
    ].itertuples(index=False, name=None):
        year = str(text).strip()
        key = name_key(str(city or region))
        if not (year.isdigit() and int(year) >= FIRST_YEAR and key):
            continue
        if int(year) % CENTURY == 0 or int(year) in CHARTERED:
            continue
        near = index.within_km(float(latitude), float(longitude), WITHIN_KM)
        near = near[~index.is_part[near]]
        named = [row for row in near.tolist() if key in index.names_of(row)]
        if named:
            best = max(named, key=lambda row: (index.population[row], -row))
            found.setdefault(int(index.city_id[best]), int(year))
    frame = pd.DataFrame(sorted(found.items()), columns=[c.CITY_ID, c.YEAR])
    return frame.astype({c.CITY_ID: np.int32, c.YEAR: np.int16})
