from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.answer.cautions import LINK_LIST
from matcher.mandate.model import Mandate
from matcher.wording.labels import CityLabels
from matcher.wording.language import Language
from matcher.wording.translate import translated

MANDATE = {
    "city": "Suva", "date": "2026-11-21", "count": 2,
    "tiers": [{"name": "near", "countries": ["NZ", "AU"]}],
    "partners": [{"city": "Brighton, GB", "status": "active"}],
    "members": [
        {"name": "Harbour board", "weights": {"geography": 3}},
        {"name": "Schools", "aims": ["youth"], "veto_cities": ["Sydney"]},
    ],
}  # fmt: skip
TOLD = {"text", "name", "country_name", "region_name", "source"}


def differing(one: Any, other: Any, path: tuple[str, ...] = ()) -> set[str]:
    """Return the names of the fields in which two answers differ."""
    if isinstance(one, dict):
        assert one.keys() == other.keys(), path
        return set().union(*(differing(one[key], other[key], (*path, key)) for key in one))
    if isinstance(one, list):
        assert len(one) == len(other), path
        return set().union(*map(lambda a, b: differing(a, b, path), one, other))
    return set() if one == other else {path[-1]}


@pytest.mark.parametrize("lang", ["ru", "it"])
def test_only_texts_and_names_differ_from_the_english_answer(service, lang):
    answer = service.recommend(Mandate.parse(MANDATE))
    told = translated(answer, Language(lang, CityLabels(service.world.atlas)))
    plain = [json.loads(json.dumps(one.to_dict())) for one in (answer, told)]
    found = differing(*plain)
    assert found <= TOLD
    assert {"text", "country_name"} <= found


def test_an_answer_in_english_is_the_answer(service):
    answer = service.recommend(Mandate.parse(MANDATE))
    assert translated(answer, Language("en")) is answer


@pytest.mark.parametrize("code", ["ru", "it"])
def test_source_of_a_caution_is_named_in_the_language(service, code):
    answer = service.recommend(
        Mandate.parse({"city": "543878", "date": "2026-04-26", "count": 2,
                       "tiers": [{"name": "TM", "countries": ["TM"]}]})
    )  # fmt: skip
    language = Language(code)
    told = translated(answer, language)
    english = [one.source for one in answer.cautions if one.source == LINK_LIST]
    assert english
    own = [now.source for one, now in zip(answer.cautions, told.cautions, strict=True)
           if one.source == LINK_LIST]  # fmt: skip
    assert set(own) == {language.source(LINK_LIST)}
    assert LINK_LIST not in own
    for one, now in zip(answer.tiers[0].candidates, told.tiers[0].candidates, strict=True):
        for before, after in zip(one.cautions, now.cautions, strict=True):
            assert after.source == language.source(before.source)
