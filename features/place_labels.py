"""Place labels as the lists of twin towns write them: names to try and what they say.

"Čukarica (Belgrade)", "Tokyo – Shibuya" and "Durham, North Carolina" each hold
a name and the whole it lies in; "Fairfax County" and "Iława (rural gmina)" are
no towns at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from matcher.text.normalise import name_key

REGION: Final = "county, district, gmina or region, not a town"

_REGION_WORDS: Final = re.compile(
    r"\b(county|counties|raion|province|oblast|prefecture|voivodeship|krai|canton|department)\b"
    r"|\((?:urban-|rural )?(?:district|gmina|rural gmina|region|microregion|municipality|state)\)"
    r"|\b(micro)?region\b|^greater (manchester|london)$"
    r"|\b(district|municipality|governorate|emirate)$"
    r"|^(county|district|gmina|powiat|province of|wojewodschaft|landkreis|kreis) "
    r"|^(?!.* im ).*kreis$|^dep\. ",
    re.IGNORECASE,
)
_REGION_NAMES: Final = frozenset(
    ("komarom esztergom", "molise", "ningxia", "pesaro and urbino", "mpumalanga", "khanh hoa")
)
"""Provinces that a list names without saying so and that a town is named after."""

_QUALIFIED: Final = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<within>[^()]+)\)$")
_DASHED: Final = re.compile(r"^(?P<within>.+?)\s+[–—-]\s+(?P<name>.+)$")
_LEADING: Final = re.compile(
    r"^(city of|town of|municipality of|commune of|stadt|markt|marktgemeinde|ville de|the)\s+"
)
_TRAILING: Final = re.compile(
    r"\s+(city|town|township|shi|si|gu|ku|cho|machi|village|municipality)$"
)
SAINTS: Final = re.compile(r"\b(saint|sankt|sint|sv|svati|st)\b")


_CEDILLAS: Final = str.maketrans({"ş": "ș", "ţ": "ț"})


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """What a label says.

    Attributes
    ----------
    keys : tuple of str
        Name keys to look up, the most literal first.
    within : str
        Name key of the city, region or state the place lies in, or "".
    is_part : bool
        The label is written "city – part": the part is meant, never the city.
    numbered : bool
        The name holds a number ("Prague 6", "Budapest XV"): nothing like it will do.
    reason : str
        Why the label names no town, or "".
    spelling : str
        The name with its accents, to part Löhne from Lohne.
    halves : tuple of str
        Name keys of the two towns of a double name ("Heusden-Zolder").
    """

    keys: tuple[str, ...]
    within: str = ""
    is_part: bool = False
    numbered: bool = False
    reason: str = ""
    spelling: str = ""
    halves: tuple[str, ...] = ()


@cache
def parse_label(label: str) -> PlaceLabel:
    """Take a label apart.

    Parameters
    ----------
    label : str
        A place as the list writes it.

    Returns
    -------
    PlaceLabel

    Examples
    --------
    >>> parse_label("Čukarica (Belgrade)")
    PlaceLabel(keys=('cukarica', 'cukarica belgrade'), within='belgrade', ...)
    >>> parse_label("Tokyo – Shibuya").keys, parse_label("Tokyo – Shibuya").within
    (('shibuya',), 'tokyo')
    >>> parse_label("Fairfax County").reason
    'county, district, gmina or region, not a town'
    """
    text = label.strip()
    name, within, is_part = text, "", False
    if match := _DASHED.match(text):
        is_part = True
    elif not (match := _QUALIFIED.match(text)) and text.count(",") == 1:
        name, within = (part.strip() for part in text.split(","))
    if match:
        name, within = match["name"], match["within"]
    if name_key(text) in _REGION_NAMES:
        return PlaceLabel((), reason=REGION)
    region = _REGION_WORDS.search(text)
    if region and (not within or text.startswith("Gmina ")):
        return PlaceLabel((), reason=REGION)
    if region and _REGION_WORDS.search(name) and not is_part and within:
        # "Savyetski District (Minsk)": the name without the word may stand in the table.
        name = re.sub(r"(?i)\s+(sub)?district$", "", name)
        is_part = True
    if region and re.search(
        r"(?i)^(urban-|rural )?(district|gmina|region|microregion|municipality|"
        r"rural gmina|state|province|county|department)$",
        within,
    ):
        return PlaceLabel((), reason=REGION)
    keys = _spellings(name)
    if is_part and re.search(r"\d|\b[IVX]+$", within):
        # "Budapest I – Budavár": the district goes by its number too.
        keys = (*keys, name_key(within))
    if within and not is_part:
        # GeoNames often writes the qualifier as a part of the name.
        keys = (*_spellings(name), *_spellings(f"{name} {within}"))
    numbered = bool(re.search(r"\d|\b[IVX]+$", name))
    halves = () if numbered or is_part else _halves(name)
    return PlaceLabel(keys, _within_key(within), is_part, numbered, "", spelling(name), halves)


def unit_name(label: str) -> str:
    """Return the name key of a county's or district's label without the word that says so.

    Examples
    --------
    >>> unit_name("Racibórz County"), unit_name("Gmina Iława"), unit_name("Kolding (district)")
    ('raciborz', 'ilawa', 'kolding')
    """
    return name_key(_REGION_WORDS.sub(" ", label))


@cache
def spelling(name: str) -> str:
    """Fold case and punctuation of a name but keep its accents.

    Examples
    --------
    >>> spelling("Löhne") == spelling("Lohne"), spelling("Buzău") == spelling("BUZĂU")
    (False, True)
    """
    text = unicodedata.normalize("NFC", name).casefold().translate(_CEDILLAS)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def _halves(name: str) -> tuple[str, ...]:
    """Keys of the parts of a double name, or the town a "Greater" council is named after."""
    if match := re.fullmatch(r"Greater (.+)", name):
        return (name_key(match[1]),)
    parts = re.split(r"\s*[-–]\s*", name)
    long_enough = len(parts) == 2 and all(len(part) >= 4 for part in parts)
    return tuple(name_key(part) for part in parts) if long_enough else ()


def _within_key(within: str) -> str:
    """Key of the whole, without the number of a district ("Vienna 22")."""
    key = re.sub(r"\s+(district|municipality|province|county|region)$", "", name_key(within))
    return re.sub(r"\s+([0-9]+|[ivxl]+)$", "", key)


def _spellings(name: str) -> tuple[str, ...]:
    """Name keys of a name with its usual affixes dropped and saints respelled."""
    parts = [name, *(name.split("/") if "/" in name else ())]
    keys: list[str] = []
    for part in parts:
        key = name_key(part)
        bare = _TRAILING.sub("", _LEADING.sub("", key))
        for form in (key, bare):
            keys.append(form)
            if SAINTS.search(form):
                keys.extend(SAINTS.sub(word, form) for word in ("saint", "st", "sankt", "sint"))
    return tuple(dict.fromkeys(key for key in keys if key))


_FOLDED: Final = (
    ("saint", "st"), ("sankt", "st"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ou", "u"),
    ("eo", "o"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("zh", "z"), ("dz", "z"), ("sh", "s"),
    ("sch", "s"), ("tch", "c"), ("tsh", "c"), ("ch", "c"), ("ck", "k"), ("q", "k"), ("th", "t"),
    ("ts", "c"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"), ("h", ""),
)  # fmt: skip


@cache
def sound_key(key: str) -> str:
    """Fold the usual differences between transliterations of one name.

    Only for comparing names that already stand near each other.

    Parameters
    ----------
    key : str
        A name key.

    Returns
    -------
    str
        Letters without spaces, doubled letters or the marks transliterations differ in.

    Examples
    --------
    >>> sound_key("beit sahour") == sound_key("bayt sahur")
    False
    >>> sound_key("hitachi ota") == sound_key("hitachiota")
    True
    >>> sound_key("tsqaltubo") == sound_key("tskaltubo")
    True
    """
    text = key.replace(" ", "")
    for old, new in _FOLDED:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)
