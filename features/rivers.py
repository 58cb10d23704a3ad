"""Rivers of places: kept by hand, read from place names, or near on the map.

A fact kept by hand wins: the map's other rivers are left out there. Elsewhere the map's rivers
within `NEAR_KM` are ``near``, a great one within `ON_KM` is ``on``. A place without any row is a
place whose river is unknown; only a hand-kept ``none`` says that it stands on no notable river.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from features.river_names import (
    SAME_RIVER_KM,
    along_reaches,
    canonical_names,
    distinguish,
    one_spelling,
    spelt_out,
)
from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c
from matcher.tables.vocabulary import GRADES
from matcher.text.normalise import name_key

HOMONYM_KM: Final = 50.0
"""A word of a place name is another river when the one of that name on the map is farther
than this; beyond `SAME_RIVER_KM` it is told apart by name."""

ON_KM: Final = 1.0
"""A place this near to the line of a great river stands on it."""

GREAT_RIVER_PLACES: Final = 100
"""A river that the map has near as many places is a great one."""

NEAR_KM: Final = 5.0
"""A river of the map says something of a place this near to its line."""

_MASCULINE = " am "
_DECLINED = ("CZ", "SK", "PL", "RU")
_LOOSE = ("FR",)
_RANK = {"curated": 0, "word": 1, "line": 2}


def lines_near(
    raw: pd.DataFrame, places: pd.DataFrame, table: pd.DataFrame, reaches: pd.DataFrame
) -> pd.DataFrame:
    """Give the map's rivers near places their canonical names.

    Parameters
    ----------
    raw : DataFrame
        ``geonameid, river, km``.
    places : DataFrame
        ``city_id, country, latitude, longitude``.
    table : DataFrame
        Of river names, see `canonical_names`.
    reaches : DataFrame
        The hand-kept table ``river_reaches``, see `along_reaches`.

    Returns
    -------
    DataFrame
        ``city_id, river, relation, distance_km, grade, source, origin``.
    """
    country = raw["geonameid"].map(places.set_index(c.CITY_ID)[c.COUNTRY])
    kept = raw[country.notna()]
    river = canonical_names(kept["river"], country[country.notna()], table, "line")
    frame = pd.DataFrame(
        {
            c.CITY_ID: kept["geonameid"],
            c.RIVER: along_reaches(river, kept["geonameid"], places, reaches),
            c.RELATION: "near",
            c.DISTANCE_KM: kept["km"].astype(float),
            c.GRADE: "measured",
            c.SOURCE: "Natural Earth",
            "origin": "line",
        }
    )
    frame = frame[frame[c.RIVER] != ""].sort_values([c.CITY_ID, c.RIVER, c.DISTANCE_KM])
    frame = frame.drop_duplicates([c.CITY_ID, c.RIVER]).reset_index(drop=True)
    great = frame.groupby(c.RIVER)[c.CITY_ID].transform("size") >= GREAT_RIVER_PLACES
    on = great & (frame[c.DISTANCE_KM] <= ON_KM)
    frame = frame.assign(**{c.RELATION: frame[c.RELATION].mask(on, "on")})
    return frame[frame[c.DISTANCE_KM] <= NEAR_KM].reset_index(drop=True)


def words_of_names(
    raw: pd.DataFrame, places: pd.DataFrame, table: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """Read rivers from names such as "Frankfurt am Main".

    A word that the table calls no river is left out; so is one that the
    language would decline or use of hills as well ("am"), or that occurs once
    ("sur"), unless the table knows it or the map has that river beside the
    place; and one whose river runs elsewhere on the map.

    Parameters
    ----------
    raw : DataFrame
        ``geonameid, country, water_name_in_place_name, from_name``.
    places : DataFrame
        ``city_id, latitude, longitude``.
    table : DataFrame
        Of river names, see `canonical_names`.
    lines : DataFrame
        As `lines_near` gives it.

    Returns
    -------
    DataFrame
        ``city_id, river, relation, distance_km, grade, source, origin``.
    """
    kept = raw[raw["geonameid"].isin(places[c.CITY_ID])].reset_index(drop=True)
    word = kept["water_name_in_place_name"]
    river = canonical_names(word, kept["country"], table, "word")
    key = river.map(name_key)
    beside = set(zip(lines[c.CITY_ID], lines[c.RIVER].map(name_key), strict=True))
    on_map = np.array([pair in beside for pair in zip(kept["geonameid"], key, strict=True)])
    listed = word.isin(table.loc[table["river"] != "", "name"])
    country, phrase = kept["country"], kept["from_name"]
    alone = key.groupby([country, key]).transform("size") == 1
    doubtful = (
        phrase.str.contains(_MASCULINE, regex=False)
        | country.isin(_DECLINED)
        | (country.isin(_LOOSE) & alone)
    )
    sure = (river != "") & (~doubtful | listed | on_map)
    elsewhere = _runs_elsewhere(kept["geonameid"], key, lines, places)
    frame = pd.DataFrame(
        {
            c.CITY_ID: kept["geonameid"],
            c.RIVER: river,
            c.RELATION: "on",
            c.DISTANCE_KM: np.nan,
            c.GRADE: "measured",
            c.SOURCE: "the place's name in GeoNames",
            "origin": "word",
        }
    )
    return frame[sure & (listed | ~elsewhere)].drop_duplicates(
        [c.CITY_ID, c.RIVER], ignore_index=True
    )


def _runs_elsewhere(
    city_ids: pd.Series, keys: pd.Series, lines: pd.DataFrame, places: pd.DataFrame
) -> np.ndarray:
    where = places.set_index(c.CITY_ID)[[c.LATITUDE, c.LONGITUDE]]
    mapped = dict(iter(lines[c.CITY_ID].groupby(lines[c.RIVER].map(name_key))))
    elsewhere = np.zeros(len(keys), dtype=bool)
    positions = pd.Series(np.arange(len(keys))).groupby(keys.to_numpy())
    for key, rows in positions:
        if key not in mapped:
            continue
        course = np.radians(where.loc[mapped[key]].to_numpy())
        asked = np.radians(where.loc[city_ids.iloc[rows]].to_numpy())
        distance, _ = BallTree(course, metric="haversine").query(asked)
        km = distance[:, 0] * EARTH_RADIUS_KM
        elsewhere[rows.to_numpy()] = (km > HOMONYM_KM) & (km < SAME_RIVER_KM)
    return elsewhere


def curated_rivers(
    curated: pd.DataFrame, places: pd.DataFrame, table: pd.DataFrame
) -> pd.DataFrame:
    """Give the hand-kept rivers their canonical names.

    Parameters
    ----------
    curated : DataFrame
        ``city_id, river, relation`` (on, near or none)``, grade, source``.
    places : DataFrame
        ``city_id, country``.
    table : DataFrame
        Of river names, see `canonical_names`.

    Returns
    -------
    DataFrame
        ``city_id, river, relation, distance_km, grade, source, origin``.
    """
    kept = curated[curated[c.CITY_ID].isin(places[c.CITY_ID])]
    country = kept[c.CITY_ID].map(places.set_index(c.CITY_ID)[c.COUNTRY])
    river = canonical_names(kept[c.RIVER], country, table, "curated")
    frame = kept[[c.CITY_ID, c.RELATION, c.GRADE, c.SOURCE]].copy()
    frame[c.RIVER] = river.mask(kept[c.RELATION] == "none", "")
    frame[c.DISTANCE_KM] = np.nan
    frame["origin"] = "curated"
    return frame.drop_duplicates([c.CITY_ID, c.RIVER], ignore_index=True)


def city_rivers(
    curated: pd.DataFrame, words: pd.DataFrame, lines: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Put the rivers of all origins together, one row a place and river.

    The hand-kept row stands before the place's name, the name before the map;
    the map still lends its distance, and a source of a better grade that says
    the same its grade. Where a hand-kept row says none, the others go; where it names a river,
    the map's other rivers go.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_rivers``.
    """
    both = pd.concat([curated, words, lines], ignore_index=True)
    both[c.RIVER] = spelt_out(both[c.RIVER])
    both[c.RIVER] = one_spelling(both)
    kept = set(zip(both[c.CITY_ID], both[c.RIVER], both["origin"], strict=True))
    agreed = [
        (city, river, "curated") in kept
        for city, river in zip(both[c.CITY_ID], both[c.RIVER], strict=True)
    ]
    told = both[c.CITY_ID].isin(curated[c.CITY_ID])
    both = both[(both["origin"] != "line") | ~told | np.array(agreed, dtype=bool)]
    dry = curated.loc[curated[c.RELATION] == "none", c.CITY_ID]
    both = both[~both[c.CITY_ID].isin(dry) | (both["origin"] == "curated")]
    key = [c.CITY_ID, c.RIVER]
    both = both.assign(
        _rank=both["origin"].map(_RANK),
        **{c.DISTANCE_KM: both.groupby(key)[c.DISTANCE_KM].transform("min")},
    )
    both = both.sort_values([*key, "_rank"])
    same = both[c.RELATION] == both.groupby(key)[c.RELATION].transform("first")
    both = both[same].assign(_grade=both.loc[same, c.GRADE].map(GRADES.index))
    first = both.sort_values([*key, "_grade", "_rank"]).drop_duplicates(key)
    first = first.drop(columns=["_rank", "_grade", "origin"]).reset_index(drop=True)
    return first.assign(**{c.RIVER: distinguish(first, places)})
