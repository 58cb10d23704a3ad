"""Applications over the hand-made world and over the shipped tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from matcher.matcher import Matcher
from matcher.web import Settings, create_app


@pytest.fixture(scope="session")
def client(council: Matcher) -> Iterator[TestClient]:
    """A client of the application over the hand-made world."""
    with TestClient(create_app(council), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def real(service: Matcher) -> Iterator[TestClient]:
    """A client of the application over the shipped tables, with time for a slow machine."""
    settings = Settings(seconds=600)
    with TestClient(
        create_app(service, settings=settings), raise_server_exceptions=False
    ) as client:
        yield client
