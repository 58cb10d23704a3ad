"""Ranked, explained candidates for a twin city.

What is importable from here is public; it stays until a release notes otherwise. Names are
loaded when they are first asked for.

Examples
--------
>>> from matcher import Matcher
>>> answer = Matcher.load().recommend(city="Kostroma", count=3,
...     tiers=[{"name": "Turkmenistan", "countries": ["TM"]}])
>>> len(answer.to_frame())
3
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from matcher.version import __version__

if TYPE_CHECKING:
    from matcher.errors import (
        AmbiguousPlaceError,
        BatchFolderError,
        BatchStoppedError,
        DataError,
        InputTableError,
        MandateError,
        MatcherError,
        ModelError,
        RecordError,
        UnknownPlaceError,
    )
    from matcher.mandate.model import Mandate
    from matcher.matcher import Matcher
    from matcher.ranking.check import check_ranker
    from matcher.ranking.protocol import Ranker
    from matcher.records.answer import Candidate, Caution, Evidence, Recommendation, TierResult
    from matcher.records.places import Link, Place

_HOME = {
    "AmbiguousPlaceError": "errors",
    "BatchFolderError": "errors",
    "BatchStoppedError": "errors",
    "Candidate": "records.answer",
    "Caution": "records.answer",
    "DataError": "errors",
    "Evidence": "records.answer",
    "InputTableError": "errors",
    "Link": "records.places",
    "Mandate": "mandate.model",
    "MandateError": "errors",
    "Matcher": "matcher",
    "MatcherError": "errors",
    "ModelError": "errors",
    "Place": "records.places",
    "Ranker": "ranking.protocol",
    "Recommendation": "records.answer",
    "RecordError": "errors",
    "TierResult": "records.answer",
    "UnknownPlaceError": "errors",
    "check_ranker": "ranking.check",
}

__all__ = [
    "AmbiguousPlaceError",
    "BatchFolderError",
    "BatchStoppedError",
    "Candidate",
    "Caution",
    "DataError",
    "Evidence",
    "InputTableError",
    "Link",
    "Mandate",
    "MandateError",
    "Matcher",
    "MatcherError",
    "ModelError",
    "Place",
    "Ranker",
    "Recommendation",
    "RecordError",
    "TierResult",
    "UnknownPlaceError",
    "__version__",
    "check_ranker",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module 'matcher' has no attribute {name!r}")
    value: object = getattr(import_module(f"matcher.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
