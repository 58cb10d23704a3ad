from __future__ import annotations

import subprocess
import sys

from fastapi.testclient import TestClient

from matcher.web import create_app


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
