"""Answers kept for the next request: a download, another language, a slider."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from matcher.decisions.whatif import WhatIf
from matcher.mandate import Mandate
from matcher.records import Recommendation
from matcher.service import Matcher

T = TypeVar("T")

MOST_KEPT: Final = 16
"""Answers of each kind; one takes a few megabytes."""


class _Shelf(Generic[T]):
    """The last values by mandate; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: OrderedDict[str, T] = OrderedDict()

    def get(self, mandate: Mandate, make: Callable[[], T]) -> T:
        key = json.dumps(mandate.to_dict(), sort_keys=True)
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        # Two requests may make the same value at once; that costs time, not truth.
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > MOST_KEPT:
                self._values.popitem(last=False)
        return value


class Kept:
    """Recommendations and what-ifs of one matcher, the last ones of each.

    Parameters
    ----------
    matcher : Matcher
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._answers: _Shelf[Recommendation] = _Shelf()
        self._what_ifs: _Shelf[WhatIf] = _Shelf()

    def answer(self, mandate: Mandate) -> Recommendation:
        """Return the recommendation of a mandate."""
        return self._answers.get(mandate, lambda: self.what_if(mandate).answer())

    def what_if(self, mandate: Mandate) -> WhatIf:
        """Return the measurements behind the answer to a mandate."""
        return self._what_ifs.get(mandate, lambda: self._matcher.what_if(mandate))
