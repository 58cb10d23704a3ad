"""Whether the process lives and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from matcher.web.desk import DeskParam

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def healthz() -> JSONResponse:
    """Say that the process lives."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def readyz(desk: DeskParam) -> JSONResponse:
    """Say whether the tables and the ranker are loaded."""
    if desk.ready:
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "loading"}, status_code=503, headers={"Retry-After": "1"})
