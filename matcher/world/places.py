"""Rows of the cities table as the places an answer names."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from matcher.english.politics_areas import place_note
from matcher.naming.countries import Countries
from matcher.naming.english_names import EnglishNames
from matcher.naming.status import PlaceStatus
from matcher.records.places import Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

_KEPT: Final = 4096
"""Places that are kept for the next answer."""


class PlaceFactory:
    """Turn rows and ids into :class:`~matcher.records.places.Place` values.

    Parameters
    ----------
    atlas : Atlas
    countries : Countries
    status : PlaceStatus, optional
        Status of places; made from ``atlas`` by default.
    """

    def __init__(
        self, atlas: Atlas, countries: Countries, status: PlaceStatus | None = None
    ) -> None:
        self._atlas = atlas
        self._countries = countries
        self._english = EnglishNames(atlas)
        self._status = status or PlaceStatus(atlas)
        self._place = lru_cache(maxsize=_KEPT)(self._read)

    def of_row(self, row: int | np.integer, date: dt.date | None = None) -> Place:
        """Return the place of a row of the cities table, its status as of a date.

        Parameters
        ----------
        row : int
        date : datetime.date, optional
            The mandate's date; the status that was last known when not given.
        """
        place = self._place(int(row))
        if date is None:
            return place
        status = self._status.codes(place.city_id, self._district_of(place), date)
        if status == place.status:
            return place
        known = replace(place, status=status, note=place_note(status))
        return replace(known, population=None if known.is_destroyed else self._people(int(row)))

    def _read(self, row: int) -> Place:
        cities = self._atlas.cities
        country = str(cities.column(c.COUNTRY)[row])
        city_id = int(cities.column(c.CITY_ID)[row])
        status = self._status.codes(city_id, int(cities.column(c.DISTRICT_OF)[row]))
        codes = self._countries.region_codes
        region = codes.of_place(country, str(cities.column(c.ADMIN1_CODE)[row]))
        place = Place(
            city_id=city_id,
            name=self._english.name(row),
            country=country,
            country_name=self._countries.name(country),
            region=codes.written(region) if region else "",
            latitude=float(cities.column(c.LATITUDE)[row]),
            longitude=float(cities.column(c.LONGITUDE)[row]),
            population=self._people(row),
            status=status,
            note=place_note(status),
            region_name=codes.name(region),
        )
        # The figure is of the people who lived there before.
        return replace(place, population=None) if place.is_destroyed else place

    def _people(self, row: int) -> int | None:
        return int(self._atlas.cities.column(c.POPULATION)[row]) or None

    def row(self, place: Place) -> int:
        """Return the row of a place."""
        return self._atlas.row(place.city_id)

    def of_id(self, city_id: int, date: dt.date | None = None) -> Place:
        """Return the place of a city id, its status as of a date.

        Raises
        ------
        UnknownPlaceError
            No place has that id.
        """
        return self.of_row(self._atlas.row(city_id), date)

    def status_between(self, place: Place, other: Place, date: dt.date) -> tuple[str, ...]:
        """Return what a place's status is to another, :meth:`PlaceStatus.told_between`."""
        district_of = self._district_of(place)
        return self._status.told_between(place.city_id, district_of, other.country, date)

    def status_to_all(self, place: Place, date: dt.date) -> tuple[str, ...]:
        """Return what a place's status is to every partner, :meth:`PlaceStatus.told_between`."""
        return self._status.told_between(place.city_id, self._district_of(place), "", date)

    def is_held(self, city_id: int, date: dt.date | None) -> bool:
        """Tell whether a place was of disputed status, class A, at a date."""
        return self._status.is_held(city_id, self._district_of(self.of_id(city_id)), date)

    def _district_of(self, place: Place) -> int:
        row = self._atlas.row(place.city_id)
        return int(self._atlas.cities.column(c.DISTRICT_OF)[row])

    def country_name(self, code: str) -> str:
        """Return the English name of a country."""
        return self._countries.name(code)
