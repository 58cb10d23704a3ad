from __future__ import annotations

import datetime as dt
import pickle

import pytest

from matcher.tables import columns as c


@pytest.fixture(scope="module")
def by_year(shipped):
    """Deaths by country and year, as the table has them."""
    table = shipped.table("conflict_deaths")
    found = {}
    for code, year, deaths in zip(
        table.column(c.COUNTRY), table.column(c.YEAR).astype(int), table.column(c.DEATHS),
        strict=True,
    ):  # fmt: skip
        found.setdefault(str(code), {})[int(year)] = int(deaths)
    return found


@pytest.mark.parametrize(("year", "first", "last"), [(2026, 2022, 2024), (2020, 2017, 2019)])
def test_deaths_are_those_of_the_last_three_recorded_years_before_a_date(
    service, by_year, year, first, last
):
    found = service.world.place_facts.recent_deaths(dt.date(year, 1, 1))
    for code in ("UA", "RU", "MX", "SY"):
        counted = sum(by_year[code].get(one, 0) for one in range(first, last + 1))
        assert found[code] == (counted, first, last)


def test_window_of_deaths_is_as_long_as_asked(service, by_year):
    found = service.world.place_facts.recent_deaths(dt.date(2026, 1, 1), years=1)
    assert found["UA"] == (by_year["UA"][2024], 2024, 2024)


def test_year_of_the_question_is_not_counted(service):
    facts = service.world.place_facts
    assert facts.recent_deaths(dt.date(2024, 12, 31))["UA"][2] == 2023
    assert facts.recent_deaths(dt.date(1900, 1, 1)) == {}


def test_facts_go_to_another_process_though_names_were_looked_up(service) -> None:
    service.world.gazetteer.resolve("Kostroma")
    facts = pickle.loads(pickle.dumps(service.world.place_facts))  # noqa: S301
    assert facts.country.tolist() == service.world.place_facts.country.tolist()
