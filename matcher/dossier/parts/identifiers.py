"""End of part 4: the ids of the facts, to quote when one is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matcher.documents.model import Block, Column, Paragraph, Table
from matcher.dossier.case import Case
from matcher.tables import columns as c
from matcher.wording.document_text import DocumentText, sentence
from matcher.world.city_card import CityProfile
from matcher.world.corrections import of_reason

_ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "row_people": (c.POPULATION,),
    "row_role": (c.ADMIN_RANK,),
    "row_river": (c.RIVER,),
    "row_sea": (c.COAST_KM,),
    "row_height": (c.ELEVATION_M,),
    "row_climate": (c.TEMPERATURE_WARMEST_C, c.TEMPERATURE_COLDEST_C),
    "row_heritage": (c.SITE,),
    "row_universities": (c.UNIVERSITY,),
    "row_languages": (c.LANGUAGE,),
    "row_gdp": (c.GDP_PER_CAPITA_USD,),
    "row_airport": (c.AIRPORT,),
}
"""Rows of the table of facts, and the kinds of facts they are written from."""

_WAR: Final = "war_history"
_MOST: Final = 4


def blocks(case: Case, texts: DocumentText) -> tuple[Block, ...]:
    """Return the ids of the asking city's facts and of what bears on its candidates."""
    profile = case.matcher.profile(str(case.query.city_id))
    places = [case.query, *(one.place for one in case.leading)]
    numbers = ", ".join(f"{texts.city(one)} {one.city_id}" for one in places)
    return (
        Paragraph(texts("ids_lead", numbers=numbers), small=True),
        Table(
            caption=texts("ids_caption", city=texts.city(case.query)),
            columns=(Column(texts("col_fact")), Column(texts("col_id"), share=2.0)),
            rows=(*_facts(profile, texts), *_reasons(case, texts)),
        ),
    )


def _facts(profile: CityProfile, texts: DocumentText) -> list[tuple[str, str]]:
    facts = [fact for section in profile.sections.values() for fact in section]
    found = {
        key: [one.correction.id for one in facts if one.key in kinds]
        for key, kinds in _ROWS.items()
    }
    found["row_war"] = [one.correction.id for one in profile.sections[_WAR]]
    return [(texts(key), _listed(ids)) for key, ids in found.items() if ids]


def _listed(ids: list[str]) -> str:
    return "; ".join(ids[:_MOST]) + ("; …" if len(ids) > _MOST else "")


def _reasons(case: Case, texts: DocumentText) -> list[tuple[str, str]]:
    atlas = case.matcher.world.atlas
    told: dict[str, str] = {}
    for candidate in case.leading:
        for why in candidate.feasibility.reasons:
            correction = of_reason(atlas, why)
            if correction is not None:
                told.setdefault(correction.id, sentence(texts.language.reason(why)))
    return [(text, found) for found, text in told.items()]
