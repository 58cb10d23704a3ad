from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.atlas import Atlas
from matcher.eligibility import REASONS, Scope, Verdict, judge
from matcher.graph import PartnershipGraph
from matcher.mandate import MUST_HAVES, Limits, Mandate
from matcher.profiles import Profiles
from matcher.service import Matcher
from tests.world import (
    BARI,
    CHILANZAR,
    DURHAM_GB,
    HAMLET,
    KOSTROMA,
    MARY,
    OREL,
    TASHKENT,
    TURKMENABAT,
)

DISTRICTS = {
    "Chilanzar": 1514230,
    "Yunusobod": 1512296,
    "Sergeli": 1514257,
    "Pest": 3046446,
    "Circoscrizione II": 13607966,
}
ARKADAG = 13526673


def verdict(matcher: Matcher, named_home: bool = False, **limits: Any) -> Verdict:
    row = matcher.atlas.row
    scope = Scope(
        row(KOSTROMA), (row(BARI),), named_home, excluded_countries=("GB",),
        excluded_rows=(row(TASHKENT),),
    )  # fmt: skip
    return judge(matcher.profiles, matcher.graph, scope, Limits(**limits))


def reason(matcher: Matcher, city_id: int, **options: Any) -> str:
    return verdict(matcher, **options).reason(matcher.atlas.row(city_id))


@pytest.mark.parametrize(
    ("city_id", "options", "expected"),
    [
        (KOSTROMA, {}, "self"),
        (BARI, {}, "partner"),
        (CHILANZAR, {}, "district"),
        (OREL, {}, "own_country"),
        (OREL, {"named_home": True}, ""),
        (DURHAM_GB, {}, "excluded"),
        (TASHKENT, {}, "excluded"),
        (MARY, {"population_min": 200_000}, "population"),
        (MARY, {"population_max": 100_000}, "population"),
        (MARY, {"population_ratio_max": 1.5}, "population"),
        (TURKMENABAT, {"population_ratio_max": 1.5}, ""),
        (HAMLET, {"population_min": 1}, "population_unknown"),
        (HAMLET, {"population_max": 10}, "population_unknown"),
        (HAMLET, {}, ""),
        (MARY, {"distance_max_km": 2000.0}, "distance"),
        (MARY, {"distance_min_km": 3000.0}, "distance"),
        (MARY, {"must_have": ("river",)}, ""),
        (HAMLET, {"must_have": ("river",)}, "must_have"),
        (MARY, {"must_have": ("river", "war_damaged")}, "must_have"),
    ],
)
def test_place_is_out_for_its_gravest_reason(
    council: Matcher, city_id: int, options: dict[str, Any], expected: str
) -> None:
    assert reason(council, city_id, **options) == expected


def test_gravest_reason_wins_over_a_lesser_one(council: Matcher) -> None:
    assert reason(council, BARI, population_min=10**8) == "partner"
    assert reason(council, CHILANZAR, population_min=10**8) == "district"


def test_counts_add_up_to_what_is_out(council: Matcher) -> None:
    found = verdict(council, population_min=200_000)
    everywhere = np.ones(council.profiles.n_cities, dtype=bool)
    counts = found.counts(everywhere)
    assert set(counts) <= set(REASONS)
    assert sum(counts.values()) + found.allowed.sum() == council.profiles.n_cities


@pytest.mark.parametrize("fact", MUST_HAVES)
def test_required_fact_keeps_some_of_the_world_and_not_all(service: Matcher, fact: str) -> None:
    scope = Scope(service.atlas.row(KOSTROMA), (), named_home=True)
    free = judge(service.profiles, service.graph, scope, Limits())
    bound = judge(service.profiles, service.graph, scope, Limits(must_have=(fact,)))
    assert 0 < bound.allowed.sum() < free.allowed.sum()


def test_districts_are_never_candidates_and_a_new_city_is(shipped: Atlas) -> None:
    scope = Scope(shipped.row(KOSTROMA), (), named_home=False)
    profiles = Profiles(shipped)
    found = judge(profiles, PartnershipGraph.from_atlas(shipped), scope, Limits())
    for city_id in DISTRICTS.values():
        assert found.reason(shipped.row(city_id)) == "district"
    assert found.reason(shipped.row(ARKADAG)) == ""


def test_revive_lets_a_broken_partner_back_in_and_no_active_one(council: Matcher) -> None:
    def found(revive: bool) -> set[int]:
        mandate = Mandate.parse({"city": "Kostroma", "limits": {"revive": revive}})
        return {one.place.city_id for one in council.recommend(mandate).tiers[0].candidates}

    assert DURHAM_GB in found(True) - found(False)
    assert BARI not in found(True)
