"""The similarity ranker's neutral values, learnt from random pairs."""

from __future__ import annotations

import datetime as dt

import numpy as np

from matcher.naming.countries import Countries
from matcher.ranking.pairs import Pairs
from matcher.ranking.similarity import SimilarityRanker
from matcher.tables.atlas import Atlas
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts

N_QUERIES = 400
N_CANDIDATES = 2_000


def fit_similarity(atlas: Atlas, date: dt.date, random_state: int = 0) -> SimilarityRanker:
    """Fit the similarity ranker on random pairs of places that are no districts.

    Parameters
    ----------
    atlas : Atlas
        The published tables.
    date : datetime.date
        Day the blocs and conflicts are read at.
    random_state : int
        Seed of the draw.

    Returns
    -------
    SimilarityRanker
        Fitted: its neutral value per component is the mean over the pairs
        where the component is known.

    Notes
    -----
    Half of the queries are drawn from places with a partnership, because those
    without one leave the network components unknown.
    """
    rng = np.random.default_rng(random_state)
    place_facts, countries = PlaceFacts(atlas), Countries(atlas)
    graph = PartnershipGraph.from_atlas(atlas)
    anywhere = np.flatnonzero(~place_facts.is_part)
    linked = np.flatnonzero(~place_facts.is_part & graph.linked)
    queries = np.concatenate(
        [rng.choice(pool, N_QUERIES // 2, replace=False) for pool in (anywhere, linked)]
    )
    ranker = SimilarityRanker()
    blocks = []
    for query in queries:
        rows = np.concatenate(
            [rng.choice(pool, N_CANDIDATES // 2, replace=False) for pool in (anywhere, linked)]
        )
        pairs = Pairs(place_facts, graph, countries, date, int(query), rows[rows != query])
        blocks.append(ranker.features(pairs))
    return ranker.fit(np.concatenate(blocks))
