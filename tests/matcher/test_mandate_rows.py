from __future__ import annotations

import pytest

from matcher.errors import InputTableError, MandateError
from matcher.mandate import Limits, Mandate
from matcher.mandate_rows import LIMIT_COLUMNS, check_columns, mandate_of_row


def test_row_makes_the_mandate_its_fields_say(council):
    row = {
        "city": "Kostroma", "country": "RU", "date": "2026-01-01", "count": "7",
        "tiers": "first=TM; CIS=GE,UZ; minority=IT", "aims": "culture; sport",
        "weights": "war_history=5", "partners": "Mary=ended; Bari=drop",
        "population_max": "500000", "distance_max_km": "4000.5", "must_have": "river;airport",
        "include_associates": "no", "revive": "TRUE",
    }  # fmt: skip
    expected = {
        "city": "Kostroma, RU", "date": "2026-01-01", "count": 7,
        "tiers": [
            {"name": "first", "countries": ["TM"]},
            {"name": "CIS", "countries": ["GE", "UZ"]},
            {"name": "minority", "countries": ["IT"]},
        ],
        "aims": ["culture", "sport"], "weights": {"war_history": 5.0},
        "partners": [{"city": "Mary", "status": "ended"}, {"city": "Bari", "drop": True}],
        "limits": {
            "population_max": 500000, "distance_max_km": 4000.5,
            "must_have": ["river", "airport"], "include_associates": False, "revive": True,
        },
    }  # fmt: skip
    assert mandate_of_row(row, council.countries) == Mandate.parse(expected)


def test_empty_cells_are_not_given_and_the_shared_mandate_holds(council):
    base = {"date": "2026-01-01", "count": 3, "limits": {"revive": True}}
    row = {"city_id": 543878.0, "count": None, "aims": "", "per_country": float("nan"),
           "population_min": 10}  # fmt: skip
    found = mandate_of_row(row, council.countries, base)
    assert (found.city, found.count, found.aims) == ("543878", 3, ())
    assert found.limits == Limits(revive=True, population_min=10)


def test_every_limit_of_a_mandate_has_its_column():
    assert set(LIMIT_COLUMNS) == set(Limits.model_fields)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"city": ""}, "names no city"),
        ({"city_id": "x"}, "GeoNames id"),
        ({"city": "Mary", "count": "2.5"}, "count '2.5'"),
        ({"city": "Mary", "tiers": "Atlantis"}, "Atlantis"),
        ({"city": "Mary", "weights": "culture"}, "CRITERION=NUMBER"),
        ({"city": "Mary", "weights": "charm=2"}, "charm"),
        ({"city": "Mary", "revive": "maybe"}, "true or false"),
        ({"city": "Mary", "population_min": "many"}, "whole number"),
        ({"city": "Mary", "partners": "Bari=lost"}, "status"),
        ({"city": "Mary", "date": "soon"}, "date"),
    ],
)
def test_cell_that_cannot_be_read_is_named(council, row, told):
    with pytest.raises(MandateError, match=told):
        mandate_of_row(row, council.countries)


def test_table_without_a_city_or_with_a_misspelt_column_is_refused():
    check_columns(["city_id", "capacity"], ("capacity",))
    with pytest.raises(InputTableError, match="city_id or city"):
        check_columns(["name"])
    with pytest.raises(InputTableError, match="wieghts"):
        check_columns(["city", "wieghts"])
