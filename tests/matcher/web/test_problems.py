"""Errors over HTTP: the command line's codes, as problem+json, and never a fault of ours."""

from __future__ import annotations

import asyncio
import json

import pytest
from fastapi.testclient import TestClient

from matcher.errors import DataError, ModelError
from matcher.mandate.model import MAX_BYTES, Mandate
from matcher.web import Settings, create_app
from tests.world import DURHAM_GB, DURHAM_US

JSON = {"Content-Type": "application/json"}


def refused(answer, status: int, code: str) -> str:
    """Check that an answer is a problem of that kind; return its detail."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert "Traceback" not in problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem["detail"]


@pytest.mark.parametrize(
    ("city", "status", "code"),
    [("Durham", 409, "ambiguous_place"), ("Xyzzyville", 404, "unknown_place")],
)
def test_errors_of_the_library_keep_their_code(client, city, status, code):
    detail = refused(client.post("/v1/recommendations", json={"city": city}), status, code)
    assert city in detail


def test_an_ambiguous_name_comes_with_the_ids_it_may_mean(client):
    problem = client.post("/v1/recommendations", json={"city": "Durham"}).json()
    assert problem["city_ids"] == [DURHAM_US, DURHAM_GB]


@pytest.mark.parametrize(
    "fields",
    [
        {"count": True},
        {"count": "5"},
        {"count": 0},
        {"colour": "red"},
        {"weights": {"size": -1}},
        {"weights": {"fame": 1}},
        {"limits": {"places": "/etc/passwd"}},
        {"tiers": [{"name": "T", "countries": "TM"}]},
        {"tiers": [{"name": "T"}, {"name": "T"}]},
        {"date": "tomorrow"},
        {"city": "Kos\x1btroma"},
        {"city": 5},
        {"members": [{"name": "A", "weights": {"size": 0.5}}], "aims": ["sport"]},
    ],
)
def test_a_wrong_field_is_told_as_on_the_command_line(client, fields):
    mandate = {"city": "Kostroma", **fields}
    with pytest.raises(ValueError, match=":") as told:
        Mandate.parse(mandate)
    detail = refused(client.post("/v1/recommendations", json=mandate), 422, "bad_mandate")
    assert detail == str(told.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"Kostroma"',
        b'{"city": NaN}',
        b'{"city": "Kostroma", "weights": {"size": NaN}}',
        b'{"city": "Kostroma", "weights": {"size": Infinity}}',
        b'{"city": "Kostroma", "weights": {"size": 1e999}}',
        b'{"city": "Kostroma", "count": ' + b"9" * 5000 + b"}",
        b'{"city": "\\ud800"}',
        b"\xff\xfe{}",
        b"[" * 60_000,
        b'{"city":' * 8000,
        b"{" + b" " * 60_000,
        b'{"city": "Kostroma"} {}',
        b"city=Kostroma",
    ],
)
def test_a_hostile_body_is_refused(client, body):
    refused(client.post("/v1/recommendations", content=body, headers=JSON), 422, "bad_mandate")


def test_more_than_a_hundred_candidates_are_refused(client):
    answer = client.post("/v1/recommendations", json={"city": "Kostroma", "count": 101})
    assert "count" in refused(answer, 422, "bad_mandate")
    assert client.post("/v1/recommendations", json={"city": "Kostroma", "count": 100}).is_success


@pytest.mark.parametrize("day", ["1899-12-31", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_days_far_off_are_refused(client, day):
    mandate = {"city": "Kostroma", "date": day}
    answer = client.post("/v1/recommendations", json=mandate)
    assert "date" in refused(answer, 422, "bad_mandate")
    pairs = {"pairs": [[DURHAM_GB, DURHAM_US]], "date": day}
    assert "date" in refused(client.post("/v1/rank-pairs", json=pairs), 422, "bad_mandate")


def test_more_than_twenty_tiers_are_refused(client):
    tiers = [{"name": str(number), "countries": ["TM"]} for number in range(21)]
    answer = client.post("/v1/recommendations", json={"city": "Kostroma", "tiers": tiers})
    assert "tiers" in refused(answer, 422, "bad_mandate")
    fewer = {"city": "Kostroma", "tiers": tiers[:20]}
    assert client.post("/v1/recommendations", json=fewer).is_success


def test_a_body_that_is_too_large_is_refused_announced_or_not(client):
    padding = b" " * (MAX_BYTES - len(b'{"city": "Kostroma"}'))
    fits = b'{"city": "Kostroma"}' + padding
    assert client.post("/v1/recommendations", content=fits, headers=JSON).is_success
    refused(client.post("/v1/recommendations", content=fits + b" ", headers=JSON), 413, "too_large")
    chunks = (b" " * 1000 for _ in range(100))
    refused(client.post("/v1/recommendations", content=chunks, headers=JSON), 413, "too_large")


def test_a_body_that_does_not_arrive_is_not_waited_for(council):
    app, sent = create_app(council, settings=Settings(seconds=0.05)), []

    async def main() -> None:
        async def never() -> dict[str, object]:
            if not sent_first:
                sent_first.append(1)
                return {"type": "http.request", "body": b'{"city":', "more_body": True}
            await asyncio.Event().wait()
            raise AssertionError

        sent_first: list[int] = []

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/v1/recommendations", "query_string": b"",
            "headers": [(b"content-type", b"application/json")], "http_version": "1.1",
            "scheme": "http", "server": ("test", 80), "client": None, "root_path": "",
        }  # fmt: skip
        await asyncio.wait_for(app(scope, never, send), 10)

    asyncio.run(main())
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["code"] == "body_too_slow"


def test_head_is_answered_as_get_without_the_body(client):
    head, get = client.head("/v1/meta"), client.get("/v1/meta")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type", "content-security-policy"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(client, kind):
    answer = client.post("/v1/recommendations", content=b"{}", headers={"Content-Type": kind})
    refused(answer, 415, "unsupported_media_type")


def test_unknown_addresses_and_methods_are_problems_too(client):
    refused(client.get("/v1/nothing"), 404, "not_found")
    answer = client.get("/v1/recommendations")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/cities",
        "/v1/cities?q=",
        "/v1/cities?q=x&limit=0",
        "/v1/cities?q=x&limit=1000",
        "/v1/cities?q=x&lang=xx",
        "/v1/cities?q=x&places=/etc/passwd",
        "/v1/cities?q=%00",
        "/v1/cities/kostroma",
        "/v1/cities/0",
        "/v1/cities/99999999999999999999",
        "/v1/cities/543878?fields=all",
    ],
)
def test_a_wrong_parameter_is_named(client, path):
    refused(client.get(path), 422, "bad_parameter")


def test_an_id_of_no_place_is_unknown(client):
    refused(client.get("/v1/cities/77"), 404, "unknown_place")
    refused(client.get("/v1/cities/77/partners"), 404, "unknown_place")


@pytest.mark.parametrize("error", [DataError("the tables are damaged"), ModelError("no model")])
def test_tables_that_cannot_be_loaded_are_told(error, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("matcher.matcher.Matcher.load", fail)
    with TestClient(create_app()) as client:
        answer = client.post("/v1/recommendations", json={"city": "Kostroma"})
        assert refused(answer, 503, error.code) == str(error)
        assert client.get("/readyz").json() == {"status": "failed"}


def test_a_fault_of_ours_tells_nothing_but_the_request_id(client, council, monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(council, "recommend", fail)
    answer = client.post("/v1/recommendations", json={"city": "Windhoek", "count": 7})
    assert "secret" not in refused(answer, 500, "internal")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"] in caplog.text
