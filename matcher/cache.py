"""Values kept for whoever asks for them next, never more than a fixed number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Cache(Generic[K, V]):
    """The values asked for last, by key; safe to use from several threads.

    Parameters
    ----------
    most : int
        Values it holds; beyond them the one asked for longest ago goes.

    Examples
    --------
    >>> cache = Cache[str, int](2)
    >>> [cache.of(key, lambda: len(key)) for key in ("Ufa", "Baku", "Ufa", "Tartu")]
    [3, 4, 3, 5]
    >>> cache.get("Ufa"), cache.get("Baku")
    (3, None)
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return the value of a key, None where it is not held."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Hold a value."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self.most:
                self._values.popitem(last=False)

    def of(self, key: K, make: Callable[[], V]) -> V:
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
            other._values.update(
                (key, value) for key, value in self._values.items() if not unwanted(key)
            )
        return other
