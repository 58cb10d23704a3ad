"""Which pairs an older Wikipedia list has and the newest lacks, though it covers the town."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.link_conflicts import WEAK
from matcher.text.normalise import name_key

NEWEST: Final = "twin_links"
OLDER: Final = frozenset(("lists_2023_05", "lists_2023_09"))
"""Copies of Wikidata and of the register are not complete: absence from them says nothing."""

Pair = tuple[int, int]


def no_longer_listed(rows: pd.DataFrame) -> set[Pair]:
    """Return the pairs that the lists of 2023 have and those of 2026 lack.

    Parameters
    ----------
    rows : DataFrame
        As `features.linked_lists.link_lists` returns them.

    Returns
    -------
    set of tuple of int
        Lesser id first. Only pairs whose town the newest lists still cover
        with other partners; not those of a town that has an open end in the
        partner's country there, for the partner may be listed under a name
        that could not be linked.
    """
    newest = rows[rows["source"] == NEWEST]
    listed = _pairs(newest)
    partners: dict[int, set[str]] = defaultdict(set)
    for one, other in (("1", "2"), ("2", "1")):
        opened = newest[newest[f"id{other}"] == 0]
        for city, country in zip(opened[f"id{one}"], opened[f"country{other}"], strict=True):
            partners[city].add(country_code(country))
    covered = set(newest.loc[newest["id1"] > 0, "id1"].tolist())
    labels = set(zip(newest["city1"].map(name_key), newest["city2"].map(name_key), strict=True))
    found = set()
    older = rows[rows["source"].isin(OLDER) & (rows["id1"] > 0) & (rows["id2"] > 0)]
    older = older[~older["how1"].isin(WEAK) & ~older["how2"].isin(WEAK)]
    names = ["id1", "city1", "country1", "id2", "city2", "country2"]
    for a, city_a, _, b, city_b, country_b in older[names].itertuples(index=False, name=None):
        pair = (min(a, b), max(a, b))
        if a == b or pair in listed or a not in covered or country_code(country_b) in partners[a]:
            continue
        if (name_key(city_a), name_key(city_b)) not in labels:
            found.add(pair)
    return found


def _pairs(rows: pd.DataFrame) -> set[Pair]:
    low, high = np.minimum(rows["id1"], rows["id2"]), np.maximum(rows["id1"], rows["id2"])
    return set(zip(low.tolist(), high.tolist(), strict=True))


def country_code(country: str) -> str:
    """Return the ISO code of a country's label, "" where it has none."""
    return (country_codes(country) or ("",))[0][:2]
