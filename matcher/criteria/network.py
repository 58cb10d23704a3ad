"""Network: shared partners, partners of partners, twins between neighbours, affinity."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher import columns as c
from matcher.atlas import Array, IntArray
from matcher.criteria.component import Component, Finding
from matcher.geodesy import haversine_km
from matcher.pairs import Pairs

NEIGHBOUR_KM = 60.0
"""Places this near to a city count as its neighbours."""

_BAND_DEGREES = 0.6


def _saturating(values: Array, scale: float) -> Array:
    result: Array = 1.0 - np.exp(-values / scale)
    return result


def _where_linked(pairs: Pairs, values: Array) -> Array:
    """Blank the values of candidates without a listed link: none listed is not none."""
    known = pairs.graph.linked[pairs.rows] & bool(pairs.graph.linked[pairs.query])
    return np.where(known, values, np.nan)


def _shared(pairs: Pairs) -> Array:
    weight = pairs.graph.common_partner_weight(pairs.query)[pairs.rows]
    return _where_linked(pairs, _saturating(weight, 0.7))


def _alive(pairs: Pairs, row: int) -> IntArray:
    """Return the partners of a place that a text may name: a broken link counts, untold."""
    broken = pairs.profiles.broken_ties
    partners = pairs.graph.partners(row)
    alive = [(row, other) not in broken for other in partners.tolist()]
    named: IntArray = partners[np.array(alive, dtype=bool)]
    return named


def _shared_finding(pairs: Pairs, position: int) -> Finding | None:
    shared = np.intersect1d(_alive(pairs, pairs.query), _alive(pairs, int(pairs.rows[position])))
    if not len(shared):
        return None
    return Finding("partners_shared", {"count": len(shared), **_named(pairs, "partners", shared)})


def _named(pairs: Pairs, key: str, rows: IntArray, most: int = 3) -> dict[str, Any]:
    """Return the names of the largest places under a key, and their ids beside it."""
    cities = pairs.profiles.atlas.cities
    largest = rows[np.lexsort((rows, -cities.column(c.POPULATION)[rows]))][:most]
    return {
        key: [str(cities.column(c.NAME)[row]) for row in largest],
        f"{key}_city": [int(cities.column(c.CITY_ID)[row]) for row in largest],
    }


def _third_step(pairs: Pairs) -> Array:
    weight = pairs.graph.third_step_weight(pairs.query)[pairs.rows]
    return _where_linked(pairs, _saturating(weight, 0.5))


def _third_step_finding(pairs: Pairs, position: int) -> Finding | None:
    mine = _alive(pairs, pairs.query)
    theirs = _alive(pairs, int(pairs.rows[position]))
    bridges = [int(row) for row in mine if len(np.intersect1d(pairs.graph.partners(row), theirs))]
    if not bridges:
        return None
    facts = {"count": len(bridges), **_named(pairs, "partners", np.array(bridges))}
    return Finding("partners_of_partners", facts)


def _neighbours(pairs: Pairs, row: int) -> IntArray:
    cities = pairs.profiles.atlas.cities
    latitudes, longitudes = cities.column(c.LATITUDE), cities.column(c.LONGITUDE)
    linked = pairs.graph.linked_rows
    # A degree of latitude is 111 km, so a band holds every neighbour.
    linked = linked[np.abs(latitudes[linked] - latitudes[row]) <= _BAND_DEGREES]
    distance = haversine_km(latitudes[row], longitudes[row], latitudes[linked], longitudes[linked])
    near: IntArray = linked[(distance <= NEIGHBOUR_KM) & (linked != row)]
    return near


def _neighbourhood(pairs: Pairs) -> Array:
    into = pairs.graph.links_into(_neighbours(pairs, pairs.query))
    targets = np.flatnonzero(into)
    cities = pairs.profiles.atlas.cities
    latitudes, longitudes = cities.column(c.LATITUDE), cities.column(c.LONGITUDE)
    mine = latitudes[pairs.rows]
    total = np.zeros(len(pairs))
    for target in targets:
        band = np.flatnonzero(np.abs(mine - latitudes[target]) <= _BAND_DEGREES)
        distance = haversine_km(
            latitudes[target],
            longitudes[target],
            latitudes[pairs.rows[band]],
            longitudes[pairs.rows[band]],
        )
        total[band[distance <= NEIGHBOUR_KM]] += into[target]
    return _saturating(total, 3.0)


def _neighbourhood_finding(pairs: Pairs, position: int) -> Finding | None:
    mine = _neighbours(pairs, pairs.query)
    theirs = np.append(_neighbours(pairs, int(pairs.rows[position])), pairs.rows[position])
    into = pairs.graph.links_into(mine)[theirs]
    if not into.any():
        return None
    linked = theirs[into > 0]
    facts = {"count": int(into.sum()), **_named(pairs, "places", linked)}
    return Finding("neighbours_twinned", facts)


def _affinity(pairs: Pairs) -> Array:
    profiles = pairs.profiles
    mine = profiles.country[pairs.query]
    ratio = pairs.graph.country_affinity(profiles.country, profiles.n_countries)[mine]
    return pairs.by_country(1.0 / (1.0 + np.exp(-ratio)))


def _affinity_finding(pairs: Pairs, position: int) -> Finding | None:
    country = pairs.profiles.country
    mine, theirs = country[pairs.query], country[pairs.rows[position]]
    count = int(pairs.graph.country_links(country)[mine, theirs])
    facts = {
        "count": count,
        "query": pairs.countries.name(pairs.query_country),
        "candidate": pairs.countries.name(pairs.candidate_country(position)),
        "query_country": pairs.query_country,
        "candidate_country": pairs.candidate_country(position),
    }
    return Finding("countries_linked" if count else "countries_unlinked", facts)


COMPONENTS = (
    Component("network.shared_partners", 2.0, _shared, _shared_finding),
    Component("network.third_step", 1.0, _third_step, _third_step_finding),
    Component("network.neighbourhood", 1.5, _neighbourhood, _neighbourhood_finding),
    Component("network.affinity", 1.5, _affinity, _affinity_finding, national=True),
)
