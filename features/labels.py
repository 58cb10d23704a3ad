"""Names of cities as readers of another script write them, for the table ``city_labels``."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
from rapidfuzz.distance import Levenshtein

from features.names import ALIASES
from matcher.tables import columns as c
from matcher.text.normalise import name_key

RUSSIAN: Final = "ru"
LEAST_LIKENESS: Final = 0.6
"""A Cyrillic alias less like the place's own name than this is an older name or a mistake."""

RUSSIAN_IS_READ_IN: Final = frozenset("AM AZ BY GE KG KZ MD RU TJ TM UZ".split())
"""Countries where a name in Cyrillic letters is most likely the Russian one."""

_ALPHABET: Final = re.compile(r"[А-ЯЁ][А-Яа-яЁё -]*")
_NOT_A_NAME: Final = re.compile(r" (ош|шаары|хот|этрап|район)$|ъ[а-я]*ъ|^(город|посёлок) ")
_LETTERS: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
_SPELLINGS: Final = (("sh", "ş"), ("ch", "ç"), ("kh", "x"), ("k", "q"), ("dzh", "j"), ("g", "ğ"))


def build_city_labels(places: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Choose a name for each place in languages of another script.

    Parameters
    ----------
    places : DataFrame
        Columns ``city_id``, ``name``, ``country`` and ``aliases``, a list of
        names without languages.
    kept : DataFrame
        Hand-kept names, columns ``city_id``, ``language``, ``name``; they win.

    Returns
    -------
    DataFrame
        Columns ``city_id, language, name``.

    Notes
    -----
    Aliases carry no language. In a country where Russian is read, the name in
    letters of the Russian alphabet that is most like the place's own, letter by
    letter, is taken for the Russian one; former names are unlike it and stay
    out. Elsewhere Cyrillic aliases are as often Bulgarian or Mongolian.
    """
    rows = []
    read = places[places[c.COUNTRY].isin(RUSSIAN_IS_READ_IN)]
    for city_id, name, aliases in zip(read[c.CITY_ID], read[c.NAME], read[ALIASES], strict=True):
        chosen = russian_name(name, aliases)
        if chosen:
            rows.append((city_id, RUSSIAN, chosen))
    columns = [c.CITY_ID, c.LANGUAGE, c.NAME]
    chosen_rows = pd.DataFrame(rows, columns=columns)
    both = pd.concat([kept[columns].astype({c.CITY_ID: "int64"}), chosen_rows])
    return both.drop_duplicates([c.CITY_ID, c.LANGUAGE]).reset_index(drop=True)


def russian_name(name: str, aliases: list[str]) -> str:
    """Return the alias that is the Russian name of a place, or an empty text.

    Examples
    --------
    >>> russian_name("Daşoguz", ["Дасогуз", "Дашогуз", "Ташауз", "Dashowuz"])
    'Дашогуз'
    """
    own = _folded(name)
    found = [
        (-_likeness(own, alias), -alias.count("-"), alias)
        for alias in aliases
        if _ALPHABET.fullmatch(alias) and not _NOT_A_NAME.search(alias)
    ]
    unlikeness, _, best = min(found, default=(0.0, 0, ""))
    return best if -unlikeness >= LEAST_LIKENESS else ""


def _folded(name: str) -> str:
    text = name.casefold()
    for plain, letter in _SPELLINGS:
        text = text.replace(letter, plain)
    return name_key(text)


def _likeness(own: str, alias: str) -> float:
    latin = "".join(_LETTERS.get(letter, letter) for letter in alias.casefold())
    return float(Levenshtein.normalized_similarity(own, latin.replace("-", " ")))
