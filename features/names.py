"""Names of places in every script, for the table ``city_names``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.text.normalise import name_key

ALIASES: Final = "aliases"
"""Column of the input: a list of further names of the place."""

FURTHER: Final = "further"
"""Column of the input, where there is one: a list of hand-kept names of the place."""

MAIN_NAME: Final = 0
ALIAS: Final = 1

PARQUET_OPTIONS: Final[dict[str, Any]] = {
    "row_group_size": 2_048,
    "use_dictionary": False,
    "column_encoding": {
        c.NAME_KEY: "DELTA_BYTE_ARRAY",
        c.CITY_ID: "PLAIN",
        c.NAME: "DELTA_BYTE_ARRAY",
        c.NAME_KIND: "PLAIN",
    },
}
"""How the table is written: small row groups with statistics on the sorted key, so that one name
is found in one group, and prefix coding, which halves the file because neighbours look alike."""

_AIRPORT_CODE_LENGTH: Final = 3


def with_further_names(places: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """Return places with the hand-kept names that GeoNames lacks, in the column ``further``.

    Parameters
    ----------
    places : pandas.DataFrame
        Column ``city_id``.
    further : pandas.DataFrame
        The hand-kept table ``place_names``: ``city_id`` and ``name``.

    Raises
    ------
    DataError
        A name belongs to no place.
    """
    known = further.astype({c.CITY_ID: "int64"}).groupby(c.CITY_ID)[c.NAME].agg(list)
    astray = sorted(set(known.index) - set(places[c.CITY_ID]))
    if astray:
        raise DataError(f"place_names has ids that are no place: {astray}")
    added = [known.get(city_id, []) for city_id in places[c.CITY_ID]]
    return places.assign(**{FURTHER: pd.Series(added, places.index)})


def without_wrong_names(places: pd.DataFrame, wrong: pd.DataFrame) -> pd.DataFrame:
    """Return places without the names that GeoNames has of another place or of none.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``city_id``, ``name`` and ``aliases`` (list of str).
    wrong : pandas.DataFrame
        The hand-kept table ``wrong_names``: ``city_id`` and ``name``.

    Raises
    ------
    DataError
        A name is none of its place.
    """
    taken: dict[int, set[str]] = {}
    for city_id, name in zip(wrong[c.CITY_ID].astype("int64"), wrong[c.NAME], strict=True):
        taken.setdefault(city_id, set()).add(name_key(name))
    kept: list[list[str]] = []
    for city_id, aliases in zip(places[c.CITY_ID].tolist(), places[ALIASES], strict=True):
        keys = taken.get(city_id, set())
        astray = keys and keys - {name_key(one) for one in aliases}
        if astray:
            raise DataError(f"wrong_names has {sorted(astray)}, no names of {city_id}")
        kept.append([one for one in aliases if name_key(one) not in keys] if keys else aliases)
    return places.assign(**{ALIASES: pd.Series(kept, places.index)})


def build_city_names(places: pd.DataFrame) -> pd.DataFrame:
    """Return every name of every place, one row a place and normal form.

    A place's own name comes before its aliases; among aliases of the same
    normal form and letters the one written with capitals like a name is kept. Airport
    codes ("KMW") are no names and left out unless the place is called so.

    Parameters
    ----------
    places : pandas.DataFrame of shape (n_places, >= 3)
        Columns ``city_id``, ``name`` and ``aliases`` (list of str).

    Returns
    -------
    pandas.DataFrame of shape (n_names, 4)
        The table ``city_names``, sorted by key and city id.

    References
    ----------
    GeoNames alternate names, https://www.geonames.org, CC BY 4.0.

    Examples
    --------
    >>> places = pd.DataFrame(
    ...     {"city_id": [543878], "name": ["Kostroma"], "aliases": [["KMW", "Кострома"]]}
    ... )
    >>> build_city_names(places)[["name_key", "name", "name_kind"]].values.tolist()
    [['kostroma', 'Kostroma', 0], ['кострома', 'Кострома', 1]]
    """
    further = places[FURTHER] if FURTHER in places else [()] * len(places)
    rows = [
        (key, city_id, name, kind)
        for city_id, own, aliases, more in zip(
            places[c.CITY_ID], places[c.NAME], places[ALIASES], further, strict=True
        )
        for key, name, kind in _names_of(own, [*_worth(aliases), *more])
    ]
    frame = pd.DataFrame(rows, columns=[c.NAME_KEY, c.CITY_ID, c.NAME, c.NAME_KIND])
    frame = frame.astype({c.CITY_ID: "int32", c.NAME_KIND: "int8"})
    return frame.sort_values([c.NAME_KEY, c.CITY_ID], ignore_index=True)


def _names_of(own: str, aliases: list[str]) -> Iterator[tuple[str, str, int]]:
    own_key = name_key(own)
    if own_key:
        yield own_key, own, MAIN_NAME
    best: dict[tuple[str, str], str] = {}
    for alias in aliases:
        key = name_key(alias)
        if not key or key == own_key:
            continue
        spelt = key, _letters(alias)
        if spelt not in best or _spelling_rank(alias) < _spelling_rank(best[spelt]):
            best[spelt] = alias
    for (key, _), alias in best.items():
        yield key, alias, ALIAS


def _worth(aliases: Iterable[str]) -> Iterator[str]:
    return (one for one in aliases if not _is_airport_code(one) and "://" not in one)


def _letters(name: str) -> str:
    """Return the letters of a name without accents: Şəki and Saki differ, Bâle and Bale do not."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def _is_airport_code(name: str) -> bool:
    return len(name) == _AIRPORT_CODE_LENGTH and name.isascii() and name.isupper()


def _spelling_rank(name: str) -> tuple[bool, bool, str]:
    """Order spellings: like a name, then all capitals, then transliterations in small letters."""
    return name[:1].islower(), name.isupper() and len(name) > 1, name
