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
from matcher.mandate import Mandate
from matcher.records import Recommendation
from matcher.service import Matcher

__all__ = ["Mandate", "Matcher", "MatcherError", "Recommendation", "__version__"]

__version__ = "0.1.0"
