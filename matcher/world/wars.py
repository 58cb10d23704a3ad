"""Which facts of a city's wars are told: none twice, and years as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from matcher.tables import columns as c

HAPPENED: Final = frozenset({"battle", "siege", "bombed", "war_damaged"})
"""Kinds that a graver or a more exact row of the same war already tells."""


def told_wars(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what another row tells better, and keep the order.

    A battle without a name is the named one of the same year; what has the years of a whole war
    is told by rows of that war that have the year it was, and a siege by a named battle.

    Parameters
    ----------
    rows : sequence of mapping
        Of the table ``city_war``, one city's.
    """
    exact = [row for row in rows if row[c.YEAR_FROM] and row[c.YEAR_FROM] == row[c.YEAR_TO]]
    return [
        dict(row)
        for row in rows
        if row[c.BATTLE]
        or row[c.WAR_KIND] not in HAPPENED
        or not any(_tells(other, row) for other in exact if other is not row)
    ]


def _tells(other: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Return whether a row with one year tells the same as one without a name."""
    within = row[c.YEAR_FROM] <= other[c.YEAR_FROM] <= row[c.YEAR_TO]
    if row[c.YEAR_FROM] == row[c.YEAR_TO]:
        return within and bool(other[c.BATTLE])
    siege = row[c.WAR_KIND] == "siege" and bool(other[c.BATTLE])
    return within and (other[c.WAR].startswith(row[c.WAR]) or siege)


def years_of(row: Mapping[str, Any]) -> str:
    """Write the years of a war fact; a last year of 0 is none yet.

    Examples
    --------
    >>> [years_of({"year_from": a, "year_to": b})
    ...  for a, b in ((1943, 1943), (1939, 1945), (2014, 0), (0, 0))]
    ['1943', '1939-1945', 'since 2014', '']
    """
    first, last = row[c.YEAR_FROM], row[c.YEAR_TO]
    if not first:
        return ""
    if not last:
        return f"since {first}"
    return str(first) if first == last else f"{first}-{last}"
