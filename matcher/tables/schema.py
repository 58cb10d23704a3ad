"""The shipped tables: their columns, types, keys and meaning.

One place says what a table holds. The feature pipeline writes to these
schemas, :mod:`matcher.tables.atlas` checks them on load, and the data card is
generated from them.
"""

from __future__ import annotations

from typing import Final

from matcher.tables.link_tables import LINK_TABLES
from matcher.tables.place_tables import PLACE_TABLES
from matcher.tables.spec import TableSpec as TableSpec
from matcher.tables.state_tables import STATE_TABLES
from matcher.tables.unit_tables import UNIT_TABLES

SCHEMA_VERSION: Final = 2
"""Raised whenever a table changes shape; the loader refuses another version."""

TABLES: Final[dict[str, TableSpec]] = {
    spec.name: spec for spec in (*PLACE_TABLES, *LINK_TABLES, *STATE_TABLES, *UNIT_TABLES)
}
