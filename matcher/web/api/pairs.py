"""Where each city of a pair stands on the other's list."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from matcher.matcher import Matcher
from matcher.web.answers import answered, json_bytes
from matcher.web.bodies import PairsBody
from matcher.web.desk import DeskParam
from matcher.web.examples import PAIRS, examples
from matcher.web.schemas import PairsAnswer
from matcher.web.strict import StrictRoute

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["pairs"])


@router.post(
    "/rank-pairs",
    summary="Rank known pairs",
    response_model=PairsAnswer,
    openapi_extra=examples(**PAIRS),
)
async def rank_pairs(request: Request, desk: DeskParam, body: PairsBody) -> Response:
    """Rank each city of a pair on the other's list, as if their partnership were not known.

    A pair with an id of no place, or of one place twice, is left out with the reason.
    """
    question = ("rank-pairs", body.model_dump(mode="json"))
    return await answered(request, desk, question, lambda matcher: _ranked(matcher, body), "long")


def _ranked(matcher: Matcher, body: PairsBody) -> bytes:
    asked: list[tuple[int, int]] = []
    left_out: list[dict[str, Any]] = []
    for a, b in body.pairs:
        if a == b:
            left_out.append({"pair": [a, b], "reason": "both ids are the same"})
        elif a not in matcher.world.atlas or b not in matcher.world.atlas:
            left_out.append({"pair": [a, b], "reason": "no place has one of these ids"})
        else:
            asked.append((a, b))
    ranker = matcher.pair_ranker(body.date, body.scope)
    ranks = [one.to_row() for one in ranker.rank(asked)] if asked else []
    return json_bytes({"date": body.date, "ranks": ranks, "left_out": left_out})
