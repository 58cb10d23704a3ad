"""Rivers of places: kept by hand, read from place names, or near on the map.

A fact kept by hand wins. The map's rivers within 10 km are ``near``, never
``on``. A place without any row is a place whose river is unknown; only a hand-kept
``none`` says that it stands on no notable river.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN
from sklearn.neighbors import BallTree

from features.culture import EARTH_RADIUS_KM
from matcher import columns as c
from matcher.normalise import name_key

SAME_RIVER_KM: Final = 700.0
"""Places of one river lie closer together than this along its course."""

HOMONYM_KM: Final = 50.0
"""A word of a place name is another river when the one of that name on the map is farther
than this; beyond `SAME_RIVER_KM` it is told apart by name."""

_MASCULINE = " am "
_DECLINED = ("CZ", "SK", "PL", "RU")
_LOOSE = ("FR",)
_RANK = {"curated": 0, "word": 1, "line": 2}


def canonical_names(
    names: pd.Series, countries: pd.Series, table: pd.DataFrame, scope: str
) -> pd.Series:
    """Bring the names of a river in several languages to one.

    Parameters
    ----------
    names, countries : Series of str
        River names and the country of the place, aligned.
    table : DataFrame
        ``name, scope, countries, river``. ``scope`` is ``any``, ``line`` (names
        of map lines) or ``word`` (words of place names); ``countries`` limits a
        row to those codes; an empty ``river`` says the name stands for no one
        river.
    scope : str
        Where `names` come from: ``curated``, ``line`` or ``word``.

    Returns
    -------
    Series of str
        Canonical names; ``""`` where the name stands for no one river.
    """
    everywhere: dict[str, str] = {}
    scoped: dict[tuple[str, str], str] = {}
    usable = table[table["scope"].isin(["any", scope])]
    for name, where, river in zip(
        usable["name"], usable["countries"], usable["river"], strict=True
    ):
        if where:
            scoped.update({(name, country): river for country in where.split()})
        else:
            everywhere[name] = river
    found = [
        scoped.get((name, country), everywhere.get(name, name))
        for name, country in zip(names, countries, strict=True)
    ]
    return pd.Series(found, index=names.index, dtype="str")


def river_names(aliases: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Put the aliases and the words into one table of river names.

    Parameters
    ----------
    aliases : DataFrame
        ``alias, river``: other names of a river, wherever they stand.
    words : DataFrame
        ``name, scope, countries, river``, see `canonical_names`.

    Returns
    -------
    DataFrame
        ``name, scope, countries, river``; a name that `words` has for every
        scope and country is taken from there.
    """
    plain = pd.DataFrame(
        {"name": aliases["alias"], "scope": "any", "countries": "", "river": aliases["river"]}
    )
    both = pd.concat([words[list(plain.columns)], plain], ignore_index=True)
    return both.drop_duplicates(["name", "scope", "countries"], ignore_index=True)


def lines_near(raw: pd.DataFrame, places: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Give the map's rivers within 10 km their canonical names.

    Parameters
    ----------
    raw : DataFrame
        ``geonameid, river, km``.
    places : DataFrame
        ``city_id, country``.
    table : DataFrame
        Of river names, see `canonical_names`.

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
            c.RIVER: river,
            c.RELATION: "near",
            c.DISTANCE_KM: kept["km"].astype(float),
            c.GRADE: "measured",
            c.SOURCE: "Natural Earth",
            "origin": "line",
        }
    )
    frame = frame[frame[c.RIVER] != ""].sort_values([c.CITY_ID, c.RIVER, c.DISTANCE_KM])
    return frame.drop_duplicates([c.CITY_ID, c.RIVER]).reset_index(drop=True)


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
    mapped = lines[c.CITY_ID].groupby(lines[c.RIVER].map(name_key))
    elsewhere = np.zeros(len(keys), dtype=bool)
    positions = pd.Series(np.arange(len(keys))).groupby(keys.to_numpy())
    for key, rows in positions:
        if key not in mapped.groups:
            continue
        course = np.radians(where.loc[mapped.get_group(key)].to_numpy())
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
    frame = kept[[c.CITY_ID, c.RELATION, c.GRADE, c.SOURCE]].assign(
        **{c.RIVER: river.mask(kept[c.RELATION] == "none", ""), c.DISTANCE_KM: np.nan},
        origin="curated",
    )
    return frame.drop_duplicates([c.CITY_ID, c.RIVER], ignore_index=True)


def city_rivers(
    curated: pd.DataFrame, words: pd.DataFrame, lines: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Put the rivers of all origins together, one row a place and river.

    The hand-kept row stands before the place's name, the name before the map;
    the map still lends its distance. Where a hand-kept row says none, the
    others go.

    Returns
    -------
    DataFrame
        Shaped as the table ``city_rivers``.
    """
    both = pd.concat([curated, words, lines], ignore_index=True)
    both[c.RIVER] = one_spelling(both)
    dry = curated.loc[curated[c.RELATION] == "none", c.CITY_ID]
    both = both[~both[c.CITY_ID].isin(dry) | (both["origin"] == "curated")]
    key = [c.CITY_ID, c.RIVER]
    both = both.assign(
        _rank=both["origin"].map(_RANK),
        **{c.DISTANCE_KM: both.groupby(key)[c.DISTANCE_KM].transform("min")},
    )
    first = both.sort_values([*key, "_rank"]).drop_duplicates(key)
    first = first.drop(columns=["_rank", "origin"]).reset_index(drop=True)
    return first.assign(**{c.RIVER: tell_apart(first, places)})


def one_spelling(rows: pd.DataFrame) -> pd.Series:
    """Spell names that differ in accents only alike.

    The spelling of a hand-kept row wins, then the one with more letters beyond
    ASCII, since maps lose accents.

    Parameters
    ----------
    rows : DataFrame
        ``river, origin``.

    Returns
    -------
    Series of str
        Names, aligned with `rows`.
    """
    names = rows[[c.RIVER, "origin"]].drop_duplicates()
    names = names.assign(
        _key=names[c.RIVER].map(name_key),
        _rank=names["origin"] != "curated",
        _plain=names[c.RIVER].map(str.isascii),
    ).sort_values(["_key", "_rank", "_plain", c.RIVER])
    spelling = names.drop_duplicates("_key").set_index("_key")[c.RIVER]
    by_name = dict(zip(names[c.RIVER], names["_key"].map(spelling), strict=True))
    return rows[c.RIVER].map(by_name)


def tell_apart(rows: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Tell rivers of one name apart by where they run.

    Places of one name farther than `SAME_RIVER_KM` from all others belong to
    another river, which takes the code of its most frequent country behind its
    name; the river with most places keeps the bare name.

    Parameters
    ----------
    rows : DataFrame
        ``city_id, river``.
    places : DataFrame
        ``city_id, latitude, longitude, country``.

    Returns
    -------
    Series of str
        Names, aligned with `rows`.
    """
    where = places.set_index(c.CITY_ID)[[c.LATITUDE, c.LONGITUDE, c.COUNTRY]]
    located = rows[[c.CITY_ID, c.RIVER]].join(where, on=c.CITY_ID)
    names = rows[c.RIVER].copy()
    for river, part in located[located[c.RIVER] != ""].groupby(c.RIVER):
        cells = part[[c.LATITUDE, c.LONGITUDE]].round(0).drop_duplicates()
        extent = cells.max() - cells.min()
        if extent.max() * 111 < SAME_RIVER_KM:
            continue
        model = DBSCAN(SAME_RIVER_KM / EARTH_RADIUS_KM, min_samples=1, metric="haversine")
        cells = cells.assign(_group=model.fit_predict(np.radians(cells.to_numpy())))
        keys = part[[c.LATITUDE, c.LONGITUDE]].round(0)
        group = keys.merge(cells, how="left")["_group"].set_axis(part.index)
        order = (
            group.value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
        )
        for other in order.index[1:]:
            members = group.index[group == other]
            country = part.loc[members, c.COUNTRY].mode().iloc[0]
            names.loc[members] = f"{river} ({country})"
    return names
