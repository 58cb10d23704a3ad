"""A bounded cache of the least recently used kind, safe to use from several threads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """Values by key; beyond ``most`` of them the least recently used goes.

    Parameters
    ----------
    most : int
        Values it holds.

    Examples
    --------
    >>> cache = Cache[str, int](2)
    >>> [cache.get_or_make(key, lambda: len(key)) for key in ("Ufa", "Baku", "Ufa", "Tartu")]
    [3, 4, 3, 5]
    >>> cache.get("Ufa"), cache.get("Baku")
    (3, None)
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: LRUCache[K, V] = LRUCache(most)
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Cache[K, V]], tuple[int]]:
        """Pickle an empty cache: what it held can be made again, and locks cannot travel."""
        return type(self), (self.most,)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return the value of a key, None where it is not held."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Hold a value."""
        with self._lock:
            self._values[key] = value

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made where it is not held.

        Two threads may make the same value at once; that costs time, not truth.
        """
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def without(self, unwanted: Callable[[K], bool]) -> Cache[K, V]:
        """Return a cache of the same values but for those of some keys."""
        other = Cache[K, V](self.most)
        with self._lock:
            for key, value in self._values.items():
                if not unwanted(key):
                    other.put(key, value)
        return other
