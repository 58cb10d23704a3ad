"""Worlds that tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.ranking.learned.artefact import NETWORK_FILE
from matcher.tables.atlas import Atlas, data_directory
from tests.world import council_world, neutral_ranker, six_city_world, write_world

if TYPE_CHECKING:
    from models.known import KnownWorld

TRAINED_WORLD = "MATCHER_TRAINED_WORLD"
"""Folder where the world with a trained ranker stays, for runs that ask the same tests often."""

# A busy machine is no fault of the code: what must be fast has a measurement of its own.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


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
def planted(tmp_path_factory: pytest.TempPathFactory) -> KnownWorld:
    """A seeded world of 240 places whose partners are alike in size and of befriended countries."""
    from tests.models.world import every_pair, planted_world

    return every_pair(Atlas.load(planted_world(tmp_path_factory.mktemp("planted"))))


@pytest.fixture
def small_recipe() -> Iterator[None]:
    """The recipe with fewer folds, lists and candidates, so that it trains in seconds."""
    from tests.models.world import small

    with small():
        yield


@pytest.fixture(scope="session")
def ranker_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted world with a learned ranker trained on it and shipped in it."""
    from models import ship
    from tests.models.world import planted_world, small

    kept = os.environ.get(TRAINED_WORLD)
    if kept and (Path(kept) / NETWORK_FILE).exists():
        return Path(kept)
    directory = planted_world(Path(kept) if kept else tmp_path_factory.mktemp("learned"))
    with small():
        ship.ship(directory, Atlas.load(directory))
    return directory


@pytest.fixture(scope="session")
def learned(ranker_directory: Path) -> Matcher:
    """A matcher over the planted world that ranks by its learned ranker."""
    return Matcher.load(ranker_directory)


@pytest.fixture(scope="session")
def similar(shipped: Atlas) -> Matcher:
    """A matcher over the real shipped tables that ranks by the similarity."""
    return Matcher.load(shipped.directory, "similarity")
