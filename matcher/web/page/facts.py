"""The page of one city: every fact held of it in words, and how each is corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from matcher.english.corrections import FACT_NAMES
from matcher.ranking.criteria.war_history import gravest_fact
from matcher.records.places import Place
from matcher.tables import columns as c
from matcher.text.normalise import without_mark
from matcher.web.page.words import Words
from matcher.wording.facts import coded_value, fact_name
from matcher.world.city_card import CityProfile
from matcher.world.corrections import Correction
from matcher.world.fact import Fact
from matcher.world.spoken import share_known

_AS_IT_IS: Final = frozenset({c.DISTRICT_OF})
"""Numbers that count nothing."""


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact in words.

    Attributes
    ----------
    name, value : str
        Empty value where unknown.
    notes : str
        How firm it is and where it is from.
    correction : Correction
    """

    name: str
    value: str
    notes: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class ShownSection:
    """The facts of one heading, ``key`` names it."""

    key: str
    title: str
    facts: tuple[ShownFact, ...]


def sections(profile: CityProfile, words: Words) -> tuple[ShownSection, ...]:
    """Return the facts of a city in words, the partnerships last.

    Parameters
    ----------
    profile : CityProfile
        As the matcher gives it, not translated.
    words : Words
    """
    found = [
        ShownSection(
            key, _title(key, profile.place, words), tuple(_shown(one, words) for one in facts)
        )
        for key, facts in profile.sections.items()
        if facts
    ]
    links = tuple(
        ShownFact(
            words.city_country(link.partner),
            ", ".join(filter(None, (words.link_status(link), words.language.date(link.since)))),
            f"{words.language.link_notes(link)}; {words.language.source(link.source)}",
            correction,
        )
        for link, correction in zip(profile.links, profile.link_corrections, strict=True)
    )
    if links:
        found.append(ShownSection("partnerships", words("part_twins"), links))
    return tuple(found)


def _title(key: str, place: Place, words: Words) -> str:
    if key == "country":
        return words("facts_country", country=words.texts.country(place))
    return words("facts_names") if key == "names" else words.title(words.language.criterion(key))


def _shown(fact: Fact, words: Words) -> ShownFact:
    kind = c.WAR if fact.row and c.WAR_KIND in fact.row else fact.key.partition(":")[0]
    whole = c.BLOC if kind == c.BLOC else fact.key  # its value names the bloc
    name = (
        words.language.say(FACT_NAMES[c.WAR])
        if kind == c.WAR
        else (fact_name(replace(fact, key=whole), words.language))
    )
    grade = words.language.grade(fact.grade)
    notes = "; ".join(filter(None, (grade, words.language.source(fact.source))))
    value = "" if fact.value is None else _value(kind, fact, words)
    return ShownFact(words.title(name), value, notes, fact.correction)


def _value(kind: str, fact: Fact, words: Words) -> str:
    """Write a known value in the reader's language, as far as its kind has words there."""
    row, language = fact.row or {}, words.language
    if told := coded_value(fact, language):
        return told
    if kind == c.RIVER:
        key = f"river_{row[c.RELATION]}"
        return words.texts(key, rivers=language.river(without_mark(row[c.RIVER])))
    if kind == c.WAR:
        told = language.war(gravest_fact([dict(row)]))
        return f"{row[c.BATTLE]}: {told}" if row[c.BATTLE] else told
    if kind == c.LANGUAGE:
        status = row[c.OFFICIAL_STATUS]
        told = language.language_name(row[c.LANGUAGE], row[c.NAME])
        if share_known(row):
            told = f"{told}, {language.percent(row[c.SPEAKERS_SHARE])}"
        return f"{told}, {words(f'language_{status}')}" if status else told
    if kind == c.SITE:
        return f"{row[c.SITE]}, {row[c.YEAR]}"
    if kind == c.BLOC:
        named = language.bloc(row[c.BLOC], row[c.STATUS])
        first, last = row[c.YEAR_FROM] or "", row[c.YEAR_TO] or ""
        return f"{named}, {first}–{last}" if first or last else named
    return str(fact.value) if kind in _AS_IT_IS else _plain(fact.value, words)


def _plain(value: Any, words: Words) -> str:
    if isinstance(value, int | float):
        return words.texts.number(value, 0 if float(value).is_integer() else 1)
    return str(value)
