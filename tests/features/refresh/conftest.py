from __future__ import annotations

from collections.abc import Iterator

import pytest

from features.refresh.fetch import RETRIES, Fetcher
from tests.features.refresh.server import Server, served


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as found:
        yield found


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher("tests@example.org", RETRIES.new(total=3, backoff_factor=0.001))
