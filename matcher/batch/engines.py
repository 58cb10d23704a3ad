"""Where blocks are scored: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Final, Protocol

from matcher.batch.block import Job, Scored, score_block
from matcher.batch.queries import Block
from matcher.errors import BatchStoppedError

RETRIES: Final = 5
"""Times in a row that workers may die without a block getting done in between."""

LOCAL: Final = "local"
_SCHEMES: Final = ("tcp://", "tls://", "ws://", "wss://", "ucx://")
_WAITING: Final = 3
"""Blocks a Dask worker has before it, so that none waits for the driver."""

_CONNECT_SECONDS: Final = 20


class Engine(Protocol):
    """Scores blocks, in whatever order they get done."""

    def __call__(
        self, job: Job, left: Sequence[int], block: Callable[[int], Block]
    ) -> Iterator[Scored]:
        """Yield each block once.

        Parameters
        ----------
        job : Job
        left : sequence of int
            Indices of the blocks to score.
        block : callable
            Makes a block from its index.

        Raises
        ------
        BatchStoppedError
            Workers keep dying, or the cluster cannot be reached.
        """


def processes(workers: int) -> Engine:
    """Return the engine of one machine: joblib's processes, one thread each."""

    def run(job: Job, left: Sequence[int], block: Callable[[int], Block]) -> Iterator[Scored]:
        from joblib import Parallel, delayed, parallel_config

        waiting, deaths = dict.fromkeys(left), 0
        settings = {"inner_max_num_threads": 1, "initializer": _end_with}
        while waiting:
            calls = (delayed(score_block)(job, block(one)) for one in list(waiting))
            try:
                with parallel_config("loky", initargs=(os.getpid(),), **settings):
                    pool = Parallel(workers, return_as="generator_unordered", batch_size=1)
                    results = pool(calls)
                for scored in results:
                    del waiting[scored.index]
                    deaths = 0
                    yield scored
            except BrokenProcessPool:
                deaths += 1
                if deaths > RETRIES:
                    raise _given_up(next(iter(waiting))) from None

    return run


def dask(address: str, workers: int) -> Engine:
    """Return the engine of a Dask cluster: ``local``, or that of a scheduler's address.

    Raises
    ------
    BatchStoppedError
        Dask is not installed, or the address is none.
    """
    if address != LOCAL and not address.startswith(_SCHEMES):
        raise BatchStoppedError(
            f"--dask {address!r}: give 'local', or a scheduler's address such as tcp://host:8786"
        )
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise BatchStoppedError(
            "Dask is not installed: pip install 'twin-city-matcher[dask]'"
        ) from None

    def run(job: Job, left: Sequence[int], block: Callable[[int], Block]) -> Iterator[Scored]:
        from distributed import KilledWorker, as_completed

        with _client(address, workers) as client:
            threads = sum(client.nthreads().values()) or workers
            waiting = iter(left)

            def submit(index: int) -> Any:
                return client.submit(score_block, job, block(index), pure=False)

            first = [submit(one) for one in islice(waiting, _WAITING * threads)]
            futures = as_completed(first)
            for future in futures:
                try:
                    scored = future.result()
                except KilledWorker:
                    raise _given_up(left[0]) from None
                except CancelledError:
                    raise BatchStoppedError(
                        f"the Dask scheduler at {address} went away: start it again, then run the "
                        "same command; finished blocks are kept"
                    ) from None
                following = next(waiting, None)
                if following is not None:
                    futures.add(submit(following))
                yield scored

    return run


def _client(address: str, workers: int) -> Any:
    from distributed import Client

    if address == LOCAL:
        return Client(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        )
    try:
        return Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise BatchStoppedError(
            f"no Dask scheduler answers at {address} ({error}): start one with 'dask scheduler'"
        ) from None


def _given_up(index: int) -> BatchStoppedError:
    return BatchStoppedError(
        f"workers were killed {RETRIES + 1} times in a row, block {index} among their work: look "
        "for what kills them (often too little memory: fewer workers need less), then run the "
        "same command again; finished blocks are kept"
    )


def _end_with(driver: int) -> None:
    """End this process soon after its driver is killed, of which nobody tells it."""

    def watch() -> None:
        while os.getppid() == driver:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
