"""The council's nine criteria, each a weighted mean of measurable components.

To add a component, write its ``measure`` and ``finding`` in the module of its
criterion and list it there; to add a criterion, add a module, list it here and
name its key in :data:`matcher.records.criteria.CRITERIA`.
"""

from __future__ import annotations

from typing import Final

from matcher.ranking.criteria import (
    culture,
    economy,
    geography,
    network,
    politics,
    reach,
    shared_past,
    size,
    war_history,
)
from matcher.ranking.criteria.component import Component, Finding

COMPONENTS: Final[tuple[Component, ...]] = (
    *size.COMPONENTS,
    *geography.COMPONENTS,
    *war_history.COMPONENTS,
    *shared_past.COMPONENTS,
    *culture.COMPONENTS,
    *economy.COMPONENTS,
    *reach.COMPONENTS,
    *network.COMPONENTS,
    *politics.COMPONENTS,
)
"""Every component, grouped by criterion in the order surfaces show them."""

__all__ = ["COMPONENTS", "Component", "Finding"]
