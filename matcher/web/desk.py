"""The one matcher of a process, and the bounded work that requests may ask of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Request

from matcher.errors import MatcherError
from matcher.mandate import MAX_BYTES, Mandate
from matcher.service import Matcher

T = TypeVar("T")

RETRY_AFTER_S: Final = 5
"""What a refused client is told to wait."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process grants its clients.

    Attributes
    ----------
    body_bytes : int
        Largest body of a request.
    seconds : float
        Time limit of a request, waiting included.
    threads : int
        Requests worked on at once; Python's threads share one processor, so
        more processes serve more clients, not more threads.
    waiting : int
        Requests that may wait beyond those; the next one is refused.
    """

    body_bytes: int = MAX_BYTES
    seconds: float = 30.0
    threads: int = 2
    waiting: int = 32


class BusyError(MatcherError):
    """More requests wait than this process takes."""

    code = "busy"


class TooSlowError(MatcherError):
    """A request took longer than its time limit."""

    code = "too_slow"


class Desk:
    """Loads the matcher in the background and does the work of requests in a few threads.

    Parameters
    ----------
    load : callable
        Returns the matcher; called once, in a thread.
    settings : Settings
    """

    def __init__(self, load: Callable[[], Matcher], settings: Settings) -> None:
        self.settings = settings
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Future[Matcher] | None = None
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="matcher")
        self._places = threading.BoundedSemaphore(settings.threads + settings.waiting)

    def start(self) -> Future[Matcher]:
        """Begin to load the matcher unless that was begun; return what will hold it."""
        with self._lock:
            if self._loaded is None:
                self._loaded = Future()
                threading.Thread(
                    target=_settle,
                    args=(self._loaded, self._load),
                    name="matcher-load",
                    daemon=True,
                ).start()
            return self._loaded

    def close(self) -> None:
        """Drop what waits; what runs ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def ready(self) -> bool:
        """Whether the matcher is loaded and has answered once."""
        loaded = self._loaded
        return loaded is not None and loaded.done() and loaded.exception() is None

    async def do(self, work: Callable[[Matcher], T]) -> T:
        """Run a piece of work with the matcher in a thread.

        Parameters
        ----------
        work : callable
            Takes the matcher; anything that takes more than a millisecond
            belongs in it, rendering included.

        Raises
        ------
        BusyError
            Too many requests wait already.
        TooSlowError
            The time limit is over; a piece of work that has begun still ends
            and keeps its thread until then.
        MatcherError
            What the work raised, or why the matcher cannot be loaded.
        """
        loaded = self.start()
        if not self._places.acquire(blocking=False):
            raise BusyError("too many requests wait here: try again in a few seconds")
        future = self._pool.submit(lambda: work(loaded.result()))
        future.add_done_callback(lambda _: self._places.release())
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.settings.seconds)
        except TimeoutError:
            raise TooSlowError(
                f"no answer within {self.settings.seconds:g} s: ask for fewer tiers, members or "
                "candidates, or try again later"
            ) from None


def _settle(loaded: Future[Matcher], load: Callable[[], Matcher]) -> None:
    try:
        loaded.set_result(load())
    except BaseException as error:  # whoever waits for it raises it
        loaded.set_exception(error)


def warmed(matcher: Matcher) -> Matcher:
    """Answer one question, so that the first client does not wait for what is loaded lazily."""
    people = matcher.atlas.cities.column("population")
    largest = matcher.atlas.city_ids[people.argmax()]
    matcher.recommend(Mandate.parse({"city": str(largest), "count": 1}))
    matcher.search("a")
    return matcher


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that answers a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskParam = Annotated[Desk, Depends(desk_of)]
"""The parameter of an endpoint that needs the matcher."""
