"""Economy and learning: wealth, airport, universities."""

from __future__ import annotations

import numpy as np

from matcher.ranking.criteria.component import Component, Finding, closeness
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import AIRPORT_SIZES, GRADES

_ALIKE = 1.5
"""Most times apart at which two countries are told to have a similar GDP per head."""

_OWN_AIRPORT_KM = 100
"""An airport farther away is not a city's."""


def _gdp(pairs: Pairs) -> Array:
    per_country = pairs.place_facts.log_gdp
    mine = per_country[pairs.place_facts.country[pairs.query]]
    return closeness(mine, pairs.by_country(per_country), np.log(2.5))


def _gdp_finding(pairs: Pairs, position: int) -> Finding | None:
    per_country = pairs.place_facts.log_gdp
    mine = float(np.exp(per_country[pairs.place_facts.country[pairs.query]]))
    theirs = float(np.exp(per_country[pairs.place_facts.country[pairs.rows[position]]]))
    ratio = max(mine, theirs) / min(mine, theirs)
    facts = {"query_usd": round(mine, -2), "candidate_usd": round(theirs, -2)}
    return Finding("gdp_alike" if ratio <= _ALIKE else "gdp_apart", facts)


def _airport(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.airport_size)
    return closeness(mine, theirs, 1.0)


def _airport_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, airport = (pairs.details("city_airports", at)[0] for at in (None, position))
    if max(mine[c.AIRPORT_KM], airport[c.AIRPORT_KM]) > _OWN_AIRPORT_KM:
        return None
    size = pairs.place_facts.airport_size
    facts = {
        "airport": airport[c.AIRPORT],
        "candidate": AIRPORT_SIZES[int(size[pairs.rows[position]])],
        "query": AIRPORT_SIZES[int(size[pairs.query])],
    }
    same = facts["query"] == facts["candidate"]
    return Finding("airport_same" if same else "airport_sizes", facts)


def _universities(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.UNIVERSITIES).astype(np.float64))
    # The lists of universities are a floor: none found is unknown.
    known = np.where(theirs > 0, theirs, np.nan)
    return closeness(np.log(mine) if mine > 0 else np.nan, np.log(known), 1.0)


def _universities_finding(pairs: Pairs, position: int) -> Finding | None:
    mine = pairs.details("city_universities")
    theirs = pairs.details("city_universities", position)
    facts = {
        "query": pairs.fact(c.UNIVERSITIES),
        "candidate": pairs.fact(c.UNIVERSITIES, position),
        "name": theirs[0][c.UNIVERSITY],
    }
    grade = max((row[c.GRADE] for row in mine + theirs), key=GRADES.index)
    return Finding("universities_both", facts, grade)


COMPONENTS = (
    Component("economy.gdp", 2.0, _gdp, _gdp_finding, national=True),
    Component("economy.airport", 1.0, _airport, _airport_finding),
    Component("economy.universities", 1.0, _universities, _universities_finding),
)
