from __future__ import annotations

import io

import pytest
from rich.console import Console

from matcher.render import progress as module
from matcher.render.progress import LINE_SECONDS, ProgressBar, ProgressLines, progress


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    return clock


def shown(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> io.StringIO:
    """Let the module write to a text, which is a terminal or not."""
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=100)
    monkeypatch.setattr(module, "Console", lambda **_: console)
    return text


def test_lines_tell_rate_and_time_left_and_not_too_often(monkeypatch, clock) -> None:
    text = shown(monkeypatch, terminal=False)
    with progress() as told:
        assert isinstance(told, ProgressLines)
        told.start(1_000, 200)
        for _ in range(4):
            clock.seconds += LINE_SECONDS / 4
            told.advance(50)
        told.advance(1)
    # 200 in ten seconds; of the 1,000, 600 are left.
    assert text.getvalue().splitlines() == [
        "1,000 queries, 200 done before",
        "400 of 1,000 queries, 20.0 a second, 30 s left",
    ]


def test_bar_counts_what_was_done_before_but_not_in_the_rate(monkeypatch, clock) -> None:
    text = shown(monkeypatch, terminal=True)
    with progress() as told:
        assert isinstance(told, ProgressBar)
        told.start(1_000, 200)
        clock.seconds += 4.0
        told.advance(300)
    assert "500/1000" in text.getvalue()
    assert "75.0 a second" in text.getvalue()
