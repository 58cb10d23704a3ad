"""Official titles and words for kinds of places, before or behind a name, in many languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matcher.naming.title_words import (
    ATTACHED_BEFORE,
    ATTACHED_BEHIND,
    BEFORE,
    BEHIND,
    CONNECTORS,
    GENITIVES,
)
from matcher.text.normalise import name_key


@dataclass(frozen=True, slots=True)
class Untitled:
    """A name without its title.

    Attributes
    ----------
    name : str
        In the normal form of names.
    title : str
        The title, in that form.
    unit : bool
        Whether the title is one of districts, counties and larger units.
    countries : tuple of str
        Where the name was put into another case for this title; empty for anywhere.
    likely : tuple of str
        Countries that the title is used in, which come first; empty for anywhere.
    """

    name: str
    title: str
    unit: bool
    countries: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


_Titles = dict[str, dict[bool, tuple[str, ...]]]


def _table(text: str) -> _Titles:
    """Return by title whether it is one of divisions, and the countries it is used in."""
    found: _Titles = {}
    for line in filter(None, text.splitlines()):
        kind, _, words = line.partition(":")
        kind, *countries = kind.split()
        for word in words.split(";"):
            found.setdefault(name_key(word) or word.strip(), {})[kind == "unit"] = (*countries,)
    return found


_WORDS_BEFORE: Final = _table(BEFORE)
_WORDS_BEHIND: Final = _table(BEHIND)
_SIGNS_BEHIND: Final = _table(ATTACHED_BEHIND)
_SIGNS_BEFORE: Final = _table(ATTACHED_BEFORE)
_CASES: Final = {
    name_key(title): (countries, [(name_key(one), name_key(other)) for one, other in endings])
    for title, (countries, endings) in GENITIVES.items()
}
_MOST_WORDS: Final = 4


def untitled(name: str) -> Iterator[Untitled]:
    """Yield what a text names without the official title before or behind it.

    Parameters
    ----------
    name : str
        As it was written.

    Examples
    --------
    >>> [one.name for one in untitled("Comune di Bari")]
    ['bari', 'di bari']
    >>> [one.name for one in untitled("Vilniaus miestas")]
    ['vilniaus', 'vilnius']
    """
    key = name_key(name)
    words = key.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        title = " ".join(words[:count])
        for unit, likely in sorted(_WORDS_BEFORE.get(title, {}).items()):
            yield from _behind_title(title, words[count:], unit, likely)
        title = " ".join(words[-count:])
        for unit, likely in sorted(_WORDS_BEHIND.get(title, {}).items()):
            yield from _cases(title, " ".join(words[:-count]), unit, likely)
    for sign in sorted(_SIGNS_BEHIND, key=len, reverse=True):
        if key.endswith(sign) and len(key) > len(sign) and not key.endswith(f" {sign}"):
            for unit, likely in sorted(_SIGNS_BEHIND[sign].items()):
                yield from _cases(sign, key.removesuffix(sign), unit, likely)
    for sign in sorted(_SIGNS_BEFORE, key=len, reverse=True):
        if key.startswith(sign) and len(key) > len(sign):
            for unit, likely in sorted(_SIGNS_BEFORE[sign].items()):
                yield Untitled(key.removeprefix(sign).strip(), sign, unit, likely=likely)


def _behind_title(
    title: str, rest: list[str], unit: bool, likely: tuple[str, ...]
) -> Iterator[Untitled]:
    given, article = rest, ""
    while len(rest) > 1 and rest[0] in CONNECTORS:
        article, rest = CONNECTORS[rest[0]], rest[1:]
    name = " ".join(rest)
    if article:
        yield Untitled(f"{article} {name}", title, unit, likely=likely)
    yield from _cases(title, name, unit, likely)
    if given != rest:
        yield Untitled(" ".join(given), title, unit, likely=likely)


def _cases(title: str, name: str, unit: bool, likely: tuple[str, ...]) -> Iterator[Untitled]:
    yield Untitled(name, title, unit, likely=likely)
    last = title.split()[-1]
    countries, endings = _CASES.get(title, _CASES.get(last, ((), ())))
    for ending, nominative in endings:
        if ending and name.endswith(ending) and len(name) > len(ending) + 1:
            yield Untitled(name.removesuffix(ending) + nominative, title, unit, countries)
