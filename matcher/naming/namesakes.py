"""Places found by name, and which of several namesakes a name most likely means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from matcher.english.phrases import NOTES, render
from matcher.naming.divisions import Division
from matcher.records.places import Facts, Note
from matcher.tables import columns as c
from matcher.text.normalise import name_key

MatchKind = Literal["id", "name", "alias", "prefix", "fuzzy"]

_HALVES: Final = re.compile(r"\s*[/(),]\s*|\s+-\s+")
_MORE: Final = re.compile(r"(am|an|im|in|bei|ob|upon|on|de|del|della|di|d|do|da|na|nad)\b")

_SAME_SIGNS: Final = str.maketrans("‘’ʼʻ´`‐‑–şţǝ", "''''''---șțə")
"""What is typed in several ways for one sign."""

LIKELY_RATIO: Final = 8.0
"""A place is overwhelmingly the likely one when it weighs this many times the next."""

LIKELY_POPULATION: Final = 10_000
"""And when it has at least so many people."""

LIKELY_INSIDE: Final = 2_000
"""Or so many where a country or region was given."""

LIKELY_ALIAS_RATIO: Final = 40.0
"""So many times the next where neither has the name as its own or as a part of it."""

WHOLE_RATIO: Final = 2.0
"""So many times the people of a place whose own name only begins so (Chartres-de-Bretagne)."""

ACCENT_WEIGHT: Final = 0.5
"""Weight of a place whose own name differs from the query in accents (Bāri for Bari)."""

OTHER_SIGNS_WEIGHT: Final = 0.05
"""Weight of one whose own name lacks the accents or letters of the query (Saki for Şəki)."""

SPELT_ALIAS_WEIGHT: Final = 0.2
"""Weight of a place that has just this spelling, not of plain letters, as an alias."""

DISTRICT_WEIGHT: Final = 0.2
"""Weight of a district, which can be no partner."""

NAMED_FROM: Final = 50_000
"""People of a place or district that no other name hides."""

COMPARABLE: Final = 0.5
"""A place of so large a share of another's people may be meant by an alias as well."""

WELL_KNOWN: Final = 100_000
"""People of a place whose alias is weighed against the own name of another."""

ALIAS_WEIGHT: Final = 0.1
"""Weight of a place that has the name only as an alias."""

PART_WEIGHT: Final = 0.75
"""Weight of a place whose own name holds the asked one (Frankfurt of Frankfurt am Main)."""

UNLIKE: Final = 0.5
"""Two names of which so few letters agree are told of, of 1."""

UNKNOWN_POPULATION: Final = 1_000
"""People a place of unknown population counts as when names are weighed."""


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place found by name.

    Attributes
    ----------
    city_id : int
        GeoNames id.
    name, country : str
        The place's own name and its ISO 3166-1 alpha-2 code.
    region : str
        Name of the first-order region, or "region of" its seat, or "".
    population : int
        People, 0 if unknown.
    matched : str
        The name by which it was found, in its original spelling.
    match : str
        ``id``, ``name`` (its own), ``alias``, ``prefix`` or ``fuzzy``.
    alias : bool
        Whether ``matched`` is not the place's own name.
    district : bool
        Whether it is a district of a city, which cannot be a partner.
    status : tuple of str
    note : str
        As of :class:`matcher.records.places.Place`.
    """

    city_id: int
    name: str
    country: str
    region: str
    population: int
    matched: str
    match: MatchKind
    alias: bool
    district: bool
    status: tuple[str, ...] = ()
    note: str = ""

    def describe(self, with_region: bool = False) -> str:
        """Return name, country and population on one line."""
        people = f"{self.population:,}" if self.population else "population unknown"
        region = [self.region] if with_region and self.region else []
        return f"{self.name} ({', '.join([self.country, *region, people])})"

    def codes(self) -> dict[str, Any]:
        """Return what another language describes the place from."""
        kept = (c.CITY_ID, c.NAME, c.COUNTRY, "region", c.POPULATION)
        return {key: getattr(self, key) for key in kept}

    def to_row(self) -> dict[str, Any]:
        """Return the match as plain values; an unknown population is None."""
        return {**asdict(self), c.POPULATION: self.population or None}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The one place a query means.

    Attributes
    ----------
    place : PlaceMatch
        The place and how it was found.
    note : Note, optional
        What else bears the name, where the overwhelmingly likely place was
        taken; None where there was no choice.
    unit : Division, optional
        The division that was named; ``place`` is then the largest place inside.
    others : tuple of PlaceMatch
        What else the name may mean.
    """

    place: PlaceMatch
    note: Note | None = None
    unit: Division | None = None
    others: tuple[PlaceMatch, ...] = ()

    @property
    def city_id(self) -> int:
        """GeoNames id of the place."""
        return self.place.city_id


def taken(asked: str, place: PlaceMatch, others: Sequence[PlaceMatch], more: int) -> Note:
    """Say which place a name was taken for, and which not.

    Parameters
    ----------
    asked : str
        The name as it was typed.
    place : PlaceMatch
    others : sequence of PlaceMatch
        Those that are named, with their regions.
    more : int
        How many bear the name beside these.
    """
    code = "name_taken_of_many" if more else "name_taken"
    facts: Facts = {
        **_meant(asked, place),
        "others": [one.describe(with_region=True) for one in others],
        "others_match": [one.codes() for one in others],
        "more": more,
    }
    return Note(code, render(NOTES[code], facts), facts)


def _meant(asked: str, place: PlaceMatch) -> Facts:
    match = [{**place.codes(), "region": ""}]
    return {"asked": asked, "place": [place.describe()], "place_match": match}


def seat_taken(asked: str, place: PlaceMatch, unit: Division) -> Note:
    """Say that a text names a division, and which place stands for it."""
    facts: Facts = {**_meant(asked, place), "unit": unit.name}
    return Note("unit_taken", render(NOTES["unit_taken"], facts), facts)


def read_as(asked: str, place: PlaceMatch) -> Note:
    """Say that a name was not read as it is written, and what was taken."""
    facts: Facts = {**_meant(asked, place), "matched": place.matched}
    return Note("name_read", render(NOTES["name_read"], facts), facts)


def of_other_name(asked: str, place: PlaceMatch) -> Note:
    """Say that a small place was taken by a name that is unlike its own."""
    facts = _meant(asked, place)
    return Note("name_other", render(NOTES["name_other"], facts), facts)


def unlike(place: PlaceMatch) -> bool:
    """Return whether a small place was found by a Latin name that is unlike its own."""
    matched, own = name_key(place.matched), name_key(place.name)
    if not place.alias or place.population >= LIKELY_POPULATION or not matched.isascii():
        return False
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(matched, own) < UNLIKE


def weight(place: PlaceMatch, asked: str) -> float:
    """Return how strongly a name means a place: its people, fewer for a lesser match.

    Parameters
    ----------
    place : PlaceMatch
        Found by the name, exactly or by its beginning.
    asked : str
        The name as it was typed.
    """
    people = float(place.population or UNKNOWN_POPULATION)
    people *= DISTRICT_WEIGHT if place.district else 1.0
    exact = _as_spelt(place, asked)
    if place.alias:
        if is_part(place, asked):
            return people * PART_WEIGHT
        return people * (ALIAS_WEIGHT if asked.isascii() or not exact else SPELT_ALIAS_WEIGHT)
    if exact:
        return people
    return people * (ACCENT_WEIGHT if asked.isascii() else OTHER_SIGNS_WEIGHT)


def _as_spelt(place: PlaceMatch, asked: str) -> bool:
    return spelling(place.matched) == spelling(asked)


def spelling(name: str) -> str:
    """Return a name with one sign for what is typed in several ways."""
    return name.casefold().translate(_SAME_SIGNS)


def is_part(place: PlaceMatch, asked: str) -> bool:
    """Return whether a place's own name is the asked one and more, or one of its halves.

    Examples
    --------
    >>> def named(name):
    ...     return PlaceMatch(1, name, "DE", "", 1, "", "alias", True, False)
    >>> is_part(named("Frankfurt am Main"), "Frankfurt"), is_part(named("Wien"), "Vienna")
    (True, False)
    """
    key = name_key(asked)
    return key in map(name_key, _HALVES.split(place.name)) or bool(
        _MORE.match(name_key(place.name).removeprefix(f"{key} "))
        and name_key(place.name).startswith(f"{key} ")
    )


def contenders(asked: str, places: Sequence[PlaceMatch], inside: bool = False) -> list[PlaceMatch]:
    """Return the places that a name may mean, the likeliest first.

    Districts are among them only where nothing else has the name, or where they are as large
    as a city. ``inside`` tells that a country or region was given: people there use own names.
    """
    settled = [
        place
        for place in places
        if not place.district or (place.match == "name" and place.population >= NAMED_FROM)
    ] or list(places)
    own = [place for place in settled if place.match == "name"]
    if not asked.isascii() and any(
        _as_spelt(place, asked) and place.population >= LIKELY_POPULATION for place in own
    ):
        own_spelling = [one for one in settled if one.match == "name" or _as_spelt(one, asked)]
        settled = own_spelling + [one for one in settled if is_part(one, asked)]
    exact = [one for one in settled if _as_spelt(one, asked)]
    if _has_letters_of_its_own(asked) and exact:
        settled = exact
        own = [one for one in own if one in exact]
    largest = max((place.population for place in own), default=-1)
    plain = asked.isascii() and asked.replace(" ", "").isalpha()
    # A name of its own beats an alias, unless the alias belongs to a well-known larger place.
    known = LIKELY_RATIO * largest
    needed = max(largest, known if inside else min(WELL_KNOWN, known))
    named = {one.city_id for one in own}
    meant = {
        place.city_id: place
        for place in settled
        if place.city_id in named
        or place.population > needed
        or (_comparable(place, largest) and (plain or _as_spelt(place, asked)))
        or is_part(place, asked)
        or (not asked.isascii() and _as_spelt(place, asked))
    }.values()
    return sorted(meant, key=lambda place: (-weight(place, asked), place.city_id))


def _has_letters_of_its_own(asked: str) -> bool:
    """Return whether a Latin name has letters that are no accented ones, as Şəki has."""
    letters = [sign for sign in unicodedata.normalize("NFD", asked) if sign.isalpha()]
    return any(map(str.isascii, letters)) and not all(map(str.isascii, letters))


def _comparable(place: PlaceMatch, people: int) -> bool:
    """Return whether a place is large, and not much smaller than one of so many people."""
    return place.population >= max(NAMED_FROM, COMPARABLE * people)


def is_likely(ranked: Sequence[PlaceMatch], asked: str, inside: bool = False) -> bool:
    """Return whether the first of several contenders is overwhelmingly the likely one.

    ``inside`` is as for :func:`contenders`.
    """
    first, second = ranked[:2]
    if first.district and not second.district:
        return False
    if first.alias and any(
        one.match == "name"
        and one.population >= NAMED_FROM
        and (asked.isascii() or _as_spelt(one, asked))
        for one in ranked
    ):
        return False
    parts = [one for one in ranked[1:] if one.alias and is_part(one, asked)]
    if not first.alias and any(
        one.alias and one not in parts and _comparable(one, first.population) for one in ranked
    ):
        return False
    if first.population < (LIKELY_INSIDE if inside else LIKELY_POPULATION):
        return False
    rest = list(ranked[1:])
    if inside and not first.alias and _as_spelt(first, asked):
        if any(first.population < WHOLE_RATIO * one.population for one in parts):
            return False
        rest = [one for one in rest if one not in parts]
    bare = first.alias and not is_part(first, asked) and all(one.alias for one in rest)
    return all(
        weight(first, asked) >= _ratio(first, one, asked, bare) * weight(one, asked) for one in rest
    )


def _ratio(first: PlaceMatch, other: PlaceMatch, asked: str, bare: bool) -> float:
    alike = bare and _as_spelt(other, asked) >= _as_spelt(first, asked)
    return LIKELY_ALIAS_RATIO if alike else LIKELY_RATIO
