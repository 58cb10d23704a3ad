from __future__ import annotations

import pytest

from matcher.errors import InputTableError, MatcherError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import Limits
from matcher.mandate.rows import check_columns, mandate_of_row


def test_row_makes_the_mandate_its_fields_say(council):
    row = {
        "city": "Kostroma", "country": "RU", "date": "2026-01-01", "count": "7",
        "tiers": "first=TM; CIS=GE,UZ; minority=IT", "aims": "culture; sport",
        "weights.war_history": "5", "partners": "Mary=ended; Bari=drop",
        "limits.population_max": "500000", "limits.distance_max_km": "4000.5",
        "limits.must_have": "river;airport", "limits.include_associates": "no",
        "limits.revive": "TRUE",
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
    assert mandate_of_row(council.world.countries, row) == Mandate.parse(expected)


def test_empty_cells_are_not_given_and_the_shared_mandate_holds(council):
    base = {"date": "2026-01-01", "count": 3, "limits": {"revive": True}}
    row = {"city_id": 543878.0, "count": None, "aims": "", "limits.per_country": float("nan"),
           "limits.population_min": 10}  # fmt: skip
    found = mandate_of_row(council.world.countries, row, base)
    assert (found.city, found.count, found.aims) == ("543878", 3, ())
    assert found.limits == Limits(revive=True, population_min=10)


def test_every_limit_of_a_mandate_has_its_column():
    check_columns(["city", *(f"limits.{key}" for key in Limits.model_fields)])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"city": ""}, "no city"),
        ({"city_id": "x"}, "no id"),
        ({"city": "Mary", "count": "2.5"}, "count '2.5'"),
        ({"city": "Mary", "tiers": "Atlantis"}, "Atlantis"),
        ({"city": "Mary", "tiers": "TM", "tier": "TM"}, "tier and tiers"),
        ({"city": "Mary", "weights.culture": "much"}, "no number"),
        ({"city": "Mary", "limits.revive": "maybe"}, "true nor false"),
        ({"city": "Mary", "limits.population_min": "many"}, "no number"),
        ({"city": "Mary", "partners": "Bari=lost"}, "status"),
        ({"city": "Mary", "date": "soon"}, "date"),
    ],
)
def test_cell_that_cannot_be_read_is_named(council, row, told):
    with pytest.raises(MatcherError, match=told):
        mandate_of_row(council.world.countries, row)


def test_table_without_a_city_or_with_a_misspelt_column_is_refused():
    check_columns(["city_id", "capacity"], ("capacity",))
    with pytest.raises(InputTableError, match="city_id or city"):
        check_columns(["name"])
    with pytest.raises(InputTableError, match="wieghts"):
        check_columns(["city", "wieghts"])
