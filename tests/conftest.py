"""Worlds that tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.atlas import Atlas, data_directory
from matcher.service import SIMILARITY_FILE, Matcher
from tests.world import council_world, neutral_ranker, six_city_world, write_world


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
def council_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables and ranker of the hand-made world a council can ask in."""
    directory = tmp_path_factory.mktemp("council")
    return write_world(directory, council_world(), {SIMILARITY_FILE: neutral_ranker()})


@pytest.fixture(scope="session")
def council(council_directory: Path) -> Matcher:
    """A matcher over the hand-made world."""
    return Matcher.load(council_directory)


@pytest.fixture(scope="session")
def service(shipped: Atlas) -> Matcher:
    """A matcher over the real shipped tables."""
    return Matcher.load(shipped.directory)


@pytest.fixture(scope="session")
def similar(shipped: Atlas) -> Matcher:
    """A matcher over the real shipped tables that ranks by the similarity."""
    return Matcher.load(shipped.directory, "similarity")
