"""Everything a report of the network holds, as one frozen value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.naming.countries import Area
from matcher.network.communities import Communities, communities
from matcher.network.measures import Measures, measure
from matcher.network.movement import Movement, movement
from matcher.network.published import Comparison, compare
from matcher.network.scope import NetworkScope, read_scope
from matcher.network.ties import Tie, ties_of
from matcher.records.places import Place
from matcher.tables.atlas import IntArray

if TYPE_CHECKING:
    from matcher.world.world import World


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A place with its links.

    Attributes
    ----------
    place : Place
    degree, countries : int
        Its links, and the countries they go to.
    community : int, optional
        Number of its community from 1, None in a small one.
    """

    place: Place
    degree: int
    countries: int
    community: int | None


@dataclass(frozen=True, slots=True)
class CountryLinks:
    """The links of a country, or of the region that is reported on.

    Attributes
    ----------
    name : str
    places, linked : int
        Places of the tables but districts, and those with a link.
    abroad, within : int
        Links to other countries, and within the country.
    partners : int
        Countries it has links with.
    """

    name: str
    places: int
    linked: int
    abroad: int
    within: int
    partners: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A report of the network, or of an area's part of it.

    Attributes
    ----------
    scope : NetworkScope
    measures : Measures
        Of the links with an end in the area.
    degrees : numpy.ndarray of int64
        Links of each linked place of the area.
    places : tuple of LinkedPlace
        Every linked place of the area, most links first.
    unlinked : tuple of Place
        The most populous places of the area without a listed link.
    countries : tuple of CountryLinks
        Most links first.
    ties : tuple of Tie
    communities : Communities
    comparison : Comparison, optional
        For the world alone.
    movement : Movement
    provenance : mapping
    """

    scope: NetworkScope
    measures: Measures
    degrees: IntArray
    places: tuple[LinkedPlace, ...]
    unlinked: tuple[Place, ...]
    countries: tuple[CountryLinks, ...]
    ties: tuple[Tie, ...]
    communities: Communities
    comparison: Comparison | None
    movement: Movement
    provenance: Mapping[str, Any]


_MOST_UNLINKED = 20


def analyse(world: World, area: Area | None, date: dt.date) -> Network:
    """Analyse the known network, or the part of it that touches an area.

    Parameters
    ----------
    world : World
    area : Area, optional
        The world when not given.
    date : datetime.date
        Day that the members of a bloc are read at.

    Raises
    ------
    MandateError
        The area holds no place.
    MatcherError
        A library of the extra ``network`` is not installed.
    """
    from matcher.version import __version__

    scope = read_scope(world, area, date)
    found = communities(scope, world.places)
    places = tuple(_places(world, scope, found))
    return Network(
        scope=scope,
        measures=measure(scope.ends),
        degrees=np.array([one.degree for one in places], dtype=np.int64),
        places=places,
        unlinked=_unlinked(world, scope),
        countries=tuple(_countries(world, scope)),
        ties=tuple(ties_of(world.graph.ends, scope)),
        communities=found,
        comparison=compare(world) if scope.whole else None,
        movement=movement(world, scope),
        provenance={
            "program": __version__,
            "data": world.atlas.version,
            "date": date.isoformat(),
        },
    )


def _places(world: World, scope: NetworkScope, found: Communities) -> list[LinkedPlace]:
    graph, country = world.graph, world.place_facts.country
    number = {
        row: at for at, community in enumerate(found.found, start=1) for row in community.members
    }
    rows = np.unique(scope.ends)
    rows = rows[scope.inside[rows]]
    rows = rows[np.lexsort((rows, -graph.degree[rows]))]
    return [
        LinkedPlace(
            place=world.places.of_row(row),
            degree=int(graph.degree[row]),
            countries=len(np.unique(country[graph.partners(int(row))])),
            community=number.get(int(row)),
        )
        for row in rows
    ]


def _unlinked(world: World, scope: NetworkScope) -> tuple[Place, ...]:
    place_facts = world.place_facts
    known = np.isfinite(place_facts.population)
    free = np.flatnonzero(scope.inside & ~place_facts.is_part & (world.graph.degree == 0) & known)
    order = np.lexsort((free, -place_facts.population[free]))[:_MOST_UNLINKED]
    return tuple(world.places.of_row(row) for row in free[order])


def _countries(world: World, scope: NetworkScope) -> list[CountryLinks]:
    n = len(scope.units)
    first, second = scope.unit[scope.ends].T
    counted = np.bincount(first * n + second, minlength=n * n).reshape(n, n)
    counted = counted + counted.T
    same = scope.home[:, None] == scope.home[None, :]
    proper = scope.inside & ~world.place_facts.is_part
    places = np.bincount(scope.unit[proper], minlength=n)
    linked = np.bincount(scope.unit[proper & (world.graph.degree > 0)], minlength=n)
    # A link within a unit is counted at both of its ends.
    within = (counted * same).sum(axis=1) - np.diag(counted) // 2
    found = [
        CountryLinks(
            name=scope.units[at],
            places=int(places[at]),
            linked=int(linked[at]),
            abroad=int((counted[at] * ~same[at]).sum()),
            within=int(within[at]),
            partners=int(((counted[at] > 0) & ~same[at]).sum()),
        )
        for at in np.flatnonzero(places)
    ]
    return sorted(found, key=lambda one: (-one.abroad - one.within, one.name))
