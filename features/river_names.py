"""Names of rivers: one name a river, in whatever language or spelling a source has it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN

from matcher.maps.geodesy import EARTH_RADIUS_KM
from matcher.tables import columns as c
from matcher.text.normalise import name_key

SAME_RIVER_KM: Final = 700.0
"""Places of one river lie closer together than this along its course."""


_SHORT: Final = {
    "Br": "Branch",
    "Cr": "Creek",
    "E": "East",
    "Fk": "Fork",
    "Mid": "Middle",
    "N": "North",
    "S": "South",
    "W": "West",
}
_SHORTENED: Final = re.compile(rf"\b({'|'.join(_SHORT)})\.(?=\s|$)")


def spelt_out(names: pd.Series) -> pd.Series:
    """Spell out what maps shorten: "S. Fk. Shenandoah" is the South Fork Shenandoah.

    Parameters
    ----------
    names : Series of str

    Returns
    -------
    Series of str
    """
    return names.str.replace(_SHORTENED, lambda found: _SHORT[found[1]], regex=True)


def table_of_names(aliases: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
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


def along_reaches(
    names: pd.Series, city_ids: pd.Series, places: pd.DataFrame, reaches: pd.DataFrame
) -> pd.Series:
    """Rename the map's rivers where the map carries a name beyond the river.

    A map gives a whole line the name of its lower course, or a branch that of the main river.

    Parameters
    ----------
    names, city_ids : Series
        River names and the places near them, aligned.
    places : DataFrame
        ``city_id, latitude, longitude``.
    reaches : DataFrame
        The hand-kept table ``river_reaches``: ``on_map, south, west, north, east, river``.
        In the box the river ``on_map`` is `river`, or no river that is known when empty. The
        smallest box wins.

    Returns
    -------
    Series of str
        Names, aligned with `names`.
    """
    where = places.set_index(c.CITY_ID).loc[city_ids, [c.LATITUDE, c.LONGITUDE]]
    lat, lon = where.to_numpy(dtype=float).T
    keys = names.map(name_key).to_numpy()
    found = names.to_numpy(dtype=object).copy()
    boxes = reaches[["south", "west", "north", "east"]].to_numpy(dtype=float)
    size = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for at in np.argsort(-size, kind="stable"):
        south, west, north, east = boxes[at]
        inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        one = reaches.iloc[at]
        found[inside & (keys == name_key(one["on_map"]))] = one[c.RIVER]
    return pd.Series(found, index=names.index, dtype="str")


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


def distinguish(rows: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Distinguish rivers of one name by where they run.

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
