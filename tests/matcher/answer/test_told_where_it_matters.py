"""What an answer tells only where it had an effect, and what it never says."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from fastapi.testclient import TestClient
from rich.console import Console

from matcher.dossier import dossier
from matcher.english.politics import LEVEL_NAMES, LEVEL_SHORT
from matcher.english.politics_notes import NOTE_OF, RELATION_NOTES
from matcher.english.terms import STATUS_NAMES
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.records.answer import Recommendation
from matcher.records.feasibility import PairFeasibility
from matcher.render import markdown
from matcher.render.terminal import print_recommendation
from matcher.tables.vocabulary import LINK_STATUSES
from matcher.web import create_app
from tests.matcher.answer.test_feasibility import (
    BARI,
    DAY,
    KOSTROMA,
    TAMPERE,
    YEREVAN,
    ask,
    codes,
)

WARSAW, BAKHMUT, GAZA, CHERNIHIV = 756135, 713174, 281133, 710735


def test_default_is_told_only_where_it_had_an_effect_on_the_tiers(similar: Matcher) -> None:
    defaults = {"barred_left_out", "feasibility_blocked_last", "disputed_left_out"}
    for city, country, told in (
        (KOSTROMA, "TM", set[str]()),
        (YEREVAN, "AZ", {"barred_left_out"}),
        (KOSTROMA, "AZ", {"disputed_left_out"}),
        (WARSAW, "RU", set[str]()),  # all are blocked: none stands below another
    ):
        assert defaults & set(codes(ask(similar, city, country).cautions)) == told, country


def test_disputed_places_are_counted_where_a_tier_names_their_country_alone(
    similar: Matcher,
) -> None:
    answer = ask(similar, BARI, "IL")
    assert answer.excluded["disputed"] > 0
    assert not any(one.reason == "disputed" for one in answer.exclusions)
    twice = [{"name": one, "countries": ["IL"]} for one in ("one", "two")]
    for found in (answer, ask(similar, BARI, tiers=twice)):
        (told,) = (one for one in found.cautions if one.code == "disputed_left_out")
        assert told.facts["count"] == answer.excluded["disputed"]
    whole = ask(similar, BARI, tiers=[{"name": "Crimea", "regions": ["UA-43"]}])
    assert codes(whole.tiers[0].cautions) == ["tier_disputed"]
    assert [one.reason for one in whole.exclusions] == ["disputed"]


def test_barred_tier_is_told_once_and_a_place_asked_for_is_named(similar: Matcher) -> None:
    assert ask(similar, YEREVAN, "AZ").exclusions == ()
    named = ask(similar, YEREVAN, tiers=[{"name": "one", "cities": ["Baku"]}])
    assert [one.place.name for one in named.exclusions] == ["Baku"]


@pytest.mark.parametrize("level", sorted(LEVEL_NAMES.keys() - {"ask_first", "no_bar"}))
def test_no_chance_is_shown_beside_a_verdict_that_advises_against(
    similar: Matcher, level: str
) -> None:
    shown = level in ("clear", "careful")
    answer = ask(similar, KOSTROMA, "TM")
    (tier,) = answer.tiers
    judged = PairFeasibility(level)
    rated = tuple(replace(one, probability=0.8, feasibility=judged) for one in tier.candidates)
    console = Console(file=StringIO(), width=200)
    rendered = replace(answer, tiers=(replace(tier, candidates=rated),))
    print_recommendation(console, rendered)
    assert all(one.probability == 0.8 for one in rated)  # what a program reads
    assert rendered.to_dict()["tiers"][0]["candidates"][0]["probability"] == 0.8
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert ("80.0%" in printed or "80%" in printed) is shown
    assert ("chance" in printed) is shown
    assert ("chance" in repr(rated[0])) is shown


@pytest.mark.parametrize(
    ("city", "country"), [(BAKHMUT, "Ukraine"), (GAZA, "Palestinian Territories")]
)
def test_destroyed_city_that_asks_is_warned_first_and_never_told_that_nothing_is_against(
    similar: Matcher, city: int, country: str
) -> None:
    answer = ask(similar, city, "IT")
    first = answer.cautions[0]
    assert (first.code, first.severity) == ("place_status", "warning")
    assert first.facts["told_status"].startswith("destroyed.")
    (tier,) = answer.tiers
    (told,) = (one.text for one in tier.cautions if one.code == "tier_verdict")
    assert f"is to be asked of the ministry in charge ({country})" in told
    assert all(one.feasibility.asks_first for one in tier.candidates)
    assert LEVEL_NAMES["clear"] not in markdown(answer)
    tiers = [{"name": "t", "countries": ["IT"]}]
    mandate = Mandate.parse({"city": str(city), "date": DAY, "count": 2, "tiers": tiers})
    paper = repr(dossier(similar, mandate, "en", "html").decision)
    assert "which body can sign" in paper
    assert "Write first" not in paper
    assert LEVEL_NAMES["clear"] not in paper
    assert LEVEL_SHORT["clear"] not in paper


def test_country_without_a_law_on_record_is_told_so_once(similar: Matcher) -> None:
    told = [one for one in ask(similar, TAMPERE, "RU", "IT").cautions if one.code == "no_law"]
    assert [one.facts["country_country"] for one in told] == ["FI"]
    assert "ask the ministry in charge" in told[0].text
    assert "no_law" not in codes(ask(similar, KOSTROMA, "TM").cautions)


def test_visa_rules_have_their_date_and_say_nothing_of_a_day_long_before(similar: Matcher) -> None:
    def rules(answer: Recommendation) -> list[str]:
        (tier,) = answer.tiers
        told = [*tier.cautions, *(why for one in tier.candidates for why in one.cautions)]
        facts = [why for one in tier.candidates for why in one.criteria["reach"].evidence]
        return [one.text for one in (*told, *facts) if one.code.startswith("visa_")]

    now, then = ask(similar, KOSTROMA, "IT"), ask(similar, KOSTROMA, "IT", date="2023-12-31")
    assert rules(now)
    assert all(one.endswith("(rules of January 2025)") for one in rules(now))
    assert rules(ask(similar, KOSTROMA, "IT", date="2024-01-01"))
    assert rules(then) == []
    assert codes(then.cautions).count("old_date") == 1
    assert "old_date" not in codes(now.cautions)


def test_note_on_a_relation_is_told_from_its_day_on(similar: Matcher) -> None:
    notes = set(similar.world.atlas.table("state_relations").column("note").tolist())
    assert set(NOTE_OF) <= notes
    assert {code for code, _ in NOTE_OF.values()} == set(RELATION_NOTES)
    assert not any(";" in one for one in RELATION_NOTES.values())  # it parts reasons
    for date, told in ((DAY, True), ("2025-08-07", False)):
        (caution,) = ask(similar, YEREVAN, "AZ", date=date).tiers[0].cautions
        assert ("(since 1991): the text of a treaty was initialled" in caution.text) is told


def test_every_status_of_a_partnership_has_words_and_no_date_stands_twice_in_a_paper(
    similar: Matcher,
) -> None:
    assert set(LINK_STATUSES) <= set(STATUS_NAMES)
    tiers = [{"name": "t", "cities": ["Kaliningrad", "Volgograd"]}]
    mandate = Mandate.parse({"city": str(WARSAW), "date": DAY, "count": 4, "tiers": tiers})
    paper = repr(dossier(similar, mandate, "en", "html"))
    assert "no_longer_listed" not in paper
    assert "ended (27 February 2022)" in paper
    assert ") (27 February 2022" not in paper


def test_paper_for_a_barred_tier_does_not_ask_to_relax_a_limit(similar: Matcher) -> None:
    def paper(**fields: object) -> str:
        tiers = [{"name": "t", "countries": ["AZ"]}]
        asked = {"city": str(YEREVAN), "date": DAY, "tiers": tiers, **fields}
        return repr(dossier(similar, Mandate.parse(asked), "en", "html"))

    barred = paper()
    assert "relax a limit" not in barred
    assert "No proposal is made" in barred
    limited = paper(tiers=[{"name": "t", "countries": ["GE"]}], limits={"population_min": 10**7})
    assert "relax a limit" in limited
    assert "No proposal is made" not in limited


def test_page_says_in_short_what_stands_against_the_first_places(similar: Matcher) -> None:
    def in_short(city: int, country: str) -> str:
        asked = {"city": str(city), "tier": country, "date": DAY, "lang": "en"}
        page = client.get("/answer", params=asked).text
        return page.partition('class="short"')[2].partition("</section>")[0]

    with TestClient(create_app(similar)) as client:
        assert in_short(WARSAW, "RU").count("(not advisable at present)") == 3
        barred = in_short(YEREVAN, "AZ")
        assert "Not possible at present." in barred
        assert "Relax a limit" not in barred
        assert "(" not in in_short(KOSTROMA, "TM")
        assert LEVEL_NAMES["ask_first"] in in_short(GAZA, "IT")


def test_ties_with_a_country_from_which_one_was_attacked_are_told_as_on_record(
    similar: Matcher,
) -> None:
    for date, told in ((DAY, "tier_recorded"), ("2021-06-01", "tier_twinned")):
        found = codes(ask(similar, CHERNIHIV, "BY", date=date).cautions)
        assert [one for one in found if one.startswith("tier_")] == [told]
