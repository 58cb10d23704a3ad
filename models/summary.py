"""From ranks to figures: means with intervals by method, task and slice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from matcher.tables.atlas import Array, IntArray
from models.methods import ScopeName
from models.metrics import bootstrap_interval, hits_at_k, ndcg_at_k, reciprocal_rank
from models.registry import METHODS
from models.run import Run
from models.tasks import Task, slices

Measure = Callable[[Array], Array]

_DIGITS: Final = 4

MEASURES: Final[dict[str, dict[str, Measure]]] = {
    "country": {
        "MRR": reciprocal_rank,
        "Hits@1": lambda ranks: hits_at_k(ranks, 1),
        "Hits@10": lambda ranks: hits_at_k(ranks, 10),
        "Hits@50": lambda ranks: hits_at_k(ranks, 50),
        "nDCG@10": lambda ranks: ndcg_at_k(ranks, 10),
    },
    "world": {
        "MRR": reciprocal_rank,
        "Hits@10": lambda ranks: hits_at_k(ranks, 10),
        "Hits@100": lambda ranks: hits_at_k(ranks, 100),
        "nDCG@10": lambda ranks: ndcg_at_k(ranks, 10),
    },
}
"""Metrics by scope, in the order of the report."""


def summarise(run: Run, tasks: Sequence[Task]) -> dict[str, Any]:
    """Return every figure of a run.

    Returns
    -------
    dict
        ``methods`` by name, then task, then slice: ``queries`` and, for each
        metric, the mean and the bounds of its 95 % interval. ``best_peer`` by
        task: its name and, for each other method, the ratio of the MRR and the
        paired difference with its interval, over the questions both were asked.

    Notes
    -----
    Both directions of a partnership are resampled together.
    """
    masks = {task.name: slices(task) for task in tasks}
    methods = {
        name: {
            "title": METHODS[name].title,
            "kind": METHODS[name].kind,
            **{
                task.name: {
                    part: figures(task.scope, task.pair[asked], by_task[task.name][asked])
                    for part, mask in masks[task.name].items()
                    if (asked := mask & ~np.isnan(by_task[task.name])).any()
                }
                for task in tasks
            },
        }
        for name, by_task in run.ranks.items()
    }
    return {"methods": methods, "best_peer": {task.name: against(run, task) for task in tasks}}


def figures(scope: ScopeName, pair: IntArray, ranks: Array) -> dict[str, Any]:
    """Return the number of questions and each metric as mean, lower, upper.

    Parameters
    ----------
    scope : {"country", "world"}
    pair : array of int of shape (n,)
        Number of the partnership of each question; its two directions are drawn together.
    ranks : array of shape (n,)
        Rank of each partner; ``inf`` where it was not retrieved.
    """
    measures = MEASURES[scope]
    values = np.column_stack([measure(ranks) for measure in measures.values()])
    lower, upper = bootstrap_interval(values, pair)
    means = values.mean(axis=0)
    found: dict[str, Any] = {"queries": len(ranks)}
    for index, name in enumerate(measures):
        found[name] = _rounded(means[index], lower[index], upper[index])
    return found


def against(run: Run, task: Task) -> dict[str, Any]:
    """Return the best baseline or peer of a task by MRR and how the others compare."""
    rr = {name: _reciprocal(by_task[task.name]) for name, by_task in run.ranks.items()}
    rivals = [name for name in rr if METHODS[name].kind != "ours"]
    if not rivals:
        return {}
    best = max(rivals, key=lambda name: float(np.nanmean(rr[name])))
    compared: dict[str, Any] = {}
    for name, mine in rr.items():
        both = np.isfinite(mine) & np.isfinite(rr[best])
        if name == best or not both.any():
            continue
        difference = mine[both] - rr[best][both]
        lower, upper = bootstrap_interval(difference, task.pair[both])
        compared[name] = {
            "queries": int(both.sum()),
            "ratio": round(float(mine[both].mean() / rr[best][both].mean()), _DIGITS),
            "difference": _rounded(difference.mean(), lower, upper),
        }
    return {"name": best, "others": compared}


def _reciprocal(ranks: Array) -> Array:
    result = np.full(len(ranks), np.nan)
    asked = ~np.isnan(ranks)
    result[asked] = reciprocal_rank(ranks[asked])
    return result


def _rounded(*values: Any) -> list[float]:
    return [round(float(value), _DIGITS) for value in values]


def slice_names(summary: Mapping[str, Any], task: str, prefix: str) -> list[str]:
    """Return the slices of a task whose name begins so, in their order."""
    names: dict[str, None] = {}
    for method in summary["methods"].values():
        names.update(dict.fromkeys(name for name in method[task] if name.startswith(prefix)))
    return list(names)
