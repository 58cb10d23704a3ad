"""Pairs for which even a draft waits: closed borders, waves of endings, unrecognised states."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from matcher.dossier import dossier
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.criteria.reach import rule_name
from matcher.records.feasibility import FeasibilityReason, PairFeasibility
from matcher.world.states.endings import Wave
from tests.matcher.answer.test_closed_towns import SEVEROMORSK, TROMSO
from tests.matcher.answer.test_feasibility import DAY, KYIV, ask, codes
from tests.matcher.answer.test_told_where_it_matters import CHERNIHIV
from tests.matcher.answer.test_what_an_officer_reads import CURATED, paper

BELGRADE, PRISTINA, ORLANDO, GAZA, PARIS, ALGIERS = (
    792680, 786714, 4167147, 281133, 2988507, 2507480,
)  # fmt: skip


@pytest.mark.parametrize("city", [CHERNIHIV, KYIV])
def test_places_behind_a_closed_border_stand_below_the_others(similar: Matcher, city: int) -> None:
    answer = ask(similar, city, "BY", count=3)
    assert {one.feasibility.level for one in answer.tiers[0].candidates} == {"careful"}
    assert "feasibility_parted_last" not in codes(answer.cautions)  # all of the tier alike
    asked = {"city": str(city), "date": DAY, "count": 3}
    tiers = [{"name": "t", "countries": ["BY", "MD", "KZ"]}]
    mixed = similar.recommend(Mandate.parse({**asked, "tiers": tiers}))
    assert "BY" not in {one.place.country for one in mixed.tiers[0].candidates}
    assert "feasibility_parted_last" in codes(mixed.cautions)
    by_score = Mandate.parse(
        {**asked, "tiers": tiers, "limits": {"feasibility": "blocked_by_score"}}
    )
    told = similar.recommend(by_score)
    assert "BY" in {one.place.country for one in told.tiers[0].candidates}


@pytest.mark.parametrize(
    ("city", "country"), [(CHERNIHIV, "BY"), (ORLANDO, "CN"), (PRISTINA, "RS"), (BELGRADE, "XK")]
)
def test_no_letter_and_no_dates_before_the_consultation(
    similar: Matcher, city: int, country: str
) -> None:
    first, parts = paper(similar, city, country)
    assert "The letter is drafted after the consultation." in first
    assert "send the letter" not in first
    assert "Letter(" not in parts["letter"]
    assert "Proposed dates" not in repr(parts["programme"])


def test_one_ending_alone_is_no_wave() -> None:
    def judged(code: str, **facts: str) -> PairFeasibility:
        return PairFeasibility("careful", (FeasibilityReason(code, "", facts, "", "", ""),))

    assert judged("wave_some").consults_first
    assert judged("non_recognition").consults_first
    assert not judged("wave_one").consults_first
    assert not judged("non_recognition", ties="usual").consults_first


def test_wave_that_broke_all_partnerships_took_most() -> None:
    norway = Wave("NO", "RU", "2022", "ended_rest_suspended", "3", 11, "", "", "", "", "")
    germany = Wave("DE", "RU", "2022", "suspended", "17", 61, "", "", "", "", "")
    assert norway.took_most
    assert not germany.took_most


def test_roles_of_states_at_odds_are_no_merit(similar: Matcher) -> None:
    (first, *_) = ask(similar, BELGRADE, "XK", count=1).tiers[0].candidates
    told = {one.code for value in first.criteria.values() for one in value.evidence}
    assert not told & {"role_same", "standing_first"}
    tiers = [{"name": "t", "cities": [str(PRISTINA)]}]
    mandate = Mandate.parse({"city": str(BELGRADE), "date": DAY, "tiers": tiers})
    assert "eat of authorities" in repr(dossier(similar, mandate, "en", "html"))


def test_no_ease_of_travel_is_told_where_the_way_is_shut(similar: Matcher) -> None:
    for city, country in ((CHERNIHIV, "BY"), (GAZA, "IT")):
        _, parts = paper(similar, city, country)
        assert "Not needed" not in parts["profiles"]
    (first, *_) = ask(similar, GAZA, "IT", count=1).tiers[0].candidates
    told = {one.code for value in first.criteria.values() for one in value.evidence}
    assert not told & {"elevation_alike", "gdp_apart", "visa_rules"}


def test_electronic_authorisation_is_no_visa_on_arrival() -> None:
    assert rule_name((1, "eta")) == "electronic authorisation before travel"
    assert rule_name((1, "visa on arrival")) == "on arrival"


def test_strained_relations_are_a_step_to_consult(similar: Matcher) -> None:
    first, _ = paper(similar, ALGIERS, "FR")
    assert "consult the state authority" in first


def test_war_of_these_days_stands_beside_the_gravest(similar: Matcher) -> None:
    _, parts = paper(similar, CHERNIHIV, "MD")
    assert "1941–1943); " in parts["profiles"]
    assert "2022" in parts["profiles"]


@pytest.mark.parametrize("city", [146970, 147105])
def test_partners_of_authorities_that_are_gone_are_not_presumed_active(
    similar: Matcher, city: int
) -> None:
    mandate = Mandate.parse({"city": str(city), "date": "2024-06-01", "count": 2})
    answer = similar.recommend(mandate)
    assert not any(one.status == "active" and not one.in_doubt for one in answer.links)
    assert not any(one.reason == "existing_partner" for one in answer.exclusions)
    told = [one.text for one in answer.cautions if one.code == "formerly_disputed_query"]
    assert len(told) == 1
    assert "claimed by Azerbaijan alone" in told[0]
    assert "disputed_query" not in codes(answer.cautions)


def test_no_seat_on_record_is_unknown(similar: Matcher) -> None:
    _, parts = paper(similar, 701822, "PL")
    assert "no seat of administration" not in repr(parts).lower()


def test_tier_that_is_barred_is_told_among_the_conflicts(similar: Matcher) -> None:
    _, parts = paper(similar, CHERNIHIV, "RU")
    assert "Russia: a partnership with the places of this tier is not possible" in parts["mandate"]


WROCLAW = 3081368


def test_past_of_the_region_and_of_the_country_are_both_told(similar: Matcher) -> None:
    (first, *_) = ask(similar, WROCLAW, "DE", count=1).tiers[0].candidates
    (told,) = first.criteria["shared_past"].evidence
    assert told.code == "past_region_partition_occupation"
    assert "belonged to Germany until 1945; parts of Poland were annexed" in told.text
    assert "occupied by Germany in the Second World War" in told.text


def test_rows_of_the_tables_say_what_their_sources_say() -> None:
    def rows(name: str, **wanted: str) -> list[dict[str, str]]:
        with (CURATED / f"{name}.csv").open(encoding="utf-8") as handle:
            return [
                row
                for row in csv.DictReader(handle)
                if all(row[key] == value for key, value in wanted.items())
            ]

    (wave,) = rows("waves", country="DE", partner_country="RU")
    assert (wave["measure"], wave["ended"], wave["total"]) == ("suspended", "17", "61")
    (past,) = rows("shared_past", country_a="RS", country_b="XK")
    assert past["kind"] == "common_state_kosovo"
    (past,) = rows("shared_past", country_a="JP", country_b="KR")
    assert past["kind"] == "annexation_korea"
    laws = rows("legal_rules", country="UA", effect="form", admin1_code="20")
    assert [one["law"] for one in laws] == ["law 1207-VII on the occupied territories (2014)"]


def test_closed_towns_stand_behind_what_is_not_advisable(similar: Matcher) -> None:
    row, day = similar.world.atlas.row, dt.date.fromisoformat(DAY)
    behind = similar.engine.feasibility.rules.behind(row(TROMSO), day)
    assert [int(behind[row(one)]) for one in (SEVEROMORSK, PARIS)] == [3, 0]


def test_deaths_are_no_caution_of_a_country_at_war_on_a_quieter_one(similar: Matcher) -> None:
    tier = ask(similar, KYIV, "AM", count=1).tiers[0]
    assert "conflict" not in codes([*tier.cautions, *tier.candidates[0].cautions])
