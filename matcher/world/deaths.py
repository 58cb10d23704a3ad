"""Deaths in organised violence by country, and where the source counts two together."""

from __future__ import annotations

from typing import Final

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

COUNTED_WITH: Final[dict[str, str]] = {"EH": "MA", "PS": "IL", "XK": "RS"}
"""Countries and territories whose deaths UCDP counts within another country's."""


def counted_together(country: str) -> str:
    """Return the country whose deaths the source counts together with one's, ``""`` if none.

    Examples
    --------
    >>> counted_together("PS"), counted_together("IL"), counted_together("UA")
    ('IL', 'PS', '')
    """
    turned = {other: one for one, other in COUNTED_WITH.items()}
    return COUNTED_WITH.get(country) or turned.get(country, "")


def deaths_before(atlas: Atlas, year: int, years: int) -> dict[str, tuple[int, int, int]]:
    """Sum the deaths of the last recorded years before a year.

    Parameters
    ----------
    atlas : Atlas
    year : int
    years : int
        How many of the last recorded years.

    Returns
    -------
    dict of str to tuple
        Country code to deaths, first year, last year; two that the source counts
        together have the same.
    """
    table = atlas.table("conflict_deaths")
    recorded = table.column(c.YEAR).astype(int)
    past = recorded[recorded < year]
    if not len(past):
        return {}
    last = int(past.max())
    window = (recorded > last - years) & (recorded <= last)
    totals: dict[str, int] = {}
    pairs = zip(table.column(c.COUNTRY)[window], table.column(c.DEATHS)[window], strict=True)
    for code, deaths in pairs:
        totals[code] = totals.get(code, 0) + int(deaths)
    totals |= {code: totals[other] for code, other in COUNTED_WITH.items() if other in totals}
    return {code: (total, last - years + 1, last) for code, total in totals.items()}
