"""Network: shared partners, partners of partners, twins between neighbours, affinity."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.maps.geodesy import haversine_km
from matcher.ranking.criteria.component import Component, Finding
from matcher.ranking.pairs import Pairs
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray

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
    """Return the partners of a place that a text may name: other links count, untold.

    That is a link that lives and is not in doubt; a council's own word decides on its own.
    """
    broken, given = pairs.place_facts.broken_ties, pairs.graph.given
    partners, doubt = pairs.graph.partners(row), _doubt(pairs, row)
    country = pairs.place_facts.country
    alive = [
        given.get((row, other), (row, other) not in broken and not doubt[country[other]])
        for other in partners.tolist()
    ]
    named: IntArray = partners[np.array(alive, dtype=bool)]
    return named


def _doubt(pairs: Pairs, row: int) -> Array:
    """Tell with which countries ties of a place may be over, bool of shape (n_countries,)."""
    facts = pairs.place_facts
    home = facts.country_list[facts.country[row]]

    def made() -> Array:
        in_doubt = facts.states.ties_in_doubt
        return np.array([in_doubt(home, one, pairs.date) for one in facts.country_list])

    return facts.remembered(("ties in doubt", home, pairs.date), made)


def _mine(pairs: Pairs) -> IntArray:
    return pairs.once("partners to name", lambda: _alive(pairs, pairs.query))


def _shared_finding(pairs: Pairs, position: int) -> Finding | None:
    shared = np.intersect1d(_mine(pairs), _alive(pairs, int(pairs.rows[position])))
    if not len(shared):
        return None
    return Finding("partners_shared", {"count": len(shared), **_named(pairs, "partners", shared)})


def _named(pairs: Pairs, key: str, rows: IntArray, most: int = 3) -> dict[str, Any]:
    """Return the names of the largest places under a key, and their ids beside it."""
    cities = pairs.place_facts.atlas.cities
    largest = rows[np.lexsort((rows, -cities.column(c.POPULATION)[rows]))][:most]
    return {
        key: [pairs.place_facts.english.name(row) for row in largest],
        f"{key}_city": [int(cities.column(c.CITY_ID)[row]) for row in largest],
    }


def _third_step(pairs: Pairs) -> Array:
    weight = pairs.graph.third_step_weight(pairs.query)[pairs.rows]
    return _where_linked(pairs, _saturating(weight, 0.5))


def _third_step_finding(pairs: Pairs, position: int) -> Finding | None:
    candidate, country = int(pairs.rows[position]), pairs.place_facts.country
    theirs = _alive(pairs, candidate)
    # Nobody introduces a city to one with which cities of his own country may have broken.
    theirs = theirs[~_doubt(pairs, pairs.query)[country[theirs]]]
    apart, reached = _doubt(pairs, candidate), set(theirs.tolist())
    bridges = [
        row
        for row, beyond in _bridges(pairs)
        if not (apart[country[row]] or reached.isdisjoint(beyond))
    ]
    if not bridges:
        return None
    facts = {"count": len(bridges), **_named(pairs, "partners", np.array(bridges))}
    return Finding("partners_of_partners", facts)


def _bridges(pairs: Pairs) -> list[tuple[int, list[int]]]:
    """Return the query's partners, each with the partners it has, ended ones left out."""
    return pairs.once(
        "bridges", lambda: [(row, _alive(pairs, row).tolist()) for row in _mine(pairs).tolist()]
    )


def _neighbours(pairs: Pairs, row: int) -> IntArray:
    linked = pairs.graph.linked_rows
    near = linked[_within_reach(pairs, row, linked)]
    return near[near != row]


def _twins_of_neighbours(pairs: Pairs) -> IntArray:
    """Return how many links the query's neighbours have with every place, shape (n_cities,)."""
    return pairs.once(
        "twins of neighbours",
        lambda: pairs.graph.links_into(_neighbours(pairs, pairs.query)),
    )


def _told_of_neighbours(pairs: Pairs) -> IntArray:
    """Return the same without the links that a text may not name, shape (n_cities,)."""

    def counted() -> IntArray:
        near = _neighbours(pairs, pairs.query).tolist()
        targets = [_alive(pairs, row) for row in near if pairs.graph.degree[row]]
        none = np.zeros(0, dtype=np.int64)
        return np.bincount(np.concatenate([none, *targets]), minlength=pairs.graph.n_cities)

    return pairs.once("told of neighbours", counted)


def _neighbourhood(pairs: Pairs) -> Array:
    into = _twins_of_neighbours(pairs)
    targets, rows = np.flatnonzero(into), pairs.rows
    total = np.zeros(len(pairs))
    if len(targets) <= len(rows):
        for target in targets:
            total[_within_reach(pairs, target, rows)] += into[target]
    else:
        for position, row in enumerate(rows):
            total[position] = into[targets[_within_reach(pairs, row, targets)]].sum()
    return _saturating(total, 3.0)


def _within_reach(pairs: Pairs, centre: int | np.integer, rows: IntArray) -> IntArray:
    """Return the positions of the rows that are neighbours of a place, itself among them."""
    cities = pairs.place_facts.atlas.cities
    latitudes, longitudes = cities.column(c.LATITUDE), cities.column(c.LONGITUDE)
    # A degree of latitude is 111 km, so a band holds every neighbour.
    band = np.flatnonzero(np.abs(latitudes[rows] - latitudes[centre]) <= _BAND_DEGREES)
    near = rows[band]
    distance = haversine_km(
        latitudes[centre], longitudes[centre], latitudes[near], longitudes[near]
    )
    within: IntArray = band[distance <= NEIGHBOUR_KM]
    return within


def _neighbourhood_finding(pairs: Pairs, position: int) -> Finding | None:
    theirs = np.append(_neighbours(pairs, int(pairs.rows[position])), pairs.rows[position])
    into = _told_of_neighbours(pairs)[theirs]
    if not into.any():
        return None
    linked = theirs[into > 0]
    facts = {"count": int(into.sum()), **_named(pairs, "places", linked)}
    return Finding("neighbours_twinned", facts)


def _affinity(pairs: Pairs) -> Array:
    place_facts = pairs.place_facts
    mine = place_facts.country[pairs.query]
    ratio = pairs.graph.country_affinity(place_facts.country, place_facts.n_countries)[mine]
    return pairs.by_country(1.0 / (1.0 + np.exp(-ratio)))


def _affinity_finding(pairs: Pairs, position: int) -> Finding | None:
    country = pairs.place_facts.country
    mine, theirs = country[pairs.query], country[pairs.rows[position]]
    count = int(pairs.graph.country_links(country)[mine, theirs])
    facts = {"count": count, **pairs.country_facts(position)}
    if not count:
        return Finding("countries_unlinked", facts)
    states = pairs.query_country, pairs.candidate_country(position)
    strained = pairs.place_facts.states.strained(*states, pairs.date)
    return Finding("countries_linked_before" if strained else "countries_linked", facts)


COMPONENTS = (
    Component("network.shared_partners", 2.0, _shared, _shared_finding),
    Component("network.third_step", 1.0, _third_step, _third_step_finding),
    Component("network.neighbourhood", 1.5, _neighbourhood, _neighbourhood_finding),
    Component("network.affinity", 1.5, _affinity, _affinity_finding, national=True),
)
