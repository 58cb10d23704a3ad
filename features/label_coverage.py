"""How many places and regions have a name in each language, for the data card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from features.regions import LABEL_LANGUAGES
from matcher.tables import columns as c

LARGE: Final = 300_000
MIDDLING: Final = 50_000


def label_coverage(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the percentages of capitals, places and regions with a label, one row a language.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The published ``cities, countries, city_labels, regions`` and ``region_labels``.

    Notes
    -----
    City districts are left out. A region has its English name in the table ``regions``.
    """
    cities, labels = tables["cities"], tables["city_labels"]
    cities = cities[cities[c.DISTRICT_OF] == 0]
    capitals = tables["countries"][c.CAPITAL_ID]
    groups = {
        "capitals": capitals[capitals > 0],
        f"places of {LARGE:,}": cities[c.CITY_ID][cities[c.POPULATION] >= LARGE],
        f"places of {MIDDLING:,}": cities[c.CITY_ID][cities[c.POPULATION] >= MIDDLING],
        "places of Ukraine of 10,000": cities[c.CITY_ID][
            (cities[c.COUNTRY] == "UA") & (cities[c.POPULATION] >= 10_000)
        ],
    }
    rows = []
    for language in LABEL_LANGUAGES:
        known = labels[c.CITY_ID][labels[c.LANGUAGE] == language]
        row: dict[str, object] = {"language": language, "labels": len(known)}
        for name, ids in groups.items():
            row[name] = round(100 * ids.isin(known).mean(), 1) if len(ids) else None
        named = (tables["region_labels"][c.LANGUAGE] == language).sum()
        whole = len(tables["regions"])
        row["regions"] = round(100 * (whole if language == "en" else named) / whole, 1)
        rows.append(row)
    return pd.DataFrame(rows)
