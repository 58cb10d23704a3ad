"""Run the application with uvicorn, in one process or several."""

from __future__ import annotations

import copy
import ctypes
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.config import LOGGING_CONFIG

from matcher.tables.atlas import DATA_VARIABLE
from matcher.web.app import create_app
from matcher.web.corrections import CORRECTIONS_VARIABLE, corrections_to
from matcher.web.desk import Settings
from matcher.web.metrics import FOLDER_VARIABLE

MODEL_VARIABLE: Final = "MATCHER_MODEL"
"""Environment variable by which worker processes learn which model ranks."""

_M_ARENA_MAX: Final = -8
"""Number of the option in glibc's ``malloc.h``; other C libraries do not know it."""


def application() -> FastAPI:
    """Return the application of one worker process, made from its environment."""
    # Imported here, since it changes the environment.
    from threadpoolctl import threadpool_limits

    # Threads of the linear algebra would fight with the other workers.
    threadpool_limits(1)
    _share_one_heap()
    settings = Settings(corrections_to=corrections_to(os.environ.get(CORRECTIONS_VARIABLE)))
    return create_app(model=os.environ.get(MODEL_VARIABLE), settings=settings)


def serve(
    host: str,
    port: int,
    workers: int,
    data: Path | None,
    model: str | None,
    corrections: str | None = None,
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    host, port, workers
        Address to listen at and number of processes.
    data, model : optional
        As for :meth:`matcher.Matcher.load`.
    corrections : str, optional
        Where corrections are sent, as :func:`matcher.web.corrections.corrections_to` reads it.
    """
    # Workers are processes of their own: what they load is told by the environment.
    if data is not None:
        os.environ[DATA_VARIABLE] = str(data)
    if model is not None:
        os.environ[MODEL_VARIABLE] = model
    if corrections is not None:
        os.environ[CORRECTIONS_VARIABLE] = corrections
    with tempfile.TemporaryDirectory(prefix="matcher-counts-") as folder:
        if workers > 1:
            os.environ.setdefault(FOLDER_VARIABLE, folder)
        uvicorn.run(
            "matcher.web.server:application",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            server_header=False,
            log_config=_logging(),
            timeout_keep_alive=15,
            timeout_graceful_shutdown=10,
        )


def _share_one_heap() -> None:
    """Let all threads allocate from one heap, where the C library offers that.

    A heap a thread leaves holes that no other thread fills: the memory of a worker
    would rise for hours. Work of one process waits for one processor anyway.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)
        if set_option is not None:
            set_option(_M_ARENA_MAX, 1)


def _logging() -> dict[str, Any]:
    """Return uvicorn's way of logging with our own log beside it."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["loggers"]["matcher.web"] = {"handlers": ["default"], "level": "INFO"}
    return config
