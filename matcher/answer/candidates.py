"""Candidates as a council sees them: scores, reasons, cautions and unknowns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer.explain import explain
from matcher.answer.record_cautions import RecordCautions
from matcher.english.partnerships import EXCLUSIONS
from matcher.english.phrases import render
from matcher.mandate.request import TierArea
from matcher.mandate.rules import REASONS
from matcher.maps.geodesy import geodesic_km
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Estimates, Ranker
from matcher.ranking.similarity import SimilarityRanker
from matcher.ranking.weights import summed
from matcher.records.answer import Candidate, Caution, CriterionScore, Exclusion
from matcher.records.criteria import CRITERIA
from matcher.records.places import Link, Place
from matcher.tables.atlas import Array
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.graph import PartnershipGraph
from matcher.world.world import World

_MOST_NAMED_COUNTRIES = 30


class CandidateBuilder:
    """Turn ranked pairs into candidates with everything that speaks for and against.

    Parameters
    ----------
    world : World
    record_cautions : RecordCautions
    similarity : SimilarityRanker
        Measures the visible criteria.
    """

    def __init__(
        self, world: World, record_cautions: RecordCautions, similarity: SimilarityRanker
    ) -> None:
        self.world = world
        self.place_facts = world.place_facts
        self.places = world.places
        self.record_cautions = record_cautions
        self.similarity = similarity

    def candidates(
        self,
        ranker: Ranker,
        pairs: Pairs,
        features: Array,
        weights: dict[str, float],
        links: Sequence[Link],
        estimates: Estimates | None = None,
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
        """
        visible = features if ranker is self.similarity else self.similarity.features(pairs)
        contributions = ranker.contributions(features, weights)
        scores = summed(contributions)
        explained = explain(
            pairs, self.similarity, visible, weights, contributions, ranker.unit == "log_odds"
        )
        home, result = self.places.of_row(pairs.query), []
        for position, why in enumerate(explained):
            place = self.places.of_row(pairs.rows[position])
            theirs = self.world.links(place.city_id, pairs.date)
            result.append(
                Candidate(
                    rank=position + 1,
                    place=place,
                    score=float(scores[position]),
                    combination=float(contributions[position, len(CRITERIA) :].sum()),
                    **_estimated(estimates, position),
                    distance_km=geodesic_km(
                        home.latitude, home.longitude, place.latitude, place.longitude
                    ),
                    criteria=why.criteria,
                    reasons=why.reasons,
                    against=why.against,
                    cautions=self._cautions(pairs, position, place, why.criteria, theirs, links),
                    unknowns=why.unknowns,
                )
            )
        return tuple(result)

    def _cautions(
        self,
        pairs: Pairs,
        position: int,
        place: Place,
        criteria: Mapping[str, CriterionScore],
        theirs: Sequence[Link],
        links: Sequence[Link],
    ) -> tuple[Caution, ...]:
        found = cautions_of.about_candidate(
            pairs, position, place, criteria, theirs, links, self.places
        )
        rendered = self.record_cautions.about_candidate(pairs, place, criteria, theirs, links)
        return tuple(self.record_cautions.dated(one) for one in unique([*found, *rendered]))

    def tier_cautions(
        self, city: Place, links: Sequence[Link], area: TierArea, graph: PartnershipGraph
    ) -> list[Caution]:
        """Return what to know of the countries a tier names, when it names few."""
        if len(area.countries) > _MOST_NAMED_COUNTRIES:
            return []
        rows = {
            code: np.flatnonzero(
                self.place_facts.country == self.place_facts.country_index.get(code, -1)
            )
            for code in area.countries
        }
        return cautions_of.about_tier(city, links, rows, graph, self.place_facts, self.places)


def _estimated(estimates: Estimates | None, position: int) -> dict[str, Any]:
    if estimates is None:
        return {}
    low, high = estimates.rank_low[position], estimates.rank_high[position]
    return {
        "probability": round(float(estimates.probability[position]), 6),
        "rank_low": None if np.isnan(low) else int(low),
        "rank_high": None if np.isnan(high) else int(high),
    }


def partner_exclusion(link: Link) -> Exclusion:
    """Name a partner that is not proposed, with what became of the partnership."""
    if link.status not in BROKEN_STATUSES:
        return Exclusion(link.partner, "partner", REASONS["partner"])
    code = "former_partner_dated" if link.until else "former_partner"
    facts = {"status": link.status, "when": link.until, "source": link.source}
    return Exclusion(link.partner, code, render(EXCLUSIONS[code], facts), facts)


def unique(values: Sequence[object]) -> tuple:  # type: ignore[type-arg]
    """Return values in their order, each once."""
    kept: list[object] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return tuple(kept)
