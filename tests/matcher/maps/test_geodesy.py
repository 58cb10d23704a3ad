import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from matcher.maps.geodesy import geodesic_km, haversine_km

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@given(latitudes, longitudes, latitudes, longitudes)
def test_haversine_stays_within_six_tenths_of_a_percent_of_the_ellipsoid(a, b, c, d):
    exact = geodesic_km(a, b, c, d)
    found = float(haversine_km(a, b, np.array([c]), np.array([d]))[0])
    assert found == pytest.approx(exact, rel=6e-3, abs=0.01)


@given(latitudes, longitudes, latitudes, longitudes)
def test_geodesic_is_that_of_geopy(a, b, c, d):
    assert geodesic_km(a, b, c, d) == pytest.approx(geodesic((a, b), (c, d)).km, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((0, 179.9), (0, -179.9)),
        ((89.9, 0), (89.9, 180)),
        ((-90, 0), (-90, 90)),
        ((10, 5), (10, 5)),
    ],
)
def test_haversine_crosses_antimeridian_and_poles_like_the_ellipsoid(first, second):
    exact = geodesic_km(*first, *second)
    found = float(haversine_km(*first, np.array([second[0]]), np.array([second[1]]))[0])
    assert found == pytest.approx(exact, rel=6e-3, abs=0.01)
    back = float(haversine_km(*second, np.array([first[0]]), np.array([first[1]]))[0])
    assert found == pytest.approx(back)
