"""Every error as ``application/problem+json`` (RFC 9457), with the command line's codes.

Whoever reads in a browser gets a page instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from matcher.errors import (
    AmbiguousPlaceError,
    DataError,
    InputTableError,
    MandateError,
    MatcherError,
    ModelError,
    RecordError,
    UnknownPlaceError,
)
from matcher.mandate.model import explained
from matcher.web.desk import RETRY_AFTER_S, BusyError, TooSlowError
from matcher.web.page import refusal

MEDIA_TYPE: Final = "application/problem+json"

_STATUS: Final[dict[type[MatcherError], int]] = {
    UnknownPlaceError: 404,
    AmbiguousPlaceError: 409,
    MandateError: 422,
    InputTableError: 422,
    RecordError: 422,
    DataError: 503,
    ModelError: 503,
    BusyError: 503,
    TooSlowError: 503,
}

_CODES: Final = {
    404: "not_found",
    405: "method_not_allowed",
    408: "body_too_slow",
    413: "too_large",
    415: "unsupported_media_type",
}
"""Codes of errors that only a request over HTTP can have."""

_DETAILS: Final = {
    404: "nothing is at this address: see /reference for those there are",
    405: "this address does not take that method: the header Allow names those it takes",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as every part of the surface tells it.

    Attributes
    ----------
    status : int
        Status code of HTTP.
    code : str
        Stable name of the kind of fault, see :mod:`matcher.errors`.
    detail : str
        What was received, what was expected and what to do next.
    more : mapping
        Further members, such as the ids that an ambiguous name may mean.
    headers : mapping
    """

    status: int
    code: str
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_response(self, request_id: str = "") -> JSONResponse:
        """Return the answer to send."""
        content = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **({"request_id": request_id} if request_id else {}),
            **self.more,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        return JSONResponse(content, self.status, headers, MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """Return what to tell a client of an error."""
    if isinstance(error, MatcherError):
        return _of_ours(error)
    if isinstance(error, RequestValidationError):
        return _of_fields(error)
    if isinstance(error, HTTPException):
        status = error.status_code
        code = _CODES.get(status, "bad_request")
        detail = _DETAILS.get(status, str(error.detail))
        return Problem(status, code, detail, headers=error.headers or {})
    return Problem(500, "internal", "this is a fault of ours: report it with the request id")


def _of_fields(error: RequestValidationError) -> Problem:
    fields: list[dict[str, Any]] = []
    in_body = False
    for one in error.errors():
        where, *inside = one["loc"]
        in_body |= where == "body"
        if one["type"] == "json_invalid":
            fields.append({"loc": ("body",), "msg": f"not JSON: {one['ctx']['error']}"})
        else:
            fields.append({**one, "loc": inside})
    return Problem(422, MandateError.code if in_body else "bad_parameter", explained(fields))


def _of_ours(error: MatcherError) -> Problem:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 503)
    more: dict[str, Any] = {}
    if isinstance(error, AmbiguousPlaceError):
        more["city_ids"] = list(error.city_ids)
    waits = isinstance(error, BusyError | TooSlowError)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if waits else {}
    return Problem(status, error.code, " ".join(str(error).split()), more, headers)


def answer_to(request: Request, error: Exception) -> Response:
    """Return the answer to an error: a page for a browser's reader, else a problem in JSON.

    Parameters
    ----------
    request : Request
    error : Exception

    Notes
    -----
    The interface for programs and what operators read answer in JSON whoever asks.
    """
    problem = problem_of(error)
    request_id = request.scope.get("request_id", "")
    path = request.scope["own_path"]
    for_programs = path.startswith("/v1/") or path in ("/healthz", "/readyz", "/metrics")
    if for_programs or "text/html" not in request.headers.get("accept", ""):
        return problem.to_response(request_id)
    answer = refusal(request, path, problem.status, request_id)
    answer.headers.update({"Cache-Control": "no-store", **problem.headers})
    return answer


async def _answer(request: Request, error: Exception) -> Response:
    return answer_to(request, error)


def install(app: FastAPI) -> None:
    """Answer every error of an application with a problem."""
    for kind in (MatcherError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)
