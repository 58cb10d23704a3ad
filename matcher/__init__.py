"""Ranked, explained candidates for a twin city.

What is importable from here is public, and so is what the modules of ``PUBLIC_MODULES``
list; anything else may change in any release. Names are loaded when they are first asked for.

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
    from matcher.decisions.portfolio import Portfolio
    from matcher.decisions.what_if import WhatIf
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
    from matcher.mandate.parts import KnownPartner, Limits, Member, Tier
    from matcher.matcher import Matcher
    from matcher.naming.namesakes import PlaceMatch
    from matcher.network.analysis import Network
    from matcher.ranking.check import check_ranker
    from matcher.ranking.protocol import Ranker
    from matcher.records.answer import (
        Candidate,
        Caution,
        CriterionScore,
        Driver,
        Evidence,
        Habit,
        Recommendation,
        TierResult,
        Unknown,
    )
    from matcher.records.council import CouncilReport, MemberList, MinorityChoice, Veto
    from matcher.records.criteria import AIM_WEIGHTS, CRITERIA
    from matcher.records.exclusion import Exclusion
    from matcher.records.places import Link, Note, Place
    from matcher.rounds.outcome import Round
    from matcher.world.city_card import CityProfile
    from matcher.world.world import World

_HOME = {
    "AIM_WEIGHTS": "records.criteria",
    "AmbiguousPlaceError": "errors",
    "BatchFolderError": "errors",
    "BatchStoppedError": "errors",
    "CRITERIA": "records.criteria",
    "Candidate": "records.answer",
    "Caution": "records.answer",
    "CityProfile": "world.city_card",
    "CouncilReport": "records.council",
    "CriterionScore": "records.answer",
    "DataError": "errors",
    "Driver": "records.answer",
    "Evidence": "records.answer",
    "Exclusion": "records.exclusion",
    "Fact": "world.fact",
    "Habit": "records.answer",
    "InputTableError": "errors",
    "KnownPartner": "mandate.parts",
    "Limits": "mandate.parts",
    "Link": "records.places",
    "Mandate": "mandate.model",
    "MandateError": "errors",
    "Matcher": "matcher",
    "MatcherError": "errors",
    "Member": "mandate.parts",
    "MemberList": "records.council",
    "MinorityChoice": "records.council",
    "ModelError": "errors",
    "Network": "network.analysis",
    "Note": "records.places",
    "Place": "records.places",
    "PlaceMatch": "naming.namesakes",
    "Portfolio": "decisions.portfolio",
    "Ranker": "ranking.protocol",
    "Recommendation": "records.answer",
    "RecordError": "errors",
    "Round": "rounds.outcome",
    "Tier": "mandate.parts",
    "TierResult": "records.answer",
    "Unknown": "records.answer",
    "UnknownPlaceError": "errors",
    "Veto": "records.council",
    "WhatIf": "decisions.what_if",
    "World": "world.world",
    "check_ranker": "ranking.check",
}

__all__ = [
    "AIM_WEIGHTS",
    "CRITERIA",
    "AmbiguousPlaceError",
    "BatchFolderError",
    "BatchStoppedError",
    "Candidate",
    "Caution",
    "CityProfile",
    "CouncilReport",
    "CriterionScore",
    "DataError",
    "Driver",
    "Evidence",
    "Exclusion",
    "Fact",
    "Habit",
    "InputTableError",
    "KnownPartner",
    "Limits",
    "Link",
    "Mandate",
    "MandateError",
    "Matcher",
    "MatcherError",
    "Member",
    "MemberList",
    "MinorityChoice",
    "ModelError",
    "Network",
    "Note",
    "Place",
    "PlaceMatch",
    "Portfolio",
    "Ranker",
    "Recommendation",
    "RecordError",
    "Round",
    "Tier",
    "TierResult",
    "Unknown",
    "UnknownPlaceError",
    "Veto",
    "WhatIf",
    "World",
    "__version__",
    "check_ranker",
]

PUBLIC_MODULES = (
    "matcher.decisions.portfolio",
    "matcher.decisions.what_if",
    "matcher.dossier",
    "matcher.maps.geodesy",
    "matcher.naming.geocoding",
    "matcher.ranking.pairs",
    "matcher.ranking.protocol",
    "matcher.rounds.conduct",
    "matcher.rounds.filing",
    "matcher.rounds.outcome",
    "matcher.tables.atlas",
    "matcher.web",
    "matcher.wording.language",
)
"""Modules whose ``__all__`` is public as well."""


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module 'matcher' has no attribute {name!r}")
    value: object = getattr(import_module(f"matcher.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
