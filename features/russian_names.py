"""Russian names of places in Russia whose Latin name is their romanisation, letter by letter.

GeoNames calls places of Russia by the BGN/PCGN romanisation of their Russian name. A Cyrillic
name that gives just that Latin name is the Russian one, where no other name could give it too.
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
_AFTER_VOWEL: Final = "аеёиоуыэюяйьъ -"
_TWO_WAYS: Final = re.compile(r"тс|шч|сч|[нд]ы\b")
"""Letters that another Russian spelling gives the same Latin ones as: ц, щ, ный."""


def spelt_out(places: pd.DataFrame) -> pd.DataFrame:
    """Return the Russian names of the places of Russia that are known by their spelling.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``city_id, country, name, aliases``.

    Returns
    -------
    pandas.DataFrame
        Columns ``city_id, language, name, source``.
    """
    here = places[places[c.COUNTRY] == "RU"]
    rows = [
        (city_id, "ru", name, SPELLING)
        for city_id, own, aliases in zip(here[c.CITY_ID], here[c.NAME], here[ALIASES], strict=True)
        if (name := spelt(own, list(aliases)))
    ]
    return pd.DataFrame(rows, columns=[c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE])


def spelt(own: str, aliases: list[str]) -> str:
    """Return the one alias whose romanisation is the place's own name, else "".

    Examples
    --------
    >>> spelt("Il’skiy", ["Ильский", "Илски"]), spelt("Kazan", ["Казан", "Казань"])
    ('Ильский', '')
    """
    names = [alias for alias in aliases if _RUSSIAN.fullmatch(alias)]
    wanted = _plain(own)
    same = [name for name in names if _plain(romanised(name)) == wanted]
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


def _plain(name: str) -> str:
    text = name.lower().replace("'", "’").replace("ë", "e")
    return re.sub(r"[-\s]+", " ", text).strip()


def _bare(name: str) -> str:
    """Drop what the names of other Cyrillic languages lack."""
    return re.sub(r"[ьй]", "", name.lower()).replace("ё", "е").replace("э", "е").replace("-", " ")
