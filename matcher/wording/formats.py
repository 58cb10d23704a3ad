"""Numbers, shares and dates as a language writes them."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from matcher.english.phrases import MINUS, number_text
from matcher.english.politics import date_text

if TYPE_CHECKING:
    from babel import Locale

_ELIDED: Final = {
    "il": "l’", "del": "dell’", "dal": "dall’", "al": "all’", "nel": "nell’", "sul": "sull’",
    "i": "gli ", "dei": "degli ", "dai": "dagli ", "ai": "agli ", "nei": "negli ",
}  # fmt: skip
_BEFORE_A_VOWEL: Final = re.compile(rf"\b({'|'.join(_ELIDED)})[ \u00a0](?=8|11(?!\d)|1[ \u00a0]?%)")
"""An Italian article before eight, eighty …, eleven or one per cent."""

_BEFORE_THE_SAME: Final = re.compile(r"\b(a(?= A)|e(?= E)) ")
_TWO_STOPS: Final = re.compile(r"(?<=[ \u00a0])г\.\.(?!\.)")


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

    def finished(self, text: str) -> str:
        """Mend what only shows once a template is filled.

        A Russian date ends in a stop of its own. An Italian article is elided
        before a number that begins with a vowel.

        Examples
        --------
        >>> Formats("it").finished("dal 1991 il 17%, dal 8 maggio il 86%, a Ancona")
        'dal 1991 il 17%, dall’8 maggio l’86%, ad Ancona'
        >>> Formats("ru").finished("до 8 мая 2027 г..")
        'до 8 мая 2027 г.'
        """
        if self.code == "it":
            text = _BEFORE_A_VOWEL.sub(lambda found: _ELIDED[found[1]], text)
            return _BEFORE_THE_SAME.sub(r"\1d ", text)
        return _TWO_STOPS.sub("г.", text) if self.code == "ru" else text

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        # The English of these texts is British: day before month.
        return Locale("en", "GB") if self.code == "en" else Locale(self.code)
