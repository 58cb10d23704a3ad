"""Which part of the network a report is of: the world, or the links of an area."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.errors import MandateError
from matcher.naming.countries import Area
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray

if TYPE_CHECKING:
    from matcher.world.world import World

CONTINENTS: Final = {
    "AF": "Africa", "AN": "Antarctica", "AS": "Asia", "EU": "Europe", "NA": "North America",
    "OC": "Oceania", "SA": "South America",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
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


def read_scope(world: World, area: Area | None, date: dt.date) -> Scope:
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
    return Scope(
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
        return world.countries.region_name(area.code) or area.code
    return CONTINENTS[area.code] if area.kind == "continent" else area.code


def _mask(world: World, area: Area, date: dt.date) -> Array:
    place_facts, countries = world.place_facts, world.countries
    if area.kind == "region":
        country, _, admin1 = area.code.partition("-")
        codes, values = place_facts.atlas.cities.codes(c.ADMIN1_CODE)
        wanted = values.index(admin1) if admin1 in values else -1
        inside: Array = (place_facts.country == place_facts.country_index[country]) & (
            codes == wanted
        )
        return inside
    if area.kind == "country":
        members = [area.code]
    elif area.kind == "continent":
        members = countries.on_continent(area.code)
    else:
        members = list(countries.members(area.code, date))
    return np.isin(place_facts.country, [place_facts.country_index.get(one, -1) for one in members])
