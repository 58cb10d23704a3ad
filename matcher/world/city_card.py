"""One city's profile: every fact held of it, with its grade and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import numpy as np

from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.world.corrections import LABEL, UNNAMED, Correction, of_fact, of_link
from matcher.world.councils import populations_of
from matcher.world.deaths import counted_together
from matcher.world.place_facts import PlaceFacts
from matcher.world.unit_links import UnitLink, unit_links

_MOST_LANGUAGES = 6
_MOST_SHARES = 5
_CORRECTIONS = "corrections"
_HERITAGE = "UNESCO, list of 2021"
_PORTS = "World Port Index, 2022"
_AIRPORTS = "OurAirports, February 2026"

_FAITHS: Final[dict[str, str]] = {
    "greek_catholic": "Greek Catholic",
    "orthodox": "Orthodox",
    "catholic": "Catholic",
    "protestant": "Protestant",
    "christian": "Christian",
    "muslim": "Muslim",
    "hindu": "Hindu",
    "buddhist": "Buddhist",
    "jewish": "Jewish",
    "sikh": "Sikh",
    "shinto": "Shinto",
    "taoist": "Taoist",
    "traditional": "traditional or folk religion",
    "none": "no religion",
}
"""Kinds of faith, as the table ``country_society`` names them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a city.

    Attributes
    ----------
    key : str
        Name of the fact; units are in the name.
    value : object
        ``None`` when unknown.
    grade : str
        One of :data:`matcher.tables.vocabulary.GRADES`.
    source : str
    row : mapping, optional
        The row of its table, where that has several a place.
    correction : Correction
        Its id, and how it is corrected.
    """

    key: str
    value: Any
    grade: str
    source: str
    row: Mapping[str, Any] | None = field(default=None, repr=False)
    correction: Correction = UNNAMED

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as plain values."""
        told = {name: getattr(self, name) for name in ("key", "value", "grade", "source")}
        return {**told, "correction": asdict(self.correction)}


@dataclass(frozen=True, slots=True)
class CityProfile:
    """Everything known of a city, grouped as a council reads it.

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


def _fact(key: str, value: Any, source: str, grade: str = "measured") -> Fact:
    if isinstance(value, np.generic):
        value = value.item()
    if value == "" or (isinstance(value, float) and not np.isfinite(value)):
        value = None
    if isinstance(value, float):
        value = round(value, 1)
    return Fact(key, value, "unknown" if value is None else grade, source)


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
        "politics": _politics(place_facts, place),
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
    return [_fact(name, cities.column(name)[row], source) for name in names]


def _size(place_facts: PlaceFacts, place: Place, row: int) -> tuple[Fact, ...]:
    cities = place_facts.atlas.cities
    rank = int(cities.column(c.ADMIN_RANK)[row])
    people = int(cities.column(c.POPULATION)[row]) or None
    facts = _populations(place_facts, place, people)
    facts += [
        _fact(name, int(cities.column(name)[row]) or None, "GeoNames")
        for name in (c.RANK_IN_COUNTRY, c.RANK_IN_REGION)
    ]
    facts += _cells(place_facts, row, "GeoNames", (c.FEATURE_CODE, c.TIMEZONE))
    facts.append(_fact(c.ADMIN_RANK, None if rank < 0 else rank, "GeoNames"))
    district = int(cities.column(c.DISTRICT_OF)[row])
    if district:
        facts.append(_fact(c.DISTRICT_OF, district, "GeoNames"))
    return tuple(facts)


def _populations(place_facts: PlaceFacts, place: Place, people: int | None) -> list[Fact]:
    """Tell the count that is used first, then every other one with its unit and year."""
    counts = populations_of(place_facts.atlas, place.city_id)
    used = next((one for one in counts if one[c.POPULATION] == people), None)
    if used is None:
        return [_fact(c.POPULATION, people, "GeoNames")]
    facts = [_fact(c.POPULATION, people, _counted(used), used[c.GRADE])]
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
    climate = (
        c.CLIMATE_CLASS, c.TEMPERATURE_MEAN_C, c.TEMPERATURE_WARMEST_C,
        c.TEMPERATURE_COLDEST_C, c.PRECIPITATION_MM,
    )  # fmt: skip
    facts += _cells(place_facts, row, "Köppen-Geiger maps", climate)
    facts += _cells(place_facts, row, "Natural Earth and GSHHG", (c.COAST_KM, c.LAKE, c.LAKE_KM))
    return (*facts, *_cells(place_facts, row, _PORTS, (c.SEAPORT, c.SEAPORT_KM)))


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
        return "on no notable river"
    distance = row[c.DISTANCE_KM]
    return f"{row[c.RELATION]} the {row[c.RIVER]}" + (
        f" ({distance:.1f} km)" if distance == distance else ""
    )


def _war(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    facts = []
    for row in place_facts.atlas.table("city_war").rows(place.city_id):
        years = f"{row[c.YEAR_FROM]}-{row[c.YEAR_TO]}" if row[c.YEAR_FROM] else ""
        tons = f"{row[c.BOMB_TONS]:,.0f} t" if row[c.BOMB_TONS] == row[c.BOMB_TONS] else ""
        parts = [part for part in (row[c.BATTLE], row[c.WAR], years, tons) if part]
        facts.append(Fact(row[c.WAR_KIND], ", ".join(parts), row[c.GRADE], row[c.SOURCE], row))
    return tuple(facts) or (Fact(c.WAR, None, "unknown", ""),)


def _culture(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    languages = sorted(
        place_facts.atlas.table("country_languages").rows(place.country),
        key=lambda row: (-row[c.SPEAKERS_SHARE], row[c.NAME]),
    )
    facts = [
        Fact(c.LANGUAGE, _language_text(row), row[c.GRADE], row[c.SOURCE], row)
        for row in languages[:_MOST_LANGUAGES]
    ]
    sites = [
        Fact(
            c.SITE,
            f"{row[c.SITE]} ({row[c.DISTANCE_KM]:.0f} km, {row[c.YEAR]})",
            "measured",
            _HERITAGE,
            row,
        )
        for row in place_facts.atlas.table("city_heritage").rows(place.city_id)
    ]
    facts += sites or [Fact(c.SITE, None, "unknown", _HERITAGE)]
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
    facts.append(_shares(place_facts, place, "religion", _FAITHS))
    return (*facts, *(universities or [Fact(c.UNIVERSITY, None, "unknown", "")]))


def _shares(place_facts: PlaceFacts, place: Place, kind: str, names: Mapping[str, str]) -> Fact:
    """Return the shares of a kind in a country, the largest first."""
    rows = [
        row
        for row in place_facts.atlas.table("country_society").rows(place.country)
        if row[c.KIND] == kind
    ]
    rows.sort(key=lambda row: (-row[c.SHARE], row[c.NAME]))
    told = [f"{names.get(row[c.NAME], row[c.NAME])} {row[c.SHARE]:.0%}" for row in rows]
    year = f", {rows[0][c.YEAR]}" if rows and rows[0][c.YEAR] else ""
    return _fact(kind, "; ".join(told[:_MOST_SHARES]), f"World Factbook{year}")


def _partners(place_facts: PlaceFacts, place: Place, kind: str) -> Fact:
    table = place_facts.atlas.table("countries")
    names = dict(zip(table.column(c.COUNTRY), table.column(c.NAME), strict=True))
    return _shares(place_facts, place, kind, names)


def _language_text(row: Mapping[str, Any]) -> str:
    status = row[c.OFFICIAL_STATUS]
    return f"{row[c.NAME]} ({row[c.SPEAKERS_SHARE]:.0%}{', ' + status if status else ''})"


def _economy(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    countries = place_facts.atlas.table("countries").rows(place.country)
    facts = [
        _fact(c.GDP_PER_CAPITA_USD, row[c.GDP_PER_CAPITA_USD], f"World Bank {row[c.GDP_YEAR]}")
        for row in countries
    ]
    facts += [_partners(place_facts, place, kind) for kind in ("export", "import")]
    for row in place_facts.atlas.table("city_airports").rows(place.city_id):
        facts.append(_fact(c.AIRPORT, row[c.AIRPORT], _AIRPORTS))
        facts.append(_fact(c.AIRPORT_KM, row[c.AIRPORT_KM], _AIRPORTS))
        size = place_facts.airport_size[place_facts.atlas.row(place.city_id)]
        facts.append(_fact(c.AIRPORT_SIZE, None if size != size else int(size), _AIRPORTS))
    return tuple(facts)


def _politics(place_facts: PlaceFacts, place: Place) -> tuple[Fact, ...]:
    facts = [
        Fact(f"{c.BLOC}:{row[c.BLOC]}", _membership_text(row), row[c.GRADE], row[c.SOURCE], row)
        for row in place_facts.atlas.table("bloc_membership").data.to_pylist()
        if row[c.COUNTRY] == place.country
    ]
    recent = place_facts.recent_deaths(dt.date.max).get(place.country)
    if recent is not None:
        other = counted_together(place.country)
        text = f"{recent[0]:,} ({recent[1]}-{recent[2]}{', with ' + other if other else ''})"
        facts.append(_fact("deaths_in_organised_violence", text, "UCDP"))
    facts += [
        Fact("association", f"{row[c.NAME]}, {row[c.ADDRESS]}", row[c.GRADE], row[c.SOURCE], row)
        for row in place_facts.atlas.table("associations").rows(place.country)
    ]
    return tuple(facts)


def _membership_text(row: Mapping[str, Any]) -> str:
    first, last = row[c.YEAR_FROM] or "", row[c.YEAR_TO] or ""
    return f"{row[c.STATUS]} ({first}-{last})" if first or last else str(row[c.STATUS])
