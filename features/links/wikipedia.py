"""The Wikipedia lists of twin towns and sister cities, of several years."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from features.links.listing import SIDES, read_text, shaped


def read_lists(path: Path) -> pd.DataFrame:
    """Read a compilation that names its ends a and b, with or without coordinates.

    Rows that are the heading of a table are left out.
    """
    frame = read_text(path).rename(columns=SIDES)
    frame = shaped(frame)
    # "NaN" is what the compilation made of a missing country, not Namibia.
    frame["country2"] = frame["country2"].replace("NaN", "")
    return frame[(frame["city1"] != "") & (frame["city2"] != "")].reset_index(drop=True)


def read_geocoded(path: Path) -> pd.DataFrame:
    """Read the compilation that was geocoded, ends 1 and 2."""
    return shaped(read_text(path))
