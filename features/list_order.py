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

import numpy as np
from numpy.typing import NDArray

STEP_BACK: Final = 6.0
NAME_BACK: Final = 2.0
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


def choose_by_order(entries: list[Entry]) -> list[int]:
    """Choose the namesake of each entry that keeps the list in order.

    Parameters
    ----------
    entries : list of Entry
        In the order of the list, each with at least one candidate.

    Returns
    -------
    list of int
        The chosen candidate of each entry, or 0 where another would do almost
        as well.

    Notes
    -----
    Cheapest path: a step back among the states costs 6, a step back among the
    names within a state 2, and a smaller namesake the decadic logarithm of how
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
    steps = [_step(a, b) for a, b in pairwise(entries)]
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


def _step(first: Entry, second: Entry) -> Matrix:
    """Cost of going from each candidate of one entry to each of the next."""
    before = np.array(first.states)[:, None]
    after = np.array(second.states)[None, :]
    cost = np.where(after < before, STEP_BACK, 0.0)
    same_back = (after == before) & (second.key < first.key)
    cost += np.where(same_back, NAME_BACK, 0.0)
    # The last row and column are "none of them", which keeps no order.
    return np.pad(cost, ((0, 1), (0, 1)))
