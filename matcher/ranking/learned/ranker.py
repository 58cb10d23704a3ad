"""The learned ranker: what cities did, and what the council wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from matcher.errors import ModelError
from matcher.ranking.folds import fold_name
from matcher.ranking.learned.artefact import MAIN, Artefact
from matcher.ranking.learned.bands import Bands
from matcher.ranking.learned.drivers import RENOWN, shares, told
from matcher.ranking.learned.linkview import LinkView
from matcher.ranking.learned.model import Ensemble, Model
from matcher.ranking.learned.nearest import Nearest
from matcher.ranking.learned.neighbours import Neighbours
from matcher.ranking.learned.pairfeatures import FEATURES, PairReader
from matcher.ranking.learned.pairwalks import PairWalks, Reader, walk
from matcher.ranking.learned.place_features import PlaceFeatures
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Estimates, Shortlist
from matcher.ranking.similarity import SimilarityRanker
from matcher.ranking.weights import part_vector, summed
from matcher.records.criteria import HABIT
from matcher.tables.atlas import Array, IntArray
from matcher.world.graph import PartnershipGraph

N_LEADING: Final = 60
"""Candidates whose rank interval is measured, or twice the list where that is more."""

HABIT_DECIMALS: Final = 6
"""Habit is rounded, so that a score does not depend on the candidates beside it."""

STEP: Final = 2.0
"""Log odds that habit loses with every band a place stands further down its list."""

GUARD: Final = 1.2
"""Log odds that a capital or a city of a million loses on the list of a small town."""

SMALL_QUERY: Final = float(np.log10(20_000))
FAMOUS: Final = 6.0

_N_FEATURES: Final = len(FEATURES)
_SIZE, _SIZE_QUERY, _ROLE = (FEATURES.index(name) for name in ("size", "size_query", "role"))
_NOBODY: Final = np.zeros(0)


class LearnedRanker:
    """Rank by what cities like the asking one chose, and by what the council wishes.

    Parameters
    ----------
    model : Model
    similarity : SimilarityRanker
        Measures the wish.
    facts : PlaceFeatures
    expected : array of shape (n_cities,)
        Expected degrees the model was trained with.
    pool : array of int
        Rows that are retrieved where the candidates are of many countries.
    ensemble : sequence of Model
        Models of resampled partnerships, for rank intervals.
    temperature : float
        Divides the score before it becomes a probability.
    artefact : Artefact, optional
        Where it was taken from, with the models of the folds.

    Notes
    -----
    The score is the sum of the wish, one part a criterion, and of habit, each times its
    weight; all are log odds, so the order under weights is exact.
    """

    name = "learned"
    trained = True
    batch_size = 8

    def __init__(
        self,
        model: Model,
        similarity: SimilarityRanker,
        facts: PlaceFeatures,
        expected: Array,
        pool: IntArray,
        ensemble: Sequence[Model] = (),
        temperature: float = 1.0,
        artefact: Artefact | None = None,
    ) -> None:
        self.similarity = similarity
        self._artefact = artefact
        self.model, self.facts, self.expected, self.pool = model, facts, expected, pool
        self._alone = Ensemble([model])
        self._folds = Ensemble(ensemble) if ensemble else None
        self.temperature = temperature
        self._graph_reader: tuple[PartnershipGraph, Reader] | None = None
        self._recent: tuple[PartnershipGraph, Reader] | None = None
        self._walks: tuple[LinkView, dict[int, PairWalks]] | None = None
        self._bands: Bands | None = None

    @classmethod
    def from_artefact(
        cls,
        artefact: Artefact,
        similarity: SimilarityRanker,
        facts: PlaceFeatures,
        name: str = MAIN,
    ) -> LearnedRanker:
        """Take a shipped model over, for places that may be more than it was trained on."""
        others = [model for key, model in artefact.models.items() if key not in (MAIN, name)]
        return cls(
            artefact.models[name],
            similarity,
            facts,
            extended(artefact.expected[name], facts),
            artefact.pool,
            others,
            float(artefact.card["temperature"]),
            artefact,
        )

    def held_out(self, fold: int) -> LearnedRanker:
        """Return the ranker of the models that never saw the partnerships of a fold.

        Raises
        ------
        ModelError
            The ranker was made without the models of its folds.
        """
        if self._artefact is None:
            raise ModelError("this ranker has no models of held-out folds: load the shipped one")
        name = fold_name(fold)
        return LearnedRanker.from_artefact(self._artefact, self.similarity, self.facts, name)

    def use_graph(self, graph: PartnershipGraph, neighbours: Neighbours | None = None) -> None:
        """Prepare the view of the partnerships that most questions are about, and cache it.

        Parameters
        ----------
        graph : PartnershipGraph
        neighbours : Neighbours, optional
            Of the pool; computed when not given.
        """
        reader = self.reader(graph)
        reader.view.prepare(self.pool, neighbours)
        self._graph_reader = graph, reader

    def prefetch_places(self, graph: PartnershipGraph, rows: IntArray) -> None:
        """Compute the neighbours of some places; over the prepared graph they add to the pool's.

        Parameters
        ----------
        graph : PartnershipGraph
        rows : array of int of shape (n,)
        """
        view = self.reader(graph).view
        if self._graph_reader is None or graph is not self._graph_reader[0]:
            view.prepare(rows)
            return
        rows = np.union1d(self.pool, rows)
        found = view.neighbours(rows)
        positions = np.min_scalar_type(len(view.linked))
        near, alike = found.near.astype(positions), found.alike.astype(positions)
        view.prepare(rows, found._replace(near=near, alike=alike))

    def reader(self, graph: PartnershipGraph) -> Reader:
        """Return the view of a set of partnerships: the prepared one, or the last one."""
        # Read once: another thread may put another graph there meanwhile.
        for kept in (self._graph_reader, self._recent):
            if kept is not None and kept[0] is graph:
                return kept[1]
        reader = Reader(LinkView(self.facts, graph.ends), self.expected)
        self._recent = graph, reader
        return reader

    def prefetch(self, several: Sequence[Pairs]) -> None:
        """Walk from several queries at once, which takes half the time of each alone.

        Parameters
        ----------
        several : sequence of Pairs
            What is asked next, .7 megabytes a query.
        """
        if several:
            graph = several[0].graph
            self._walked(graph, [one.query for one in several if one.graph is graph])

    def walks(self, graph: PartnershipGraph, query: int) -> PairWalks:
        """Return the walks of a query, kept for its next candidate list."""
        return self._walked(graph, [query])[query]

    def _walked(self, graph: PartnershipGraph, queries: Sequence[int]) -> Mapping[int, PairWalks]:
        """Return the walks of some queries, kept until others are asked for."""
        # Read once: another thread may put others there meanwhile.
        view, last = self.reader(graph).view, self._walks
        kept = last[1] if last is not None and last[0] is view else {}
        if all(query in kept for query in queries):
            return kept
        new = [query for query in dict.fromkeys(queries) if query not in kept]
        found = {walks.query: walks for walks in walk(view, new)}
        found |= {query: kept[query] for query in queries if query in kept}
        self._walks = view, found
        return found

    def shortlist(self, pairs: Pairs, least: int = 0, most: int | None = None) -> IntArray:
        """Return positions of the candidates that the second stage scores, ascending.

        Parameters
        ----------
        pairs : Pairs
        least : int
            At least so many, where there are so many.
        most : int, optional
            The best by the first stage alone, at most so many: a quick look.

        Notes
        -----
        The first bands that hold enough, see :meth:`bands`.
        """
        if most is None:
            return self._bands_of(pairs).shortlist(pairs, least)
        walks, reader = self.walks(pairs.graph, pairs.query), self.reader(pairs.graph)
        return np.sort(self.model.first.best(reader, walks, pairs.rows, most))

    def bands(self, pairs: Pairs) -> IntArray:
        """Return how far down the query's own list each candidate stands, from 0."""
        return self._bands_of(pairs).of(pairs)

    def _bands_of(self, pairs: Pairs) -> Bands:
        """Return the bands of a query's lists, kept until another asks."""
        view = self.reader(pairs.graph).view
        # Read once: another thread may put others there meanwhile.
        bands = self._bands
        if bands is None or bands.view is not view or bands.query != pairs.query:
            walks, reader = self.walks(pairs.graph, pairs.query), self.reader(pairs.graph)
            score = partial(self.model.first.score, reader, walks)
            bands = self._bands = Bands(view, pairs.query, self.pool, score)
        return bands

    def first_stage(self, pairs: Pairs) -> Array:
        """Return the first stage's score of every candidate, shape (n,)."""
        walks = self.walks(pairs.graph, pairs.query)
        return self.model.first.score(self.reader(pairs.graph), walks, pairs.rows)

    def leading(self, pairs: Pairs) -> IntArray:
        """Return the rows that the query's own lists begin with, whatever rules leave of them."""
        return self._bands_of(pairs).first(pairs)

    def features(self, pairs: Pairs) -> Array:
        """Return features of habit, components and band, shape (n, n_features); NaN unknown."""
        band = self.bands(pairs).astype(np.float32)[:, None]
        return np.hstack([self.habit_features(pairs), self.similarity.features(pairs), band])

    def habit_features(self, pairs: Pairs) -> Array:
        """Return what habit reads, shape (n, n_habit_features), NaN where unknown."""
        walks = self.walks(pairs.graph, pairs.query)
        reader = self.reader(pairs.graph)
        if pairs.place_facts is not self.facts.place_facts:
            facts = self.facts.supposing(pairs.place_facts)
            view = reader.view.supposing(facts, pairs.place_facts.supposed_row)
            reader = replace(reader, view=view)
        return PairReader(reader, pairs, walks).table()

    def components(self, X: Array) -> Array:
        """Return the components among the features, shape (n, n_components)."""
        return X[:, _N_FEATURES:-1]

    def habit(self, X: Array) -> Array:
        """Return the log odds by what cities did, shape (n,)."""
        return self._habit(self._alone, X)[0]

    def drivers(self, X: Array) -> list[dict[str, float]]:
        """Return what drives the habit of each row, see :mod:`matcher.ranking.learned.drivers`."""
        effects = np.column_stack([shares(self.model, X[:, :_N_FEATURES]), -STEP * X[:, -1]])
        effects[:, RENOWN] -= guard(X)
        return told(effects, self.habit(X))

    def _habit(self, models: Ensemble, X: Array) -> Array:
        """Return habit by each model, shape (n_models, n)."""
        lost = guard(X) + STEP * X[:, -1]
        return np.round(models.score(X[:, :_N_FEATURES]) - lost, HABIT_DECIMALS)

    def contributions(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return what each criterion and habit add under the weights, shape (n, 10)."""
        parts = np.column_stack([self.similarity.wish(self.components(X)), self.habit(X)])
        result: Array = parts * part_vector(weights)
        return result

    def score(self, X: Array, weights: Mapping[str, float]) -> Array:
        """Return the sum of the parts in log odds, shape (n,)."""
        return summed(self.contributions(X, weights))

    def plain(self, pairs: Pairs) -> Array:
        """Return the score where nobody said what they wish: habit alone, shape (n,).

        The band is left out: it is asked of places at the head of a list.
        """
        X = self.habit_features(pairs)
        return np.round(self._alone.score(X)[0] - guard(X), HABIT_DECIMALS)

    def estimates(self, lists: Sequence[Shortlist]) -> list[Estimates]:
        """Say how likely and how certain some rankings are.

        Parameters
        ----------
        lists : sequence of Shortlist

        Returns
        -------
        list of Estimates
            Probabilities come from habit. Rank intervals hold for the leading
            candidates, NaN for the others.
        """
        leading = [
            np.argsort(-one.scores, kind="stable")[: max(N_LEADING, 2 * one.listed)]
            for one in lists
        ]
        by_fold: list[Array] = []
        if self._folds is not None and lists:
            X = np.concatenate([one.X[at] for one, at in zip(lists, leading, strict=True)])
            by_fold = list(self._habit(self._folds, X))
        ends = np.cumsum([len(at) for at in leading])
        result = []
        for one, at, end in zip(lists, leading, ends, strict=True):
            weight = float(one.weights.get(HABIT, 1.0))
            rest = one.scores[at] - weight * one.habit[at]
            ranks = [_ranks(one.scores[at])]
            ranks += [_ranks(rest + weight * habit[end - len(at) : end]) for habit in by_fold]
            low, high = np.full((2, len(one.X)), np.nan)
            low[at], high[at] = np.min(ranks, axis=0), np.max(ranks, axis=0)
            result.append(Estimates(self.chances(one.habit, one.others), low, high))
        return result

    def chances(self, habit: Array, others: Array = _NOBODY) -> Array:
        """Return the probability of each of some candidates by habit, others beside them."""
        most = max(habit.max(initial=-np.inf), others.max(initial=-np.inf))
        odds: Array = np.exp((habit - most) / self.temperature)
        return odds / (odds.sum() + np.exp((others - most) / self.temperature).sum())


def guard(X: Array) -> Array:
    """Return what capitals and cities of a million lose on the list of a small town, shape (n,).

    Parameters
    ----------
    X : array of shape (n, n_features)
        Features of habit, and any behind them.

    Notes
    -----
    Towns without a listed partner are many and were never asked in training; without this
    their lists fill with famous cities, which twin with such towns hardly ever. It was set so
    that the share of such cities among the leading ten is about that of real partners.
    """
    small = X[:, _SIZE_QUERY] < SMALL_QUERY
    famous = (X[:, _ROLE] == 0) | (X[:, _SIZE] >= FAMOUS)
    result: Array = GUARD * (small & famous)
    return result


def _ranks(scores: Array) -> Array:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def extended(expected: Array, facts: PlaceFeatures) -> Array:
    """Return expected degrees for an atlas with own places: those of the nearest place.

    Parameters
    ----------
    expected : array of shape (n_known,)
    facts : PlaceFeatures
        Of at least as many places, the known ones first.
    """
    n_known = len(expected)
    result = np.empty(facts.n_cities, dtype=np.float32)
    result[:n_known] = expected
    if facts.n_cities > n_known:
        nearest = Nearest(facts.xyz[:n_known]).query(facts.xyz[n_known:], 1)[1][:, 0]
        result[n_known:] = expected[nearest]
    return result
