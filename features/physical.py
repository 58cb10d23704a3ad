"""Feature code, elevation, climate, coast and named lake of each place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from matcher.tables import columns as c

_COLUMNS = {
    "geonameid": c.CITY_ID,
    "geonames_feature_code": c.FEATURE_CODE,
    "admin2_code": c.ADMIN2_CODE,
    "elevation_m": c.ELEVATION_M,
    "koppen": c.CLIMATE_CLASS,
    "temp_mean_c": c.TEMPERATURE_MEAN_C,
    "temp_warmest_month_c": c.TEMPERATURE_WARMEST_C,
    "temp_coldest_month_c": c.TEMPERATURE_COLDEST_C,
    "precip_mm_year": c.PRECIPITATION_MM,
    "coast_km": c.COAST_KM,
    "nearest_lake_within10km": c.LAKE,
    "lake_km": c.LAKE_KM,
}
_WORDS = (c.FEATURE_CODE, c.ADMIN2_CODE, c.CLIMATE_CLASS, c.LAKE)


def read_physical(path: Path) -> pd.DataFrame:
    """Read the physical facts of places.

    Parameters
    ----------
    path : Path
        The parquet file of facts by GeoNames id.

    Returns
    -------
    DataFrame
        One row a place, sorted by ``city_id``. Unknown is ``""`` for words and
        NaN for figures; distances are kilometres as the crow flies.
    """
    frame = pd.read_parquet(path, columns=list(_COLUMNS)).rename(columns=_COLUMNS)
    frame = frame.fillna(dict.fromkeys(_WORDS, "")).astype({c.CITY_ID: "int32"})
    return frame.sort_values(c.CITY_ID, ignore_index=True)
