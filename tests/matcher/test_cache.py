from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from matcher.cache import Cache


def test_value_is_made_once_and_the_one_unused_longest_goes() -> None:
    cache, made = Cache[int, int](2), list[int]()

    def ask(key: int) -> int:
        return cache.get_or_make(key, lambda: made.append(key) or 10 * key)

    assert [ask(key) for key in (1, 2, 1, 3, 1, 2)] == [10, 20, 10, 30, 10, 20]
    assert made == [1, 2, 3, 2]
    assert len(cache) == 2


def test_value_put_anew_replaces_the_old_one() -> None:
    cache = Cache[str, int](2)
    for value in (1, 2):
        cache.put("a", value)
    assert (cache.get("a"), len(cache)) == (2, 1)


def test_shelf_without_some_keys_leaves_the_first_as_it_was() -> None:
    cache = Cache[int, int](4)
    for key in range(4):
        cache.put(key, key)
    other = cache.without(lambda key: key % 2 == 1)
    other.put(7, 7)
    assert [other.get(key) for key in (0, 1, 2, 3, 7)] == [0, None, 2, None, 7]
    assert [cache.get(key) for key in (0, 1, 2, 3, 7)] == [0, 1, 2, 3, None]


def test_bound_holds_when_several_threads_ask() -> None:
    cache = Cache[int, int](8)
    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda key: cache.get_or_make(key % 20, lambda: key % 20), range(4000))
        )
    assert found == [key % 20 for key in range(4000)]
    assert len(cache) == 8


def test_cache_travels_to_another_process_empty():
    cache = Cache[str, int](3)
    cache.put("Ufa", 3)
    other = pickle.loads(pickle.dumps(cache))  # noqa: S301
    assert (len(other), other.most, other.get("Ufa")) == (0, 3, None)
