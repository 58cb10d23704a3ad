import pandas as pd
from geopy.distance import great_circle

from features import culture
from matcher.tables import columns as c

PLACES = pd.DataFrame({c.CITY_ID: [1, 2], c.LATITUDE: [40.0, 40.0], c.LONGITUDE: [20.0, 21.0]})
SITES = pd.DataFrame(
    {
        "id_no": [7, 7, 8],
        "name_en": ["Old town ", "Old town ", "Far away"],
        "date_inscribed": [1990, 1990, 2000],
        "latitude": [40.1, 40.1, 45.0],
        "longitude": [20.1, 20.1, 20.0],
    }
)


def test_heritage_lists_each_site_once_with_its_distance():
    found = culture.heritage_near(SITES, PLACES)
    assert found[[c.CITY_ID, c.SITE_ID, c.SITE]].to_numpy().tolist() == [[1, 7, "Old town"]]
    expected = great_circle((40.0, 20.0), (40.1, 20.1)).km
    assert abs(found[c.DISTANCE_KM].iloc[0] - expected) < 0.1


def test_a_site_that_lost_its_title_is_none():
    gone = SITES.assign(name_en=[culture.DELISTED[0], culture.DELISTED[0], "Far away"])
    assert culture.heritage_near(gone, PLACES).empty
