"""A batch from its queries to a folder of lists: what is left to do, scored and written."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from matcher.batch.block import Job
from matcher.batch.engines import Engine
from matcher.batch.folder import OutputFolder
from matcher.batch.queries import Queries
from matcher.errors import BatchStoppedError
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables import columns as c

BLOCK_SIZE: Final = 250
"""Queries in one file: some seconds of work, which is what a killed worker loses."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    Attributes
    ----------
    queries, rejects, rows : int
        In the whole folder: answered queries, rejected ones, rows written.
    scored : int
        Queries this run went through; the others were done before.
    damaged : int
        Blocks that were done before, but whose file was not whole any more.
    seconds, cpu_seconds : float
        Of this run: on the clock, and of the workers' processors.
    """

    queries: int
    rejects: int
    rows: int
    scored: int
    damaged: int
    seconds: float
    cpu_seconds: float


class Progress(Protocol):
    """What a run reports its progress to."""

    def start(self, total: int, done: int) -> None:
        """Take note of the number of queries, and of those done before."""

    def advance(self, queries: int) -> None:
        """Take note of queries that got done."""


def shared_mandate(matcher: Matcher, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Check the mandate that all queries share, and return its fields without a city.

    Raises
    ------
    MandateError, UnknownPlaceError, AmbiguousPlaceError
        No query could be answered with it; the message names the field.
    """
    population = matcher.world.atlas.cities.column(c.POPULATION)
    largest = int(matcher.world.atlas.city_ids[int(np.argmax(population))])
    mandate = Mandate.parse({**fields, c.CITY: str(largest)})
    matcher.engine.resolve(mandate)
    return {key: value for key, value in mandate.to_dict().items() if key != c.CITY}


def begun_on(out: Path) -> str | None:
    """Return the day that a run in a folder asks at, None where none was begun."""
    settings = OutputFolder(out).journal.settings()
    return None if settings is None else str(settings["mandate"]["date"])


def run_batch(
    queries: Queries,
    job: Job,
    out: Path,
    engine: Engine,
    progress: Progress,
    size: int = BLOCK_SIZE,
    restart: bool = False,
) -> Summary:
    """Score every query that a folder does not hold yet.

    Parameters
    ----------
    queries : Queries
    job : Job
    out : pathlib.Path
        The folder; made if missing.
    engine : Engine
    progress : Progress
    size : int
        Queries a block.
    restart : bool
        Remove an earlier batch from the folder first.

    Raises
    ------
    BatchFolderError
        The folder is in use, or holds something else.
    BatchStoppedError
        The disk is full, the folder cannot be written, or workers keep dying. What is
        finished is kept; the same call goes on from there.
    """
    started = time.monotonic()
    settings = {
        "queries": {"count": queries.count, "sha256": queries.sha256},
        "mandate": dict(job.shared),
        "versions": dict(job.versions),
        "contributions": list(job.contributions),
        "format": job.style,
        "block": size,
    }
    folder, n_blocks = OutputFolder(out), queries.n_blocks(size)
    scored, cpu_seconds = 0, 0.0
    try:
        with folder.claimed():
            if restart:
                folder.clear()
            folder.begin(settings)
            left = [index for index in range(n_blocks) if index not in folder.done]
            before = queries.count - sum(_length(queries, index, size) for index in left)
            progress.start(queries.count, before)
            blocks = engine(job, left, lambda index: queries.block(index, size)) if left else ()
            for block in blocks:
                folder.add(block, job.style)
                cpu_seconds += block.cpu_seconds
                length = _length(queries, block.index, size)
                scored += length
                progress.advance(length)
            folder.finish(settings)
    except OSError as error:
        raise BatchStoppedError(
            f"{error.filename or out} cannot be written ({error.strerror}): {len(folder.done)} of "
            f"{n_blocks} blocks are kept; make room or choose another folder, then run the same "
            "command again"
        ) from None
    done = folder.done.values()
    return Summary(
        queries=sum(one.queries for one in done),
        rejects=sum(one.rejects for one in done),
        rows=sum(one.rows for one in done),
        scored=scored,
        damaged=folder.damaged,
        seconds=time.monotonic() - started,
        cpu_seconds=cpu_seconds,
    )


def _length(queries: Queries, index: int, size: int) -> int:
    return min(size, queries.count - index * size)
