"""The score table of one tier: what each part of the score adds to each candidate.

A ranker's score is linear in the council's weights, so the contributions at unit
weights are all that any other weighting needs: no feature is measured twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.ranking.weights import part_vector, parted
from matcher.records.criteria import PARTS
from matcher.tables.atlas import Array, IntArray

SCORE_DECIMALS: Final = 9
"""Scores that agree to this many decimals are a tie, broken by city id."""

BELOW: Final = 1e5
"""How far a candidate of a later level is set down: no score reaches it."""

UNIT_WEIGHTS: Final = dict.fromkeys(PARTS, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """Every candidate of one tier with what each part of the score adds.

    Attributes
    ----------
    tier : str
        Name of the tier.
    rows : numpy.ndarray of int64 of shape (n,)
        Rows of the candidates in the cities table.
    city_ids : numpy.ndarray of shape (n,)
        Their ids; ties break on them.
    countries : numpy.ndarray of int64 of shape (n,)
        Their countries as indices.
    parts : numpy.ndarray of shape (n, n_parts)
        Contributions at unit weights, in the order of
        :data:`matcher.records.criteria.PARTS`.
    eligible : int
        Places that pass the rules; a ranker may look closely at fewer.
    features : numpy.ndarray of shape (n, n_features)
        What the ranker measured, empty when nothing was kept.
    last : numpy.ndarray of int of shape (n,), optional
        Candidates with a higher number stand below the others, whatever their scores.
    bands : numpy.ndarray of int of shape (n,), optional
        How far down the query's own list each stands, see
        :meth:`~matcher.ranking.protocol.Ranker.bands`.
    others : numpy.ndarray of shape (n_others,)
        Habit of the places that rules keep out and that a partner may be among.
    """

    tier: str
    rows: IntArray
    city_ids: Array
    countries: IntArray
    parts: Array
    eligible: int = 0
    features: Array = field(default_factory=lambda: np.zeros((0, 0)))
    last: Array | None = None
    bands: IntArray | None = None
    others: Array = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.rows)

    def vector(self, weights: Mapping[str, float]) -> Array:
        """Return the weight of each part, shape (n_parts,)."""
        return part_vector(weights)

    @property
    def habit(self) -> Array:
        """Habit at weight 1, shape (n,)."""
        return self.parts[:, -1]

    def scores(self, weights: Mapping[str, float]) -> Array:
        """Return the ranker's scores, shape (n,): ``parts @ w``."""
        return weighted(self.parts, self.vector(weights))

    def placed(self, scores: Array) -> Array:
        """Return scores by which candidates are ordered: those set last are far below."""
        level = self.level
        if level is None:
            return scores
        below = BELOW * level
        return scores - (below if scores.ndim == 1 else below[:, None])

    @property
    def level(self) -> IntArray | None:
        """What counts before the score, lower first, shape (n,); None where nothing does."""
        if self.last is None or self.bands is None:
            return self.bands if self.last is None else self.last.astype(np.int64)
        return self.bands + (1 + self.bands.max(initial=0)) * self.last

    def standings(self, weights: Mapping[str, float], at: IntArray) -> tuple[Array, Array]:
        """Return what orders some candidates, and all of them, under the weights."""
        scores = self.placed(self.scores(weights))
        return scores[at], scores

    def held_below(self, one: int, other: int) -> bool:
        """Tell whether a candidate stands below another whatever their scores."""
        level = self.level
        return level is not None and bool(level[one] > level[other])

    def order(
        self,
        weights: Mapping[str, float],
        most: int | None = None,
        per_country: int | None = None,
    ) -> IntArray:
        """Return positions, best first.

        Parameters
        ----------
        weights : mapping of str to float
            The council's weight per criterion; 1 when missing.
        most : int, optional
            Length of the list; all when not given.
        per_country : int, optional
            Largest number of candidates of one country.
        """
        most = len(self) if most is None else most
        scores = self.placed(self.scores(weights))
        return best(scores, self.city_ids, self.countries, most, per_country)

    def position(self, city_id: int) -> int | None:
        """Return the position of a place, None when it is not a candidate here."""
        found = np.flatnonzero(self.city_ids == city_id)
        return int(found[0]) if len(found) else None


def make_score_table(
    tier: str, ranker: Ranker, pairs: Pairs, least: int | None = None
) -> ScoreTable:
    """Measure the candidates of one tier once.

    Parameters
    ----------
    tier : str
    ranker : Ranker
    pairs : Pairs
        The query and every candidate that passes the rules.
    least : int, optional
        At least so many are scored, where there are so many; all when not given.
    """
    return make_score_tables(ranker, [(tier, pairs, least)])[0]


def make_score_tables(
    ranker: Ranker, tiers: Sequence[tuple[str, Pairs, int | None]]
) -> list[ScoreTable]:
    """Measure the candidates of some tiers side by side, of one query or of several.

    Parameters
    ----------
    ranker : Ranker
    tiers : sequence of (str, Pairs, int or None)
        What :func:`make_score_table` takes of each.
    """
    score_tables = list[ScoreTable]()
    for first in range(0, len(tiers), ranker.batch_size):
        score_tables += _joint_tables(ranker, tiers[first : first + ranker.batch_size])
    return score_tables


def _joint_tables(
    ranker: Ranker, tiers: Sequence[tuple[str, Pairs, int | None]]
) -> Iterator[ScoreTable]:
    ranker.prefetch([pairs for _, pairs, _ in tiers])
    looked = [
        pairs if least is None else pairs.narrowed(pairs.rows[ranker.shortlist(pairs, least)])
        for _, pairs, least in tiers
    ]
    features = [ranker.features(pairs) for pairs in looked]
    # Scored in one go: a table a tier would cost as many calls of the networks.
    joined = features[0] if len(features) == 1 else np.concatenate(features)
    parts = parted(ranker.contributions(joined, UNIT_WEIGHTS), [len(X) for X in features])
    for (tier, everyone, least), pairs, X, own in zip(tiers, looked, features, parts, strict=True):
        yield ScoreTable(
            tier=tier,
            rows=pairs.rows,
            city_ids=pairs.place_facts.atlas.city_ids[pairs.rows],
            countries=pairs.place_facts.country[pairs.rows],
            parts=own,
            eligible=len(everyone),
            features=X,
            bands=_unlike(ranker.bands(pairs)),
            others=np.zeros(0) if least is None else _others(ranker, pairs),
        )


def _others(ranker: Ranker, pairs: Pairs) -> Array:
    """Return the habit of the places that a chance is reckoned among, candidates left out."""
    leading = ranker.leading(pairs)
    if leading is None:
        return np.zeros(0)
    rows = np.setdiff1d(leading, pairs.rows, assume_unique=True)
    return ranker.plain(pairs.narrowed(rows)) if len(rows) else np.zeros(0)


def _unlike(bands: IntArray | None) -> IntArray | None:
    """Return bands, or nothing where all are the same."""
    return None if bands is None or not bands.any() else bands


def weighted(parts: Array, vector: Array) -> Array:
    """Return ``parts @ vector``, each row's last bits independent of its company.

    Parameters
    ----------
    parts : array of shape (n, n_parts)
    vector : array of shape (n_parts,)

    Examples
    --------
    >>> weighted(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([2.0, 1.0])).tolist()
    [4.0, 10.0]
    """
    total = np.zeros(len(parts))
    for index, weight in enumerate(vector):
        total += parts[:, index] * weight
    return total


def best(
    scores: Array, city_ids: Array, countries: IntArray, most: int, per_country: int | None
) -> IntArray:
    """Return positions of the best scores, ties by city id, capped per country.

    Parameters
    ----------
    scores : array of shape (n,)
    city_ids : array of int of shape (n,)
    countries : array of int of shape (n,)
    most : int
    per_country : int, optional
    """
    rounded = np.round(scores, SCORE_DECIMALS)
    if per_country is None and len(scores) > 4 * most:
        # Sort only what can be among the best; ties at the threshold all stay in.
        threshold = np.partition(rounded, len(rounded) - most)[len(rounded) - most]
        pool = np.flatnonzero(rounded >= threshold)
    else:
        pool = np.arange(len(scores))
    order = pool[np.lexsort((city_ids[pool], -rounded[pool]))]
    return capped(order, countries, most, per_country)


def capped(order: IntArray, countries: IntArray, most: int, per_country: int | None) -> IntArray:
    """Return the head of an order of positions with at most so many of one country.

    Examples
    --------
    >>> capped(np.array([2, 0, 1]), np.array([7, 8, 7]), 2, 1).tolist()
    [2, 1]
    >>> capped(np.array([2, 0, 1]), np.array([7, 8, 7]), 2, None).tolist()
    [2, 0]
    """
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
