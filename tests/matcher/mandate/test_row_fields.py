from __future__ import annotations

import pytest

from matcher.errors import MandateError, MatcherError
from matcher.mandate.model import Mandate
from matcher.mandate.row_fields import COLUMNS, PROBLEM, read_row
from tests.world import KOSTROMA

SHARED = {"count": 3, "date": "2026-01-01", "weights": {"size": 2.0}, "limits": {"revive": True}}


def test_row_adds_to_what_all_share_and_wins_over_it(council):
    row = {
        "city_id": str(KOSTROMA),
        "tier": "east=TM;UZ",
        "aims": "sport; youth",
        "weights.size": "3",
        "weights.reach": "0.5",
        "limits.population_min": "1000",
        "limits.distance_max_km": "4000",
        "limits.population_ratio_max": "2.5",
        "limits.must_have": "river;airport",
        "limits.exclude_countries": "Italy",
    }
    expected = {
        **SHARED,
        "city": str(KOSTROMA),
        "tiers": [{"name": "east", "countries": ["TM", "UZ"]}],
        "aims": ["sport", "youth"],
        "weights": {"size": 3, "reach": 0.5},
        "limits": {
            "revive": True,
            "population_min": 1000,
            "distance_max_km": 4000.0,
            "population_ratio_max": 2.5,
            "must_have": ["river", "airport"],
            "exclude_countries": ["Italy"],
        },
    }
    assert read_row(council.world.countries, row, SHARED) == Mandate.parse(expected)
    assert SHARED["weights"] == {"size": 2.0}


def test_id_wins_over_a_name_and_a_country_narrows_a_name(council):
    def city(**row):
        return read_row(council.world.countries, row, SHARED).city

    assert city(city_id="7", city="Durham") == "7"
    assert city(city="Durham", country="GB") == "Durham, GB"
    assert city(city="Durham") == "Durham"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "no city is named: fill city_id or city"),
        ({"country": "IT"}, "no city is named"),
        ({"city_id": "x1"}, "city_id 'x1' is no id: put a name under city"),
        ({"city_id": "-1"}, "is no id"),
        ({PROBLEM: "torn"}, "torn"),
        ({"city": "x" * 2000}, "city has more than 1000 characters"),
        ({"city": "x" * 300}, "city: string should have at most 200 characters"),
        ({"city": "a", "weights.size": "big"}, "weights.size: 'big' is no number"),
        ({"city": "a", "weights.size": "nan"}, "weights.size: input should be"),
        ({"city": "a", "weights.size": "1e9"}, "less than or equal to 100"),
        ({"city": "a", "limits.revive": "perhaps"}, "neither true nor false"),
        ({"city": "a", "limits.population_min": "1.5"}, "limits.population_min: input should be"),
        ({"city": "a", "limits.population_min": "inf"}, "limits.population_min: input should be"),
        ({"city": "a", "limits.must_have": "beach"}, "limits.must_have"),
        ({"city": "a", "aims": "fun"}, "aims.0: input should be 'culture'"),
        ({"city": "a", "tier": "Atlantis"}, "Atlantis"),
        ({"city": "a", "tier": ";"}, "names no area"),
    ],
)
def test_row_that_asks_nothing_says_why(council, row, message):
    with pytest.raises(MatcherError, match=message):
        read_row(council.world.countries, row, {})


def test_every_limit_can_be_given_in_a_row(council):
    values = {"must_have": "river", "revive": "yes", "include_associates": "no"}
    values |= {"exclude_countries": "IT", "exclude_cities": "Mary", "feasibility": "any"}
    values["disputed"] = "yes"
    for column in COLUMNS:
        group, _, key = column.partition(".")
        if group == "limits":
            row = {"city": "Kostroma", column: values.get(key, "7")}
            limits = read_row(council.world.countries, row, {}).limits
            assert limits.model_fields_set == {key}


def test_row_against_what_all_share_is_refused(council):
    shared = {"members": [{"name": "one", "weights": {"size": 1.0}}]}
    with pytest.raises(MandateError, match="weights and aims belong to each member"):
        read_row(council.world.countries, {"city": "Kostroma", "weights.size": "2"}, shared)
