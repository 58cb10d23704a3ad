"""An error as a page, for whoever reads it in a browser."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from fastapi import Request, Response

from matcher.web.page.at import at_of
from matcher.web.page.reply import trouble
from matcher.web.page.words import language_of

_KEYS: Final = {404: "missing", 500: "fault", 503: "busy"}
"""Texts by status; any other request could not be read."""


def refusal(request: Request, path: str, status: int, request_id: str) -> Response:
    """Write an error as a page in the reader's language; it needs no matcher.

    Parameters
    ----------
    request : Request
    path : str
        Any address, below where this application is mounted.
    status : int
        Status code of HTTP.
    request_id : str
        What an operator finds the request by.
    """
    code = language_of(request)
    query = request.query_params.multi_items()
    # Nothing is known of the question; the language goes on.
    asked = [one for one in query if one[0] == "lang"]
    at = at_of("", asked, code, dt.date.today())
    at = replace(at, up="../" * max(0, path.count("/") - 1))
    made = trouble(_KEYS.get(status, "refused"), at, status, id=request_id)
    headers = {"Content-Language": code, "Vary": "Accept, Accept-Language"}
    return Response(made.content, status, headers, made.media_type)
