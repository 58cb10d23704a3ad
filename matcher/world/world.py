"""What is known: the tables, their places and countries, names, and the partnerships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from matcher.naming.countries import Countries
from matcher.naming.gazetteer import Gazetteer
from matcher.naming.status import PlaceStatus
from matcher.records.places import Link
from matcher.tables.atlas import Atlas
from matcher.world.completeness import Completeness
from matcher.world.councils import Councils
from matcher.world.graph import PartnershipGraph
from matcher.world.links import Links
from matcher.world.own_places import Locate, read_own_places
from matcher.world.place_facts import PlaceFacts
from matcher.world.places import PlaceFactory


class World:
    """Everything known about places and partnerships, without any question asked of it.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables.

    Attributes
    ----------
    place_facts : PlaceFacts
        Facts of places as arrays over rows.
    countries : Countries
    gazetteer : Gazetteer
        From what people write to places.
    councils : Councils
        Municipalities, districts and counties by their names.
    places : PlaceFactory
        From rows and ids to the places an answer names.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.place_facts = PlaceFacts(atlas)
        self.countries = Countries(atlas)
        status = PlaceStatus(atlas)
        self.gazetteer = Gazetteer(atlas, self.countries, status)
        self.places = PlaceFactory(atlas, self.countries, status)
        self.completeness = Completeness(atlas)
        self.councils = Councils(atlas)
        self._links = Links(atlas, self.places, self.place_facts.states)

    def __reduce__(self) -> tuple[type[World], tuple[Atlas]]:
        """Pickle the tables; what is derived of them is made again."""
        return type(self), (self.atlas,)

    @classmethod
    def load(cls, directory: str | Path | None = None) -> World:
        """Load the shipped tables, or those of another folder.

        Raises
        ------
        DataError
            A table is missing, damaged or of another version.
        """
        return cls(Atlas.load(directory))

    @cached_property
    def graph(self) -> PartnershipGraph:
        """The known partnerships as a graph over rows of places."""
        return PartnershipGraph.from_atlas(self.atlas)

    def links(
        self,
        city_id: int,
        date: dt.date | None = None,
        given: Iterable[tuple[int, str, bool]] = (),
    ) -> tuple[Link, ...]:
        """Return the partnerships of a city at a date, see :meth:`matcher.world.links.Links.of`."""
        return self._links.of(city_id, date, given)

    def row(self, text: str) -> int:
        """Return the row of the place that a text names.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            The text fits no place, or several.
        """
        return self.atlas.row(self.gazetteer.resolve(text).city_id)

    def with_own_places(
        self, path: str | Path, locate: Locate | None = None
    ) -> tuple[World, tuple[int, ...]]:
        """Return a world that also knows a user's own places, and their ids.

        Parameters
        ----------
        path : path
        locate : callable, optional
            As for :func:`~matcher.world.own_places.read_own_places`.

        Raises
        ------
        InputTableError
            The file cannot be read or a line is wrong; the message names it.
        """
        own = read_own_places(path, self.atlas, self.countries, locate)
        return World(own.atlas), own.city_ids
