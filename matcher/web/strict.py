"""Requests read strictly: bodies are JSON of a bounded size, with numbers that are numbers."""

from __future__ import annotations

import asyncio
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
    """Refuse bodies that are too large, whether or not they say so, or that do not arrive.

    Parameters
    ----------
    app : ASGI application
    most : int
        Largest body in bytes.
    seconds : float
        Time for the whole of a body.
    """

    def __init__(self, app: ASGIApp, most: int, seconds: float) -> None:
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        rendered = Headers(scope=scope).get("content-length", "")
        too_large = (
            rendered.isascii()
            and rendered.isdigit()
            and (len(rendered) > 15 or int(rendered) > self.most)
        )
        deadline = asyncio.get_running_loop().time() + self.seconds
        read, arrived = 0, False

        async def counted() -> Message:
            nonlocal read, arrived
            if arrived:
                return await receive()
            if too_large:
                raise self._too_large()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise self._too_slow() from None
            read += len(message.get("body", b""))
            arrived = not message.get("more_body", False)
            if read > self.most:
                raise self._too_large()
            return message

        await self.app(scope, counted, send)

    def _too_large(self) -> HTTPException:
        detail = f"the body is larger than {self.most} bytes: ask for less"
        return HTTPException(413, detail, {"Connection": "close"})

    def _too_slow(self) -> HTTPException:
        detail = f"the body did not arrive within {self.seconds:g} s: send it again"
        return HTTPException(408, detail, {"Connection": "close"})


class HeadAsGet:
    """Answer HEAD as GET is answered, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as GET where it is HEAD."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bare)
