"""The engine: one mandate to one recommendation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice
from typing import Final

import numpy as np

from matcher.answer import cautions as cautions_of
from matcher.answer import exclusions as exclusions_of
from matcher.answer import feasibility as feasibility_of
from matcher.answer import tier_cautions
from matcher.answer.candidates import CandidateBuilder, told_once, unique
from matcher.answer.exclusions import ExclusionBuilder
from matcher.answer.feasibility import FeasibilityWriter
from matcher.answer.habit import Standings
from matcher.answer.record_cautions import RecordCautions
from matcher.cache import Cache
from matcher.lists.council import joined, tier_order
from matcher.lists.listing import TierList, both_ways, tier_lists
from matcher.lists.reciprocity import MOST_ASKED, MOST_CACHED, Ranking, ReverseLists
from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.model import Mandate
from matcher.mandate.request import TierArea
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.resolver import MandateResolver
from matcher.mandate.rules import Verdict
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.ranking.score_table import ScoreTable, make_score_tables
from matcher.ranking.similarity import SimilarityRanker
from matcher.records.answer import Recommendation, TierResult
from matcher.records.exclusion import Exclusion
from matcher.tables import columns as c
from matcher.tables.atlas import Array, IntArray
from matcher.version import __version__
from matcher.world.world import World

_WIDER = 4

TOWN: Final = 1_000
"""Inhabitants from which :meth:`Engine.prefetch_towns` prepares a place."""


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
        self.record_cautions = RecordCautions(world.atlas, world.places)

    @cached_property
    def ranker(self) -> Ranker:
        """What ranks, loaded when first asked for.

        Raises
        ------
        DataError, ModelError
            The ranker is missing, damaged or does not fit the tables.
        """
        return self._load_ranker()

    def ranker_for(self, mandate: Mandate) -> Ranker:
        """Return what ranks for a mandate: likeness alone where habit has the weight 0."""
        return self.ranker if mandate.by_habit else self.similarity

    @cached_property
    def feasibility(self) -> FeasibilityWriter:
        """What judges partnerships by relations of states, laws and endings."""
        facts = self.world.place_facts
        rules = FeasibilityRules(self.world.atlas, facts.disputed, facts.states)
        return FeasibilityWriter(rules, self.world.places)

    @cached_property
    def _resolver(self) -> MandateResolver:
        return MandateResolver(self.world, self.feasibility.rules)

    @cached_property
    def candidate_builder(self) -> CandidateBuilder:
        """What turns ranked pairs into candidates."""
        return CandidateBuilder(self.world, self.record_cautions, self.similarity, self.feasibility)

    @cached_property
    def exclusions(self) -> ExclusionBuilder:
        """What names the excluded places."""
        return ExclusionBuilder(self.world, self.feasibility)

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
        results, reports = [], []
        exclusions, looked_at = list[Exclusion](), list[Exclusion]()
        cautions = self.feasibility.about_query(resolved.request.query, mandate.date)
        cautions += cautions_of.about_date(mandate.date, self.record_cautions.links_known)
        cautions += cautions_of.about_links(city, links)
        known = self.world.completeness.of(city.country, city.population)
        cautions += cautions_of.about_completeness(city, known)
        counts: dict[str, int] = {}
        measured = [(resolved, score_table, reverse) for score_table in score_tables]
        ranked = self.tier_lists(measured)
        rendered = zip(resolved.request.areas, resolved.verdicts, ranked, strict=True)
        for area, verdict, one in rendered:
            counted = verdict.counts(area.mask)
            kept_out = self.exclusions.of_tier(
                resolved, area, verdict, lambda rows: self._likely(resolved, rows)
            )
            tier = self._tier(resolved, area, one, reverse if both_sides else None)
            cautions += tier_cautions.about_blocs(area, mandate, self.world.countries)
            cautions += self.candidate_builder.tier_cautions(resolved, tier)
            told = feasibility_of.about_tier(tier, counted, self.exclusions.because(kept_out))
            told = [*tier.cautions, *told]
            tier = replace(tier, cautions=tuple(map(self.record_cautions.dated, told)))
            results.append(told_once(tier, cautions, self._in_one_country(area)))
            reports.append(one.report)
            for reason, count in counted.items():
                counts[reason] = counts.get(reason, 0) + count
            looked_at += kept_out
            exclusions += exclusions_of.beside(kept_out, area, told)
        cautions += cautions_of.about_status(links, exclusions)
        cautions += tier_cautions.about_depth(mandate, results, MOST_ASKED)
        council = None
        if resolved.request.members:
            order = tier_order([one.name for one in results], resolved.request.members)
            results.sort(key=lambda one: order.index(one.name))
            council = joined([report for report in reports if report is not None], order)
        cautions += self.feasibility.steps(resolved, results)
        lowered = {int(at) for one in score_tables if one.last is not None for at in one.last}
        cautions += feasibility_of.about_defaults(resolved, lowered)
        return Recommendation(
            query=city,
            mandate={**mandate.to_dict(), "criterion_weights": mandate.criterion_weights()},
            tiers=tier_cautions.about_overlap(results),
            links=links,
            cautions=tuple(self.record_cautions.dated(one) for one in unique(cautions)),
            excluded=counts,
            exclusions=unique(exclusions),
            provenance=self.provenance(mandate),
            notes=resolved.request.notes,
            council=council,
            as_of=self.feasibility.known_up_to(resolved, results, looked_at),
        )

    def tier_lists(
        self, measured: Sequence[tuple[ResolvedMandate, ScoreTable, ReverseLists]]
    ) -> list[TierList]:
        """Order the candidates of some tiers, see :func:`matcher.lists.listing.tier_lists`."""
        rankers = [self.ranker_for(asked.request.mandate) for asked, _, _ in measured]
        if any(one is not rankers[0] for one in rankers):
            return [one for each in measured for one in self.tier_lists([each])]
        return tier_lists(rankers[0], self.world.places, measured) if measured else []

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
        return self._resolver.resolve(mandate)

    def pairs(
        self, resolved: ResolvedMandate, rows: IntArray, area: TierArea | None = None
    ) -> Pairs:
        """Return the query of a request beside some candidates, of an area where they are."""
        scope = None
        if area is not None:
            scope = np.flatnonzero(np.bincount(self.world.place_facts.country[area.mask]))
        date = resolved.request.mandate.date
        return Pairs(
            self.world.place_facts,
            resolved.graph,
            self.world.countries,
            date,
            resolved.request.query,
            rows,
            scope,
        )

    def score_table(
        self, resolved: ResolvedMandate, area: TierArea, verdict: Verdict
    ) -> ScoreTable:
        """Return the score table of the candidates that the rules leave to a tier."""
        ranker = self.ranker_for(resolved.request.mandate)
        (score_table,) = make_score_tables(ranker, [self._tier_of(resolved, area, verdict)])
        return _placed(resolved, score_table)

    def score_tables(self, resolved: ResolvedMandate) -> tuple[ScoreTable, ...]:
        """Return the score table of every tier, in the mandate's order."""
        return self.score_tables_of([resolved])[0]

    def score_tables_of(self, several: Sequence[ResolvedMandate]) -> list[tuple[ScoreTable, ...]]:
        """Return the score tables of several mandates, measured side by side."""
        rankers = [self.ranker_for(resolved.request.mandate) for resolved in several]
        if any(one is not rankers[0] for one in rankers):
            return [self.score_tables_of([resolved])[0] for resolved in several]
        tiers = [self._tiers(resolved) for resolved in several]
        score_tables = iter(make_score_tables(rankers[0], list(chain(*tiers))) if tiers else ())
        return [
            tuple(_placed(resolved, one) for one in islice(score_tables, len(own)))
            for resolved, own in zip(several, tiers, strict=True)
        ]

    def _tiers(self, resolved: ResolvedMandate) -> list[tuple[str, Pairs, int]]:
        areas = zip(resolved.request.areas, resolved.verdicts, strict=True)
        return [self._tier_of(resolved, area, verdict) for area, verdict in areas]

    def _tier_of(
        self, resolved: ResolvedMandate, area: TierArea, verdict: Verdict
    ) -> tuple[str, Pairs, int]:
        """Return a tier's name, its candidates, and how many are scored at least."""
        pairs = self.pairs(resolved, np.flatnonzero(area.mask & verdict.allowed), area)
        return area.tier.name, pairs, _WIDER * resolved.request.mandate.count

    def reverse_lists(self, resolved: ResolvedMandate) -> ReverseLists:
        """Return the lists that candidates would make of the query's country."""
        date = resolved.request.mandate.date
        return ReverseLists(
            self.ranker_for(resolved.request.mandate),
            self.world.place_facts,
            self.world.countries,
            resolved.graph,
            date,
            resolved.request.query,
            lambda row, rows: self.feasibility.rules.proposable(row, rows, date),
            self._rankings
            if resolved.graph is self.world.graph and resolved.request.mandate.by_habit
            else None,
        )

    def provenance(self, mandate: Mandate) -> dict[str, object]:
        """Return what an answer rests on: versions of data, model and program."""
        return {**self.versions(), "date": mandate.date.isoformat()}

    def versions(self) -> dict[str, str]:
        """Return the versions of program, data and model; the ranker is not loaded for it."""
        return {"program": __version__, "data": self.world.atlas.version, "model": self.ranker_name}

    def _tier(
        self,
        resolved: ResolvedMandate,
        area: TierArea,
        ranked: TierList,
        reverse: ReverseLists | None,
    ) -> TierResult:
        """Describe one tier, with the view of the other side where its lists are given."""
        mandate, at = resolved.request.mandate, ranked.listing.positions
        score_table = ranked.score_table
        candidates = self.candidate_builder.candidates(
            self.ranker_for(mandate),
            self.pairs(resolved, score_table.rows[at]),
            score_table.features[at],
            mandate.criterion_weights(),
            resolved.links,
            ranked.estimates,
            Standings(*score_table.standings(mandate.criterion_weights(), at)),
        )
        if reverse is not None:
            candidates = both_ways(candidates, score_table, ranked.listing, mandate, reverse)
        tier, told = area.tier, tier_cautions.about_bands(score_table.bands, at)
        return TierResult(
            tier.name, tier.kind, area.countries, score_table.eligible, candidates, tuple(told)
        )

    def _in_one_country(self, area: TierArea) -> bool:
        countries = self.world.place_facts.country[area.mask]
        return bool(len(countries)) and bool((countries == countries[0]).all())

    def _likely(self, resolved: ResolvedMandate, rows: IntArray) -> Array:
        """Tell roughly how likely some places are as partners: by the first stage, else size."""
        ranker = self.ranker_for(resolved.request.mandate)
        first = ranker.first_stage(self.pairs(resolved, rows))
        if first is not None:
            return first
        return np.nan_to_num(self.world.place_facts.population[rows])


def _placed(resolved: ResolvedMandate, score_table: ScoreTable) -> ScoreTable:
    """Set candidates of a tier below others for their verdict, where the mandate has it so."""
    last = resolved.set_last(score_table.rows)
    return replace(score_table, last=last) if len(np.unique(last)) > 1 else score_table
