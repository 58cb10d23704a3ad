"""Where each city of a pair stands on the other's list, known partners hidden from it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from matcher.engine import Engine
from matcher.errors import InputTableError
from matcher.ranking.folds import hidden_fold
from matcher.ranking.pairs import Pairs
from matcher.ranking.protocol import Ranker
from matcher.tables import columns as c
from matcher.tables.atlas import IntArray
from matcher.world.graph import PartnershipGraph

ListScope = Literal["country", "world"]
SCOPES: Final = ("country", "world")
MAX_PAIRS: Final = 200_000
BLOCK: Final = 400
"""Lists of one country whose candidates' neighbours are read together."""

BLOCK_WORLD: Final = 40
"""The same for lists of the world, which are long."""

_ALL: Final[dict[str, float]] = {}
"""No weight is given: each is 1."""

IdPair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PairRank:
    """Where a partner stands on a query's list.

    Attributes
    ----------
    query_id, partner_id : int
    scope : str
    rank : int
        From 1, ties by city id. The number of candidates where the
        partner has no rank of its own, with the reason in ``note``.
    candidates : int
    score : float or None
    probability : float or None
        Chance to be the partner if the query finds one among the candidates.
    percentile : float
        Share of the candidates it stands above, 0 to 100.
    known : bool
        Whether the two are known partners; the link was hidden then.
    note : str
    """

    query_id: int
    partner_id: int
    scope: str
    rank: int
    candidates: int
    score: float | None
    probability: float | None
    percentile: float
    known: bool
    note: str = ""

    def to_row(self) -> dict[str, Any]:
        """Return the columns in order."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS: Final = tuple(PairRank.__dataclass_fields__)


def read_pairs(path: str | Path) -> tuple[list[IdPair], list[dict[str, Any]]]:
    """Read pairs of city ids from a CSV.

    Returns
    -------
    pairs : list of (int, int)
    rejects : list of dict
        Rows that are no pair of different ids: ``line``, ``reason``.

    Raises
    ------
    InputTableError
        The file cannot be read, or lacks ``city_id_a`` or ``city_id_b``.
    """
    path = Path(path)
    pairs: list[IdPair] = []
    rejects: list[dict[str, Any]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            names = reader.fieldnames or []
            missing = [name for name in (c.CITY_ID_A, c.CITY_ID_B) if name not in names]
            if missing:
                raise InputTableError(
                    f"{path} lacks the columns {', '.join(missing)}: it has "
                    f"{', '.join(names) or 'none'}, needed are city_id_a, city_id_b"
                )
            for row in reader:
                if len(pairs) == MAX_PAIRS:
                    raise InputTableError(f"{path} has more than {MAX_PAIRS:,} pairs: split it")
                texts = [(row[name] or "").strip() for name in (c.CITY_ID_A, c.CITY_ID_B)]
                if not all(text.isascii() and text.isdigit() and len(text) < 12 for text in texts):
                    rejects.append({"line": reader.line_num, "reason": f"no ids: {texts!r:.60}"})
                elif int(texts[0]) == int(texts[1]):
                    rejects.append({"line": reader.line_num, "reason": "both ids are the same"})
                else:
                    pairs.append((int(texts[0]), int(texts[1])))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputTableError(f"{path} cannot be read as CSV in UTF-8: {error}") from None
    return pairs, rejects


class PairRanker:
    """Ranks pairs with the ranker in use, or with what never saw their link.

    Parameters
    ----------
    engine : Engine
        Its model decides which ranker is used.
    date : datetime.date
        Day that blocs and conflicts are read at.
    scope : {"country", "world"}
        Candidates are the places of the partner's country, or of the world
        (the query's own country only where the partner lies in it).
    """

    def __init__(self, engine: Engine, date: dt.date, scope: ListScope = "country") -> None:
        self.engine, self.date, self.scope = engine, date, scope
        self.place_facts = engine.world.place_facts
        self.fold_of_end = self._folds()
        # Loaded here, so that a ranker that does not fit is refused before any answer.
        self._main = engine.ranker
        self._rankers: dict[int, tuple[Ranker, PartnershipGraph]] = {}
        order = np.argsort(self.place_facts.country, kind="stable")
        bounds = np.searchsorted(
            self.place_facts.country[order], np.arange(self.place_facts.n_countries + 1)
        )
        self._by_country = [order[a:b] for a, b in pairwise(bounds)]

    def rank(self, pairs: Sequence[IdPair]) -> Iterator[PairRank]:
        """Rank both ends of every pair, in the order given.

        Raises
        ------
        UnknownPlaceError
            No place has one of the ids.
        """
        asked = [
            (self.engine.world.atlas.row(query), self.engine.world.atlas.row(partner))
            for a, b in pairs
            for query, partner in ((a, b), (b, a))
        ]
        graph = self.engine.world.graph
        fold = [
            self._fold_of(query, partner) if partner in graph.partners(query) else -1
            for query, partner in asked
        ]
        found: dict[int, PairRank] = {}
        for one in sorted(set(fold)):
            members = [index for index, value in enumerate(fold) if value == one]
            ranker, known = self._ranker(one)
            size = BLOCK if self.scope == "country" else BLOCK_WORLD
            for start in range(0, len(members), size):
                block = members[start : start + size]
                ranks = self._block(ranker, known, [asked[index] for index in block], one >= 0)
                found.update(zip(block, ranks, strict=True))
        yield from (found[index] for index in range(len(asked)))

    def _fold_of(self, query: int, partner: int) -> int:
        ids = self.engine.world.atlas.city_ids
        return hidden_fold(int(ids[query]), int(ids[partner]))

    def _folds(self) -> IntArray:
        ids = self.engine.world.atlas.city_ids
        ends = self.engine.world.graph.ends
        return np.array([hidden_fold(int(ids[a]), int(ids[b])) for a, b in ends], dtype=np.int64)

    def _ranker(self, fold: int) -> tuple[Ranker, PartnershipGraph]:
        """Return a ranker that never saw a fold, and the graph without it, kept for later."""
        if fold not in self._rankers:
            self._rankers[fold] = self._made(fold)
        return self._rankers[fold]

    def _made(self, fold: int) -> tuple[Ranker, PartnershipGraph]:
        graph = self.engine.world.graph
        if fold >= 0:
            graph = PartnershipGraph(graph.n_cities, graph.ends[self.fold_of_end != fold])
        return self._main if fold < 0 else self._main.held_out(fold), graph

    def _block(
        self,
        ranker: Ranker,
        known: PartnershipGraph,
        asked: Sequence[tuple[int, int]],
        hidden: bool,
    ) -> list[PairRank]:
        lists = [self._pairs(known, query, partner) for query, partner in asked]
        short = [ranker.shortlist(pairs) for pairs in lists]
        if hidden:
            wanted = [pairs.rows[best] for pairs, best in zip(lists, short, strict=True)]
            ranker.prefetch_places(known, np.unique(np.concatenate(wanted)))
        return [
            self._judge(ranker, pairs, best, partner, hidden)
            for pairs, best, (_, partner) in zip(lists, short, asked, strict=True)
        ]

    def _pairs(self, known: PartnershipGraph, query: int, partner: int) -> Pairs:
        country = self.place_facts.country
        if self.scope == "country":
            rows = self._by_country[country[partner]]
        else:
            rows = np.arange(self.place_facts.n_cities)
            if country[partner] != country[query]:
                rows = np.flatnonzero(country != country[query])
        partners = self.engine.world.graph.partners(query)
        taken = np.append(partners[partners != partner], query)
        rows = rows[~self.place_facts.is_unlisted[rows] & ~np.isin(rows, taken)]
        world = self.engine.world
        return Pairs(world.place_facts, known, world.countries, self.date, query, rows)

    def _judge(
        self,
        ranker: Ranker,
        pairs: Pairs,
        best: IntArray,
        partner: int,
        hidden: bool,
    ) -> PairRank:
        ids = self.engine.world.atlas.city_ids
        n = len(pairs)

        def result(rank: int, score: float | None, chance: float | None, note: str) -> PairRank:
            above = 100.0 * (n - rank) / max(n - 1, 1)
            return PairRank(
                int(ids[pairs.query]), int(ids[partner]), self.scope, rank, n, score, chance,
                round(max(above, 0.0), 3), hidden, note,
            )  # fmt: skip

        at = int(np.searchsorted(pairs.rows, partner))
        if at == n or pairs.rows[at] != partner:
            return result(n, None, None, "not eligible: it is a part of a larger city")
        short = pairs.narrowed(pairs.rows[best])
        features = ranker.features(short)
        scores = ranker.score(features, _ALL)
        place = np.flatnonzero(best == at)
        if len(place):
            score = float(scores[place[0]])
            # Candidates stand in the order of their ids, which breaks ties as in every list.
            ties = int((scores[: place[0]] == score).sum())
            rank = 1 + int((scores > score).sum()) + ties
            chances = ranker.chances(ranker.contributions(features, _ALL)[:, -1])
            chance = None if chances is None else round(float(chances[place[0]]), 6)
            return result(rank, round(score, 6), chance, "")
        first = None if self.scope == "world" else ranker.first_stage(pairs)
        if first is None:
            return result(n, None, None, "not retrieved among the candidates of the world")
        rest = np.setdiff1d(np.arange(n), best)
        ties = int(((first[rest] == first[at]) & (rest < at)).sum())
        rank = 1 + len(best) + int((first[rest] > first[at]).sum()) + ties
        return result(rank, None, None, "ranked by the first stage, beyond the shortlist")
