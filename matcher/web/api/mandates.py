"""Lists, explanations and comparisons: what a mandate is answered with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.web.answers import answered, json_bytes
from matcher.web.bodies import ComparisonBody, ExplanationBody, HttpMandate, Lang, LanguageChoice
from matcher.web.desk import DeskParam
from matcher.web.examples import COMPARISON, EXPLANATION, MANDATES, examples
from matcher.web.schemas import RecommendationAnswer
from matcher.web.strict import StrictRoute
from matcher.wording.labels import CityLabels
from matcher.wording.language import Language
from matcher.wording.translate import translated

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["mandates"])


@router.post(
    "/recommendations",
    summary="Rank candidates",
    response_model=RecommendationAnswer,
    openapi_extra=examples(**MANDATES),
)
async def recommendations(
    request: Request,
    desk: DeskParam,
    mandate: HttpMandate,
    choice: Annotated[LanguageChoice, Query()],
) -> Response:
    """Rank the candidates a mandate allows, tier by tier, with reasons, cautions and unknowns.

    The answer is that of `matcher recommend --format json` and of
    `Matcher.recommend(mandate).to_dict()`.
    """
    question = ("recommendations", mandate.to_dict(), choice.lang)
    return await answered(
        request, desk, question, _rendered(lambda matcher: matcher.recommend(mandate), choice.lang)
    )


@router.post(
    "/explanations",
    summary="Explain one candidate",
    response_model=RecommendationAnswer,
    openapi_extra=examples(**EXPLANATION),
)
async def explanations(
    request: Request,
    desk: DeskParam,
    body: ExplanationBody,
    choice: Annotated[LanguageChoice, Query()],
) -> Response:
    """Give every criterion of one candidate with its evidence, wherever it would rank."""
    question = ("explanations", body.mandate.to_dict(), body.candidate, choice.lang)
    return await answered(
        request,
        desk,
        question,
        _rendered(lambda matcher: matcher.explain(body.mandate, body.candidate), choice.lang),
    )


@router.post(
    "/comparisons",
    summary="Compare candidates",
    response_model=RecommendationAnswer,
    openapi_extra=examples(**COMPARISON),
)
async def comparisons(
    request: Request,
    desk: DeskParam,
    body: ComparisonBody,
    choice: Annotated[LanguageChoice, Query()],
) -> Response:
    """Set candidates side by side, best first, whatever the rules say of them."""
    question = ("comparisons", body.mandate.to_dict(), body.candidates, choice.lang)
    return await answered(
        request,
        desk,
        question,
        _rendered(lambda matcher: matcher.compare(body.mandate, body.candidates), choice.lang),
    )


def _rendered(ask: Callable[[Matcher], Recommendation], lang: Lang) -> Callable[[Matcher], bytes]:
    """Return the work of asking, telling it in a language and writing it down."""

    def work(matcher: Matcher) -> bytes:
        language = Language(lang, CityLabels(matcher.world.atlas))
        return json_bytes(translated(ask(matcher), language).to_dict())

    return work
