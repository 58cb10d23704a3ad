"""Every endpoint answers as the library does, in the shape that is described."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

import pytest
from pydantic import TypeAdapter

from matcher.dossier import dossier
from matcher.dossier import render as render_dossier
from matcher.mandate.model import Mandate
from matcher.records.answer import Recommendation
from matcher.web import examples, schemas
from matcher.wording.labels import CityLabels
from matcher.wording.language import Language
from tests.world import BARI, DURHAM_GB, DURHAM_US, KOSTROMA, MARY

DATE = "2026-04-26"
MANDATE = {"city": "Kostroma", "date": DATE, "tiers": [{"name": "T", "countries": ["TM"]}]}


def plain(answer: Recommendation) -> object:
    return json.loads(json.dumps(answer.to_dict()))


def test_recommendations_are_the_librarys(client, council):
    answer = client.post("/v1/recommendations", json=MANDATE)
    assert answer.status_code == 200
    assert answer.json() == plain(council.recommend(Mandate.parse(MANDATE)))


def test_explanations_and_comparisons_are_the_librarys(client, council):
    mandate = Mandate.parse(MANDATE)
    explained = client.post("/v1/explanations", json={"mandate": MANDATE, "candidate": "Mary"})
    assert explained.json() == plain(council.explain(mandate, "Mary"))
    compared = client.post(
        "/v1/comparisons", json={"mandate": MANDATE, "candidates": ["Mary", "Tashkent"]}
    )
    assert compared.json() == plain(council.compare(mandate, ["Mary", "Tashkent"]))


def test_cities_are_found_in_any_script(client, council):
    found = client.get("/v1/cities", params={"q": "Костр"}).json()["cities"]
    assert [one["city_id"] for one in found] == [KOSTROMA]
    assert found[0]["matched"] == "Кострома"
    assert found[0]["country_name"] == "Russia"
    durhams = client.get("/v1/cities", params={"q": "durham", "limit": 1}).json()["cities"]
    assert [one["city_id"] for one in durhams] == [DURHAM_US]
    in_britain = client.get("/v1/cities", params={"q": "durham", "country": "GB"}).json()["cities"]
    assert [one["city_id"] for one in in_britain] == [DURHAM_GB]


def test_a_profile_and_its_partners_are_the_librarys(client, council):
    profile = client.get(f"/v1/cities/{KOSTROMA}").json()
    assert profile == json.loads(json.dumps(council.profile(str(KOSTROMA)).to_dict()))
    partners = client.get(f"/v1/cities/{KOSTROMA}/partners").json()
    assert partners["city_id"] == KOSTROMA
    links = [asdict(one) for one in council.links(KOSTROMA)]
    assert partners["partners"] == json.loads(json.dumps(links))
    assert {one["partner"]["city_id"] for one in partners["partners"]} >= {BARI, DURHAM_GB}


def test_pairs_that_cannot_be_ranked_are_left_out_with_the_reason(client, council):
    body = {"pairs": [[KOSTROMA, MARY], [5, 6], [MARY, MARY]], "date": DATE}
    answer = client.post("/v1/rank-pairs", json=body).json()
    ranker = council.pair_ranker(dt.date.fromisoformat(DATE), "country")
    assert answer["ranks"] == [one.to_row() for one in ranker.rank([(KOSTROMA, MARY)])]
    assert [one["pair"] for one in answer["left_out"]] == [[5, 6], [MARY, MARY]]
    assert answer["date"] == DATE


@pytest.mark.parametrize("style", ["html", "pdf", "docx"])
def test_a_dossier_has_the_bytes_that_the_library_writes(client, council, style):
    answer = client.post(f"/v1/dossiers?format={style}&lang=it", json=MANDATE)
    written = render_dossier(dossier(council, Mandate.parse(MANDATE), "it", style), style)
    assert answer.content == written
    assert answer.headers["content-disposition"] == f'attachment; filename="dossier.{style}"'


def test_a_dossier_in_html_may_use_its_own_style_and_nothing_else(client):
    answer = client.post("/v1/dossiers?format=html", json=MANDATE)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert answer.text.count("<style>") == 1
    assert "<script" not in answer.text
    assert " style=" not in answer.text


@pytest.mark.parametrize("lang", ["ru", "it"])
def test_texts_and_names_are_told_in_the_language_and_figures_stay(real, service, lang):
    mandate = {**examples.FOUNDING, "date": DATE}
    answer = real.post("/v1/recommendations", params={"lang": lang}, json=mandate).json()
    language = Language(lang, CityLabels(service.world.atlas))
    library = service.recommend(Mandate.parse(mandate))
    for tier, expected in zip(answer["tiers"], library.tiers, strict=True):
        for one, candidate in zip(tier["candidates"], expected.candidates, strict=True):
            place = candidate.place
            assert one["name"] == language.city(place.city_id, place.name)
            assert one["score"] == candidate.score
            told = [reason["text"] for reason in one["reasons"]]
            assert told == [language.evidence(reason) for reason in candidate.reasons]
    assert answer["cautions"][0]["text"] == language.caution(library.cautions[0])
    country = {"ru": "Россия", "it": "Russia"}[lang]
    assert answer["query"]["country_name"] == country


# The description


@pytest.mark.parametrize("mandate", examples.MANDATES.values(), ids=examples.MANDATES)
def test_every_example_is_answered_in_the_shape_described(real, mandate):
    answer = real.post("/v1/recommendations", json=mandate)
    assert answer.status_code == 200
    described = TypeAdapter(schemas.RecommendationAnswer)
    described.validate_json(answer.content)


def test_other_answers_have_the_shape_described(real):
    asked = [
        (schemas.RecommendationAnswer, "/v1/explanations", *examples.EXPLANATION.values()),
        (schemas.RecommendationAnswer, "/v1/comparisons", *examples.COMPARISON.values()),
        (schemas.PairsAnswer, "/v1/rank-pairs", *examples.PAIRS.values()),
        (schemas.CitiesAnswer, "/v1/cities?q=Durham", None),
        (schemas.ProfileAnswer, f"/v1/cities/{KOSTROMA}", None),
        (schemas.PartnersAnswer, f"/v1/cities/{KOSTROMA}/partners", None),
        (schemas.MetaAnswer, "/v1/meta", None),
    ]
    for model, path, body in asked:
        answer = real.get(path) if body is None else real.post(path, json=body)
        assert answer.status_code == 200, path
        model.model_validate_json(answer.content)


def test_meta_tells_versions_and_licences(real, service):
    meta = real.get("/v1/meta").json()
    assert meta["data"] == service.world.atlas.version
    assert {one["table"] for one in meta["tables"]} == set(service.world.atlas.manifest["tables"])
    assert all(one["licence"] for one in meta["sources"])
    assert "CC BY 4.0" in " ".join(one["licence"] for one in meta["sources"])
