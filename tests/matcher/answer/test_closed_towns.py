"""Closed towns stand below all others, and nobody writes to them before the state has spoken."""

from __future__ import annotations

import datetime as dt

import pytest

from matcher.dossier import dossier
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from tests.matcher.answer.test_feasibility import DAY, KOSTROMA, ask, codes

TROMSO, SEVEROMORSK, SEVERODVINSK, SAROV, NORILSK = 3133895, 496278, 496285, 498525, 1497337
BAIKONUR, LOS_ALAMOS, MIRNY_YAKUTIA = 1521368, 5476825, 2019951


def level(similar: Matcher, one: int, other: int, date: str = DAY) -> tuple[str, list[str]]:
    row, day = similar.world.atlas.row, dt.date.fromisoformat(date)
    found = similar.engine.feasibility.rules.verdict(row(one), row(other), day)
    return found.level, codes(found.reasons)


def test_tromso_is_not_led_to_a_closed_town(similar: Matcher) -> None:
    listed = {one.place.city_id for one in ask(similar, TROMSO, "RU", count=50).tiers[0].candidates}
    assert not listed & {SEVEROMORSK, SEVERODVINSK, SAROV, 506763, 562245, 828218}


@pytest.mark.parametrize("town", [SAROV, SEVEROMORSK])
def test_a_closed_town_is_not_advisable_and_says_why(similar: Matcher, town: int) -> None:
    found, reasons = level(similar, LOS_ALAMOS, town)
    assert (found, reasons[0]) == ("blocked", "closed_candidate")


@pytest.mark.parametrize("town", [BAIKONUR])
def test_towns_of_other_states_are_closed_too(similar: Matcher, town: int) -> None:
    assert level(similar, TROMSO, town) == ("blocked", ["closed_candidate"])


@pytest.mark.parametrize("town", [NORILSK, SEVERODVINSK])
def test_so_is_a_town_that_foreigners_enter_by_permission(similar: Matcher, town: int) -> None:
    found, reasons = level(similar, TROMSO, town)
    assert (found, reasons[0]) == ("blocked", "restricted_candidate")


def test_what_is_closed_to_foreigners_is_open_to_the_same_state(similar: Matcher) -> None:
    assert level(similar, KOSTROMA, SEVEROMORSK) == ("clear", [])


def test_a_closed_town_that_asks_abroad_takes_care(similar: Matcher) -> None:
    assert "closed_query" in level(similar, SEVEROMORSK, 1216265)[1]
    assert level(similar, NORILSK, 1216265, "2000-01-01")[1] == []


def test_a_namesake_of_a_closed_town_is_open(similar: Matcher) -> None:
    assert "closed_candidate" not in level(similar, TROMSO, MIRNY_YAKUTIA)[1]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "is a closed town"), ("it", "una città chiusa"), ("ru", "закрытый город")],
)
def test_the_paper_says_that_a_town_is_closed_and_drafts_no_letter(
    similar: Matcher, language: str, sentence: str
) -> None:
    tiers = [{"name": "a", "cities": [str(SEVEROMORSK)]}]
    mandate = Mandate.parse({"city": str(TROMSO), "date": DAY, "tiers": tiers})
    paper = dossier(similar, mandate, language, "html")
    assert sentence in repr(paper.decision)
    parts = {one.key: repr(one.blocks) for one in paper.sections}
    assert "Letter(" not in parts["letter"]
