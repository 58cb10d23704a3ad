from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from matcher.cache import Cache


def test_value_is_made_once_and_the_one_unused_longest_goes() -> None:
    shelf, made = Cache[int, int](2), list[int]()

    def ask(key: int) -> int:
        return shelf.of(key, lambda: made.append(key) or 10 * key)

    assert [ask(key) for key in (1, 2, 1, 3, 1, 2)] == [10, 20, 10, 30, 10, 20]
    assert made == [1, 2, 3, 2]
    assert len(shelf) == 2


def test_value_put_anew_replaces_the_old_one() -> None:
    shelf = Cache[str, int](2)
    for value in (1, 2):
        shelf.put("a", value)
    assert (shelf.get("a"), len(shelf)) == (2, 1)


def test_shelf_without_some_keys_leaves_the_first_as_it_was() -> None:
    shelf = Cache[int, int](4)
    for key in range(4):
        shelf.put(key, key)
    other = shelf.without(lambda key: key % 2 == 1)
    other.put(7, 7)
    assert [other.get(key) for key in (0, 1, 2, 3, 7)] == [0, None, 2, None, 7]
    assert [shelf.get(key) for key in (0, 1, 2, 3, 7)] == [0, 1, 2, 3, None]


def test_bound_holds_when_several_threads_ask() -> None:
    shelf = Cache[int, int](8)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda key: shelf.of(key % 20, lambda: key % 20), range(4000)))
    assert found == [key % 20 for key in range(4000)]
    assert len(shelf) == 8
