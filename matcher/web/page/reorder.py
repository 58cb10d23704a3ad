"""The order of an answer's lists under other weights, and how each candidate moved."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.places import Place
from matcher.web.page.answer_cache import AnswerCache


@dataclass(frozen=True, slots=True)
class Move:
    """A candidate's rank under the tried weights and before; 0 if it was on no list."""

    place: Place
    rank: int
    before: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The list of one tier under the tried weights.

    Attributes
    ----------
    name, kind, countries
        As of :class:`matcher.records.answer.TierResult`.
    moves : tuple of Move
        Best first.
    """

    name: str
    kind: str
    countries: tuple[str, ...]
    moves: tuple[Move, ...]


def reordered(
    matcher: Matcher, kept: AnswerCache, mandate: Mandate, tried: Mandate
) -> tuple[NewOrder, ...]:
    """Rank the lists of a mandate under the weights of another.

    Parameters
    ----------
    matcher : Matcher
    kept : AnswerCache
    mandate : Mandate
        The question as answered.
    tried : Mandate
        The same question but for its weights.

    Returns
    -------
    tuple of NewOrder
        What ``matcher.recommend(tried)`` would list, in the same order.
    """
    if mandate.order == "mutual" or mandate.limits.their_rank_max is not None:
        # The other side's rank depends on the weights as well: only a full answer knows it.
        answer = matcher.recommend(tried, both_sides=False)
        before = {
            tier.name: {one.place.city_id: one.rank for one in tier.candidates}
            for tier in kept.answer(mandate).tiers
        }
        return tuple(
            NewOrder(
                tier.name,
                tier.kind,
                tier.countries,
                tuple(
                    Move(one.place, one.rank, before[tier.name].get(one.place.city_id, 0))
                    for one in tier.candidates
                ),
            )
            for tier in answer.tiers
        )
    what_if = kept.what_if(mandate)
    standings = what_if.rerank(tried.criterion_weights())
    return tuple(
        NewOrder(
            area.tier.name,
            area.tier.kind,
            area.countries,
            tuple(
                Move(one.place, one.rank, one.rank_before)
                for one in standings
                if one.tier == area.tier.name
            ),
        )
        for area in what_if.resolved.request.areas
    )
