"""The description of the interface and its page."""

from __future__ import annotations

import re

from jsonschema_rs import validator_for


def test_the_description_names_every_endpoint_with_examples(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/v1/recommendations", "/v1/explanations", "/v1/comparisons", "/v1/dossiers",
        "/v1/rank-pairs", "/v1/resolve",
        "/v1/cities", "/v1/cities/{city_id}", "/v1/cities/{city_id}/partners",
        "/v1/meta", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    for path, methods in described["paths"].items():
        if "post" in methods:
            body = methods["post"]["requestBody"]["content"]["application/json"]
            schema = {**body["schema"], "components": described["components"]}
            for name, example in body["examples"].items():
                assert validator_for(schema).is_valid(example["value"]), (path, name)


def test_descriptions_speak_to_readers_of_any_language(client):
    text = client.get("/openapi.json").text
    for of_python in (":class:", ":data:", "Attributes\\n", "----"):
        assert of_python not in text


def test_fields_are_told_as_their_docstrings_do(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["HttpMandate"]["properties"]["count"]["description"] == "Candidates a tier."
    limits = schemas["Limits"]["properties"]
    assert limits["population_min"]["description"] == limits["population_max"]["description"]
    assert limits["population_min"]["description"].startswith("Inhabitants")
    assert "next partner" in schemas["CandidateAnswer"]["properties"]["probability"]["description"]
    assert "own spelling" not in str(schemas["CityMatch"]["properties"]["city_id"])


def test_the_page_shows_every_address_and_loads_its_own_style_alone(client):
    described = client.get("/openapi.json").json()
    page = client.get("/reference")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path in described["paths"]:
        assert path in page.text
    for name in described["components"]["schemas"]:
        assert f'id="{name}"' in page.text
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
    assert sorted(set(loaded)) == ["openapi.json", "reference.css"]
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert client.get("/reference.css").headers["content-type"].startswith("text/css")


def test_every_link_of_the_page_leads_somewhere(client):
    page = client.get("/reference").text
    named = re.findall(r'id="([^"]+)"', page)
    assert len(named) == len(set(named))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(named)
