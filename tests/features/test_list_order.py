from __future__ import annotations

import itertools
import math

from features.list_order import NAME_BACK, NOT_IN_TABLE, STEP_BACK, Entry, choose_by_order


def test_order_tells_two_namesakes_of_one_list_apart() -> None:
    columbus = Entry("columbus", (1, 2, 3), ("Georgia", "Indiana", "Ohio"), (200, 50, 900))
    chosen = choose_by_order(
        [
            Entry("atlanta", (4,), ("Georgia",), (500,)),
            columbus,
            Entry("savannah", (5,), ("Georgia",), (150,)),
            Entry("anderson", (6,), ("Indiana",), (50,)),
            columbus,
            Entry("elkhart", (7,), ("Indiana",), (50,)),
        ]
    )
    assert chosen == [4, 1, 5, 6, 2, 7]


def test_town_that_breaks_the_order_is_not_taken() -> None:
    chosen = choose_by_order(
        [
            Entry("clarinda", (1,), ("Iowa",), (5,)),
            Entry("dewitt", (2,), ("Michigan",), (5,)),
            Entry("elkader", (3,), ("Iowa",), (1,)),
            Entry("osage", (4,), ("Iowa",), (3,)),
            Entry("abilene", (5,), ("Kansas",), (6,)),
        ]
    )
    # Without Michigan the path costs one town not in the table, with it a step back.
    assert NOT_IN_TABLE < STEP_BACK
    assert chosen[1] == 0 and chosen[3:] == [4, 5]


def test_choice_is_the_cheapest_of_all_paths() -> None:
    entries = [
        Entry("b", (1, 2), ("Ohio", "Iowa"), (10, 1000)),
        Entry("a", (3, 4), ("Iowa", "Texas"), (1000, 1)),
        Entry("c", (5, 6), ("Ohio", "Texas"), (10, 10)),
    ]

    def cost(path: tuple[int, ...]) -> float:
        total = 0.0
        for entry, pick in zip(entries, path, strict=True):
            if pick == len(entry.candidates):
                total += NOT_IN_TABLE
            else:
                total += math.log10(max(entry.sizes) / entry.sizes[pick])
        for (a, i), (b, j) in itertools.pairwise(zip(entries, path, strict=True)):
            if i < len(a.candidates) and j < len(b.candidates):
                total += STEP_BACK * (b.states[j] < a.states[i])
                total += NAME_BACK * (b.states[j] == a.states[i] and b.key < a.key)
        return total

    best = min(itertools.product(range(3), repeat=3), key=cost)
    chosen = choose_by_order(entries)
    for entry, pick, got in zip(entries, best, chosen, strict=True):
        assert got in (0, *entry.candidates[pick : pick + 1])
