"""Cautions from the record: twins in the same country, ties that broke, thin evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from matcher.answer.cautions import (
    COMPLETENESS,
    LINK_LIST,
    MEMBER_LIST,
    between_states,
    caution,
    city_facts,
    country_facts,
    link_facts,
    status_facts,
)
from matcher.english.politics import DEFAULTS, date_text
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Caution, CriterionScore
from matcher.records.criteria import CRITERIA
from matcher.records.dates import holds
from matcher.records.places import Link, Place
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas, rows_at
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.places import PlaceFactory
from matcher.world.unit_links import unit_links

STATE_LIST: Final = "relations of states, laws and endings, see state_relations"
DISPUTED_LIST: Final = "places of disputed status, see disputed_places"

THIN_EVIDENCE: Final = 0.5
"""Share of the weighted criteria that must rest on facts to pass without a caution."""

_MOST_NAMED: Final = 6

SOURCE_OF: Final[dict[str, tuple[str, str]]] = {
    "links_known": ("twin_links", LINK_LIST),
    "links_known_in_doubt": ("twin_links", LINK_LIST),
    "links_none": ("twin_links", LINK_LIST),
    "links_share": ("twin_links", COMPLETENESS),
    "links_share_at_most": ("twin_links", COMPLETENESS),
    "links_share_country": ("twin_links", COMPLETENESS),
    "links_share_at_most_country": ("twin_links", COMPLETENESS),
    "links_broken": ("twin_links", LINK_LIST),
    "links_proposed": ("twin_links", LINK_LIST),
    "partner_in_country": ("twin_links", LINK_LIST),
    "partner_recorded_in_country": ("twin_links", LINK_LIST),
    "tier_twinned": ("twin_links", LINK_LIST),
    "tier_recorded": ("twin_links", LINK_LIST),
    "candidate_twinned": ("twin_links", LINK_LIST),
    "candidate_recorded": ("twin_links", LINK_LIST),
    "candidate_proposed": ("twin_links", LINK_LIST),
    "candidate_broken": ("twin_links", LINK_LIST),
    "country_broken": ("twin_links", LINK_LIST),
    "conflict": ("conflict", "UCDP"),
    "conflict_together": ("conflict", "UCDP"),
    "visa_barrier": ("visa", "passport index"),
    "visa_barrier_both": ("visa", "passport index"),
    "people_abroad": ("people_abroad", "United Nations, migrant stock"),
    "population_unknown": ("geonames", "GeoNames"),
    "associate_members": ("curated/blocs", MEMBER_LIST),
    "place_status": ("curated/disputed_places", "tables of disputed and destroyed places"),
    "status_named": ("curated/disputed_places", DISPUTED_LIST),
    "evidence_unreviewed": ("curated/rivers", "grades of the evidence, see criteria"),
    "evidence_unreviewed_several": ("curated/rivers", "grades of the evidence, see criteria"),
    "evidence_thin": ("geonames", "facts known of both cities, see criteria"),
    **dict.fromkeys(DEFAULTS, ("curated/state_relations", STATE_LIST)),
    **dict.fromkeys(
        (
            "disputed_left_out",
            "disputed_admitted",
            "disputed_query",
            "formerly_disputed_query",
            "disputed_authority",
            "tier_disputed",
        ),
        ("curated/disputed_places", DISPUTED_LIST),
    ),
}
"""Source in the manifest whose date a caution bears when its facts have none, and its name."""


class RecordCautions:
    """What the record says of two cities and of their countries.

    Parameters
    ----------
    atlas : Atlas
    places : PlaceFactory
    """

    def __init__(self, atlas: Atlas, places: PlaceFactory) -> None:
        self._atlas = atlas
        self._places = places

    @property
    def links_known(self) -> str:
        """Up to when partnerships are known, ISO 8601; ``""`` where a manifest does not say."""
        return str(self._source("twin_links").get("date", ""))

    def about_candidate(
        self,
        pairs: Pairs,
        place: Place,
        criteria: Mapping[str, CriterionScore],
        links: Sequence[Link],
        own_links: Sequence[Link],
    ) -> list[Caution]:
        """Return the cautions of one candidate that rest on the record.

        Parameters
        ----------
        pairs : Pairs
        place : Place
            The candidate.
        criteria : mapping
            The candidate's scores.
        links, own_links : sequence of Link
            Partnerships of the candidate and of the query.
        """
        city = self._places.of_row(pairs.query, pairs.date)
        theirs = [one for one in links if _broken(one) and one.partner.country == city.country]
        result = [*self._twins(city, place, own_links), *self._units(city, place, pairs.date)]
        if theirs:
            facts = {**city_facts(place, "candidate"), **country_facts(city), **link_facts(theirs)}
            result.append(caution("candidate_broken", "notice", facts, *_provenance(theirs)))
        result += self._country_broken(city, place, pairs.date)
        result += self._status(city, place, pairs.date)
        result += _thin(criteria)
        return result

    def _twins(self, city: Place, place: Place, own_links: Sequence[Link]) -> Iterator[Caution]:
        """Warn of a living twin in the candidate's country, whatever the tier names."""
        alive = (one for one in own_links if one.alive and one.partner.country == place.country)
        twins = between_states(alive)
        if twins and place.country != city.country:
            facts = {
                **city_facts(city),
                **country_facts(place),
                "partners": [one.partner.name for one in twins],
                "partners_city": [one.partner.city_id for one in twins],
            }
            doubt = any(one.in_doubt for one in twins)
            code = "partner_recorded_in_country" if doubt else "partner_in_country"
            yield caution(code, "notice", facts, *_provenance(twins))

    def _units(self, city: Place, place: Place, date: dt.date) -> Iterator[Caution]:
        """Tell of broken ties between districts or counties of the two, or one of them."""
        for one in unit_links(self._atlas, city.city_id):
            broken = one.status in BROKEN_STATUSES and holds(one.until, "", date)
            if broken and one.partner_id == place.city_id:
                facts = {
                    "own": one.own_unit or city.name, "partner": one.partner,
                    "status": one.status, "status_state": one.status,
                    "when": date_text(one.until), "when_date": one.until,
                }  # fmt: skip
                yield caution("unit_broken", "notice", facts, one.source, one.until)

    def _status(self, city: Place, place: Place, date: dt.date) -> Iterator[Caution]:
        """Tell of a destroyed town, and of a status that matters between the two."""
        for one, other in ((city, place), (place, city)):
            for code in self._places.status_between(one, other, date):
                yield caution("place_status", "notice", status_facts(one, code))

    @cached_property
    def _broken(self) -> dict[frozenset[str], list[tuple[Place, Place, Mapping[str, Any]]]]:
        """Broken ties by their two countries."""
        table = self._atlas.table("partnerships")
        rows = np.flatnonzero(np.isin(table.column(c.STATUS).astype(str), BROKEN_STATUSES))
        found: dict[frozenset[str], list[tuple[Place, Place, Mapping[str, Any]]]] = {}
        for row in rows_at(table.data, rows).to_pylist():
            ends = [self._places.of_id(row[number]) for number in (c.CITY_ID_A, c.CITY_ID_B)]
            pair = frozenset(one.country for one in ends)
            found.setdefault(pair, []).append((ends[0], ends[1], row))
        return found

    def _country_broken(self, city: Place, place: Place, date: dt.date) -> Iterator[Caution]:
        """Name ties of the two countries broken by a date that neither of the two cities had."""
        here = {city.city_id, place.city_id}
        found = []
        for one, other, row in self._broken.get(frozenset((city.country, place.country)), ()):
            ends = (one, other) if one.country == city.country else (other, one)
            broken = holds(row[c.UNTIL] or row[c.SINCE], "", date)
            ids = {one.city_id, other.city_id}
            # A partnership that ended since a place is held is none of the state's.
            held = any(self._places.is_held(city_id, date) for city_id in ids)
            if broken and not held and not here & ids:
                found.append((*ends, row))
        if found and city.country != place.country:
            facts = {
                **country_facts(city),
                **country_facts(place, "away"),
                **_pair_facts([[a.city_id, a.name, b.city_id, b.name] for a, b, _ in found]),
            }
            source = "; ".join(sorted({row[c.SOURCE] for *_, row in found}))
            last = max(row[c.UNTIL] or row[c.SINCE] for *_, row in found)
            yield caution("country_broken", "info", facts, source, last)

    def dated(self, one: Caution) -> Caution:
        """Return a caution with the source and the date of its data where it names none."""
        key, source = SOURCE_OF.get(one.code, ("", ""))
        date = str(self._source(key).get("date", ""))
        return replace(one, source=one.source or source, date=one.date or date)

    def _source(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._atlas.manifest.get("sources", {}).get(key, {})
        return found


def without_pairs(one: Caution, named: Set[frozenset[int]]) -> Caution | None:
    """Leave broken ties that are told with their city out of those of other cities.

    Returns
    -------
    Caution or None
        None where nothing is left to tell.
    """
    if one.code != "country_broken":
        return one
    kept = [pair for pair in one.facts["links_pair"] if frozenset((pair[0], pair[2])) not in named]
    left_out = len(one.facts["links_pair"]) - len(kept)
    facts = {**one.facts, **_pair_facts(kept), "count": one.facts["count"] - left_out}
    return caution(one.code, one.severity, facts, one.source, one.date) if kept else None


def _pair_facts(pairs: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Name the first of some partnerships, each given as the ids and names of its ends."""
    named = pairs[:_MOST_NAMED]
    return {
        "count": len(pairs),
        "links": [f"{one[1]} with {one[3]}" for one in named],
        "links_pair": list(named),
    }


def _broken(link: Link) -> bool:
    return link.status in BROKEN_STATUSES


def _thin(criteria: Mapping[str, CriterionScore]) -> Iterator[Caution]:
    weights = np.array([criteria[key].weight for key in CRITERIA])
    known = np.array([criteria[key].known_share for key in CRITERIA])
    if not weights.any():
        return
    share = float(weights @ known / weights.sum())
    if share < THIN_EVIDENCE:
        yield caution("evidence_thin", "notice", {"percent": round(100 * share)})


def _provenance(links: Sequence[Link]) -> tuple[str, str]:
    source = "; ".join(sorted({link.source for link in links}))
    dates = sorted({link.until or link.since for link in links} - {""})
    return source, ", ".join(dates)
