"""Worlds that tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.atlas import Atlas, data_directory
from matcher.service import SIMILARITY_FILE, Matcher
from models import expected, lists, recipe, ship
from models.known import KnownWorld
from tests.models.world import every_pair, planted_world
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
def planted(tmp_path_factory: pytest.TempPathFactory) -> KnownWorld:
    """A seeded world of 240 places whose partners are alike in size and of befriended countries."""
    return every_pair(Atlas.load(planted_world(tmp_path_factory.mktemp("planted"))))


@pytest.fixture(scope="session")
def small_recipe() -> Iterator[None]:
    """The recipe with fewer folds, lists and candidates, so that it trains in seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "N_FOLDS", 3)
        patch.setattr(expected, "N_FOLDS", 2)
        patch.setattr(lists, "POOL", 150)
        patch.setattr(lists, "COUNTRY_DRAW", lists.Draw(top=12, sample=8, depth=40))
        patch.setattr(lists, "WORLD_DRAW", lists.Draw(top=12, sample=8, depth=120))
        patch.setattr(ship, "CALIBRATION_LISTS", 20)
        yield


@pytest.fixture(scope="session")
def ranker_directory(tmp_path_factory: pytest.TempPathFactory, small_recipe: None) -> Path:
    """The planted world with a learned ranker trained on it and shipped in it."""
    directory = planted_world(tmp_path_factory.mktemp("learned"))
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
