"""Put the application together: limits around it, the interface and the page in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from matcher import __version__
from matcher.service import Matcher
from matcher.web import health, page
from matcher.web.desk import Desk, Settings, warmed
from matcher.web.headers import SecurityHeaders


def create_app(
    matcher: Matcher | None = None,
    *,
    data: str | Path | None = None,
    model: str | None = None,
    settings: Settings | None = None,
) -> FastAPI:
    """Return the application: the page at ``/``, the interface at ``/v1/``.

    Parameters
    ----------
    matcher : Matcher, optional
        A loaded matcher to answer with; else one is loaded in the background
        when the server starts, or at the first request where another
        application mounts this one.
    data, model : optional
        As for :meth:`matcher.Matcher.load`, where no matcher is given.
    settings : Settings, optional
        What clients are granted.

    Returns
    -------
    fastapi.FastAPI
        An ASGI application; it can be mounted under a path of another.
    """

    def load() -> Matcher:
        return warmed(Matcher.load(data, model) if matcher is None else matcher)

    desk = Desk(load, settings or Settings())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        desk.close()

    app = FastAPI(
        title="Twin City Matcher",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.include_router(health.router)
    app.include_router(page.router())
    app.mount("/static", StaticFiles(directory=page.STATIC), name="static")
    app.add_middleware(SecurityHeaders)
    return app
