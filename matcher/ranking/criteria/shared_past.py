"""Shared past: a former common state or a colonial tie, told as context by its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from matcher.english.politics_past import years_text
from matcher.ranking.criteria.component import Component, Finding
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.world.states.past import Past


def _state(pairs: Pairs) -> Array:
    _, colonial, same = pairs.place_facts.country_ties(pairs.query_country).T
    return pairs.by_country(np.maximum(same, 0.7 * colonial))


def _state_finding(pairs: Pairs, position: int) -> Finding | None:
    """Word what the two countries share; nothing where they share nothing that can be told."""
    codes = pairs.query_country, pairs.candidate_country(position)
    record = pairs.place_facts.states.past
    past = record.of(*codes)
    mine, theirs = codes
    sides: list[tuple[int | None, str, str]] = [(None, mine, theirs), (position, theirs, mine)]
    for at, home, away in sides:
        region = record.of_region(home, str(pairs.fact(c.ADMIN1_CODE, at)))
        if region is not None and region.state == away:
            told: dict[str, Any] = {
                "city": str(pairs.fact(c.NAME, at)),
                "city_city": int(pairs.fact(c.CITY_ID, at)),
                "ruler": pairs.countries.name(away),
                "ruler_country": away,
                "when": region.until,
                "when_date": region.until,
            }
            if past is not None and past.of_the_old_state and past.ruler == away:
                found = _of_countries(pairs, past, codes)
                return replace(
                    found, code=f"past_region_{past.kind}", facts={**found.facts, **told}
                )
            return Finding("past_region", told, region.grade)
        if region is not None and past is not None and past.of_the_old_state:
            return None
    return None if past is None else _of_countries(pairs, past, codes)


def _of_countries(pairs: Pairs, past: Past, codes: tuple[str, str]) -> Finding:
    named = (
        {"ruled": past.ruled, "ruler": past.ruler}
        if past.ruler
        else dict(zip(("one", "other"), codes, strict=True))
    )
    facts: dict[str, Any] = {key: pairs.countries.name(code) for key, code in named.items()}
    facts |= {f"{key}_country": code for key, code in named.items()}
    facts |= {"state": past.state, "years": ""}
    if past.year_to:
        span = f"{past.year_from or ''}-{past.year_to}"
        facts |= {"years": years_text(span), "years_span": span}
    return Finding(f"past_{past.kind}", facts, past.grade)


COMPONENTS = (Component("shared_past.state", 1.0, _state, _state_finding, national=True),)
