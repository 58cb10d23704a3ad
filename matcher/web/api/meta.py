"""What the answers rest on, and what may be asked."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from matcher.mandate.parts import MUST_HAVES
from matcher.matcher import Matcher
from matcher.records.answer import RESPONSE_VERSION
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA, PARTS
from matcher.version import __version__
from matcher.web.answers import SHARED, answered, json_bytes
from matcher.web.bodies import MAX_COMPARED, MAX_COUNT, MAX_PAIRS, MAX_TIERS
from matcher.web.desk import DeskParam, Settings
from matcher.web.schemas import MetaAnswer
from matcher.wording.language import LANGUAGES

router = APIRouter(prefix="/v1", tags=["meta"])

_TOLD_OF_SOURCE: Final = ("title", "date", "licence", "attribution", "address")


@router.get("/meta", summary="Versions, licences and limits", response_model=MetaAnswer)
async def meta(request: Request, desk: DeskParam) -> Response:
    """Return the versions of program, data and model, the tables with their licences, the limits.

    Answers are the same as long as these versions are.
    """
    return await answered(
        request,
        desk,
        ("meta",),
        lambda matcher: json_bytes(_rendered(matcher, desk.settings)),
        "lookup",
        cache=SHARED,
    )


def _rendered(matcher: Matcher, settings: Settings) -> dict[str, Any]:
    sources = matcher.world.atlas.manifest.get("sources", {})
    return {
        "schema_version": RESPONSE_VERSION,
        "program": __version__,
        "data": matcher.world.atlas.version,
        "model": matcher.engine.ranker.name,
        "tables": matcher.world.atlas.contents(),
        "sources": [
            {name: one.get(name, "") for name in _TOLD_OF_SOURCE} for one in sources.values()
        ],
        "languages": list(LANGUAGES),
        "criteria": list(CRITERIA),
        "weights": list(PARTS),
        "aims": AIM_WEIGHTS,
        "must_haves": list(MUST_HAVES),
        "limits": {
            "body_bytes": settings.body_bytes,
            "seconds": settings.seconds,
            "tiers": MAX_TIERS,
            "count": MAX_COUNT,
            "compared": MAX_COMPARED,
            "pairs": MAX_PAIRS,
        },
    }
