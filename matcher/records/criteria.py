"""The nine criteria and the aims that weigh them."""

from __future__ import annotations

from typing import Final

CRITERIA: Final = (
    "size",
    "geography",
    "war_history",
    "shared_past",
    "culture",
    "economy",
    "reach",
    "network",
    "politics",
)
"""Keys of the nine criteria, in the order every surface shows them."""


HABIT: Final = "habit"
"""What cities like the asking one chose: a part of the score beside the criteria's."""

PARTS: Final = (*CRITERIA, HABIT)
"""Every part of a score, in the order of its columns; each has a weight."""

CONTEXT_ALONE: Final = "shared_past"
"""The criterion whose facts are context: it is told nowhere as what speaks for a place."""

AIM_WEIGHTS: Final[dict[str, dict[str, float]]] = {
    "culture": {"culture": 2.0},
    "economy": {"economy": 2.0, "reach": 1.25},
    "sport": {"reach": 1.5, "size": 1.5},
    "youth": {"reach": 1.5, "culture": 1.25},
    "learning": {"economy": 1.5, "culture": 1.25},
}
"""What an aim multiplies the criteria's weights by.

Culture looks for language and heritage; economy for trade and transport;
sport for comparable size and short ways, since teams travel; youth for short
ways, visas and a common language; learning for universities.
"""
