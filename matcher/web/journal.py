"""What is written down of a request: its id, route, status and time; nothing of who asks what."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.metrics import Metrics
from matcher.web.problems import answer_to

REQUEST_ID: Final = "X-Request-ID"
_WELL_FORMED: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

access = logging.getLogger("matcher.web.access")
faults = logging.getLogger("matcher.web")


class Journal:
    """Give every request an id, log and count it, and answer for faults of ours.

    Parameters
    ----------
    app : ASGI application
    metrics : Metrics

    Notes
    -----
    The log holds the route's template, such as ``/v1/cities/{city_id}``, never
    the address itself, its query, its body or the client's address.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and write down how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        scope["request_id"] = request_id
        # Noted before any mount of ours moves the root.
        scope["own_path"] = scope["path"].removeprefix(scope.get("root_path", ""))
        status, sent, started = 0, 0, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            faults.exception("request %s failed", request_id)
            if status:
                raise
            await answer_to(Request(scope), error)(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - started
            route = str(getattr(scope.get("route"), "path", "-"))
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.count(route, method, status, seconds)
            access.info(
                "%s %s %d %d bytes %.1f ms %s",
                method, route, status, sent, 1000 * seconds, request_id,
            )  # fmt: skip
