"""Cautions: what a council must know before it writes, with source and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from matcher.english.cautions import CAUTIONS
from matcher.english.phrases import CRITERION_NAMES, render
from matcher.english.politics import date_text
from matcher.english.politics_areas import PLACE_STATUS
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Caution, CriterionScore, Severity
from matcher.records.dates import a_year_before
from matcher.records.exclusion import Exclusion
from matcher.records.places import Facts, Link, Place
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.completeness import Known
from matcher.world.deaths import counted_together
from matcher.world.places import PlaceFactory
from matcher.world.states.visas import by_permit

CONFLICT_DEATHS: Final = 100
"""Deaths in three years from which conflict in a country is a caution."""

_MANY_DEATHS: Final = 1000
"""Deaths in a country from which a caution on them is a warning."""

VISA_BARRIER: Final = 3
"""Barrier from which the visa rule is a caution: a visa before travel."""

_WHOLE_COUNTRIES: Final = frozenset({"taiwan"})
"""Areas whose status is told of the country, not of one city."""

COMPLETENESS: Final = "overlap of lists and registers, see completeness"
LINK_LIST: Final = "lists of twin towns and dated events, see partnerships"
MEMBER_LIST: Final = "members of blocs by year, see bloc_membership"


def caution(
    code: str, severity: Severity, facts: Facts, source: str = "", date: str = ""
) -> Caution:
    """Make a caution with its rendered text."""
    return Caution(code, severity, render(CAUTIONS[code], facts), facts, source, date)


def about_completeness(city: Place, known: Known | None) -> list[Caution]:
    """Say how many of the partnerships of places like the asking city are known here."""
    if known is None:
        return []
    bound, scope = ("_at_most" if known.at_most else ""), ("_country" if known.whole else "")
    code = f"links_share{bound}{scope}"
    facts = {**country_facts(city), "percent": round(100 * known.share)}
    return [caution(code, "info", facts, COMPLETENESS)]


def about_date(date: dt.date, as_of: str) -> list[Caution]:
    """Say once in an answer for an old day that figures are those of today's tables.

    Parameters
    ----------
    date : datetime.date
        The mandate's.
    as_of : str
        Up to when partnerships are known here, ``""`` where that is not known.
    """
    if not as_of or date >= a_year_before(as_of):
        return []
    facts = {"when": date_text(date.isoformat()), "when_date": date.isoformat()}
    return [caution("old_date", "notice", facts)]


def about_links(city: Place, links: Sequence[Link]) -> list[Caution]:
    """Say which twins are known, which broke, and that lists are incomplete."""
    concluded = [link for link in links if link.status != "proposed"]
    if not concluded:
        return [caution("links_none", "notice", city_facts(city), LINK_LIST)]
    alive = [link for link in concluded if link.alive]
    doubtful = [link for link in alive if link.in_doubt]
    facts = {
        **city_facts(city), "known": len(concluded), "active": len(alive) - len(doubtful),
        "doubtful": len(doubtful),
    }  # fmt: skip
    code = "links_known_in_doubt" if doubtful else "links_known"
    result = [caution(code, "notice", facts, LINK_LIST)]
    broken = [link for link in concluded if link.status in BROKEN_STATUSES]
    proposed = [link for link in links if link.status == "proposed"]
    for code, group in (("links_broken", broken), ("links_proposed", proposed)):
        if group:
            sources = "; ".join(sorted({link.source for link in group}))
            facts = link_facts(group)
            result.append(caution(code, "notice", facts, sources, _dates(group)))
    return result


def _dates(links: Sequence[Link]) -> str:
    """Return when links broke or were proposed, oldest first; ``""`` when no date is known."""
    dates = {link.since if link.status == "proposed" else link.until for link in links}
    return ", ".join(sorted(dates - {""}))


def city_facts(place: Place, key: str = "city") -> dict[str, Any]:
    """Name a city, with its id for other languages."""
    return {key: place.name, f"{key}_city": place.city_id}


def cities_facts(places: Sequence[Place], key: str) -> dict[str, Any]:
    """Name some cities, with their ids for other languages."""
    return {key: [one.name for one in places], f"{key}_city": [one.city_id for one in places]}


def country_facts(place: Place, key: str = "country") -> dict[str, Any]:
    """Name the country of a place, with its code for other languages."""
    return {key: place.country_name, f"{key}_country": place.country}


def link_facts(links: Sequence[Link]) -> dict[str, Any]:
    """Name broken or proposed links, with what another language renders them from."""
    codes = [
        {
            "city": link.partner.city_id,
            "name": link.partner.name,
            "country": link.partner.country,
            "status": link.status,
            "when": link.since if link.status == "proposed" else link.until,
        }
        for link in links
    ]
    return {"links": [_link_text(link) for link in links], "links_link": codes}


def _link_text(link: Link) -> str:
    # The first year of a broken link is not the day it broke.
    when = link.since if link.status == "proposed" else link.until
    return f"{link.partner.name} ({link.partner.country}), {link.status}" + (
        f" ({date_text(when)})" if when else ""
    )


def about_shortlist(candidate: Place, length: int) -> Caution:
    """Say that a chosen place is beyond the shortlist of the ranker.

    Parameters
    ----------
    candidate : Place
    length : int
        Places of its country that the ranker looks closely at.
    """
    facts = {**city_facts(candidate, "candidate"), **country_facts(candidate), "count": length}
    return caution("beyond_shortlist", "notice", facts)


def status_facts(place: Place, code: str) -> dict[str, Any]:
    """Name whose status a sentence tells: a place, or the whole country it lies in."""
    whole = code.split(".")[0] in _WHOLE_COUNTRIES
    named = country_facts(place, "place") if whole else city_facts(place, "place")
    return {**named, "told": PLACE_STATUS[code], "told_status": code}


def about_status(links: Iterable[Link], exclusions: Iterable[Exclusion]) -> list[Caution]:
    """Say once what the status is of places of class A that an answer names as partners."""
    named = [one.partner for one in links if one.status in (*BROKEN_STATUSES, "proposed")]
    named += [one.place for one in exclusions if one.reason not in ("barred", "disputed")]
    by_status: dict[str, list[Place]] = {}
    for place in named:
        for code in place.status:
            found = by_status.setdefault(code, [])
            if code.endswith(".A") and place not in found:
                found.append(place)
    return [
        caution(
            "status_named",
            "notice",
            {**cities_facts(found, "partners"), "told": PLACE_STATUS[code], "told_status": code},
        )
        for code, found in by_status.items()
        if found
    ]


def between_states(links: Iterable[Link]) -> list[Link]:
    """Leave out partnerships with places of class A: they are none of the state's."""
    return [one for one in links if not any(code.endswith(".A") for code in one.partner.status)]


def about_candidate(
    pairs: Pairs,
    place: Place,
    criteria: Mapping[str, CriterionScore],
    links: Sequence[Link],
    places: PlaceFactory,
    in_doubt: bool = False,
) -> tuple[Caution, ...]:
    """Return every caution of one candidate.

    Parameters
    ----------
    pairs : Pairs
    place : Place
    criteria : mapping
        The candidate's scores, for the grades of their evidence.
    links : sequence of Link
        The candidate's partnerships.
    places : PlaceFactory
    in_doubt : bool
        Whether partnerships of the two countries that no source has ended may be over.
    """
    home = pairs.query_country
    result = [*_rivals(place, links, home, places, in_doubt)]
    result += _conflict(pairs, place)
    result += _visas(pairs, home, place.country)
    if place.population is None:
        result.append(
            caution("population_unknown", "info", city_facts(place, "candidate"), "GeoNames")
        )
    weak = [key for key, one in criteria.items() if one.grade == "unreviewed"]
    if weak:
        result.append(unreviewed("evidence_unreviewed", weak))
    return tuple(result)


def unreviewed(code: str, criteria: Sequence[str]) -> Caution:
    """Say behind which criteria general knowledge stands that nobody checked."""
    facts = {
        "criteria": [CRITERION_NAMES[key] for key in criteria],
        "criteria_criterion": list(criteria),
    }
    return caution(code, "info", facts, "grades of the evidence, see criteria")


def _rivals(
    place: Place, links: Sequence[Link], home: str, places: PlaceFactory, in_doubt: bool
) -> list[Caution]:
    result = []
    for code, statuses in (
        ("candidate_recorded" if in_doubt else "candidate_twinned", ("active",)),
        ("candidate_proposed", ("proposed",)),
    ):
        rivals = between_states(
            link for link in links if link.partner.country == home and link.status in statuses
        )
        if rivals:
            facts = {
                **city_facts(place, "candidate"),
                **cities_facts([link.partner for link in rivals], "partners"),
                "country": places.country_name(home),
                "country_country": home,
            }
            dates = ", ".join(sorted({link.since for link in rivals if link.since}))
            sources = "; ".join(sorted({link.source for link in rivals}))
            result.append(caution(code, "notice", facts, sources, dates))
    return result


def _conflict(pairs: Pairs, place: Place) -> list[Caution]:
    known = pairs.place_facts.recent_deaths(pairs.date).get(place.country)
    if known is None or known[0] < CONFLICT_DEATHS:
        return []
    own = pairs.place_facts.recent_deaths(pairs.date).get(pairs.query_country)
    if own is not None and known[0] < _MANY_DEATHS <= own[0]:
        return []  # a country at war warns of none that had few
    deaths, first, last = known
    facts = {
        **country_facts(place), "deaths": deaths, "year_from": first, "year_to": last,
    }  # fmt: skip
    other = counted_together(place.country)
    if other:
        facts |= {"other": pairs.countries.name(other), "other_country": other}
    code = "conflict_together" if other else "conflict"
    severity: Severity = "warning" if deaths >= _MANY_DEATHS else "notice"
    return [caution(code, severity, facts, "UCDP", str(last))]


def _visas(pairs: Pairs, home: str, away: str) -> list[Caution]:
    result, visas = [], pairs.place_facts.visas
    told = visas.tell(pairs.date) and not by_permit(home, away)
    for passport, destination in ((home, away), (away, home)) if told else ():
        rule = visas.rule(passport, destination)
        if rule is not None and passport != destination and rule[0] >= VISA_BARRIER:
            facts = {
                "rule": "needed before travel" if rule[0] == VISA_BARRIER else "not given",
                "passport": pairs.countries.name(passport),
                "destination": pairs.countries.name(destination),
                "passport_country": passport,
                "destination_country": destination,
                "when": date_text(visas.as_of),
                "when_date": visas.as_of,
            }
            result.append(caution("visa_barrier", "info", facts, "passport index", visas.as_of))
    if len({one.facts["rule"] for one in result}) == 1 < len(result):
        one = result[0]
        result = [caution("visa_barrier_both", one.severity, one.facts, one.source, one.date)]
    return result
