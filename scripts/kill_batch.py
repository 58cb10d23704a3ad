#!/usr/bin/env python3
"""Kill a batch again and again and compare what it wrote with an undisturbed run.

Workers and drivers get SIGKILL at random moments; a driver that is gone is started
again with the same command, as a user would. Exit code 1 if a file differs.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow.dataset as ds

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matcher.batch.journal import JOURNAL

SCRIPT = Path(__file__).with_name("score_batch.py")
BLOCK = 20
MOST_STARTS_IN_VAIN = 20
WORKER_SHARE = 0.75
"""Of the kills while there are workers; a driver needs a while to start them."""


def main() -> int:
    """Run the kills and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--queries", type=int, default=1000, help="rows of the input")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=float, default=4.0, help="most seconds between kills")
    parser.add_argument("--data", type=Path, help="folder of tables; the shipped ones")
    parser.add_argument("--dask", action="store_true", help="workers of Dask, not of joblib")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return Trial(Path(folder), options).run()


class Trial:
    """One undisturbed run, and as many disturbed ones as the kills take."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.random = random.Random(options.seed)
        self.kills: Counter[str] = Counter()
        self.queries = folder / "queries.csv"
        self.queries.write_text("\n".join(["city_id", *self._ids()]) + "\n", encoding="utf-8")

    def run(self) -> int:
        """Return the exit code."""
        expected = self.folder / "expected"
        if self._start(expected).wait():
            return _failed("the undisturbed run failed")
        runs = 0
        while self.kills.total() < self.options.kills:
            runs += 1
            out = self.folder / f"run{runs}"
            if not self._disturbed(out):
                return _failed(f"run {runs} did not end after {dict(self.kills)} kills")
            wrong = [*differing(expected, out), *doubled(out)]
            if wrong:
                return _failed(f"run {runs} differs: {', '.join(wrong)}; {dict(self.kills)} kills")
        print(f"{self.kills['worker']} workers and {self.kills['driver']} drivers were killed in "
              f"{runs} runs of {self.options.queries} queries; every file is the same")  # fmt: skip
        return 0

    def _ids(self) -> list[str]:
        from matcher.tables.atlas import Atlas

        ids = Atlas.load(self.options.data).city_ids.tolist()
        return [str(one) for one in self.random.choices(ids, k=self.options.queries)]

    def _start(self, out: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(SCRIPT), str(self.queries), "--out", str(out)]
        command += ["--block", str(BLOCK), "--workers", "2", "--date", "2026-01-01"]
        command += ["--dask", "local"] if self.options.dask else []
        command += ["--data", str(self.options.data)] if self.options.data else []
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def _disturbed(self, out: Path) -> bool:
        """Run until the folder is complete; kill on the way as long as kills are left."""
        in_vain = 0
        while in_vain < MOST_STARTS_IN_VAIN:
            blocks = _size(out / JOURNAL)
            driver = self._start(out)
            # On a busy machine a start takes long: after each one in vain the next gets more time.
            self._kill_around(driver, self.options.longest * (1 + in_vain))
            if driver.wait() in (0, 3):
                return True
            in_vain = 0 if _size(out / JOURNAL) > blocks else in_vain + 1
        return False

    def _kill_around(self, driver: subprocess.Popen[bytes], longest: float) -> None:
        """Kill workers until the driver ends or is itself the one that is killed."""
        while self.kills.total() < self.options.kills:
            try:
                driver.wait(self.random.uniform(0, longest))
            except subprocess.TimeoutExpired:
                pass
            else:
                return
            workers = list(_workers(driver.pid))
            if workers and self.random.random() < WORKER_SHARE:
                self._kill(self.random.choice(workers), "worker")
            else:
                self._kill(psutil.Process(driver.pid), "driver")
                return

    def _kill(self, process: psutil.Process, kind: str) -> None:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            return
        self.kills[kind] += 1


def _workers(driver: int) -> Iterator[psutil.Process]:
    try:
        children = psutil.Process(driver).children(recursive=True)
    except psutil.NoSuchProcess:
        return
    for child in children:
        try:
            command = " ".join(child.cmdline())
        except psutil.Error:
            continue
        if "popen_loky" in command or "spawn_main" in command:
            yield child


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def differing(expected: Path, out: Path) -> list[str]:
    """Return the files of two folders that are not the same; the journal's order may differ."""
    names = {one.name for folder in (expected, out) for one in folder.iterdir()} - {JOURNAL}
    return sorted(name for name in names if not _same(expected / name, out / name))


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def doubled(out: Path) -> list[str]:
    """Return what is wrong with the rows themselves: any of them twice."""
    rows = ds.dataset(out).to_table(columns=["query_row", "tier", "rank"])
    groups = rows.group_by(["query_row", "tier", "rank"]).aggregate([]).num_rows
    return [] if groups == len(rows) else [f"{len(rows) - groups} rows twice"]


def _failed(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    sys.exit(code)
