"""Which places are parts of a larger city: by feature code, or inferred where there is none.

GeoNames codes a section of a populated place PPLX. About 15 % of the ids came
after the coded list and have no code; quarters and neighbourhoods among them
would pass for cities. They are told from towns by distance to a city in units
of that city's likely extent, by what their coded neighbours are, by their
region and by their name.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.neighbors import BallTree

from matcher.maps.geodesy import ROUNDED_RADIUS_KM
from matcher.tables import columns as c
from matcher.text.normalise import name_key

EXTENT_KM_PER_SQRT_PERSON: Final = 0.008
"""Radius of a city of 1 million: 8 km, as if 5,000 people lived on a square kilometre."""

MIN_CITY: Final = 100_000
MIN_TOWN: Final = 5_000
"""A place without a code is judged beside cities only; one coded a section may be a town's."""

SEARCH_KM: Final = 45.0
CODED_REACH: Final = 3.0
CODED_KM: Final = 5.0
NEIGHBOUR_KM: Final = 3.0
NOT_FOUND: Final = -1
MUNICIPALITY: Final = "municipality"

REACH_PLAIN: Final = 0.7
REACH_AMONG_TOWNS: Final = 0.4
REACH_AMONG_DISTRICTS: Final = 1.2
REACH_QUARTERS: Final = 1.25
REACH_BY_NAME: Final = 1.6
REACH_OTHER_REGION: Final = 0.3

QUARTER_COUNTRIES: Final = frozenset(
    (
        "AE", "AM", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CN", "CV", "CZ", "DE", "DK",
        "EE", "ES", "FI", "FR", "GB", "HK", "HU", "IT", "LT", "LV", "MY", "NL", "NO", "NZ",
        "PE", "PH", "PL", "PT", "RO", "RS", "RU", "SG", "SI", "SK", "TH", "UA", "US", "UZ",
        "VN",
    )
)  # fmt: skip
"""Where the ids without a code that stand close to a city are, by eye, mostly its quarters;
elsewhere (India, Iran, Turkey, Morocco, most of Africa) most are villages and towns."""

CITY_STATES: Final = frozenset(("HK", "MC", "MO", "SG"))
CHARTERED: Final = frozenset(("PH", "US"))
"""Where a name that ends in "City" is that of a municipality."""

CITY_WORD_SHARE: Final = 0.3
OWN_CITY_SHARE: Final = 0.7
"""A place with this share of its neighbour's people is a city beside it, unless at its heart."""

_PART_WORDS: Final = re.compile(
    r"\b(district|subdistrict|circoi?scrizione|arrondissement|kerulet|neighbou?rhoods?|quarter|"
    r"quartier|microdistrict|masyv|mikrorayon|housing (estate|society)|estate|bairro|phuong|quan|"
    r"sector [0-9ivx]+|zona [0-9ivx]+|ct [0-9]+|township sector|industrial area|downtown)\b"
)
_CITY_WORDS: Final = re.compile(r"\b(city|municipality)$")


def infer_districts(places: pd.DataFrame) -> pd.DataFrame:
    """Find the districts among the places, and the city of each.

    Parameters
    ----------
    places : pandas.DataFrame
        One row a place: city_id, name, latitude, longitude (degrees), country,
        admin1_code, population (0 unknown), feature_code ("" or missing unknown).

    Returns
    -------
    pandas.DataFrame
        city_id and district_of (int32), sorted by city_id. district_of is 0 for
        a place of its own, the city's id for a district, -1 for a district by
        code whose city is not found.

    Notes
    -----
    A city of P people is taken to reach ``0.008 sqrt(P)`` km. Greater places
    are decided first, so a district is never the city of another.
    """
    frame = places.sort_values(c.CITY_ID, ignore_index=True)
    code = frame[c.FEATURE_CODE].fillna("").astype(str).to_numpy(dtype=object)
    cities = np.flatnonzero((frame[c.POPULATION] >= MIN_TOWN) & (code != "PPLX"))
    doubtful = np.flatnonzero((code == "") | (code == "PPLX"))
    scene = _Scene(frame, code, cities)
    ids = frame[c.CITY_ID].to_numpy(np.int32)
    answer = np.zeros(len(frame), dtype=np.int32)
    order = np.lexsort((doubtful, -frame[c.POPULATION].to_numpy()[doubtful]))
    near = scene.cities_near(doubtful)
    share = scene.neighbour_share(doubtful)
    for position in order:
        row = int(doubtful[position])
        city = scene.city_of(row, near[position], float(share[position]), answer)
        if city >= 0:
            answer[row] = ids[city]
        elif code[row] == "PPLX":
            answer[row] = NOT_FOUND
    return pd.DataFrame({c.CITY_ID: frame[c.CITY_ID].astype("int32"), c.DISTRICT_OF: answer})


def without_municipalities(districts: pd.Series, verdicts: pd.DataFrame) -> pd.Series:
    """Take municipalities of their own out of the districts.

    Parameters
    ----------
    districts : Series of int
        ``district_of`` by city id.
    verdicts : DataFrame
        The hand-kept table ``district_verdicts``.
    """
    municipal = verdicts.loc[verdicts["verdict"] == MUNICIPALITY, c.CITY_ID].astype(int)
    return districts.where(~districts.index.isin(municipal), 0)


def named_as_municipalities(places: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Give municipalities that are held under a quarter's name their own.

    Parameters
    ----------
    places : DataFrame
        ``city_id, name, name_key, feature_code``.
    verdicts : DataFrame
        The hand-kept table ``district_verdicts``; ``municipality_name`` is empty where the
        record bears the right name.
    """
    told = verdicts[(verdicts["verdict"] == MUNICIPALITY) & (verdicts["municipality_name"] != "")]
    names = told.set_index(told[c.CITY_ID].astype(int))["municipality_name"]
    right = places[c.CITY_ID].map(names)
    name = places[c.NAME].mask(right.notna(), right)
    return places.assign(**{c.NAME: name, c.NAME_KEY: name.map(name_key)})


Near = tuple[NDArray[np.intp], NDArray[np.float64]]


class _Scene:
    """The places as arrays, and the cities among them."""

    def __init__(self, frame: pd.DataFrame, code: NDArray[np.object_], cities: NDArray[np.intp]):
        self.code = code
        self.cities = cities
        self.is_city = (frame[c.POPULATION] >= MIN_CITY).to_numpy() & (code != "PPLX")
        self.country = frame[c.COUNTRY].astype(str).to_numpy()
        self.admin1 = frame[c.ADMIN1_CODE].fillna("").astype(str).to_numpy()
        self.population = frame[c.POPULATION].to_numpy(np.int64)
        self.key = [name_key(name) for name in frame[c.NAME].astype(str)]
        self.radians = np.radians(frame[[c.LATITUDE, c.LONGITUDE]].to_numpy(np.float64))
        self.reach_km = EXTENT_KM_PER_SQRT_PERSON * np.sqrt(self.population)

    def cities_near(self, rows: NDArray[np.intp]) -> list[Near]:
        """Cities of the same country near each place, with their distance in km."""
        if not len(self.cities) or not len(rows):
            return [(np.empty(0, np.intp), np.empty(0))] * len(rows)
        tree = BallTree(self.radians[self.cities], metric="haversine")
        found, radians = tree.query_radius(
            self.radians[rows], r=SEARCH_KM / ROUNDED_RADIUS_KM, return_distance=True
        )
        near = []
        for row, positions, distance in zip(rows, found, radians, strict=True):
            cities = self.cities[positions]
            least = MIN_TOWN if self.code[row] == "PPLX" else MIN_CITY
            keep = (self.country[cities] == self.country[row]) & (cities != row)
            keep &= self.population[cities] >= least
            near.append((cities[keep], distance[keep] * ROUNDED_RADIUS_KM))
        return near

    def neighbour_share(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Share of districts among the coded places within 3 km; NaN where there are none."""
        coded = np.flatnonzero(self.code != "")
        if not len(coded) or not len(rows):
            return np.full(len(rows), np.nan)
        tree = BallTree(self.radians[coded], metric="haversine")
        found = tree.query_radius(self.radians[rows], r=NEIGHBOUR_KM / ROUNDED_RADIUS_KM)
        share = np.full(len(rows), np.nan)
        for position, (row, neighbours) in enumerate(zip(rows, found, strict=True)):
            others = coded[neighbours]
            # The centre of the city itself says nothing about where it ends.
            others = others[(others != row) & ~self.is_city[others]]
            if others.size:
                share[position] = np.mean(self.code[others] == "PPLX")
        return share

    def city_of(
        self,
        row: int,
        near: Near,
        share: float,
        answer: NDArray[np.int32],
    ) -> int:
        """Row of the city a place is part of, or -1."""
        cities, distance = near
        keep = (answer[cities] == 0) & (self.population[cities] > self.population[row])
        cities, distance = cities[keep], distance[keep]
        if not cities.size:
            return -1
        ratio = distance / self.reach_km[cities]
        same_region = self.admin1[cities] == self.admin1[row]
        named = np.array([self._named_after(row, city) for city in cities])
        # A name that holds the city's, then the same region, outweigh a little distance.
        best = int(np.lexsort((cities, ratio + ~same_region - 2.0 * named))[0])
        if self.code[row] == "PPLX":
            within = ratio[best] <= CODED_REACH or distance[best] <= CODED_KM or named[best]
            return int(cities[best]) if within else -1
        city = int(cities[best])
        reach = self._reach(row, city, share, named=bool(named[best]))
        return city if ratio[best] <= reach else -1

    def _named_after(self, row: int, city: int) -> bool:
        """Whether a name is the city's with something added ("Paris 18 Buttes-Montmartre")."""
        key, whole = self.key[row], self.key[city]
        return len(whole) >= 4 and key.startswith(f"{whole} ")

    def _reach(self, row: int, city: int, share: float, *, named: bool) -> float:
        """How far out, in extents of the city, a place without a code still is part of it."""
        share_of_city = self.population[row] / self.population[city]
        if _CITY_WORDS.search(self.key[row]) and (
            share_of_city >= CITY_WORD_SHARE or self.country[row] in CHARTERED
        ):
            return 0.0
        if self.country[row] == "KR" and not self.key[row].endswith(("dong", "gu")):
            # A Korean quarter says so in its name; the others are cities that meet.
            return 0.0
        if self.admin1[row] != self.admin1[city] and self.country[row] not in CITY_STATES:
            return REACH_OTHER_REGION
        if named or _PART_WORDS.search(self.key[row]):
            return REACH_BY_NAME
        if share_of_city >= OWN_CITY_SHARE:
            return REACH_AMONG_TOWNS
        if self.country[row] in QUARTER_COUNTRIES:
            return REACH_QUARTERS
        if np.isnan(share):
            return REACH_PLAIN
        return REACH_AMONG_DISTRICTS if share >= 0.5 else REACH_AMONG_TOWNS
