"""Airports with scheduled service, their size class, and the nearest one of each place."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from features.place_index import PlaceIndex
from matcher.errors import DataError
from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c
from matcher.text.normalise import name_key

SIZE_CLASSES: Final = {"small_airport": 1, "medium_airport": 2, "large_airport": 3}
"""Kinds of the source that count; seaplane bases are left out."""

_COLUMNS: Final = {
    "iata_code": c.AIRPORT,
    "name": c.NAME,
    "iso_country": c.COUNTRY,
    "latitude_deg": c.LATITUDE,
    "longitude_deg": c.LONGITUDE,
    "type": c.AIRPORT_SIZE,
}
_WORDS: Final = {
    r"\s+": " ",
    r"\bairport$": "Airport",
    r"\bInt['’]?l\b": "International",
    r"\binternational\b": "International",
}
"""Words of the source's names that it shortens or writes small now and then."""

MOST_MEDIAN_KM: Final = 20.0
"""Half of a country's airports lie nearer than this to the town they serve."""

LEAST_AIRPORTS: Final = 5
_SHUT: Final = ("at_war", "border_closed")

NAMESAKE_KM: Final = 250.0
"""A place of the town's name farther than this from the airport is another place."""


def scheduled_airports(
    raw: pd.DataFrame, closures: pd.DataFrame, openings: pd.DataFrame, right: pd.DataFrame
) -> pd.DataFrame:
    """Return the airports with an IATA code and scheduled service that are open to everybody.

    Parameters
    ----------
    raw : DataFrame
        ``iata_code, name, iso_country, latitude_deg, longitude_deg, type``, all listed with
        scheduled service.
    closures : DataFrame
        The hand-kept table ``airport_closures``: ``airport, country, until`` and others; a row
        without ``until`` still holds.
    openings : DataFrame
        The hand-kept table ``airport_openings``: airports that the source lacks, shaped as the
        table ``airports``.
    right : DataFrame
        The hand-kept table ``airport_names``: ``airport, name``, today's names.

    Returns
    -------
    DataFrame
        Shaped as the table ``airports``.

    Raises
    ------
    DataError
        A code stands twice, in the source or in both.
    """
    kept = raw[raw["type"].isin(SIZE_CLASSES) & (raw["iata_code"] != "")]
    frame = kept[list(_COLUMNS)].rename(columns=_COLUMNS)
    frame[c.AIRPORT_SIZE] = frame[c.AIRPORT_SIZE].map(SIZE_CLASSES)
    todays = frame[c.AIRPORT].map(right.set_index(c.AIRPORT)[c.NAME])
    frame[c.NAME] = todays.fillna(_in_full(frame[c.NAME])).astype("str")
    frame = pd.concat([frame, openings[list(_COLUMNS.values())]], ignore_index=True)
    degrees = dict.fromkeys((c.LATITUDE, c.LONGITUDE), "float64")
    frame = frame.astype({**degrees, c.AIRPORT_SIZE: "int8"})
    if frame[c.AIRPORT].duplicated().any():
        twice = sorted(frame.loc[frame[c.AIRPORT].duplicated(), c.AIRPORT])
        raise DataError(f"the list of airports has the codes {twice} twice: review the new release")
    shut = closures[closures["until"].astype(str) == ""]
    return frame[~frame[c.AIRPORT].isin(shut[c.AIRPORT])].reset_index(drop=True)


def _in_full(names: pd.Series) -> pd.Series:
    for short, full in _WORDS.items():
        names = names.str.replace(short, full, regex=True)
    return names.str.strip()


def closed_borders(relations: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs of countries, both ways, that are at war or keep their border closed.

    Parameters
    ----------
    relations : DataFrame
        The hand-kept table ``state_relations``.
    """
    shut = relations[relations[c.KIND].isin(_SHUT) & (relations["until"].astype(str) == "")]
    pairs = set(zip(shut[c.COUNTRY_A], shut[c.COUNTRY_B], strict=True))
    return pairs | {(b, a) for a, b in pairs}


def nearest_airport(
    airports: pd.DataFrame, places: pd.DataFrame, closed: set[tuple[str, str]]
) -> pd.DataFrame:
    """Return the nearest airport of each place that no closed border parts it from.

    Parameters
    ----------
    airports : DataFrame
        Table ``airports``.
    places : DataFrame
        ``city_id, latitude, longitude, country``.
    closed : set of (str, str)
        As :func:`closed_borders` returns it.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_airports``; kilometres as the crow flies.
    """
    barred = {one: {b for a, b in closed if a == one} for one, _ in closed}
    group = places[c.COUNTRY].astype(str).where(places[c.COUNTRY].isin(barred), "")
    parts = []
    for country, here in places.groupby(group.to_numpy()):
        reachable = airports[~airports[c.COUNTRY].isin(barred.get(str(country), set()))]
        tree = BallTree(_radians(reachable), metric="haversine")
        distance, row = tree.query(_radians(here))
        parts.append(
            pd.DataFrame(
                {
                    c.CITY_ID: here[c.CITY_ID].to_numpy(),
                    c.AIRPORT: reachable[c.AIRPORT].to_numpy()[row[:, 0]],
                    c.AIRPORT_KM: (distance[:, 0] * EARTH_RADIUS_KM).round(1),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def told_on_both_sides(
    found: pd.DataFrame, airports: pd.DataFrame, contested: pd.DataFrame
) -> pd.DataFrame:
    """Leave out contested places whose nearest airport depends on which side of a border they are.

    Parameters
    ----------
    found : DataFrame
        As :func:`nearest_airport` returns it.
    airports : DataFrame
        Table ``airports``.
    contested : DataFrame
        The places whose side is disputed, as places of that function.
    """
    if contested.empty:
        return found
    freely = nearest_airport(airports, contested, set()).set_index(c.CITY_ID)[c.AIRPORT]
    other = found[c.CITY_ID].map(freely)
    return found[other.isna() | (other == found[c.AIRPORT])].reset_index(drop=True)


def check(raw: pd.DataFrame, index: PlaceIndex) -> None:
    """Refuse airports that lie away from the towns they serve, country by country.

    Parameters
    ----------
    raw : DataFrame
        As for :func:`scheduled_airports`, with ``municipality``.
    index : PlaceIndex

    Raises
    ------
    DataError
        In a country of `LEAST_AIRPORTS` the median distance is above `MOST_MEDIAN_KM`, as when
        degrees and minutes are read as decimals.
    """
    kept = raw[raw["type"].isin(SIZE_CLASSES)]
    km = np.array([_km_to_town(one, index) for one in kept.to_dict("records")])
    known = pd.DataFrame({"country": kept["iso_country"].to_numpy(), "km": km}).dropna()
    by_country = known.groupby("country")["km"]
    median = by_country.median()[by_country.size() >= LEAST_AIRPORTS]
    wrong = median[median > MOST_MEDIAN_KM]
    if len(wrong):
        raise DataError(
            f"airports lie away from the towns they serve, median km: {wrong.round(1).to_dict()}, "
            f"expected {MOST_MEDIAN_KM:.0f} at most: are degrees and minutes read as decimals?"
        )


def _km_to_town(airport: dict[Hashable, Any], index: PlaceIndex) -> float:
    country = str(airport["iso_country"])
    countries = tuple(f"GB-{part}" for part in ("ENG", "SCT", "WLS", "NIR"))
    town = name_key(re.split(r"[/(,]", str(airport["municipality"]))[0])
    found = index.named(town, countries if country == "GB" else (country,))
    if not found:
        return np.nan
    rows = np.array([match.row for match in found])
    point = (float(str(airport["latitude_deg"])), float(str(airport["longitude_deg"])))
    km = float(index.distance_km(rows, *point).min())
    return km if km <= NAMESAKE_KM else np.nan


def _radians(points: pd.DataFrame) -> np.ndarray:
    return np.radians(points[[c.LATITUDE, c.LONGITUDE]].to_numpy(dtype=float))
