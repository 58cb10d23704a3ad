"""Cities: found by name in any script, and what is known of one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from matcher.matcher import Matcher
from matcher.naming.namesakes import PlaceMatch
from matcher.web.answers import SHARED, answered, json_bytes
from matcher.web.bodies import MAX_ID, Lang, LanguageChoice, NamesBody, Naming, Search
from matcher.web.desk import DeskParam
from matcher.web.examples import NAMES, examples
from matcher.web.schemas import (
    CitiesAnswer,
    NamesAnswer,
    PartnersAnswer,
    ProfileAnswer,
    ResolvedAnswer,
)
from matcher.web.strict import StrictRoute
from matcher.wording.labels import CityLabels
from matcher.wording.language import Language
from matcher.wording.translate import translated_links, translated_place, translated_profile

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["cities"])

CityPath = Annotated[int, Path(ge=1, le=MAX_ID, description="GeoNames id.", examples=[543878])]


@router.get("/cities", summary="Find cities by name", response_model=CitiesAnswer)
async def cities(request: Request, desk: DeskParam, search: Annotated[Search, Query()]) -> Response:
    """List places for a name or the beginning of one, best match first.

    `matched` is the name by which a place was found, in its own spelling.
    """
    return await answered(
        request,
        desk,
        ("cities", search.model_dump()),
        lambda matcher: _found(matcher, search),
        "lookup",
        cache=SHARED,
    )


@router.get("/resolve", summary="What a name means", response_model=ResolvedAnswer)
async def resolve(
    request: Request, desk: DeskParam, naming: Annotated[Naming, Query()]
) -> Response:
    """Return the place or the division that a name means, or what to ask.

    A name that means several or none is an answer here, `ask` or `unknown`, and no error.
    """
    return await answered(
        request,
        desk,
        ("resolve", naming.model_dump()),
        lambda matcher: json_bytes(matcher.resolve(naming.q, naming.country).to_row()),
        "lookup",
        cache=SHARED,
    )


@router.post(
    "/resolve",
    summary="What many names mean",
    response_model=NamesAnswer,
    openapi_extra=examples(**NAMES),
)
async def resolve_many(request: Request, desk: DeskParam, body: NamesBody) -> Response:
    """Return what each of some names means, in their order."""

    def work(matcher: Matcher) -> bytes:
        rows = [matcher.resolve(one, body.country).to_row() for one in body.names]
        return json_bytes({"names": rows})

    return await answered(request, desk, ("names", body.model_dump(mode="json")), work, "long")


@router.get("/cities/{city_id}", summary="What is known of a city", response_model=ProfileAnswer)
async def city(
    request: Request, desk: DeskParam, city_id: CityPath, choice: Annotated[LanguageChoice, Query()]
) -> Response:
    """Return every fact held of a city, with its grade and source."""

    def work(matcher: Matcher) -> bytes:
        language = _language(matcher, choice.lang)
        return json_bytes(translated_profile(matcher.profile(str(city_id)), language).to_dict())

    question = ("city", city_id, choice.lang)
    return await answered(request, desk, question, work, "lookup", cache=SHARED)


@router.get("/cities/{city_id}/partners", summary="Twins of a city", response_model=PartnersAnswer)
async def partners(
    request: Request, desk: DeskParam, city_id: CityPath, choice: Annotated[LanguageChoice, Query()]
) -> Response:
    """Return the known partnerships of a city with their status and dates."""

    def work(matcher: Matcher) -> bytes:
        matcher.world.atlas.row(city_id)  # an id of no place is told as such
        links = translated_links(matcher.links(city_id), _language(matcher, choice.lang))
        return json_bytes({"city_id": city_id, "partners": [asdict(one) for one in links]})

    question = ("partners", city_id, choice.lang)
    return await answered(request, desk, question, work, "lookup", cache=SHARED)


def _found(matcher: Matcher, search: Search) -> bytes:
    language = _language(matcher, search.lang)
    found = matcher.search(search.q, search.country, search.limit)
    return json_bytes({"cities": [_row(matcher, one, language) for one in found]})


def _row(matcher: Matcher, one: PlaceMatch, language: Language) -> dict[str, Any]:
    place = translated_place(
        matcher.world.places.of_row(matcher.world.atlas.row(one.city_id)), language
    )
    named = {"name": place.name, "country_name": place.country_name, "note": place.note}
    region = place.region_name or one.region
    return {**one.to_row(), **named, "region": region}


def _language(matcher: Matcher, lang: Lang) -> Language:
    return Language(lang, CityLabels(matcher.world.atlas))
