"""Texts of a dossier in its language, with the names of cities and tiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from matcher.engine import Engine
from matcher.english.document import TEXTS
from matcher.mandate.request import EVERYWHERE
from matcher.records.answer import Candidate, Evidence, TierResult
from matcher.records.places import Place
from matcher.wording.language import Language

_MOST_COUNTRIES: Final = 3

_UNSHOWN: Final = re.compile("[\u0980-\u109f\u1100-\u1c8f\u1cc0-\u1cff\u2e80-\U0010ffff]")
"""Letters of India beyond Devanagari, of Ethiopia, South-East and East Asia, and signs."""


class DocumentText:
    """Render the texts of :data:`matcher.english.document.TEXTS`.

    Parameters
    ----------
    language : Language
    engine : Engine
        Names countries and blocs that a tier is called by.
    few_scripts : bool
        Whether the writer has fonts for some scripts only: a tier's name in
        another gives way to the names of its countries.
    """

    def __init__(self, language: Language, engine: Engine, few_scripts: bool = False) -> None:
        self.language = language
        self._few_scripts = few_scripts
        self._countries = engine.world.countries

    def __call__(self, key: str, **facts: Any) -> str:
        """Render a text by its key."""
        return self.language.say(TEXTS[key], **facts)

    def city(self, place: Place) -> str:
        """Name a city as the language's readers write it."""
        return self.language.city(place.city_id, place.name)

    def city_both(self, place: Place) -> str:
        """Name a city with its Latin name beside it where the two differ."""
        label = self.city(place)
        return label if label == place.name else f"{label} ({place.name})"

    def country(self, place: Place) -> str:
        """Name the country of a place."""
        return self.language.country(place.country, place.country_name)

    def country_code(self, code: str) -> str:
        """Name a country by its code."""
        return self.language.country(code, self._countries.name(code))

    def city_country(self, place: Place) -> str:
        """Name a city with its country."""
        return f"{self.city(place)} ({self.country(place)})"

    def people(self, place: Place) -> str:
        """Write the population of a place, or that it is unknown."""
        return self("unknown") if place.population is None else self.number(place.population)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number."""
        return self.language.number(value, decimals)

    def points(self, score: float) -> str:
        """Write a score as points, ten to the log odds."""
        return self.number(10 * score, 1)

    def signed(self, score: float) -> str:
        """Write a part of a score as points with its sign; a zero has none."""
        rendered = self.points(score)
        return f"+{rendered}" if score > 0 and rendered != self.points(0.0) else rendered

    def date(self, value: str) -> str:
        """Write a date that may be unknown."""
        return self.language.date(value)

    def tier(self, tier: TierResult) -> str:
        """Name a tier: a country or bloc in the language, other names as the council wrote them."""
        if tier.kind == "minority" and tier.name.casefold() == "minority":
            return self("tier_minority")
        if tier.name == EVERYWHERE and not tier.countries:
            return self("tier_everywhere")
        for code in tier.countries[:1]:
            # The usual case, without the names of every country in every language.
            if tier.name == self._countries.name(code):
                return self.country_code(code)
        # Readings alone: what a name may have meant instead is dear to find and of no use here.
        areas = self._countries.readings(tier.name, ("country", "bloc"))
        if len(areas) != 1:
            return self._own_words(tier)
        (area,) = areas
        if area.kind == "country":
            return self.country_code(area.code)
        return self.language.bloc(area.code)

    def _own_words(self, tier: TierResult) -> str:
        """Return a tier's name as the council wrote it, where it can be shown."""
        if not self._few_scripts or not tier.countries or is_shown(tier.name):
            return tier.name
        named = ", ".join(map(self.country_code, tier.countries[:_MOST_COUNTRIES]))
        return named + ", …" if len(tier.countries) > _MOST_COUNTRIES else named

    def evidence(self, one: Evidence, mark: str = "unreviewed_mark") -> str:
        """Render a fact, marked when nobody has checked it."""
        text = self.language.evidence(one)
        return self(mark, text=text) if one.grade == "unreviewed" else text

    def reasons(self, candidate: Candidate) -> list[str]:
        """Render the facts that speak for a candidate."""
        return [sentence(self.evidence(one)) for one in candidate.reasons]

    def against(self, candidate: Candidate) -> list[str]:
        """Render the facts that speak against a candidate."""
        return [sentence(self.evidence(one)) for one in candidate.against]

    def unknowns(self, candidate: Candidate) -> str:
        """Name what is not known of a candidate."""
        return ", ".join(self.language.unknown(one) for one in candidate.unknowns)


def is_shown(text: str) -> bool:
    """Return whether the fonts inside typst have the letters of a text.

    Examples
    --------
    >>> is_shown("საქართველო, العالم"), is_shown("日本")
    (True, False)
    """
    return not _UNSHOWN.search(text)


def sentence(text: str) -> str:
    """Begin a text with a capital letter, in scripts that have them.

    Examples
    --------
    >>> sentence("similar size"), sentence("საქართველო")
    ('Similar size', 'საქართველო')
    """
    # Georgian has capitals for whole words only; none begins with one.
    return text if "\u10d0" <= text[:1] <= "\u10ff" else text[:1].upper() + text[1:]


def whole_sentence(text: str) -> str:
    """Write a text as a sentence of its own: a capital first, one full stop last.

    Examples
    --------
    >>> whole_sentence("known up to May 2026"), whole_sentence("сентябрь 2025 г.")
    ('Known up to May 2026.', 'Сентябрь 2025 г.')
    >>> whole_sentence("shared partners: Brno, …")
    'Shared partners: Brno, …'
    """
    return sentence(text) + ("" if text.endswith((".", "…")) else ".")


def whole_sentences(texts: Iterable[str]) -> str:
    """Write texts as sentences, one after the other.

    Examples
    --------
    >>> whole_sentences(["similar size: 1; 2", "same script: Latin"])
    'Similar size: 1; 2. Same script: Latin.'
    """
    return " ".join(map(whole_sentence, texts))
