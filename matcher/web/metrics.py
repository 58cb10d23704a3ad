"""Counters and times for Prometheus, without a word of who asks what."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server share their counts; unset with one process."""

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counts of one application."""

    media_type: Final = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "matcher_http_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "matcher_http_request_seconds",
            "Time from the first byte read to the last byte sent.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._work = Gauge(
            "matcher_work",
            "Pieces of work that wait or run.",
            ("lane",),
            multiprocess_mode="livesum",
            registry=self._registry,
        )
        self._kept = Counter(
            "matcher_kept_answers",
            "Answers that were given before and were not made again.",
            registry=self._registry,
        )

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request and its time."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_kept(self) -> None:
        """Count an answer that came from the cache."""
        self._kept.inc()

    def work(self, lane: str) -> tuple[Callable[[], None], Callable[[], None]]:
        """Return what to call when a piece of work is taken on and when it ends."""
        gauge = self._work.labels(lane)
        return gauge.inc, gauge.dec

    def text(self) -> bytes:
        """Return all counts as Prometheus reads them, those of sister processes included."""
        if FOLDER_VARIABLE not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
