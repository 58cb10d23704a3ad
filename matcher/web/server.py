"""Run the application with uvicorn, in one process or several."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from matcher.atlas import DATA_VARIABLE
from matcher.web.app import create_app

MODEL_VARIABLE: Final = "MATCHER_MODEL"
"""Environment variable by which worker processes learn which model ranks."""


def application() -> FastAPI:
    """Return the application of one worker process, made from its environment."""
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
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if data is not None:
        os.environ[DATA_VARIABLE] = str(data)
    if model is not None:
        os.environ[MODEL_VARIABLE] = model
    uvicorn.run(
        "matcher.web.server:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        server_header=False,
        access_log=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )
