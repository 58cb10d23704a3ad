"""Entity tags, caching, request ids, the journal and the counts."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from matcher.web import create_app
from matcher.web.answers import Keep
from tests.world import KOSTROMA

MANDATE = {"city": "Kostroma", "date": "2026-04-26", "tiers": [{"name": "T", "countries": ["TM"]}]}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/meta",
        "/v1/cities?q=Kostroma",
        f"/v1/cities/{KOSTROMA}",
        f"/v1/cities/{KOSTROMA}/partners",
    ],
)
def test_a_get_is_spared_when_nothing_changed(client, path):
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=3600"
    for told in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": told})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


def test_the_tag_tells_questions_apart(client):
    def tag(mandate: dict, query: str = "") -> str:
        answer = client.post(f"/v1/recommendations{query}", json=mandate)
        assert answer.headers["cache-control"] == "private, no-cache"
        return answer.headers["etag"]

    first = tag(MANDATE)
    assert tag(dict(reversed(MANDATE.items()))) == first
    others = {tag({**MANDATE, "count": 3}), tag({**MANDATE, "date": "2027-01-01"})}
    assert len({first, tag(MANDATE, "?lang=ru"), *others}) == 4


def test_an_equal_question_is_answered_once(council, monkeypatch):
    asked = []
    answer = council.recommend
    monkeypatch.setattr(council, "recommend", lambda one: asked.append(one) or answer(one))
    with TestClient(create_app(council)) as client:
        client.get("/v1/meta")  # loaded, so that the first answer of the desk is not counted
        asked.clear()
        first = client.post("/v1/recommendations", json=MANDATE)
        second = client.post("/v1/recommendations", json=MANDATE)
        assert first.content == second.content
        assert len(asked) == 1
        assert "matcher_kept_answers_total 1.0" in client.get("/metrics").text


def test_what_is_kept_is_bounded():
    keep = Keep(most=100)
    for number in range(20):
        keep.put(str(number), b"x" * 20)
    assert [number for number in range(20) if keep.get(str(number))] == [15, 16, 17, 18, 19]
    keep.put("large", b"x" * 50)
    assert keep.get("large") is None


def test_a_request_has_an_id_its_own_where_it_is_one(client):
    given = client.get("/healthz", headers={"X-Request-ID": "council-7"})
    assert given.headers["x-request-id"] == "council-7"
    for hostile in ("a b", "x" * 65, "evil\x1b[31m", ""):
        made = client.get("/healthz", headers={"X-Request-ID": hostile.encode()})
        assert made.headers["x-request-id"] != hostile
        assert len(made.headers["x-request-id"]) == 32


def test_the_journal_holds_nothing_of_who_asks_what(client, caplog):
    caplog.set_level(logging.INFO, "matcher.web.access")
    client.get("/v1/cities", params={"q": "Secretville"}, headers={"User-Agent": "Spy/1.0"})
    client.get(f"/v1/cities/{KOSTROMA}")
    client.post("/v1/recommendations", json={"city": "Secretville"})
    client.get("/Secretville/and/more")
    lines = [record.getMessage() for record in caplog.records if record.name.endswith("access")]
    assert [line.split()[:3] for line in lines] == [
        ["GET", "/v1/cities", "200"],
        ["GET", "/v1/cities/{city_id}", "200"],
        ["POST", "/v1/recommendations", "404"],
        ["GET", "-", "404"],
    ]
    told = "\n".join(lines)
    for secret in ("Secretville", "Spy", "testclient", str(KOSTROMA)):
        assert secret not in told


@pytest.mark.parametrize("path", ["/", "/answer", "/compare", "/what-if", "/no-such-page"])
def test_no_log_holds_the_address_of_a_page(client, caplog, path):
    """The question of the page stands in its address: city, members and limits."""
    caplog.set_level(logging.DEBUG, "matcher")
    asked = {"city": "Secretville", "tier": "TM", "tier_name": "Hush"}
    client.get(path, params=asked, headers={"Referer": "https://hush.example/"})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("matcher")]
    assert any(line.startswith("GET ") for line in lines)
    assert not any("hush" in line.casefold() or "Secretville" in line for line in lines)


def test_counts_are_by_route_and_never_by_address(client):
    client.get("/v1/cities", params={"q": "Secretville"})
    client.get("/Secretville")
    client.request("BREW", "/healthz")
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    text = answer.text
    assert 'matcher_http_requests_total{method="GET",route="/v1/cities",status="200"}' in text
    assert 'method="other"' in text
    assert 'matcher_http_request_seconds_bucket{le="0.15",route="/v1/cities"}' in text
    assert 'matcher_work{lane="ranking"} 0.0' in text
    for secret in ("Secretville", "BREW", "testclient"):
        assert secret not in text
