"""A whole mandate as one row of a table: the columns of a batch query, and some more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from matcher.errors import InputTableError, MandateError
from matcher.mandate.model import Mandate
from matcher.mandate.request import tier_from_text
from matcher.mandate.row_fields import COLUMNS, cell_text, read_row
from matcher.tables import columns as c

if TYPE_CHECKING:
    from matcher.naming.countries import Countries

BETWEEN: Final = ";"
"""Parts the values of one cell; in ``tiers`` a comma parts the areas of a tier."""

TIERS: Final = "tiers"
PARTNERS: Final = "partners"
MORE_COLUMNS: Final = (TIERS, PARTNERS, "date", "count")
"""Columns beside those of a batch query, :data:`matcher.mandate.row_fields.COLUMNS`."""


def check_columns(names: Iterable[str], also: Iterable[str] = ()) -> None:
    """Refuse a table that does not say which city asks, or has a column of no meaning.

    Parameters
    ----------
    names : iterable of str
        Columns of the table.
    also : iterable of str
        Columns the caller reads itself.

    Raises
    ------
    InputTableError
        A misspelt column must not be passed over as if its wish had no effect.
    """
    given = list(names)
    allowed = [*COLUMNS, *MORE_COLUMNS, *also]
    if not {c.CITY_ID, c.CITY} & set(given):
        raise InputTableError(
            f"the table has no column city_id or city: it has {', '.join(given) or 'none'}"
        )
    unknown = [name for name in given if name not in allowed]
    if unknown:
        raise InputTableError(
            f"the table has columns of no meaning here: {', '.join(map(str, unknown))[:200]}; "
            f"allowed are {', '.join(allowed)}"
        )


def mandate_of_row(
    countries: Countries, row: Mapping[str, Any], base: Mapping[str, Any] | None = None
) -> Mandate:
    """Read one row of a table as a mandate.

    Parameters
    ----------
    countries : Countries
        Knows the areas a tier may name.
    row : mapping of str to value
        Texts of a CSV or values of a parquet file, by column; empty is not given.
        ``tiers`` holds several tiers, ``Turkmenistan=TM; CIS=AZ,UZ``, and
        ``partners`` several corrections, ``Durham, US=ended; Bari=drop``.
    base : mapping, optional
        Fields of a mandate that hold where the row gives none.

    Raises
    ------
    InputTableError, MandateError
        A cell cannot be read, or the mandate it makes is wrong.

    Examples
    --------
    >>> from matcher.world.world import World
    >>> row = {"city": "Kostroma", "tiers": "CIS=AZ,UZ; IT", "aims": "sport"}
    >>> [tier.name for tier in mandate_of_row(World.load().countries, row).tiers]
    ['CIS', 'IT']
    """
    cells = {name: text for name in row if (text := cell_text(row[name]))}
    shared: dict[str, Any] = dict(base or {})
    if TIERS in cells and c.TIER in cells:
        raise MandateError("tier and tiers are both given: fill one of them")
    if TIERS in cells:
        tiers = _values(cells.pop(TIERS))
        shared[TIERS] = [tier_from_text(one, countries) for one in tiers]
    if PARTNERS in cells:
        shared[PARTNERS] = [partner_from_text(one) for one in _values(cells.pop(PARTNERS))]
    if "date" in cells:
        shared["date"] = cells.pop("date")[: len("2026-01-01")]
    if "count" in cells:
        text = cells.pop("count")
        if not (text.isascii() and text.isdigit()):
            raise MandateError(f"count {text!r:.60}: write a whole number")
        shared["count"] = int(text[:9])
    return read_row(countries, cells, shared)


def _values(text: str) -> list[str]:
    return [one.strip() for one in text.split(BETWEEN) if one.strip()]


def partner_from_text(text: str) -> dict[str, Any]:
    """Read a partner written as ``CITY``, ``CITY=STATUS`` or ``CITY=drop``.

    Returns
    -------
    dict
        Fields of a :class:`~matcher.mandate.parts.KnownPartner`.

    Examples
    --------
    >>> partner_from_text("Durham, US=ended")
    {'city': 'Durham, US', 'status': 'ended'}
    """
    city, equals, status = (part.strip() for part in text.rpartition("="))
    if not equals:
        return {"city": text}
    return {"city": city, "drop": True} if status == "drop" else {"city": city, "status": status}
