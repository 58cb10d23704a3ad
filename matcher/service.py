"""One service under every surface: recommend, explain, compare, profile, search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from matcher import cautions as cautions_of
from matcher.atlas import LEARNED_CARD, Array, Atlas, IntArray
from matcher.countries import Countries
from matcher.eligibility import REASONS, Verdict, judge
from matcher.errors import MandateError
from matcher.explain import explain
from matcher.gazetteer import Gazetteer, PlaceMatch
from matcher.geodesy import geodesic_km
from matcher.graph import PartnershipGraph
from matcher.links import known_links
from matcher.mandate import CRITERIA, Mandate
from matcher.own_places import read_own_places
from matcher.pairs import Pairs
from matcher.places import PlaceFactory
from matcher.profile import CityProfile, read_profile
from matcher.profiles import Profiles
from matcher.ranker import Estimates, Ranker, SimilarityRanker
from matcher.records import (
    Candidate,
    Caution,
    Exclusion,
    Link,
    Place,
    Recommendation,
    TierResult,
)
from matcher.request import Request, RequestReader, TierArea

SIMILARITY_FILE = "ranker/similarity.json"
MODELS = ("learned", "similarity")
SCORE_DECIMALS = 9
_WIDER = 20
_MOST_NAMED_COUNTRIES = 30


class Matcher:
    """Answer every question about twin cities over one set of tables.

    Parameters
    ----------
    atlas : Atlas
        The loaded tables.
    similarity : SimilarityRanker
        The transparent criteria, fitted.
    model : {"learned", "similarity"}, optional
        What ranks; the learned ranker where the tables ship one.

    Examples
    --------
    >>> matcher = Matcher.load()
    >>> mandate = Mandate.parse({"city": "Kostroma", "count": 1, "date": "2026-01-01",
    ...     "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]})
    >>> matcher.recommend(mandate).tiers[0].candidates[0].place.country
    'TM'
    """

    def __init__(
        self, atlas: Atlas, similarity: SimilarityRanker, model: str | None = None
    ) -> None:
        if model not in (None, *MODELS):
            raise MandateError(f"no model is called {model!r}: choose from {', '.join(MODELS)}")
        self.atlas = atlas
        self.similarity = similarity
        self.model = model
        self.profiles = Profiles(atlas)
        self.countries = Countries(atlas)
        self.gazetteer = Gazetteer(atlas)
        self.places = PlaceFactory(atlas, self.countries)
        self._reader = RequestReader(atlas, self.profiles, self.countries, self.gazetteer)

    @classmethod
    def load(cls, directory: str | Path | None = None, model: str | None = None) -> Matcher:
        """Load the shipped tables and ranker, or those of another folder.

        Parameters
        ----------
        directory : path, optional
        model : {"learned", "similarity"}, optional
            What ranks; the learned ranker where the tables ship one.

        Raises
        ------
        DataError, ModelError
            A table or the ranker is missing, damaged or of another version.
        MandateError
            No model has that name.
        """
        atlas = Atlas.load(directory)
        return cls(atlas, SimilarityRanker.from_json(atlas.artefact(SIMILARITY_FILE)), model)

    @cached_property
    def ranker(self) -> Ranker:
        """What ranks, loaded when first asked for.

        Raises
        ------
        DataError, ModelError
            The learned ranker is missing, damaged or does not fit the tables.
        """
        shipped = LEARNED_CARD in self.atlas.manifest.get("files", {})
        if self.model == "similarity" or (self.model is None and not shipped):
            return self.similarity
        from matcher.artefact import load_artefact
        from matcher.learned import LearnedRanker
        from matcher.placefacts import PlaceFacts

        artefact = load_artefact(self.atlas)
        ranker = LearnedRanker.from_artefact(artefact, PlaceFacts(self.profiles))
        ranker.settle(self.graph, artefact.neighbours)
        return ranker

    def with_own_places(self, path: str | Path) -> tuple[Matcher, tuple[int, ...]]:
        """Return a matcher that also knows a user's own places, and their ids.

        Parameters
        ----------
        path : path
            CSV with name, country, latitude, longitude, population.

        Raises
        ------
        InputTableError
            The file cannot be read or a line is wrong; the message names it.
        """
        own = read_own_places(path, self.atlas, self.countries)
        return Matcher(own.atlas, self.similarity, self.model), own.city_ids

    @cached_property
    def graph(self) -> PartnershipGraph:
        """The known partnerships as a graph over rows of places."""
        return PartnershipGraph.from_atlas(self.atlas)

    def recommend(self, mandate: Mandate) -> Recommendation:
        """Rank the candidates a mandate allows, tier by tier, with reasons.

        Parameters
        ----------
        mandate : Mandate

        Returns
        -------
        Recommendation

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        request = self._reader.read(mandate)
        city = self.places.of_row(request.query)
        links = self.links(city.city_id, request)
        graph = self._graph_for(request, links)
        results, cautions, exclusions = [], cautions_of.about_links(city, links), []
        counts: dict[str, int] = {}
        for area in request.areas:
            verdict = judge(
                self.profiles,
                graph,
                request.scope(self._taken(links, mandate), area),
                mandate.limits,
            )
            results.append(self._tier(request, area, verdict, graph, links))
            for reason, count in verdict.counts(area.mask).items():
                counts[reason] = counts.get(reason, 0) + count
            exclusions += self._notable(area, verdict, links)
            cautions += self._tier_cautions(city, links, area, graph)
        named = sorted({code for area in request.areas for code in area.countries})
        cautions += cautions_of.about_events(self.profiles, city, named, mandate.date)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=tuple(results),
            links=links,
            cautions=_unique(cautions),
            excluded=counts,
            exclusions=_unique(exclusions),
            provenance=self.provenance(mandate),
            notes=request.notes,
        )

    def explain(self, mandate: Mandate, candidate: str) -> Recommendation:
        """Explain one candidate, wherever it would rank.

        Parameters
        ----------
        mandate : Mandate
            Its tiers are replaced by the candidate alone.
        candidate : str
            Name, ``Name, Country`` or id.
        """
        return self.compare(mandate, [candidate])

    def compare(self, mandate: Mandate, candidates: Sequence[str]) -> Recommendation:
        """Explain several candidates side by side, best first.

        Hard rules do not hide a place here: the answer names the rule that
        would keep it out among the exclusions.
        """
        found = [self.gazetteer.resolve(text) for text in candidates]
        request = self._reader.read(mandate.model_copy(update={"tiers": ()}))
        city = self.places.of_row(request.query)
        links = self.links(city.city_id, request)
        graph = self._graph_for(request, links)
        rows = np.unique([self.atlas.row(one.city_id) for one in found])
        area = replace(request.areas[0], countries=())
        verdict = judge(
            self.profiles, graph, request.scope(self._taken(links, mandate), area), mandate.limits
        )
        ranked = self._ranked(request, graph, links, rows, len(rows), None)
        exclusions = [
            self._exclusion(int(row), verdict.reason(int(row)))
            for row in rows
            if verdict.reason(int(row)) not in ("", "own_country")
        ]
        eligible = len(rows) - len(exclusions)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=(TierResult("Comparison", "ordered", (), eligible, ranked),),
            links=links,
            cautions=_unique(cautions_of.about_links(city, links)),
            excluded={},
            exclusions=tuple(exclusions),
            provenance=self.provenance(mandate),
            notes=request.notes + tuple(one.note for one in found if one.note),
        )

    def profile(self, city: str) -> CityProfile:
        """Return every fact known of a city, with grades and sources."""
        found = self.gazetteer.resolve(city)
        row = self.atlas.row(found.city_id)
        place = self.places.of_row(row)
        return read_profile(self.profiles, place, row, self.links(place.city_id))

    def search(self, text: str, country: str | None = None, limit: int = 10) -> list[PlaceMatch]:
        """Find places by name in any script, best match first."""
        code = None if country is None else self.countries.country(country)
        return self.gazetteer.search(text, country=code, limit=limit)

    def links(self, city_id: int, request: Request | None = None) -> tuple[Link, ...]:
        """Return the partnerships of a city, corrected by a request."""
        given = () if request is None else request.given
        return known_links(self.atlas, self.places, city_id, given)

    def provenance(self, mandate: Mandate) -> dict[str, object]:
        """Return what an answer rests on: versions of data, model and program."""
        from matcher import __version__

        return {
            "program": __version__,
            "data": self.atlas.version,
            "model": self.ranker.name,
            "date": mandate.date.isoformat(),
        }

    def _graph_for(self, request: Request, links: Sequence[Link]) -> PartnershipGraph:
        if not request.given:
            return self.graph
        given = self.atlas.rows_of(np.array([one[0] for one in request.given]))
        kept = {link.partner.city_id for link in links if link.status != "proposed"}
        added = [row for row, one in zip(given, request.given, strict=True) if one[0] in kept]
        return self.graph.changed(request.query, np.array(added, dtype=np.int64), given)

    def _taken(self, links: Sequence[Link], mandate: Mandate) -> tuple[int, ...]:
        statuses = {"active", "unknown"} if mandate.limits.revive else None
        return tuple(
            self.atlas.row(link.partner.city_id)
            for link in links
            if link.status != "proposed" and (statuses is None or link.status in statuses)
        )

    def _tier(
        self,
        request: Request,
        area: TierArea,
        verdict: Verdict,
        graph: PartnershipGraph,
        links: Sequence[Link],
    ) -> TierResult:
        limits = request.mandate.limits
        rows = np.flatnonzero(area.mask & verdict.allowed)
        most = min(request.mandate.count, limits.per_tier or request.mandate.count)
        ranked = self._ranked(request, graph, links, rows, most, limits.per_country)
        return TierResult(area.tier.name, area.tier.kind, area.countries, len(rows), ranked)

    def _ranked(
        self,
        request: Request,
        graph: PartnershipGraph,
        links: Sequence[Link],
        rows: IntArray,
        most: int,
        per_country: int | None,
    ) -> tuple[Candidate, ...]:
        pairs = Pairs(
            self.profiles, graph, self.countries, request.mandate.date, request.query, rows
        )
        weights = request.mandate.criterion_weights()
        rows = rows[self.ranker.shortlist(pairs, least=_WIDER * most)]
        pairs = pairs.narrowed(rows)
        features = self.ranker.features(pairs)
        scores = self.ranker.score(features, weights)
        chosen = _best(
            scores, self.atlas.city_ids[rows], self.profiles.country[rows], most, per_country
        )
        estimates = self.ranker.estimates(features, scores, weights)
        return self._candidates(
            pairs.narrowed(rows[chosen]),
            features[chosen],
            scores[chosen],
            estimates and estimates.of(chosen),
            weights,
            links,
        )

    def _candidates(
        self,
        pairs: Pairs,
        features: Array,
        scores: Array,
        estimates: Estimates | None,
        weights: dict[str, float],
        links: Sequence[Link],
    ) -> tuple[Candidate, ...]:
        visible = features if self.ranker is self.similarity else self.similarity.features(pairs)
        contributions = self.ranker.contributions(features, weights)
        explained = explain(pairs, self.similarity, visible, weights, contributions)
        result = []
        for position, why in enumerate(explained):
            place = self.places.of_row(pairs.rows[position])
            theirs = self.links(place.city_id)
            home = self.places.of_row(pairs.query)
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
                    cautions=cautions_of.about_candidate(
                        pairs, position, place, why.criteria, theirs, links, self.places
                    ),
                    unknowns=why.unknowns,
                )
            )
        return tuple(result)

    def _tier_cautions(
        self, city: Place, links: Sequence[Link], area: TierArea, graph: PartnershipGraph
    ) -> list[Caution]:
        if len(area.countries) > _MOST_NAMED_COUNTRIES:
            return []
        rows = {
            code: np.flatnonzero(self.profiles.country == self.profiles.country_index.get(code, -1))
            for code in area.countries
        }
        return cautions_of.about_tier(city, links, rows, graph, self.profiles, self.places)

    def _notable(self, area: TierArea, verdict: Verdict, links: Sequence[Link]) -> list[Exclusion]:
        """Name the excluded places a council would ask about: its own partners."""
        rows = (self.atlas.row(link.partner.city_id) for link in links)
        return [
            self._exclusion(row, "partner")
            for row in rows
            if area.mask[row] and verdict.reason(row) == "partner"
        ]

    def _exclusion(self, row: int, reason: str) -> Exclusion:
        return Exclusion(self.places.of_row(row), reason, REASONS[reason])


def _estimated(estimates: Estimates | None, position: int) -> dict[str, Any]:
    if estimates is None:
        return {}
    low, high = estimates.rank_low[position], estimates.rank_high[position]
    return {
        "probability": round(float(estimates.probability[position]), 6),
        "rank_low": None if np.isnan(low) else int(low),
        "rank_high": None if np.isnan(high) else int(high),
    }


def _unique(values: Sequence[object]) -> tuple:  # type: ignore[type-arg]
    kept: list[object] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return tuple(kept)


def _best(
    scores: Array, city_ids: Array, countries: IntArray, most: int, per_country: int | None
) -> IntArray:
    """Return positions of the best scores, ties by city id, capped per country."""
    rounded = np.round(scores, SCORE_DECIMALS)
    if per_country is None and len(scores) > 4 * most:
        # Sort only what can be among the best; ties at the threshold all stay in.
        threshold = np.partition(rounded, len(rounded) - most)[len(rounded) - most]
        pool = np.flatnonzero(rounded >= threshold)
    else:
        pool = np.arange(len(scores))
    order = pool[np.lexsort((city_ids[pool], -rounded[pool]))]
    if per_country is None:
        return order[:most]
    kept: list[int] = []
    used: dict[int, int] = {}
    for position in order:
        country = int(countries[position])
        if used.get(country, 0) < per_country:
            used[country] = used.get(country, 0) + 1
            kept.append(int(position))
            if len(kept) == most:
                break
    return np.array(kept, dtype=np.int64)
