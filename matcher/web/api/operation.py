"""Addresses for operation: liveness, readiness, metrics."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from matcher.web.desk import DeskParam

router = APIRouter(tags=["operation"])

_FRESH: Final = {"Cache-Control": "no-store"}


@router.get("/healthz", summary="Does the process live?")
async def healthz() -> JSONResponse:
    """Answer at once, whatever else the process does."""
    return JSONResponse({"status": "ok"}, headers=_FRESH)


@router.get(
    "/readyz",
    summary="Can it answer?",
    responses={503: {"description": "Not yet, or the tables cannot be loaded"}},
)
async def readyz(desk: DeskParam) -> JSONResponse:
    """Say whether the tables and the ranker are loaded and have answered once."""
    state = desk.state()
    if state == "ready":
        return JSONResponse({"status": state}, headers=_FRESH)
    return JSONResponse({"status": state}, 503, headers={**_FRESH, "Retry-After": "1"})


@router.get(
    "/metrics",
    summary="Counts and times for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(desk: DeskParam) -> Response:
    """Return counts by route and status, times by route, and work by lane; nothing personal."""
    return Response(desk.metrics.text(), headers=_FRESH, media_type=desk.metrics.media_type)
