from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from matcher.commands.app import app as command_line
from matcher.mandate.model import Mandate
from matcher.web import create_app

JSON = {"Content-Type": "application/json"}


def test_importing_the_library_does_not_import_the_web():
    code = "import matcher, matcher.cli, sys; sys.exit('fastapi' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_answer_has_a_strict_policy(client):
    for path in ("/healthz", "/nothing-here"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_readyz_waits_for_the_ranker(council):
    app = create_app(council)
    client = TestClient(app)  # without its lifespan nothing is loaded
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "loading"})
    app.state.desk.start().result(timeout=30)
    assert client.get("/readyz").json() == {"status": "ready"}


# In another application


def test_another_application_mounts_it_under_a_path(council):
    outer = FastAPI()
    outer.mount("/twins", create_app(council))
    client = TestClient(outer, raise_server_exceptions=False)
    mandate = {"city": "Kostroma", "date": "2026-04-26"}
    answer = client.post("/twins/v1/recommendations", json=mandate)
    library = council.recommend(Mandate.parse(mandate)).to_dict()
    assert answer.json() == json.loads(json.dumps(library))
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert client.get("/twins/openapi.json").json()["servers"] == [{"url": "/twins"}]
    assert 'href="reference.css"' in client.get("/twins/reference").text
    assert client.get("/twins/reference.css").is_success
    problem = client.get("/twins/v1/cities/77")
    assert problem.headers["content-type"] == "application/problem+json"
    oversized = client.post("/twins/v1/recommendations", content=b" " * 70_000, headers=JSON)
    assert oversized.json()["code"] == "too_large"
    assert client.get("/v1/meta").status_code == 404
    assert "content-security-policy" not in client.get("/v1/meta").headers


def test_a_proxy_may_put_a_path_before_it(council):
    client = TestClient(create_app(council), root_path="/twins")
    assert client.get("/openapi.json").json()["servers"] == [{"url": "/twins"}]
    assert client.get("/v1/meta").is_success


# The command


def test_serve_starts_answers_and_ends(council_directory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from matcher.cli import main; main()"
    arguments = ["serve", "--port", str(port), "--workers", "2", "--data", str(council_directory)]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        wait_for(port)
        counted = fetch(port, "/metrics")
        assert "matcher_http_requests_total" in counted
        assert json.loads(fetch(port, "/v1/cities?q=Secretville&limit=1")) == {"cities": []}
    finally:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "GET /v1/cities 200" in told
    for secret in ("Secretville", "Traceback"):
        assert secret not in told


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if json.loads(fetch(port, "/readyz")) == {"status": "ready"}:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not get ready")


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read().decode()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--model", "oracle"], "no model is called 'oracle'"),
        (["--data", "/nowhere"], "no manifest.json in /nowhere"),
        (["--port", "70000"], "65535"),
    ],
)
def test_serve_tells_what_is_wrong_before_it_serves(arguments, told):
    result = CliRunner().invoke(command_line, ["serve", *arguments])
    assert result.exit_code == 2
    assert told in result.stderr


def test_serve_names_the_extra_that_is_missing(monkeypatch, council_directory):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "matcher.web.server", raising=False)
    result = CliRunner().invoke(command_line, ["serve", "--data", str(council_directory)])
    assert result.exit_code == 2
    assert "pip install twin-city-matcher[web]" in result.stderr
