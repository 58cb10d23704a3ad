"""Distances on the globe: fast for models, exact for people."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["geodesic_km", "haversine_km"]

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the WGS 84 ellipsoid."""

ROUNDED_RADIUS_KM: Final = 6371.0
"""The radius that the features of the learned ranker and the linking of names were set with."""

FloatArray = npt.NDArray[Any]


def haversine_km(
    latitude: float, longitude: float, latitudes: FloatArray, longitudes: FloatArray
) -> FloatArray:
    """Return great-circle distances from one point to many.

    Parameters
    ----------
    latitude, longitude : float
        Degrees, WGS 84.
    latitudes, longitudes : numpy.ndarray of shape (n,)
        Degrees, WGS 84.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Kilometres on a sphere; within 0.6 % of the ellipsoid.

    Examples
    --------
    >>> import numpy as np
    >>> haversine_km(0.0, 179.5, np.array([0.0]), np.array([-179.5])).round(1)
    array([111.2])
    """
    phi, phis = np.radians(latitude), np.radians(latitudes)
    half_dphi = (phis - phi) / 2
    half_dlambda = np.radians(longitudes - longitude) / 2
    chord = np.sin(half_dphi) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(half_dlambda) ** 2
    result: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return result


@lru_cache(maxsize=4096)
def geodesic_km(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    """Return the distance on the WGS 84 ellipsoid in kilometres, for a person to read.

    References
    ----------
    C. Karney, Algorithms for geodesics, 2013.

    Examples
    --------
    >>> round(geodesic_km(0.0, 179.5, 0.0, -179.5), 1)  # a degree along the equator
    111.3
    """
    # Imported when first asked for: the package brings every geocoder along.
    from geopy.distance import geodesic

    return float(geodesic((latitude, longitude), (other, other_longitude)).km)
