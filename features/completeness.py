"""How many partnerships there may be: an estimate from lists that overlap."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from matcher.tables import columns as c
from matcher.world.completeness import ALL, BOUNDS, CLASSES, LOWER_BOUND

WORLD: Final = "*"
CAPTURE_RECAPTURE: Final = "capture-recapture"
LEAST_OVERLAP: Final = 10
"""With fewer pairs in both lists nothing is estimated."""

REGISTERED: Final = ("DE",)
"""Countries with a register."""


def size_class(population: pd.Series) -> pd.Series:
    """Return the size class of places; unknown sizes are those of small places."""
    position = np.searchsorted(BOUNDS, population.to_numpy(), side="right") - 1
    return pd.Series(np.array(CLASSES)[position], index=population.index)


def chapman(first: int, second: int, both: int) -> float:
    """Estimate how many there are from two lists and their overlap.

    Parameters
    ----------
    first, second : int
        Length of each list.
    both : int
        How many stand in both.

    Returns
    -------
    float
        (first + 1) (second + 1) / (both + 1) - 1.

    Notes
    -----
    Right when the lists are independent and every pair is as likely as another
    to be listed. Lists that copy each other, or favour the same towns, overlap
    more and the estimate is too low: a lower bound.

    References
    ----------
    Chapman, D. G. (1951), Some properties of the hypergeometric distribution
    with applications to zoological sample censuses, University of California
    Publications in Statistics 1(7), 131-160.
    """
    return (first + 1) * (second + 1) / (both + 1) - 1


def completeness(partnerships: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Make the table ``completeness``.

    Parameters
    ----------
    partnerships : DataFrame
        Table ``partnerships``; proposals are left out.
    places : DataFrame
        ``city_id, country, population``.

    Returns
    -------
    DataFrame
        One row a country and size class, with the rows of all sizes and of
        the world ("*").

    Notes
    -----
    Where there is a register, it is set against Wikidata and the Wikipedia
    lists together. It is of 2015 and the others are later, so partnerships
    made since count as missed by it and the estimate is a little high.
    Elsewhere Wikidata is set against the lists; they favour the same towns, so
    the figure is a lower bound and called one.
    """
    ends = ends_of_pairs(partnerships, places)
    rows = []
    for (country, size), group in ends.groupby([c.COUNTRY, c.SIZE_CLASS], sort=True):
        rows.append(_row(str(country), str(size), group.drop_duplicates("pair")))
    return pd.DataFrame(rows)


def ends_of_pairs(partnerships: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return both ends of each concluded pair, and again for all sizes and for the world.

    Parameters
    ----------
    partnerships, places : DataFrame
        As for :func:`completeness`.

    Returns
    -------
    DataFrame
        ``pair`` (number), ``country``, ``size_class``, whether the ``register``,
        ``wikidata`` and the ``lists`` have the pair, and the ``first`` edition had.
    """
    concluded = partnerships[partnerships[c.STATUS].astype(str) != "proposed"]
    concluded = concluded.reset_index(drop=True)
    sources = concluded[c.SOURCES].astype(str)
    kinds = {
        "register": sources.str.contains("register"),
        "wikidata": sources.str.contains("wikidata"),
        "lists": sources.str.contains("wikipedia_lists"),
        "first": concluded[c.FIRST_EDITION].astype(bool),
    }
    known = places.set_index(c.CITY_ID)
    sizes = size_class(known[c.POPULATION])
    parts = []
    for column in (c.CITY_ID_A, c.CITY_ID_B):
        ids = concluded[column]
        parts.append(
            pd.DataFrame(
                {
                    "pair": concluded.index,
                    c.COUNTRY: known[c.COUNTRY].astype(str).reindex(ids).to_numpy(),
                    c.SIZE_CLASS: sizes.reindex(ids).to_numpy(),
                    **kinds,
                }
            )
        )
    ends = pd.concat(parts, ignore_index=True)
    ends = pd.concat([ends, ends.assign(**{c.SIZE_CLASS: ALL})], ignore_index=True)
    return pd.concat([ends, ends.assign(**{c.COUNTRY: WORLD})], ignore_index=True)


def _row(country: str, size: str, group: pd.DataFrame) -> dict[str, object]:
    registered = country in REGISTERED
    first = group["register"] if registered else group["wikidata"]
    second = group["wikidata"] | group["lists"] if registered else group["lists"]
    both = int((first & second).sum())
    known = len(group)
    told = both >= LEAST_OVERLAP
    estimated = max(known, round(chapman(int(first.sum()), int(second.sum()), both))) if told else 0
    return {
        c.COUNTRY: country,
        c.SIZE_CLASS: size,
        c.KNOWN: known,
        c.ESTIMATED: estimated,
        c.SHARE: known / estimated if told else np.nan,
        c.METHOD: CAPTURE_RECAPTURE if registered else LOWER_BOUND,
    }
