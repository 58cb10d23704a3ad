"""Cautions on a tier and on what several tiers have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from matcher.answer.cautions import (
    LINK_LIST,
    between_states,
    caution,
    cities_facts,
    city_facts,
    country_facts,
)
from matcher.mandate.model import Mandate
from matcher.mandate.request import TierArea
from matcher.naming.countries import Countries
from matcher.records.answer import Candidate, Caution, TierResult
from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, IntArray
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts
from matcher.world.places import PlaceFactory

_MOST_NAMED: Final = 6

_MOST_COUNTRIES: Final = 3
"""A tier of more countries is told nothing of the people who moved between them and ours."""

_FEWEST: Final = 1_000
"""Fewer people of one country in another are hardly to be found in one city."""


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
    in_doubt: Callable[[str], bool],
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
    in_doubt : callable
        Tells of a country whether partnerships with it that no source has ended may be over.
    """
    result = []
    home = place_facts.country_index.get(city.country, -1)
    broken = place_facts.broken_ties
    for code, rows in areas.items():
        own = between_states(
            link for link in links if link.partner.country == code and link.status == "active"
        )
        doubt = in_doubt(code)
        name = places.country_name(code)
        if own:
            facts = {
                **city_facts(city),
                "country": name,
                "country_country": code,
                **cities_facts([link.partner for link in own], "partners"),
            }
            recorded = any(link.in_doubt for link in own)
            told = "partner_recorded_in_country" if recorded else "partner_in_country"
            result.append(caution(told, "notice", facts, own[0].source))
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
            told = "tier_recorded" if doubt else "tier_twinned"
            result.append(caution(told, "info", facts, LINK_LIST))
    return result


def people_between(
    city: Place, countries: Sequence[str], places: PlaceFactory, atlas: Atlas
) -> list[Caution]:
    """Say how many people of a tier's countries live in the city's, and the other way round."""
    result = []
    for code in countries if len(countries) <= _MOST_COUNTRIES else ():
        for home, away in ((code, city.country), (city.country, code)):
            for row in atlas.table("people_abroad").rows(home):
                if row[c.PARTNER_COUNTRY] == away and row[c.PERSONS] >= _FEWEST:
                    facts = {
                        "away": places.country_name(home), "away_country": home,
                        "country": places.country_name(away), "country_country": away,
                        "count": _rounded(row[c.PERSONS]), "year": row[c.YEAR],
                    }  # fmt: skip
                    result.append(caution("people_abroad", "info", facts))
    return result


def _rounded(persons: int) -> int:
    """Round an estimate to its first two digits.

    Examples
    --------
    >>> _rounded(4484), _rounded(1_267_312), _rounded(1000)
    (4500, 1300000, 1000)
    """
    return int(round(persons, 2 - len(str(persons))))


def _ties_to_country(
    rows: IntArray, graph: PartnershipGraph, countries: IntArray, home: int
) -> list[tuple[int, int]]:
    return [
        (int(row), int(partner))
        for row in rows[graph.degree[rows] > 0]
        for partner in graph.partners(int(row))
        if countries[partner] == home
    ]


def about_bands(bands: IntArray | None, listed: IntArray) -> list[Caution]:
    """Say from which number on a list holds places far from what cities like the query chose.

    Parameters
    ----------
    bands : array of int of shape (n,), optional
        Of all candidates of the tier, see :meth:`matcher.ranking.protocol.Ranker.bands`.
    listed : array of int
        Positions of the listed candidates, best first.
    """
    if bands is None:
        return []
    own = bands[listed].tolist()
    rank = next((rank for rank, band in enumerate(own, start=1) if band > own[0]), 0)
    return [caution("further_down", "info", {"rank": rank})] if rank else []


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
