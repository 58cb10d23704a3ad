"""Facts of a profile in words: what the tables hold as a code is never shown as one."""

from __future__ import annotations

from typing import Final

from matcher.english.corrections import FACT_NAMES
from matcher.english.facts import CLIMATES, KINDS_OF_PLACE, TOLD_OTHERWISE
from matcher.english.terms import WAR_KINDS
from matcher.ranking.criteria.size import role_name
from matcher.tables import columns as c
from matcher.tables.vocabulary import AIRPORT_SIZES
from matcher.wording.language import Language
from matcher.world.corrections import LABEL
from matcher.world.fact import Fact

_COUNTED: Final = frozenset({c.POPULATION, f"{c.POPULATION}_other", c.GDP_PER_CAPITA_USD})

_FULL: Final = 3
"""Letters of a climate class that tells of heat too."""


def fact_name(fact: Fact, language: Language) -> str:
    """Name a fact; a war's by what the war did, a name by the language it is in."""
    kind, _, part = fact.key.partition(":")
    if fact.row and c.WAR_KIND in fact.row:
        return language.say(WAR_KINDS.get(fact.key, "fought over"))
    if kind == LABEL:
        return language.language_name(part)
    name = language.say(FACT_NAMES[kind]) if kind in FACT_NAMES else kind
    return f"{name}: {language.bloc(part)}" if kind == c.BLOC and part else name


def value_text(fact: Fact, language: Language) -> str:
    """Write a fact's value, a code in words."""
    if fact.value is None:
        return "unknown"
    value = fact.value
    if fact.key in _COUNTED and isinstance(value, int | float):
        return f"{value:,.0f}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return coded_value(fact, language) or str(value)


def coded_value(fact: Fact, language: Language) -> str:
    """Return the words for a value that is a code, ``""`` where it is none."""
    if fact.value is None:
        return ""
    if fact.key == c.ADMIN_RANK:
        return language.term(role_name(fact.value))
    if fact.key == c.FEATURE_CODE:
        return language.say(KINDS_OF_PLACE.get(fact.value, KINDS_OF_PLACE["PPL"]))
    if fact.key == c.AIRPORT_SIZE:
        return language.term(AIRPORT_SIZES[fact.value])
    if fact.key == c.CLIMATE_CLASS:
        return f"{climate_words(fact.value, language)} ({fact.value})"
    if fact.key == c.AIRPORT and fact.row and fact.row.get(c.NAME):
        abroad = fact.row[c.COUNTRY]
        where = f", {language.country(abroad, '')}" if abroad else ""
        return f"{fact.row[c.NAME]} ({fact.value}){where}"
    if fact.value in TOLD_OTHERWISE:
        return language.say(TOLD_OTHERWISE[fact.value])
    return ""


def climate_words(code: str, language: Language) -> str:
    """Say what a climate class means.

    Examples
    --------
    >>> english = Language("en")
    >>> climate_words("Dfb", english), climate_words("BSk", english), climate_words("ET", english)
    ('cold, no dry season, warm summer', 'dry, steppe, with cold winters', 'polar, tundra')
    """
    parts = [code[0], code[:2] if code[:2] in CLIMATES else code[1]]
    if len(code) == _FULL:
        heat = code[0] + code[2]
        parts.append(heat if heat in CLIMATES else code[2])
    return ", ".join(language.say(CLIMATES[part]) for part in parts if part in CLIMATES)
