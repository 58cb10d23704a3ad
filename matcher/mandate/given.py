"""What a caller may give in place of a mandate or of a place, and what to say to anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matcher.errors import MandateError
from matcher.mandate.model import Mandate

Given = Mandate | Mapping[str, Any] | None
"""A mandate, a mapping of its fields, or nothing where the fields are given by name."""


def as_mandate(mandate: Given, fields: Mapping[str, Any] | None = None) -> Mandate:
    """Return a mandate from what a caller gives in its place.

    Parameters
    ----------
    mandate : Mandate, mapping or None
    fields : mapping, optional
        Fields of the mandate; they win.

    Raises
    ------
    MandateError
        Something else was given, or a field is wrong.

    Examples
    --------
    >>> as_mandate({"city": "Kostroma", "count": 3}, {"count": 5}).count
    5
    """
    if isinstance(mandate, Mandate):
        return Mandate.parse({**mandate.to_dict(), **fields}) if fields else mandate
    if mandate is not None and not isinstance(mandate, Mapping):
        raise MandateError(
            f"a mandate is wanted, got {_kind(mandate)}: give a Mandate, a dict of its fields, or "
            'the fields by name, such as city="Kostroma"'
        )
    given = {**(mandate or {}), **(fields or {})}
    if "city" not in given:
        raise MandateError('no city given: name the one that asks, such as city="Kostroma"')
    return Mandate.parse(given)


def as_place(name: object, what: str) -> str:
    """Return the text that names a place.

    Parameters
    ----------
    name : str
    what : str
        What the place is to the caller, for the message.

    Raises
    ------
    MandateError
        It is no text, or an empty one.

    Examples
    --------
    >>> as_place("Mary", "candidate")
    'Mary'
    """
    if isinstance(name, str) and name.strip():
        return name
    raise MandateError(
        f'{what}: a text is wanted, got {_kind(name)}: give a name, "Name, Country" or an id as '
        'text, such as "543878"'
    )


def as_places(names: object) -> list[str]:
    """Return the texts that name several candidates.

    Raises
    ------
    MandateError
        It is no list, or one of them is no text.

    Examples
    --------
    >>> as_places(("Mary", "Bukhara"))
    ['Mary', 'Bukhara']
    """
    if isinstance(names, (str, Mapping)) or not isinstance(names, Iterable):
        raise MandateError(
            f"candidates: a list of texts is wanted, got {_kind(names)}: give it as "
            '["Bukhara", "Ganja"], one name or id each'
        )
    return [as_place(one, f"candidates.{at}") for at, one in enumerate(names)]


def _kind(value: object) -> str:
    """Name what was given as its writer would."""
    return "None" if value is None else f"{type(value).__name__} {value!r:.60}"
