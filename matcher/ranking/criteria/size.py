"""Size and role: comparable cities work as equals."""

from __future__ import annotations

import numpy as np

from matcher.ranking.criteria.component import Component, Finding, closeness
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.world.states.laws import foreign

_ROLES = {0: "national capital", 1: "regional centre", 2: "district centre"}


def _population(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.log_population)
    return closeness(mine, theirs, np.log(3.0))


def _population_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.POPULATION), pairs.fact(c.POPULATION, position)
    ratio = max(mine, theirs) / min(mine, theirs)
    code = "population_apart"
    if ratio < 4:
        code = "population_alike" if ratio < 2 else "population_near"
    return Finding(code, {"query": mine, "candidate": theirs, "ratio": round(ratio, 1)})


def _role(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.admin_rank)
    return closeness(mine, theirs, 1.5)


def role_name(rank: int) -> str:
    """Return the English name of a seat's rank, 0 for a national capital."""
    return _ROLES.get(rank, "local centre" if rank < 6 else "no seat of administration")


def is_no_seat(rank: int) -> bool:
    """Tell whether no seat of administration is on record, which says not that there is none."""
    return role_name(rank) == "no seat of administration"


def _role_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.ADMIN_RANK), pairs.fact(c.ADMIN_RANK, position)
    # Of two sides that do not regard each other as foreign, the roles of seats are no likeness.
    if not foreign(pairs.query_country, pairs.candidate_country(position)):
        return None
    if mine == theirs and mine < 3:
        return Finding("role_same", {"role": role_name(mine)})
    if mine == theirs or is_no_seat(mine) or is_no_seat(theirs):
        return None
    return Finding("role_other", {"query": role_name(mine), "candidate": role_name(theirs)})


def _standing(pairs: Pairs) -> Array:
    mine, theirs = pairs.both(pairs.place_facts.log_rank_in_region)
    return closeness(mine, theirs, np.log(3.0))


def _standing_finding(pairs: Pairs, position: int) -> Finding | None:
    mine, theirs = pairs.fact(c.RANK_IN_REGION), pairs.fact(c.RANK_IN_REGION, position)
    if mine == theirs == 1:
        return Finding("standing_first", {})
    return Finding("standing", {"query": mine, "candidate": theirs})


COMPONENTS = (
    Component("size.population", 3.0, _population, _population_finding),
    Component("size.role", 1.0, _role, _role_finding),
    Component("size.standing", 1.0, _standing, _standing_finding),
)
