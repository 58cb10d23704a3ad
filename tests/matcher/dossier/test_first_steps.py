"""What a paper asks an officer to do first: nobody is written to before he may be."""

from __future__ import annotations

import datetime as dt

import pytest

from matcher.documents.model import Document, Table
from matcher.dossier import dossier
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from tests.matcher.answer.test_feasibility import DALLAS, DAY, KOSTROMA, TAMPERE

CHERNIHIV, KALININGRAD, MARIUPOL, TROMSO = 710735, 554234, 701822, 3133895
DATE = dt.date.fromisoformat(DAY)


def paper(similar: Matcher, city: int, *countries: str, lang: str = "en", **more) -> Document:
    tiers = [{"name": one, "countries": [one]} for one in countries]
    asked = {"city": str(city), "date": DAY, "count": 2, "tiers": tiers, **more}
    return dossier(similar, Mandate.parse(asked), lang, "html")


def part(document: Document, key: str) -> str:
    return next(repr(one.blocks) for one in document.sections if one.key == key)


def test_care_begins_with_a_dated_consultation_and_stays_online(similar: Matcher) -> None:
    found = paper(similar, TAMPERE, "UA")
    first, year, letter = repr(found.decision), part(found, "programme"), part(found, "letter")
    assert "No contact before the authorities have been consulted" in first
    assert "Write first to" not in first
    assert first.index("Ask by 11 December 2026") < first.index("send the letter of interest")
    assert "send the letter of interest (part 9) by 19 February 2027" in first
    assert "consulted" in year
    assert "visit" not in year
    assert "tournament" not in year
    assert "No travel is planned" in year
    assert "To be sent only after the consultation" in letter
    assert "joint online event" in letter


def test_where_nothing_stands_against_it_the_letter_goes_out_at_once(similar: Matcher) -> None:
    found = paper(similar, KOSTROMA, "TM")
    assert "Write first to" in repr(found.decision)
    assert "First visit of a group of pupils" in part(found, "programme")
    assert "To be sent only after" not in part(found, "letter")


def test_what_is_not_advisable_is_no_proposal(similar: Matcher) -> None:
    found = paper(similar, KALININGRAD, "PL", "UZ")
    first = repr(found.decision)
    assert "No partnership is proposed in the tier Poland" in first
    assert "not advisable at present" in first
    assert "stands first" not in first
    assert "The letter (part 9) is for" in first


def test_broken_links_are_told_with_their_end_and_its_day(similar: Matcher) -> None:
    first = repr(paper(similar, CHERNIHIV, "BY").decision)
    assert "earlier links of Chernihiv with places there were broken" in first
    assert "(ended, 31 May 2022)" in first


def test_a_law_that_bars_a_tier_has_a_next_step(similar: Matcher) -> None:
    for found in (paper(similar, DALLAS, "CN"), paper(similar, DALLAS, "CN", "MX")):
        first = repr(found.decision)
        assert "Ask the city attorney or legal office" in first
        assert "Nanjing" in first
        assert "withdrawal by 1 October 2025" in first


@pytest.mark.parametrize(
    ("city", "country", "lang", "languages", "missing"),
    [
        (CHERNIHIV, "KZ", "en", ["English", "Russian"], "Ukrainian"),
        (CHERNIHIV, "KZ", "ru", ["русский", "английский"], "украинский"),
        (KOSTROMA, "BY", "ru", ["русский"], ""),
        (KOSTROMA, "IT", "ru", ["русский", "итальянский", "английский"], ""),
        (TROMSO, "KZ", "en", ["English", "Russian"], "Norwegian"),
    ],
)
def test_letter_is_in_the_official_languages_of_both_sides_and_in_english(
    similar: Matcher, city: int, country: str, lang: str, languages: list[str], missing: str
) -> None:
    told = part(paper(similar, city, country, lang=lang), "letter")
    places = [told.index(f": {one}'" if lang == "ru" else f"Text in {one}'") for one in languages]
    assert sorted(told.count(one) for one in ("Text in ", "Текст на языке"))[-1] == len(languages)
    assert sorted(places) == sorted(set(places))
    assert missing in told
    assert "In our language" not in told


def test_a_language_is_no_tie_of_two_states_at_odds(similar: Matcher) -> None:
    for city, country, told in ((CHERNIHIV, "BY", False), (KOSTROMA, "BY", True)):
        asked = {
            "city": str(city), "date": DAY, "count": 20,
            "tiers": [{"name": "a", "countries": [country]}],
        }  # fmt: skip
        found = {
            why.code
            for one in similar.recommend(Mandate.parse(asked)).tiers[0].candidates
            for why in one.criteria["culture"].evidence
        }
        assert ("language_shared" in found) is told


def test_a_further_tier_that_asks_for_care_says_why_and_what_comes_first(
    similar: Matcher,
) -> None:
    first = repr(paper(similar, KOSTROMA, "TM", "IT").decision)
    assert "Sanctions applied by Italy concern Russia" in first
    assert "Consult the authorities before any letter to" in first


def test_a_bar_is_said_without_a_way_round_it(similar: Matcher) -> None:
    found = paper(similar, CHERNIHIV, "RU", "PL")
    whole = repr(found.decision) + "".join(repr(one.blocks) for one in found.sections)
    assert "not possible at present" in whole
    assert "a mandate may ask for them" not in whole
    assert "a mandate may admit such places" not in whole


def test_partners_in_our_country_are_those_known_here(similar: Matcher) -> None:
    assert "Its partners known here: " in part(paper(similar, KOSTROMA, "UZ"), "acceptance")


def test_every_statement_on_law_and_relations_names_a_source(similar: Matcher) -> None:
    for city, country in ((CHERNIHIV, "PL"), (MARIUPOL, "PL"), (TROMSO, "RU")):
        found = paper(similar, city, country)
        tables = [
            block
            for one in found.sections
            if one.key == "legal"
            for block in one.blocks
            if isinstance(block, Table)
        ]
        assert all(row[-1] for table in tables for row in table.rows)


@pytest.mark.parametrize("rule", ["UA-3668-AGGRESSOR", "UA-3668-FORM"])
def test_a_law_known_in_part_by_general_knowledge_says_so(similar: Matcher, rule: str) -> None:
    (law,) = (one for one in similar.engine.feasibility.rules.laws.rows if one.rule_id == rule)
    assert law.grade == "unreviewed"
    assert law.source.endswith("general knowledge, unreviewed")


def test_the_war_of_two_states_is_not_sourced_to_travel_advice(similar: Matcher) -> None:
    found = similar.world.place_facts.states.relations.between("RU", "UA", DATE)
    (war,) = (one for one in found if one.kind == "at_war")
    assert war.source.startswith("UN General Assembly")


def test_what_is_said_to_have_broken_names_who_says_so(similar: Matcher) -> None:
    told = part(paper(similar, DALLAS, "MX"), "links")
    assert "Saratov (RU), suspended (9 March 2022). Source: https://wfaa.com/" in told
