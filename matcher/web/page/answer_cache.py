"""Cached answers of the page: for a download, another language, a slider."""

from __future__ import annotations

import json
from typing import Final

from matcher.cache import Cache
from matcher.decisions.what_if import WhatIf
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation

MOST_CACHED: Final = 16
"""Answers of each kind; one takes a few megabytes."""


class AnswerCache:
    """Recommendations and what-ifs of one matcher, the last ones of each.

    Parameters
    ----------
    matcher : Matcher
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._answers = Cache[str, Recommendation](MOST_CACHED)
        self._what_ifs = Cache[str, WhatIf](MOST_CACHED)

    def answer(self, mandate: Mandate) -> Recommendation:
        """Return the recommendation of a mandate."""
        return self._answers.get_or_make(_key(mandate), lambda: self.what_if(mandate).answer())

    def what_if(self, mandate: Mandate) -> WhatIf:
        """Return the measurements behind the answer to a mandate."""
        return self._what_ifs.get_or_make(_key(mandate), lambda: self._matcher.what_if(mandate))


def _key(mandate: Mandate) -> str:
    return json.dumps(mandate.to_dict(), sort_keys=True)
