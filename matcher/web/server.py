"""Run the application with uvicorn, in one process or several."""

from __future__ import annotations

import copy
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from threadpoolctl import threadpool_limits
from uvicorn.config import LOGGING_CONFIG

from matcher.atlas import DATA_VARIABLE
from matcher.web.app import create_app
from matcher.web.metrics import FOLDER_VARIABLE

MODEL_VARIABLE: Final = "MATCHER_MODEL"
"""Environment variable by which worker processes learn which model ranks."""


def application() -> FastAPI:
    """Return the application of one worker process, made from its environment."""
    # Threads of the linear algebra would fight with the other workers.
    threadpool_limits(1)
    return create_app(model=os.environ.get(MODEL_VARIABLE))


def serve(host: str, port: int, workers: int, data: Path | None, model: str | None) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    host, port, workers
        Address to listen at and number of processes.
    data, model : optional
        As for :meth:`matcher.Matcher.load`.
    """
    # Workers are processes of their own: what they load is told by the environment.
    if data is not None:
        os.environ[DATA_VARIABLE] = str(data)
    if model is not None:
        os.environ[MODEL_VARIABLE] = model
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


def _logging() -> dict[str, Any]:
    """Return uvicorn's way of logging with our own log beside it."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["loggers"]["matcher.web"] = {"handlers": ["default"], "level": "INFO"}
    return config
