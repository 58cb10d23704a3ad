"""Places by country and name key, and by location, for linking labels to them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.neighbors import BallTree

from features.place_labels import spelling
from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.tables import columns as c
from matcher.text.normalise import name_key

_SUFFIX: Final = re.compile(r"(?<=\w\w\w) (city|si|shi|gun|qu)$| kerulet$")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Match:
    """A place that bears a name: its row and whether the name is its own."""

    row: int
    own: bool


class PlaceIndex:
    """Look places up by name within countries and by distance.

    The countries of the United Kingdom stand as "GB-ENG" and so on; ``row_of`` gives the
    row of a city_id.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns city_id, name, latitude, longitude, country, admin1_code, population (0
        unknown), feature_code ("" unknown) and, where known, admin2_code.
    aliases : pandas.DataFrame
        Columns city_id and name, or city_id and name_key: every other name.
    """

    def __init__(self, places: pd.DataFrame, aliases: pd.DataFrame) -> None:
        frame = places.sort_values(c.CITY_ID, ignore_index=True)
        self.city_id: Rows = frame[c.CITY_ID].to_numpy(np.int64)
        self.row_of = {city: row for row, city in enumerate(self.city_id.tolist())}
        country = frame[c.COUNTRY].astype(str)
        # Lists name the countries of the United Kingdom, and its namesakes are many.
        self.admin1 = frame[c.ADMIN1_CODE].fillna("").astype(str).to_numpy()
        admin2 = frame[c.ADMIN2_CODE] if c.ADMIN2_CODE in frame else pd.Series("", frame.index)
        self.admin2 = admin2.fillna("").astype(str).to_numpy()
        part = country + "-" + self.admin1
        self.country = np.where(country == "GB", part, country)
        self.population: Rows = frame[c.POPULATION].to_numpy(np.int64)
        self.is_part = (frame[c.FEATURE_CODE] == "PPLX").to_numpy(np.bool_)
        self.district_of: Rows = np.zeros(len(frame), dtype=np.int64)
        if c.DISTRICT_OF in frame:
            self.district_of = frame[c.DISTRICT_OF].to_numpy(np.int64)
            self.is_part = self.is_part | (self.district_of != 0)
        self.feature_code = frame[c.FEATURE_CODE].fillna("").astype(str).to_numpy()
        self._names = frame[c.NAME].astype(str).tolist()
        self.own_key = [name_key(name) for name in self._names]
        self._radians = np.radians(frame[[c.LATITUDE, c.LONGITUDE]].to_numpy(np.float64))
        self._tree = BallTree(self._radians, metric="haversine")
        self._by_name: dict[tuple[str, str], dict[int, bool]] = defaultdict(dict)
        self._keys_of: list[list[str]] = [[key] for key in self.own_key]
        self._add_aliases(aliases)
        for row, key in enumerate(self.own_key):
            self._put(row, key, own=True)
            self._put(row, _SUFFIX.sub("", key), own=True)

    def _add_aliases(self, aliases: pd.DataFrame) -> None:
        if c.NAME_KEY in aliases:
            keys = aliases[c.NAME_KEY].astype(str).tolist()
        else:
            keys = [name_key(str(name)) for name in aliases[c.NAME]]
        for city, key in zip(aliases[c.CITY_ID].tolist(), keys, strict=True):
            row = self.row_of.get(int(city))
            if row is not None and key:
                self._put(row, key, own=False)
                self._keys_of[row].append(key)

    def _put(self, row: int, key: str, *, own: bool) -> None:
        if key:
            names = self._by_name[self.country[row], key]
            names[row] = own or names.get(row, False)

    def named(self, key: str, countries: tuple[str, ...]) -> list[Match]:
        """Places of the countries that bear the name key, in row order."""
        found: dict[int, bool] = {}
        for country in countries:
            found.update(self._by_name.get((country, key), {}))
        return [Match(row, found[row]) for row in sorted(found)]

    def spelling_of(self, row: int) -> str:
        """Return a place's own name with its accents, to part Löhne from Lohne."""
        return spelling(self._names[row])

    def keys_of(self, row: int) -> list[str]:
        """Every name key of a place, its own first."""
        return self._keys_of[row]

    def names_of(self, row: int) -> set[str]:
        """Every name key a place is found by."""
        own = self.own_key[row]
        return {*self._keys_of[row], _SUFFIX.sub("", own)}

    def distance_km(self, rows: Rows, latitude: float, longitude: float) -> NDArray[np.float64]:
        """Great-circle distance of places from a point.

        Parameters
        ----------
        rows : ndarray of int, shape (n,)
        latitude, longitude : float
            Degrees.

        Returns
        -------
        ndarray of float, shape (n,)
            Kilometres.
        """
        lat, lon = np.radians(latitude), np.radians(longitude)
        other = self._radians[rows]
        half = (
            np.sin((other[:, 0] - lat) / 2) ** 2
            + np.cos(other[:, 0]) * np.cos(lat) * np.sin((other[:, 1] - lon) / 2) ** 2
        )
        return np.asarray(2 * ROUNDED_RADIUS_KM * np.arcsin(np.sqrt(half)), dtype=np.float64)

    def within_km(self, latitude: float, longitude: float, radius_km: float) -> Rows:
        """Rows of the places within a radius of a point, in row order."""
        point = np.radians([[latitude, longitude]])
        rows = self._tree.query_radius(point, r=radius_km / ROUNDED_RADIUS_KM)[0]
        return np.sort(rows).astype(np.int64)

    def radians(self, rows: Rows) -> NDArray[np.float64]:
        """Latitude and longitude of places in radians, shape (n, 2)."""
        return np.asarray(self._radians[rows], dtype=np.float64)

    def point(self, row: int) -> tuple[float, float]:
        """Latitude and longitude of one place in degrees."""
        latitude, longitude = np.degrees(self._radians[int(row)])
        return float(latitude), float(longitude)
