"""The shipped atlas with the tables of what may be signed, as their files stand."""

from __future__ import annotations

import pyarrow.parquet as pq

from matcher.naming.periods import Period
from matcher.tables.atlas import Atlas, data_directory
from matcher.world.states.disputed import Disputed

TABLES = (
    "state_relations",
    "territories",
    "legal_rules",
    "legal_lists",
    "waves",
    "travel_advice",
    "shared_past",
    "destroyed_places",
    "closed_towns",
)
SEVASTOPOL = 694423
DISPUTED = {SEVASTOPOL: (Period("sevastopol", "A", "2014-03"),)}


def with_tables(atlas: Atlas) -> Atlas:
    """Return the atlas with the tables read from their files, listed in the manifest or not."""
    for name in TABLES:
        atlas = atlas.with_table(name, pq.read_table(data_directory() / f"{name}.parquet"))
    return atlas


def disputed(atlas: Atlas) -> Disputed:
    """Return the one disputed place of the panel."""
    return Disputed.of(atlas, DISPUTED)
