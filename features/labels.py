"""Names of places as readers of another language write them, for the table ``city_labels``."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import pandas as pd
from rapidfuzz.distance import Levenshtein

from features.label_witnesses import CLDR, GEOLITE, RUSSIAN_TOWNS, WEATHER
from features.names import ALIASES
from features.spelt_names import SPELLING
from matcher.tables import columns as c
from matcher.text.normalise import name_key

RUSSIAN: Final = "ru"
UKRAINIAN: Final = "uk"

LEAST_LIKENESS: Final = 0.5
"""A witness's name less like the place's own, letter by letter, is a former name there."""

OFTEN_RENAMED: Final = frozenset("AM AZ BY GE KG KZ MD RU TJ TM UA UZ".split())
"""Countries where a list of 2018 holds former names."""

TRUST: Final = (CLDR, RUSSIAN_TOWNS, WEATHER, GEOLITE, SPELLING)
"""Witnesses, the one to believe first where they differ by more than accents."""

GRADE_OF: Final = {
    CLDR: "measured",
    GEOLITE: "measured",
    WEATHER: "matched",
    RUSSIAN_TOWNS: "matched",
    SPELLING: "matched",
}
"""Two lists have ids of places, two were tied to them by name and point."""

COLUMNS: Final = [c.CITY_ID, c.LANGUAGE, c.NAME, c.GRADE, c.SOURCE]

_ALPHABETS: Final = {
    RUSSIAN: re.compile(r"[А-ЯЁа-яё0-9 .()'’-]+"),
    UKRAINIAN: re.compile(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії0-9 .()'’ʼ-]+"),
}
_SHORTENED: Final = re.compile(r"[а-яіїє]\.")
"""A shortened word, as in "Нов.Малыкла"."""

_ANY: Final = re.compile(".+")
_LETTERS: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i i e g".split(
            " "
        ),
        strict=True,
    )
)
SIGNS_KEPT: Final = frozenset(
    "AT BE BR CH CZ DE DK EE ES FI FR HU IE IT LT LU LV NL NO PL PT RO SE SI SK".split()
)
"""Countries whose towns English texts write with the signs of their own spelling; a city that
has another name in English keeps it (Munich), and so does one in the hand-kept table."""

_SPELLINGS: Final = (("sh", "ş"), ("ch", "ç"), ("kh", "x"), ("k", "q"), ("dzh", "j"), ("g", "ğ"))

Said = Mapping[str, str]
"""Name by witness."""


def build_city_labels(
    places: pd.DataFrame, kept: pd.DataFrame, witnesses: pd.DataFrame
) -> pd.DataFrame:
    """Choose what readers of other languages call each place.

    Parameters
    ----------
    places : DataFrame
        Columns ``city_id``, ``name``, ``country`` and ``aliases``, a list of
        names without languages.
    kept : DataFrame
        Hand-kept names, columns ``city_id``, ``language``, ``name``, ``grade``, ``source``;
        they win.
    witnesses : DataFrame
        Columns ``city_id``, ``language``, ``name``, ``source``, as of
        `features.label_witnesses`.

    Returns
    -------
    DataFrame
        The table ``city_labels``.

    Notes
    -----
    Names of a place carry no language. One of them is a label only where a list that has
    languages says so, or a hand-kept row; a place without either keeps its local form.
    """
    known = {
        city_id: (country, name, list(dict.fromkeys((name, *aliases))))
        for city_id, country, name, aliases in zip(
            *(places[one] for one in (c.CITY_ID, c.COUNTRY, c.NAME, ALIASES)), strict=True
        )
    }
    said: defaultdict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for city_id, language, name, source in witnesses[
        [c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE]
    ].itertuples(index=False, name=None):
        if city_id in known:
            said[city_id, language].setdefault(source, name)
    rows = []
    for (city_id, language), names in said.items():
        country, own, all_names = known[city_id]
        renamed = country in OFTEN_RENAMED
        chosen = _chosen(language, names, own, all_names, renamed)
        if chosen and language == "en" and _stripped(chosen[0], own, country):
            continue
        if chosen:
            name, source = chosen
            rows.append((city_id, language, name, GRADE_OF[source], source))
    both = pd.concat(
        [kept[COLUMNS].astype({c.CITY_ID: "int64"}), pd.DataFrame(rows, columns=COLUMNS)]
    )
    return both.drop_duplicates([c.CITY_ID, c.LANGUAGE]).reset_index(drop=True)


def _chosen(
    language: str, said: Said, own: str, names: list[str], renamed: bool
) -> tuple[str, str] | None:
    """Return the name that the witnesses choose, and the one of them to name."""
    found: dict[str, str] = {}
    for source, text in said.items():
        name = text if source == CLDR else _among(text, names)
        name = "" if _SHORTENED.search(name) else name
        if not name or not _ALPHABETS.get(language, _ANY).fullmatch(name):
            continue
        if source == GEOLITE:
            name = _nominative(name, own, names)
            if renamed and likeness(own, name) < LEAST_LIKENESS:
                continue
        found[source] = name
    sources = [one for one in TRUST if one in found]
    sources = [one for one in sources if one != SPELLING] or sources
    if not sources:
        return None
    first, last = found[sources[0]], found[sources[-1]]
    alike = name_key(first) == name_key(last) or _alike(first, last)
    # The weather list leaves accents out, and where both know an exonym GeoLite writes it so.
    source = sources[-1] if sources[0] == WEATHER and alike else sources[0]
    return found[source], source


def _stripped(name: str, own: str, country: str) -> bool:
    """Whether a name is a European town's own without its signs ("Neusass" for Neusäß)."""
    plain = name != own and name_key(name) == name_key(own) and name.isascii()
    return plain and country in SIGNS_KEPT


def _among(text: str, names: list[str]) -> str:
    """Return the name of a place that a witness means, "" where it is none of them."""
    wanted = _folded(text)
    same = [name for name in names if _folded(name) == wanted]
    return text if text in same else next(iter(same), "")


def _nominative(name: str, own: str, names: list[str]) -> str:
    """Return the name without the ending of a locative ("в Гумдаге"), where it has one."""
    if not name.endswith("е") or own.endswith("e"):
        return name
    bare = name[:-1]
    return next((one for one in (bare, f"{bare}а") if one in names), name)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return re.sub(r"[\s‐–-]+", " ", re.sub(r"[’ʼ`]", "'", text))


def _alike(one: str, other: str) -> bool:
    return float(Levenshtein.normalized_similarity(_latin(one), _latin(other))) >= LEAST_LIKENESS


def likeness(own: str, name: str) -> float:
    """Return how much a Cyrillic name is like a Latin one, letter by letter, 0 to 1.

    Examples
    --------
    >>> round(likeness("Daşoguz", "Дашогуз"), 2), likeness("Vanadzor", "Кировакан") < 0.5
    (1.0, True)
    """
    text = own.casefold()
    for plain, letter in _SPELLINGS:
        text = text.replace(letter, plain)
    return float(Levenshtein.normalized_similarity(name_key(text), _latin(name)))


def _latin(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold()
    return name_key("".join(_LETTERS.get(letter, letter) for letter in text))
