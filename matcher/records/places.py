"""A place, a partnership and a note as an answer names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]
"""Values a text is rendered from: numbers, names, lists of names."""


@dataclass(frozen=True, slots=True)
class Note:
    """How a name of the mandate was read, where others bear it too."""

    code: str
    text: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Place:
    """A city as an answer names it."""

    city_id: int
    name: str
    country: str
    country_name: str
    region: str
    latitude: float
    longitude: float
    population: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """A known partnership of a city, seen from that city."""

    partner: Place
    status: str
    since: str
    until: str
    grade: str
    source: str

    @property
    def alive(self) -> bool:
        """Whether the partnership is active or presumed so."""
        return self.status == "active"
