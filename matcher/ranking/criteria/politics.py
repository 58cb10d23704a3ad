"""Politics: blocs in common and organised violence in the candidate's country."""

from __future__ import annotations

from functools import partial

import numpy as np

from matcher.ranking.criteria.component import Component, Finding
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array
from matcher.world.deaths import counted_together

_STANDING = {"full": 1.0, "associate": 0.5}


def _bloc_weights(pairs: Pairs) -> dict[str, float]:
    """Weigh each of the query's blocs: a small bloc ties closer than a wide one."""
    mine = pairs.countries.memberships(pairs.query_country, pairs.date)
    return {
        bloc: _STANDING[status] / np.sqrt(len(pairs.countries.members(bloc, pairs.date)))
        for bloc, status in mine.items()
        if status in _STANDING
    }


def _blocs(pairs: Pairs) -> Array:
    key = ("blocs", pairs.query_country, pairs.date.year)
    return pairs.by_country(pairs.place_facts.remembered(key, partial(_blocs_by_country, pairs)))


def _blocs_by_country(pairs: Pairs) -> Array:
    weights = _bloc_weights(pairs)
    totals: dict[str, float] = {}
    for bloc, weight in weights.items():
        for country, status in pairs.countries.members(bloc, pairs.date).items():
            totals[country] = totals.get(country, 0.0) + weight * _STANDING.get(status, 0.0)
    shared = pairs.place_facts.per_country(totals)
    return 1.0 - np.exp(-np.nan_to_num(shared))


def _blocs_finding(pairs: Pairs, position: int) -> Finding | None:
    weights = _bloc_weights(pairs)
    country = pairs.candidate_country(position)
    theirs = pairs.countries.memberships(country, pairs.date)
    shared = sorted(
        (bloc for bloc in weights if theirs.get(bloc) in _STANDING),
        key=lambda bloc: (-weights[bloc], bloc),
    )
    if not shared:
        return Finding("blocs_none", {}, "curated")
    named = [(bloc, theirs[bloc]) for bloc in shared]
    names = [_bloc_name(bloc, status) for bloc, status in named]
    grade = pairs.countries.grade(shared, (pairs.query_country, country))
    facts = {"blocs": names, "blocs_bloc": named, "count": len(shared)}
    return Finding("blocs_shared", facts, grade)


def _bloc_name(code: str, status: str) -> str:
    name = code.replace("_", " ")
    return name if status == "full" else f"{name} ({status})"


def _peace(pairs: Pairs) -> Array:
    key = ("peace", pairs.date.year)
    return pairs.by_country(pairs.place_facts.remembered(key, partial(_peace_by_country, pairs)))


def _peace_by_country(pairs: Pairs) -> Array:
    recent = pairs.place_facts.recent_deaths(pairs.date)
    calm = {code: 1.0 - min(1.0, np.log10(1 + total) / 5) for code, (total, *_) in recent.items()}
    return pairs.place_facts.per_country(calm)


def _peace_finding(pairs: Pairs, position: int) -> Finding | None:
    country = pairs.candidate_country(position)
    deaths, first, last = pairs.place_facts.recent_deaths(pairs.date)[country]
    facts = {
        "candidate": pairs.countries.name(country),
        "candidate_country": country,
        "deaths": deaths,
        "year_from": first,
        "year_to": last,
    }
    other = counted_together(country)
    if other:
        facts |= {"other": pairs.countries.name(other), "other_country": other}
    return Finding("conflict_deaths_together" if other else "conflict_deaths", facts)


COMPONENTS = (
    Component("politics.blocs", 2.0, _blocs, _blocs_finding, national=True),
    Component("politics.peace", 1.0, _peace, _peace_finding, national=True),
)
