"""Put the application together: limits around it, the interface and the page in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from matcher.matcher import Matcher
from matcher.version import __version__
from matcher.web import api, page, problems, reference
from matcher.web.answers import Keep
from matcher.web.api import operation
from matcher.web.desk import Desk, Settings
from matcher.web.headers import SecurityHeaders
from matcher.web.journal import Journal
from matcher.web.metrics import Metrics
from matcher.web.openapi import description
from matcher.web.strict import BodyLimit, HeadAsGet
from matcher.web.warm import warmed


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

    settings = settings or Settings()
    metrics = Metrics()
    desk = Desk(load, settings, metrics)

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
    app.openapi = cache(partial(description, app))  # type: ignore[method-assign]
    app.state.desk = desk
    app.state.keep = Keep(settings.kept_bytes)
    problems.install(app)
    app.include_router(operation.router)
    app.include_router(api.router())
    app.include_router(reference.router)
    app.include_router(page.router())
    app.mount("/static", StaticFiles(directory=page.STATIC), name="static")
    # The last added is the outermost.
    app.add_middleware(BodyLimit, most=settings.body_bytes, seconds=settings.seconds)
    app.add_middleware(Journal, metrics=metrics)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    return app
