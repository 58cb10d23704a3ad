import pandas as pd

from features import physical, transport
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
            "nearest_port": ["Port", "Port"],
            "port_km": [1.0, 2.0],
            "nearest_route_airport": ["AAE", "AAL"],
            "airport_km": [1.0, 2.0],
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


def test_physical_facts_hold_nothing_of_the_airport_source(tmp_path):
    frame = physical.read_physical(_facts(tmp_path / "facts.parquet"))
    assert not {c.AIRPORT, c.AIRPORT_KM} & set(frame.columns)


def test_airports_keep_the_airport_code_nan_and_namibia(tmp_path):
    path = tmp_path / "airports.csv"
    path.write_text(
        "iata,icao,name,city,country,lat,lon,destinations_2014,coordinate_source\n"
        "NAN,NFFN,Nadi,Nadi,FJ,-17.7,177.4,12,x\n"
        "WDH,FYWH,Hosea Kutako,Windhoek,NA,-22.5,17.5,6,x\n",
        encoding="utf-8",
    )
    frame = transport.read_airports(path)
    assert frame[[c.AIRPORT, c.COUNTRY, c.CONNECTIONS]].to_numpy().tolist() == [
        ["NAN", "FJ", 12],
        ["WDH", "NA", 6],
    ]


def test_nearest_airport_is_read_with_its_distance(tmp_path):
    frame = transport.read_nearest_airport(_facts(tmp_path / "facts.parquet"))
    assert frame.sort_values(c.CITY_ID)[c.AIRPORT].tolist() == ["AAL", "AAE"]
