"""One city's profile: every fact held of it, with its grade and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.text.normalise import name_key, without_mark
from matcher.world.corrections import LABEL, Correction, of_fact, of_link
from matcher.world.councils import populations_of
from matcher.world.country_card import country_facts
from matcher.world.fact import Fact, as_fact
from matcher.world.place_facts import PlaceFacts
from matcher.world.unit_links import UnitLink, unit_links
from matcher.world.wars import told_wars, years_of

_FAR_PORT_KM: Final = 300.0
"""A sea port farther away says nothing of a city."""

_CORRECTIONS = "corrections"
_REGION_LANGUAGES = "region_languages"
_HERITAGE = "UNESCO, list of 2021"
_SHORES = "Natural Earth and GSHHG"
_PORTS = "World Port Index, 2022"
_AIRPORTS = "OurAirports, February 2026"

NO_LAKE: Final = "none within 5 km"
"""Of places whose surroundings the shorelines cover, lakes of 10 square km and more."""

NO_SITE: Final = "none whose listed point is within 25 km"


@dataclass(frozen=True, slots=True)
class CityProfile:
    """Everything known of a city, grouped as a council reads it.

    What is of its country as a whole is a group of its own, ``country``.

    Attributes
    ----------
    place : Place
    sections : mapping of str to tuple of Fact
    links : tuple of Link
    link_corrections : tuple of Correction
        How each of the links is corrected, in their order.
    unit_links : tuple of UnitLink
        Partnerships with counties, districts and regions, and those of its own units.
    """

    place: Place
    sections: Mapping[str, tuple[Fact, ...]]
    links: tuple[Link, ...]
    link_corrections: tuple[Correction, ...] = ()
    unit_links: tuple[UnitLink, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as plain values, ready for JSON."""
        return {
            "city": asdict(self.place),
            "sections": {
                name: [fact.to_dict() for fact in facts] for name, facts in self.sections.items()
            },
            "links": [asdict(link) for link in self.links],
            "link_corrections": [asdict(one) for one in self.link_corrections],
            "unit_links": [asdict(one) for one in self.unit_links],
        }


def read_profile(
    place_facts: PlaceFacts, place: Place, row: int, links: tuple[Link, ...]
) -> CityProfile:
    """Collect the facts of one city.

    Parameters
    ----------
    place_facts : PlaceFacts
    place : Place
    row : int
        Row of the city.
    links : tuple of Link
    """
    sections = {
        "names": _names(place_facts, place),
        "size": _size(place_facts, place, row),
        "geography": (*_regions(place_facts, place, row), *_geography(place_facts, place, row)),
        "war_history": _war(place_facts, place),
        "culture": _culture(place_facts, place),
        "economy": _economy(place_facts, place),
        "country": country_facts(place_facts, place),
    }
    made = _corrections_made(place_facts.atlas)
    return CityProfile(
        place=place,
        sections={
            name: tuple(_with_correction(place, fact, made) for fact in facts)
            for name, facts in sections.items()
        },
        links=links,
        link_corrections=tuple(of_link(place, link) for link in links),
        unit_links=unit_links(place_facts.atlas, place.city_id),
    )


def _corrections_made(atlas: Atlas) -> dict[str, tuple[str, str]]:
    """Return grade and source of the facts that were corrected by hand, by id."""
    if _CORRECTIONS not in atlas.manifest.get("tables", {}):
        return {}
    rows = atlas.table(_CORRECTIONS).data.to_pylist()
    return {row[c.FACT]: (row[c.GRADE], row[c.SOURCE]) for row in rows}


def _with_correction(place: Place, fact: Fact, made: Mapping[str, tuple[str, str]]) -> Fact:
    """Add to a fact how it is corrected; one that was has the grade and source of that."""
    correction = of_fact(place, fact.key, fact.value, fact.row)
    grade, source = made.get(correction.id, (fact.grade, fact.source))
    grade = "unknown" if fact.value is None else grade
    return replace(fact, grade=grade, source=source, correction=correction)


def _names(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    rows = place_facts.atlas.table("city_labels").rows(place.city_id)
    return tuple(
        Fact(f"{LABEL}:{row[c.LANGUAGE]}", row[c.NAME], row[c.GRADE], row[c.SOURCE], row)
        for row in rows
    )


def _cells(place_facts: PlaceFacts, row: int, source: str, names: tuple[str, ...]) -> list[Fact]:
    cities = place_facts.atlas.cities
    return [as_fact(name, cities.column(name)[row], source) for name in names]


def _size(place_facts: PlaceFacts, place: Place, row: int) -> tuple[Fact, ...]:
    cities = place_facts.atlas.cities
    rank = int(cities.column(c.ADMIN_RANK)[row])
    people = int(cities.column(c.POPULATION)[row]) or None
    facts = _populations(place_facts, place, people)
    facts += [
        as_fact(name, int(cities.column(name)[row]) or None, "GeoNames")
        for name in (c.RANK_IN_COUNTRY, c.RANK_IN_REGION)
    ]
    facts += _cells(place_facts, row, "GeoNames", (c.FEATURE_CODE, c.TIMEZONE))
    facts.append(as_fact(c.ADMIN_RANK, None if rank < 0 else rank, "GeoNames"))
    district = int(cities.column(c.DISTRICT_OF)[row])
    if district:
        facts.append(as_fact(c.DISTRICT_OF, district, "GeoNames"))
    return tuple(facts)


def _populations(place_facts: PlaceFacts, place: Place, people: int | None) -> list[Fact]:
    """Tell the count that is used first, then every other one with its unit and year."""
    counts = populations_of(place_facts.atlas, place.city_id)
    used = next((one for one in counts if one[c.POPULATION] == people), None)
    if used is None:
        return [as_fact(c.POPULATION, people, "GeoNames")]
    facts = [as_fact(c.POPULATION, people, _counted(used), used[c.GRADE])]
    return facts + [
        Fact(f"{c.POPULATION}_other", one[c.POPULATION], one[c.GRADE], _counted(one), one)
        for one in counts
        if one is not used
    ]


def _counted(row: Mapping[str, Any]) -> str:
    told = (row[c.SOURCE], row[c.KIND], str(row[c.YEAR] or ""))
    return ", ".join(part for part in told if part)


def _geography(place_facts: PlaceFacts, place: Place, row: int) -> tuple[Fact, ...]:
    facts = [
        Fact(c.RIVER, _river_text(one), one[c.GRADE], one[c.SOURCE], one)
        for one in place_facts.atlas.table("city_rivers").rows(place.city_id)
    ]
    facts = facts or [Fact(c.RIVER, None, "unknown", "")]
    facts += _cells(place_facts, row, "GeoNames", (c.ELEVATION_M,))
    facts += _climate(place_facts, row)
    facts += _cells(place_facts, row, _SHORES, (c.COAST_KM,))
    facts += _lake(place_facts, row)
    port_km = place_facts.atlas.cities.column(c.SEAPORT_KM)[row]
    if not port_km > _FAR_PORT_KM:
        facts += _cells(place_facts, row, _PORTS, (c.SEAPORT, c.SEAPORT_KM))
    return tuple(facts)


def _climate(place_facts: PlaceFacts, row: int) -> list[Fact]:
    """Tell the climate; rain is told with the class only, which is unknown where both differ."""
    source = "Köppen-Geiger maps"
    told = (
        c.CLIMATE_CLASS, c.TEMPERATURE_MEAN_C, c.TEMPERATURE_WARMEST_C, c.TEMPERATURE_COLDEST_C,
    )  # fmt: skip
    facts = _cells(place_facts, row, source, told)
    if facts[0].value is None:
        return [*facts, Fact(c.PRECIPITATION_MM, None, "unknown", "")]
    return facts + _cells(place_facts, row, source, (c.PRECIPITATION_MM,))


def _lake(place_facts: PlaceFacts, row: int) -> list[Fact]:
    """Name the lake near a place; where the maps cover it and have none, say so."""
    cities = place_facts.atlas.cities
    near = cities.column(c.LAKE_KM)[row]
    if near != near and np.isfinite(cities.column(c.COAST_KM)[row]):
        return [Fact(c.LAKE, NO_LAKE, "measured", _SHORES)]
    return _cells(place_facts, row, _SHORES, (c.LAKE, c.LAKE_KM))


def _regions(place_facts: PlaceFacts, place: Place, row: int) -> tuple[Fact, ...]:
    """Name the regions of first and second order that a place lies in."""
    atlas = place_facts.atlas
    code, second = (str(atlas.cities.column(one)[row]) for one in (c.ADMIN1_CODE, c.ADMIN2_CODE))
    return (
        _of_division(atlas, "regions", {c.COUNTRY: place.country, c.ADMIN1_CODE: code}),
        _of_division(
            atlas,
            "subregions",
            {c.COUNTRY: place.country, c.ADMIN1_CODE: code, c.ADMIN2_CODE: second},
        ),
    )


def _of_division(atlas: Atlas, table: str, part: Mapping[str, str]) -> Fact:
    """Return the region of a table with some codes as a fact, such as "Munster (IE-M)"."""
    key = table.removesuffix("s")
    if table not in atlas.manifest.get("tables", {}):
        return Fact(key, None, "unknown", "")
    here = np.ones(len(atlas.table(table)), dtype=bool)
    for column, value in part.items():
        here &= atlas.table(table).column(column) == value
    found = np.flatnonzero(here)
    if not len(found):
        return Fact(key, None, "unknown", "")
    (facts,) = atlas.table(table).data.slice(int(found[0]), 1).to_pylist()
    text = f"{facts[c.NAME]} ({facts[c.ISO]})" if facts[c.ISO] else facts[c.NAME]
    return Fact(key, text, facts.get(c.GRADE, "measured"), facts.get(c.SOURCE, "GeoNames"))


def _river_text(row: Mapping[str, Any]) -> str:
    if row[c.RELATION] == "none":
        return "none of note"
    distance = row[c.DISTANCE_KM]
    return f"{row[c.RELATION]} the {without_mark(row[c.RIVER])}" + (
        f" ({distance:.1f} km)" if distance == distance else ""
    )


def _war(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    facts = []
    for row in told_wars(place_facts.atlas.table("city_war").rows(place.city_id)):
        tons = f"{row[c.BOMB_TONS]:,.0f} t" if row[c.BOMB_TONS] == row[c.BOMB_TONS] else ""
        battle = "" if _is_own_name(place_facts.atlas, place, row[c.BATTLE]) else row[c.BATTLE]
        parts = [part for part in (battle, row[c.WAR], years_of(row), tons) if part]
        facts.append(Fact(row[c.WAR_KIND], ", ".join(parts), row[c.GRADE], row[c.SOURCE], row))
    return tuple(facts) or (Fact(c.WAR, None, "unknown", ""),)


def _is_own_name(atlas: Atlas, place: Place, battle: str) -> bool:
    """Return whether a battle is called by a name of its place, such as "Vilna (1st)"."""
    key = name_key(battle.partition("(")[0])
    return any(row[c.CITY_ID] == place.city_id for row in atlas.table("city_names").rows(key))


def _region_languages(atlas: Atlas, place: Place) -> list[dict[str, Any]]:
    """Return the languages of most people of a place's region, where they are kept."""
    if _REGION_LANGUAGES not in atlas.manifest.get("tables", {}):
        return []
    code = str(atlas.cities.column(c.ADMIN1_CODE)[atlas.row(place.city_id)])
    rows = atlas.table(_REGION_LANGUAGES).rows(place.country)
    return [row for row in rows if row[c.ADMIN1_CODE] == code]


def _without_km(row: Mapping[str, Any]) -> dict[str, Any]:
    """Leave a distance out that is to the one listed point of a site of many parts."""
    return {name: value for name, value in row.items() if name != c.DISTANCE_KM}


def _culture(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    sites = [
        Fact(c.SITE, f"{row[c.SITE]} ({row[c.YEAR]})", "measured", _HERITAGE, _without_km(row))
        for row in place_facts.atlas.table("city_heritage").rows(place.city_id)
    ]
    facts = [
        Fact("region_language", row[c.NAME], row[c.GRADE], row[c.SOURCE], row)
        for row in _region_languages(place_facts.atlas, place)
    ]
    facts += sites or [Fact(c.SITE, NO_SITE, "measured", _HERITAGE)]
    universities = [
        Fact(c.UNIVERSITY, row[c.UNIVERSITY], row[c.GRADE], row[c.SOURCE], row)
        for row in place_facts.atlas.table("city_universities").rows(place.city_id)
    ]
    facts += [
        Fact("creative_city", row[c.FIELD], row[c.GRADE], row[c.SOURCE], row)
        for row in place_facts.atlas.table("creative_cities").rows(place.city_id)
    ]
    facts += [
        Fact("founded", row[c.YEAR], "measured", "register of Russian towns 2021")
        for row in place_facts.atlas.table("founding_years").rows(place.city_id)
    ]
    return (*facts, *(universities or [Fact(c.UNIVERSITY, None, "unknown", "")]))


def _economy(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    facts = []
    for row in place_facts.atlas.table("city_airports").rows(place.city_id):
        named = airport_named(place_facts.atlas, row[c.AIRPORT], place.country)
        facts.append(replace(as_fact(c.AIRPORT, row[c.AIRPORT], _AIRPORTS), row=named))
        facts.append(as_fact(c.AIRPORT_KM, row[c.AIRPORT_KM], _AIRPORTS))
        size = place_facts.airport_size[place_facts.atlas.row(place.city_id)]
        facts.append(as_fact(c.AIRPORT_SIZE, None if size != size else int(size), _AIRPORTS))
    return tuple(facts)


def airport_named(atlas: Atlas, code: str, home: str) -> dict[str, str]:
    """Return the name of an airport, and its country where that is another."""
    table = atlas.table("airports")
    (found,) = np.nonzero(table.column(c.AIRPORT) == code)
    if not len(found):
        return {}
    name, country = (str(table.column(one)[found[0]]) for one in (c.NAME, c.COUNTRY))
    return {c.NAME: name, c.COUNTRY: "" if country == home else country}
