"""Run methods through the tasks and keep every rank, so that reports can be rebuilt."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.errors import DataError
from matcher.tables.atlas import Array, Atlas
from models.evaluate import WORLD_SAMPLE, evaluate
from models.registry import Entry
from models.tasks import Task

TASK, QUERY_ID, PARTNER_ID = "task", "query_id", "partner_id"
_DATA_VERSION: Final = b"data_version"
_LEAST_WORLD: Final = 30

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """Ranks of every method in every task, and how long each took.

    Attributes
    ----------
    ranks : dict of str to dict of str to array
        Method, task, then rank by question; NaN where it was not asked.
    seconds : dict of str to dict of str to float
        Method, then ``fit`` and each task. Not kept on disk: it differs from
        run to run.
    """

    ranks: dict[str, dict[str, Array]]
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)


def world_limit(sample: int | None) -> int:
    """Return how many questions of the world a costly method is asked."""
    return WORLD_SAMPLE if sample is None else max(_LEAST_WORLD, sample // 3)


def run_methods(
    entries: Mapping[str, Entry], tasks: Sequence[Task], limit: int | None = WORLD_SAMPLE
) -> Run:
    """Evaluate methods one after the other.

    Parameters
    ----------
    entries : mapping of str to Entry
    tasks : sequence of Task
    limit : int, optional
        Questions of the world for a method that scores pair by pair.
    """
    run = Run({}, {})
    for name, entry in entries.items():
        answers = evaluate(entry.make, tasks, limit)
        run.ranks[name] = {
            task.name: answer.ranks for task, answer in zip(tasks, answers, strict=True)
        }
        run.seconds[name] = {"fit": sum(answer.fit_seconds for answer in answers)}
        for task, answer in zip(tasks, answers, strict=True):
            run.seconds[name][task.name] = answer.score_seconds
        taken = ", ".join(f"{key} {value:.1f} s" for key, value in run.seconds[name].items())
        _log.info("%s: %s", name, taken)
    return run


def write_ranks(path: Path, run: Run, tasks: Sequence[Task], atlas: Atlas) -> None:
    """Write every rank with its question, one column a method."""
    questions = _questions(tasks, atlas)
    columns: dict[str, Any] = {
        TASK: pa.array(questions[TASK]).dictionary_encode(),
        QUERY_ID: pa.array(questions[QUERY_ID], pa.int32()),
        PARTNER_ID: pa.array(questions[PARTNER_ID], pa.int32()),
    }
    for name, by_task in run.ranks.items():
        joined = np.concatenate([by_task[task.name] for task in tasks])
        columns[name] = pa.array(joined.astype(np.float32))
    table = pa.table(columns).replace_schema_metadata({_DATA_VERSION: atlas.version.encode()})
    pq.write_table(table, path, compression="zstd", compression_level=19)


def read_ranks(path: Path, tasks: Sequence[Task], atlas: Atlas) -> Run:
    """Read the ranks that :func:`write_ranks` wrote for these very questions and tables.

    Raises
    ------
    DataError
        There is no such file, or it was written for other data or questions.
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{path} cannot be read ({error}): run the benchmark first") from None
    asked = _questions(tasks, atlas)
    if any(table.column(name).to_pylist() != list(asked[name]) for name in asked):
        raise DataError(
            f"{path} holds ranks of other questions than the tables' partnerships ask: run the "
            "benchmark anew with every method"
        )
    version = (table.schema.metadata or {}).get(_DATA_VERSION, b"").decode()
    if version != atlas.version:
        raise DataError(
            f"{path} holds ranks of data version {version}, the tables are {atlas.version}: run "
            "the benchmark anew with every method"
        )
    ends = np.cumsum([len(task) for task in tasks])[:-1]
    run = Run({})
    for name in table.column_names[len(asked) :]:
        ranks = table.column(name).to_numpy().astype(np.float64)
        parts = np.split(ranks, ends)
        run.ranks[name] = {task.name: part for task, part in zip(tasks, parts, strict=True)}
    return run


def _questions(tasks: Sequence[Task], atlas: Atlas) -> dict[str, list[Any]]:
    ids = atlas.city_ids
    return {
        TASK: [task.name for task in tasks for _ in range(len(task))],
        QUERY_ID: np.concatenate([ids[task.query] for task in tasks]).tolist(),
        PARTNER_ID: np.concatenate([ids[task.partner] for task in tasks]).tolist(),
    }
