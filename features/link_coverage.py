"""How many of the listed pairs the ledger knows, and why it lacks the others.

The measure does not use the linker: an end is countable where its coordinates
lie within 10 km of a place of that name, or its name is unique in its country.
A countable pair that the linker left open counts as missing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.place_index import PlaceIndex
from features.place_labels import parse_label
from matcher.tables import columns as c

WITHIN_KM: Final = 10.0
WIKI: Final = frozenset(("wikipedia_lists", "wikidata"))
DIRECTORY: Final = "directory"
SELF_PAIR: Final = "both ends are one place"
ALONE: Final = "named by a list that may only confirm others"
WEAK_ALONE: Final = "linked by name against the coordinates, and no other list bears it out"

Pair = tuple[int, int]


def independent(kinds: set[str]) -> bool:
    """Whether kinds of lists are at least two that do not copy each other.

    The directory and a wiki kind copy each other; Wikipedia's lists and
    Wikidata are edited apart.
    """
    rest = kinds - {DIRECTORY}
    return len(rest) >= 2 or (DIRECTORY in kinds and bool(rest - WIKI))


def countable_pairs(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Give each row the pair of places that its labels name by themselves.

    Parameters
    ----------
    rows : DataFrame
        As `features.linked_lists.link_lists` returns them.
    index : PlaceIndex

    Returns
    -------
    DataFrame
        ``place1, place2``: city ids, 0 where an end is not countable.
    """
    known: dict[tuple[object, ...], int] = {}
    places = {}
    for side in "12":
        ends = zip(*(rows[f"{n}{side}"].tolist() for n in ("city", "country", "lat", "lng")),
                   strict=True)  # fmt: skip
        found = []
        for label, country, lat, lng in ends:
            point = (lat, lng) if lat == lat and lng == lng else None
            end = (label, country, point)
            if end not in known:
                known[end] = _place(label, country, point, index)
            found.append(known[end])
        places[f"place{side}"] = np.array(found, dtype=np.int64)
    return pd.DataFrame(places, index=rows.index)


def _place(text: str, country: str, point: tuple[float, float] | None, index: PlaceIndex) -> int:
    label, countries = parse_label(text), country_codes(country)
    if label.reason or label.is_part or not countries:
        return 0
    own: set[int] = set()
    for key in label.keys:
        own |= {m.row for m in index.named(key, countries) if m.own and not index.is_part[m.row]}
    rows = np.array(sorted(own), dtype=np.int64)
    if not rows.size:
        return 0
    if point is not None:
        near = rows[index.distance_km(rows, *point) <= WITHIN_KM]
        if near.size:
            return int(index.city_id[near[np.argmax(index.population[near])]])
    return int(index.city_id[rows[0]]) if rows.size == 1 and not label.within else 0


def pairs_of_two_kinds(rows: pd.DataFrame, index: PlaceIndex, ledger: set[Pair]) -> pd.DataFrame:
    """Return the countable pairs that two independent kinds of lists name.

    Parameters
    ----------
    rows : DataFrame
        Linked rows of every list.
    index : PlaceIndex
    ledger : set of tuple of int
        Pairs of the ledger, lesser id first.

    Returns
    -------
    DataFrame
        ``city_id_a, city_id_b, kinds``, ``known`` and ``row``: one of its rows.
    """
    places = countable_pairs(rows, index)
    kinds: dict[Pair, set[str]] = defaultdict(set)
    known: dict[Pair, bool] = defaultdict(bool)
    first: dict[Pair, int] = {}
    listed = zip(places["place1"].tolist(), places["place2"].tolist(), rows["id1"].tolist(),
                 rows["id2"].tolist(), rows["kind"].tolist(), strict=True)  # fmt: skip
    for row, (a, b, x, y, kind) in enumerate(listed):
        # The directory names no country of the partner: what it was linked to must do.
        a, b = (a, b or y) if kind == DIRECTORY else (a, b)
        if not a or not b or a == b:
            continue
        pair = (min(a, b), max(a, b))
        kinds[pair].add(kind)
        known[pair] |= pair in ledger or (min(x, y), max(x, y)) in ledger
        if kind != DIRECTORY:
            first.setdefault(pair, row)
    chosen = sorted(pair for pair in kinds if independent(kinds[pair]))
    return pd.DataFrame(
        {
            c.CITY_ID_A: [pair[0] for pair in chosen],
            c.CITY_ID_B: [pair[1] for pair in chosen],
            "kinds": ["; ".join(sorted(kinds[pair])) for pair in chosen],
            "known": [known[pair] for pair in chosen],
            "row": [first.get(pair, -1) for pair in chosen],
        }
    )


def coverage_by_list(rows: pd.DataFrame, ledger: set[Pair]) -> pd.DataFrame:
    """Count for each list its rows, those known, and the others by reason.

    Returns
    -------
    DataFrame
        ``source, kind, reason, rows``; reason "" for the known ones.
    """
    low, high = np.minimum(rows["id1"], rows["id2"]), np.maximum(rows["id1"], rows["id2"])
    linked = (low > 0) & (low != high)
    known = [pair in ledger for pair in zip(low.tolist(), high.tolist(), strict=True)]
    reason = rows["reason1"].where(rows["id1"] == 0, rows["reason2"])
    reason = reason.where(~((low > 0) & (low == high)), SELF_PAIR)
    reason = reason.where(~linked, np.where(rows["ships"], WEAK_ALONE, ALONE))
    reason = reason.where(~np.array(known, dtype=bool), "")
    counted = pd.DataFrame({"source": rows["source"], "kind": rows["kind"], "reason": reason})
    return (
        counted.value_counts(sort=False)
        .rename("rows")
        .reset_index()
        .sort_values(["source", "rows", "reason"], ascending=[True, False, True], ignore_index=True)
    )
