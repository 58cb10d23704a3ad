"""Numbers, shares and dates as a language writes them."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.english.phrases import MINUS, number_text
from matcher.english.politics import date_text

if TYPE_CHECKING:
    from babel import Locale


class Formats:
    """Write numbers and dates.

    Parameters
    ----------
    code : str
        One of :data:`matcher.wording.language.LANGUAGES`.

    Examples
    --------
    >>> Formats("it").number(277280), Formats("it").date("2022-02-24")
    ('277.280', '24 febbraio 2022')
    """

    def __init__(self, code: str) -> None:
        self.code = code

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the language's separators, a negative one with a minus."""
        if self.code == "en":
            return number_text(value, decimals)
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        # Adding a zero takes the sign from what is rounded to nothing.
        rounded = round(value, decimals) + 0
        return str(format_decimal(rounded, pattern, locale=self._locale)).replace("-", MINUS)

    def percent(self, share: float) -> str:
        """Write a share in 0..1 as a percentage."""
        if self.code == "en":
            return f"{share:.0%}"
        from babel.numbers import format_percent

        return str(format_percent(share, locale=self._locale))

    def date(self, value: str | dt.date) -> str:
        """Write a date in full, or its year or month where no more is known.

        Parameters
        ----------
        value : str or datetime.date
            ISO 8601, reduced precision allowed.
        """
        text = value if isinstance(value, str) else value.isoformat()
        parts = text.split("-")
        if self.code == "en":
            return date_text(text)
        from babel.dates import format_date, format_skeleton

        if len(parts) == 2:
            month = dt.date(int(parts[0]), int(parts[1]), 1)
            text = str(format_skeleton("yMMMM", month, locale=self._locale))
        elif len(parts) == 3:
            text = str(format_date(dt.date.fromisoformat(text), "long", locale=self._locale))
        # Releases of CLDR differ in which unbreakable space they use.
        return text.replace("\u202f", "\u00a0")

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        # The English of these texts is British: day before month.
        return Locale("en", "GB") if self.code == "en" else Locale(self.code)
