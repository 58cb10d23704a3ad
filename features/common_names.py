"""The names that misspelt and begun ones are compared with: the table ``common_names``."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from matcher.tables import columns as c
from matcher.text.letters import lengths_of, letters_of

ALIASES_FROM: Final = 10_000
"""Further names of places are compared from so many people on; own names of all places are."""

PARQUET_OPTIONS: Final[dict[str, Any]] = {
    "use_dictionary": False,
    "column_encoding": {
        c.POSITION: "DELTA_BINARY_PACKED",
        c.NAME_KEY: "PLAIN",
        c.CITY_ID: "PLAIN",
        c.NAME_KIND: "PLAIN",
        c.LENGTH: "PLAIN",
        c.LETTERS: "PLAIN",
    },
}
"""How the table is written: the whole of it is read at once, in the time of a look-up."""

_AT_ONCE: Final = 20_000


def common_names(names: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return own names of all places and every name of the larger ones.

    Parameters
    ----------
    names : DataFrame
        The table ``city_names``.
    places : DataFrame
        Columns ``city_id`` and ``population``.

    Returns
    -------
    DataFrame
        The table ``common_names``: names in the order of ``city_names``, each with its
        position there, its length and its letters as bits.
    """
    order = [c.NAME_KEY, c.CITY_ID, c.NAME, c.NAME_KIND]
    ordered = names.sort_values(order, ignore_index=True)
    counts = places.drop_duplicates(c.CITY_ID).set_index(c.CITY_ID)[c.POPULATION]
    people = ordered[c.CITY_ID].map(counts)
    kept = ordered[(ordered[c.NAME_KIND] == 0) | (people >= ALIASES_FROM)]
    keys = kept[c.NAME_KEY].tolist()
    parts = [keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)]
    told: dict[str, Any] = {
        c.POSITION: kept.index.astype("int32"),
        c.LENGTH: lengths_of(keys),
        c.LETTERS: np.concatenate([letters_of(one) for one in parts] or [letters_of([])]),
    }
    return kept[[c.NAME_KEY, c.CITY_ID, c.NAME_KIND]].assign(**told).reset_index(drop=True)
