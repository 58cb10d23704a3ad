"""The shape that every list of partnerships is read into, and what is known of each list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

ENDS: Final = ("city1", "country1", "lat1", "lng1", "city2", "country2", "lat2", "lng2")
COLUMNS: Final = (*ENDS, "admin2", "since", "form")
"""Columns of a list that is read.

Names and countries as the list writes them, country "" where it names none; coordinates in
degrees, NaN where it has none; ``admin2`` the GeoNames code of the second-order region of the
second end, "" unknown; ``since`` ISO 8601 of reduced precision, "" unknown; ``form`` one of
`matcher.schema.LINK_FORMS`.
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of partnerships.

    Attributes
    ----------
    source_id : str
        Key in `features.sources.SOURCES`.
    kind : str
        One of `matcher.schema.LINK_KINDS`.
    read : callable
        Raw file to a frame of `COLUMNS`.
    ships : bool
        Whether the licence lets a row rest on this list alone.
    order : str
        ``states`` where the towns of the United States stand by state and
        name, ``pages`` where each state's towns stand together by name, else "".
    trusted : str
        Sides ("1", "2", "12") whose coordinates are the places' own and not
        those of a name that was looked up.
    merges_namesakes : bool
        The compilation put the partners of all towns of one name under one of
        them, so a row tells the town only where no namesake has partners.
    """

    source_id: str
    kind: str
    read: Callable[[Path], pd.DataFrame]
    ships: bool = True
    order: str = ""
    trusted: str = ""
    merges_namesakes: bool = False


def read_text(path: Path) -> pd.DataFrame:
    """Read a CSV file as text: Namibia is NA."""
    return pd.read_csv(path, keep_default_na=False, dtype=str)


def shaped(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the columns of a list: what it lacks is unknown.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least city1 and city2.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`, coordinates as float, rows numbered from 0.
    """
    empty = {"country1": "", "country2": "", "admin2": "", "since": "", "form": "unknown"}
    frame = frame.assign(**{name: word for name, word in empty.items() if name not in frame})
    for name in ("lat1", "lng1", "lat2", "lng2"):
        given = frame[name] if name in frame else pd.Series("", index=frame.index)
        frame[name] = pd.to_numeric(given, errors="coerce").astype("float64")
    for name in ("city1", "country1", "city2", "country2"):
        frame[name] = frame[name].astype(str).str.replace("_", " ").str.strip()
    return frame.loc[:, list(COLUMNS)].reset_index(drop=True)


SIDES: Final = {
    "name_a": "city1",
    "country_a": "country1",
    "lat_a": "lat1",
    "lon_a": "lng1",
    "name_b": "city2",
    "country_b": "country2",
    "lat_b": "lat2",
    "lon_b": "lng2",
}
"""Columns of the raw files that name their ends a and b."""
