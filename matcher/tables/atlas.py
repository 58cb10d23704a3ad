"""Load and check the shipped tables; city ids to rows; columns as arrays."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.errors import DataError, UnknownPlaceError
from matcher.tables import columns as c
from matcher.tables.schema import SCHEMA_VERSION, TABLES, TableSpec
from matcher.tables.table import Array as Array
from matcher.tables.table import IntArray as IntArray
from matcher.tables.table import Table as Table
from matcher.tables.table import _bounds
from matcher.tables.table import as_array as as_array
from matcher.tables.table import rows_at as rows_at

__all__ = ["Atlas", "Table", "data_directory"]

DATA_VARIABLE: Final = "MATCHER_DATA"
"""Environment variable that names another folder of tables."""

MANIFEST: Final = "manifest.json"
LEARNED_CARD: Final = "ranker/learned.json"

_NOT_PARQUET: Final = (pa.ArrowException, OSError, UnicodeDecodeError)
"""What reading a damaged file raises, by where the damage is."""


def data_directory(directory: str | Path | None = None) -> Path:
    """Find the folder of shipped tables.

    Parameters
    ----------
    directory : path, optional
        A folder to use; else the ``MATCHER_DATA`` variable, the tables
        installed with the package, or those of the checkout, in this order.

    Returns
    -------
    pathlib.Path
        The folder, whether or not it holds tables yet.
    """
    if directory is None:
        directory = os.environ.get(DATA_VARIABLE)
    if directory is not None:
        return Path(directory)
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


class Atlas:
    """Every shipped table, loaded when first asked for and checked then.

    Parameters
    ----------
    directory : pathlib.Path
        Folder with the parquet tables and ``manifest.json``.

    Examples
    --------
    >>> atlas = Atlas.load()
    >>> int(atlas.cities.column("population")[atlas.row(543878)])
    277280
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._tables: dict[str, Table] = {}
        self._replaced: frozenset[str] = frozenset()
        self.own_names: tuple[dict[str, Any], ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the folder's address and checksums, and what is not from its files."""
        return {
            "directory": self.directory.absolute(),
            "manifest": self.manifest,
            "own_names": self.own_names,
            "_replaced": self._replaced,
            "_tables": {name: self._tables[name] for name in self._replaced},
        }

    @classmethod
    def load(cls, directory: str | Path | None = None) -> Atlas:
        """Open the shipped tables, or those of another folder.

        Raises
        ------
        DataError
            The folder holds no tables, or tables of another schema version.
        """
        atlas = cls(data_directory(directory))
        version = atlas.manifest.get("schema_version")
        if version != SCHEMA_VERSION:
            raise DataError(
                f"tables in {atlas.directory} have schema version {version}, this program reads "
                f"{SCHEMA_VERSION}: install matching versions or rebuild the tables"
            )
        return atlas

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the folder holds: versions, checksums, sources and licences."""
        path = self.directory / MANIFEST
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise DataError(
                f"no {MANIFEST} in {self.directory}: point --data or {DATA_VARIABLE} at a folder "
                "of tables, or build them with 'python -m features build'"
            ) from None
        except (OSError, ValueError) as error:
            raise DataError(
                f"{path} cannot be read ({error}): restore it or rebuild the tables"
            ) from None
        if not isinstance(content, dict):
            raise DataError(f"{path} is not a JSON object: restore it or rebuild the tables")
        for key in ("tables", "files", "sources"):
            entries = content.get(key, {})
            if not isinstance(entries, dict) or not all(
                isinstance(entry, dict) for entry in entries.values()
            ):
                raise DataError(f"{path} has no list of {key}: restore it or rebuild the tables")
        return content

    def table(self, name: str) -> Table:
        """Return a shipped table, read and checked on first use.

        Raises
        ------
        DataError
            The file is missing, or differs from its checksum or its schema.
        """
        if name not in self._tables:
            self._tables[name] = self._read(TABLES[name])
        return self._tables[name]

    def artefact(self, name: str) -> bytes:
        """Return the checked content of a file that is not a table.

        Parameters
        ----------
        name : str
            Path below the folder, such as ``ranker/similarity.json``.

        Raises
        ------
        DataError
            The file is missing or differs from its checksum.
        """
        expected = self.manifest.get("files", {}).get(name, {}).get("sha256")
        return self._verified(self.directory / name, f"file {name}", expected)

    @cached_property
    def version(self) -> str:
        """Short name of this very set of tables: a digest of their checksums."""
        entries = {**self.manifest.get("tables", {}), **self.manifest.get("files", {})}
        sums = "".join(f"{name}:{entries[name].get('sha256')}\n" for name in sorted(entries))
        return hashlib.sha256(sums.encode()).hexdigest()[:12]

    def contents(self) -> list[dict[str, Any]]:
        """Return what is shipped, one row a table, from the manifest."""
        sources = self.manifest.get("sources", {})
        return [
            {
                "table": name,
                "rows": entry["rows"],
                "kilobytes": round(entry["bytes"] / 1000),
                "licence": entry["licence"],
                "date": ", ".join(
                    dict.fromkeys(sources.get(key, {}).get("date", "") for key in entry["sources"])
                ),
                "holds": TABLES[name].summary if name in TABLES else "",
            }
            for name, entry in self.manifest.get("tables", {}).items()
        ]

    def with_places(self, cities: Table, names: list[dict[str, Any]]) -> Atlas:
        """Return an atlas whose cities are extended; every other table is shared.

        Parameters
        ----------
        cities : Table
            The shipped places followed by new ones of higher ids.
        names : list of dict
            Rows for the name search of the new places.
        """
        extended = Atlas(self.directory)
        extended._tables = {**self._tables, "cities": cities}
        extended._replaced = self._replaced | {"cities"}
        extended.own_names = (*self.own_names, *names)
        return extended

    def with_table(self, name: str, data: pa.Table) -> Atlas:
        """Return an atlas with other rows in one table; every other table is shared.

        Parameters
        ----------
        name : str
            A shipped table.
        data : pyarrow.Table
            Its rows, of the table's schema and order.
        """
        self._check_columns(TABLES[name], data.schema)
        other = Atlas(self.directory)
        other._tables = {**self._tables, name: Table(TABLES[name], data)}
        other._replaced = self._replaced | {name}
        other.own_names = self.own_names
        return other

    def parquet(self, name: str) -> pq.ParquetFile:
        """Return a table's checked file, opened for readers of a part of it.

        Parameters
        ----------
        name : str
            A shipped table.

        Returns
        -------
        pyarrow.parquet.ParquetFile
            Over the bytes whose checksum was compared, so that they are read once.

        Raises
        ------
        DataError
            The file is missing, differs from its checksum or its schema.
        """
        path = self.directory / f"{name}.parquet"
        content = self._verified(path, f"table {name}", self._expected(name))
        try:
            opened = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False)
            self._check_columns(TABLES[name], opened.schema_arrow)
        except _NOT_PARQUET as error:
            raise DataError(f"table {name} in {path} is not parquet: {_line(error)}") from None
        return opened

    @property
    def cities(self) -> Table:
        """One row a place, sorted by city id."""
        return self.table("cities")

    @cached_property
    def city_ids(self) -> Array:
        """Ids of all places, ascending; the row of an id is its position.

        Raises
        ------
        DataError
            An id stands twice or out of its order.
        """
        ids = self.cities.column(c.CITY_ID)
        wrong = np.flatnonzero(np.diff(ids) <= 0)
        if len(wrong):
            raise DataError(
                f"table cities in {self.directory} has the id {ids[wrong[0] + 1]} twice or out of "
                "its order: restore it or rebuild the tables"
            )
        return ids

    def row(self, city_id: int) -> int:
        """Return the row of a city id.

        Raises
        ------
        UnknownPlaceError
            No place has that id.
        """
        ids = self.city_ids
        row, end = _bounds(ids, city_id)
        if row == end:
            raise UnknownPlaceError(
                f"no place has the id {city_id}: ids are GeoNames ids, find one with "
                "'matcher search NAME'"
            )
        return row

    def rows_of(self, city_ids: Array) -> IntArray:
        """Return the rows of many city ids, -1 for an id that is not a place.

        Parameters
        ----------
        city_ids : array of int of shape (n,)

        Returns
        -------
        numpy.ndarray of int64 of shape (n,)
        """
        ids = self.city_ids
        wanted = np.asarray(city_ids, dtype=np.int64)
        rows = np.searchsorted(ids, wanted).astype(np.int64)
        rows[rows == len(ids)] = 0
        rows[ids[rows] != wanted] = -1
        return rows

    def __contains__(self, city_id: object) -> bool:
        return isinstance(city_id, int) and bool(self.rows_of(np.array([city_id]))[0] >= 0)

    def _verified(self, path: Path, name: str, expected: object) -> bytes:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(
                f"{name} cannot be read from {path} ({error.strerror}): restore it or "
                "rebuild the tables"
            ) from None
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise DataError(
                f"{name} in {path} has checksum {found[:12]}, the manifest says "
                f"{str(expected)[:12]}: the file was changed or damaged, restore it or rebuild"
            )
        return content

    def _expected(self, table: str) -> object:
        return self.manifest.get("tables", {}).get(table, {}).get("sha256")

    def _read(self, spec: TableSpec) -> Table:
        path = self.directory / f"{spec.name}.parquet"
        content = self._verified(path, f"table {spec.name}", self._expected(spec.name))
        try:
            data = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False).read(
                use_threads=False  # a thread that outlives a short run aborts it
            )
            self._check_columns(spec, data.schema)
        except _NOT_PARQUET as error:
            raise DataError(f"table {spec.name} in {path} is not parquet: {_line(error)}") from None
        return Table(spec, data)

    @staticmethod
    def _check_columns(spec: TableSpec, schema: pa.Schema) -> None:
        found = [(field.name, field.type) for field in schema]
        expected = [(field.name, field.type) for field in spec.schema]
        if found != expected:
            missing = sorted(set(map(str, expected)) - set(map(str, found)))
            surplus = sorted(set(map(str, found)) - set(map(str, expected)))
            raise DataError(
                f"table {spec.name} has other columns than expected: missing {missing}, "
                f"surplus {surplus}; rebuild the tables"
            )
