"""What an answer tells of a verdict: once where it holds for all, and with its reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.records.feasibility import (
    FeasibilityReason,
    PairFeasibility,
    common_reasons,
    earliest_as_of,
)

DAY = "2026-11-27"
KOSTROMA, YEREVAN, TBILISI, TAMPERE, KYIV, DALLAS, SEVASTOPOL, BARI = (
    543878, 616052, 611717, 634963, 703448, 4684888, 694423, 3182351,
)  # fmt: skip


def ask(similar: Matcher, city: int, *countries: str, **fields: Any) -> Recommendation:
    tiers = [{"name": "tier", "countries": list(countries)}] if countries else []
    asked = {"city": str(city), "date": DAY, "count": 5, "tiers": tiers, **fields}
    return similar.recommend(Mandate.parse(asked), both_sides=False)


def codes(found: Any) -> list[str]:
    return [one.code for one in found]


def reason(code: str, as_of: str = "") -> FeasibilityReason:
    return FeasibilityReason(code, code, {}, "a test", "2020", as_of)


def test_tier_that_is_barred_says_why_it_is_empty(similar: Matcher) -> None:
    answer = ask(similar, YEREVAN, "AZ")
    (tier,) = answer.tiers
    assert (tier.candidates, tier.eligible) == ((), 0)
    assert codes(tier.cautions) == ["tier_barred"]
    assert "Armenia and Azerbaijan have no diplomatic relations" in tier.cautions[0].text
    assert answer.excluded["barred"] > 200
    (named,) = answer.exclusions
    assert (named.place.country, named.reason, named.feasibility.level) == (
        "AZ",
        "barred",
        "barred",
    )
    assert named.text.startswith("a partnership is not possible at present: Armenia")
    assert answer.as_of == "2026-05"


def test_tier_that_a_limit_empties_does_not_blame_the_verdict(similar: Matcher) -> None:
    answer = ask(similar, KOSTROMA, "TM", limits={"population_min": 10**7})
    assert (answer.tiers[0].eligible, answer.tiers[0].cautions) == (0, ())
    assert "barred" not in answer.excluded


def test_every_place_is_listed_by_its_score_where_the_mandate_asks_for_it(similar: Matcher) -> None:
    answer = ask(similar, YEREVAN, "AZ", limits={"feasibility": "any"})
    (tier,) = answer.tiers
    assert {one.feasibility.level for one in tier.candidates} == {"barred"}
    assert "feasibility_any" in codes(answer.cautions)
    assert codes(tier.cautions)[0] == "tier_verdict"


def test_blocked_places_stand_below_all_others_unless_the_mandate_says_otherwise(
    similar: Matcher,
) -> None:
    partners = [{"city": "Baku", "status": "ended"}, {"city": "Samarkand", "status": "suspended"}]
    fields = {"limits": {"revive": True}, "count": 1000, "partners": partners}
    last = ask(similar, KOSTROMA, "AZ", "UZ", **fields).tiers[0].candidates
    levels = [one.feasibility.level for one in last]
    assert levels.count("blocked") == 2
    assert set(levels[-2:]) == {"blocked"}
    assert [one.rank for one in last] == list(range(1, len(last) + 1))
    fields["limits"] = {"revive": True, "feasibility": "blocked_by_score"}
    by_score = ask(similar, KOSTROMA, "AZ", "UZ", **fields).tiers[0].candidates
    scores = [one.score for one in by_score]
    assert scores == sorted(scores, reverse=True)
    assert {one.place for one in by_score} == {one.place for one in last}
    assert next(one for one in by_score if one.place.name == "Baku").feasibility.level == "blocked"


def test_both_defaults_are_told_and_so_is_what_the_mandate_changed(similar: Matcher) -> None:
    told = codes(ask(similar, KOSTROMA, "TM").cautions)
    assert {"feasibility_blocked_last", "disputed_left_out"} <= set(told)
    limits = {"feasibility": "blocked_by_score", "disputed": True}
    told = codes(ask(similar, KOSTROMA, "TM", limits=limits).cautions)
    assert {"feasibility_blocked_by_score", "disputed_admitted"} <= set(told)


def test_step_that_a_law_asks_for_is_told_once_and_at_no_candidate(similar: Matcher) -> None:
    tiers = [{"name": one, "countries": [one]} for one in ("TM", "AZ", "UZ", "IT")]
    answer = ask(similar, KOSTROMA, tiers=tiers, count=20)
    steps = [one for one in answer.cautions if one.code.startswith("law_")]
    assert codes(steps) == ["law_consent_query", "law_notice_candidate"]
    assert "Kostroma" in steps[0].text
    assert "Italy" in steps[1].text
    listed = [one for tier in answer.tiers for one in tier.candidates]
    assert not any(one.code.startswith("law_") for each in listed for one in each.cautions)


def test_law_of_one_country_is_quoted_to_nobody_else(similar: Matcher) -> None:
    told = ask(similar, KOSTROMA, "TM").cautions
    assert not any("Italy" in one.text or "131/2003" in one.text for one in told)


def test_law_that_binds_us_is_told_apart_from_one_that_binds_them(similar: Matcher) -> None:
    ours = ask(similar, DALLAS, "CN").exclusions
    theirs = ask(similar, 1809858, "US", tiers=[
        {"name": "Texas", "regions": ["US-TX"]}]).exclusions  # fmt: skip
    assert any("law that binds the asking city: Texas" in one.text for one in ours)
    assert all("law that binds the other side: Texas" in one.text for one in theirs)
    assert theirs


def test_what_gives_all_of_a_tier_its_verdict_is_told_at_the_tier(similar: Matcher) -> None:
    answer = ask(similar, TAMPERE, "RU")
    (tier,) = answer.tiers
    (told,) = (one for one in tier.cautions if one.code == "tier_verdict")
    common = common_reasons([one.feasibility for one in tier.candidates])
    assert common
    assert all(one.text in told.text for one in common)
    # A program finds all reasons with each candidate all the same.
    assert all(set(codes(common)) <= set(codes(one.feasibility.reasons)) for one in tier.candidates)
    assert answer.as_of == earliest_as_of(
        [one.feasibility for one in (*tier.candidates, *answer.exclusions)]
    )


def test_country_wide_cautions_stand_at_the_tier_of_one_country_and_not_at_its_candidates(
    similar: Matcher,
) -> None:
    alone = ask(similar, KOSTROMA, "IT").tiers[0]
    national = {"visa_barrier", "partner_in_country", "country_broken"}
    assert {"visa_barrier", "country_broken"} <= set(codes(alone.cautions))
    assert not national & {code for one in alone.candidates for code in codes(one.cautions)}
    several = ask(similar, KOSTROMA, "IT", "DE").tiers[0]
    assert "visa_barrier" not in codes(several.cautions)
    assert all("visa_barrier" in codes(one.cautions) for one in several.candidates)


def test_deaths_by_country_are_told_only_where_nothing_else_is_known_against_it(
    similar: Matcher,
) -> None:
    clear = ask(similar, KOSTROMA, "NG", "IN").tiers[0].candidates
    assert {one.feasibility.level for one in clear} == {"clear"}
    assert all("conflict" in codes(one.cautions) for one in clear)
    careful = ask(similar, TAMPERE, "UA", "RU").tiers[0].candidates
    assert {one.feasibility.level for one in careful} == {"careful"}
    assert not any("conflict" in codes(one.cautions) for one in careful)


def test_asking_city_of_disputed_status_is_told_so_first(similar: Matcher) -> None:
    answer = ask(similar, SEVASTOPOL, "IT")
    assert answer.cautions[0].code == "disputed_query"
    assert "UN General Assembly (resolution 68/262)" in answer.cautions[0].text
    assert "disputed_query" not in codes(ask(similar, KOSTROMA, "TM").cautions)


def test_disputed_places_that_a_tier_names_are_named_with_who_controls_them(
    similar: Matcher,
) -> None:
    city = {"tiers": [{"name": "one", "cities": ["709717", "689558"]}]}  # Donetsk, Vinnytsya
    answer = ask(similar, BARI, **city)
    (named,) = answer.exclusions
    assert (named.place.name, named.reason) == ("Donetsk", "disputed")
    assert "UN General Assembly" in named.text
    only = {"tiers": [{"name": "one", "cities": ["709717"]}]}
    assert codes(ask(similar, BARI, **only).tiers[0].cautions) == ["tier_disputed"]
    admitted = ask(similar, BARI, **city, limits={"disputed": True})
    assert {one.place.name for one in admitted.tiers[0].candidates} == {"Donetsk", "Vinnytsya"}
    world = ask(similar, BARI)
    assert world.excluded["disputed"] > 1000
    assert not any(one.reason == "disputed" for one in world.exclusions)


def test_world_counts_barred_places_and_names_a_few(similar: Matcher) -> None:
    answer = ask(similar, KYIV)
    barred = [one for one in answer.exclusions if one.reason == "barred"]
    assert answer.excluded["barred"] > 5000
    assert 0 < len(barred) <= 3
    assert len({one.place.country for one in barred}) == len(barred)


def test_named_exclusions_have_their_verdict(similar: Matcher) -> None:
    answer = ask(similar, KYIV, "RU")
    former = next(one for one in answer.exclusions if one.place.name == "Moscow")
    assert former.reason == "former_partner_dated"
    assert former.feasibility.level == "barred"
    assert "own_ending" in codes(former.feasibility.reasons)
    compared = similar.compare(Mandate.parse({"city": str(KYIV), "date": DAY}), ["Rostov-on-Don"])
    (kept_out,) = compared.exclusions
    assert (kept_out.reason, kept_out.feasibility.level) == ("barred", "barred")
    assert compared.tiers[0].candidates[0].feasibility == kept_out.feasibility


def test_reasons_that_all_share_are_those_of_each() -> None:
    one = PairFeasibility("blocked", (reason("a"), reason("b", "2026-02")))
    other = PairFeasibility("careful", (reason("b", "2026-02"), reason("c", "2025")))
    assert codes(common_reasons([one, other])) == ["b"]
    assert common_reasons([one]) == common_reasons([]) == ()
    assert common_reasons([one, replace(other, reasons=())]) == ()
    assert earliest_as_of([one, other]) == "2025"
    assert earliest_as_of([PairFeasibility()]) == ""


@pytest.mark.parametrize("given", ["possible", "ANY", "", None, True])
def test_feasibility_takes_its_words_alone(given: Any) -> None:
    from matcher.errors import MandateError

    with pytest.raises(MandateError, match=r"limits\.feasibility: input should be 'blocked_last'"):
        Mandate.parse({"city": "Kostroma", "limits": {"feasibility": given}})
