from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcher.mandate.model import Mandate
from matcher.mandate.parts import MUST_HAVES, Limits
from matcher.mandate.reasons import LEVELS
from matcher.mandate.rules import (
    MUST_HAVE_TESTS,
    NEAR_AIRPORT_KM,
    REASONS,
    FixedRules,
    Verdict,
    common_codes,
    judge,
)
from matcher.maps.geodesy import haversine_km
from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.tables import columns as c
from matcher.tables.atlas import Atlas
from matcher.tables.vocabulary import WAR_LEVELS
from matcher.world.graph import PartnershipGraph
from matcher.world.place_facts import NEAR_COAST_KM, NEAR_PORT_KM, PlaceFacts
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
    council_world,
    neutral_ranker,
    write_world,
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
    row = matcher.world.atlas.row
    scope = FixedRules(
        row(KOSTROMA), (row(BARI),), named_home, excluded_countries=("GB",),
        excluded_rows=(row(TASHKENT),),
    )  # fmt: skip
    return judge(matcher.world.place_facts, matcher.world.graph, scope, Limits(**limits))


def reason(matcher: Matcher, city_id: int, **options: Any) -> str:
    return verdict(matcher, **options).reason(matcher.world.atlas.row(city_id))


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
    everywhere = np.ones(council.world.place_facts.n_cities, dtype=bool)
    counts = found.counts(everywhere)
    assert set(counts) <= set(REASONS)
    assert sum(counts.values()) + found.allowed.sum() == council.world.place_facts.n_cities


@pytest.mark.parametrize("fact", MUST_HAVES)
def test_required_fact_keeps_some_of_the_world_and_not_all(service: Matcher, fact: str) -> None:
    scope = FixedRules(service.world.atlas.row(KOSTROMA), (), named_home=True)
    free = judge(service.world.place_facts, service.world.graph, scope, Limits())
    bound = judge(service.world.place_facts, service.world.graph, scope, Limits(must_have=(fact,)))
    assert 0 < bound.allowed.sum() < free.allowed.sum()


def test_districts_are_never_candidates_and_a_new_city_is(shipped: Atlas) -> None:
    scope = FixedRules(shipped.row(KOSTROMA), (), named_home=False)
    place_facts = PlaceFacts(shipped)
    found = judge(place_facts, PartnershipGraph.from_atlas(shipped), scope, Limits())
    for city_id in DISTRICTS.values():
        assert found.reason(shipped.row(city_id)) == "district"
    assert found.reason(shipped.row(ARKADAG)) == ""


def test_revive_lets_a_broken_partner_back_in_and_no_active_one(council: Matcher) -> None:
    def found(revive: bool) -> set[int]:
        mandate = Mandate.parse({"city": "Kostroma", "limits": {"revive": revive}})
        return {one.place.city_id for one in council.recommend(mandate).tiers[0].candidates}

    assert DURHAM_GB in found(True) - found(False)
    assert BARI not in found(True)


def test_place_on_a_bound_of_the_limits_is_in(council: Matcher) -> None:
    people = int(council.world.place_facts.population[council.world.atlas.row(MARY)])
    for limits in (
        {"population_min": people, "population_max": people},
        {
            "population_ratio_max": council.world.place_facts.population[
                council.world.atlas.row(KOSTROMA)
            ]
            / people
        },
    ):
        assert reason(council, MARY, **limits) == ""
    assert reason(council, MARY, population_min=people + 1) == "population"
    assert reason(council, MARY, population_max=people - 1) == "population"


def test_distance_on_a_bound_of_the_limits_is_in(council: Matcher) -> None:
    place_facts, rows = (
        council.world.place_facts,
        [council.world.atlas.row(one) for one in (KOSTROMA, MARY)],
    )
    latitude, longitude = (
        place_facts.number(c.LATITUDE)[rows],
        place_facts.number(c.LONGITUDE)[rows],
    )
    away = float(haversine_km(latitude[0], longitude[0], latitude, longitude)[1])
    assert reason(council, MARY, distance_min_km=away, distance_max_km=away) == ""
    assert reason(council, MARY, distance_min_km=away + 0.1) == "distance"
    assert reason(council, MARY, distance_max_km=away - 0.1) == "distance"


def test_common_codes_given_are_taken_and_left_as_they_are(council: Matcher) -> None:
    row = council.world.atlas.row
    scope = FixedRules(row(KOSTROMA), (row(BARI),), named_home=False)
    limits = Limits(must_have=("river",))
    common = common_codes(council.world.place_facts, council.world.graph, scope, limits)
    before = common.copy()
    told = judge(council.world.place_facts, council.world.graph, scope, limits, common)
    anew = judge(council.world.place_facts, council.world.graph, scope, limits)
    assert told.codes.tolist() == anew.codes.tolist()
    assert common.tolist() == before.tolist()
    # Rules of the query's own are no part of what all queries of a country share.
    assert common[row(BARI)] == 0 or Verdict(common).reason(row(BARI)) == "must_have"
    assert anew.reason(row(BARI)) == "partner"
    open_door = np.zeros_like(common)
    free = judge(council.world.place_facts, council.world.graph, scope, limits, open_door)
    assert free.reason(row(HAMLET)) == ""
    assert free.reason(row(KOSTROMA)) == "self"


def test_counts_are_of_the_area_alone_and_leave_out_what_does_not_occur(council: Matcher) -> None:
    found = verdict(council)
    area = np.zeros(council.world.place_facts.n_cities, dtype=bool)
    area[[council.world.atlas.row(one) for one in (BARI, CHILANZAR, TASHKENT, DURHAM_GB, MARY)]] = (
        True
    )
    assert found.counts(area) == {"partner": 1, "district": 1, "excluded": 2}


@pytest.mark.parametrize(
    ("fact", "column", "inside", "outside"),
    [
        ("coast", c.COAST_KM, NEAR_COAST_KM, NEAR_COAST_KM + 0.1),
        ("seaport", c.SEAPORT_KM, NEAR_PORT_KM, NEAR_PORT_KM + 0.1),
        ("lake", c.LAKE_KM, 3.0, float("nan")),
        ("war_damaged", c.WAR_LEVEL, WAR_LEVELS["damaged"], WAR_LEVELS["damaged"] - 1),
        ("heritage", c.HERITAGE_SITES, 1, 0),
        ("university", c.UNIVERSITIES, 1, 0),
        ("capital", c.ADMIN_RANK, 0, 1),
        ("regional_centre", c.ADMIN_RANK, 1, 2),
    ],
)
def test_required_fact_holds_up_to_its_bound(
    tmp_path: Path, fact: str, column: str, inside: float, outside: float
) -> None:
    world = council_world()
    values = {MARY: inside, TURKMENABAT: outside}
    for city in world["cities"]:
        city[column] = values.get(city[c.CITY_ID], city.get(column, 0))
    write_world(tmp_path, world, {SIMILARITY_FILE: neutral_ranker()})
    matcher = Matcher.load(tmp_path)
    assert reason(matcher, MARY, must_have=(fact,)) == ""
    assert reason(matcher, TURKMENABAT, must_have=(fact,)) == "must_have"


def test_airport_is_near_up_to_its_bound_and_unknown_is_not_enough(council: Matcher) -> None:
    class Facts:
        airport_km = np.array([NEAR_AIRPORT_KM, NEAR_AIRPORT_KM + 0.1, np.nan])

    found = MUST_HAVE_TESTS["airport"](Facts(), council.world.graph)
    assert found.tolist() == [True, False, False]


def test_country_that_has_no_place_here_excludes_nothing(council: Matcher) -> None:
    row = council.world.atlas.row
    scopes = [
        FixedRules(row(KOSTROMA), (), named_home=True, excluded_countries=codes)
        for codes in ((), ("ZZ", "AQ"))
    ]
    free, barred = (
        judge(council.world.place_facts, council.world.graph, one, Limits()) for one in scopes
    )
    assert barred.codes.tolist() == free.codes.tolist()


def test_required_partnership_and_river_are_those_known(council: Matcher) -> None:
    assert reason(council, MARY, must_have=("partnerships",)) == ""
    assert reason(council, TURKMENABAT, must_have=("partnerships",)) == "must_have"

    class Facts:
        river_state = np.array([2.0, 1.0, 0.0, np.nan])

    found = MUST_HAVE_TESTS["river"](Facts(), council.world.graph)
    assert found.tolist() == [True, True, False, False]


def test_barred_place_is_kept_out_unless_the_mandate_asks_for_every_place(council: Matcher) -> None:
    row, facts = council.world.atlas.row, council.world.place_facts
    levels = np.zeros(facts.n_cities, dtype=np.int8)
    levels[[row(MARY), row(TURKMENABAT)]] = LEVELS.index("barred"), LEVELS.index("blocked")
    scope = FixedRules(row(KOSTROMA), (), False)

    def reasons(**limits: Any) -> list[str]:
        found = judge(facts, council.world.graph, scope, Limits(**limits), levels=levels)
        return [found.reason(row(one)) for one in (MARY, TURKMENABAT)]

    assert reasons() == reasons(feasibility="blocked_by_score") == ["barred", ""]
    assert reasons(feasibility="any") == ["", ""]
    # What bars a partnership is told before a limit of the mandate.
    assert reasons(population_min=10**9) == ["barred", "population"]


def test_place_of_disputed_status_is_kept_out_unless_the_mandate_admits_it(
    service: Matcher,
) -> None:
    row, world = service.world.atlas.row, service.world
    scope = FixedRules(row(756135), (), False)
    donetsk, kharkiv, hong_kong = row(709717), row(706483), row(1819729)

    def reasons(**limits: Any) -> list[str]:
        found = judge(world.place_facts, world.graph, scope, Limits(**limits))
        return [found.reason(one) for one in (donetsk, kharkiv, hong_kong)]

    assert reasons() == ["disputed", "", ""]
    assert reasons(disputed=True) == ["", "", ""]
