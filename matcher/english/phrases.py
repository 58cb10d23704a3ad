"""English texts of findings, cautions and unknowns, rendered from code and facts.

Every text has one template here under its code; the facts fill it. The
templates are the keys of the catalogues below ``locale/``, from which
:mod:`matcher.wording.language` renders the same facts in another language. A fact
``x`` that is a name may have a companion ``x_country``, ``x_city``,
``x_language`` and so on that holds its code, so that it can be named anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from matcher.english.articles import with_article
from matcher.english.politics_past import PAST, REGION_AND_COUNTRY, REGION_PAST
from matcher.english.terms import SCRIPT_NAMES, WAR_KINDS

FINDINGS: Final[dict[str, str]] = {
    "population_alike": "similar size: {query} and {candidate} inhabitants",
    "population_near": "comparable size, {ratio} times apart: {query} and {candidate} inhabitants",
    "population_apart": (
        "different size, {ratio} times apart: {query} and {candidate} inhabitants"
    ),
    "role_same": "same role: {role}",
    "role_other": "different roles: asking city {query}, candidate {candidate}",
    "standing_first": "each is the largest city of its region",
    "standing": ("rank by size in the region: asking city {query}, candidate {candidate}"),
    "river_same": "both on or near the same river: {rivers}",
    "river_both": "both stand on a river: {query} and {candidate}",
    "river_near": "both have a river nearby: {query} and {candidate}",
    "river_query_only": "only the asking city has a river: {query}",
    "river_candidate_only": "only the candidate has a river: {candidate}",
    "river_neither": "neither stands on a major river",
    "coast_both": "both on the coast ({query_km} and {candidate_km} km from the sea)",
    "inland_both": "both inland, {query_km} and {candidate_km} km from the sea",
    "coast_other": "one on the coast, one inland ({query_km} and {candidate_km} km from the sea)",
    "port_both": "both have a sea port: {query} and {candidate}",
    "lake_both": "both near a large lake: {query} and {candidate}",
    "elevation_alike": ("similar elevation: {query_m} and {candidate_m} m above sea level"),
    "elevation_apart": ("different elevation: {query_m} and {candidate_m} m above sea level"),
    "climate_alike": (
        "similar climate: warmest month {query_warm_c} and {candidate_warm_c} °C, "
        "coldest {query_cold_c} and {candidate_cold_c} °C"
    ),
    "climate_apart": (
        "different climate: warmest month {query_warm_c} and {candidate_warm_c} °C, coldest "
        "{query_cold_c} and {candidate_cold_c} °C"
    ),
    "war_alike": "a similar fate in war: {query} and {candidate}",
    "war_levels": "war history: asking city {query}, candidate {candidate}",
    "war_fate": "the same fate in modern wars: {fates}",
    "war_both": "what modern wars did to both: {fates}",
    "war_same": "affected by the same war: {wars}",
    "bombs_recorded": "bombs recorded in war: {query_tons} and {candidate_tons} tons",
    "bombs_both": "both bombed from the air: {query_tons} and {candidate_tons} tons recorded",
    "past_region": REGION_PAST,
    **{f"past_region_{kind}": text for kind, text in REGION_AND_COUNTRY.items()},
    **{f"past_{kind}": text for kind, text in PAST.items()},
    "language_shared": (
        "common language: {languages}, spoken by {share_percent}% or more on both sides"
    ),
    "language_both": "a language of both countries: {languages}",
    "language_none": "no common widely spoken language",
    "script_shared": "same script: {scripts}",
    "script_other": "different scripts",
    "heritage_both": "World Heritage near both: {query}; {candidate}",
    "heritage_candidate": "World Heritage near the candidate: {site}",
    "name_same": "both bear the name {name}",
    "gdp_alike": "similar GDP per head: {query_usd} and {candidate_usd} US dollars",
    "gdp_apart": "different GDP per head: {query_usd} and {candidate_usd} US dollars",
    "airport_sizes": (
        "nearest airports with scheduled flights: {query} for the asking city, {candidate} "
        "({airport}) for this one"
    ),
    "airport_same": "nearest airports with scheduled flights: {candidate} near both cities",
    "universities_both": (
        "universities or colleges in both (at least {query} and {candidate}), such as {name}"
    ),
    "distance_near": "within reach: {distance_km} km away",
    "distance_far": "far: {distance_km} km away",
    "border_shared": "{query} and {candidate} share a border",
    "visa_free": ("no visa needed either way between {query} and {candidate} (rules of {when})"),
    "visa_rules": (
        "visa {there} for citizens of {query} going to {candidate}, {back} the other way "
        "(rules of {when})"
    ),
    "entry_permits": (
        "travel between {query} and {candidate} asks for an entry permit, not for a visa"
    ),
    "hours_same": "same time zone",
    "hours_apart": "{hours:hour/hours} of time difference",
    "airport_near": "airport {airport} {distance_km} km from the candidate",
    "airport_far": "nearest airport {airport} is {distance_km} km from the candidate",
    "partners_shared": "{count:shared partner/shared partners}: {partners}",
    "partners_of_partners": (
        "linked through {count:partner/partners} of ours and partners of theirs: {partners}"
    ),
    "neighbours_twinned": (
        "{count:twinning/twinnings} between our neighbours and its area: {places}"
    ),
    "countries_linked": "{count:known twinning/known twinnings} between {query} and {candidate}",
    "countries_linked_before": (
        "{count:twinning/twinnings} between {query} and {candidate} on record; to be checked "
        "whether still active"
    ),
    "countries_unlinked": "no known twinning between {query} and {candidate}",
    "blocs_shared": "{count:bloc/blocs} in common: {blocs}",
    "blocs_none": "no bloc in common",
    "conflict_deaths": (
        "{deaths:death/deaths} in organised violence in {candidate}, {year_from} to {year_to}"
    ),
    "conflict_deaths_together": (
        "{deaths:death/deaths} in organised violence in {candidate} and {other}, which the source "
        "counts together, {year_from} to {year_to}"
    ),
}

NOTES: Final[dict[str, str]] = {
    "region_renumbered": (
        "read {asked} as {region}, by ISO 3166-2; version 0.1.0 read {before} there, which is "
        "{code} now"
    ),
    "name_taken": (
        "took {place} for '{asked}', not {others}: add a country or region to choose another"
    ),
    "name_taken_of_many": (
        "took {place} for '{asked}', not {others} and {more} more: add a country or region to "
        "choose another"
    ),
    "name_read": "took {place} for '{asked}', read as '{matched}'",
    "name_other": "took {place} for '{asked}', a name that lists have for it beside its own",
    "part_of": "{place} is held as a part of {city}: partnerships of {city} are not its own",
    "unit_taken": "took {place} for '{asked}': the largest place known in {unit}",
}
"""How a name of the mandate was read."""

FACT_CHANGES: Final[dict[str, str]] = {
    "population": "with {value:inhabitant/inhabitants} instead of {now}",
    "population_known": "if its population were known to be {value}",
    "role": "if its role were that of the asking city: {role}",
    "river_known": "if it were known to stand on a river",
    "war_known": "if its war history were known: {level}",
    "universities": ("with {value:university/universities} known instead of {now}"),
    "universities_known": "with {value:known university/known universities}",
    "heritage": ("with {value:World Heritage site/World Heritage sites} nearby instead of {now}"),
    "airport_km": "with an airport {value} km away instead of {now} km",
    "visa": "if no visa were needed either way between {query} and {candidate}",
    "twin": "if it were twinned with {partner}, a partner of ours",
}
"""What would have to be true of a candidate, for counterfactuals."""

STANDINGS: Final[dict[str, str]] = {
    "rank_range": "rank {rank_low} to {rank_high} under plausible weights",
    "rank_firm": "rank {rank_low} under all plausible weights",
    "their_list": (
        "on the candidate's own list {city} is number {their_rank} of {their_candidates}; known "
        "partners of the candidate: {their_partners}"
    ),
    "their_list_open": (
        "on the candidate's own list {city} is not among the first {their_looked} of "
        "{their_candidates}; known partners of the candidate: {their_partners}"
    ),
    "mutual": "mutual score {mutual_percent} of 100",
}
"""Where a candidate stands from both sides."""

COUNCIL: Final[dict[str, str]] = {
    "tier_order": "tiers in the members' order: {tiers}",
    "member_list": (
        "{tier}, {member}: shares {shared} of {count} with the list, "
        "Kendall's tau {tau_percent} of 100; first choices: {places}"
    ),
    "veto": "{tier}: {place} would be number {rank} but for the veto of {members}",
    "minority_choice": (
        "{tier}: {place} is listed by {members} at number {best_rank}, "
        "number {consensus_rank} for all"
    ),
}
"""How the members' wishes became one list."""

COUNTERFACTUALS: Final[dict[str, str]] = {
    "ahead_already": "{winner} stands before {over} already",
    "turned_by": "any one of these puts {winner} before {over}:",
    "turned_by_none": "no weight of one criterion and no single fact puts {winner} before {over}",
    "raise": "more weight on {criterion}: {to_weight} instead of {from_weight}",
    "lower": "less weight on {criterion}: {to_weight} instead of {from_weight}",
}
"""What would turn the order of two candidates; a weight is raised or lowered."""

PORTFOLIO: Final[dict[str, str]] = {
    "rank_today": ("rank today: its place in its country's list if the link were not known"),
    "countries": "countries: {named}",
    "continents": "continents: {named}",
    "blocs": "blocs: {named}",
    "languages": "languages: {named}",
    "criteria": "criteria: {named}",
    "aims": "aims: {named}",
    "missing_criteria": "criteria no twin covers: {named}",
    "missing_aims": "aims no twin covers: {named}",
    "adds_country": "{city} would add the country {named}",
    "adds_continent": "{city} would add the continent {named}",
    "adds_blocs": "{city} would add the blocs {named}",
    "adds_languages": "{city} would add the languages {named}",
    "adds_criteria": "{city} would add the criteria {named}",
    "adds_aims": "{city} would add the aims {named}",
    "adds_nothing": "{city} would add nothing new",
    "verdict": "a partnership with {city} is {level}: {reasons}",
}
"""What the present twins of a city cover and what a candidate adds."""

UNKNOWNS: Final[dict[str, str]] = {
    "size.population": "population",
    "size.role": "administrative role",
    "size.standing": "rank by size in its region",
    "geography.river": "whether it stands on a river",
    "geography.coast": "distance to the sea",
    "geography.port": "sea port",
    "geography.lake": "lakes",
    "geography.elevation": "height above the sea",
    "geography.climate": "climate",
    "war_history.level": "war history",
    "war_history.fate": "fate in modern wars",
    "war_history.same_war": "wars in common",
    "war_history.bombs": "tonnage of bombs",
    "shared_past.state": "shared past of the countries",
    "culture.language": "languages",
    "culture.script": "script",
    "culture.heritage": "World Heritage nearby",
    "culture.namesake": "related names",
    "economy.gdp": "GDP per head",
    "economy.airport": "size of the airport",
    "economy.universities": "universities",
    "reach.distance": "distance",
    "reach.border": "border",
    "reach.visa": "visa rules",
    "reach.hours": "time zone",
    "reach.airport": "distance to an airport",
    "network.shared_partners": "shared partners",
    "network.third_step": "partners of partners",
    "network.neighbourhood": "twinnings between neighbours",
    "network.affinity": "twinnings between the countries",
    "politics.blocs": "blocs in common",
    "politics.peace": "organised violence in the country",
}
"""What is missing, by component; every component has its words."""

CRITERION_NAMES: Final[dict[str, str]] = {
    "size": "size and role",
    "geography": "geography",
    "war_history": "war history",
    "shared_past": "ties of the past",
    "culture": "culture and language",
    "economy": "economy and learning",
    "reach": "reach",
    "network": "network",
    "politics": "politics and law",
    "habit": "choices of similar cities",
}

DRIVER_NAMES: Final[dict[str, str]] = {
    "common_partners": "partners in common, near or further on",
    "like_cities": "what neighbouring and similar cities chose",
    "countries": "ties of the two countries and regions",
    "size": "size and standing",
    "distance": "distance",
    "renown": "how well known and how often twinned both are",
    "places": "other facts of the two places",
    "depth": "far from what cities like it chose",
}
"""What drives habit, by key."""


_COUNT: Final = re.compile(r"\{(\w+):([^/}]+)/([^}]+)\}")


@cache
def plural_forms(template: str) -> tuple[str, str, str] | None:
    """Return the counted fact of a template and its text for one and for many.

    Returns
    -------
    tuple of str or None
        None for a template that counts nothing.

    Examples
    --------
    >>> plural_forms("{count:bloc/blocs} in common: {blocs}")
    ('count', '{count} bloc in common: {blocs}', '{count} blocs in common: {blocs}')
    """
    found = _COUNT.search(template)
    if found is None:
        return None
    one, many = (_COUNT.sub(rf"{{\1}} \{form}", template) for form in (2, 3))
    return found[1], one, many


MINUS: Final = "\u2212"
"""What stands before a negative number that a person reads."""

NAMED_IN_PART: Final = frozenset({"partners", "blocs"})
"""Lists that may name fewer than their count says; the text shows that it goes on."""

COMMAS_INSIDE: Final = frozenset({"links"})
"""Lists whose items have commas inside; semicolons stand between them."""

BOMBED_BY_LEVEL: Final = {4: "heavily bombed", 3: "bombed"}
LIGHTLY_BOMBED: Final = "lightly bombed"


def render(template: str, facts: Mapping[str, Any]) -> str:
    """Fill a template with facts written for a reader.

    Parameters
    ----------
    template : str
    facts : mapping
        Numbers get thousands separators, lists become comma-separated text.

    Notes
    -----
    ``{count:one/many}`` writes the number and its noun: "1 one", "2 many".

    Examples
    --------
    >>> render(FINDINGS["blocs_shared"], {"count": 1, "blocs": ["OSCE"]})
    '1 bloc in common: OSCE'
    >>> render(FINDINGS["population_alike"], {"query": 277280, "candidate": 123000})
    'similar size: 277,280 and 123,000 inhabitants'
    """
    shown = {key: _Shown(key, value, f"{key}_country" in facts) for key, value in facts.items()}
    for key in NAMED_IN_PART & facts.keys():
        shown[key].continued = facts.get("count", 0) > len(facts[key])
    return template.format_map(shown)


class _Shown:
    """A fact as a template shows it."""

    def __init__(self, key: str, value: Any, country: bool = False) -> None:
        self._value = value
        self._text = _readable(key, value)
        if country and key != "named":  # a name that stands inside the sentence
            self._text = with_article(self._text)
        self.continued = False

    def __format__(self, nouns: str) -> str:
        if not nouns:
            return f"{self._text}, …" if self.continued else self._text
        one, _, many = nouns.partition("/")
        return f"{self._text} {one if self._value == 1 else many}"


def number_text(value: float, decimals: int = 0) -> str:
    """Write a number in English, a negative one with a minus and not with a hyphen.

    Examples
    --------
    >>> number_text(277280), number_text(-1234.56, 1), number_text(-0.04, 1)
    ('277,280', '−1,234.6', '0.0')
    """
    # Adding a zero takes the sign from what is rounded to nothing.
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)


def _readable(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _war_summary(value)
    if key == "scripts":
        value = [SCRIPT_NAMES.get(one, one) for one in value]
    if key == "blocs":
        value = [str(one).replace("_", " ") for one in value]
    if isinstance(value, list | tuple):
        if key == "languages":
            value = dict.fromkeys(value)  # one name for two scripts of a language
        return ("; " if key in COMMAS_INSIDE else ", ").join(str(one) for one in value) or "none"
    if isinstance(value, bool) or "year" in key:
        return str(value)
    if isinstance(value, int):
        return number_text(value)
    if isinstance(value, float):
        return number_text(value, 0 if value.is_integer() else 1)
    return str(value)


def _war_summary(summary: Mapping[str, Any]) -> str:
    kind = WAR_KINDS.get(summary["kind"], str(summary["kind"]).replace("_", " "))
    if summary["kind"] == "allied_bombs":
        kind = BOMBED_BY_LEVEL.get(summary["level"], LIGHTLY_BOMBED)
    first, last = summary["year_from"], summary["year_to"]
    years = str(first) if first == last or not last else f"{first} to {last}"
    inside = ", ".join(part for part in (summary["war"], years if first else "") if part)
    return f"{kind} ({inside})" if inside else kind
