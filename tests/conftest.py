"""Worlds that tests share."""

from __future__ import annotations

import pytest

from matcher.atlas import Atlas, data_directory
from matcher.service import Matcher
from tests.world import six_city_world, write_world


@pytest.fixture(scope="session")
def six_cities(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The hand-made world of six cities."""
    return Atlas.load(write_world(tmp_path_factory.mktemp("six"), six_city_world()))


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """The real shipped tables."""
    if not (data_directory() / "city_names.parquet").exists():
        pytest.skip("the shipped tables are not built here")
    return Atlas.load()


@pytest.fixture(scope="session")
def service(shipped: Atlas) -> Matcher:
    """A matcher over the real shipped tables."""
    return Matcher.load(shipped.directory)
