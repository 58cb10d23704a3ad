"""The best candidates of queries as arrays, without a word of explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from matcher.lists.listing import TierList
from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.reasons import LEVELS
from matcher.mandate.resolved import ResolvedMandate
from matcher.matcher import Matcher
from matcher.ranking.score_table import SCORE_DECIMALS
from matcher.tables.atlas import Array

CHANCE_DECIMALS: Final = 6

_LEVELS: Final = np.array(LEVELS, dtype=object)


@dataclass(frozen=True, slots=True, eq=False)
class TopList:
    """The list of one tier.

    Attributes
    ----------
    tier : str
    candidate_ids : numpy.ndarray of shape (k,)
        Best first.
    scores : numpy.ndarray of shape (k,)
    probability, rank_low, rank_high : numpy.ndarray of shape (k,)
        NaN where the ranker gives none.
    feasibility : numpy.ndarray of str of shape (k,)
        Levels of the verdict on a partnership.
    as_of : numpy.ndarray of str of shape (k,)
        Up to which day the politics that gave a level is known; ``""`` where none did.
    contributions : numpy.ndarray of shape (k, 10)
        What each criterion adds to the score, then habit.
    """

    tier: str
    candidate_ids: Array
    scores: Array
    probability: Array
    rank_low: Array
    rank_high: Array
    feasibility: Array
    as_of: Array
    contributions: Array

    def __len__(self) -> int:
        return len(self.candidate_ids)


@dataclass(frozen=True, slots=True)
class Answer:
    """The lists of one query.

    Attributes
    ----------
    query_id : int
    lists : tuple of TopList
    notes : tuple of str
        How names were read, where they could be read otherwise.
    """

    query_id: int
    lists: tuple[TopList, ...]
    notes: tuple[str, ...]


def top(matcher: Matcher, several: Sequence[ResolvedMandate]) -> list[Answer]:
    """Return the lists that ``matcher.recommend(mandate, both_sides=False)`` would texts.

    Parameters
    ----------
    matcher : Matcher
    several : sequence of ResolvedMandate
        Mandates as :meth:`Matcher.asked` read them; they share what they can.
    """
    score_tables = matcher.engine.score_tables_of(several)
    measured = [
        (asked, score_table, matcher.engine.reverse_lists(asked))
        for asked, own in zip(several, score_tables, strict=True)
        for score_table in own
    ]
    ranked = iter(matcher.engine.tier_lists(measured))
    result = []
    for asked, own in zip(several, score_tables, strict=True):
        rules = matcher.engine.feasibility.rules
        lists = tuple(_arrays(one, asked, rules) for one in islice(ranked, len(own)))
        notes = (*(note.text for note in asked.request.notes), *_short(lists, asked))
        result.append(Answer(asked.city.city_id, lists, notes))
    return result


def _arrays(ranked: TierList, asked: ResolvedMandate, rules: FeasibilityRules) -> TopList:
    mandate, levels = asked.request.mandate, asked.levels
    score_table, at, weights = (
        ranked.score_table,
        ranked.listing.positions,
        mandate.criterion_weights(),
    )
    rows = score_table.rows[at]
    query, date = asked.request.query, mandate.date
    contributions = score_table.parts[at] * score_table.vector(weights)
    unknown = np.full((3, len(at)), np.nan)
    probability, low, high = unknown if ranked.estimates is None else ranked.estimates
    return TopList(
        tier=score_table.tier,
        candidate_ids=score_table.city_ids[at],
        scores=np.round(score_table.scores(weights)[at], SCORE_DECIMALS),
        probability=np.round(probability, CHANCE_DECIMALS),
        rank_low=low,
        rank_high=high,
        feasibility=_LEVELS[levels[rows]],
        as_of=rules.as_of(query, rows, date),
        contributions=np.round(contributions, SCORE_DECIMALS),
    )


def _short(lists: tuple[TopList, ...], asked: ResolvedMandate) -> Iterator[str]:
    for one, area, verdict in zip(lists, asked.request.areas, asked.verdicts, strict=True):
        if len(one):
            continue
        barred = verdict.counts(area.mask).get("barred", 0)
        told = f"; with {barred} a partnership is not possible at present" if barred else ""
        yield f"no place in the tier {one.tier!r} passes the rules{told}"
