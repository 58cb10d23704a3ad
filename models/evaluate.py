"""Ask a method every question of a task and return the ranks of hidden partners."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.errors import ModelError
from matcher.tables.atlas import Array, IntArray
from models.methods import Method
from models.metrics import partner_rank
from models.narrowed import candidates
from models.tasks import Task

WORLD_SAMPLE: Final = 1_500
"""Questions of the world task for a method that must score them one by one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a method did in one task.

    Attributes
    ----------
    ranks : numpy.ndarray of float64 of shape (n,)
        Rank of the hidden partner by question; ``inf`` not retrieved, NaN not
        asked of this method.
    fit_seconds, score_seconds : float
        Wall time; tasks that share a fit or a pass over the world show it once.
    """

    ranks: Array
    fit_seconds: float = 0.0
    score_seconds: float = 0.0


def evaluate(
    make: Callable[[], Method], tasks: Sequence[Task], world_limit: int | None = WORLD_SAMPLE
) -> list[Answer]:
    """Fit a method for each distinct known world and rank every hidden partner.

    Parameters
    ----------
    make : callable
        Returns a fresh, unfitted method.
    tasks : sequence of Task
    world_limit : int, optional
        Ask a method without ``one_score`` at most so many questions of the world.

    Returns
    -------
    list of Answer
        One a task, in the tasks' order.
    """
    answers: dict[int, Answer] = {}
    for group in _by_world(tasks):
        started = time.perf_counter()
        method = make().fit(tasks[group[0]].known)
        fitted = time.perf_counter() - started
        for task_index, ranks, seconds in _rank_group(method, tasks, group, world_limit):
            answers[task_index] = Answer(ranks, fitted, seconds)
            fitted = 0.0
    return [answers[index] for index in range(len(tasks))]


def _by_world(tasks: Sequence[Task]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for index, task in enumerate(tasks):
        groups.setdefault(id(task.known), []).append(index)
    return list(groups.values())


def _rank_group(
    method: Method, tasks: Sequence[Task], group: list[int], world_limit: int | None
) -> Iterator[tuple[int, Array, float]]:
    """Rank the tasks of one known world, together where one pass serves all."""
    worldwide = any(tasks[index].scope == "world" for index in group)
    if method.one_score and worldwide:
        started = time.perf_counter()
        ranks = rank_in_one_pass(method, [tasks[index] for index in group])
        seconds = time.perf_counter() - started
        for index, found in zip(group, ranks, strict=True):
            yield index, found, seconds
            seconds = 0.0
        return
    for index in group:
        started = time.perf_counter()
        limit = world_limit if tasks[index].scope == "world" else None
        found = rank_separately(method, tasks[index], limit)
        yield index, found, time.perf_counter() - started


def rank_in_one_pass(method: Method, tasks: Sequence[Task]) -> list[Array]:
    """Rank several tasks of one known world from one scoring of the world a query."""
    known = tasks[0].known
    everywhere = np.arange(known.place_facts.n_cities)
    ranks = [np.full(len(task), np.nan) for task in tasks]
    for query in np.unique(np.concatenate([task.query for task in tasks])):
        scores = _checked_scores(method.score(int(query), everywhere, "world"), everywhere)
        scores[_no_candidates(tasks[0], query)] = np.nan
        for task, found in zip(tasks, ranks, strict=True):
            for question in np.flatnonzero(task.query == query):
                partner = task.partner[question]
                if task.scope == "world":
                    found[question] = partner_rank(scores, partner)
                else:
                    rows = candidates(task, int(question))
                    found[question] = partner_rank(scores[rows], np.searchsorted(rows, partner))
    return ranks


def rank_separately(method: Method, task: Task, limit: int | None = None) -> Array:
    """Rank one task with a scoring for each query and candidate set.

    Parameters
    ----------
    method : Method
    task : Task
    limit : int, optional
        Ask only so many questions, drawn by a fixed seed; the others are NaN.
    """
    asked = np.arange(len(task))
    if limit is not None and limit < len(task):
        asked = np.sort(np.random.default_rng(0).choice(len(task), limit, replace=False))
    ranks = np.full(len(task), np.nan)
    everywhere = np.arange(task.known.place_facts.n_cities)
    last: tuple[object, Array] | None = None
    country = task.known.place_facts.country
    for question in asked[np.lexsort((country[task.partner[asked]], task.query[asked]))]:
        query, partner = int(task.query[question]), int(task.partner[question])
        rows = everywhere if task.scope == "world" else candidates(task, int(question))
        key = query, len(rows), int(rows[0]), int(rows[-1])
        if task.rule:
            last = None
        if last is None or last[0] != key:
            scores = _checked_scores(method.score(query, rows, task.scope), rows)
            scores[np.isin(rows, _no_candidates(task, query))] = np.nan
            last = key, scores
        ranks[question] = partner_rank(last[1], int(np.searchsorted(rows, partner)))
    return ranks


def _no_candidates(task: Task, query: int) -> IntArray:
    return np.append(task.known.graph.partners(int(query)), query)


def _checked_scores(scores: Array, rows: IntArray) -> Array:
    if scores.shape != rows.shape:
        raise ModelError(
            f"a method gave scores of shape {scores.shape} for {len(rows)} candidates: "
            "one score a candidate is expected"
        )
    return np.array(scores, dtype=np.float64)
