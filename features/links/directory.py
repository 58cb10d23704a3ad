"""A directory of sister cities in 165 countries; the partner's country is not given."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from features.links.listing import read_text, shaped


def read_directory(path: Path) -> pd.DataFrame:
    """Read country, city and sister of every row."""
    raw = read_text(path)
    return shaped(raw.rename(columns={"country": "country1", "city": "city1", "sister": "city2"}))
