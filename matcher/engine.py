"""The engine: one mandate to one recommendation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from typing import Final

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer.candidates import CandidateBuilder, partner_exclusion, unique
from matcher.answer.record_cautions import RecordCautions
from matcher.cache import Cache
from matcher.lists.council import joined, tier_order
from matcher.lists.listing import TierList, both_ways, tier_lists
from matcher.lists.reciprocity import MOST_ASKED, MOST_CACHED, Ranking, ReverseLists
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits
from matcher.mandate.request import Request, RequestReader, TierArea
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.rules import REASONS, FixedRules, Verdict, common_codes, judge
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.ranking.score_table import ScoreTable, make_score_table, make_score_tables
from matcher.ranking.similarity import SimilarityRanker
from matcher.records.answer import Candidate, Caution, Exclusion, Recommendation, TierResult
from matcher.records.places import Link
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.tables.vocabulary import LIVING_STATUSES
from matcher.version import __version__
from matcher.world.graph import PartnershipGraph
from matcher.world.world import World

_WIDER = 4

TOWN: Final = 1_000
"""Inhabitants from which :meth:`Engine.prefetch_towns` prepares a place."""

MOST_RULES: Final = 16
"""Sets of rules whose outcome is cached for the next query, a quarter of a megabyte each."""


class Engine:
    """Answer one mandate at a time over one world with one ranker.

    Parameters
    ----------
    world : World
    similarity : SimilarityRanker
        Measures the criteria that a council sees.
    ranker_name : str
        Name of the ranker, known before it is loaded.
    load_ranker : callable
        Gives the ranker; called when it is first needed.
    """

    def __init__(
        self,
        world: World,
        similarity: SimilarityRanker,
        ranker_name: str,
        load_ranker: Callable[[], Ranker],
    ) -> None:
        self.world = world
        self.similarity = similarity
        self.ranker_name = ranker_name
        self._load_ranker = load_ranker
        self._rankings = Cache[Hashable, Ranking](MOST_CACHED)
        self._common = Cache[Hashable, Array](MOST_RULES)
        self._record_cautions = RecordCautions(world.atlas, world.places)
        self.candidate_builder = CandidateBuilder(world, self._record_cautions, similarity)
        self._reader = RequestReader(
            world.atlas, world.place_facts, world.countries, world.gazetteer
        )

    @cached_property
    def ranker(self) -> Ranker:
        """What ranks, loaded when first asked for.

        Raises
        ------
        DataError, ModelError
            The ranker is missing, damaged or does not fit the tables.
        """
        return self._load_ranker()

    def recommend(self, mandate: Mandate, both_sides: bool = True) -> Recommendation:
        """Rank the candidates a mandate allows, tier by tier, with reasons.

        Parameters
        ----------
        mandate : Mandate
        both_sides : bool
            Whether to add rank intervals and the other side's view, which change
            no rank and cost some milliseconds a candidate.

        Returns
        -------
        Recommendation

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        resolved = self.resolve(mandate)
        return self.answer(
            resolved, self.score_tables(resolved), self.reverse_lists(resolved), both_sides
        )

    def answer(
        self,
        resolved: ResolvedMandate,
        score_tables: Sequence[ScoreTable],
        reverse: ReverseLists,
        both_sides: bool = True,
    ) -> Recommendation:
        """Answer a mandate whose tiers are measured already, see :meth:`recommend`.

        Parameters
        ----------
        resolved : ResolvedMandate
        score_tables : sequence of ScoreTable
            One a tier, see :meth:`score_tables`.
        reverse : ReverseLists
            The other side, see :meth:`reverse_lists`.
        both_sides : bool
        """
        mandate, city, links = resolved.request.mandate, resolved.city, resolved.links
        results, reports, exclusions = [], [], []
        cautions = cautions_of.about_links(city, links)
        known = self.world.completeness.of(city.country, city.population)
        cautions += cautions_of.about_completeness(city, known)
        counts: dict[str, int] = {}
        measured = [(resolved, score_table, reverse) for score_table in score_tables]
        ranked = tier_lists(self.ranker, self.world.places, measured)
        rendered = zip(resolved.request.areas, resolved.verdicts, ranked, strict=True)
        for area, verdict, one in rendered:
            results.append(self._tier(resolved, area, one, reverse if both_sides else None))
            reports.append(one.report)
            for reason, count in verdict.counts(area.mask).items():
                counts[reason] = counts.get(reason, 0) + count
            exclusions += self._notable(area, verdict, links)
            cautions += cautions_of.about_blocs(area, mandate, self.world.countries)
            cautions += self.candidate_builder.tier_cautions(city, links, area, resolved.graph)
        cautions += cautions_of.about_depth(mandate, results, MOST_ASKED)
        council = None
        if resolved.request.members:
            order = tier_order([one.name for one in results], resolved.request.members)
            results.sort(key=lambda one: order.index(one.name))
            council = joined([report for report in reports if report is not None], order)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=cautions_of.about_overlap(results),
            links=links,
            cautions=tuple(self._record_cautions.dated(one) for one in unique(cautions)),
            excluded=counts,
            exclusions=unique(exclusions),
            provenance=self.provenance(mandate),
            notes=resolved.request.notes,
            council=council,
        )

    def prefetch_towns(self) -> None:
        """Compute what lists of all towns need, for a process that answers often."""
        people = self.world.atlas.cities.column(c.POPULATION)
        self.ranker.prefetch_places(self.world.graph, np.flatnonzero(people >= TOWN))

    def resolve(self, mandate: Mandate) -> ResolvedMandate:
        """Resolve a mandate and apply its hard rules; nothing is scored yet.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, MandateError
            The mandate cannot be answered; the message says what to change.
        """
        request = self._reader.read(mandate)
        city = self.world.places.of_row(request.query)
        links = self.world.links(city.city_id, mandate.date, request.given)
        graph = self._graph_for(request, links)
        taken = self._taken(links, mandate)
        verdicts = tuple(
            self._judged(graph, request.scope(taken, area), mandate.limits)
            for area in request.areas
        )
        return ResolvedMandate(request, city, links, graph, verdicts)

    def pairs(self, resolved: ResolvedMandate, rows: IntArray) -> Pairs:
        """Return the query of a request beside some candidates."""
        date = resolved.request.mandate.date
        return Pairs(
            self.world.place_facts,
            resolved.graph,
            self.world.countries,
            date,
            resolved.request.query,
            rows,
        )

    def score_table(
        self, resolved: ResolvedMandate, area: TierArea, verdict: Verdict
    ) -> ScoreTable:
        """Return the score table of the candidates that the rules leave to a tier."""
        (score_table,) = make_score_tables(self.ranker, [self._tier_of(resolved, area, verdict)])
        return score_table

    def score_tables(self, resolved: ResolvedMandate) -> tuple[ScoreTable, ...]:
        """Return the score table of every tier, in the mandate's order."""
        return self.score_tables_of([resolved])[0]

    def score_tables_of(self, several: Sequence[ResolvedMandate]) -> list[tuple[ScoreTable, ...]]:
        """Return the boards of several mandates, measured side by side."""
        tiers = [self._tiers(resolved) for resolved in several]
        score_tables = iter(make_score_tables(self.ranker, list(chain(*tiers))))
        return [tuple(islice(score_tables, len(own))) for own in tiers]

    def _tiers(self, resolved: ResolvedMandate) -> list[tuple[str, Pairs, int]]:
        areas = zip(resolved.request.areas, resolved.verdicts, strict=True)
        return [self._tier_of(resolved, area, verdict) for area, verdict in areas]

    def _tier_of(
        self, resolved: ResolvedMandate, area: TierArea, verdict: Verdict
    ) -> tuple[str, Pairs, int]:
        """Return a tier's name, its candidates, and how many are scored at least."""
        pairs = self.pairs(resolved, np.flatnonzero(area.mask & verdict.allowed))
        return area.tier.name, pairs, _WIDER * resolved.request.mandate.count

    def reverse_lists(self, resolved: ResolvedMandate) -> ReverseLists:
        """Return the lists that candidates would make of the query's country."""
        return ReverseLists(
            self.ranker,
            self.world.place_facts,
            self.world.countries,
            resolved.graph,
            resolved.request.mandate.date,
            resolved.request.query,
            self._rankings if resolved.graph is self.world.graph else None,
        )

    def compare(self, mandate: Mandate, candidates: Sequence[str]) -> Recommendation:
        """Explain several candidates side by side, best first.

        Hard rules do not hide a place here: the answer names the rule that
        would keep it out among the exclusions.
        """
        found = [self.world.gazetteer.resolve(text) for text in candidates]
        resolved = self.resolve(mandate.model_copy(update={"tiers": ()}))
        request, city, links = resolved.request, resolved.city, resolved.links
        verdict = resolved.verdicts[0]
        rows = np.unique([self.world.atlas.row(one.city_id) for one in found])
        ranked = self._compared(resolved, rows)
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
            cautions=tuple(
                self._record_cautions.dated(one) for one in cautions_of.about_links(city, links)
            ),
            excluded={},
            exclusions=tuple(exclusions),
            provenance=self.provenance(mandate),
            notes=request.notes + tuple(one.note for one in found if one.note),
        )

    def provenance(self, mandate: Mandate) -> dict[str, object]:
        """Return what an answer rests on: versions of data, model and program."""
        return {**self.versions(), "date": mandate.date.isoformat()}

    def versions(self) -> dict[str, str]:
        """Return the versions of program, data and model; the ranker is not loaded for it."""
        return {"program": __version__, "data": self.world.atlas.version, "model": self.ranker_name}

    def _graph_for(self, request: Request, links: Sequence[Link]) -> PartnershipGraph:
        if not request.given:
            return self.world.graph
        given = self.world.atlas.rows_of(np.array([one[0] for one in request.given]))
        kept = {link.partner.city_id for link in links if link.status != "proposed"}
        added = [row for row, one in zip(given, request.given, strict=True) if one[0] in kept]
        return self.world.graph.changed(request.query, np.array(added, dtype=np.int64), given)

    def _judged(self, graph: PartnershipGraph, scope: FixedRules, limits: Limits) -> Verdict:
        """Apply the hard rules; what all queries share is kept for the next."""
        if graph is not self.world.graph:
            return judge(self.world.place_facts, graph, scope, limits)
        common = self._common.get_or_make(
            (scope.excluded_countries, scope.excluded_rows, limits),
            lambda: common_codes(self.world.place_facts, graph, scope, limits),
        )
        return judge(self.world.place_facts, graph, scope, limits, common)

    def _taken(self, links: Sequence[Link], mandate: Mandate) -> tuple[int, ...]:
        statuses = set(LIVING_STATUSES) if mandate.limits.revive else None
        return tuple(
            self.world.atlas.row(link.partner.city_id)
            for link in links
            if link.status != "proposed" and (statuses is None or link.status in statuses)
        )

    def _tier(
        self,
        resolved: ResolvedMandate,
        area: TierArea,
        ranked: TierList,
        reverse: ReverseLists | None,
    ) -> TierResult:
        """Describe one tier, with the view of the other side where its lists are given."""
        mandate, score_table, at = (
            resolved.request.mandate,
            ranked.score_table,
            ranked.listing.positions,
        )
        candidates = self.candidate_builder.candidates(
            self.ranker,
            self.pairs(resolved, score_table.rows[at]),
            score_table.features[at],
            mandate.criterion_weights(),
            resolved.links,
            ranked.estimates,
        )
        if reverse is not None:
            candidates = both_ways(candidates, score_table, ranked.listing, mandate, reverse)
        tier = area.tier
        return TierResult(tier.name, tier.kind, area.countries, score_table.eligible, candidates)

    def _compared(self, resolved: ResolvedMandate, rows: IntArray) -> tuple[Candidate, ...]:
        """Rank some places whatever the rules say; each also from its own side."""
        mandate = resolved.request.mandate
        weights = mandate.criterion_weights()
        score_table = make_score_table("", self.ranker, self.pairs(resolved, rows))
        order = score_table.order(weights)
        chosen = self.pairs(resolved, rows[order])
        # A chance among the compared alone would mean nothing to a council.
        candidates = self.candidate_builder.candidates(
            self.ranker, chosen, score_table.features[order], weights, resolved.links
        )
        reverse = self.reverse_lists(resolved)
        sides = reverse.of_all(chosen.rows.tolist())
        beyond = self._beyond_shortlist(resolved, rows)
        return tuple(
            replace(
                one,
                cautions=one.cautions + beyond.get(one.place.city_id, ()),
                their_rank=side.rank,
                their_candidates=side.candidates,
                their_partners=side.partners,
                their_rank_open=side.open,
            )
            for one, side in zip(candidates, sides, strict=True)
        )

    def _beyond_shortlist(
        self, resolved: ResolvedMandate, rows: IntArray
    ) -> dict[int, tuple[Caution, ...]]:
        """Find the places beyond the ranker's shortlist of their country.

        The networks learnt to order what the first stage leaves to them and nothing else.
        """
        query, place_facts = resolved.request.query, self.world.place_facts
        known = np.append(resolved.graph.partners(query), query)
        found: dict[int, tuple[Caution, ...]] = {}
        for country in np.unique(place_facts.country[rows]):
            mine = rows[place_facts.country[rows] == country]
            places = place_facts.places_of(int(country))
            listed = np.setdiff1d(places[~place_facts.is_part[places]], known)
            pairs = self.pairs(resolved, np.union1d(listed, mine))
            near = pairs.rows[self.ranker.shortlist(pairs)]
            for row in np.setdiff1d(mine, near):
                place = self.world.places.of_row(row)
                found[place.city_id] = (cautions_of.about_shortlist(place, len(near)),)
        return found

    def _notable(self, area: TierArea, verdict: Verdict, links: Sequence[Link]) -> list[Exclusion]:
        """Name the excluded places a council would ask about: its own partners."""
        named = [(self.world.atlas.row(link.partner.city_id), link) for link in links]
        return [
            partner_exclusion(link)
            for row, link in named
            if area.mask[row] and verdict.reason(row) == "partner"
        ]

    def _exclusion(self, row: int, reason: str) -> Exclusion:
        return Exclusion(self.world.places.of_row(row), reason, REASONS[reason])
