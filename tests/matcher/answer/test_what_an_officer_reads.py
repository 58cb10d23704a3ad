"""What an officer reads before signing: who signs, whose advice, what is context alone."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.answer.explain import _says_no_difference
from matcher.dossier import dossier
from matcher.english.politics import LEVEL_NAMES, date_key
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.criteria.component import Finding
from matcher.records.criteria import AIM_WEIGHTS, CONTEXT_ALONE
from matcher.records.dates import known_up_to
from matcher.records.feasibility import ASK_FIRST, FeasibilityReason, PairFeasibility
from matcher.world.states.endings import Wave
from tests.matcher.answer.test_feasibility import (
    DALLAS,
    DAY,
    KOSTROMA,
    KYIV,
    SEVASTOPOL,
    ask,
    codes,
)
from tests.matcher.answer.test_told_where_it_matters import BAKHMUT, CHERNIHIV

TROMSO, TAIPEI, BEIJING, NAGOYA = 3133895, 1668341, 1816670, 1856057
CURATED = Path(__file__).parents[3] / "data" / "curated"


def paper(similar: Matcher, city: int, *countries: str) -> tuple[str, dict[str, str]]:
    tiers = [{"name": one, "countries": [one]} for one in countries]
    mandate = Mandate.parse({"city": str(city), "date": DAY, "count": 2, "tiers": tiers})
    found = dossier(similar, mandate, "en", "html")
    return repr(found.decision), {one.key: repr(one.blocks) for one in found.sections}


@pytest.mark.parametrize("city", [SEVASTOPOL, BAKHMUT])
def test_no_letter_is_drafted_before_it_is_known_who_signs(similar: Matcher, city: int) -> None:
    first, parts = paper(similar, city, "BG")
    assert "ask the ministry in charge which body can sign" in first
    assert "Write first" not in first
    assert "Letter(" not in parts["letter"]


def test_no_size_is_told_of_a_destroyed_town(similar: Matcher) -> None:
    answer = ask(similar, BAKHMUT, "ES", count=10)
    assert answer.query.population is None
    told = [why for one in answer.tiers[0].candidates for why in one.criteria["size"].evidence]
    assert not any(one.code.startswith("population_") for one in told)


def test_advice_of_the_own_state_comes_before_any_proposal(similar: Matcher) -> None:
    first, _ = paper(similar, TROMSO, "RU")
    assert first.index("Norwegian Foreign Ministry") < first.index("No partnership is proposed")
    assert "Write first" not in first


def test_wave_that_suspended_the_rest_says_so() -> None:
    from matcher.mandate.reasons import CAREFUL, of_wave

    wave = Wave("NO", "RU", "2022-11", "ended_rest_suspended", "3", 11, "", "2026-11", "", "", "")
    assert of_wave(wave, CAREFUL).code == "wave_share_rest"
    assert wave.took_most
    with (CURATED / "waves.csv").open(encoding="utf-8") as handle:
        (row,) = (one for one in csv.DictReader(handle) if one["country"] == "NO")
    assert row["measure"] == "ended_rest_suspended"


def test_law_of_the_union_is_told_once_of_all_its_members(similar: Matcher) -> None:
    told = [one for one in ask(similar, SEVASTOPOL, "BG", "RO").cautions if "(EU)" in one.text]
    assert codes(told) == ["law_restricts_union"]
    assert "dealings of places in the European Union with Sevastopol" in told[0].text
    assert "European Union" in paper(similar, SEVASTOPOL, "BG")[0]


def test_barred_tier_beside_another_is_told_on_page_one_and_nothing_is_to_settle(
    similar: Matcher,
) -> None:
    first, _ = paper(similar, CHERNIHIV, "BY", "RU")
    assert "Russia: no place is proposed" in first
    assert "Settle first: Russia" not in first


def test_barred_pair_has_its_evidence_and_no_advice_on_clearance(similar: Matcher) -> None:
    _, parts = paper(similar, KYIV, "RU")
    assert "at war" in parts["legal"]
    assert "Clearance of each rule" not in parts["legal"]
    assert "Nothing on record is not the same" not in parts["legal"]


def test_twin_on_record_stands_beside_the_law_that_bars(similar: Matcher) -> None:
    assert "Nanjing" in paper(similar, DALLAS, "CN")[0]


def test_nothing_against_is_told_only_without_context() -> None:
    context = (FeasibilityReason("hostile_downgraded", "", {}, "", "2025", ""),)
    assert LEVEL_NAMES[PairFeasibility("clear", (), context).named] == "no bar is known"
    signer = (replace(context[0], code="held_query"),)
    assert PairFeasibility("clear", (), signer).named == ASK_FIRST
    assert PairFeasibility().named == "clear"


def test_what_is_told_is_dated_by_its_latest_day(similar: Matcher) -> None:
    assert known_up_to("2025-09", "2025-11") == "2025-11"
    answer = ask(similar, NAGOYA, "CN")
    assert len(answer.as_of) >= len("2026-11")


def test_past_is_no_merit_and_no_aim_names_it(similar: Matcher) -> None:
    assert not any(CONTEXT_ALONE in factors for factors in AIM_WEIGHTS.values())
    first, _ = paper(similar, KYIV, "PL")
    assert "ties of the past" not in first


def test_two_sides_of_a_strait_are_named_as_sides(similar: Matcher) -> None:
    tiers = [{"name": "one", "cities": [str(BEIJING)]}]
    answer = ask(similar, TAIPEI, tiers=tiers)
    (one,) = answer.tiers[0].candidates
    assert "role_same" not in codes(one.criteria["size"].evidence)
    assert any(told.text.startswith("Taiwan: governed from Taipei") for told in answer.cautions)
    texts = [why.text for why in one.feasibility.reasons]
    assert any("(since 1949): contacts of cities exist all the same" in told for told in texts)
    assert date_key("non_recognition", "") == "contacts"


def test_difference_that_is_none_is_not_told() -> None:
    same = {"query": "local centre", "candidate": "local centre"}
    assert _says_no_difference(Finding("role_other", same))
    assert not _says_no_difference(Finding("role_other", {**same, "candidate": "none"}))


def test_likeness_and_airports_have_narrow_bounds(similar: Matcher) -> None:
    for one in ask(similar, CHERNIHIV, "LT", "PL", count=20).tiers[0].candidates:
        for why in (*one.criteria["economy"].evidence, *one.criteria["geography"].evidence):
            assert not why.code.startswith("airport_")  # the nearest one is too far
            if why.code == "climate_alike":
                facts = why.facts
                assert abs(facts["query_warm_c"] - facts["candidate_warm_c"]) <= 3
            if why.code == "gdp_alike":
                dear, cheap = sorted((why.facts["query_usd"], why.facts["candidate_usd"]))[::-1]
                assert dear / cheap <= 1.51


def test_ties_of_a_held_place_are_not_counted_against_two_states(similar: Matcher) -> None:
    tier = ask(similar, KYIV, "CZ").tiers[0]
    told = [*tier.cautions, *(why for one in tier.candidates for why in one.cautions)]
    assert not any("Donetsk" in one.text for one in told if one.code == "country_broken")


def test_partners_in_doubt_are_counted_apart(similar: Matcher) -> None:
    (told,) = (one for one in ask(similar, KOSTROMA, "TM").cautions if "links_known" in one.code)
    assert told.code == "links_known_in_doubt"
    assert told.facts["active"] + told.facts["doubtful"] <= told.facts["known"]


def test_wholly_barred_country_is_named_not_one_of_its_cities(similar: Matcher) -> None:
    (barred,) = (one for one in ask(similar, KYIV).exclusions if one.reason == "barred")
    assert barred.named == "Russia"
