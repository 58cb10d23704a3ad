"""The council's page: HTML rendered here, at ``/``, with files of its own at ``/static/``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter

STATIC: Final = Path(__file__).parent / "static"
"""Files the page loads: styles, script, images."""


def router() -> APIRouter:
    """Return the routes of the page.

    A handler asks ``await desk.do(work)`` of its parameter ``desk: DeskParam``,
    see :mod:`matcher.web.desk`.
    """
    return APIRouter(include_in_schema=False)
