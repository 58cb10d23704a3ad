"""Areas of a tier as the page writes them: a code in the address, a name in the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.errors import UnknownPlaceError
from matcher.mandate.parts import Tier
from matcher.naming.countries import Area, Countries
from matcher.tables.vocabulary import CONTINENTS
from matcher.wording.language import Language

_COMMAS: Final = re.compile(r"[,;，،、\n]+")
_ORDER: Final = ("bloc", "continent", "country")


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area to choose: what the address holds, and what a reader sees."""

    value: str
    name: str
    kind: str


def split(text: str) -> list[str]:
    """Return the items of a list written with commas, each once."""
    return list(dict.fromkeys(one.strip() for one in _COMMAS.split(text) if one.strip()))


class Areas:
    """Read and name the areas of tiers in a language.

    Parameters
    ----------
    countries : Countries
    language : Language
    """

    def __init__(self, countries: Countries, language: Language) -> None:
        self._countries = countries
        self._language = language

    def read(self, text: str) -> list[Area]:
        """Return the areas of a field, each once, in their order.

        Raises
        ------
        UnknownPlaceError
            An item is no country, bloc, continent or region.
        """
        areas = [self._countries.parse_area(one) for one in split(text)]
        opened = [
            [Area("country", code) for code in self._countries.official_in(one.code)]
            if one.kind == "language"
            else [one]
            for one in areas
        ]
        return list(dict.fromkeys(area for group in opened for area in group))

    def name(self, area: Area) -> str:
        """Name an area in the language; a region without a name there has its English one."""
        if area.kind == "country":
            return self._language.country(area.code, self._countries.name(area.code))
        if area.kind == "bloc":
            return self._language.bloc(area.code)
        if area.kind == "continent":
            return self._language.continent(area.code)
        codes = self._countries.region_codes
        return codes.name(area.code, self._language.code) or codes.written(area.code)

    def shown(self, text: str) -> str:
        """Return a field of codes as a reader writes it; unreadable items stay as they are."""
        rendered = []
        for one in split(text):
            try:
                area = self._countries.parse_area(one)
            except UnknownPlaceError:
                rendered.append(one)
                continue
            name = self.name(area)
            # A name that would be read as another area stays a code.
            rendered.append(name if self._reads_as(name, area) else one)
        return ", ".join(rendered)

    def choices(self) -> list[AreaName]:
        """Return every bloc, continent and country, each kind by name."""
        found = [
            Area("continent", code) for code in CONTINENTS if self._countries.on_continent(code)
        ]
        found += [Area("bloc", code) for code in self._countries.blocs()]
        found += [Area("country", code) for code in self._countries.codes()]
        named = [
            AreaName(area_text([one], self._countries), self.name(one), one.kind) for one in found
        ]
        return sorted(named, key=lambda one: (_ORDER.index(one.kind), one.name.casefold()))

    def _reads_as(self, name: str, area: Area) -> bool:
        try:
            return split(name) == [name] and self._countries.parse_area(name) == area
        except UnknownPlaceError:
            return False


def area_text(areas: Sequence[Area], countries: Countries, typed: Sequence[str] = ()) -> str:
    """Return areas as an address holds them, as in ``NA, North America, CIS, US-NC``.

    Parameters
    ----------
    areas : sequence of Area
    countries : Countries
    typed : sequence of str
        What a reader wrote, as of :func:`region_text`.
    """
    return ", ".join(_written(one, countries, typed) for one in areas)


def _written(area: Area, countries: Countries, typed: Sequence[str]) -> str:
    if area.kind == "region":
        return region_text(area, countries, typed)
    return CONTINENTS[area.code] if area.kind == "continent" else area.code


def region_text(area: Area, countries: Countries, typed: Sequence[str]) -> str:
    """Return the code of a region: ISO 3166-2, where that meant another to 0.1.0 GeoNames'.

    A code that a reader wrote stays, so that they are told what it means now.
    """
    code = countries.region_codes.written(area.code)
    if any(countries.renumbered(code)) and code not in {one.upper() for one in typed}:
        return area.code
    return code


def tier_areas(tier: Tier, countries: Countries) -> list[Area]:
    """Return the areas of a tier of a mandate, countries first, then blocs, then regions."""
    found = [Area("country", countries.country(one)) for one in tier.countries]
    found += [Area("bloc", countries.bloc(one)) for one in tier.blocs]
    for one in tier.regions:
        continent = one in CONTINENTS
        found.append(Area("continent", one) if continent else countries.parse_area(one))
    return found
