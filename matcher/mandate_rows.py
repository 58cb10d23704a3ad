"""A mandate as one row of a table: its columns, and how a cell holds several values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from matcher import columns as c
from matcher.errors import InputTableError, MandateError
from matcher.mandate import Mandate
from matcher.naming.countries import Countries
from matcher.request import tier_from_text

BETWEEN: Final = ";"
"""Parts the values of one cell; a comma parts the areas of a tier."""

_WHOLE: Final = ("population_min", "population_max", "per_country", "per_tier", "their_rank_max")
_NUMBER: Final = ("population_ratio_max", "distance_min_km", "distance_max_km")
_LIST: Final = ("exclude_countries", "exclude_cities", "must_have")
_FLAG: Final = ("include_associates", "revive")

PLACE_COLUMNS: Final = (c.CITY_ID, "city", c.COUNTRY)
"""Columns that name the asking city: its id, or its name and, if needed, its country."""

LIMIT_COLUMNS: Final = (*_WHOLE, *_NUMBER, *_LIST, *_FLAG)
MANDATE_COLUMNS: Final = (
    "date", "count", "tiers", "aims", "weights", "partners", *LIMIT_COLUMNS,
)  # fmt: skip
"""Columns for fields of the mandate; one that is missing or empty is not given."""

_TRUE: Final = ("true", "yes", "1")
_FALSE: Final = ("false", "no", "0")


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
    allowed = [*PLACE_COLUMNS, *MANDATE_COLUMNS, *also]
    if not {c.CITY_ID, "city"} & set(given):
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
    row: Mapping[str, Any], countries: Countries, base: Mapping[str, Any] | None = None
) -> Mandate:
    """Read one row of a table as a mandate.

    Parameters
    ----------
    row : mapping of str to value
        Texts of a CSV or values of a parquet file, see :data:`PLACE_COLUMNS` and
        :data:`MANDATE_COLUMNS`. Several tiers, aims, weights, partners or names
        in a cell are parted by semicolons: ``Turkmenistan=TM; CIS=AZ,UZ``,
        ``culture; sport``, ``war_history=5``, ``Durham, US=ended``.
    countries : Countries
        Knows the areas a tier may name.
    base : mapping, optional
        Fields of a mandate that hold where the row gives none.

    Raises
    ------
    MandateError
        A cell cannot be read, or the mandate it makes is wrong.

    Examples
    --------
    >>> from matcher.service import Matcher
    >>> countries = Matcher.load().countries
    >>> row = {"city": "Kostroma", "tiers": "CIS=AZ,UZ; IT", "aims": "sport"}
    >>> [tier.name for tier in mandate_of_row(row, countries).tiers]
    ['CIS', 'IT']
    """
    cells = {name: text for name in row if (text := _text(row[name]))}
    fields: dict[str, Any] = {**(base or {}), "city": _city(cells)}
    if "date" in cells:
        fields["date"] = cells["date"][:10]
    if "count" in cells:
        fields["count"] = _number("count", cells["count"], whole=True)
    if "tiers" in cells:
        fields["tiers"] = [tier_from_text(one, countries) for one in _values(cells["tiers"])]
    if "aims" in cells:
        fields["aims"] = _values(cells["aims"])
    if "weights" in cells:
        fields["weights"] = dict(_weight(one) for one in _values(cells["weights"]))
    if "partners" in cells:
        fields["partners"] = [partner_from_text(one) for one in _values(cells["partners"])]
    limits = {name: _limit(name, cells[name]) for name in LIMIT_COLUMNS if name in cells}
    if limits:
        fields["limits"] = {**fields.get("limits", {}), **limits}
    return Mandate.parse(fields)


def _text(value: Any) -> str:
    """Return a cell as text; an empty cell, None and NaN are not given."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _values(text: str) -> list[str]:
    return [one.strip() for one in text.split(BETWEEN) if one.strip()]


def _city(cells: Mapping[str, str]) -> str:
    if c.CITY_ID in cells:
        city_id = cells[c.CITY_ID]
        if not (city_id.isascii() and city_id.isdigit()):
            raise MandateError(f"city_id {city_id!r:.60}: give a GeoNames id")
        return city_id
    if "city" not in cells:
        raise MandateError("the row names no city: fill city_id or city")
    country = cells.get(c.COUNTRY)
    return f"{cells['city']}, {country}" if country else cells["city"]


def _number(name: str, text: str, whole: bool) -> float | int:
    try:
        return int(text) if whole else float(text)
    except ValueError:
        raise MandateError(f"{name} {text!r:.60}: write a {'whole ' * whole}number") from None


def _limit(name: str, text: str) -> Any:
    if name in _LIST:
        return _values(text)
    if name not in _FLAG:
        return _number(name, text, name in _WHOLE)
    folded = text.casefold()
    if folded not in (*_TRUE, *_FALSE):
        raise MandateError(f"{name} {text!r:.60}: write true or false")
    return folded in _TRUE


def _weight(text: str) -> tuple[str, float]:
    key, _, value = text.partition("=")
    try:
        return key.strip(), float(value)
    except ValueError:
        raise MandateError(
            f"weights {text!r:.60}: write CRITERION=NUMBER, such as war_history=5"
        ) from None


def partner_from_text(text: str) -> dict[str, Any]:
    """Read a partner written as ``CITY``, ``CITY=STATUS`` or ``CITY=drop``.

    Returns
    -------
    dict
        Fields of a :class:`~matcher.mandate.KnownPartner`.

    Examples
    --------
    >>> partner_from_text("Durham, US=ended")
    {'city': 'Durham, US', 'status': 'ended'}
    """
    city, equals, status = (part.strip() for part in text.rpartition("="))
    if not equals:
        return {"city": text}
    return {"city": city, "drop": True} if status == "drop" else {"city": city, "status": status}
