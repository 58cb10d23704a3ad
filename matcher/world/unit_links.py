"""Partnerships of a city with counties, districts and regions, and those of its own units."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from matcher.naming.english_names import EnglishNames
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, rows_at
from matcher.world.links import kinds_of_lists

_TABLE = "unit_partnerships"
_OTHER = {"a": "b", "b": "a"}


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A partnership with an end that is no place of its own.

    Attributes
    ----------
    own_unit : str
        The unit that holds it, where it is not the city itself, else ``""``.
    partner : str
        Name of the partner: a unit as the source writes it, or a city.
    partner_id : int
        The city, or the one that stands for the unit; 0 where none is told.
    kind : str
        Kind of unit of the partner, ``""`` for a city.
    country : str
        ISO 3166-1 code of the partner.
    status, since, until : str
        As of :class:`matcher.records.places.Link`.
    source : str
    """

    own_unit: str
    partner: str
    partner_id: int
    kind: str
    country: str
    status: str
    since: str
    until: str
    source: str


def _spaced(unit: str) -> str:
    """Return the name of a unit, the space that its list lost put back ("BezirkOberfranken")."""
    return re.sub(r"^(Bezirk|Sankt|Schwäbisch)(?=[A-Z])", r"\1 ", unit)


def unit_links(atlas: Atlas, city_id: int) -> tuple[UnitLink, ...]:
    """Return the partnerships of a city with units, and those of units it stands for.

    Parameters
    ----------
    atlas : Atlas
    city_id : int

    Returns
    -------
    tuple of UnitLink
        By country and name of the partner.
    """
    table, english = atlas.table(_TABLE), EnglishNames(atlas)
    found = []
    for side, other in _OTHER.items():
        ends = (f"city_id_{side}", f"seat_{side}")
        at = np.unique(np.concatenate([table.where(name, city_id) for name in ends]))
        for row in rows_at(table.data, at).to_pylist():
            partner = _spaced(row[f"unit_{other}"])
            if not partner:
                partner = english.name(atlas.row(row[f"city_id_{other}"]))
            found.append(
                UnitLink(
                    own_unit=row[f"unit_{side}"],
                    partner=partner,
                    partner_id=row[f"city_id_{other}"] or row[f"seat_{other}"],
                    kind=row[f"unit_kind_{other}"],
                    country=row[f"country_{other}"],
                    status=row[c.STATUS],
                    since=row[c.SINCE],
                    until=row[c.UNTIL],
                    source=row[c.SOURCE] or kinds_of_lists(row[c.SOURCES]),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.country, one.partner, one.own_unit)))
