"""The quality gate: the shipped ranker must do as well as it did."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from matcher.decisions.known_pairs import PairRank, PairRanker
from matcher.errors import DataError
from matcher.matcher import Matcher
from matcher.tables.atlas import Array, Atlas
from models.evaluate import evaluate
from models.known import BENCHMARK_DATE
from models.metrics import reciprocal_rank
from models.registry import METHODS, SHIPPED
from models.run import world_limit
from models.split import SPLITS, by_hash, concluded, pair_buckets
from models.tasks import Task, build_tasks

GATE_SPLIT: Final = "validation"
"""The gate runs often, and the test set is not read for that."""

GATE_SAMPLE: Final = 300
LEARNED: Final = "learned"
STANDARD_ERRORS: Final = 2.0
LEAST_SHARED: Final = 0.8
"""Share of the stored questions that must still be asked, or the figures say nothing."""

_DIGITS: Final = 6

Figures = dict[str, dict[str, float]]
"""Task, then question as ``query-partner``, to the reciprocal rank."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one task compares with the stored figures.

    Attributes
    ----------
    task : str
    stored, current : float
        MRR over the questions in both.
    difference, standard_error : float
        Of the paired differences, current less stored.
    passed : bool
    """

    task: str
    stored: float
    current: float
    difference: float
    standard_error: float
    passed: bool

    def __str__(self) -> str:
        return (
            f"{self.task}: MRR {self.current:.4f}, stored {self.stored:.4f}, difference "
            f"{self.difference:+.4f}, standard error {self.standard_error:.4f}: "
            f"{'passed' if self.passed else 'FAILED'}"
        )


def measure(atlas: Atlas, name: str = SHIPPED, sample: int = GATE_SAMPLE) -> Figures:
    """Return the reciprocal rank of every question of the sample.

    The learned ranker is measured as it ships: each pair is hidden and ranked
    by the fold model that never saw it. Another method is fitted anew.
    """
    if name == LEARNED:
        return {"T1": measure_shipped(atlas, sample)}
    tasks = build_tasks(atlas, GATE_SPLIT, sample)
    answers = evaluate(METHODS[name].make, tasks, world_limit(sample))
    return {
        task.name: _by_question(task, answer.ranks, atlas)
        for task, answer in zip(tasks, answers, strict=True)
    }


def measure_shipped(atlas: Atlas, sample: int) -> dict[str, float]:
    """Rank hidden partners with the shipped fold models, in both directions."""
    ranks = shipped_ranks(Matcher.load(atlas.directory, LEARNED), sample // 2)
    return {f"{one.query_id}-{one.partner_id}": round(1 / one.rank, _DIGITS) for one in ranks}


def shipped_ranks(matcher: Matcher, n_pairs: int | None = None) -> list[PairRank]:
    """Rank partners of the validation split with the shipped fold models that never saw them.

    Parameters
    ----------
    matcher : Matcher
        With the learned ranker.
    n_pairs : int, optional
        The first so many pairs by hash; all by default. Each is asked both ways.
    """
    pairs = concluded(matcher.world.atlas)
    hidden = by_hash(pairs[pair_buckets(pairs) == SPLITS[GATE_SPLIT]])[:n_pairs]
    asked = [(int(a), int(b)) for a, b in hidden]
    return list(PairRanker(matcher.engine, BENCHMARK_DATE).rank(asked))


def _by_question(task: Task, ranks: Array, atlas: Atlas) -> dict[str, float]:
    asked = ~np.isnan(ranks)
    ids = atlas.city_ids
    keys = zip(ids[task.query[asked]].tolist(), ids[task.partner[asked]].tolist(), strict=True)
    values = np.round(reciprocal_rank(ranks[asked]), _DIGITS).tolist()
    return {
        f"{query}-{partner}": value for (query, partner), value in zip(keys, values, strict=True)
    }


def judge_quality(stored: Mapping[str, Any], current: Figures) -> list[Judgement]:
    """Compare question by question.

    Parameters
    ----------
    stored : mapping
        What :func:`write_figures` wrote.
    current : dict
        What :func:`measure` returned.

    Returns
    -------
    list of Judgement
        One a task. It fails when the mean of the paired differences lies more
        than two standard errors below 0; equal figures pass.

    Raises
    ------
    DataError
        Fewer than four fifths of the stored questions are still asked.
    """
    judgements = []
    for task, before in stored["tasks"].items():
        after = current.get(task, {})
        shared = [key for key in before if key in after]
        if not shared or len(shared) < LEAST_SHARED * len(before):
            raise DataError(
                f"only {len(shared)} of the {len(before)} stored questions of {task} are still "
                "asked: the data changed, look at the report and run "
                "'python -m models gate --update'"
            )
        judgements.append(_judge(task, shared, before, after))
    return judgements


def _judge(
    task: str, shared: Sequence[str], before: Mapping[str, float], after: Mapping[str, float]
) -> Judgement:
    old = np.array([before[key] for key in shared])
    new = np.array([after[key] for key in shared])
    difference = new - old
    mean = float(difference.mean())
    error = float(difference.std(ddof=1) / np.sqrt(len(shared))) if len(shared) > 1 else 0.0
    passed = mean >= -STANDARD_ERRORS * error
    return Judgement(task, float(old.mean()), float(new.mean()), mean, error, passed)


def write_figures(path: Path, atlas: Atlas, name: str, figures: Figures) -> None:
    """Write the figures that later runs are held to."""
    content = {
        "data_version": atlas.version,
        "method": name,
        "split": GATE_SPLIT,
        "sample": max(len(values) for values in figures.values()),
        "mrr": {
            task: round(float(np.mean(list(values.values()))), _DIGITS)
            for task, values in figures.items()
        },
        "tasks": figures,
    }
    path.write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


def read_figures(path: Path) -> dict[str, Any]:
    """Read the stored figures.

    Raises
    ------
    DataError
        The file is missing or is not what :func:`write_figures` writes.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["tasks"], content["sample"] = dict(content["tasks"]), int(content["sample"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} cannot be read ({error!r}): restore it or write it anew with "
            "'python -m models gate --update'"
        ) from None
    return dict(content)
