"""What a worker does: one block of queries to the content of one file."""

from __future__ import annotations

import io
import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np

from matcher.batch.queries import Block
from matcher.batch.scoring import TopList, top
from matcher.errors import DataError, MatcherError
from matcher.mandate.resolved import ResolvedMandate
from matcher.mandate.row_fields import PROBLEM, read_row
from matcher.matcher import Matcher
from matcher.records.criteria import PARTS
from matcher.tables import columns as c

FORMATS: Final = ("parquet", "csv")
_SHOWN: Final = 200


@dataclass(frozen=True)
class Job:
    """What every block of a run has in common; small, as it travels with each.

    Attributes
    ----------
    data, model : str or None
        As :meth:`Matcher.load` takes them.
    shared : mapping
        Fields of the mandate of all queries, the city left out.
    contributions : tuple of str
        Parts of the score to give a column each.
    style : {"parquet", "csv"}
    versions : mapping
        The driver's program, data and model; a worker with others refuses.
    """

    data: str | None
    model: str | None
    shared: Mapping[str, Any]
    contributions: tuple[str, ...]
    style: str
    versions: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A sentence about one row of the input."""

    query_row: int
    given: str
    text: str


@dataclass(frozen=True)
class Scored:
    """One block, scored.

    Attributes
    ----------
    index : int
    content : bytes
        The file; empty when no query of the block has a candidate.
    rows, queries : int
        Rows of the file; queries that were answered.
    rejects, notes : tuple of Told
    cpu_seconds : float
        What the worker spent on it.
    """

    index: int
    content: bytes
    rows: int
    queries: int
    rejects: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
    cpu_seconds: float = 0.0


@dataclass
class _Columns:
    """Rows of a block, a column each."""

    job: Job
    values: dict[str, list[Any]] = field(default_factory=dict)
    rows: int = 0

    def add(self, query_row: int, query_id: int, one: TopList) -> None:
        n = len(one)
        self.rows += n
        added = {
            c.QUERY_ROW: np.full(n, query_row, dtype=np.int32),
            c.QUERY_ID: np.full(n, query_id, dtype=np.int32),
            c.TIER: np.full(n, one.tier, dtype=object),
            c.RANK: np.arange(1, n + 1, dtype=np.int32),
            c.CANDIDATE_ID: one.candidate_ids.astype(np.int32),
            c.SCORE: one.scores,
            c.PROBABILITY: one.probability,
            c.RANK_LOW: one.rank_low,
            c.RANK_HIGH: one.rank_high,
            c.FEASIBILITY: one.feasibility,
            c.AS_OF: one.as_of,
        }
        for name in self.job.contributions:
            added[f"contribution_{name}"] = one.contributions[:, PARTS.index(name)]
        for name, values in added.items():
            self.values.setdefault(name, []).append(values)

    def content(self) -> bytes:
        """Return the file, the same bytes for the same rows; empty without any."""
        import pyarrow as pa
        import pyarrow.csv
        import pyarrow.parquet as pq

        if not self.rows:
            return b""
        arrays = {}
        for name, parts in self.values.items():
            array = pa.array(np.concatenate(parts), from_pandas=True)
            whole = name in (c.RANK_LOW, c.RANK_HIGH)
            arrays[name] = array.cast(pa.int32()) if whole else array
        buffer = io.BytesIO()
        if self.job.style == "csv":
            pyarrow.csv.write_csv(pa.table(arrays), buffer)
        else:
            pq.write_table(pa.table(arrays), buffer, compression="zstd")
        return buffer.getvalue()


def score_block(job: Job, block: Block) -> Scored:
    """Score the queries of a block; the same on every engine.

    Raises
    ------
    DataError, ModelError
        The worker's tables or ranker are missing, damaged or of another version.
    """
    matcher = loaded(job.data, job.model)
    found = matcher.versions()
    if found != job.versions:
        raise DataError(
            f"the worker on {platform.node()} has {_versions(found)}, the driver "
            f"{_versions(job.versions)}: install the same version and tables on both"
        )
    started = time.thread_time()
    columns, rejects, notes, queries = _Columns(job), list[Told](), list[Told](), 0
    together = matcher.engine.ranker.batch_size
    for first in range(0, len(block.rows), together):
        asked: dict[int, ResolvedMandate] = {}
        for at, row in enumerate(block.rows[first : first + together], start=first):
            try:
                asked[at] = matcher.engine.resolve(
                    read_row(matcher.world.countries, row, job.shared)
                )
            except MatcherError as error:
                rejects.append(Told(block.first + at, _given(row), str(error)))
        queries += len(asked)
        for at, answer in zip(asked, top(matcher, list(asked.values())), strict=True):
            for one in answer.lists:
                columns.add(block.first + at, answer.query_id, one)
            given = _given(block.rows[at])
            notes += [Told(block.first + at, given, text) for text in answer.notes]
    return Scored(
        index=block.index,
        content=columns.content(),
        rows=columns.rows,
        queries=queries,
        rejects=tuple(rejects),
        notes=tuple(notes),
        cpu_seconds=time.thread_time() - started,
    )


@lru_cache(maxsize=1)
def loaded(data: str | None, model: str | None) -> Matcher:
    """Load tables and ranker once a process, which then computes with one thread."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    matcher = Matcher.load(data, model)
    matcher.engine.prefetch_towns()
    return matcher


def _given(row: Mapping[str, str]) -> str:
    """Return the cells of a row that say which city asks."""
    cells = [row[name] for name in (c.CITY_ID, c.CITY, c.COUNTRY) if name in row]
    return "" if PROBLEM in row else ", ".join(cells)[:_SHOWN]


def _versions(versions: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in versions.items())
