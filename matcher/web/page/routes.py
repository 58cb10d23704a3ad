"""The addresses of the page."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response

from matcher.errors import MatcherError
from matcher.matcher import Matcher
from matcher.web.answers import OWN
from matcher.web.desk import RETRY_AFTER_S, BusyError, Desk, DeskParam, Lane, TooSlowError
from matcher.web.page.at import At, at_of
from matcher.web.page.downloads import MEDIA_TYPES
from matcher.web.page.form import Form
from matcher.web.page.reply import Reply, trouble
from matcher.web.page.site import Site
from matcher.web.page.words import language_of

STATIC: Final = Path(__file__).parent / "static"
"""Files the page loads: styles, script, images."""

_FILES: Final = {"pdf": "dossier.pdf", "docx": "dossier.docx",
                 "xlsx": "lists.xlsx", "csv": "lists.csv"}  # fmt: skip


def router() -> APIRouter:
    """Return the routes of the page."""
    routes = APIRouter(include_in_schema=False)
    sites: list[Site] = []
    lock = threading.Lock()

    def site(matcher: Matcher, corrections_to: str) -> Site:
        with lock:
            if not sites:
                sites.append(Site(matcher, corrections_to))
            return sites[0]

    async def reply(
        request: Request,
        desk: Desk,
        path: str,
        write: Callable[[Site, Form, At], Reply],
        lane: Lane = "ranking",
    ) -> Response:
        query = request.query_params.multi_items()
        code = language_of(request)
        at = at_of(path, query, code, dt.date.today())
        form = Form.of(query)
        try:
            to = desk.settings.corrections_to
            made = await desk.do(lambda matcher: write(site(matcher, to), form, at), lane)
        except (BusyError, TooSlowError):
            made = trouble("busy", at, 503)
        except MatcherError as error:
            made = trouble("failed", at, 503, message=str(error))
        headers = {
            "Cache-Control": OWN,
            "Content-Language": code,
            "Vary": "Accept-Language",
            **made.headers,
        }
        if made.status == 503:
            headers["Retry-After"] = str(RETRY_AFTER_S)
        return Response(made.content, made.status, headers, made.media_type)

    @routes.get("/")
    async def ask(request: Request, desk: DeskParam) -> Response:
        return await reply(request, desk, "", lambda site, form, at: site.ask(form, at), "lookup")

    @routes.get("/answer")
    async def answer(request: Request, desk: DeskParam) -> Response:
        return await reply(request, desk, "answer", lambda site, form, at: site.answer(form, at))

    @routes.get("/compare")
    async def compare(request: Request, desk: DeskParam) -> Response:
        return await reply(request, desk, "compare", lambda site, form, at: site.compare(form, at))

    @routes.get("/what-if")
    async def what_if(request: Request, desk: DeskParam) -> Response:
        return await reply(request, desk, "what-if", lambda site, form, at: site.what_if(form, at))

    @routes.get("/facts")
    async def facts(request: Request, desk: DeskParam) -> Response:
        return await reply(
            request, desk, "facts", lambda site, form, at: site.facts(form, at), "lookup"
        )

    @routes.get("/about")
    async def about(request: Request, desk: DeskParam) -> Response:
        return await reply(request, desk, "about", lambda site, _, at: site.about(at), "lookup")

    def download(ending: str) -> None:
        @routes.get(f"/{_FILES[ending]}")
        async def file(request: Request, desk: DeskParam) -> Response:
            return await reply(
                request, desk, "", lambda site, form, at: site.file(form, at, ending), "long"
            )

    for ending in MEDIA_TYPES:
        download(ending)
    return routes
