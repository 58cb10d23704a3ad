"""The places of an area: a country, bloc, continent or region."""

from __future__ import annotations

import datetime as dt

import numpy as np

from matcher.naming.countries import Area, Countries
from matcher.tables import columns as c
from matcher.tables.atlas import Array
from matcher.world.place_facts import PlaceFacts


def countries_of(
    countries: Countries, area: Area, date: dt.date, associates: bool = True
) -> list[str]:
    """Return the codes of the countries of an area that is no region.

    Parameters
    ----------
    countries : Countries
    area : Area
    date : datetime.date
        Day that the members of a bloc are read at.
    associates : bool
        Whether associate members of a bloc count.
    """
    if area.kind == "country":
        return [area.code]
    if area.kind == "continent":
        return list(countries.on_continent(area.code))
    if area.kind == "language":
        return countries.official_in(area.code)
    return list(countries.members(area.code, date, associates))


def in_countries(place_facts: PlaceFacts, codes: list[str]) -> Array:
    """Return which places lie in some countries, bool of shape (n_cities,)."""
    index = place_facts.country_index
    return np.isin(place_facts.country, [index.get(code, -1) for code in codes])


def in_region(place_facts: PlaceFacts, code: str) -> Array:
    """Return which places lie in a region such as ``JP.40``, bool of shape (n_cities,).

    A division of the second level has its code behind that of the first, ``FR.84.38``.
    """
    country, *levels = code.split(".", 2)
    inside: Array = place_facts.country == place_facts.country_index[country]
    for column, level in zip((c.ADMIN1_CODE, c.ADMIN2_CODE), levels, strict=False):
        codes, values = place_facts.atlas.cities.codes(column)
        inside &= codes == (values.index(level) if level in values else -1)
    return inside
