"""How far a long run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

LINE_SECONDS: Final = 10.0
"""Seconds between two lines."""


class ProgressLines:
    """Progress as plain lines on standard error, for logs.

    Parameters
    ----------
    console : rich.console.Console
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = self._before = self._done = 0
        self._started = self._rendered = time.monotonic()

    def start(self, total: int, done: int) -> None:
        """Take note of the number of queries, and of those done before."""
        self._total, self._before, self._done = total, done, done
        self._started = self._rendered = time.monotonic()
        self._say(f"{total:,} queries, {done:,} done before" if done else f"{total:,} queries")

    def advance(self, queries: int) -> None:
        """Take note of queries that got done."""
        self._done += queries
        now = time.monotonic()
        if now - self._rendered < LINE_SECONDS:
            return
        self._rendered = now
        rate = (self._done - self._before) / (now - self._started)
        left = (self._total - self._done) / rate
        self._say(
            f"{self._done:,} of {self._total:,} queries, {rate:.1f} a second, {duration(left)} left"
        )

    def _say(self, text: str) -> None:
        self._console.print(text, highlight=False, soft_wrap=True)


class ProgressBar:
    """Progress as a bar, with the rate and the time left.

    Parameters
    ----------
    bar : rich.progress.Progress
    """

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, rate="")
        self._started, self._scored = time.monotonic(), 0

    def start(self, total: int, done: int) -> None:
        """Take note of the number of queries, and of those done before."""
        self._started = time.monotonic()
        self._bar.update(self._task, total=total, completed=done)

    def advance(self, queries: int) -> None:
        """Take note of queries that got done."""
        self._scored += queries
        rate = self._scored / max(time.monotonic() - self._started, 1e-9)
        self._bar.update(self._task, advance=queries, rate=f"{rate:.1f} a second")


@contextmanager
def progress() -> Iterator[ProgressBar | ProgressLines]:
    """Return a writer of progress to standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield ProgressLines(console)
        return
    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as bar:
        yield ProgressBar(bar)


def duration(seconds: float) -> str:
    """Return a time in words short enough for a line.

    Examples
    --------
    >>> duration(40), duration(95), duration(7260)
    ('40 s', '1 min 35 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
