"""No ease of travel is told where a border, the air or a front line is between two places."""

from __future__ import annotations

import datetime as dt

import pytest

from matcher.answer.explain import OF_THE_WAY
from matcher.matcher import Matcher
from tests.matcher.answer.test_feasibility import KOSTROMA, ask

ALGIERS, HELSINKI, MARIUPOL, TROMSO = 2507480, 658225, 701822, 3133895


def told(similar: Matcher, city: int, country: str, date: str) -> set[str]:
    candidates = ask(similar, city, country, date=date, count=20).tiers[0].candidates
    assert candidates
    return {
        why.code
        for one in candidates
        for score in one.criteria.values()
        for why in (*score.evidence, *one.reasons)
    }


@pytest.mark.parametrize(
    ("city", "country"),
    [
        (ALGIERS, "MA"), (HELSINKI, "RU"), (KOSTROMA, "DE"), (MARIUPOL, "PL"), (TROMSO, "RU"),

    ],
)  # fmt: skip
def test_no_easy_way_is_told_where_it_is_shut(similar: Matcher, city: int, country: str) -> None:
    assert not told(similar, city, country, "2026-08-01") & OF_THE_WAY


@pytest.mark.parametrize(
    ("city", "country", "date"),
    [
        (HELSINKI, "RU", "2019-05-01"),
        (HELSINKI, "SE", "2026-08-01"),
        (KOSTROMA, "UZ", "2026-08-01"),
    ],
)
def test_it_is_told_where_and_while_it_is_open(
    similar: Matcher, city: int, country: str, date: str
) -> None:
    assert told(similar, city, country, date) & OF_THE_WAY


@pytest.mark.parametrize(
    ("one", "other", "date", "shut"),
    [
        ("BY", "DE", "2021-01-01", False),
        ("BY", "DE", "2026-08-01", True),
        ("FR", "RU", "2022-01-31", False),
        ("GB", "RU", "2026-08-01", True),
        ("IN", "PK", "2026-08-01", True),
        ("RU", "TR", "2026-08-01", False),
        ("RU", "US", "2026-08-01", True),
    ],
)
def test_air_and_border_are_closed_from_their_day(
    similar: Matcher, one: str, other: str, date: str, shut: bool
) -> None:
    states = similar.world.place_facts.states
    assert states.way_closed(one, other, dt.date.fromisoformat(date)) is shut
