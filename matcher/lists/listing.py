"""From a score table to the list a council sees: its order, its caps, and the other side's rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np

from matcher.lists.council import Consensus, agree
from matcher.lists.rank_interval import rank_intervals
from matcher.lists.reciprocity import MOST_ASKED, OtherSide, ReverseLists, mutual_score
from matcher.mandate.model import Mandate
from matcher.mandate.resolved import ResolvedMandate
from matcher.ranking.protocol import Estimates, Ranker, Shortlist
from matcher.ranking.score_table import SCORE_DECIMALS, ScoreTable, capped
from matcher.records.answer import Candidate
from matcher.records.council import CouncilReport
from matcher.tables.atlas import IntArray
from matcher.world.places import PlaceFactory

MOST_BOTH_WAYS: Final = 50
"""Listed candidates that are also asked from their side and given a rank interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The list of one tier.

    Attributes
    ----------
    positions : numpy.ndarray of int64
        Positions in the score table, best first.
    sides : dict of int to OtherSide
        By position; every candidate that was asked.
    """

    positions: IntArray
    sides: dict[int, OtherSide] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TierList:
    """The list of one tier with its scores and chances, before any sentence.

    Attributes
    ----------
    score_table : ScoreTable
    listing : Listing
    estimates : Estimates or None
        Of the listed candidates in their order; None where the ranker has none.
    report : CouncilReport or None
        How the members agreed, when there are members.
    """

    score_table: ScoreTable
    listing: Listing
    estimates: Estimates | None = None
    report: CouncilReport | None = None


def tier_lists(
    ranker: Ranker,
    places: PlaceFactory,
    measured: Sequence[tuple[ResolvedMandate, ScoreTable, ReverseLists]],
) -> list[TierList]:
    """Order the candidates of some tiers, with their chances and without any words.

    Parameters
    ----------
    ranker : Ranker
    places : PlaceFactory
        Names the places that members disagree on.
    measured : sequence of (ResolvedMandate, ScoreTable, ReverseLists)
        Of one mandate or of several.
    """
    result, shortlists = [], []
    for asked, score_table, reverse in measured:
        mandate, members = asked.request.mandate, asked.request.members
        limits, weights = mandate.limits, mandate.criterion_weights()
        most = min(mandate.count, limits.per_tier or mandate.count)
        place_of = partial(places.of_row, date=mandate.date)
        agreed = (
            agree(score_table, members, most, limits.per_country, place_of) if members else None
        )
        listing = make_listing(score_table, mandate, agreed, reverse)
        report = None if agreed is None else agreed.report
        result.append(TierList(score_table, listing, report=report))
        scores = score_table.scores(weights)
        shortlists.append(
            Shortlist(
                score_table.features, scores, score_table.habit, score_table.others, weights, most
            )
        )
    estimates = ranker.estimates(shortlists)
    if estimates is None:
        return result
    return [
        replace(one, estimates=found.of(one.listing.positions))
        for one, found in zip(result, estimates, strict=True)
    ]


def make_listing(
    score_table: ScoreTable, mandate: Mandate, consensus: Consensus | None, reverse: ReverseLists
) -> Listing:
    """Order the candidates of a tier and apply the rules of its list.

    Parameters
    ----------
    score_table : ScoreTable
    mandate : Mandate
    consensus : Consensus or None
        The members' order, when there are members.
    reverse : ReverseLists
        The other side.

    Notes
    -----
    ``order = "mutual"`` and ``limits.their_rank_max`` look at the best
    :data:`~matcher.lists.reciprocity.MOST_ASKED` candidates by the council's score.
    """
    limits = mandate.limits
    most = min(mandate.count, limits.per_tier or mandate.count)
    weights = mandate.criterion_weights()
    sided = mandate.order == "mutual" or limits.their_rank_max is not None
    if consensus is not None:
        order = consensus.order
    elif sided:
        order = score_table.order(weights, MOST_ASKED)
    else:
        return Listing(score_table.order(weights, most, limits.per_country))
    sides: dict[int, OtherSide] = {}
    if sided:
        order = order[:MOST_ASKED]
        found = reverse.of_all([int(row) for row in score_table.rows[order]])
        sides = {int(at): side for at, side in zip(order, found, strict=True)}
    if limits.their_rank_max is not None:
        kept = [at for at in order if sides[int(at)].rank <= limits.their_rank_max]
        order = np.array(kept, dtype=np.int64)
    if mandate.order == "mutual":
        # Positions come by score, so a stable sort keeps the score as the second key.
        by_score = score_table.order(weights, MOST_ASKED)
        ranks = {int(at): rank for rank, at in enumerate(by_score, start=1)}
        mutual = [
            mutual_score(ranks[int(at)], score_table.eligible, sides[int(at)]) for at in order
        ]
        order = order[np.argsort(-np.round(mutual, SCORE_DECIMALS), kind="stable")]
        if (level := score_table.level) is not None:
            order = order[np.argsort(level[order], kind="stable")]
    return Listing(capped(order, score_table.countries, most, limits.per_country), sides)


def both_ways(
    candidates: tuple[Candidate, ...],
    score_table: ScoreTable,
    listing: Listing,
    mandate: Mandate,
    reverse: ReverseLists,
) -> tuple[Candidate, ...]:
    """Add to the first candidates the rank interval and how the other side sees it."""
    asked = listing.positions[:MOST_BOTH_WAYS]
    weights = mandate.criterion_weights()
    # An order by consensus or by the other side has no rank that weights alone decide.
    sided = mandate.order == "mutual" or mandate.limits.their_rank_max is not None
    by_score = not mandate.members and not sided
    intervals = (
        rank_intervals(score_table, asked, weights, mandate.limits.per_country) if by_score else []
    )
    ranks = _ranks(score_table, asked, mandate)
    unknown = [int(at) for at in asked if int(at) not in listing.sides]
    found = reverse.of_all([int(row) for row in score_table.rows[unknown]])
    sides = {**listing.sides, **dict(zip(unknown, found, strict=True))}
    result = list(candidates)
    for index, at in enumerate(asked):
        side = sides[int(at)]
        low, high = intervals[index] if by_score else (None, None)
        result[index] = replace(
            candidates[index],
            rank_low=_outer(min, low, candidates[index].rank_low),
            rank_high=_outer(max, high, candidates[index].rank_high),
            their_rank=side.rank,
            their_candidates=side.candidates,
            their_partners=side.partners,
            their_rank_open=side.open,
            mutual=mutual_score(int(ranks[index]), score_table.eligible, side),
        )
    return tuple(result)


def _outer(choose: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    """Join an end of two intervals; None where there is none."""
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


def _ranks(score_table: ScoreTable, asked: IntArray, mandate: Mandate) -> IntArray:
    """Return the rank by the council's score of some candidates among all of the tier."""
    scores = score_table.placed(score_table.scores(mandate.criterion_weights()))
    scores = np.round(scores, SCORE_DECIMALS)
    ranks = [
        1
        + int((scores > scores[at]).sum())
        + int(((scores == scores[at]) & (score_table.city_ids < score_table.city_ids[at])).sum())
        for at in asked
    ]
    return np.array(ranks, dtype=np.int64)
