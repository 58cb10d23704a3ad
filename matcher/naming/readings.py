"""Ways to read a text as a name and where the place is, the likeliest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matcher.text.normalise import name_key

_COMMA: Final = re.compile(r"\s*[,，،、;]\s*")
_BRACKETS: Final = re.compile(r"\s*[(（\[]([^()（）\[\]]+)[)）\]]\s*")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_DOUBLE: Final = re.compile(r"\s*/\s*|\s+[-–—|]\s+|[–—]")
_CODE_BEHIND: Final = re.compile(r"(.{2,}?)(?:\s*[-–/]\s*|\s+)([A-Z]{2,3}|[A-Z]\.[A-Z]\.)\.?")
_ARTICLES: Final = frozenset("the la le les el los las il lo der die das het de al".split())
_SIGNS: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]{3,}")
_MOST_WORDS_OF_A_REGION: Final = 3
_MOST_SIGNS_OF_A_REGION: Final = 7


@dataclass(frozen=True, slots=True)
class Written:
    """One way to read a text.

    Attributes
    ----------
    name : str
    qualifiers : tuple of str
        Countries, regions, further names or kinds that the place must have.
    joined : bool
        Whether the qualifiers were parted from the name by a space alone or by nothing: they
        must then be countries or regions.
    """

    name: str
    qualifiers: tuple[str, ...] = ()
    joined: bool = False


LONGEST: Final = 300
"""Signs of the longest text that is read as a name."""

MOST_PARTS: Final = 12
"""Parts, parted by signs, of a text that is read as a name."""


def is_too_long(text: str) -> bool:
    """Return whether a text cannot be a name for its length or the number of its parts."""
    return len(text) > LONGEST or len(_COMMA.findall(text)) + text.count("-") > MOST_PARTS


def cleaned(text: str) -> str:
    r"""Drop invisible signs and spaces around a text.

    Examples
    --------
    >>> cleaned("\ufeffKos\u00adtroma ")
    'Kostroma'
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()


def written(text: str) -> Iterator[Written]:
    """Yield the ways to read a text whose parts are parted by signs, the longest name first.

    Examples
    --------
    >>> [(one.name, one.qualifiers) for one in written("Durham (NC), USA")]
    [('Durham (NC), USA', ()), ('Durham, NC', ('USA',)), ('Durham', ('NC', 'USA'))]
    """
    yield Written(text)
    seen: set[tuple[str, ...]] = set()
    inside = [part.strip() for part in _BRACKETS.findall(text)]
    bare = _BRACKETS.sub(" ", text).strip() if inside else text
    outside = [part for part in _COMMA.split(bare) if part.strip()]
    orders = [[part for part in _COMMA.split(_BRACKETS.sub(r", \1, ", text)) if part.strip()]]
    if inside and outside:
        orders.append([outside[0], *inside, *outside[1:]])
    for parts in orders:
        for length in range(len(parts) - 1, 0, -1):
            name = ", ".join(parts[:length])
            if (name, *parts[length:]) not in seen:
                yield Written(name, tuple(parts[length:]))
            seen.add((name, *parts[length:]))
            if length == 1 and parts[1].casefold() in _ARTICLES:
                yield Written(f"{parts[1]} {name}", tuple(parts[2:]))
    if len(outside) > 2:  # "Taiwan, Province of China"
        yield Written(outside[0], (*outside[1:-2], ", ".join(outside[-2:])))
    if len(outside) > 1 and not inside:
        yield Written(outside[-1], tuple(outside[:-1]), joined=True)


def joined(text: str) -> Iterator[Written]:
    """Yield the ways to read a text whose name and region stand together without a sign.

    Examples
    --------
    >>> [(one.name, one.qualifiers) for one in joined("Viçosa-MG")]
    [('Viçosa', ('MG',))]
    >>> [(one.name, one.qualifiers) for one in joined("広島県府中市")][2]
    ('府中市', ('広島県',))
    """
    found = _CODE_BEHIND.fullmatch(text)
    if found:
        yield Written(found[1].strip(" -–/"), (found[2],), joined=True)
    words = text.split()
    for count in range(1, min(_MOST_WORDS_OF_A_REGION, len(words) - 1) + 1):
        yield Written(" ".join(words[:-count]), (" ".join(words[-count:]),), joined=True)
        yield Written(" ".join(words[count:]), (" ".join(words[:count]),), joined=True)
    if _SIGNS.fullmatch(text):
        for length in range(1, min(_MOST_SIGNS_OF_A_REGION, len(text) - 1)):
            yield Written(text[length:], (text[:length],), joined=True)


def doubled(name: str) -> Iterator[tuple[str, str]]:
    """Yield the two halves that a name may be two names of one place.

    Examples
    --------
    >>> list(doubled("Biel/Bienne")), list(doubled("서울 Seoul"))
    ([('Biel', 'Bienne')], [('서울', 'Seoul')])
    """
    halves = [half.strip() for half in _DOUBLE.split(name) if half.strip()]
    if len(halves) == 2:
        yield halves[0], halves[1]
    words = name.split()
    scripts = [_script(word) for word in words]
    changes = [at for at in range(1, len(words)) if scripts[at] != scripts[at - 1]]
    if len(changes) == 1:
        yield " ".join(words[: changes[0]]), " ".join(words[changes[0] :])
    if len(halves) < 2:
        for at in (at for at, sign in enumerate(name) if sign in "-‐‑"):
            if name[:at].strip() and name[at + 1 :].strip():
                yield name[:at].strip(), name[at + 1 :].strip()


def _script(word: str) -> str:
    letters = [sign for sign in word if sign.isalpha()]
    return unicodedata.name(letters[0], "").partition(" ")[0] if letters else ""


_FOLDS: Final = (
    (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")),
    (("ك", "ک"), ("ى", "ی"), ("ي", "ی")),
    (("ک", "ك"), ("ی", "ي")),
    (("ه", "ہ"),),
    (("臺", "台"),), (("ヶ", "ケ"),), (("ケ", "ヶ"),), (("եւ", "և"),), (("և", "եւ"),),
)  # fmt: skip
"""Letters written out or of a kindred script, by family."""


def respelt(key: str) -> Iterator[str]:
    """Yield other spellings of a name: accents written out, letters of a kindred script.

    Examples
    --------
    >>> list(respelt("jyvaskylae"))
    ['jyvaskyla']
    """
    for family in _FOLDS:
        every = key
        for one, other in family:
            every = every.replace(one, other)
            if one in key and key.replace(one, other) != every:
                yield key.replace(one, other)
        if every != key:
            yield every


SHORT: Final = frozenset(
    "st ste mt ft sta sto pt pte cd pto s n w e b g c v k l о н с в б ст мал вел бол кр нов стар "
    "верх ниж наб".split()
)
"""Words that are short for another even without a point."""
_SKIPPED: Final = frozenset(
    "a am an auf bei der den dem im in ob vor unter upon on under by the de do da del della di d "
    "la le les lez sur sous en y e na nad pod pri pod u над под на в aan den op".split()
)
"""Words that an abbreviated name leaves out."""


def shortened(name: str) -> list[str] | None:
    """Return the words of an abbreviated name, with a point behind those that are short.

    Examples
    --------
    >>> shortened("Frankfurt/M."), shortened("St Malo"), shortened("Bari")
    (['frankfurt', 'm.'], ['st.', 'malo'], None)
    """
    words: list[str] = []
    short = False
    for at, part in enumerate(re.split(r"(?<=\.)|[\s/()\-‐‑]+", name)):
        word = name_key(part)
        if not word:
            continue
        cut = part.endswith(".") or (at > 0 and len(word) <= 2) or word in SHORT
        short |= cut
        words += [f"{one}." if cut else one for one in word.split()]
    return words if short and len(words) > 1 else None


def is_short(words: Sequence[str]) -> bool:
    """Return whether a word is one that people shorten, or stands with a point for a longer one.

    Examples
    --------
    >>> is_short(["st.", "ives"]), is_short(["saint", "lo."])
    (True, False)
    """
    return any(word.endswith(".") and word[:-1] in SHORT for word in words)


def abbreviates(words: Sequence[str], key: str) -> bool:
    """Tell whether an abbreviated name can stand for a full one.

    Examples
    --------
    >>> abbreviates(["frankfurt", "m."], "frankfurt am main")
    True
    >>> abbreviates(["frankfurt", "m."], "frankfurt oder")
    False
    """
    full = key.split()
    at = 0
    for word in words:
        while at < len(full) and not _stands_for(word, full[at]):
            if full[at] not in _SKIPPED:
                return False
            at += 1
        if at == len(full):
            return False
        at += 1
    return at == len(full)


def _stands_for(word: str, full: str) -> bool:
    if not word.endswith("."):
        return word == full
    short = word[:-1]
    if not full.startswith(short[0]):
        return False
    rest = iter(full)
    return all(sign in rest for sign in short)


def stands_for_region(text: str, key: str) -> bool:
    """Tell whether a short form such as ``Gto.`` or ``N.L.`` can stand for a region's name."""
    letters = name_key(text).split()
    words = [one for one in key.split() if one not in _SKIPPED]
    if len(letters) == len(words) and len(letters) > 1:
        return all(_stands_for(f"{one}.", word) for one, word in zip(letters, words, strict=True))
    if len(letters) == 1 and 2 <= len(letters[0]) <= 6:
        initials = "".join(word[0] for word in words)
        return initials == letters[0] or (
            len(words) > 0 and _stands_for(f"{letters[0]}.", words[0])
        )
    return False
