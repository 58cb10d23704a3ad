"""Only living partnerships beyond doubt are told as reasons, and none leads over a war."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.tables import columns as c
from matcher.world.graph import PartnershipGraph
from tests.matcher.answer.test_feasibility import DAY, ask

KALININGRAD, VOLGOGRAD, BERLIN, KAUNAS, ODENSE = 554234, 472757, 2950159, 598316, 2615876
ROSTOCK, LEIPZIG, KRAKOW, KYIV, KHARKIV = 2844588, 2879139, 3094802, 703448, 706483


def told(answer, code: str) -> set[int]:
    """Return the ids of the places that findings of a code name."""
    return {
        city
        for tier in answer.tiers
        for one in tier.candidates
        for score in one.criteria.values()
        for why in score.evidence
        if why.code == code
        for key in ("partners_city", "places_city")
        for city in why.facts.get(key, ())
    }


@pytest.mark.parametrize(
    ("city", "country", "doubtful"),
    [
        (VOLGOGRAD, "DE", {BERLIN, KAUNAS, ODENSE}),
        (KALININGRAD, "DE", {BERLIN, KAUNAS, ODENSE, ROSTOCK}),
    ],
)
def test_a_partner_in_doubt_is_no_reason(
    similar: Matcher, city: int, country: str, doubtful: set[int]
) -> None:
    answer = ask(similar, city, country, count=30)
    for code in ("partners_shared", "partners_of_partners"):
        assert not told(answer, code) & doubtful


@pytest.mark.parametrize("city", [LEIPZIG, KRAKOW])
def test_a_ukrainian_city_introduces_no_other_city_to_a_russian_one(
    similar: Matcher, city: int
) -> None:
    atlas = similar.world.atlas
    answer = ask(similar, city, "RU", count=30)
    for code in ("partners_shared", "partners_of_partners"):
        found = told(answer, code)
        assert not found & {KYIV, KHARKIV}
        assert "UA" not in {atlas.cities.column(c.COUNTRY)[atlas.row(one)] for one in found}


def test_all_go_betweens_of_an_answer_are_on_terms_with_both_sides(similar: Matcher) -> None:
    atlas, rules = similar.world.atlas, similar.engine.feasibility.rules
    country, date = atlas.cities.column(c.COUNTRY), dt.date.fromisoformat(DAY)
    seen = 0
    for city in (2988507, 2643743, 756135, 745044, 611717):
        home = country[atlas.row(city)]
        for one in ask(similar, city, "RU", "UA", "TR", "AZ", "AM", count=20).tiers:
            for each in one.candidates:
                for why in each.criteria["network"].evidence:
                    for between in why.facts.get("partners_city", ()):
                        its = country[atlas.row(between)]
                        seen += 1
                        assert not rules.ties_in_doubt(its, each.place.country, date)
                        assert not rules.ties_in_doubt(its, home, date)
    assert seen > 100


def test_a_council_that_knows_its_partnership_lives_is_believed(similar: Matcher) -> None:
    def shared(status: str) -> bool:
        given = [{"city": str(BERLIN), "status": status}]
        asked = {
            "city": str(KALININGRAD), "date": DAY, "count": 30, "partners": given,
            "tiers": [{"name": "FR", "countries": ["FR"]}],
        }  # fmt: skip
        answer = similar.recommend(Mandate.parse(asked))
        return BERLIN in told(answer, "partners_of_partners") | told(answer, "partners_shared")

    assert shared("active")
    assert not shared("ended")


def test_a_link_that_lists_dropped_is_no_tie_of_two_countries() -> None:
    ends = np.array([[0, 1], [0, 2]])
    graph = PartnershipGraph(3, ends, unlisted=np.array([False, True]))
    assert graph.country_links(np.array([0, 1, 1]))[0, 1] == 1
    added = graph.changed(0, np.array([2]), np.array([2]), np.array([True]))
    assert added.country_links(np.array([0, 1, 1]))[0, 1] == 2
    assert added.given == {(0, 2): True, (2, 0): True}
