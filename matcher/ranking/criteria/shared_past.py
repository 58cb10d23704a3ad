"""Shared past: a former common state or a colonial tie."""

from __future__ import annotations

import numpy as np

from matcher.ranking.criteria.component import Component, Finding
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array


def _state(pairs: Pairs) -> Array:
    _, colonial, same = pairs.place_facts.country_ties(pairs.query_country).T
    return pairs.by_country(np.maximum(same, 0.7 * colonial))


def _state_finding(pairs: Pairs, position: int) -> Finding | None:
    ties = pairs.place_facts.ties(pairs.query_country, pairs.candidate_country(position))
    facts = pairs.country_facts(position)
    if ties[2]:
        return Finding("past_same_state", facts, "curated")
    if ties[1]:
        return Finding("past_colonial", facts)
    return Finding("past_none", facts)


COMPONENTS = (Component("shared_past.state", 1.0, _state, _state_finding, national=True),)
