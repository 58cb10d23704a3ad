"""Names of places in Russia and Ukraine whose Latin name is their romanisation, letter by letter.

GeoNames calls places of Russia by the BGN/PCGN romanisation of their Russian name, and places of
Ukraine by the national romanisation of their Ukrainian one. A Cyrillic name that gives just that
Latin name is that name, where no other could give it too.
"""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from features.names import ALIASES
from matcher.tables import columns as c

SPELLING: Final = "GeoNames, spelt as the Latin name"

_RUSSIAN: Final = re.compile(r"[А-ЯЁ][А-Яа-яЁё -]*")
_LETTERS: Final = dict(
    zip(
        "абвгджзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya".split(),
        strict=True,
    )
)
_CYRILLIC: Final = re.compile(r"[А-ЯЁҐЄІЇ][А-Яа-яЁёҐґЄєІіЇї’ʼ' -]*")
_UKRAINIAN: Final = re.compile(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії’ʼ' -]+")
_UKRAINIAN_LETTERS: Final = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’ʼ'",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  iu ia   ".split(" "),
        strict=True,
    )
)
_AT_START: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
LANGUAGE_OF: Final = {"RU": "ru", "UA": "uk"}
"""Language that the Latin names of a country's places are romanised from."""

_AFTER_VOWEL: Final = "аеёиоуыэюяйьъ -"
_TWO_WAYS: Final = re.compile(r"тс|шч|сч|[нд]ы\b")
"""Letters that another Russian spelling gives the same Latin ones as: ц, щ, ный."""


def spelt_out(places: pd.DataFrame) -> pd.DataFrame:
    """Return the own names of places of Russia and Ukraine that are known by their spelling.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``city_id, country, name, aliases``.

    Returns
    -------
    pandas.DataFrame
        Columns ``city_id, language, name, source``.
    """
    here = places[places[c.COUNTRY].isin(LANGUAGE_OF)]
    rows = [
        (city_id, LANGUAGE_OF[country], name, SPELLING)
        for city_id, country, own, aliases in zip(
            *(here[one] for one in (c.CITY_ID, c.COUNTRY, c.NAME, ALIASES)), strict=True
        )
        if (name := spelt(own, list(aliases), LANGUAGE_OF[country]))
    ]
    return pd.DataFrame(rows, columns=[c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE])


def spelt(own: str, aliases: list[str], language: str = "ru") -> str:
    """Return the one alias whose romanisation is the place's own name, else "".

    Examples
    --------
    >>> spelt("Il’skiy", ["Ильский", "Илски"]), spelt("Kazan", ["Казан", "Казань"])
    ('Ильский', '')
    """
    names = [alias for alias in aliases if _CYRILLIC.fullmatch(alias)]
    wanted = _plain(own)
    if language == "uk":
        same = [one for one in names if _UKRAINIAN.fullmatch(one)]
        same = [one for one in same if _plain(romanised_ukrainian(one)) == wanted.replace("’", "")]
        return same[0] if len({one.lower() for one in same}) == 1 else ""
    same = [
        name for name in names if _RUSSIAN.fullmatch(name) and _plain(romanised(name)) == wanted
    ]
    if not same or _TWO_WAYS.search(same[0].lower()):
        return ""
    fuller = [
        name
        for name in names
        if name.lower() != same[0].lower()
        and _bare(name) == _bare(same[0])
        and len(name) >= len(same[0])
    ]
    return "" if fuller else same[0]


def romanised(name: str) -> str:
    """Write a Russian name in Latin letters as BGN/PCGN does, in small letters.

    Examples
    --------
    >>> romanised("Емельяново"), romanised("Щёлково")
    ('yemel’yanovo', 'shchëlkovo')
    """
    found, before = "", " "
    for letter in name.lower():
        if letter in "её":
            found += ("y" if before in _AFTER_VOWEL else "") + ("e" if letter == "е" else "ë")
        else:
            found += _LETTERS.get(letter, letter)
        before = letter
    return found


def romanised_ukrainian(name: str) -> str:
    """Write a Ukrainian name in Latin letters by the national romanisation, in small letters.

    Examples
    --------
    >>> romanised_ukrainian("Згурівка"), romanised_ukrainian("Єнакієве")
    ('zghurivka', 'yenakiieve')
    """
    found, before = "", " "
    for letter in name.lower().replace("зг", "з|г"):
        if letter == "|":
            continue
        if letter == "г" and before == "з":
            found += "gh"
        elif letter in _AT_START and before in " -":
            found += _AT_START[letter]
        else:
            found += _UKRAINIAN_LETTERS.get(letter, letter)
        before = letter
    return found


def _plain(name: str) -> str:
    text = name.lower().replace("'", "’").replace("ë", "e")
    return re.sub(r"[-\s]+", " ", text).strip()


def _bare(name: str) -> str:
    """Drop what the names of other Cyrillic languages lack."""
    return re.sub(r"[ьй]", "", name.lower()).replace("ё", "е").replace("э", "е").replace("-", " ")
