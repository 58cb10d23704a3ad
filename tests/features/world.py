"""A small world for the tests of linking and districts, positions within a kilometre or so."""

from __future__ import annotations

import pandas as pd

from matcher import columns as c

_PLACES = [
    # id, name, latitude, longitude, country, admin1, population, code, district_of
    (1, "Istanbul", 41.01, 28.95, "TR", "34", 15_000_000, "PPLA", 0),
    (2, "Bağcılar", 41.04, 28.86, "TR", "34", 740_000, "PPLX", 1),
    (3, "Durham", 54.77, -1.58, "GB", "ENG", 47_000, "PPLA2", 0),
    (4, "Durham", 35.99, -78.90, "US", "NC", 283_000, "PPLA2", 0),
    (5, "Bagnolet", 48.87, 2.42, "FR", "11", 36_000, "PPL", 0),
    (6, "Massala", 13.40, -6.50, "ML", "04", 6_000, "PPL", 0),
    (7, "Friedberg", 48.35, 10.98, "DE", "02", 29_953, "PPL", 0),
    (8, "Friedberg", 50.33, 8.75, "DE", "05", 27_484, "PPLA3", 0),
    (9, "Löhne", 52.19, 8.70, "DE", "07", 39_521, "PPL", 0),
    (10, "Lohne", 52.67, 8.24, "DE", "06", 28_089, "PPL", 0),
    (11, "Belgrade", 44.80, 20.47, "RS", "SE", 1_273_651, "PPLC", 0),
    (12, "Čukarica", 44.78, 20.42, "RS", "SE", 0, "PPLA3", 0),
    (13, "Bayt Sāḩūr", 31.70, 35.22, "PS", "WE", 14_921, "PPL", 0),
    (14, "Prague", 50.09, 14.42, "CZ", "52", 1_165_581, "PPLC", 0),
    (15, "Columbus", 39.96, -83.00, "US", "OH", 906_528, "PPLA", 0),
    (16, "Columbus", 32.46, -84.99, "US", "GA", 200_000, "PPLA2", 0),
    (17, "Atlanta", 33.75, -84.39, "US", "GA", 498_715, "PPLA", 0),
    (18, "Savannah", 32.08, -81.10, "US", "GA", 147_780, "PPLA2", 0),
    (19, "Zugdidi", 42.51, 41.87, "GE", "71", 42_998, "PPLA", 0),
    (20, "Heusden", 51.04, 5.28, "BE", "VLG", 31_017, "PPL", 0),
    (21, "Zolder", 51.02, 5.32, "BE", "VLG", 17_289, "PPL", 0),
    (22, "Windhoek", -22.56, 17.08, "NA", "21", 268_132, "PPLC", 0),
]

_ALIASES = [
    (1, "İstanbul"), (1, "Стамбул"), (11, "Beograd"), (11, "Белград"), (13, "Beit Sahur"),
    (14, "Praha"), (14, "Prag"), (6, "Massala"), (12, "Чукарица"),
]  # fmt: skip


def places() -> pd.DataFrame:
    """Twenty-two places with the traps a linker falls into."""
    return pd.DataFrame(
        _PLACES,
        columns=[
            c.CITY_ID, c.NAME, c.LATITUDE, c.LONGITUDE, c.COUNTRY, c.ADMIN1_CODE,
            c.POPULATION, c.FEATURE_CODE, c.DISTRICT_OF,
        ],
    )  # fmt: skip


def aliases() -> pd.DataFrame:
    """Their other names."""
    return pd.DataFrame(_ALIASES, columns=[c.CITY_ID, c.NAME])
