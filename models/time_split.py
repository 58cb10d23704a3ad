"""Tasks by time: partnerships founded before a year are known, later ones are asked for."""

from __future__ import annotations

import numpy as np

from matcher.errors import MandateError
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import CONCLUDED_STATUSES
from models.known import KnownWorld
from models.tasks import Task, both_ways


def founded(atlas: Atlas) -> tuple[Array, IntArray]:
    """Return the concluded partnerships whose beginning is known, and the year of each.

    Returns
    -------
    pairs : numpy.ndarray of int64 of shape (n, 2)
        City ids, the smaller first.
    years : numpy.ndarray of int64 of shape (n,)
    """
    table = atlas.table("partnerships")
    years = np.array([text[:4] for text in table.column(c.SINCE)], dtype=object)
    dated = np.array([text.isdigit() for text in years], dtype=bool)
    dated &= np.isin(table.column(c.STATUS).astype(str), CONCLUDED_STATUSES)
    ids = np.column_stack([table.column(c.CITY_ID_A), table.column(c.CITY_ID_B)])[dated]
    return np.sort(ids.astype(np.int64), axis=1), years[dated].astype(np.int64)


def build_time_tasks(
    atlas: Atlas, year: int, sample: int | None = None, random_state: int = 0
) -> tuple[Task, Task]:
    """Build the country and world tasks of partnerships founded from a year on.

    Parameters
    ----------
    atlas : Atlas
        Tables with every partnership.
    year : int
        First year of the partnerships that are asked for.
    sample : int, optional
        Ask at most so many questions a task.
    random_state : int
        Seed of the sample and of the methods.

    Returns
    -------
    tuple of two Task

    Raises
    ------
    MandateError
        No dated partnership is older, or none is later.

    Notes
    -----
    Partnerships without a date are neither known nor asked for: they may be later.
    Facts of places are those of today, so the answer has some hindsight.
    """
    pairs, years = founded(atlas)
    later = years >= year
    if later.all() or not later.any():
        span = f"{years.min()} to {years.max()}" if len(years) else "no year at all"
        raise MandateError(
            f"no dated partnerships on both sides of {year}: those of the tables are of {span}"
        )
    known = KnownWorld.of(atlas, pairs[~later], random_state)
    country = both_ways("T1", "country", known, pairs[later])
    everywhere = both_ways("T2", "world", known, pairs[later])
    return country.sample(sample, random_state), everywhere.sample(sample, random_state)
