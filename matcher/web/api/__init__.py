"""The interface for programs, under ``/v1``: each module holds one group of endpoints."""

from __future__ import annotations

from fastapi import APIRouter

from matcher.web.api import cities, dossiers, mandates, meta, pairs
from matcher.web.schemas import PROBLEMS


def router() -> APIRouter:
    """Return all endpoints."""
    router = APIRouter(responses=PROBLEMS)
    for part in (mandates, dossiers, pairs, cities, meta):
        router.include_router(part.router)
    return router
