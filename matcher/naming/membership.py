"""What a country was to a bloc in a year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from matcher.tables import columns as c

_WAS_MEMBER: Final = frozenset({"full", "associate", "suspended", "former"})


def status_at(rows: Iterable[dict[str, Any]], year: int) -> str:
    """Return the status that a country's rows of one bloc give it in a year, or ``""``."""
    latest = (-1, "")
    was_member = False
    for row in rows:
        first, last, status = row[c.YEAR_FROM], row[c.YEAR_TO], row[c.STATUS]
        if first > year:
            continue
        over = bool(last) and year >= last
        if status == "former" and not last:
            over = True
        if over:
            was_member = was_member or status in _WAS_MEMBER
        else:
            # A row "former, 1993 to 2009" tells of a member in the years between.
            latest = max(latest, (first, "full" if status == "former" else status))
    return latest[1] or ("former" if was_member else "")
