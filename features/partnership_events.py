"""Dated events in the life of partnerships: those kept by hand, and the ends Wikidata tells."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from matcher.errors import InputTableError
from matcher.tables import columns as c
from matcher.tables.vocabulary import GRADES
from matcher.world.state_of_pair import LINK_EVENTS

COLUMNS: Final = (
    c.CITY_ID_A, "city_a", c.CITY_ID_B, "city_b", c.EVENT, c.DATE, c.GRADE, c.SOURCE,
)  # fmt: skip

_PAIR: Final = [c.CITY_ID_A, c.CITY_ID_B]


def read_events(path: Path) -> pd.DataFrame:
    """Read the hand-kept events.

    Parameters
    ----------
    path : pathlib.Path
        CSV with city_id_a, city_a, city_id_b, city_b, event, date (ISO 8601,
        reduced precision allowed, "" unknown), grade and source.

    Returns
    -------
    pandas.DataFrame
        The rows with the lesser id first, oldest first within a pair.

    Raises
    ------
    InputTableError
        If a column is missing or an event or grade is not known.
    """
    events = pd.read_csv(path, keep_default_na=False, dtype={c.DATE: str})
    missing = [name for name in COLUMNS if name not in events]
    if missing:
        raise InputTableError(f"{path.name} lacks {missing}; it must have {list(COLUMNS)}")
    for column, allowed in ((c.EVENT, LINK_EVENTS), (c.GRADE, GRADES)):
        bad = sorted(set(events[column]) - set(allowed))
        if bad:
            raise InputTableError(f"{path.name}: {column} {bad} not known; use one of {allowed}")
    turned = events[c.CITY_ID_A] > events[c.CITY_ID_B]
    swapped = events.rename(columns={c.CITY_ID_A: c.CITY_ID_B, c.CITY_ID_B: c.CITY_ID_A})
    ordered = pd.concat([events[~turned], swapped.loc[turned, list(events.columns)]]).sort_index()
    # An undated twinning came before whatever is dated; ties keep the order of the file.
    return ordered.sort_values([*_PAIR, c.DATE], kind="stable", ignore_index=True)
