"""What a method may know: the tables without the links that are hidden from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from matcher.naming.countries import Countries
from matcher.tables import columns as c
from matcher.tables.atlas import Array, Atlas
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import PlaceFacts

BENCHMARK_DATE: Final = dt.date(2026, 1, 1)
"""Day that blocs and conflicts are read at, the same for every run."""


@dataclass(frozen=True)
class KnownWorld:
    """Everything a method may learn from.

    Attributes
    ----------
    atlas : Atlas
        The shipped tables, whose ``partnerships`` and ``partnership_events``
        hold known pairs only: there is nothing hidden in it to leak. The
        trained artefacts beside the tables were fitted on every link and must
        be fitted anew.
    place_facts : PlaceFacts
        Facts of all places, over that atlas.
    graph : PartnershipGraph
        The known partnerships.
    countries : Countries
    date : datetime.date
        The day of the question.
    random_state : int
        Seed of whatever a method draws.
    """

    atlas: Atlas
    place_facts: PlaceFacts
    graph: PartnershipGraph
    countries: Countries
    date: dt.date = BENCHMARK_DATE
    random_state: int = 0

    @classmethod
    def of(cls, atlas: Atlas, pairs: Array, random_state: int = 0) -> KnownWorld:
        """Return the world in which only some partnerships are known.

        Parameters
        ----------
        atlas : Atlas
            Any tables; of their partnerships only ``pairs`` are kept.
        pairs : array of int of shape (n, 2)
            City ids of the known partnerships, the smaller first.
        random_state : int
        """
        kept = {tuple(pair) for pair in pairs.tolist()}
        bare = atlas
        for name in ("partnerships", "partnership_events"):
            bare = bare.with_table(name, _only(atlas.table(name).data, kept))
        place_facts = PlaceFacts(bare)
        graph = PartnershipGraph.from_atlas(bare)
        return cls(bare, place_facts, graph, Countries(bare), BENCHMARK_DATE, random_state)


def _only(data: pa.Table, kept: set[tuple[int, ...]]) -> pa.Table:
    ends = zip(
        data.column(c.CITY_ID_A).to_pylist(), data.column(c.CITY_ID_B).to_pylist(), strict=True
    )
    mask = np.array([pair in kept for pair in ends], dtype=bool)
    return data.filter(pa.array(mask)).combine_chunks()
