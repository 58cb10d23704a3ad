"""Whether the chances that answers state come true, on pairs hidden from the fold models."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from matcher.matcher import Matcher
from matcher.ranking.folds import N_HIDDEN_FOLDS, fold_name, hidden_fold
from matcher.ranking.learned.artefact import load_artefact
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.learned.ranker import LearnedRanker
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import Array
from matcher.world.graph import PartnershipGraph
from models.known import BENCHMARK_DATE
from models.metrics import brier, expected_calibration_error
from models.split import concluded

TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """How stated chances compare with what happened, over the leading ten of country lists.

    Attributes
    ----------
    lists, places : int
        Lists with a hidden partner, and the leading places judged.
    stated, found : float
        Mean chance, and share of the places that are the hidden partner.
    expected_calibration_error : float
        Over ten bins of equal mass.
    brier, brier_by_rank : float
        Of the stated chances, and of the mean share by rank.
    """

    lists: int
    places: int
    stated: float
    found: float
    expected_calibration_error: float
    brier: float
    brier_by_rank: float

    def to_dict(self) -> dict[str, float]:
        """Return the figures, rounded."""
        return {key: round(value, 5) for key, value in asdict(self).items()}


def measure_calibration(matcher: Matcher, n_pairs: int, random_state: int = 7) -> Calibration:
    """Hide known pairs and compare stated chances with the hidden partners.

    Parameters
    ----------
    matcher : Matcher
        With the learned ranker.
    n_pairs : int
        Pairs drawn at random; each is asked in both directions.
    random_state : int
        Another draw than the one the temperature was fitted on.
    """
    pairs = concluded(matcher.world.atlas)
    drawn = pairs[np.random.default_rng(random_state).permutation(len(pairs))[:n_pairs]]
    folds = np.array([hidden_fold(int(a), int(b)) for a, b in pairs])
    found: list[tuple[Array, Array]] = []
    for fold in range(N_HIDDEN_FOLDS):
        rest = matcher.world.atlas.rows_of(pairs[folds != fold].ravel()).reshape(-1, 2)
        graph = PartnershipGraph(matcher.world.graph.n_cities, rest)
        hidden = [pair for pair in drawn if hidden_fold(int(pair[0]), int(pair[1])) == fold]
        asked = matcher.world.atlas.rows_of(np.array(hidden).ravel()).reshape(-1, 2)
        artefact = load_artefact(matcher.world.atlas)
        facts = PlaceFeatures(matcher.world.place_facts)
        similarity = matcher.engine.similarity
        ranker = LearnedRanker.from_artefact(artefact, similarity, facts, fold_name(fold))
        for query, partner in np.concatenate([asked, asked[:, ::-1]]):
            found.append(_leading(matcher, ranker, graph, int(query), int(partner)))
    return _judged(found)


def _leading(
    matcher: Matcher, ranker: LearnedRanker, graph: PartnershipGraph, query: int, partner: int
) -> tuple[Array, Array]:
    """Return the chances of the leading ten, and which of them is the hidden partner."""
    place_facts = matcher.world.place_facts
    others = np.setdiff1d(matcher.world.graph.partners(query), [partner])
    inside = (place_facts.country == place_facts.country[partner]) & ~place_facts.is_part
    rows = np.setdiff1d(np.flatnonzero(inside), np.append(others, query))
    pairs = Pairs(place_facts, graph, matcher.world.countries, BENCHMARK_DATE, query, rows)
    short = pairs.narrowed(rows[ranker.shortlist(pairs)])
    parts = ranker.contributions(ranker.features(short), {})
    chances = ranker.chances(parts[:, -1])
    best = np.argsort(-parts.sum(axis=1), kind="stable")[:TOP]
    return chances[best], short.rows[best] == partner


def _judged(found: list[tuple[Array, Array]]) -> Calibration:
    chance = np.concatenate([one for one, _ in found])
    hit = np.concatenate([one for _, one in found])
    rank = np.concatenate([np.arange(len(one)) for one, _ in found])
    by_rank = np.bincount(rank, hit) / np.bincount(rank)
    return Calibration(
        lists=len(found),
        places=len(chance),
        stated=float(chance.mean()),
        found=float(hit.mean()),
        expected_calibration_error=expected_calibration_error(chance, hit),
        brier=brier(chance, hit),
        brier_by_rank=brier(by_rank[rank], hit),
    )
