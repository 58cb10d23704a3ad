"""Which part of the network a report is of: the world, or the links of an area."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import MandateError
from matcher.naming.countries import Area
from matcher.tables.atlas import Array, IntArray
from matcher.tables.vocabulary import CONTINENTS
from matcher.world.areas import countries_of, in_countries, in_region

if TYPE_CHECKING:
    from matcher.world.world import World


@dataclass(frozen=True, slots=True, eq=False)
class NetworkScope:
    """An area and the links that touch it.

    Attributes
    ----------
    name : str
        Of the area; ``World`` for all.
    inside : numpy.ndarray of bool of shape (n_cities,)
        The places of the area.
    ends : numpy.ndarray of int64 of shape (n_links, 2)
        Rows of both ends of each link with an end in the area.
    unit : numpy.ndarray of int64 of shape (n_cities,)
        Country of each place as an index; a region has an index of its own.
    units : tuple of str
        Name of each unit.
    home : numpy.ndarray of int64 of shape (n_units,)
        Country of each unit as an index.
    """

    name: str
    inside: Array
    ends: IntArray
    unit: IntArray
    units: tuple[str, ...]
    home: IntArray

    @property
    def whole(self) -> bool:
        """Whether the scope is the world."""
        return bool(self.inside.all())


def read_scope(world: World, area: Area | None, date: dt.date) -> NetworkScope:
    """Return the scope of an area, of the world without one.

    Parameters
    ----------
    world : World
    area : Area, optional
        A country, bloc, continent or region of a country.
    date : datetime.date
        Day that the members of a bloc are read at.

    Raises
    ------
    MandateError
        The area holds no place.
    """
    place_facts, countries = world.place_facts, world.countries
    unit = place_facts.country.astype(np.int64)
    units = [countries.name(code) for code in place_facts.country_list]
    home = list(range(len(units)))
    inside = np.ones(place_facts.n_cities, dtype=bool)
    name = "World"
    if area is not None:
        name = _name(world, area)
        inside = _mask(world, area, date)
        if not inside.any():
            raise MandateError(f"{name} holds no known place")
        if area.kind == "region":
            home.append(int(unit[inside][0]))
            unit = np.where(inside, len(units), unit)
            units.append(name)
    ends = world.graph.ends
    return NetworkScope(
        name=name,
        inside=inside,
        ends=ends[inside[ends].any(axis=1)],
        unit=unit,
        units=tuple(units),
        home=np.array(home, dtype=np.int64),
    )


def _name(world: World, area: Area) -> str:
    if area.kind == "country":
        return world.countries.name(area.code)
    if area.kind == "region":
        codes = world.countries.region_codes
        return codes.name(area.code) or codes.written(area.code)
    return CONTINENTS[area.code] if area.kind == "continent" else area.code


def _mask(world: World, area: Area, date: dt.date) -> Array:
    if area.kind == "region":
        return in_region(world.place_facts, area.code)
    return in_countries(world.place_facts, countries_of(world.countries, area, date))
