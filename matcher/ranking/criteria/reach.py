"""Reach: how far, how many hours apart, and who needs a visa."""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.english.politics import date_text
from matcher.maps.geodesy import geodesic_km
from matcher.ranking.criteria.component import Component, Finding, closeness
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.world.states.visas import Rule, by_permit

FAR_KM = 3500.0
"""Beyond it, a distance is farther than that of a random pair of places."""

BARRIERS = ("not needed", "on arrival", "online", "needed before travel", "not given")
"""What a visa rule is called, by barrier."""

_AUTHORISED = "electronic authorisation before travel"


def rule_name(rule: Rule) -> str:
    """Return the English name of a visa rule.

    Examples
    --------
    >>> rule_name((1, "visa on arrival")), rule_name((1, "eta"))
    ('on arrival', 'electronic authorisation before travel')
    """
    return _AUTHORISED if rule[1] == "eta" else BARRIERS[rule[0]]


def _distance(pairs: Pairs) -> Array:
    return closeness(0.0, pairs.distance_km, 2000.0)


def _distance_finding(pairs: Pairs, position: int) -> Finding | None:
    ends = [(pairs.fact(c.LATITUDE, at), pairs.fact(c.LONGITUDE, at)) for at in (None, position)]
    kilometres = geodesic_km(*ends[0], *ends[1])
    code = "distance_near" if kilometres <= FAR_KM else "distance_far"
    return Finding(code, {"distance_km": round(kilometres)})


def _border(pairs: Pairs) -> Array:
    return pairs.by_country(pairs.place_facts.country_ties(pairs.query_country)[:, 0])


def _border_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.query_country, pairs.candidate_country(position)
    if not pairs.place_facts.ties(mine, theirs)[0]:
        return None
    return Finding("border_shared", pairs.country_facts(position))


def _visa(pairs: Pairs) -> Array:
    key = ("visa", pairs.query_country)
    return pairs.by_country(pairs.place_facts.remembered(key, partial(_visa_by_country, pairs)))


def _visa_by_country(pairs: Pairs) -> Array:
    mine = pairs.query_country
    values = {}
    rule = pairs.place_facts.visas.rule
    for code in pairs.place_facts.country_list:
        there, back = rule(mine, code), rule(code, mine)
        if code == mine:
            values[code] = 1.0
        elif there is not None and back is not None:
            values[code] = 1.0 - (there[0] + back[0]) / 8.0
    return pairs.place_facts.per_country(values)


def _visa_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.query_country, pairs.candidate_country(position)
    visas = pairs.place_facts.visas
    there, back = visas.rule(mine, theirs), visas.rule(theirs, mine)
    if there is None or back is None:
        return None
    if by_permit(mine, theirs):
        return Finding("entry_permits", pairs.country_facts(position))
    if not visas.tell(pairs.date):
        return None
    facts = {
        **pairs.country_facts(position),
        "when": date_text(visas.as_of),
        "when_date": visas.as_of,
        "there": rule_name(there),
        "back": rule_name(back),
    }
    if there[0] == back[0] == 0:
        return Finding("visa_free", facts)
    return Finding("visa_rules", facts)


def _hours(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.number(c.UTC_OFFSET_H))
    gap = np.abs(theirs - mine)
    return closeness(0.0, np.minimum(gap, 24.0 - gap), 3.0)


def _hours_finding(pairs: Pairs, position: int) -> Finding | None:
    gap = abs(pairs.fact(c.UTC_OFFSET_H) - pairs.fact(c.UTC_OFFSET_H, position))
    hours = round(min(gap, 24 - gap), 2)
    return Finding("hours_apart" if hours else "hours_same", {"hours": hours})


def _airport(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.airport_km)
    return closeness(0.0, mine + theirs, 150.0)


def _airport_finding(pairs: Pairs, position: int) -> Finding | None:
    nearest = pairs.details("city_airports", position)[0]
    facts = {"airport": nearest[c.AIRPORT], "distance_km": round(nearest[c.AIRPORT_KM])}
    return Finding("airport_near" if facts["distance_km"] <= 60 else "airport_far", facts)


COMPONENTS = (
    Component("reach.distance", 3.0, _distance, _distance_finding),
    Component("reach.border", 0.5, _border, _border_finding, national=True),
    Component("reach.visa", 1.0, _visa, _visa_finding, national=True),
    Component("reach.hours", 0.5, _hours, _hours_finding),
    Component("reach.airport", 0.5, _airport, _airport_finding),
)
