"""No address of the page fails, whatever its fields hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.mandate.parts import MUST_HAVES
from matcher.matcher import Matcher
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA
from matcher.web import Settings, create_app
from matcher.web.page.form import LIMIT_FIELDS, TWIN_STATUSES
from tests.world import BARI, DURHAM_US, HAMLET, KOSTROMA, MARY

CASES = int(os.environ.get("MATCHER_PAGE_CASES", "150"))
PATHS = (
    "/",
    "/answer",
    "/compare",
    "/what-if",
    "/lists.csv",
    "/lists.xlsx",
    "/about",
    "/facts",
    "/nowhere",
)

ids = st.sampled_from((KOSTROMA, MARY, BARI, HAMLET, DURHAM_US)).map(str)
cities = st.one_of(st.sampled_from(("Kostroma", "Мары", "Durham, US", "Hamlet", "Durham")), ids)
areas = st.sampled_from(("TM", "TM, UZ", "CIS", "СНГ; Asia", "US-NC", "RU"))
numbers = st.sampled_from(("1", "2", "3", "4", "1 000", "5000"))
anything = st.one_of(
    st.text(max_size=12),
    st.sampled_from(("\x00", "=1+1", "<i>", "%", "-1", "1e5", "nan", "9" * 40)),
)


def field(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    """Return a field that mostly holds what it may hold: a wrong one ends the reading early."""
    return st.tuples(
        st.just(name), st.integers(0, 19).flatmap(lambda one: values if one else anything)
    )


fields = st.one_of(
    *(field(name, cities) for name in ("city", "exclude_city", "add", "tier_city")),
    *(field(name, ids) for name in ("city_id", "with", "with", "add_id")),
    *(field(name, areas) for name in ("tier", "tier", "minority", "exclude_country")),
    *(field(name, numbers) for name in (*LIMIT_FIELDS, "count")),
    *(field(f"{kind}_{key}", numbers) for kind in ("w", "try") for key in CRITERIA[:3]),
    field("aim", st.sampled_from(sorted(AIM_WEIGHTS))),
    field("must_have", st.sampled_from(MUST_HAVES)),
    field("order", st.just("mutual")),
    field("date", st.sampled_from(("2026-11-22", "0001-01-01", "9999-12-31"))),
    st.tuples(ids.map(lambda one: f"twin_{one}"), st.sampled_from(TWIN_STATUSES)),
    st.just(("with", str(MARY))),
    field("lang", st.sampled_from(("en", "ru", "it"))),
    st.tuples(st.text(max_size=8), anything),
)


@pytest.fixture(scope="module")
def patient(council: Matcher) -> Iterator[TestClient]:
    """A client that sees faults of ours as they are, with time for a slow machine."""
    with TestClient(create_app(council, settings=Settings(seconds=600))) as client:
        yield client


@settings(deadline=None, max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(PATHS),
    city=cities,
    more=st.lists(fields, max_size=8),
)
def test_no_address_fails(
    patient: TestClient, path: str, city: str, more: list[tuple[str, str]]
) -> None:
    query = urlencode([("city", city), *more])
    answer = patient.get(f"{path}?{query}", headers={"Accept": "text/html"})
    expected = {404} if path == "/nowhere" else {200, 422}
    assert answer.status_code in expected
