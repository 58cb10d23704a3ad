"""From a text to the places and divisions that it may name: one way to read it after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from matcher.naming.divisions import Division
from matcher.naming.found import KINDS_IN_JAPAN, Found, is_code, is_kind
from matcher.naming.name_index import MOST_KEPT, NameHits, NameIndex
from matcher.naming.readings import (
    Written,
    abbreviates,
    doubled,
    is_short,
    joined,
    respelt,
    shortened,
    stands_for_region,
    written,
)
from matcher.naming.regions import Reading, Regions, Scope, holds
from matcher.naming.titles import untitled
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas, IntArray
from matcher.tables.vocabulary import DIVISION_CODE
from matcher.text.normalise import name_key

_SIDE_BY_SIDE: Final = 0.4
"""Degrees between two places that are twins of one river or border."""

_FEW: Final = 6
"""Names of so few places are looked up by the own names of these as well."""

_MERGED: Final = 0.15
"""Degrees between two places that one council joins."""

_APOSTROPHES: Final = re.compile("['’‘`ʼʻ´]")
_PARTED: Final = re.compile(r"[/–—|]|\s-\s|\s")
"""What parts two names: a hyphen alone joins the names of neighbours."""

_SMALL_IN_JAPAN: Final = ("町", "村", "区")
_CITY_IN_JAPAN: Final = "市"
_SMALLEST_CITY_IN_JAPAN: Final = 20_000

_OF_A_COUNCIL: Final = frozenset(
    ("gemeente", "kommun", "kommune", "kommunen", "municipality", "municipality of", "opstina")
)
"""Titles of a council, which may hold no place of its own name."""

SMALLEST_TITLED: Final = 5_000
"""People of a place that a title alone, without a country, may stand before."""


class Finder:
    """Look a text up in every way it may be read.

    Parameters
    ----------
    atlas : Atlas
    names : NameIndex
    regions : Regions
    """

    def __init__(self, atlas: Atlas, names: NameIndex, regions: Regions) -> None:
        self._atlas = atlas
        self._names = names
        self._regions = regions
        self._full_names = lru_cache(MOST_KEPT)(self._read_full_names)

    def ways(self, text: str, scope: Scope) -> Iterator[Found]:
        """Yield what each way to read a text names, the likeliest way first.

        As it is written comes first, then region and name without a sign between them, two
        names of one place, official titles, other spellings, abbreviations, and a name whose
        words are parted otherwise. A way that names nothing is yielded too where names of
        places elsewhere were found, for the message.
        """
        plain = list(written(text))
        for one in plain:
            yield from self._as_written(one, scope)
        for one in plain:
            if "." in one.name:
                yield from self._shortened(one, scope)
        for one in plain:
            for name in doubled(one.name):
                yield from self._double(name, one, scope)
        together = [
            one
            for way in plain[:1]
            for one in joined(way.name)
            if not any(map(is_kind, one.qualifiers))
        ]
        for one in together:
            yield from self._as_written(one, scope)
        for one in (*plain, *together):
            yield from self._titled(one, scope)
        for one in plain:
            yield from self._respelt(one, scope)
        for one in plain:
            yield from self._shortened(one, scope)
        for one in plain:
            yield from self._parted_otherwise(one, scope)

    def _as_written(self, one: Written, scope: Scope) -> Iterator[Found]:
        kinds = [text for text in one.qualifiers if is_kind(text)]
        if kinds:  # "Heidelberg (Stadt)"
            rest = tuple(text for text in one.qualifiers if text not in kinds)
            yield from self._titled(Written(f"{one.name} {kinds[0]}", rest), scope)
        yield from self._keyed(name_key(one.name), one, scope)

    def _keyed(
        self, key: str, one: Written, scope: Scope, unit_first: bool = False, read: bool = False
    ) -> Iterator[Found]:
        if not key:
            return
        hits = self._names.exact(key)
        if not read and _APOSTROPHES.search(one.name) and not self._sizes(hits).any():
            solid = {name_key(_APOSTROPHES.sub("", one.name)), key.replace(" ", "")} - {key}
            for other in sorted(solid):
                hits = hits.and_also(self._names.exact(other))
        if not read and (len(hits) or one.name[-1:] == _CITY_IN_JAPAN or self._regional(one)):
            hits = hits.and_also(self._of_root(one.name))
        words = None if read else shortened(one.name)
        if words and len(hits) and (is_short(words) or hits.aliases.all()):  # "Mt. Vernon"
            hits = hits.and_also(self._full_names(tuple(words)))
        if not read and 0 < len(hits) <= _FEW and hits.aliases.all():
            hits = hits.and_also(self._spelt_alike(key, hits))
        named = [
            unit
            for unit in self._regions.divisions.all_named(key)
            if unit.kind != DIVISION_CODE or is_code(one.name)
        ]
        if len(hits) or named:
            asked = key if read else None
            yield from self._narrowed(hits, named, one, scope, unit_first, read, asked)

    def _spelt_alike(self, key: str, hits: NameHits) -> NameHits:
        """Return places of the same own name as one that is found by another spelling of it."""
        names = self._atlas.cities.data.column(c.NAME)
        rows = self._atlas.rows_of(hits.city_ids)
        own = {name_key(names[int(row)].as_py()) for row in rows[rows >= 0]} - {key}
        country = self._atlas.cities.codes(c.COUNTRY)[0]
        found = hits.of(np.zeros(0, dtype=np.int64))
        for other in sorted(one for one in own if _consonants(one) == _consonants(key)):
            same = self._names.exact(other)
            new = ~same.aliases & np.isin(
                country[self._atlas.rows_of(same.city_ids)], country[rows]
            )
            found = found.and_also(same.of(np.flatnonzero(new)))
        return found

    def _regional(self, one: Written) -> bool:
        """Return whether a text behind the name is one of a region, not of a country alone."""
        parts = (self._regions.read(text).parts for text in one.qualifiers)
        return any(part[1] for every in parts for part in every)

    def _of_root(self, name: str) -> NameHits:
        """Return places of Japan held without the sign for their kind, as 府中 for 府中市.

        Not those that have another sign in a name of theirs: 大津市 is no 大津町; and a city
        has some people.
        """
        nothing = self._names.exact("")
        if len(name) < 2 or name[-1] not in KINDS_IN_JAPAN or not name.isalpha():
            return nothing
        hits = self._names.exact(name_key(name[:-1]))
        japan = frozenset({("JP", "", "")})
        rows = self._atlas.rows_of(hits.city_ids)
        kept = self._regions.mask(Scope((Reading("JP", japan),)), rows) & (rows >= 0)
        if name[-1] == _CITY_IN_JAPAN:
            kept &= self._atlas.cities.column(c.POPULATION)[rows] >= _SMALLEST_CITY_IN_JAPAN
        for sign in KINDS_IN_JAPAN.replace(name[-1], ""):
            key = name_key(f"{name[:-1]}{sign}")
            kept &= ~np.isin(hits.city_ids, self._names.exact(key).city_ids)
            for unit in self._regions.divisions.named(key):
                kept &= ~np.isin(rows, self._regions.divisions.rows(unit.part))
        return hits.of(np.flatnonzero(kept))

    def _narrowed(
        self,
        hits: NameHits,
        named: Sequence[Division],
        one: Written,
        scope: Scope,
        unit_first: bool = False,
        read: bool = False,
        name: str | None = None,
    ) -> Iterator[Found]:
        areas = [self._regions.read(text) for text in one.qualifiers if not is_kind(text)]
        if one.joined and not all(area.known for area in areas):
            return
        rows = self._atlas.rows_of(hits.city_ids)
        narrowed = scope.within(*(area for area in areas if area.known))
        inside = self._regions.mask(narrowed, rows) & (rows >= 0)
        units = [unit for unit in named if holds(narrowed, unit.part)]
        if not inside.any() and not units and not one.joined:  # Rijeka (Fiume)
            inside = self._regions.mask(scope, rows) & (rows >= 0)
            for area in areas:
                inside &= self._regions.mask(Scope((area,)), rows) | self._named_too(
                    area.text, rows
                )
        for area in areas:
            if not area.known:
                inside &= self._means(area.text, rows)
                units = []
        also = inside
        if self._regions.has_disputed(hits.city_ids) and all(area.known for area in areas):
            also = self._regions.mask(narrowed, rows, disputed=True) & (rows >= 0)
        inside = inside if inside.any() else also
        states = {country for one in areas for country, first, _ in one.parts if not first}
        if states and inside.any():  # "Luxembourg, Luxembourg" is no province of Belgium
            units = [unit for unit in units if unit.part[0] in states]
        whole = scope.within(*areas)
        yield Found(
            one.name if name is None else name,
            hits,
            whole,
            inside,
            also,
            tuple(units),
            unit_first,
            read,
        )

    def _means(self, text: str, rows: IntArray) -> Array:
        """Tell which places a text behind the name may belong to though it is no region.

        It is another name of the place, or short for its region or for a part of its name.
        """
        also = self._named_too(text, rows)
        if also.any():
            return also
        return np.array([row >= 0 and self._short_for(text, int(row)) for row in rows], dtype=bool)

    def _named_too(self, text: str, rows: IntArray) -> Array:
        return np.isin(rows, self._atlas.rows_of(self._names.exact(name_key(text)).city_ids))

    def _short_for(self, text: str, row: int) -> bool:
        cities = self._atlas.cities
        columns = map(cities.codes, (c.COUNTRY, c.ADMIN1_CODE, c.ADMIN2_CODE))
        country, first, second = (values[codes[row]] for codes, values in columns)
        parts = [(country, first, "")] + ([(country, first, second)] if second else [])
        named = [one for part in parts for one in self._regions.divisions.names(part)]
        rest = name_key(cities.data.column(c.NAME)[row].as_py()).split()[1:]
        short = name_key(text)
        return any(stands_for_region(text, one) for one in named) or any(
            word.startswith(short) and len(short) > 1 for word in rest
        )

    def _double(self, halves: tuple[str, str], one: Written, scope: Scope) -> Iterator[Found]:
        first, second = (self._names.exact(name_key(half)) for half in halves)
        both = np.isin(first.city_ids, second.city_ids)
        written_first = Written(halves[0], (halves[1], *one.qualifiers))
        if len(first) and len(second) and not one.joined:
            if not both.any() and self._regions.read(halves[1]).known:
                yield from self._as_written(written_first, scope)
            within = scope.within(*(self._regions.read(text) for text in one.qualifiers))
            pair = (self._inside(first, within), self._inside(second, within))
            near = self._neighbours(*pair)
            parted = _PARTED.search(one.name) and all(map(len, pair))
            if (parted and not both.any()) or near:
                if "-" in one.name and not both.any() and self._neighbours(*pair, _MERGED):
                    yield from self._larger(one, *pair, scope)
                empty = np.zeros(0, dtype=np.int64)
                nothing, none = first.of(empty), empty.astype(bool)
                yield Found(one.name, nothing, within, none, none, read=True, halves=pair)
        if both.any():
            hits = first.of(np.flatnonzero(both))
            yield from self._narrowed(
                hits, (), Written(halves[0], one.qualifiers), scope, read=True
            )
        elif len(first) and "/" in one.name:
            yield from self._as_written(written_first, scope)

    def _inside(self, hits: NameHits, scope: Scope) -> NameHits:
        rows = self._atlas.rows_of(hits.city_ids)
        return hits.of(np.flatnonzero((rows >= 0) & self._regions.mask(scope, rows)))

    def _larger(
        self, one: Written, first: NameHits, second: NameHits, scope: Scope
    ) -> Iterator[Found]:
        """Yield the larger of two neighbours of one country whose council has both names."""
        both = first.and_also(second)
        rows = self._atlas.rows_of(both.city_ids)
        own = np.flatnonzero((rows >= 0) & ~both.aliases)
        cities = self._atlas.cities
        for row in own[np.argsort(-cities.column(c.POPULATION)[rows[own]], kind="stable")]:
            hits = both.of(np.array([row]))
            other = second if row < len(first) else first
            country = cities.codes(c.COUNTRY)[0]
            theirs = self._atlas.rows_of(other.city_ids)
            same = other.of(np.flatnonzero(country[theirs] == country[rows[row]]))
            if self._neighbours(hits, same, _MERGED):
                yield from self._narrowed(hits, (), one, scope, read=True)
                return

    def _neighbours(
        self, first: NameHits, second: NameHits, degrees: float = _SIDE_BY_SIDE
    ) -> bool:
        """Return whether two places with these as their own names lie side by side."""
        rows = [self._atlas.rows_of(hits.city_ids[~hits.aliases]) for hits in (first, second)]
        latitude, longitude = (self._atlas.cities.column(one) for one in (c.LATITUDE, c.LONGITUDE))
        for row in rows[0][rows[0] >= 0].tolist():
            others = rows[1][(rows[1] >= 0) & (rows[1] != row)]
            near = np.abs(latitude[others] - latitude[row]) < degrees
            if (near & (np.abs(longitude[others] - longitude[row]) < degrees)).any():
                return True
        return False

    def _titled(self, one: Written, scope: Scope) -> Iterator[Found]:
        for bare in untitled(one.name):
            if bare.title in _SMALL_IN_JAPAN and not self._regional(one):
                continue  # 大野 is a city, 大野町 a town elsewhere
            wheres = [scope]
            if bare.countries or bare.likely:
                countries = bare.countries or bare.likely
                parts = frozenset((country, "", "") for country in countries)
                wheres.insert(0, scope.within(Reading(bare.title, parts)))
            for where in wheres[: 1 if bare.countries else None]:
                for found in self._keyed(bare.name, one, where, bare.unit, read=True):
                    if bare.unit and not found.units:
                        found = replace(found, title=bare.title)
                    elif bare.title in _OF_A_COUNCIL:
                        found = self._of_council(found)
                    told = bool(scope.readings or one.qualifiers) or where is not scope
                    if told or self._sizeable(found):
                        yield found

    def _of_council(self, found: Found) -> Found:
        """Leave out the places of a name that lie in none of the councils of that name."""
        rows = self._atlas.rows_of(found.hits.city_ids)
        divisions = self._regions.divisions
        held = np.array(
            [
                bool(inside) and any(divisions.holds(one, {int(row)}) for one in found.units)
                for row, inside in zip(rows, found.inside, strict=True)
            ],
            dtype=bool,
        )
        return replace(found, inside=held, also=held) if found.units else found

    def _sizeable(self, found: Found) -> bool:
        return bool(found.units) or bool(self._sizes(found.hits)[found.inside].any())

    def _sizes(self, hits: NameHits) -> Array:
        """Tell which of some places have more than a few people."""
        rows = self._atlas.rows_of(hits.city_ids)
        people: Array = self._atlas.cities.column(c.POPULATION)[rows]
        return (rows >= 0) & (people >= SMALLEST_TITLED)

    def _respelt(self, one: Written, scope: Scope) -> Iterator[Found]:
        for key in respelt(name_key(one.name)):
            yield from self._keyed(key, one, scope, read=True)
        for bare in untitled(one.name):
            for key in respelt(bare.name):
                yield from self._keyed(key, one, scope, bare.unit, read=True)

    def _shortened(self, one: Written, scope: Scope) -> Iterator[Found]:
        words = shortened(one.name)
        if not words:
            return
        hits = self._full_names(tuple(words))
        if len(hits):
            yield from self._narrowed(hits, (), one, scope, read=True)

    def _read_full_names(self, words: tuple[str, ...]) -> NameHits:
        """Return the names that an abbreviated one stands for, own names before others."""
        if all(word.endswith(".") for word in words):
            return self._names.exact("")
        letters = "".join(word[0] if word.endswith(".") else word for word in words)
        begun = words[0][0] if words[0].endswith(".") else words[0]
        hits = self._names.holding(letters, begun, lambda key: abbreviates(words, key))
        own = np.flatnonzero(~hits.aliases)
        return hits.of(own) if len(own) else hits

    def _parted_otherwise(self, one: Written, scope: Scope) -> Iterator[Found]:
        key = name_key(one.name)
        if len(key.replace(" ", "")) < 4:
            return
        if len(hits := self._names.parted(key)):
            yield from self._narrowed(hits, (), one, scope, read=True)


def _consonants(key: str) -> str:
    """Return the letters of a name that its transcriptions share: Gur’yevsk and Guryevsk."""
    return "".join(sign for sign in key if sign.isalpha() and sign not in "aeiouyj")
