"""Partnerships of Wikidata (property P190) as downloaded by others, with coordinates of both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pandas as pd

from features.links.listing import SIDES, read_text, shaped

_COUNCIL: Final = re.compile(r"^(?P<town>.+?) (Municipality|Kommune|kommun)$")
_NO_LABEL: Final = re.compile(r"^[Qt]\d+$")


def read_pairs(path: Path) -> pd.DataFrame:
    """Read pairs of items; items without an English label are left out.

    An item of a municipality ("Uppsala Municipality") is the council that
    towns are twinned by, so it is read by the name of the town; a Polish
    gmina is kept as the unit that it is.
    """
    frame = shaped(read_text(path).rename(columns=SIDES))
    for side in "12":
        frame[f"city{side}"] = [_town(label) for label in frame[f"city{side}"]]
    labelled = ~(frame["city1"].str.match(_NO_LABEL) | frame["city2"].str.match(_NO_LABEL))
    return frame[labelled].reset_index(drop=True)


def _town(label: str) -> str:
    match = _COUNCIL.match(label)
    return match["town"] if match else label
