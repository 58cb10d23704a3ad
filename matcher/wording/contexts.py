"""Contexts of the catalogues, for names and words that stand as facts in a sentence."""

from __future__ import annotations

from typing import Final

from matcher.english.politics import RULE

__all__ = ["BLOC", "CONTEXTS", "RIVER", "RULE", "SOURCE", "WAR", "WORD"]

WORD: Final = "word"
RIVER: Final = "river"
WAR: Final = "war"
BLOC: Final = "bloc"
SOURCE: Final = "source"

CONTEXTS: Final = (("river_", RIVER), ("war_same", WAR), ("past_", RULE), ("law_", RULE))
"""Context of the names that a sentence holds, by how its code begins; else :data:`WORD`."""
