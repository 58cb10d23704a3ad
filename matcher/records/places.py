"""A place, a partnership and a note as an answer names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Facts = Mapping[str, Any]
"""Values a text is rendered from: numbers, names, lists of names."""


DESTROYED_STATUS: Final = "destroyed."
"""Begins the code of a place's status that tells how it was destroyed."""


@dataclass(frozen=True, slots=True)
class Note:
    """How a name of the mandate was read, where others bear it too."""

    code: str
    text: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Place:
    """A city as an answer names it.

    Attributes
    ----------
    city_id : int
    name, country, country_name : str
    region : str
        Code of the first-order region as people write it, ISO 3166-2 (``RU-KOS``), the code
        of GeoNames where it has none (``XK.01``); ``""`` unknown.
    latitude, longitude : float
        Degrees, WGS 84.
    population : int, optional
        None where unknown, as it is of a town that was destroyed.
    status : tuple of str
        Codes of what stands beside the name: the disputed area of class A it lies in, and how
        it was destroyed, keys of :data:`matcher.english.politics_areas.PLACE_STATUS`.
    note : str
        The sentences of these codes, ``""`` for most places.
    region_name : str
        Name of the region, ``""`` unknown.
    """

    city_id: int
    name: str
    country: str
    country_name: str
    region: str
    latitude: float
    longitude: float
    population: int | None
    status: tuple[str, ...] = ()
    note: str = ""
    region_name: str = ""

    @property
    def is_destroyed(self) -> bool:
        """Whether it was destroyed, largely damaged, or evacuated."""
        return any(one.startswith(DESTROYED_STATUS) for one in self.status)


@dataclass(frozen=True, slots=True)
class Link:
    """A known partnership of a city, seen from that city.

    Attributes
    ----------
    partner : Place
    status : str
        One of :data:`matcher.tables.vocabulary.LINK_STATUSES`, at the date that was asked for.
    since, until : str
        ISO 8601 of reduced precision, ``""`` unknown.
    grade : str
        One of :data:`matcher.tables.vocabulary.LINK_GRADES`: how sure the partnership is.
    source : str
        The documents that tell of it, else the kinds of lists that name it.
    form : str
        One of :data:`matcher.tables.vocabulary.LINK_FORMS`.
    disputed : str
        Which end lies in a place of disputed status, class A: ``""``, ``here``,
        ``there`` or ``both``.
    in_doubt : bool
        Whether it is active as far as is known, though the two states fight or have broken off
        relations, or other partnerships between them were ended together.
    """

    partner: Place
    status: str
    since: str
    until: str
    grade: str
    source: str
    form: str = "unknown"
    disputed: str = ""
    in_doubt: bool = False

    @property
    def standing(self) -> str:
        """The status as a reader is told it: ``in_doubt`` in place of ``active``."""
        return "in_doubt" if self.in_doubt else self.status

    @property
    def alive(self) -> bool:
        """Whether the partnership is active or presumed so."""
        return self.status == "active"
