"""Towns that guests or foreigners enter only with the permission of the state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from matcher.records.dates import holds
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas


@dataclass(frozen=True, slots=True)
class ClosedTown:
    """One row of ``closed_towns``.

    Attributes
    ----------
    kind : str
        ``closed`` to all guests or ``restricted`` for foreigners.
    since, until : str
        ISO 8601 of reduced precision; an empty ``since`` is always, an empty ``until`` open.
    as_of : str
        Up to when the row was known to hold.
    grade, source : str
    """

    kind: str
    since: str
    until: str
    as_of: str
    grade: str
    source: str

    def holds(self, date: dt.date) -> bool:
        """Tell whether the town is closed at a date."""
        return holds(self.since, self.until, date)


def closed_towns(atlas: Atlas) -> dict[int, ClosedTown]:
    """Return the closed towns by their row; none where the table is not shipped."""
    if "closed_towns" not in atlas.manifest.get("tables", {}):
        return {}
    table = atlas.table("closed_towns")
    rows = atlas.rows_of(table.column(c.CITY_ID)).tolist()
    columns = (table.column(one.name).tolist() for one in fields(ClosedTown))
    towns = (ClosedTown(*values) for values in zip(*columns, strict=True))
    return {row: town for row, town in zip(rows, towns, strict=True) if row >= 0}
