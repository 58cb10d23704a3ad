"""Small plots of a report, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from matcher.errors import ModelError

_COLOURS: Final = {"baseline": "#9aa5b1", "peer": "#52708f", "ours": "#c2571a"}
_MOST_LINES: Final = 4


def draw_mrr(path: Path, report: Mapping[str, Any]) -> None:
    """Draw the mean reciprocal rank of every method in every task, with intervals."""
    methods = list(report["methods"].values())
    tasks = list(report["queries"])
    with _figure(path, len(tasks), (3.4 * len(tasks), 0.3 * len(methods) + 1.0)) as axes:
        for axis, task in zip(axes, tasks, strict=True):
            figures = [method[task]["all"]["MRR"] for method in methods]
            means = [figure[0] for figure in figures]
            errors = [
                [max(mean - figure[1], 0.0) for mean, figure in zip(means, figures, strict=True)],
                [max(figure[2] - mean, 0.0) for mean, figure in zip(means, figures, strict=True)],
            ]
            colours = [_COLOURS[method["kind"]] for method in methods]
            axis.barh(range(len(methods)), means, xerr=errors, color=colours, height=0.7)
            axis.set_title(f"{task} MRR")
            axis.set_yticks(range(len(methods)), [method["title"] for method in methods])
            axis.invert_yaxis()


def draw_slices(path: Path, report: Mapping[str, Any]) -> None:
    """Draw T1 by continent and population class for ours and the best peers."""
    task = "T1"
    ordered = sorted(report["methods"].values(), key=lambda method: -method[task]["all"]["MRR"][0])
    ours = [method for method in ordered if method["kind"] == "ours"]
    rest = [method for method in ordered if method["kind"] != "ours"]
    shown = (ours + rest)[:_MOST_LINES]
    with _figure(path, 2, (9.0, 3.2), share=False) as axes:
        for axis, prefix in zip(axes, ("continent ", "population "), strict=True):
            names = [name for name in ordered[0][task] if name.startswith(prefix)]
            for method in shown:
                values = [method[task].get(name, {"MRR": [float("nan")]})["MRR"] for name in names]
                axis.plot([value[0] for value in values], "o-", label=method["title"])
            labels = [name.removeprefix(prefix).replace(" to ", "\nto ") for name in names]
            axis.set_xticks(range(len(names)), labels, fontsize=7)
            axis.set_title(f"{task} MRR by {prefix.strip()} of the query")
            axis.set_ylim(bottom=0)
        axes[0].legend(fontsize=7)


def draw_growth(path: Path, runs: Sequence[Mapping[str, Any]]) -> None:
    """Draw how the time and the memory of a batch grow with its queries."""
    with _figure(path, 2, (7.5, 3.0), share=False) as axes:
        for kind in sorted({(run["model"], run["scope"]) for run in runs}):
            mine = [run for run in runs if (run["model"], run["scope"]) == kind]
            label = ", ".join(kind)
            queries = [run["queries"] for run in mine]
            axes[0].loglog(queries, [run["seconds"] for run in mine], "o-", label=label)
            axes[1].semilogx(queries, [run["megabytes"] for run in mine], "o-", label=label)
        axes[0].set_title("seconds by queries")
        axes[1].set_title("MB of all processes by queries")
        axes[1].set_ylim(bottom=0)
        axes[0].legend()


def draw_exposure(path: Path, exposure: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Draw each group's share of slots beside its share of real partners and of places."""
    shown = {
        "places": ("places", "#c9d1d9"), "partners": ("real partners", _COLOURS["peer"]),
        "as it is": ("slots", _COLOURS["ours"]),
    }  # fmt: skip
    with _figure(path, len(exposure), (3.4 * len(exposure), 3.0), share=False) as axes:
        for axis, (title, by_group) in zip(axes, exposure.items(), strict=True):
            for index, (key, (label, colour)) in enumerate(shown.items()):
                places = [place + 0.27 * (index - 1) for place in range(len(by_group))]
                shares = [100 * found[key] for found in by_group.values()]
                axis.barh(places, shares, height=0.25, color=colour, label=label)
            axis.set_yticks(range(len(by_group)), list(by_group), fontsize=7)
            axis.invert_yaxis()
            axis.set_title(f"% by {title}")
        axes[0].legend(fontsize=7)


@contextmanager
def _figure(
    path: Path, columns: int, size: tuple[float, float], share: bool = True
) -> Iterator[Any]:
    """Open a figure without any window and save it as SVG when done."""
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError:
        raise ModelError(
            "the library matplotlib is not installed: install the extra with 'pip install .[bench]'"
        ) from None
    fixed: dict[Any, Any] = {"svg.hashsalt": "benchmark", "svg.fonttype": "none", "font.size": 8}
    with mpl.rc_context(fixed):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots(1, columns, sharey=share, squeeze=False)[0]
        yield axes
        figure.savefig(path, metadata={"Date": None, "Creator": None})
