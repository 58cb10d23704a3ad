"""Whether popularity takes over: famous cities on the lists of small towns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from matcher.matcher import Matcher
from matcher.ranking.pairs import Pairs
from matcher.tables.atlas import IntArray
from models.known import BENCHMARK_DATE

SMALL_TOWN: Final = 20_000
MILLION: Final = 1_000_000
TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Popularity:
    """How often famous cities are proposed to small towns, and how often they are partners.

    Attributes
    ----------
    towns : int
        Small towns asked for, at random.
    share_of_places : float
        Share of the leading ten that are a national capital or have a million people.
    share_of_lists : float
        Share of the lists of ten with at least one of them.
    true_share : float
        Share of the real partners of small towns that are such cities.
    """

    towns: int
    share_of_places: float
    share_of_lists: float
    true_share: float

    def to_dict(self) -> dict[str, float]:
        """Return the figures, rounded."""
        return {key: round(value, 4) for key, value in asdict(self).items()}


def measure_popularity(matcher: Matcher, n_towns: int, random_state: int = 0) -> Popularity:
    """Ask the world for random small towns.

    Parameters
    ----------
    matcher : Matcher
    n_towns : int
    random_state : int
    """
    place_facts, graph = matcher.world.place_facts, matcher.world.graph
    people = np.nan_to_num(place_facts.population)
    famous = (place_facts.admin_rank == 0) | (people >= MILLION)
    small = (people > 0) & (people < SMALL_TOWN) & ~place_facts.is_part
    ends = np.concatenate([graph.ends, graph.ends[:, ::-1]])
    partners = ends[small[ends[:, 0]], 1]
    rng = np.random.default_rng(random_state)
    towns = rng.choice(np.flatnonzero(small), n_towns, replace=False)
    places = [famous[_leading(matcher, int(town))] for town in towns]
    return Popularity(
        towns=n_towns,
        share_of_places=float(np.concatenate(places).mean()),
        share_of_lists=float(np.mean([one.any() for one in places])),
        true_share=float(famous[partners].mean()),
    )


def _leading(matcher: Matcher, town: int) -> IntArray:
    place_facts, ranker = matcher.world.place_facts, matcher.engine.ranker
    taken = np.append(matcher.world.graph.partners(town), town)
    rows = np.flatnonzero((place_facts.country != place_facts.country[town]) & ~place_facts.is_part)
    rows = rows[~np.isin(rows, taken)]
    pairs = Pairs(
        place_facts, matcher.world.graph, matcher.world.countries, BENCHMARK_DATE, town, rows
    )
    short = pairs.narrowed(rows[ranker.shortlist(pairs)])
    scores = ranker.score(ranker.features(short), {})
    return short.rows[np.argsort(-scores, kind="stable")[:TOP]]
