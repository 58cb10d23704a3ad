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
    r"[a-z]*freie)\b|(?<=[a-z] )(?:gorodsk[a-z]+ okrug|munitsipal[a-z]+ rayon)$"
)  # fmt: skip
_NOTES: Final = re.compile(r"\(.*?\)|,(?!.* and ).*$")
_BETWEEN: Final = re.compile(r"\s*(?:/|–|-|,| and | und | e | y | et | & )\s*")

_ARTICLE_BEHIND: Final = re.compile(r"^(.+), (L'|Las?|Los|Les?|Els?|Es|Sa|Ses|S'|A|O|As|Os)$")
_ARTICLES: Final = ("la", "le", "les", "l")
_ADJECTIVE: Final = re.compile(r"(?:sk|ck|tsk|zk)(?:iy|ij|y|oy|oj|yy|i)$")
_SHORT_WORDS: Final = (
    (re.compile(r"\b[aA]\. ?d\. ?"), "an der "), (re.compile(r"\bi\. ?d\. ?"), "in der "),
    (re.compile(r"\bv\. ?d\. ?"), "vor der "), (re.compile(r"\bo\. ?d\. ?"), "ob der "),
    (re.compile(r"\ba\. ?"), "am "), (re.compile(r"\bi\. ?"), "im "),
    (re.compile(r"\bb\. ?"), "bei "),
)  # fmt: skip
_GERMAN: Final = ("AT", "DE")
_KOREAN: Final = ("KP", "KR")
_KOREAN_KIND: Final = re.compile("-(si|gun|gu)$")

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


def with_article(key: str) -> list[str]:
    """Return a French name with each article, which the list of communes leaves out."""
    return [f"{one} {key}" for one in _ARTICLES]


def district_stem(key: str) -> str:
    """Return the stem of the town that a district's adjective is made of, "" for none.

    Examples
    --------
    >>> district_stem("kalachinskiy"), district_stem("ostrovsky"), district_stem("alakol")
    ('kalachin', 'ostrov', '')
    """
    return _ADJECTIVE.sub("", key) if _ADJECTIVE.search(key) else ""


def spelled_out(name: str, country: str) -> str:
    """Return a unit's name as people write it: article in front, short words in full, no kind.

    Examples
    --------
    >>> spelled_out("Kirchdorf a.d.Amper", "DE"), spelled_out("Mata, La", "ES")
    ('Kirchdorf an der Amper', 'La Mata')
    """
    article = _ARTICLE_BEHIND.match(name)
    if article:
        apart = "" if article[2].endswith("'") else " "
        return f"{article[2]}{apart}{article[1]}"
    if country in _KOREAN:
        return _KOREAN_KIND.sub("", name)
    if country not in _GERMAN:
        return name
    plain = _NOTES.sub("", name)
    for short, word in _SHORT_WORDS:
        plain = short.sub(word, plain)
    return " ".join(plain.split())


def is_latin(name: str) -> bool:
    """Return whether a name is written in Latin letters."""
    return all(ord(letter) < 0x370 or not letter.isalpha() for letter in name)


def _parts(name: str) -> list[str]:
    parts = _BETWEEN.split(name)
    return parts if len(parts) > 1 else []


def _stripped(key: str) -> str:
    return " ".join(_TITLES.sub(" ", key).split())
