"""The shape of one shipped table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

DICTIONARY: Final = pa.dictionary(pa.int32(), pa.string())
"""Type of a column of few different texts."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """Shape of one shipped table.

    Attributes
    ----------
    name : str
        File stem below ``data/``; the file is ``<name>.parquet``.
    schema : pyarrow.Schema
        Columns and types, in order.
    sort : tuple of str
        Columns the rows are sorted by; the leading one is searchable.
    summary : str
        One line for the data card.
    """

    name: str
    schema: pa.Schema
    sort: tuple[str, ...]
    summary: str


def table(
    name: str, summary: str, sort: tuple[str, ...], fields: dict[str, pa.DataType]
) -> TableSpec:
    """Describe a table by its columns and types, in order."""
    return TableSpec(name, pa.schema(list(fields.items())), sort, summary)
