"""Fields of the form: numbers as people write them, and what is wrong with a field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from matcher.records.places import Place

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,']\d{3})+")


_SPACES: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field.

    Attributes
    ----------
    name : str
        Of the field in the address; ``tier`` has its number behind it.
    key : str
        Text of :data:`matcher.web.page.texts.TEXTS`.
    facts : mapping
        What the text quotes.
    choices : tuple of Place
        Places to choose from, where a name means several or none.
    """

    name: str
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Place, ...] = ()


def number_text(value: float) -> str:
    """Write a number so that :func:`read_number` returns it.

    Examples
    --------
    >>> number_text(3000.0), number_text(2.5), number_text(1.125)
    ('3000', '2.5', '1.1250')
    """
    text = format(Decimal(repr(value)).normalize(), "f")
    # Three decimals would be read as thousands.
    return f"{text}0" if re.fullmatch(r"\d+\.\d{3}", text) else text


def read_number(text: str) -> float | None:
    """Read a number as people of any of the languages write it, None where it is none.

    Examples
    --------
    >>> read_number("277 280"), read_number("1.500"), read_number("2,5"), read_number("many")
    (277280.0, 1500.0, 2.5, None)
    """
    plain = _SPACES.sub("", text)
    if not plain.isascii():
        return None
    if _THOUSANDS.fullmatch(plain):
        return float(re.sub("[.,']", "", plain))
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def _whole(name: str, text: str, problems: list[Problem], least: int, most: int) -> int | None:
    value = read_number(text)
    if value is None or not value.is_integer() or not least <= value <= most:
        facts = {"given": text, "least": least, "most": most}
        problems.append(Problem(name, "problem_whole", facts))
        return None
    return int(value)


def _decimal(name: str, text: str, problems: list[Problem], least: int, most: int) -> float | None:
    value = read_number(text)
    if value is None or not least <= value <= most:
        facts = {"given": text, "least": least, "most": most}
        problems.append(Problem(name, "problem_number", facts))
        return None
    return value
