"""The report of a run: JSON with every figure, a Markdown page and two plots."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from models import plots
from models.run import Run
from models.summary import slice_names, summarise
from models.tasks import Task, excluded_by_product

REPORTS: Final = Path(__file__).resolve().parent / "reports"

_HEADINGS: Final = {
    "T1": "T1 country: the council knows the country",
    "T2": "T2 world: candidates are all places",
    "T3": "T3 new city: the query lost every link before the fit",
    "T4 region": "T4 narrowed: the partner's first-level region",
    "T4 feature": "T4 narrowed: a lake, sea port or river, as the partner has one",
    "T4 distance": "T4 narrowed: at most 1.25 times the partner's distance",
    "T4 size": "T4 narrowed: half to twice the partner's people",
    "T4 fifth": "T4 narrowed: a random fifth of the country's places",
}
_SHOWN: Final = {
    "T1": ("MRR", "Hits@1", "Hits@10", "Hits@50"),
    "T2": ("MRR", "Hits@10", "Hits@100"),
    "T3": ("MRR", "Hits@1", "Hits@10", "Hits@50"),
    "T4": ("MRR", "Hits@1", "Hits@10"),
}


def build_report(
    run: Run, tasks: Sequence[Task], split: str, sample: int | None, data_version: str
) -> dict[str, Any]:
    """Return the report as plain values, the same for the same ranks."""
    return {
        "data_version": data_version,
        "split": split,
        "sample": sample,
        "known_links": {task.name: len(task.known.graph.ends) for task in tasks},
        "queries": {task.name: len(task) for task in tasks},
        "not_proposed_by_product": {task.name: excluded_by_product(task) for task in tasks},
        **summarise(run, tasks),
    }


def write_report(directory: Path, stem: str, report: Mapping[str, Any]) -> list[Path]:
    """Write ``<stem>.json``, ``<stem>.md`` and the plots; return their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    data = directory / f"{stem}.json"
    data.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    page = directory / f"{stem}.md"
    page.write_text(markdown(report, stem), encoding="utf-8")
    drawings = [directory / f"{stem}-{name}.svg" for name in ("mrr", "slices")]
    plots.draw_mrr(drawings[0], report)
    plots.draw_slices(drawings[1], report)
    return [data, page, *drawings]


def markdown(report: Mapping[str, Any], stem: str) -> str:
    """Return the report as a Markdown page."""
    lines = [
        f"# Benchmark, {report['split']}",
        "",
        *_introduction(report),
        "",
        f"![Mean reciprocal rank by method]({stem}-mrr.svg)",
        "",
    ]
    for task in report["queries"]:
        lines += [f"## {_HEADINGS[task]}", "", *_task_table(report, task), "", *_best(report, task)]
    lines += ["## Slices", "", f"![Slices of T1]({stem}-slices.svg)", ""]
    for task in report["queries"]:
        for prefix, label in (("continent ", "continent"), ("population ", "population")):
            title = f"MRR in {task} by {label} of the query, number of queries in brackets"
            lines += [title, "", *_slice_table(report, task, prefix), ""]
    return "\n".join(lines).rstrip() + "\n"


def _introduction(report: Mapping[str, Any]) -> list[str]:
    sample = f", a sample of {report['sample']} a task" if report["sample"] else ""
    opening = (
        f"Data version `{report['data_version']}`{sample}. "
        f"Known links: {_known(report['known_links'])}. "
        "Every figure is a mean with its 95 % bootstrap interval, both directions of a "
        "partnership drawn together. A place that a method does not retrieve counts 0. "
        "Candidates exclude the query and its known partners, and nothing else. A method that "
        "scores pair by pair may be asked a fixed random part of the queries; the column "
        "says how many."
    )
    lines = [
        opening,
        "",
        "Hidden partners that the product's own rules would not propose:",
        "",
    ]
    for task, reasons in report["not_proposed_by_product"].items():
        found = ", ".join(f"{count} ({reason})" for reason, count in reasons.items()) or "none"
        lines.append(f"- {task}: {found} of {report['queries'][task]:,} queries")
    lines += [
        "",
        "LightFM is not in the tables: its releases do not build on supported Pythons.",
    ]
    return lines


def _known(links: Mapping[str, int]) -> str:
    new = f", {links['T3']:,} in T3" if "T3" in links else ""
    return f"{links['T1']:,} in T1 and T2{new}"


def _task_table(report: Mapping[str, Any], task: str) -> list[str]:
    parts = [part for part in ("warm", "cold") if slice_names(report, task, part)]
    parts = parts if len(parts) > 1 else []
    head = ["method", "queries", *_SHOWN[task[:2]], *(f"MRR {part}" for part in parts)]
    lines = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    for method in report["methods"].values():
        whole = method[task]["all"]
        cells = [method["title"], f"{whole['queries']:,}"]
        cells += [_with_interval(whole[name]) for name in _SHOWN[task[:2]]]
        cells += [_with_interval(method[task][part]["MRR"]) for part in parts]
        lines.append(_row(cells))
    return lines


def _best(report: Mapping[str, Any], task: str) -> list[str]:
    best = report["best_peer"][task]
    if not best:
        return []
    title = report["methods"][best["name"]]["title"]
    lines = [f"Best baseline or peer: {title}."]
    for name, found in best["others"].items():
        method = report["methods"][name]
        if method["kind"] == "ours":
            mean, lower, upper = found["difference"]
            lines.append(
                f"{method['title'].capitalize()}: {found['ratio']:.2f} times its MRR, "
                f"difference {mean:+.3f} ({lower:+.3f} to {upper:+.3f}) over the same "
                f"{found['queries']:,} queries."
            )
    return [" ".join(lines), ""]


def _slice_table(report: Mapping[str, Any], task: str, prefix: str) -> list[str]:
    names = slice_names(report, task, prefix)
    first = next(iter(report["methods"].values()))[task]
    head = ["method"]
    for name in names:
        count = first[name]["queries"] if name in first else 0
        head.append(f"{name.removeprefix(prefix)} ({count:,})")
    lines = [_row(head), _row(["---", *["---:"] * len(names)])]
    for method in report["methods"].values():
        cells = [
            _with_interval(method[task][name]["MRR"]) if name in method[task] else ""
            for name in names
        ]
        lines.append(_row([method["title"], *cells]))
    return lines


def _with_interval(figure: Sequence[float]) -> str:
    mean, lower, upper = (_short(value) for value in figure)
    return f"{mean} ({lower}–{upper})"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.2f}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
