"""Cautions: what a council must know before it writes, with source and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from matcher.english.cautions import CAUTIONS
from matcher.english.phrases import CRITERION_NAMES, render
from matcher.english.politics import date_text
from matcher.mandate.model import Mandate
from matcher.mandate.request import TierArea
from matcher.naming.countries import Countries
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Candidate, Caution, CriterionScore, Severity, TierResult
from matcher.records.places import Facts, Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import IntArray
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.completeness import Known
from matcher.world.deaths import counted_together
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts
from matcher.world.places import PlaceFactory
from matcher.world.states.visas import by_permit

CROWDED: Final = 25
"""A candidate with this many known partners may have little room for another."""

CONFLICT_DEATHS: Final = 100
"""Deaths in three years from which conflict in a country is a caution."""

VISA_BARRIER: Final = 3
"""Barrier from which the visa rule is a caution: a visa before travel."""

COMPLETENESS: Final = "overlap of lists and registers, see completeness"
LINK_LIST: Final = "lists of twin towns and dated events, see partnerships"
MEMBER_LIST: Final = "members of blocs by year, see bloc_membership"
_MOST_NAMED: Final = 6


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


def about_links(city: Place, links: Sequence[Link]) -> list[Caution]:
    """Say which twins are known, which broke, and that lists are incomplete."""
    concluded = [link for link in links if link.status != "proposed"]
    if not concluded:
        return [caution("links_none", "notice", city_facts(city), LINK_LIST)]
    alive = [link for link in concluded if link.alive]
    facts = {**city_facts(city), "known": len(concluded), "active": len(alive)}
    result = [caution("links_known", "notice", facts, LINK_LIST)]
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


def _cities(places: Sequence[Place], key: str) -> dict[str, Any]:
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


def about_blocs(area: TierArea, mandate: Mandate, countries: Countries) -> list[Caution]:
    """Say which countries a tier holds as associate members of a bloc it names.

    Parameters
    ----------
    area : TierArea
    mandate : Mandate
        Its date, and whether it takes associate members, count.
    countries : Countries
    """
    result = []
    for text in area.tier.blocs:
        bloc = countries.bloc(text)
        members = countries.members(bloc, mandate.date, mandate.limits.include_associates)
        associates = [code for code, status in members.items() if status == "associate"]
        if associates:
            facts = {
                "blocs": [bloc],
                "blocs_bloc": [(bloc, "full")],
                "countries": [countries.name(code) for code in associates],
                "countries_country": associates,
            }
            result.append(caution("associate_members", "info", facts))
    return result


def about_overlap(tiers: Sequence[TierResult]) -> tuple[TierResult, ...]:
    """Tell each candidate that stands on several lists of the others.

    Tiers may overlap, and each list is complete by itself: a place of two tiers
    stands on both, and says so on both.
    """
    stands: dict[int, list[tuple[str, int]]] = {}
    for tier in tiers:
        for one in tier.candidates:
            stands.setdefault(one.place.city_id, []).append((tier.name, one.rank))

    def rendered(one: Candidate, name: str) -> Candidate:
        others = [at for at in stands[one.place.city_id] if at[0] != name]
        found = [
            caution(
                "listed_twice",
                "info",
                {**city_facts(one.place, "candidate"), "tier": tier, "rank": rank},
                "tiers of the mandate",
            )
            for tier, rank in others
        ]
        return replace(one, cautions=(*one.cautions, *found)) if found else one

    return tuple(
        replace(tier, candidates=tuple(rendered(one, tier.name) for one in tier.candidates))
        for tier in tiers
    )


def about_tier(
    city: Place,
    links: Sequence[Link],
    areas: Mapping[str, IntArray],
    graph: PartnershipGraph,
    place_facts: PlaceFacts,
    places: PlaceFactory,
) -> list[Caution]:
    """Warn of twins the city has in a tier's countries and of its rivals there.

    Parameters
    ----------
    city : Place
    links : sequence of Link
        The city's own partnerships.
    areas : mapping of country code to rows
        Countries a tier names, with the rows of their places.
    graph : PartnershipGraph
    place_facts : PlaceFacts
    places : PlaceFactory
    """
    result = []
    home = place_facts.country_index.get(city.country, -1)
    broken = place_facts.broken_ties
    for code, rows in areas.items():
        own = [link for link in links if link.partner.country == code and link.status == "active"]
        name = places.country_name(code)
        if own:
            facts = {
                **city_facts(city),
                "country": name,
                "country_country": code,
                **_cities([link.partner for link in own], "partners"),
            }
            result.append(caution("partner_in_country", "notice", facts, own[0].source))
        ties = _ties_to_country(rows, graph, place_facts.country, home)
        ties = [
            (a, b)
            for a, b in ties
            if (a, b) not in broken and places.of_row(b).city_id != city.city_id
        ]
        if ties and code != city.country:
            pairs = [(places.of_row(a), places.of_row(b)) for a, b in ties[:_MOST_NAMED]]
            facts = {
                **country_facts(city),
                "links": [f"{a.name} with {b.name}" for a, b in pairs],
                "links_pair": [[a.city_id, a.name, b.city_id, b.name] for a, b in pairs],
            }
            result.append(caution("tier_twinned", "info", facts, LINK_LIST))
    return result


def _ties_to_country(
    rows: IntArray, graph: PartnershipGraph, countries: IntArray, home: int
) -> list[tuple[int, int]]:
    return [
        (int(row), int(partner))
        for row in rows[graph.degree[rows] > 0]
        for partner in graph.partners(int(row))
        if countries[partner] == home
    ]


def about_candidate(
    pairs: Pairs,
    position: int,
    place: Place,
    criteria: Mapping[str, CriterionScore],
    links: Sequence[Link],
    own_links: Sequence[Link],
    places: PlaceFactory,
) -> tuple[Caution, ...]:
    """Return every caution of one candidate.

    Parameters
    ----------
    pairs : Pairs
    position : int
        Position of the candidate among the pairs.
    place : Place
    criteria : mapping
        The candidate's scores, for the grades of their evidence.
    links : sequence of Link
        The candidate's partnerships.
    own_links : sequence of Link
        The query's partnerships.
    places : PlaceFactory
    """
    home = pairs.query_country
    result = [*_rivals(place, links, home, places)]
    broken = [
        link
        for link in own_links
        if link.partner.country == place.country and link.status in BROKEN_STATUSES
    ]
    if broken:
        facts = {
            "city": pairs.fact(c.NAME),
            "city_city": pairs.fact(c.CITY_ID),
            **country_facts(place),
            **link_facts(broken),
        }
        sources = "; ".join(sorted({link.source for link in broken}))
        result.append(caution("broken_with_country", "warning", facts, sources, _dates(broken)))
    degree = int(pairs.graph.degree[pairs.rows[position]])
    partners = degree - sum(link.status in BROKEN_STATUSES for link in links)
    if partners >= CROWDED:
        facts = {**city_facts(place, "candidate"), "count": partners}
        result.append(caution("crowded", "info", facts, LINK_LIST))
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


def _rivals(place: Place, links: Sequence[Link], home: str, places: PlaceFactory) -> list[Caution]:
    result = []
    for code, statuses in (
        ("candidate_twinned", ("active",)),
        ("candidate_proposed", ("proposed",)),
    ):
        rivals = [
            link for link in links if link.partner.country == home and link.status in statuses
        ]
        if rivals:
            facts = {
                **city_facts(place, "candidate"),
                **_cities([link.partner for link in rivals], "partners"),
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
    deaths, first, last = known
    facts = {
        **country_facts(place), "deaths": deaths, "year_from": first, "year_to": last,
    }  # fmt: skip
    other = counted_together(place.country)
    if other:
        facts |= {"other": pairs.countries.name(other), "other_country": other}
    code = "conflict_together" if other else "conflict"
    severity: Severity = "warning" if deaths >= 1000 else "notice"
    return [caution(code, severity, facts, "UCDP", str(last))]


def _visas(pairs: Pairs, home: str, away: str) -> list[Caution]:
    result = []
    for passport, destination in () if by_permit(home, away) else ((home, away), (away, home)):
        rule = pairs.place_facts.visas.rule(passport, destination)
        if rule is not None and passport != destination and rule[0] >= VISA_BARRIER:
            facts = {
                "rule": "needed before travel" if rule[0] == VISA_BARRIER else "not given",
                "passport": pairs.countries.name(passport),
                "destination": pairs.countries.name(destination),
                "passport_country": passport,
                "destination_country": destination,
            }
            result.append(caution("visa_barrier", "info", facts, "passport index", "2025-01"))
    if len({one.facts["rule"] for one in result}) == 1 < len(result):
        one = result[0]
        result = [caution("visa_barrier_both", one.severity, one.facts, one.source, one.date)]
    return result


def about_depth(mandate: Mandate, tiers: Sequence[TierResult], most: int) -> list[Caution]:
    """Say where a rule on the other side's list was not tried on every candidate.

    Parameters
    ----------
    mandate : Mandate
    tiers : sequence of TierResult
    most : int
        Candidates of a tier that are asked from their side.
    """
    if mandate.order != "mutual" and mandate.limits.their_rank_max is None:
        return []
    return [
        caution(
            "sided_depth",
            "info",
            {"tier": tier.name, "count": most, "eligible": tier.eligible},
            "limits of the mandate",
            mandate.date.isoformat(),
        )
        for tier in tiers
        if tier.eligible > most
    ]
