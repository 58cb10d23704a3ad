import pandas as pd

from features import physical
from matcher.tables import columns as c


def _facts(path):
    pd.DataFrame(
        {
            "geonameid": [2, 1],
            "geonames_feature_code": [None, "PPLC"],
            "admin2_code": [None, "NA"],
            "elevation_m": [None, 5.0],
            "koppen": [None, "Dfb"],
            "temp_mean_c": [1.0, 2.0],
            "temp_warmest_month_c": [1.0, 2.0],
            "temp_coldest_month_c": [1.0, 2.0],
            "precip_mm_year": [1.0, 2.0],
            "coast_km": [1.0, 2.0],
            "nearest_lake_within10km": [None, "Lake"],
            "lake_km": [None, 3.0],
        }
    ).to_parquet(path)
    return path


def test_physical_facts_say_unknown_in_the_schemas_words(tmp_path):
    frame = physical.read_physical(_facts(tmp_path / "facts.parquet"))
    assert frame[c.CITY_ID].tolist() == [1, 2]
    assert frame[c.FEATURE_CODE].tolist() == ["PPLC", ""]
    assert frame[c.ADMIN2_CODE].tolist() == ["NA", ""]
    assert frame[c.LAKE].tolist() == ["Lake", ""]
    assert frame[c.ELEVATION_M].isna().tolist() == [False, True]
