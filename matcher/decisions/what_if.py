"""What if: an answer under other weights, counterfactuals, the price of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.decisions.counterfactual import WeightChange, weight_changes
from matcher.decisions.supposition import FactChange, fact_changes
from matcher.errors import MandateError
from matcher.lists.listing import make_listing
from matcher.lists.rank_interval import rank_intervals
from matcher.lists.reciprocity import ReverseLists
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits
from matcher.mandate.reasons import LEVELS
from matcher.ranking.score_table import ScoreTable
from matcher.records.answer import Recommendation
from matcher.records.criteria import HABIT
from matcher.records.places import Place
from matcher.tables.atlas import IntArray

if TYPE_CHECKING:
    from matcher.engine import Engine

__all__ = ["Counterfactual", "RulePrice", "Standing", "WhatIf"]


_WIDENING: Final = {"revive", "feasibility", "disputed"}
"""Limits that let more places in, and so cost a list nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands under other weights and where it stood.

    Attributes
    ----------
    tier : str
    rank, rank_before : int
    place : Place
    score : float
    feasibility : str
        Level of the verdict on a partnership.
    """

    tier: str
    rank: int
    rank_before: int
    place: Place
    score: float
    feasibility: str


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would put one candidate over another, smallest change first.

    Attributes
    ----------
    tier : str
    winner, over : Place
        ``over`` is the candidate to beat; the leader of the rest for ``first``.
    first : bool
        Whether the winner shall beat every other candidate of the tier.
    ahead : bool
        Whether it is ahead already, so that nothing needs to change.
    weights : tuple of WeightChange
        Empty with ``ahead`` false: no weight of one criterion does it.
    facts : tuple of FactChange
        Empty with ``ahead`` false: no single fact of the catalogue does it.
    """

    tier: str
    winner: Place
    over: Place
    first: bool
    ahead: bool
    weights: tuple[WeightChange, ...]
    facts: tuple[FactChange, ...]


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What one rule of a mandate costs the list of a tier.

    Attributes
    ----------
    tier : str
    rule : str
        A field of the limits, or ``tier`` for the confinement to its areas.
    eligible, eligible_without : int
        Places that pass with the rule and without it.
    best_score, best_score_without : float or None
        Best score of the list; None for an empty one.
    kept_out : tuple of Place
        The candidates that would stand on the list without the rule, best first.
    """

    tier: str
    rule: str
    eligible: int
    eligible_without: int
    best_score: float | None
    best_score_without: float | None
    kept_out: tuple[Place, ...]


class WhatIf:
    """An answer kept in memory: what each criterion adds to each candidate.

    Parameters
    ----------
    engine : Engine
    mandate : Mandate
        Its members, if any, are heard as the mean of their weights.

    Examples
    --------
    >>> from matcher import Mandate, Matcher
    >>> kept = Matcher.load().what_if(Mandate.parse({"city": "Kostroma", "date": "2026-01-01",
    ...     "tiers": [{"name": "Turkmenistan", "countries": ["TM"]}]}))
    >>> [one.rank_before for one in kept.rerank({}, most=2)]
    [1, 2]
    """

    def __init__(self, engine: Engine, mandate: Mandate) -> None:
        self._engine = engine
        self.mandate = mandate
        self.resolved = engine.resolve(mandate)
        self.weights = mandate.criterion_weights()

    @cached_property
    def score_tables(self) -> tuple[ScoreTable, ...]:
        """One score table a tier, in the mandate's order."""
        return self._engine.score_tables(self.resolved)

    @cached_property
    def reverse(self) -> ReverseLists:
        """The candidates' own lists."""
        return self._engine.reverse_lists(self.resolved)

    def answer(self) -> Recommendation:
        """Return the answer to the mandate, from the same measurements."""
        return self._engine.answer(self.resolved, self.score_tables, self.reverse)

    def rerank(self, weights: Mapping[str, float], most: int | None = None) -> list[Standing]:
        """Rank every tier anew under other weights, as a new question would.

        Nothing is measured again, unless habit's weight becomes 0 or is 0 no longer: other
        candidates are looked at then.

        Parameters
        ----------
        weights : mapping of str to float
            Replaces the mandate's weight of the criteria it names; 0 removes one.
        most : int, optional
            Candidates a tier; the mandate's count when not given.

        Raises
        ------
        MandateError
            An unknown criterion, a weight out of range, or all weights 0.
        """
        changed = self._weights(weights)
        most = self._most if most is None else most
        result = []
        cap = self.mandate.limits.per_country
        for kept, score_table in zip(self.score_tables, self._measured(changed), strict=True):
            before = kept.city_ids[kept.order(self.weights, None, cap)].tolist()
            rank_before = {city_id: rank for rank, city_id in enumerate(before, start=1)}
            scores = score_table.scores(changed)
            after = score_table.order(changed, most, cap)
            result += [
                Standing(
                    tier=score_table.tier,
                    rank=rank,
                    rank_before=rank_before.get(int(score_table.city_ids[at]), 0),
                    place=self._place(score_table, int(at)),
                    score=float(scores[at]),
                    feasibility=LEVELS[self.resolved.levels[score_table.rows[at]]],
                )
                for rank, at in enumerate(after, start=1)
            ]
        return result

    def _measured(self, weights: Mapping[str, float]) -> tuple[ScoreTable, ...]:
        """Return the score tables from which lists under other weights are made."""
        if (weights[HABIT] > 0) == self.mandate.by_habit:
            return self.score_tables
        changed = {"weights": dict(weights), "aims": (), "members": ()}
        return self._engine.score_tables(
            self._engine.resolve(self.mandate.model_copy(update=changed))
        )

    def weight_changes(self, winner: int, over: int | None = None) -> tuple[WeightChange, ...]:
        """Return the smallest change of each weight that puts a candidate over another.

        Parameters
        ----------
        winner : int
            City id of the candidate that shall come out ahead.
        over : int, optional
            City id of the one it shall beat; every other when not given.

        Raises
        ------
        MandateError
            A place is no candidate of the mandate, or the two are of different tiers.
        """
        score_table, at, rivals = self._positions(winner, over)
        return weight_changes(score_table, at, rivals, self.weights)

    def counterfactual(self, winner: int, over: int | None = None) -> Counterfactual:
        """Return what would put a candidate over another, or first of its tier.

        Parameters and errors as for :meth:`weight_changes`.
        """
        score_table, at, rivals = self._positions(winner, over)
        order = score_table.order(self.weights)
        rest = rivals if rivals is not None else [int(one) for one in order if one != at]
        if not rest:
            name = self._place(score_table, at).name
            raise MandateError(
                f"tiers.{score_table.tier}: {name} is the only candidate, first anyway"
            )
        leader = int(rest[0])
        ahead = bool(np.flatnonzero(order == at)[0] < np.flatnonzero(order == leader)[0])
        return Counterfactual(
            tier=score_table.tier,
            winner=self._place(score_table, at),
            over=self._place(score_table, leader),
            first=rivals is None,
            ahead=ahead,
            weights=() if ahead else weight_changes(score_table, at, rivals, self.weights),
            facts=()
            if ahead or score_table.held_below(at, leader)
            else fact_changes(self._engine, self.resolved, score_table, at, leader, self.weights),
        )

    def rank_intervals(self, most: int | None = None) -> list[tuple[Place, int, int]]:
        """Return the head of every tier with its lowest and highest rank."""
        result = []
        cap = self.mandate.limits.per_country
        for score_table in self.score_tables:
            chosen = score_table.order(self.weights, self._most if most is None else most, cap)
            intervals = rank_intervals(score_table, chosen, self.weights, cap)
            result += [
                (self._place(score_table, int(at)), low, high)
                for at, (low, high) in zip(chosen, intervals, strict=True)
            ]
        return result

    def prices(self) -> list[RulePrice]:
        """Return what each rule of the mandate costs each tier's list."""
        given = self.mandate.limits.model_dump(exclude_defaults=True, exclude=_WIDENING)
        result = []
        for tier, score_table in enumerate(self.score_tables):
            for rule in given:
                limits = self.mandate.limits.model_dump(exclude={rule})
                relaxed = self.mandate.model_copy(update={"limits": Limits.model_validate(limits)})
                result.append(self._price(rule, tier, score_table, relaxed))
            if score_table.eligible < self._everywhere.eligible:
                world = self.mandate.model_copy(update={"tiers": ()})
                result.append(self._price("tier", tier, score_table, world))
        return result

    @cached_property
    def _everywhere(self) -> ScoreTable:
        resolved = self._engine.resolve(self.mandate.model_copy(update={"tiers": ()}))
        return self._engine.score_table(resolved, resolved.request.areas[0], resolved.verdicts[0])

    def _price(self, rule: str, tier: int, score_table: ScoreTable, relaxed: Mandate) -> RulePrice:
        if rule == "tier":
            free = self._everywhere
        else:
            resolved = self._engine.resolve(relaxed)
            free = self._engine.score_table(
                resolved, resolved.request.areas[tier], resolved.verdicts[tier]
            )
        listed = make_listing(score_table, self.mandate, None, self.reverse).positions
        better = make_listing(free, relaxed, None, self.reverse).positions
        known = set(score_table.rows[listed].tolist())
        lost = [int(at) for at in better if int(free.rows[at]) not in known]
        return RulePrice(
            tier=score_table.tier,
            rule=rule,
            eligible=score_table.eligible,
            eligible_without=free.eligible,
            best_score=_best_score(score_table, listed, self.weights),
            best_score_without=_best_score(free, better, self.weights),
            kept_out=tuple(self._place(free, at) for at in lost),
        )

    @property
    def _most(self) -> int:
        return min(self.mandate.count, self.mandate.limits.per_tier or self.mandate.count)

    def _weights(self, weights: Mapping[str, float]) -> dict[str, float]:
        # Aims are in the kept weights already; what is given replaces them.
        given = Mandate.parse({"city": self.mandate.city, "weights": dict(weights)}).weights
        changed = {**self.weights, **given}
        if not any(changed.values()):
            raise MandateError("weights are all 0: leave at least one above 0")
        return changed

    def _place(self, score_table: ScoreTable, position: int) -> Place:
        return self._engine.world.places.of_row(score_table.rows[position], self.mandate.date)

    def _positions(
        self, winner: int, over: int | None
    ) -> tuple[ScoreTable, int, Sequence[int] | None]:
        for score_table in self.score_tables:
            at = score_table.position(winner)
            if at is None:
                continue
            if over is None:
                return score_table, at, None
            rival = score_table.position(over)
            if rival is not None and rival != at:
                return score_table, at, [rival]
        named = str(winner) if over is None else f"{winner} and {over}"
        raise MandateError(
            f"no tier of the mandate holds {named} as candidates: see 'matcher explain' for the "
            "rule that keeps a place out, or name a tier with both"
        )


def _best_score(
    score_table: ScoreTable, listed: IntArray, weights: Mapping[str, float]
) -> float | None:
    if not len(listed):
        return None
    return float(score_table.scores(weights)[listed[0]])
