"""Candidates as a council sees them: scores, reasons, cautions and unknowns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer import tier_cautions
from matcher.answer.explain import OF_LIFE_THERE, OF_PEOPLE, OF_STATUS, OF_THE_WAY, explain
from matcher.answer.feasibility import FeasibilityWriter
from matcher.answer.habit import Standings, habits_of
from matcher.answer.record_cautions import RecordCautions, without_pairs
from matcher.mandate.reasons import own_endings
from matcher.mandate.resolved import ResolvedMandate
from matcher.maps.geodesy import geodesic_km
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Estimates, Ranker
from matcher.ranking.similarity import SimilarityRanker
from matcher.ranking.weights import summed
from matcher.records.answer import Candidate, Caution, CriterionScore, TierResult
from matcher.records.criteria import CRITERIA
from matcher.records.feasibility import PairFeasibility
from matcher.records.places import Link, Place
from matcher.tables.atlas import Array
from matcher.world.world import World

_MOST_NAMED_COUNTRIES = 30

NATIONAL: Final = frozenset(
    {
        "visa_barrier",
        "visa_barrier_both",
        "conflict",
        "conflict_together",
        "country_broken",
        "partner_in_country",
        "partner_recorded_in_country",
    }
)
"""Cautions that hold for every place of a candidate's country."""


class CandidateBuilder:
    """Turn ranked pairs into candidates with everything that speaks for and against.

    Parameters
    ----------
    world : World
    record_cautions : RecordCautions
    similarity : SimilarityRanker
        Measures the visible criteria.
    feasibility : FeasibilityWriter
        Judges what may be signed.
    """

    def __init__(
        self,
        world: World,
        record_cautions: RecordCautions,
        similarity: SimilarityRanker,
        feasibility: FeasibilityWriter,
    ) -> None:
        self.world = world
        self.place_facts = world.place_facts
        self.places = world.places
        self.record_cautions = record_cautions
        self.similarity = similarity
        self.feasibility = feasibility

    def candidates(
        self,
        ranker: Ranker,
        pairs: Pairs,
        features: Array,
        weights: dict[str, float],
        links: Sequence[Link],
        estimates: Estimates | None = None,
        standings: Standings | None = None,
    ) -> tuple[Candidate, ...]:
        """Return the candidates of some pairs in their order, ranked from 1.

        Parameters
        ----------
        ranker : Ranker
            Gives the score and the contributions.
        pairs : Pairs
        features : array of shape (n, n_features)
            What the ranker measured of them.
        weights : dict of str to float
            The council's weights.
        links : sequence of Link
            Partnerships of the query.
        estimates : Estimates, optional
            Their probabilities and rank intervals.
        standings : Standings, optional
            Where they stand among all that they are ranked among.
        """
        visible = ranker.components(features)
        contributions = ranker.contributions(features, weights)
        scores = summed(contributions)
        home, result = self.places.of_row(pairs.query, pairs.date), []
        places = [self.places.of_row(row, pairs.date) for row in pairs.rows]
        explained = explain(
            pairs, self.similarity, visible, weights, contributions,
            [self._untold(home, one, pairs.date) for one in places],
        )  # fmt: skip
        habits = habits_of(ranker, features, weights, contributions[:, -1], standings)
        ended = own_endings(links, self.world.atlas)
        for position, (place, why) in enumerate(zip(places, explained, strict=True)):
            theirs = [
                one
                for one in self.world.links(place.city_id, pairs.date)
                if one.partner.city_id != home.city_id  # its tie with us is told as our own
            ]
            row = int(pairs.rows[position])
            _, judged = self.feasibility.verdict(pairs.query, row, pairs.date, ended.get(row))
            result.append(
                Candidate(
                    rank=position + 1,
                    place=place,
                    score=float(scores[position]),
                    habit=habits[position],
                    **_estimated(estimates, position),
                    distance_km=geodesic_km(
                        home.latitude, home.longitude, place.latitude, place.longitude
                    ),
                    criteria=why.criteria,
                    reasons=why.reasons,
                    against=why.against,
                    cautions=self._cautions(pairs, place, why.criteria, theirs, links, judged),
                    unknowns=why.unknowns,
                    feasibility=judged,
                )
            )
        return tuple(result)

    def _untold(self, home: Place, place: Place, date: dt.date) -> frozenset[str]:
        """Return the findings that are not told: size of a destroyed town, a way that is shut."""
        gone = home.is_destroyed or place.is_destroyed
        states, ends = self.place_facts.states, (home.country, place.country)
        told_not = {
            OF_PEOPLE: gone,
            OF_LIFE_THERE: gone or self._held(home, place, date),
            OF_THE_WAY: self.way_shut(home, place, date),
            # Of two states at odds a language in common is no tie that a city would name.
            frozenset({"language_shared"}): states.ties_in_doubt(*ends, date),
            OF_STATUS: states.unrecognised(*ends, date),
        }
        return frozenset().union(*(codes for codes, holds in told_not.items() if holds))

    def _held(self, home: Place, place: Place, date: dt.date) -> bool:
        return any(self.places.is_held(one.city_id, date) for one in (home, place))

    def way_shut(self, home: Place, place: Place, date: dt.date) -> bool:
        """Tell whether no ease of travel is told of two places.

        Parameters
        ----------
        home, place : Place
        date : datetime.date
        """
        gone = home.is_destroyed or place.is_destroyed or self._held(home, place, date)
        return gone or self.place_facts.states.way_closed(home.country, place.country, date)

    def _cautions(
        self,
        pairs: Pairs,
        place: Place,
        criteria: Mapping[str, CriterionScore],
        theirs: Sequence[Link],
        links: Sequence[Link],
        judged: PairFeasibility,
    ) -> tuple[Caution, ...]:
        rules, home = self.feasibility.rules, pairs.query_country
        doubt = rules.ties_in_doubt(home, place.country, pairs.date)
        found = cautions_of.about_candidate(pairs, place, criteria, theirs, self.places, doubt)
        rendered = self.record_cautions.about_candidate(pairs, place, criteria, theirs, links)
        if judged.told:
            # The verdict says better what stands between the two countries.
            found = tuple(one for one in found if not one.code.startswith("conflict"))
        if any(one.code.startswith("wave_") for one in judged.reasons):
            rendered = [one for one in rendered if one.code != "country_broken"]
        return tuple(self.record_cautions.dated(one) for one in unique([*found, *rendered]))

    def tier_cautions(self, resolved: ResolvedMandate, tier: TierResult) -> list[Caution]:
        """Return what to know of the countries a tier names, when it names few."""
        if len(tier.countries) > _MOST_NAMED_COUNTRIES:
            return []
        rows = {
            code: np.flatnonzero(
                self.place_facts.country == self.place_facts.country_index.get(code, -1)
            )
            for code in tier.countries
        }
        city, rules, date = resolved.city, self.feasibility.rules, resolved.request.mandate.date
        found = tier_cautions.about_tier(
            city, resolved.links, rows, resolved.graph, self.place_facts, self.places,
            lambda code: rules.ties_in_doubt(city.country, code, date),
        )  # fmt: skip
        friendly = [
            code
            for code in tier.countries
            if tier.candidates and not rules.ties_in_doubt(city.country, code, date)
        ]
        found += tier_cautions.people_between(city, friendly, self.places, self.world.atlas)
        # Who is twinned already serves to choose among candidates; a tier may have none.
        return [one for one in found if tier.candidates or not one.code.startswith("tier_")]


def told_once(tier: TierResult, answered: Sequence[Caution], one_country: bool) -> TierResult:
    """Tell at the tier what holds for a whole country, and nowhere what the answer says.

    What holds for the country of a single candidate of several countries stays with it.

    Parameters
    ----------
    tier : TierResult
    answered : sequence of Caution
        Those of the whole answer.
    one_country : bool
        Whether all places of the tier lie in one country.
    """
    known = {_said(one) for one in answered}
    kept = [[one for one in each.cautions if _said(one) not in known] for each in tier.candidates]
    # The status of the asking city is told with each candidate whose country it matters to.
    national = [one for own in kept for one in own if one.code in (*NATIONAL, "place_status")]
    times = Counter(map(_said, national))
    shared = {
        _said(one): one
        for one in national
        if times[_said(one)] > 1 or (one_country and one.code in NATIONAL)
    }
    weak = Counter(key for own in kept for one in own for key in _weak(one))
    often = [key for key in CRITERIA if weak[key] > 1]
    found = next((one for own in kept for one in own if _weak(one)), None)
    told = []
    if found is not None and often:
        told = [replace(cautions_of.unreviewed(f"{found.code}_several", often), date=found.date)]
    candidates = tuple(
        replace(candidate, cautions=tuple(_own(own, shared, often)))
        for candidate, own in zip(tier.candidates, kept, strict=True)
    )
    named = {frozenset(pair) for own in kept for one in own for pair in _broken_of(one)}
    wide = (without_pairs(one, named) for one in _widest(shared.values()))
    of_tier = (*tier.cautions, *(one for one in wide if one is not None), *told)
    return replace(tier, cautions=of_tier, candidates=candidates)


def _widest(cautions: Collection[Caution]) -> Iterator[Caution]:
    """Leave out a count of broken ties of two countries that another holds within it.

    A candidate's own tie is not among those of other cities, so counts differ by it.
    """
    most: Counter[tuple[str, str]] = Counter()
    for one in cautions:
        if one.code == "country_broken":
            pair = one.facts["country"], one.facts["away"]
            most[pair] = max(most[pair], one.facts["count"])
    for one in cautions:
        if one.code != "country_broken":
            yield one
        elif most.get((one.facts["country"], one.facts["away"])) == one.facts["count"]:
            del most[one.facts["country"], one.facts["away"]]
            yield one


def _broken_of(one: Caution) -> Iterator[tuple[int, int]]:
    """Return the broken partnerships that a caution tells of a candidate, as pairs of ids."""
    if one.code == "candidate_broken":
        for link in one.facts["links_link"]:
            yield one.facts["candidate_city"], link["city"]


def _own(
    cautions: Sequence[Caution], shared: Collection[tuple[str, str]], often: Sequence[str]
) -> Iterator[Caution]:
    """Leave out of a candidate's cautions what its tier tells."""
    for one in cautions:
        rest = [key for key in _weak(one) if key not in often]
        if _said(one) not in shared and (rest or not _weak(one)):
            same = len(rest) == len(_weak(one))
            yield (
                one
                if same
                else replace(
                    cautions_of.unreviewed(one.code, rest), source=one.source, date=one.date
                )
            )


def _weak(one: Caution) -> list[str]:
    """Return the criteria that a caution says nobody checked."""
    return one.facts["criteria_criterion"] if one.code == "evidence_unreviewed" else []


def _said(one: Caution) -> tuple[str, str]:
    return one.code, one.text


def _estimated(estimates: Estimates | None, position: int) -> dict[str, Any]:
    if estimates is None:
        return {}
    low, high = estimates.rank_low[position], estimates.rank_high[position]
    return {
        "probability": round(float(estimates.probability[position]), 6),
        "rank_low": None if np.isnan(low) else int(low),
        "rank_high": None if np.isnan(high) else int(high),
    }


def unique(values: Sequence[object]) -> tuple:  # type: ignore[type-arg]
    """Return values in their order, each once."""
    kept: list[object] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return tuple(kept)
