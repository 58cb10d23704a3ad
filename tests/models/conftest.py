from __future__ import annotations

import pytest

from matcher.tables.atlas import Atlas
from tests.models.world import linked_world, random_world


@pytest.fixture(scope="session")
def many_links(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """A seeded world of 160 places and a few hundred partnerships."""
    return random_world(tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="session")
def six_places(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """Six places on the equator, populations by powers of ten, with no partnerships.

    ids 1..6 at longitudes 0, 1, 2, 4, 8, 16; population 10**id, of 6 unknown;
    1 and 2 German, 3 and 4 French, 5 and 6 Japanese.
    """
    cities = [
        (1, "DE", 10, 0.0, 0.0),
        (2, "DE", 100, 0.0, 1.0),
        (3, "FR", 1_000, 0.0, 2.0),
        (4, "FR", 10_000, 0.0, 4.0),
        (5, "JP", 100_000, 0.0, 8.0),
        (6, "JP", 0, 0.0, 16.0),
    ]
    links = [(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)]
    return linked_world(tmp_path_factory.mktemp("places"), cities, links)
