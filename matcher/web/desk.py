"""The one matcher of a process, and the bounded work that requests may ask of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeVar

from fastapi import Depends, Request

from matcher.errors import MatcherError
from matcher.mandate.model import MAX_BYTES
from matcher.matcher import Matcher
from matcher.web.metrics import Metrics

T = TypeVar("T")

Lane = Literal["lookup", "ranking", "long"]
"""Kinds of work that do not wait for each other: names and profiles; lists and
comparisons; documents, known pairs and portfolios."""

LANES: Final[tuple[Lane, ...]] = ("lookup", "ranking", "long")

RETRY_AFTER_S: Final = 5
"""What a refused client is told to wait."""

log = logging.getLogger("matcher.web")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process grants its clients.

    Attributes
    ----------
    body_bytes : int
        Largest body of a request.
    seconds : float
        Time limit of a request, waiting included.
    waiting : int
        Requests that may wait in each lane of work; the next one is refused.
    kept_bytes : int
        Memory for answers kept in case the same is asked again.
    corrections_to : str
        Where corrections of facts are sent: a mail address or the web address of an issue
        tracker; empty where the page names none.
    """

    body_bytes: int = MAX_BYTES
    seconds: float = 30.0
    waiting: int = 32
    kept_bytes: int = 8 * 1024 * 1024
    corrections_to: str = ""


class BusyError(MatcherError):
    """More requests wait than this process takes."""

    code = "busy"


class TooSlowError(MatcherError):
    """A request took longer than its time limit."""

    code = "too_slow"


class Desk:
    """Loads the matcher in the background and does the work of requests.

    Parameters
    ----------
    load : callable
        Returns the matcher; called once, in a thread.
    settings : Settings
    metrics : Metrics

    Notes
    -----
    A lane is one thread. Threads of one process share one processor, so a
    second thread a lane would only make both slower: more processes serve more
    clients. What keeps state between two questions, such as the ranks of known
    pairs, stays in the lane ``long``.
    """

    def __init__(self, load: Callable[[], Matcher], settings: Settings, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Future[Matcher] | None = None
        self._pools = _pools()
        self._places = {lane: threading.BoundedSemaphore(1 + settings.waiting) for lane in LANES}

    def start(self) -> Future[Matcher]:
        """Begin to load the matcher unless that was begun; return what will hold it."""
        with self._lock:
            if self._loaded is None:
                self._loaded = Future()
                # Running, it cannot be cancelled by one client that waits no longer.
                self._loaded.set_running_or_notify_cancel()
                loader = threading.Thread(
                    target=self._finish_loading, args=(self._loaded,), daemon=True
                )
                loader.start()
            return self._loaded

    def close(self) -> None:
        """Drop what waits; what runs ends by itself. The desk can be started again."""
        pools, self._pools = self._pools, _pools()
        for pool in pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    def state(self) -> Literal["loading", "ready", "failed"]:
        """Say whether the matcher is loaded and has answered once."""
        loaded = self._loaded
        if loaded is None or not loaded.done():
            return "loading"
        return "ready" if loaded.exception() is None else "failed"

    async def matcher(self) -> Matcher:
        """Return the matcher once it is loaded, for what costs no time.

        Raises
        ------
        TooSlowError
            It is not loaded within the time limit.
        MatcherError
            It cannot be loaded.
        """
        return await self._within(self.start())

    async def do(self, work: Callable[[Matcher], T], lane: Lane = "ranking") -> T:
        """Run a piece of work with the matcher in a thread.

        Parameters
        ----------
        work : callable
            Takes the matcher; anything that takes more than a millisecond
            belongs in it, rendering included.
        lane : {"lookup", "ranking", "long"}
            Which kind of work it is, see :data:`Lane`.

        Raises
        ------
        BusyError
            Too many requests wait already.
        TooSlowError
            The time limit is over; a piece of work that has begun still ends
            and keeps its lane until then.
        MatcherError
            What the work raised, or why the matcher cannot be loaded.
        """
        loaded = self.start()
        if not self._places[lane].acquire(blocking=False):
            raise BusyError("too many requests wait here: try again in a few seconds")
        begin, end = self.metrics.work(lane)
        begin()
        future = self._pools[lane].submit(lambda: work(loaded.result()))

        def leave(_: Future[T]) -> None:
            end()
            self._places[lane].release()

        future.add_done_callback(leave)
        return await self._within(future)

    async def _within(self, future: Future[T]) -> T:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.settings.seconds)
        except TimeoutError:
            raise TooSlowError(
                f"no answer within {self.settings.seconds:g} s: ask for fewer tiers, members or "
                "candidates, or try again later"
            ) from None

    def _finish_loading(self, loaded: Future[Matcher]) -> None:
        try:
            loaded.set_result(self._load())
        except BaseException as error:  # whoever waits for it raises it
            log.exception("the tables or the ranker cannot be loaded")
            loaded.set_exception(error)


def _pools() -> dict[Lane, ThreadPoolExecutor]:
    return {lane: ThreadPoolExecutor(1, f"matcher-{lane}") for lane in LANES}


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that answers a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskParam = Annotated[Desk, Depends(desk_of)]
"""The parameter of an endpoint that needs the matcher."""
