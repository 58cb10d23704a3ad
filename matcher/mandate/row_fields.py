"""One row of the input to the mandate it asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from matcher.errors import InputTableError, MandateError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits
from matcher.mandate.request import tier_from_text
from matcher.naming.countries import Countries
from matcher.records.criteria import PARTS
from matcher.tables import columns as c

PROBLEM: Final = "_problem"
"""Column with what made a row unreadable."""

AIMS: Final = "aims"
COLUMNS: Final = (
    c.CITY_ID,
    c.CITY,
    c.COUNTRY,
    c.TIER,
    AIMS,
    *(f"weights.{key}" for key in PARTS),
    *(f"limits.{key}" for key in Limits.model_fields),
)
"""Columns a query may have: its city, and fields of its own mandate as they are named there."""

LONGEST_CELL: Final = 1000
_LISTS: Final = frozenset(
    key for key, field in Limits.model_fields.items() if isinstance(field.default, tuple)
)
_SWITCHES: Final = frozenset(
    key for key, field in Limits.model_fields.items() if isinstance(field.default, bool)
)
_CHOICES: Final = frozenset(
    key for key, field in Limits.model_fields.items() if isinstance(field.default, str)
)
_SWITCH: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def cell_text(value: Any) -> str:
    """Return a cell as a CSV holds it; ``""`` for an empty cell, None and NaN.

    A whole number that pandas made a float is whole.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read_row(countries: Countries, row: Mapping[str, str], shared: Mapping[str, Any]) -> Mandate:
    """Return the mandate of one query.

    Parameters
    ----------
    countries : Countries
        Knows the places and areas by name.
    row : mapping of str to str
        Cells that are not empty, by column of :data:`COLUMNS`. Lists are parted by
        ``;``. What a row gives wins over what all queries share; ``tier`` is written
        as ``NAME=AREA;AREA`` or ``AREA;AREA``.
    shared : mapping
        Fields of the mandate of all queries, the city left out.

    Returns
    -------
    Mandate
        Its city is an id, or ``Name, Country``.

    Raises
    ------
    InputTableError, MandateError, UnknownPlaceError, AmbiguousPlaceError
        The row asks nothing that can be answered; the message says why.
    """
    if PROBLEM in row:
        raise InputTableError(row[PROBLEM])
    long = [name for name, cell in row.items() if len(cell) > LONGEST_CELL]
    if long:
        raise InputTableError(f"{long[0]} has more than {LONGEST_CELL} characters: shorten it")
    fields = {**shared, c.CITY: _city(row)}
    if c.TIER in row:
        fields["tiers"] = [tier_from_text(row[c.TIER].replace(";", ","), countries)]
    if AIMS in row:
        fields[AIMS] = _parts(row[AIMS])
    for group, read in (("weights", _number), ("limits", _limit)):
        own = {
            name.partition(".")[2]: read(name, cell)
            for name, cell in row.items()
            if name.startswith(f"{group}.")
        }
        if own:
            fields[group] = {**shared.get(group, {}), **own}
    return Mandate.parse(fields)


def _city(row: Mapping[str, str]) -> str:
    """Return what to resolve; an id is certain and so wins over a name."""
    text = row.get(c.CITY_ID, "")
    if text:
        if not (text.isascii() and text.isdigit()):
            raise InputTableError(f"city_id {text!r:.40} is no id: put a name under city")
        return text
    if c.CITY not in row:
        raise InputTableError("no city is named: fill city_id or city")
    return ", ".join(row[name] for name in (c.CITY, c.COUNTRY) if name in row)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _number(name: str, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise MandateError(f"{name}: {cell!r:.40} is no number") from None


def _limit(name: str, cell: str) -> Any:
    key = name.partition(".")[2]
    if key in _LISTS:
        return _parts(cell)
    if key in _SWITCHES:
        if cell.casefold() not in _SWITCH:
            raise MandateError(f"{name}: {cell!r:.40} is neither true nor false")
        return _SWITCH[cell.casefold()]
    if key in _CHOICES:
        return cell
    number = _number(name, cell)
    return int(number) if number.is_integer() else number
