"""Dated events in the life of partnerships, and the status they leave behind."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from matcher.errors import InputTableError
from matcher.tables import columns as c
from matcher.tables.schema import BROKEN_STATUSES, GRADES

COLUMNS: Final = (
    c.CITY_ID_A, "city_a", c.CITY_ID_B, "city_b", c.EVENT, c.DATE, c.GRADE, c.SOURCE,
)  # fmt: skip

STATUS_AFTER: Final = {
    "twinned": "active",
    "proposed": "proposed",
    "suspended": "suspended",
    "dormant": "dormant",
    "ended": "ended",
}
"""Status an event leaves behind; a first contact leaves none."""

EVENTS: Final = ("first_contact", *STATUS_AFTER)

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
    for column, allowed in ((c.EVENT, EVENTS), (c.GRADE, GRADES)):
        bad = sorted(set(events[column]) - set(allowed))
        if bad:
            raise InputTableError(f"{path.name}: {column} {bad} not known; use one of {allowed}")
    turned = events[c.CITY_ID_A] > events[c.CITY_ID_B]
    swapped = events.rename(columns={c.CITY_ID_A: c.CITY_ID_B, c.CITY_ID_B: c.CITY_ID_A})
    ordered = pd.concat([events[~turned], swapped.loc[turned, list(events.columns)]]).sort_index()
    # An undated twinning came before whatever is dated; ties keep the order of the file.
    return ordered.sort_values([*_PAIR, c.DATE], kind="stable", ignore_index=True)


def merge_events(links: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give listed partnerships the status and dates that documents give them.

    Parameters
    ----------
    links : pandas.DataFrame
        Table ``partnerships`` as the lists have it.
    events : pandas.DataFrame
        As :func:`read_events` returns them.

    Returns
    -------
    partnerships : pandas.DataFrame
        Table ``partnerships``: pairs of the lists and of the events. ``since``
        is the date of the first twinning, ``until`` the date from which the
        tie no longer lives (ended, suspended or dormant).
    partnership_events : pandas.DataFrame
        Table ``partnership_events``.
    """
    rendered = [_from_events(group) for _, group in events.groupby(_PAIR, sort=True)]
    known = pd.DataFrame([row for row in rendered if row is not None], columns=list(links.columns))
    partnerships = join_links(known, links)
    table = events[[*_PAIR, c.EVENT, c.DATE, c.SOURCE]].astype(
        {c.CITY_ID_A: "int32", c.CITY_ID_B: "int32"}
    )
    return partnerships, table


def join_links(known: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Join partnerships to listed ones: the known row wins, and names both sources."""
    listed = links.set_index(_PAIR)[c.SOURCE]
    both = [
        f"{source}; {listed[a, b]}" if (a, b) in listed.index else source
        for a, b, source in zip(
            known[c.CITY_ID_A], known[c.CITY_ID_B], known[c.SOURCE], strict=True
        )
    ]
    merged = pd.concat([known.assign(**{c.SOURCE: both}), links])
    return (
        merged.drop_duplicates(_PAIR, keep="first")
        .sort_values(_PAIR, ignore_index=True)
        .astype({c.CITY_ID_A: "int32", c.CITY_ID_B: "int32"})
    )


def _from_events(group: pd.DataFrame) -> dict[str, object] | None:
    """One partnership row from the events of a pair, oldest first; None for mere contacts."""
    choice = group[group[c.EVENT].isin(list(STATUS_AFTER))]
    if choice.empty:
        return None
    last = choice.iloc[-1]
    status = STATUS_AFTER[last[c.EVENT]]
    twinned = choice.loc[choice[c.EVENT] == "twinned", c.DATE]
    return {
        c.CITY_ID_A: last[c.CITY_ID_A],
        c.CITY_ID_B: last[c.CITY_ID_B],
        c.STATUS: status,
        c.SINCE: twinned.iloc[0] if len(twinned) else "",
        c.UNTIL: last[c.DATE] if status in BROKEN_STATUSES else "",
        c.GRADE: "curated",
        c.SOURCE: "; ".join(dict.fromkeys(choice[c.SOURCE])),
    }
