"""How fast a batch is, how its time and memory grow, and what scans of vectors take beside it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from matcher.errors import DataError
from matcher.tables.atlas import Atlas
from models.plots import draw_growth

FIGURES: Final = "batch.json"
COUNT: Final = 50
FACTORS: Final = 64
DATE: Final = "2026-01-01"
_POLL_SECONDS: Final = 0.2
_MS_EACH: Final = re.compile(r"([\d.]+) ms of processor each")

Figures = dict[str, Any]

_REPORT: Final = """\
# Batches: speed, memory, faults

Data version `{data}`. Lists of {count}, cities drawn at random, `python -m models batch`. Seconds
are on the clock, loading included; milliseconds are of processor in the workers, which another
job on the machine lengthens less. Memory is that of all processes at the worst moment; up to 250
queries are one block, which one process scores.

| model | scope | queries | processes | seconds | a second | ms each | a processor second | MB |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{runs}

![Seconds and memory by queries](batch.svg)

In the same run, scans of {factors} random numbers a place, one thread: a dot product with every
place and the best {count}, with no rule, no feature and no chance.

| scan | ms a query | our largest world batch to it |
| --- | ---: | ---: |
{scans}

## Faults tried

Each ends with the files of an undisturbed run, byte for byte, once the same command is run again.

| fault | what happens | test |
| --- | --- | --- |
| `kill -9` of workers and drivers at random moments | a worker's blocks are scored again at once, \
a driver's at the next start | `scripts/kill_batch.py --kills 200`; 20 kills in `make test` |
| workers die again and again | stops with exit code 1, finished blocks kept | `test_engines.py` |
| killed between a file and its line in the journal | the block is scored again | `test_run.py` |
| journal cut at any byte, any byte changed | what is damaged is not believed | \
`test_journal.py` |
| file changed, cut, emptied or gone | found by its SHA-256, scored again | `test_run.py` |
| full disk (a small file system), file size limit, read-only folder | one line, exit code 1, \
no partial file | `test_batch.py` |
| other queries, mandate, tables, model or program | refused, the difference named | `test_run.py` |
| two runs in one folder; a folder with other files | refused | `test_run.py` |
| a Dask worker killed, a scheduler that does not answer | as above, over real sockets | \
`test_engines.py` |
"""


def measure(
    reports: Path,
    directory: Path | None,
    model: str,
    scope: str,
    sizes: Sequence[int],
    workers: int,
) -> Figures:
    """Run batches of some sizes and the scans, and add what was measured to what is kept.

    Parameters
    ----------
    reports : pathlib.Path
        Folder of the figures.
    directory : pathlib.Path, optional
        Folder of tables.
    model, scope : str
        As ``matcher batch`` takes them.
    sizes : sequence of int
        Numbers of queries, drawn at random.
    workers : int
    """
    atlas = Atlas.load(directory)
    figures = read(reports)
    if figures.get("data") != atlas.version:
        figures = {"data": atlas.version, "runs": [], "scans": {}}
    for size in sizes:
        run = measure_batch(atlas, directory, model, scope, size, workers)
        kept = [one for one in figures["runs"] if _kind(one) != _kind(run)]
        figures["runs"] = sorted([*kept, run], key=_kind)
    figures["scans"] = measure_scans(len(atlas.city_ids))
    return figures


def read(reports: Path) -> Figures:
    """Return the figures of the last time, empty when there are none."""
    path = reports / FIGURES
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(reports: Path, figures: Figures) -> list[Path]:
    """Write figures, report and plot."""
    reports.mkdir(parents=True, exist_ok=True)
    paths = [reports / FIGURES, reports / "batch.md", reports / "batch.svg"]
    paths[0].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    paths[1].write_text(report(figures), encoding="utf-8")
    draw_growth(paths[2], figures["runs"])
    return paths


def measure_batch(
    atlas: Atlas, directory: Path | None, model: str, scope: str, size: int, workers: int
) -> Figures:
    """Time the command over random cities, each once while there are so many.

    Returns
    -------
    dict
        ``seconds`` on the clock, ``ms_each`` of processor a query, ``megabytes`` of all
        processes together at the worst moment, ``rows`` that were written.

    Raises
    ------
    DataError
        The run failed, or a query has no list.
    """
    import pyarrow.dataset

    rng = np.random.default_rng(size)
    ids = rng.choice(atlas.city_ids, size, replace=size > len(atlas.city_ids))
    with tempfile.TemporaryDirectory() as folder:
        queries = Path(folder) / "queries.csv"
        queries.write_text("\n".join(["city_id", *map(str, ids)]) + "\n", encoding="utf-8")
        command = [sys.executable, "-c", "from matcher.cli import main; main()", "batch"]
        command += [str(queries), "--out", str(Path(folder) / "lists"), "-k", str(COUNT)]
        command += ["--model", model, "--scope", scope, "--workers", str(workers), "--date", DATE]
        command += ["--data", str(directory)] if directory else []
        started = time.monotonic()
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
            megabytes = _watched(process)
            seconds = time.monotonic() - started
            rendered = process.stderr.read() if process.stderr else ""
        found = _MS_EACH.search(rendered)
        if process.returncode or found is None:
            raise DataError(f"the batch of {size} queries failed: {rendered[-400:]}")
        lists = pyarrow.dataset.dataset(Path(folder) / "lists")
        rows = lists.count_rows()
        answered = len(np.unique(lists.to_table(columns=["query_row"]).column(0).to_numpy()))
    if answered < size:
        raise DataError(f"{size - answered} of {size} queries have no list: {rendered[-400:]}")
    return {
        "model": model, "scope": scope, "queries": size, "workers": workers,
        "seconds": round(seconds, 1), "ms_each": float(found[1]), "megabytes": round(megabytes),
        "rows": rows,
    }  # fmt: skip


def _kind(run: Mapping[str, Any]) -> tuple[str, str, int]:
    return run["model"], run["scope"], run["queries"]


def _watched(process: subprocess.Popen[str]) -> float:
    """Wait for a process; return the most memory that it and its workers held."""
    import psutil

    most = 0.0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        try:
            for one in [root, *root.children(recursive=True)]:
                # What processes share is split among them.
                total += one.memory_full_info().pss
        except psutil.Error:
            total = 0
        most = max(most, total / 1e6)
        time.sleep(_POLL_SECONDS)
    return most


def measure_scans(n_cities: int, n_queries: int = 200) -> dict[str, float]:
    """Time scans of random vectors of 64 numbers, one thread; ms of processor a query.

    Notes
    -----
    Nothing but a dot product a place and the best fifty: no rule, no feature, no chance.
    """
    from implicit.als import AlternatingLeastSquares
    from scipy import sparse
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(0)
    places = rng.standard_normal((n_cities, FACTORS), dtype=np.float32)
    queries = rng.standard_normal((n_queries, FACTORS), dtype=np.float32)
    model = AlternatingLeastSquares(factors=FACTORS, num_threads=1)
    model.user_factors, model.item_factors = queries, places
    known = sparse.csr_matrix((n_queries, n_cities), dtype=np.float32)

    def brute() -> None:
        for query in queries:
            scores = places @ query
            best = np.argpartition(-scores, COUNT)[:COUNT]
            best[np.argsort(-scores[best])]

    def library() -> None:
        model.recommend(np.arange(n_queries), known, N=COUNT, filter_already_liked_items=False)

    with threadpool_limits(1):
        return {
            name: round(1000 * _cpu_seconds(scan) / n_queries, 2)
            for name, scan in (("numpy", brute), ("implicit", library))
        }


def _cpu_seconds(call: Any) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def report(figures: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    runs = [_line(one) for one in figures["runs"]]
    ours = _largest(figures["runs"])
    scans = [
        f"| {name} | {each:.2f} | {'' if ours is None else f'{ours / each:.1f}'} |"
        for name, each in figures["scans"].items()
    ]
    return _REPORT.format(
        data=figures["data"], count=COUNT, factors=FACTORS, runs="\n".join(runs),
        scans="\n".join(scans),
    )  # fmt: skip


def _line(run: Mapping[str, Any]) -> str:
    cells = [
        run["model"], run["scope"], f"{run['queries']:,}", run["workers"], f"{run['seconds']:,.1f}",
        f"{run['queries'] / run['seconds']:.1f}", f"{run['ms_each']:.1f}",
        f"{1000 / run['ms_each']:.1f}", f"{run['megabytes']:,}",
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _largest(runs: Iterable[Mapping[str, Any]]) -> float | None:
    """Return the milliseconds a query of the largest learned batch of the world."""
    world = [one for one in runs if _kind(one)[:2] == ("learned", "world")]
    return max(world, key=_kind)["ms_each"] if world else None
