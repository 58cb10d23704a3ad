"""Names of countries, blocs, continents and regions, for the table ``region_names``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd
from babel import Locale, localedata
from babel.core import get_global

from matcher.naming.region_codes import geonames_code
from matcher.tables import columns as c
from matcher.tables.vocabulary import CONTINENT_TERRITORIES
from matcher.text.normalise import name_key

COUNTRY_KIND: Final = "country"
BLOC_KIND: Final = "bloc"
CONTINENT_KIND: Final = "continent"
REGION_KIND: Final = "region"

CONTINENTS: Final = {code: area for code, area in CONTINENT_TERRITORIES.items() if code != "AN"}
"""Continent codes and their UN M49 area in CLDR; Antarctica has a country's code there.

The two letters themselves are no names here: NA is Namibia and SA is Saudi Arabia.
"""

DOMINANCE: Final = 3.0
"""A reading wins when its languages have this many times the speakers of the next reading."""

_BLOC_NAMES: Final = ("name_en", "name_ru", "name_it")
_TWO_STATES: Final = frozenset(map(name_key, ("Congo", "Kongo", "Конго", "Korea", "Корея")))
"""Bare names that people give to either of two states: no language decides for them."""

_CODE, _CURATED, _LANGUAGE = range(3)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a name: what it means, how far to trust it, how many say so."""

    name: str
    kind: str
    code: str
    trust: int
    speakers: float = 0.0


def build_region_names(
    countries: pd.DataFrame,
    variants: pd.DataFrame,
    blocs: pd.DataFrame,
    regions: pd.DataFrame,
    region_labels: pd.DataFrame,
) -> pd.DataFrame:
    """Return the names and codes of countries, blocs, continents and regions.

    Parameters
    ----------
    countries : pandas.DataFrame
        Columns ``country``, ``iso3``, ``name``, ``population``.
    variants : pandas.DataFrame
        Further names of countries: columns ``country``, ``name``.
    blocs : pandas.DataFrame
        Columns ``bloc``, ``name_en``, ``name_ru``, ``name_it`` and ``aliases``
        (parted by semicolons); an empty cell is no name.
    regions : pandas.DataFrame
        The table ``regions``.
    region_labels : pandas.DataFrame
        The table ``region_labels``.

    Returns
    -------
    pandas.DataFrame of shape (n_names, 4)
        The table ``region_names``: one row a key, kind and code. A region's
        code is country and GeoNames code, as in ``JP.40``.

    Notes
    -----
    A name of two countries is read as an ISO code first, then as a curated or
    English name, then as the languages with the most speakers have it, by at
    least ``DOMINANCE`` times; else the name is left out. So are the bare names
    of the two Congos and Koreas, and a language's name of a country that is the
    name of its part (England). Two regions may share a name.

    References
    ----------
    Unicode CLDR through Babel, https://cldr.unicode.org, Unicode licence.
    """
    population = dict(zip(countries[c.COUNTRY], countries[c.POPULATION], strict=True))
    readings = [
        *_country_readings(countries, variants),
        *_cldr_readings(population, _keys_of_parts(regions, countries)),
        *_bloc_readings(blocs),
    ]
    rows = [*_resolved(readings), *_region_rows(regions, region_labels)]
    frame = pd.DataFrame(rows, columns=[c.NAME_KEY, c.KIND, c.CODE, c.NAME])
    return frame.sort_values([c.NAME_KEY, c.KIND, c.CODE], ignore_index=True)


def _country_readings(countries: pd.DataFrame, variants: pd.DataFrame) -> Iterator[_Reading]:
    for code, iso3, name in zip(
        countries[c.COUNTRY], countries[c.ISO3], countries[c.NAME], strict=True
    ):
        yield _Reading(code, COUNTRY_KIND, code, _CODE)
        yield _Reading(iso3, COUNTRY_KIND, code, _CODE)
        yield _Reading(name, COUNTRY_KIND, code, _CURATED)
    known = set(countries[c.COUNTRY])
    for code, name in zip(variants[c.COUNTRY], variants[c.NAME], strict=True):
        if code in known:
            yield _Reading(name, COUNTRY_KIND, code, _CURATED)


def _bloc_readings(blocs: pd.DataFrame) -> Iterator[_Reading]:
    for row in blocs.to_dict("records"):
        bloc = row[c.BLOC]
        yield _Reading(bloc, BLOC_KIND, bloc, _CODE)
        for name in (*(row[column] for column in _BLOC_NAMES), *row["aliases"].split(";")):
            yield _Reading(name, BLOC_KIND, bloc, _CURATED)


def _region_rows(
    regions: pd.DataFrame, labels: pd.DataFrame
) -> Iterator[tuple[str, str, str, str]]:
    """Give each region its names in English, in its own language and in others, each key once."""
    named = [regions, regions.assign(**{c.NAME: regions[c.OWN_NAME]}), labels]
    seen: set[tuple[str, str]] = set()
    for frame in named:
        for country, admin1, name in zip(
            frame[c.COUNTRY], frame[c.ADMIN1_CODE], frame[c.NAME], strict=True
        ):
            key, code = name_key(name), geonames_code(country, admin1)
            if key and (key, code) not in seen:
                seen.add((key, code))
                yield key, REGION_KIND, code, name


@cache
def _territory_names() -> tuple[tuple[str, str, str], ...]:
    """Return (language, CLDR territory, name) for every locale that Babel holds."""
    found: dict[tuple[str, str, str], None] = {}
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        for territory, name in locale.territories.items():
            found.setdefault((locale.language, territory, name))
    return tuple(found)


def speakers_by_language(population: dict[str, int]) -> dict[str, float]:
    """Return how many people speak each language.

    Parameters
    ----------
    population : dict of str to int
        People per country, by ISO 3166-1 alpha-2 code.

    Returns
    -------
    dict of str to float
        People by language code, all scripts of a language together.
    """
    total: Counter[str] = Counter()
    for territory, languages in get_global("territory_languages").items():
        people = population.get(territory, 0)
        for tag, facts in languages.items():
            total[tag.split("_")[0]] += people * facts["population_percent"] / 100
    return dict(total)


def _keys_of_parts(regions: pd.DataFrame, countries: pd.DataFrame) -> set[tuple[str, str]]:
    """Return country and key of the English names of regions that are not their country's too."""
    whole = set(zip(countries[c.COUNTRY], map(name_key, countries[c.NAME]), strict=True))
    parts = zip(regions[c.COUNTRY], map(name_key, regions[c.NAME]), strict=True)
    return set(parts) - whole


def _cldr_readings(population: dict[str, int], parts: set[tuple[str, str]]) -> Iterator[_Reading]:
    speakers = speakers_by_language(population)
    areas = {area: code for code, area in CONTINENTS.items()}
    seen: set[tuple[str, str, str]] = set()
    for language, territory, name in _territory_names():
        trust = _CURATED if language == "en" else _LANGUAGE
        if territory in population:
            kind, code = COUNTRY_KIND, territory
        elif territory in areas:
            kind, code = CONTINENT_KIND, areas[territory]
        else:
            continue
        key = name_key(name)
        if (territory, key) in parts or key in _TWO_STATES or (language, territory, key) in seen:
            continue
        seen.add((language, territory, key))  # Variants of a language do not add speakers.
        yield _Reading(name, kind, code, trust, speakers.get(language, 0.0))


def _resolved(readings: Iterable[_Reading]) -> Iterator[tuple[str, str, str, str]]:
    by_key: defaultdict[tuple[str, str], list[_Reading]] = defaultdict(list)
    for reading in readings:
        key = name_key(reading.name)
        if key:
            by_key[key, reading.kind].append(reading)
    for (key, kind), group in by_key.items():
        best = _preferred(group)
        if best is not None:
            yield key, kind, best.code, best.name


def _preferred(group: list[_Reading]) -> _Reading | None:
    """Return the reading to keep, or None where no meaning clearly leads."""
    codes = {reading.code for reading in group}
    if len(codes) > 1:
        trust = min(reading.trust for reading in group)
        group = [reading for reading in group if reading.trust == trust]
        speakers: defaultdict[str, float] = defaultdict(float)
        for reading in group:
            speakers[reading.code] += reading.speakers
        (leader, most), *rest = sorted(speakers.items(), key=lambda item: (-item[1], item[0]))
        if rest and (most < DOMINANCE * rest[0][1] or most == 0):
            return None
        group = [reading for reading in group if reading.code == leader]
    return min(group, key=lambda reading: (reading.trust, -reading.speakers, reading.name))
