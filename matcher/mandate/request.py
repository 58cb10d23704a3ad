"""A mandate with every name resolved: rows, countries and areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from matcher.english.phrases import NOTES, render
from matcher.errors import MandateError, MatcherError
from matcher.mandate.members import ResolvedMember
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Member, Tier
from matcher.mandate.rules import FixedRules
from matcher.naming.common_regions import PARTS_OF_THE_WORLD
from matcher.naming.countries import Area, Countries
from matcher.naming.english_names import EnglishNames
from matcher.naming.gazetteer import Gazetteer
from matcher.naming.region_codes import region_parts
from matcher.records.places import Facts, Note
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import CONTINENTS
from matcher.text.normalise import name_key
from matcher.world.areas import in_countries, in_region
from matcher.world.place_facts import PlaceFacts

MOST_AREAS: Final = 128
"""Areas kept for the next request, some thirty kilobytes each."""

EVERYWHERE: Final = "World"
"""Name of the tier of a mandate that names none."""


@dataclass(frozen=True, slots=True)
class TierArea:
    """The part of the world a tier names.

    Attributes
    ----------
    tier : Tier
    mask : numpy.ndarray of bool of shape (n_cities,)
    countries : tuple of str
        Countries named, directly or by bloc or continent; empty for the world.
    names_home : bool
        Whether the query's own country or a place in it is named as such.
    """

    tier: Tier
    mask: Array
    countries: tuple[str, ...]
    names_home: bool


class _CachedArea(NamedTuple):
    """What a :class:`TierArea` is made of, its mask as bits, and notes on its names."""

    bits: Array
    countries: tuple[str, ...]
    names_home: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What a mandate means over the loaded tables."""

    mandate: Mandate
    query: int
    areas: tuple[TierArea, ...]
    given: tuple[tuple[int, str, bool], ...]
    excluded_countries: tuple[str, ...]
    excluded_rows: tuple[int, ...]
    notes: tuple[Note, ...]
    members: tuple[ResolvedMember, ...] = ()

    def scope(self, partners: tuple[int, ...], area: TierArea) -> FixedRules:
        """Return what the hard rules need for one tier."""
        return FixedRules(
            query=self.query,
            partners=partners,
            named_home=area.names_home,
            excluded_countries=self.excluded_countries,
            excluded_rows=self.excluded_rows,
            date=self.mandate.date,
        )


class RequestReader:
    """Resolve the names of a mandate.

    Parameters
    ----------
    atlas : Atlas
    place_facts : PlaceFacts
    countries : Countries
    gazetteer : Gazetteer
    """

    def __init__(
        self, atlas: Atlas, place_facts: PlaceFacts, countries: Countries, gazetteer: Gazetteer
    ) -> None:
        self._atlas = atlas
        self._profiles = place_facts
        self._countries = countries
        self._gazetteer = gazetteer
        self._cached_area = lru_cache(MOST_AREAS)(self._area)

    def read(self, mandate: Mandate) -> Request:
        """Resolve a mandate.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            A name fits no place, or several.
        MandateError
            A limit cannot be applied to the city.
        """
        notes: list[Note] = []
        query = self._city(mandate.city, notes)
        notes += self._part(query)
        if mandate.limits.population_ratio_max is not None and np.isnan(
            self._profiles.population[query]
        ):
            raise MandateError(
                "limits.population_ratio_max: the population of the asking city is unknown; "
                "use population_min and population_max"
            )
        return Request(
            mandate=mandate,
            query=query,
            areas=tuple(self._areas(mandate, query, notes)),
            given=self._given(mandate, query, notes),
            excluded_countries=tuple(
                self._countries.country(one) for one in mandate.limits.exclude_countries
            ),
            excluded_rows=tuple(self._city(one, notes) for one in mandate.limits.exclude_cities),
            members=tuple(self._voice(member, notes) for member in mandate.members),
            notes=tuple({one.text: one for one in notes}.values()),
        )

    def _voice(self, member: Member, notes: list[Note]) -> ResolvedMember:
        place_facts = self._profiles
        barred = [self._countries.country(one) for one in member.veto_countries]
        vetoed = in_countries(place_facts, barred)
        vetoed[[self._city(one, notes) for one in member.veto_cities]] = True
        return ResolvedMember(member.name, member.criterion_weights(), member.tiers, vetoed)

    def _city(self, text: str, notes: list[Note]) -> int:
        row, note = self._gazetteer.row(text)
        if note:
            notes.append(note)
        return row

    def _part(self, row: int) -> Iterator[Note]:
        """Say where the asking city is a part of another."""
        cities = self._atlas.cities
        whole = int(cities.column(c.DISTRICT_OF)[row])
        if whole > 0:  # -1: the city it is a part of is not told
            names = EnglishNames(self._atlas)
            facts = {
                "place": names.name(row), "place_city": self._id(row),
                "city": names.name(self._atlas.row(whole)), "city_city": whole,
            }  # fmt: skip
            yield Note("part_of", render(NOTES["part_of"], facts), facts)

    def _given(
        self, mandate: Mandate, query: int, notes: list[Note]
    ) -> tuple[tuple[int, str, bool], ...]:
        given: dict[int, tuple[int, str, bool]] = {}
        for position, one in enumerate(mandate.partners):
            row = self._city(one.city, notes)
            if row == query:
                raise MandateError(
                    f"partners.{position}.city: {one.city!r} is the asking city itself; "
                    "name another city"
                )
            if row in given:
                raise MandateError(
                    f"partners.{position}.city: {one.city!r} is given twice; name it once"
                )
            given[row] = (self._id(row), one.status, one.drop)
        return tuple(given.values())

    def _id(self, row: int) -> int:
        return int(self._atlas.city_ids[row])

    def _areas(self, mandate: Mandate, query: int, notes: list[Note]) -> Iterator[TierArea]:
        home = int(self._profiles.country[query])
        for tier in mandate.tiers or (Tier(name=EVERYWHERE),):
            associates = mandate.limits.include_associates
            # The world is the same from everywhere.
            seen_from = home if _names_any(tier) else -1
            kept = self._cached_area(tier, mandate.date, associates, seen_from)
            notes += kept.notes
            mask = np.unpackbits(kept.bits, count=self._profiles.n_cities).view(bool)
            yield TierArea(tier, mask, kept.countries, kept.names_home)

    def _area(self, tier: Tier, date: dt.date, associates: bool, home_index: int) -> _CachedArea:
        """Return a tier's area as seen from a country, and notes on its names."""
        place_facts, notes = self._profiles, list[Note]()
        if not _names_any(tier):
            return _CachedArea(np.packbits(np.ones(place_facts.n_cities, dtype=bool)), (), False)
        home = place_facts.country_list[home_index]
        named = [self._countries.country(one) for one in tier.countries]
        countries = list(named)
        for one in tier.blocs:
            members = self._countries.members(self._countries.bloc(one), date, associates)
            if not members:
                raise MandateError(f"tiers.{tier.name}: {one} has no members on {date}")
            countries += members
        mask = np.zeros(place_facts.n_cities, dtype=bool)
        names_home = home in named
        for one in tier.regions:
            inside, codes = self._region(one, tier, notes)
            mask |= inside
            countries += codes
        mask[self._cities(tier, notes)] = True
        at_home = place_facts.country == home_index
        part_of_home = bool((mask & at_home).any())
        # Naming a part of the own country opens that part, not the rest through a bloc.
        wide = in_countries(place_facts, countries)
        mask |= wide if names_home or not part_of_home else wide & ~at_home
        names_home |= part_of_home
        named_each_once = tuple(dict.fromkeys(countries))
        return _CachedArea(np.packbits(mask), named_each_once, names_home, tuple(notes))

    def _cities(self, tier: Tier, notes: list[Note]) -> IntArray:
        return np.array([self._city(one, notes) for one in tier.cities], dtype=np.int64)

    def _region(self, text: str, tier: Tier, notes: list[Note]) -> tuple[Array, list[str]]:
        """Return the places of a continent or of a country's region."""
        # Continent codes are country codes as well (NA, AS, SA): here they mean the continent.
        readings = self._countries.readings(text, ("continent", "region", "language"))
        if text in CONTINENTS:
            area = Area("continent", text)
        else:
            plain = len(readings) == 1 and name_key(text) not in PARTS_OF_THE_WORLD
            area = readings[0] if plain else self._countries.parse_area(text)
        place_facts = self._profiles
        if area.kind == "region":
            inside = in_region(place_facts, area.code)
            if not inside.any():
                country, admin1 = region_parts(area.code)
                raise MandateError(f"tiers.{tier.name}: {country} has no region {admin1}")
            notes += self._renumbered(text)
            return inside, []
        if area.kind in ("continent", "language"):
            whole = area.kind == "continent"
            inside_of = self._countries.on_continent if whole else self._countries.official_in
            return np.zeros(place_facts.n_cities, dtype=bool), list(inside_of(area.code))
        raise MandateError(
            f"tiers.{tier.name}: {text} is a {area.kind}, not a region: list it under "
            + ("countries" if area.kind == "country" else "blocs")
        )

    def _renumbered(self, text: str) -> list[Note]:
        """Say where a code means another region than it did to version 0.1.0."""
        meant, before = self._countries.renumbered(text)
        if not meant:
            return []
        codes = self._countries.region_codes
        facts: Facts = {
            "asked": text,
            "region": codes.name(meant) or meant,
            "before": codes.name(before) or before,
            "code": codes.written(before),
        }
        return [Note("region_renumbered", render(NOTES["region_renumbered"], facts), facts)]


def _names_any(tier: Tier) -> bool:
    return bool(tier.countries or tier.blocs or tier.regions or tier.cities)


def tier_from_text(text: str, countries: Countries) -> dict[str, object]:
    """Read a tier written as ``NAME=AREA,AREA`` or ``AREA,AREA``.

    Parameters
    ----------
    text : str
        Areas are countries, blocs, continents or regions such as ``US-NC``.
    countries : Countries

    Returns
    -------
    dict
        Fields of a :class:`~matcher.mandate.parts.Tier`.

    Raises
    ------
    MandateError
        The text has no area, or one that is not known.
    """
    name, equals, areas = text.partition("=")
    items = [item.strip() for item in (areas if equals else name).split(",") if item.strip()]
    if not items or not name.strip():
        raise MandateError(
            f"tier {text!r} names no area: write it as NAME=AREA,AREA, such as "
            '"CIS priority=TM,AZ,UZ"'
        )
    fields: dict[str, list[str]] = {}
    group = {
        "country": "countries",
        "bloc": "blocs",
        "continent": "regions",
        "region": "regions",
        "language": "countries",
    }
    for item in items:
        try:
            area = countries.parse_area(item)
        except MatcherError as error:
            raise MandateError(f"tier {name.strip()!r}: {error}") from None
        spoken = area.kind == "language"
        codes = countries.official_in(area.code) if spoken else [countries.iso_code(area)]
        fields.setdefault(group[area.kind], []).extend(codes)
    return {"name": name.strip(), **fields}
