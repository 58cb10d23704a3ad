"""A batch over the planted world, scored in this process so that a fault can be staged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from matcher.batch.block import Job, Scored, loaded, score_block
from matcher.batch.queries import Block, Queries
from matcher.batch.run import Summary, run_batch, shared_mandate


def here(job: Job, left: Sequence[int], block: Callable[[int], Block]) -> Iterator[Scored]:
    """Score in this process, one block after the other."""
    return (score_block(job, block(index)) for index in left)


class Silent:
    """Remembers what it was told."""

    total = before = told = 0

    def start(self, total: int, done: int) -> None:
        self.total, self.before = total, done

    def advance(self, queries: int) -> None:
        self.told += queries


class Bench:
    """Runs batches with the settings of a test."""

    def __init__(self, directory: Path, folder: Path, n_queries: int = 23) -> None:
        self.directory, self.folder = directory, folder
        self.matcher = loaded(str(directory), None)
        self.queries = Queries.of_ids(self.matcher.world.atlas.city_ids[:n_queries].tolist())
        self.progress = Silent()

    def job(self, **changes: Any) -> Job:
        fields = {"count": 4, "date": "2026-01-01", **changes.pop("fields", {})}
        settings: dict[str, Any] = {
            "data": str(self.directory),
            "model": None,
            "shared": shared_mandate(self.matcher, fields),
            "contributions": (),
            "style": "parquet",
            "versions": self.matcher.versions(),
        }
        return Job(**{**settings, **changes})

    def run(self, out: str, engine: Any = here, size: int = 5, **changes: Any) -> Summary:
        restart = changes.pop("restart", False)
        queries = changes.pop("queries", self.queries)
        self.progress = Silent()
        job, folder = self.job(**changes), self.folder / out
        return run_batch(queries, job, folder, engine, self.progress, size, restart)


@pytest.fixture
def bench(ranker_directory: Path, tmp_path: Path) -> Bench:
    """Batches of 23 queries in five blocks, over the planted world."""
    return Bench(ranker_directory, tmp_path)
