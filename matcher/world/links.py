"""Known partnerships of one city, with the council's own corrections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from matcher.records.places import Link
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, positions
from matcher.world.places import PlaceFactory

_ENDS = (c.CITY_ID_A, c.CITY_ID_B)
GIVEN = "given with the request"


def known_links(
    atlas: Atlas,
    places: PlaceFactory,
    city_id: int,
    given: Iterable[tuple[int, str, bool]] = (),
) -> tuple[Link, ...]:
    """Return the partnerships of a city, whatever their status.

    Parameters
    ----------
    atlas : Atlas
    places : PlaceFactory
        Names the partners.
    city_id : int
    given : iterable of (partner id, status, drop)
        Corrections; they win over what is listed.

    Returns
    -------
    tuple of Link
        By country and name of the partner.
    """
    table = atlas.table("partnerships")
    rows = np.sort(np.concatenate([table.where(name, city_id) for name in _ENDS]))
    # Most places have none, and to take no row takes as long as to take some.
    found = table.data.take(positions(rows)).to_pylist() if len(rows) else []
    listed: dict[int, dict[str, Any]] = {}
    for row in found:
        other = row[c.CITY_ID_B] if row[c.CITY_ID_A] == city_id else row[c.CITY_ID_A]
        listed[other] = row
    for other, status, drop in given:
        if drop:
            listed.pop(other, None)
        else:
            known = listed.get(other, {c.SINCE: "", c.UNTIL: ""})
            listed[other] = {**known, c.STATUS: status, c.GRADE: "curated", c.SOURCE: GIVEN}
    links = [
        Link(
            partner=places.of_id(other),
            status=row[c.STATUS],
            since=row[c.SINCE],
            until=row[c.UNTIL],
            grade=row[c.GRADE],
            source=row[c.SOURCE],
        )
        for other, row in listed.items()
    ]
    return tuple(
        sorted(links, key=lambda one: (one.partner.country, one.partner.name, one.partner.city_id))
    )
