"""What a process keeps between requests stays within its bounds, whatever is asked."""

from __future__ import annotations

import random

import numpy as np
from fastapi.testclient import TestClient

from matcher.lists.reciprocity import MOST_CACHED
from matcher.mandate.request import MOST_AREAS
from matcher.mandate.resolver import MOST_RULES
from matcher.matcher import Matcher
from matcher.naming.countries import MOST_YEARS
from matcher.ranking.learned.neighbours import MOST_COUNTRIES
from matcher.ranking.learned.ranker import LearnedRanker
from matcher.tables import columns as c
from matcher.web import Settings, create_app
from matcher.world.place_facts import MOST_REMEMBERED

REQUESTS = 200


def test_what_is_kept_stays_within_its_bounds(service: Matcher) -> None:
    """Every mandate differs in city, country, day and limits, so that nothing is asked twice."""
    rng = random.Random(1)
    cities = service.world.atlas.cities
    towns = np.flatnonzero(cities.column(c.POPULATION) > 20_000).tolist()
    codes = [
        code
        for code, count in zip(
            *np.unique(cities.column(c.COUNTRY), return_counts=True), strict=True
        )
        if count >= 20
    ]
    settings = Settings(seconds=600, kept_bytes=200_000)
    with TestClient(create_app(service, settings=settings)) as client:
        for number in range(REQUESTS):
            country = str(codes[number % len(codes)])
            mandate = {
                "city": str(service.world.atlas.city_ids[rng.choice(towns)]),
                "tiers": [{"name": country, "countries": [country]}],
                "count": 1,
                "date": f"{1950 + number % 100}-06-01",
                "limits": {"population_min": 1 + number % (2 * MOST_RULES)},
            }
            assert client.post("/v1/recommendations", json=mandate).status_code == 200
        keep = client.app.state.keep
        assert 0 < keep.held <= settings.kept_bytes
    assert isinstance(service.engine.ranker, LearnedRanker)
    view = service.engine.ranker.reader(service.world.graph).view
    areas = service.engine._resolver._reader._cached_area.cache_info()
    held = {
        "areas": (areas.currsize, MOST_AREAS),
        "rules": (len(service.engine._resolver._common), MOST_RULES),
        "countries asked from": (len(view._alike_to), MOST_COUNTRIES),
        "years": (len(service.world.countries._years), MOST_YEARS),
        "rankings": (len(service.engine._rankings), MOST_CACHED),
        "arrays by country": (len(service.world.place_facts._remembered), MOST_REMEMBERED),
    }
    assert areas.misses > MOST_AREAS
    assert {name for name, (found, most) in held.items() if found > most} == set()
    full = ("areas", "rules", "countries asked from", "years")
    assert {name for name in full if held[name][0] < held[name][1]} == set()
