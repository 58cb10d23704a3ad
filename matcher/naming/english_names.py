"""Names of cities as English texts write them.

A hand-kept English label wins. Else the place keeps its local form, without the signs of a
transcription where its country writes with other letters: English has Thessaloniki, not
Thessaloníki, but Montréal and Kraków. Lists of English names hold as many odd forms as good ones
("Engel's", "Gmina Śrem"), so they are not asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import Final

import numpy as np

from matcher.tables import columns as c
from matcher.tables.atlas import Atlas

_LABELS: Final = "city_labels"
_HAND_KEPT: Final = ("unreviewed", "curated")

TRANSCRIBED: Final = frozenset(
    """
    AE AF AM BD BG BH BT BY CN CY EG ER ET GE GR IL IN IQ IR JO JP KG KH KR KP KW KZ LA LB LK LY
    MM MN NP OM PK PS QA RU SA SD SY TH TJ UA YE
    """.split()
)
"""Countries whose names GeoNames writes in a transcription, with signs English leaves out."""

_SIGNS: Final = frozenset("\N{COMBINING MACRON}\N{COMBINING BREVE}\N{COMBINING DOT BELOW}"
                          "\N{COMBINING MACRON BELOW}\N{COMBINING CEDILLA}"
                          "\N{COMBINING COMMA BELOW}")  # fmt: skip
_STRESS: Final = "\N{COMBINING ACUTE ACCENT}"
_GREEK: Final = ("CY", "GR")
_SOFT_SIGNS: Final = ("BY", "RU", "UA")
_SOFT: Final = re.compile("['’ʹ`]")
_ENDING: Final = re.compile(r"(?<=[a-z])[iy]y\b")


def without_signs(name: str, country: str) -> str:
    """Write a name without the signs of its transcription.

    Parameters
    ----------
    name : str
    country : str
        ISO 3166-1 code; elsewhere than in `TRANSCRIBED` the name stays.

    Examples
    --------
    >>> without_signs("Nizhniy Novgorod", "RU"), without_signs("Mazār-e Sharīf", "AF")
    ('Nizhny Novgorod', 'Mazar-e Sharif')
    >>> without_signs("Thessaloníki", "GR"), without_signs("Montréal", "CA")
    ('Thessaloniki', 'Montréal')
    """
    if country not in TRANSCRIBED:
        return name
    if country == "RU":
        name = _ENDING.sub("y", name.replace("Ë", "Yo").replace("ë", "yo"))
    if country in _SOFT_SIGNS:
        name = _SOFT.sub("", name)
    left_out = _SIGNS | {_STRESS} if country in _GREEK else _SIGNS
    letters = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(one for one in letters if one not in left_out))


class EnglishNames:
    """Look English names of cities up.

    Parameters
    ----------
    atlas : Atlas
        Tables without ``city_labels`` are taken as knowing no such name.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    @cached_property
    def _kept(self) -> dict[int, str]:
        if _LABELS not in self._atlas.manifest.get("tables", {}):
            return {}
        table = self._atlas.table(_LABELS)
        language, languages = table.codes(c.LANGUAGE)
        grade, grades = table.codes(c.GRADE)
        english = np.array([one == "en" for one in languages], dtype=bool)
        by_hand = np.array([one in _HAND_KEPT for one in grades], dtype=bool)
        chosen = np.flatnonzero(english[language] & by_hand[grade])
        column = table.data.column(c.NAME)
        names = [column[at].as_py() for at in chosen.tolist()]
        return dict(zip(table.column(c.CITY_ID)[chosen].tolist(), names, strict=True))

    def name(self, row: int) -> str:
        """Return the English name of the city in a row of the cities table."""
        cities = self._atlas.cities
        own, country = (str(cities.column(one)[row]) for one in (c.NAME, c.COUNTRY))
        kept = self._kept.get(int(cities.column(c.CITY_ID)[row]))
        return kept or without_signs(own, country)
