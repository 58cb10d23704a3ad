"""Pairs that lists of 2015 to 2023 had and the lists of 2026 lack, compared by their compilers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from matcher.tables import columns as c

_KINDS: Final = {"Wikipedia lists": "wikipedia_lists", "RGRE": "register"}


def read_removed(path: Path) -> pd.DataFrame:
    """Read the pairs with the kind of list that had them last and when.

    Returns
    -------
    DataFrame
        ``city_id_a, city_id_b, kind, date``.
    """
    raw = pd.read_csv(path, keep_default_na=False, dtype=str)
    return pd.DataFrame(
        {
            c.CITY_ID_A: raw[c.CITY_ID_A].astype(int),
            c.CITY_ID_B: raw[c.CITY_ID_B].astype(int),
            "kind": [_kind(one) for one in raw["sources"]],
            "date": raw["last_listed"],
        }
    )


def _kind(sources: str) -> str:
    """Return the first kind of list that a text names, Wikidata where it names no other."""
    return next((kind for word, kind in _KINDS.items() if word in sources), "wikidata")
