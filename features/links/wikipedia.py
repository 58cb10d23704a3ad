"""The Wikipedia lists of twin towns and sister cities, of several years."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from features.links.listing import SIDES, read_text, shaped

_SENTENCE: Final = r"\b(?:is a member of|terminated|has no|have no)\b"


def read_lists(path: Path) -> pd.DataFrame:
    """Read a compilation that names its ends a and b, with or without coordinates.

    Rows whose town is a sentence of the list ("... is a member of ...") are
    left out: their partners are members of one network, not of the town.
    """
    frame = read_text(path).rename(columns=SIDES)
    frame = shaped(frame)
    # "NaN" is what the compilation made of a missing country, not Namibia.
    frame["country2"] = frame["country2"].replace("NaN", "")
    named = (frame["city1"] != "") & (frame["city2"] != "")
    for name in ("city1", "city2"):
        named &= ~frame[name].str.contains(_SENTENCE)
    return frame[named].reset_index(drop=True)


def read_geocoded(path: Path) -> pd.DataFrame:
    """Read the compilation that was geocoded, ends 1 and 2."""
    return shaped(read_text(path))
