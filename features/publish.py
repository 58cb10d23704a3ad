"""Turn frames into the shipped tables: checked, sorted, byte for byte the same each time."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.source import digest
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.schema import TABLES, TableSpec

MANIFEST: Final = "manifest.json"

_WRITER: Final[dict[str, Any]] = {
    "compression": "zstd",
    "compression_level": 12,
    "use_dictionary": True,
    "write_statistics": True,
    "version": "2.6",
    "data_page_version": "1.0",
}
"""Written out, so that a new default of the library changes no byte."""

_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "city_names": (c.NAME_KEY, c.CITY_ID, c.NAME),
    "city_rivers": (c.CITY_ID, c.RIVER),
    "city_war": (c.CITY_ID, c.YEAR_FROM, c.WAR_KIND, c.BATTLE, c.WAR),
    "city_heritage": (c.CITY_ID, c.SITE_ID),
    "partnership_events": (c.CITY_ID_A, c.CITY_ID_B, c.DATE, c.EVENT),
    "bloc_membership": (c.BLOC, c.COUNTRY, c.STATUS, c.YEAR_FROM),
    "state_relations": (c.COUNTRY_A, c.COUNTRY_B, c.KIND, c.SINCE, c.NOTE),
}
"""Keys of the tables whose key is not what they are sorted by."""


def to_table(frame: pd.DataFrame, spec: TableSpec) -> pa.Table:
    """Check a frame against the schema of its table and convert it.

    Parameters
    ----------
    frame : DataFrame
        At least the columns of `spec`; others are left out.
    spec : TableSpec
        Shape of the table.

    Returns
    -------
    pyarrow.Table
        Rows sorted by ``spec.sort``, ties by every other column; unknown
        figures are NaN, never null.

    Raises
    ------
    DataError
        A column is missing, a key occurs twice, a value is missing where the
        schema has no unknown, or does not fit its type.
    """
    missing = [name for name in spec.schema.names if name not in frame.columns]
    if missing:
        raise DataError(
            f"table {spec.name!r} lacks columns {missing}; its adapter gave "
            f"{sorted(frame.columns)}: add them or change matcher/tables/schema.py"
        )
    key = list(_KEYS.get(spec.name, spec.sort))
    twice = frame.duplicated(key, keep=False)
    if twice.any():
        example = frame.loc[twice, key].iloc[0].to_dict()
        raise DataError(
            f"table {spec.name!r} has {int(twice.sum())} rows that share a key {key}, e.g. "
            f"{example}: one row a key was expected, reconcile them before publishing"
        )
    rest = [name for name in spec.schema.names if name not in spec.sort]
    ordered = frame[spec.schema.names].sort_values([*spec.sort, *rest], ignore_index=True)
    arrays = [_to_array(ordered[field.name], field, spec.name) for field in spec.schema]
    return pa.table(arrays, schema=spec.schema)


def _to_array(column: pd.Series, field: pa.Field, table: str) -> pa.Array:
    is_float = pa.types.is_floating(field.type)
    absent = column.isna()
    if absent.any() and not is_float:
        raise DataError(
            f"table {table!r}, column {field.name!r}: {int(absent.sum())} values are missing; "
            "write the column's own sign for unknown instead"
        )
    try:
        if pa.types.is_dictionary(field.type):
            words = column.astype("str")
            levels = sorted(words.unique())
            codes = pd.Categorical(words, categories=levels).codes
            return pa.DictionaryArray.from_arrays(
                pa.array(codes, pa.int32()), pa.array(levels, pa.string())
            )
        if is_float:
            figures = column.to_numpy(dtype=field.type.to_pandas_dtype())
            return pa.array(figures, field.type, from_pandas=False)
        return pa.array(column.tolist(), field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError, TypeError) as error:
        raise DataError(
            f"table {table!r}, column {field.name!r} does not fit {field.type}: {error}"
        ) from error


def write_table(table: pa.Table, path: Path, options: Mapping[str, Any] | None = None) -> None:
    """Write a table under a temporary name, then rename it into place.

    Parameters
    ----------
    table : pyarrow.Table
        What to write.
    path : Path
        Where it ends up.
    options : mapping, optional
        Options of the parquet writer that this table needs otherwise.
    """
    partial = path.with_name(f".{path.name}.partial")
    pq.write_table(table, partial, **{**_WRITER, **(options or {})})
    _rename_into_place(partial, path)


def write_text(text: str, path: Path) -> None:
    """Write a text file under a temporary name, then rename it into place."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    _rename_into_place(partial, path)


def _rename_into_place(partial: Path, path: Path) -> None:
    with partial.open("rb+") as handle:
        os.fsync(handle.fileno())
    partial.replace(path)


def publish(
    frames: Mapping[str, pd.DataFrame],
    directory: Path,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, dict[str, Any]]:
    """Check every frame, then write every table.

    Nothing is written unless all frames pass.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        Frames by table name.
    directory : Path
        Where the tables go.
    options : mapping, optional
        By table name, options of the parquet writer that differ from the rule.

    Returns
    -------
    dict
        By table name: ``rows``, ``bytes``, ``sha256``.

    Raises
    ------
    DataError
        A frame does not fit its schema, or no table has that name.
    """
    unknown = sorted(set(frames) - set(TABLES))
    if unknown:
        raise DataError(f"no such tables: {unknown}; matcher/tables/schema.py has {sorted(TABLES)}")
    tables = {name: to_table(frames[name], TABLES[name]) for name in sorted(frames)}
    directory.mkdir(parents=True, exist_ok=True)
    written: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        path = directory / f"{name}.parquet"
        write_table(table, path, (options or {}).get(name))
        written[name] = {
            "rows": table.num_rows,
            "bytes": path.stat().st_size,
            "sha256": digest(path),
        }
    return written


def write_manifest(manifest: Mapping[str, Any], directory: Path) -> None:
    """Write the manifest as JSON with sorted keys."""
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_text(text, directory / MANIFEST)
