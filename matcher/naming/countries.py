"""Countries, blocs, continents and regions by name; who is in a bloc at a date."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from matcher.cache import Cache
from matcher.errors import UnknownPlaceError
from matcher.naming.common_regions import COMMON_REGIONS, PARTS_OF_THE_WORLD
from matcher.naming.divisions import MOST_KEPT, Division, Divisions
from matcher.naming.languages import language_of
from matcher.naming.membership import status_at
from matcher.naming.region_codes import RegionCodes, region_levels, region_parts
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.tables.vocabulary import GRADES, WHOLE_STATE
from matcher.text.letters import SpeltKeys
from matcher.text.normalise import name_key

KINDS: Final = ("country", "bloc", "continent", "region", "language")
"""Kinds of area in the order a name is read: AU is Australia, NA is Namibia."""

MEMBER_STATUSES: Final = frozenset({"full"})
ASSOCIATE_STATUSES: Final = frozenset({"associate"})

_SUGGESTIONS: Final = 3
_LONGEST_CODE: Final = 3

MUCH_SMALLER: Final = 8
"""A region of so many times fewer people than another of its name is not meant by it."""

MOST_YEARS: Final = 16
"""Years of questions that memberships are kept for."""

_Statuses = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the world that a tier may name.

    Attributes
    ----------
    kind : str
        One of ``KINDS``.
    code : str
        ISO 3166-1 alpha-2, bloc code, continent code, language code, or the codes of country
        and region in the tables, as in ``JP.40`` and ``FR.84.38``.
    """

    kind: str
    code: str


class Countries:
    """Names to codes and membership at a date, over the shipped tables.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables; each is read when first asked for.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.region_codes = RegionCodes(atlas)
        self.divisions = Divisions(atlas)
        self._named_areas = lru_cache(self._read_named_areas)
        self._named = lru_cache(MOST_KEPT)(self._read_named)
        self._years = Cache[int, tuple[_Statuses, _Statuses]](MOST_YEARS)

    def __reduce__(self) -> tuple[type[Countries], tuple[Atlas]]:
        """Pickle the tables; what was looked up is looked up again."""
        return type(self), (self._atlas,)

    def country(self, text: str) -> str:
        """Return the ISO 3166-1 alpha-2 code of a country given by name or code.

        Parameters
        ----------
        text : str
            A name in any language of CLDR, or an alpha-2 or alpha-3 code.

        Raises
        ------
        UnknownPlaceError
            No country has that name; the message has the nearest ones.
        """
        return self._one(text, ("country",)).code

    def bloc(self, text: str) -> str:
        """Return the code of a bloc; raise `UnknownPlaceError` where none has that name."""
        return self._one(text, ("bloc",)).code

    def parse_area(self, text: str) -> Area:
        """Return what a tier item such as ``TM``, ``СНГ``, ``Asia`` or ``US-NC`` means.

        A text that fits several kinds is read in the order of ``KINDS``.

        Raises
        ------
        UnknownPlaceError
            It is no country, bloc, continent or region.
        """
        return self._one(text, KINDS)

    def readings(self, text: str, kinds: Sequence[str] = KINDS) -> list[Area]:
        """Return every area that a text may mean, kinds in their order; empty for none."""
        text = text.strip()
        key = name_key(text)
        found = [
            Area(kind, code) for kind in kinds for name, code in self._named(key) if name == kind
        ]
        if "region" in kinds:
            regions = dict.fromkeys([one for one in found if one.kind == "region"])
            found = [one for one in found if one.kind != "region"]
            found += self._of_size([*(regions | dict.fromkeys(self._regions(text)))])
        language = language_of(text) if "language" in kinds and not found else ""
        return [*found, Area("language", language)] if language else found

    def _regions(self, text: str) -> list[Area]:
        """Return the divisions that a text may mean, by ISO code, table code or name."""
        region, _ = self.region_codes.meant(text)
        levels = region_levels(text.upper())
        region = ".".join(levels) if levels[2] else region
        if region and self._is_region(*region_parts(region)):
            return [Area("region", region)]
        coded = [_area(one) for one in self.divisions.coded(text)]
        found = coded or list(map(_area, self.divisions.meant(text)))
        common = [Area("region", one) for one in COMMON_REGIONS.get(name_key(text), ())]
        found += [one for one in common if not (coded or (found and found[0] in common))]
        if not found and "," in text:
            name, _, country = text.rpartition(",")
            inside = {one.code for one in self.readings(country, ("country",))}
            found = [one for one in self._regions(name.strip()) if one.code[:2] in inside]
        return list(dict.fromkeys(found))

    def _of_size(self, areas: list[Area]) -> list[Area]:
        """Return regions of one name without those of the second level that others outweigh."""
        parts = [region_levels(one.code) for one in areas]
        people = list(map(self.divisions.people_in, parts)) if len(parts) > 1 else [0] * len(parts)
        least = max(people, default=0) / MUCH_SMALLER
        whole = {part[:2] for part in parts if not part[2]}
        return [
            one
            for one, part, count in zip(areas, parts, people, strict=True)
            if not part[2] or (count >= least and part[:2] not in whole)
        ]

    def official_in(self, language: str) -> list[str]:
        """Return the countries that a language is official in as a whole, by code, sorted."""
        table = self._atlas.table("country_languages")
        spoken = table.column(c.LANGUAGE) == language
        official = spoken & np.isin(table.column(c.OFFICIAL_STATUS), WHOLE_STATE)
        return sorted({*table.column(c.COUNTRY)[official].tolist()} & self._by_code.keys())

    def iso_code(self, area: Area) -> str:
        """Return the ISO 3166-2 code of a region, its own code where none is known."""
        if area.kind != "region":
            return area.code
        part = region_levels(area.code)
        written = self.region_codes.written(area.code)
        return (self.divisions.iso(part) or written) if part[2] else written

    def region_name(self, code: str) -> str:
        """Return the name of a region such as ``US.NC``, or an empty text if unknown."""
        return self.region_codes.name(code) or self.divisions.own_name(region_levels(code))

    def renumbered(self, text: str) -> tuple[str, str]:
        """Return the region a code means and the one it meant to version 0.1.0, if another.

        Returns
        -------
        meant, before : str
            Codes as in ``JP.40``; both "" where nothing changed.
        """
        meant, before = self.region_codes.meant(text)
        changed = meant != before and self._is_region(*region_parts(before))
        return (meant, before) if changed else ("", "")

    def name(self, country: str) -> str:
        """Return the English name of a country; raise `UnknownPlaceError` for no code."""
        return str(self._facts(country)[c.NAME])

    def continent(self, country: str) -> str:
        """Return the continent of a country (AF, AS, EU, NA, OC, SA, AN); raise as `name`."""
        return str(self._facts(country)[c.CONTINENT])

    def on_continent(self, continent: str) -> list[str]:
        """Return the countries of a continent by code, sorted."""
        table = self._atlas.table("countries")
        return [
            str(code) for code in table.column(c.COUNTRY)[table.column(c.CONTINENT) == continent]
        ]

    def codes(self) -> list[str]:
        """Return the codes of all countries, sorted."""
        return sorted(self._by_code)

    def blocs(self) -> list[str]:
        """Return the codes of all blocs, sorted."""
        return sorted(self._members)

    def members(
        self, bloc: str, on: datetime.date, include_associates: bool = True
    ) -> dict[str, str]:
        """Return the members of a bloc at a date.

        Parameters
        ----------
        bloc : str
        on : datetime.date
            The tables know years, see Notes.
        include_associates : bool
            Whether associate members count (Turkmenistan in the CIS).

        Returns
        -------
        dict of str to str
            Country to its status, ``full`` or ``associate``, sorted by country.

        Raises
        ------
        UnknownPlaceError
            No such bloc.

        Notes
        -----
        A membership holds from its first year on and no longer in its last
        one: a country that left in 2022 was no member on any day of 2022. An
        unknown first or last year leaves that end open.
        """
        wanted = MEMBER_STATUSES | (ASSOCIATE_STATUSES if include_associates else frozenset())
        code = bloc if bloc in self._members else self.bloc(bloc)
        statuses = self._at(on.year)[0].get(code, {})
        return {country: status for country, status in statuses.items() if status in wanted}

    def memberships(self, country: str, on: datetime.date) -> dict[str, str]:
        """Return the blocs a country has to do with at a date and its status in each.

        Bloc code to status, among them ``former``; sorted by bloc.
        """
        return dict(self._at(on.year)[1].get(country, {}))

    def _at(self, year: int) -> tuple[_Statuses, _Statuses]:
        """Return statuses in a year by bloc and country, and by country and bloc; kept."""
        return self._years.get_or_make(year, lambda: self._read_at(year))

    def _read_at(self, year: int) -> tuple[_Statuses, _Statuses]:
        by_bloc: _Statuses = {}
        by_country: _Statuses = {}
        for bloc, countries in sorted(self._members.items()):
            for country, rows in sorted(countries.items()):
                status = status_at(rows, year)
                if status:
                    by_bloc.setdefault(bloc, {})[country] = status
                    by_country.setdefault(country, {})[bloc] = status
        return by_bloc, by_country

    def grade(self, blocs: Iterable[str], countries: Iterable[str]) -> str:
        """Return the lowest grade among the memberships of some countries in some blocs."""
        countries = tuple(countries)
        grades = [
            row[c.GRADE]
            for bloc in blocs
            for country in countries
            for row in self._members.get(bloc, {}).get(country, [])
        ]
        return max(grades, key=GRADES.index, default="unknown")

    @cached_property
    def _members(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Rows of membership by bloc and country."""
        members: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for row in self._atlas.table("bloc_membership").data.to_pylist():
            members.setdefault(row[c.BLOC], {}).setdefault(row[c.COUNTRY], []).append(row)
        return members

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Any]]:
        rows = self._atlas.table("countries").data.to_pylist()
        return {row[c.COUNTRY]: row for row in rows}

    @cached_property
    def _keys(self) -> pa.Array:
        return self._atlas.table("region_names").data.column(c.NAME_KEY).combine_chunks()

    def _read_named(self, key: str) -> list[tuple[str, str]]:
        """Return kind and code of what has a name; only regions may have several."""
        # The table is sorted by its keys; a dictionary of it would take longer to make.
        first = bisect_left(self._keys, key, key=str)
        last = bisect_right(self._keys, key, lo=first, key=str)
        rows = self._atlas.table("region_names").data.slice(first, last - first)
        return [(one[c.KIND], one[c.CODE]) for one in rows.to_pylist()]

    def _facts(self, country: str) -> dict[str, Any]:
        if country not in self._by_code:
            raise UnknownPlaceError(
                f"no country has the code {country!r}: use ISO 3166-1 alpha-2, such as TM or IT"
            )
        return self._by_code[country]

    def _one(self, text: str, kinds: Sequence[str]) -> Area:
        if "country" in kinds and text in self._by_code:
            return Area("country", text)
        if "bloc" in kinds and text in self._members:
            return Area("bloc", text)
        readings = self.readings(text, kinds)
        if not readings or ("region" in kinds and name_key(text) in PARTS_OF_THE_WORLD):
            raise UnknownPlaceError(self._unknown(text, kinds))
        first = [area for area in readings if area.kind == readings[0].kind]
        if readings[0].kind == "country" and "region" in kinds:
            first += self._rivals(text, readings)
        if len(first) > 1:
            codes = ", ".join(self.region_codes.written(area.code) for area in first)
            raise UnknownPlaceError(f"{text!r} is the name of several regions: use one of {codes}")
        return first[0]

    def _rivals(self, text: str, readings: Sequence[Area]) -> list[Area]:
        """Return regions as large as a small country that only some call so: Norfolk, Granada."""
        facts = self._facts(readings[0].code)
        if name_key(text) in map(name_key, (facts[c.COUNTRY], facts[c.ISO3], facts[c.NAME])):
            return []
        regions = [one for one in readings if one.kind == "region"]
        inside = [self.divisions.people_in(region_levels(one.code)) for one in regions]
        people = facts[c.POPULATION]
        return [one for one, count in zip(regions, inside, strict=True) if count >= people]

    def _is_region(self, country: str, admin1: str) -> bool:
        cities = self._atlas.cities
        country_codes, countries = cities.codes(c.COUNTRY)
        admin1_codes, regions = cities.codes(c.ADMIN1_CODE)
        if country not in countries or admin1 not in regions:
            return False
        inside = country_codes == countries.index(country)
        return bool((inside & (admin1_codes == regions.index(admin1))).any())

    def _unknown(self, text: str, kinds: Sequence[str]) -> str:
        asked = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"
        message = f"no {asked} is called {text!r}"
        parts = PARTS_OF_THE_WORLD.get(name_key(text), ())
        if parts:
            return f"{message}: name what you mean of {', '.join(map(self._written, parts))}"
        nearest = self.nearest(text, kinds)
        if nearest:
            return f"{message}: did you mean {' or '.join(nearest)}?"
        return f"{message}: use an ISO code such as TM, or a name such as Turkmenistan"

    def _written(self, code: str) -> str:
        if "." in code:
            return f"{self.region_name(code)} ({self.region_codes.written(code)})"
        return f"{self._by_code[code][c.NAME]} ({code})" if code in self._by_code else code

    def _read_named_areas(self, kinds: tuple[str, ...]) -> tuple[list[int], SpeltKeys]:
        """Return the rows of the names of areas of some kinds, codes left out, and their keys."""
        table = self._atlas.table("region_names")
        codes, values = table.codes(c.KIND)
        keys = table.data.column(c.NAME_KEY).to_pylist()
        wanted = np.isin(codes, [values.index(one) for one in kinds if one in values])
        rows = [row for row in np.flatnonzero(wanted).tolist() if len(keys[row]) > _LONGEST_CODE]
        return rows, SpeltKeys([keys[row] for row in rows])

    def nearest(self, text: str, kinds: Sequence[str] = KINDS) -> list[str]:
        """Return a few areas whose name begins so or is misspelt so, as ``Туркмения (TM)``.

        Longer names come first (the two Congos), then the fewest slips, English names before
        those of other languages.
        """
        key = name_key(text)
        if not key:
            return []
        rows, keys = self._named_areas(tuple(kinds))
        data = self._atlas.table("region_names").data
        columns = [data.column(one) for one in (c.NAME, c.KIND, c.CODE)]
        english = {facts[c.NAME] for facts in self._by_code.values()}
        ranked = [
            (slips, name not in english, at, name, kind, code)
            for slips, at in keys.meant(key)
            for name, kind, code in [[str(one[rows[at]]) for one in columns]]
        ]
        suggestions: dict[tuple[str, str], str] = {}
        for *_, name, kind, code in sorted(ranked):
            suggestions.setdefault((kind, code), f"{name} ({self.region_codes.written(code)})")
        return list(suggestions.values())[:_SUGGESTIONS]


def _area(division: Division) -> Area:
    return Area("region", ".".join(filter(None, division.part)))
