"""Ranked, explained candidates for a twin city.

Examples
--------
>>> from matcher import Mandate, Matcher
>>> mandate = Mandate.parse({"city": "Kostroma", "count": 3,
...     "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
>>> len(Matcher.load().recommend(mandate).to_frame())
3
"""

from matcher.errors import MatcherError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.version import __version__

__all__ = ["Mandate", "Matcher", "MatcherError", "Recommendation", "__version__"]
