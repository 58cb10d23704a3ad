"""What an answer tells of a verdict: once where it holds for all, and with its reasons."""

from __future__ import annotations

import re
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
    told = codes(ask(similar, KYIV).cautions)
    assert told[-4:] == [
        "barred_left_out", "feasibility_blocked_last", "feasibility_parted_last",
        "disputed_left_out",
    ]  # fmt: skip
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
    ours = ask(similar, DALLAS, "CN").tiers[0].cautions
    theirs = ask(similar, 1809858, "US", tiers=[
        {"name": "Texas", "regions": ["US-TX"]}]).tiers[0].cautions  # fmt: skip
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
    assert all(set(codes(common)) <= set(codes(one.feasibility.told)) for one in tier.candidates)
    assert answer.as_of == earliest_as_of(
        [one.feasibility for one in (*tier.candidates, *answer.exclusions)]
    )


def test_country_wide_cautions_stand_at_the_tier_of_one_country_and_not_at_its_candidates(
    similar: Matcher,
) -> None:
    alone = ask(similar, KOSTROMA, "IT").tiers[0]
    national = {"visa_barrier", "visa_barrier_both", "partner_in_country", "country_broken"}
    assert {"visa_barrier", "country_broken"} <= set(codes(alone.cautions))
    assert not national & {code for one in alone.candidates for code in codes(one.cautions)}
    several = ask(similar, KOSTROMA, "IT", "DE", count=40).tiers[0]
    # Of several countries, what holds for two of the listed places or more is told once for each.
    told = [one for one in several.cautions if one.code in national]
    listed = [one.place.country for one in several.candidates]
    assert {"visa_barrier", "country_broken"} <= set(codes(told))
    for one in several.candidates:
        alone = listed.count(one.place.country) == 1
        assert bool(national & set(codes(one.cautions))) == alone


def test_deaths_by_country_are_told_only_where_nothing_else_is_known_against_it(
    similar: Matcher,
) -> None:
    (tier,) = ask(similar, KOSTROMA, "NG", "IN", count=20).tiers
    assert {one.feasibility.level for one in tier.candidates} == {"clear"}
    told = [*tier.cautions, *(why for one in tier.candidates for why in one.cautions)]
    named = {why.facts["country_country"] for why in told if why.code == "conflict"}
    assert named == {one.place.country for one in tier.candidates}
    (tier,) = ask(similar, TAMPERE, "RU").tiers
    assert {one.feasibility.level for one in tier.candidates} == {"careful"}
    assert "conflict" not in codes([*tier.cautions, *tier.candidates[0].cautions])
    # Where any political reason is told, deaths are not.
    (tier,) = ask(similar, TAMPERE, "UA").tiers
    assert {why.code for one in tier.candidates for why in one.feasibility.reasons} == {
        "travel_advice"
    }
    assert "conflict" not in codes(tier.cautions)


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
    assert {one.place.name for one in admitted.tiers[0].candidates} == {"Donetsk", "Vinnytsia"}
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


def test_broken_ties_of_two_countries_are_told_once_whoever_had_them(similar: Matcher) -> None:
    answer = similar.recommend(
        Mandate.parse(
            {"city": "706483", "date": DAY, "tiers": [{"name": "T", "countries": ["BY"]}]}
        )
    )
    assert len(answer.tiers[0].candidates) > 1
    found = [one for one in answer.tiers[0].cautions if one.code == "country_broken"]
    assert len(found) == 1
    named = {one.place.name for one in answer.tiers[0].candidates if "candidate_broken" in codes(
        one.cautions)}  # fmt: skip
    assert named
    assert not any(f"with {one}" in found[0].text for one in named)


def test_nobody_is_told_who_is_twinned_with_a_country_that_has_no_candidates(
    similar: Matcher,
) -> None:
    answer = ask(similar, 701822, "RU")  # Mariupol
    assert not answer.tiers[0].candidates
    assert "tier_twinned" not in codes(answer.cautions)


def test_reasons_that_all_share_are_those_of_each() -> None:
    one = PairFeasibility("blocked", (reason("a"), reason("b", "2026-02")))
    other = PairFeasibility("careful", (reason("b", "2026-02"), reason("c", "2025")))
    assert codes(common_reasons([one, other])) == ["b"]
    asked_for_another = replace(reason("b", "2026-02"), facts={"place": "Perm"})
    assert codes(common_reasons([one, replace(other, reasons=(asked_for_another,))])) == ["b"]
    assert common_reasons([one]) == common_reasons([]) == ()
    assert common_reasons([one, replace(other, reasons=())]) == ()
    assert earliest_as_of([one, other]) == "2026-02"  # a year alone is no day
    assert earliest_as_of([PairFeasibility()]) == ""


def test_context_that_all_share_is_told_once_like_a_reason() -> None:
    one = PairFeasibility("clear", (), (reason("strained"),))
    other = PairFeasibility("careful", (reason("law"),), (reason("strained"),))
    assert codes(common_reasons([one, other])) == ["strained"]
    assert earliest_as_of([one]) == ""


def test_earliest_day_is_that_of_the_period_that_ends_first() -> None:
    def known(*days: str) -> str:
        return earliest_as_of([PairFeasibility("careful", (reason("a", day),)) for day in days])

    assert known("2026", "2026-05") == known("2026-05", "2026") == "2026-05"
    assert known("2026", "2025-12-31") == "2025-12-31"
    assert known("2026-05-30", "2026-05") == "2026-05-30"
    assert known("2026-12-31", "2027") == "2026-12-31"


# Context

KHARKIV, KAZAN, ATHENS, BUENOS_AIRES, LONDON = 706483, 551487, 264371, 3435910, 2643743


@pytest.mark.parametrize(
    ("query", "country", "code", "said"),
    [
        (ATHENS, "TR", "hostile_downgraded", "Greece and Türkiye are strained (since 1974)"),
        (BUENOS_AIRES, "GB", "hostile_downgraded", "Argentina and the United Kingdom are strained"),
        (KHARKIV, "BY", "hostile_downgraded", "Ukraine and Belarus are strained"),
        (KAZAN, "LT", "hostile_downgraded_by", "Russia keeps Lithuania on a list of states"),
        (LONDON, "RU", "hostile_downgraded_by", "Russia keeps the United Kingdom on a list"),
    ],
)
def test_strained_relations_give_no_level_and_are_told(
    similar: Matcher, query: int, country: str, code: str, said: str
) -> None:
    (tier,) = ask(similar, query, country).tiers
    for one in tier.candidates:
        told = {context.code: context for context in one.feasibility.context}
        assert code not in codes(one.feasibility.reasons)
        assert told[code].source
        assert told[code].as_of
        assert said in told[code].text
    at_tier = [one.text for one in tier.cautions if one.code == "tier_verdict"]
    assert len(at_tier) == 1
    assert said in at_tier[0]


def test_alliances_and_unions_stay_silent_and_a_barred_pair_needs_no_context(
    similar: Matcher,
) -> None:
    for query, country in ((KOSTROMA, "BY"), (BARI, "DE")):
        (tier,) = ask(similar, query, country).tiers
        assert not any(one.feasibility.context for one in tier.candidates)
    (tier,) = ask(similar, KYIV, "RU", limits={"feasibility": "any"}).tiers
    assert not any(one.feasibility.context for one in tier.candidates)


def test_context_is_told_with_each_candidate_where_the_tier_does_not_share_it(
    similar: Matcher,
) -> None:
    from matcher.render import markdown

    answer = ask(similar, ATHENS, tiers=[{"name": "two", "cities": ["750269", "3182351"]}])
    levels = {one.place.country: one.feasibility for one in answer.tiers[0].candidates}
    assert {one.level for one in levels.values()} == {"clear"}
    assert codes(levels["TR"].context) == ["hostile_downgraded"]
    assert levels["IT"].context == ()
    assert markdown(answer).count("Greece and Türkiye are strained (since 1974)") == 1


@pytest.mark.parametrize("given", ["possible", "ANY", "", None, True])
def test_feasibility_takes_its_words_alone(given: Any) -> None:
    from matcher.errors import MandateError

    with pytest.raises(MandateError, match=r"limits\.feasibility: input should be 'blocked_last'"):
        Mandate.parse({"city": "Kostroma", "limits": {"feasibility": given}})


# Deaths where they are counted, advice once, disputed places that ask

GAZA, HAIFA, JERUSALEM, KHANKENDI, TAIPEI = 281133, 294801, 281184, 146970, 1668341


def test_deaths_in_gaza_are_told_of_both_that_the_source_counts_together(similar: Matcher) -> None:
    for country, name, other in (("PS", "Palestinian", "Israel"), ("IL", "Israel", "Palestinian")):
        (tier,) = ask(similar, BARI, country).tiers
        evidence = [why for one in tier.candidates for why in one.criteria["politics"].evidence]
        (deaths,) = {one.text for one in evidence if one.code == "conflict_deaths_together"}
        assert "49,008 deaths" in deaths
        assert name in deaths.split(" and ")[0]
        assert other in deaths.split(" and ")[1]
        assert "conflict_deaths" not in codes(evidence)
    where = {"tiers": [{"name": "one", "cities": [str(GAZA)]}]}
    (tier,) = ask(similar, BARI, **where).tiers
    (gaza,) = tier.candidates
    told = codes([*tier.cautions, *gaza.cautions])
    assert "place_status" in told
    assert not any(one.startswith("conflict") for one in told)
    assert codes(gaza.feasibility.reasons) == ["travel_advice"]


def test_advice_of_a_government_is_told_once_at_a_tier(similar: Matcher) -> None:
    from matcher.render import markdown

    cities = {"cities": ["Kyiv", "Lviv", "Beirut", "Ljubljana"]}
    answer = ask(similar, BARI, tiers=[{"name": "four", **cities}])
    (tier,) = answer.tiers
    advised = [one for one in tier.candidates if one.feasibility.reasons]
    assert len(advised) > 1
    assert {one.feasibility.level for one in advised} == {"careful"}
    assert all("travel_advice" in codes(one.feasibility.reasons) for one in advised)
    (told,) = (one for one in tier.cautions if one.code == "tier_advice")
    named = {one.place.country_name for one in advised}
    assert set(told.facts["countries"]) == named
    assert all(name in told.text for name in named)
    assert (told.source, told.date[:4]) == ("Smartraveller, Australian government", "2026")
    assert markdown(answer).count("advises its citizens") == 1


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("Donetsk, Ukraine", "Ukraine"), ("Mariupol", "Ukraine"), ("Sevastopol", "Ukraine"),
        ("Simferopol", "Ukraine"), ("Melitopol", "Ukraine"), (str(KHANKENDI), "Azerbaijan"),
        ("611403", "Georgia"), ("611847", "Georgia"), ("146617", "Cyprus"), ("146412", "Cyprus"),
        ("617239", "Moldova"),
    ],
)  # fmt: skip
def test_authorities_of_an_area_in_dispute_are_told_for_whom_the_answer_is(
    similar: Matcher, city: str, country: str
) -> None:
    fields = {"city": city, "date": DAY, "count": 2, "tiers": [{"name": "t", "countries": ["IT"]}]}
    mandate = Mandate.parse(fields)
    answers = (similar.recommend(mandate), similar.compare(mandate, ["Bari"]))
    for answer in answers:
        codes_told = [one.removeprefix("formerly_") for one in codes(answer.cautions)]
        first = codes_told.index("disputed_query")
        assert set(codes(answer.cautions)[:first]) <= {"place_status"}  # a destroyed town
        told = answer.cautions[first + 1]
        assert told.code == "disputed_authority"
        assert told.severity == "warning"
        assert f"the relations and laws of {country}" in told.text


def test_jerusalem_is_told_with_its_status_as_asked_and_as_candidate(similar: Matcher) -> None:
    asked = ask(similar, JERUSALEM, "IT")
    status = [one for one in asked.cautions if one.code == "place_status"]
    assert [one.facts["told_status"] for one in status] == ["jerusalem.B"]
    assert "resolution 478" in status[0].text
    listed = asked.tiers[0].candidates
    assert not any("place_status" in codes(one.cautions) for one in listed)
    where = {"tiers": [{"name": "one", "cities": [str(JERUSALEM)]}]}
    (candidate,) = ask(similar, BARI, **where).tiers[0].candidates
    told = [one.facts["told_status"] for one in candidate.cautions if one.code == "place_status"]
    assert told == ["jerusalem.B"]
    assert codes(ask(similar, TAIPEI, "IT").cautions)[0] == "place_status"


def test_fates_of_two_sides_of_a_war_are_context(similar: Matcher) -> None:
    both_ways = (
        ("Belgrade", "Pristina"), ("Taipei", "Shanghai"), ("Baku", "Yerevan"),
        ("Zagreb", "Belgrade"), ("Sarajevo", "Belgrade"), ("Dresden", "Coventry"),
        ("Seoul", "Osaka"), ("Chernihiv", "Vitebsk"), ("Kharkiv", "Minsk"),
        ("Hiroshima", "Nanjing"), ("Mariupol", "Rostov-on-Don"), ("Kharkiv", "Belgorod"),
        ("Gaza, Palestine", "Haifa"), ("Hanoi", "Seoul"), ("Mostar", "Split, Croatia"),
    )  # fmt: skip
    fates = {"war_alike", "war_fate", "bombs_both"}
    for pair in both_ways:
        for city, other in (pair, pair[::-1]):
            found = similar.compare(Mandate.parse({"city": city, "date": DAY}), [other])
            (one,) = found.tiers[0].candidates
            told = one.criteria["war_history"].evidence
            assert not fates & set(codes(told)), (city, other)
            assert not fates & set(codes(one.reasons)), (city, other)
    shared = (("Coventry", "Volgograd"), ("Rotterdam", "Minsk"), ("Hiroshima", "Dresden"))
    for city, other in shared:
        found = similar.compare(Mandate.parse({"city": city, "date": DAY}), [other])
        (one,) = found.tiers[0].candidates
        assert fates & set(codes(one.criteria["war_history"].evidence)), (city, other)


def test_comparison_tells_what_all_compared_have_in_common(similar: Matcher) -> None:
    from matcher.render import markdown

    mandate = Mandate.parse({"city": str(TAMPERE), "date": DAY})
    answer = similar.compare(mandate, ["Saint Petersburg, Russia", "Kazan"])
    (tier,) = answer.tiers
    common = common_reasons([one.feasibility for one in tier.candidates])
    assert common
    assert all(markdown(answer).count(one.text) == 1 for one in common)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "applies the relations and laws of Ukraine"),
        ("ru", "исходит из отношений и законов этой страны: Украина"),
        ("it", "applica le relazioni e le leggi di questo paese: Ucraina"),
    ],
)
def test_first_page_of_a_paper_says_for_whom_it_is(
    similar: Matcher, language: str, said: str
) -> None:
    from matcher.dossier import dossier

    tiers = [{"name": "t", "countries": ["IT", "TR"]}]
    mandate = Mandate.parse({"city": str(SEVASTOPOL), "date": DAY, "count": 2, "tiers": tiers})
    first_page = repr(dossier(similar, mandate, language, "html").decision)
    assert said in first_page
    assert "68/262" in first_page


def test_page_tells_context_with_its_date(similar: Matcher) -> None:
    from fastapi.testclient import TestClient

    from matcher.web import create_app

    with TestClient(create_app(similar)) as client:
        page = client.get("/answer", params={
            "city": str(ATHENS), "tier": "", "tier_city": "750269", "date": DAY, "lang": "it",
        }).text  # fmt: skip
    assert "Grecia" in page
    assert re.search(r"relazioni tese[^<]*1974", page)


def test_what_nobody_checked_is_told_once_where_several_places_rest_on_it(similar: Matcher) -> None:
    answer = ask(similar, KOSTROMA, "IT", "DE", count=10)
    (tier,) = answer.tiers
    weak = [
        {key for key, one in each.criteria.items() if one.grade == "unreviewed"}
        for each in tier.candidates
    ]
    often = {key for own in weak for key in own if sum(key in other for other in weak) > 1}
    assert often
    (told,) = (one for one in tier.cautions if one.code == "evidence_unreviewed_several")
    assert set(told.facts["criteria_criterion"]) == often
    for one, own in zip(tier.candidates, weak, strict=True):
        left = {
            key
            for caution in one.cautions
            if caution.code == "evidence_unreviewed"
            for key in caution.facts["criteria_criterion"]
        }
        assert left == own - often


def test_visas_in_both_directions_are_one_caution(similar: Matcher) -> None:
    (tier,) = ask(similar, 1796236, "MX").tiers  # Shanghai
    (told,) = (one for one in tier.cautions if one.code.startswith("visa_barrier"))
    assert told.code == "visa_barrier_both"
    assert "both ways between China and" in told.text


SHANGHAI, MOSCOW = 1796236, 524901


@pytest.mark.parametrize(("city", "country"), [(SHANGHAI, "TW"), (TAIPEI, "CN")])
def test_sides_not_foreign_to_each_other_are_told_of_no_visa_and_no_foreign_step(
    similar: Matcher, city: int, country: str
) -> None:
    answer = ask(similar, city, country)
    (tier,) = answer.tiers
    first = tier.candidates[0]
    reach = [fact for fact in first.criteria["reach"].evidence if "permit" in fact.code]
    assert codes(reach) == ["entry_permits"]
    notes = [*answer.cautions, *tier.cautions, *first.cautions, *first.reasons, *first.against]
    told = " ".join(one.text for one in notes)
    assert "contacts that touch Taiwan" in told
    unfit = r"\bvisa\b|foreign|CPAFFC|\(example\)"
    assert re.findall(unfit, told.replace("not for a visa", "")) == []


def test_city_that_is_a_region_is_not_sent_to_its_region(similar: Matcher) -> None:
    for city, sent in ((MOSCOW, False), (KOSTROMA, True)):
        told = ask(similar, city, "UZ").cautions
        (step,) = (one for one in told if one.code == "law_consent_query")
        assert ("the state authorities of the region" in step.text) is sent
