"""Bodies read strictly: JSON of a bounded size, with numbers that are numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class StrictRequest(Request):
    """A request whose body is JSON as its standard says: no NaN, no infinity."""

    async def json(self) -> Any:
        """Return the body as plain values.

        Raises
        ------
        json.JSONDecodeError
            The body is not JSON, or is nested too deeply.
        """
        body = await self.body()
        try:
            return from_json(body, allow_inf_nan=False)
        except ValueError as error:
            raise json.JSONDecodeError(str(error), "", 0) from None


class StrictRoute(APIRoute):
    """A route that takes ``application/json`` and reads it strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, given a strict request."""
        handler = super().get_route_handler()
        takes_body = self.body_field is not None

        async def strict(request: Request) -> Response:
            given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if takes_body and given != "application/json":
                raise HTTPException(
                    415, f"content type {given!r:.80}: send the body as application/json"
                )
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


class BodyLimit:
    """Refuse bodies that are too large, whether or not they say so in advance.

    Parameters
    ----------
    app : ASGI application
    most : int
        Largest body in bytes.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        too_large = told.isascii() and told.isdigit() and (len(told) > 15 or int(told) > self.most)
        read = 0

        async def counted() -> Message:
            nonlocal read
            if too_large:
                raise self._refused()
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.most:
                raise self._refused()
            return message

        await self.app(scope, counted, send)

    def _refused(self) -> HTTPException:
        return HTTPException(
            413, f"the body is larger than {self.most} bytes: ask for less", {"Connection": "close"}
        )
