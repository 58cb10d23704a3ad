"""Names of units without what they are called by ("Municipiul Iași", "Sandwell District")."""

from __future__ import annotations

import re
from typing import Final

from matcher.text.normalise import name_key

_TITLES: Final = re.compile(
    r"\b(municipiul|municipality( of)?|municipio( de)?|orasul|oras|comuna|opcina|opshtina|obshtina"
    r"|obstina|opstina|grad|kommun|kommune|gemeente|gemeinde|ville de|commune de|comune di|"
    r"savivaldybe|miesto|miestas|rajono|landkreis|kreis|stadt|landstadt|hansestadt|kreisstadt|"
    r"kreisfreie|universitatsstadt|gksts?|gemeente|powiat|gmina|m st|linn|vald|novads|pagasts|"
    r"ilcesi|merkez|jarasa?|okres|bashkia|city( of)?|county( of)?|county borough|royal borough of|"
    r"district|borough|london borough of|metropolitan|unitary authority|council|cc|shi|shi|ku|"
    r"gun|cho|machi|mura|town of|prefecture|province of|provincia di|raion(ul)?|rayonu?|"
    r"rayon|comarca|partido de|departamento( de)?|canton|"
    r"ψευδοδημοτικη|δημοτικη|κοινοτητα|δημος|дема|општина|община|обшина|столична|"
    r"[a-z]*freie)\b"
)  # fmt: skip
_NOTES: Final = re.compile(r"\(.*?\)|,(?!.* and ).*$")
_BETWEEN: Final = re.compile(r"\s*(?:/|–|-|,| and | und | e | y | et | & )\s*")

STEM: Final = 5
"""Letters that the genitive of a Greek or Lithuanian name shares with its nominative."""


def own_keys(name: str) -> list[str]:
    """Return the keys under which a unit's place may stand, fullest first.

    Examples
    --------
    >>> own_keys("Municipiul Iaşi"), own_keys("Tampere / Tammerfors")
    (['iasi'], ['tampere tammerfors', 'tampere', 'tammerfors'])
    """
    plain = _NOTES.sub("", name)
    keys = [name_key(name), _stripped(name_key(plain))]
    keys += [_stripped(name_key(part)) for part in _parts(plain)]
    found = list(dict.fromkeys(key for key in keys[1:] if len(key) > 1))
    return found or [key for key in keys[:1] if key]


def is_latin(name: str) -> bool:
    """Return whether a name is written in Latin letters."""
    return all(ord(letter) < 0x370 or not letter.isalpha() for letter in name)


def _parts(name: str) -> list[str]:
    parts = _BETWEEN.split(name)
    return parts if len(parts) > 1 else []


def _stripped(key: str) -> str:
    return " ".join(_TITLES.sub(" ", key).split())
