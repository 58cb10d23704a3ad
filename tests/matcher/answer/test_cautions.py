from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.answer import cautions
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.ranking.pairs import Pairs
from matcher.records.answer import Caution
from matcher.records.places import Link
from tests.world import HAMLET, KOSTROMA, MARY, OREL, TASHKENT

DATE = dt.date(2026, 4, 26)


def links_of(matcher: Matcher, city_id: int) -> tuple[Link, ...]:
    return matcher.world.links(city_id)


def by_code(found: list[Caution] | tuple[Caution, ...]) -> dict[str, Caution]:
    return {one.code: one for one in found}


def about(matcher: Matcher, query: int, candidate: int) -> dict[str, Caution]:
    row = matcher.world.atlas.row
    pairs = Pairs(
        matcher.world.place_facts, matcher.world.graph, matcher.world.countries, DATE, row(query),
        np.array([row(candidate)]),
    )  # fmt: skip
    place = matcher.world.places.of_id(candidate)
    theirs = links_of(matcher, candidate)
    return by_code(cautions.about_candidate(pairs, place, {}, theirs, matcher.world.places))


def test_city_without_links_is_told_so_and_that_lists_are_incomplete(council: Matcher) -> None:
    (told,) = cautions.about_links(council.world.places.of_id(HAMLET), ())
    assert told.code == "links_none"
    assert "incomplete" in told.text


def test_link_of_unknown_status_is_neither_broken_nor_active(council: Matcher) -> None:
    kostroma = council.world.places.of_id(KOSTROMA)
    links = [replace(one, status="unknown") for one in links_of(council, MARY)]
    found = by_code(cautions.about_links(kostroma, links))
    assert "links_broken" not in found
    assert found["links_known"].facts == {
        "city": "Kostroma", "city_city": KOSTROMA, "known": 1, "active": 0, "doubtful": 0,
    }  # fmt: skip
    assert "1 twin town of" in found["links_known"].text


def test_candidate_linked_with_our_country_is_a_rival(council: Matcher) -> None:
    rival = about(council, KOSTROMA, MARY)["candidate_twinned"]
    assert "Oryol in Russia" in rival.text
    assert rival.date == "2017-11-03"


def test_ended_link_with_our_country_makes_no_rival(council: Matcher) -> None:
    assert "candidate_twinned" not in about(council, KOSTROMA, TASHKENT)


def test_unknown_population_is_told(council: Matcher) -> None:
    assert "population_unknown" in about(council, KOSTROMA, HAMLET)
    assert "population_unknown" not in about(council, KOSTROMA, MARY)


def test_conflict_warns_in_proportion(service: Matcher) -> None:
    ashgabat, moscow, vienna = 162183, 524901, 2761369
    found = about(service, ashgabat, moscow)["conflict"]
    assert found.severity == "warning"
    assert found.facts["deaths"] >= 1000
    assert found.source == "UCDP"
    assert "conflict" not in about(service, ashgabat, vienna)


@pytest.mark.parametrize("code", sorted(cautions.CAUTIONS))
def test_caution_carries_code_text_and_source(code: str) -> None:
    from string import Formatter

    names = [name for _, name, *_ in Formatter().parse(cautions.CAUTIONS[code]) if name]
    lists = {key: ["Bari"] for key in {"partners", "blocs"} & set(names)}
    facts: dict[str, Any] = dict.fromkeys(names, 2) | lists
    made = cautions.caution(code, "info", facts, "a source", "2026")
    assert (made.code, made.source, made.date) == (code, "a source", "2026")
    assert "{" not in made.text


def test_orel_is_told_of_mary(council: Matcher) -> None:
    found = by_code(cautions.about_links(council.world.places.of_id(OREL), links_of(council, OREL)))
    assert found["links_known"].facts["active"] == 1
    assert "Tashkent (UZ), ended (2010)" in found["links_broken"].text


def test_place_of_two_tiers_stands_on_both_lists_and_says_so(service: Matcher) -> None:
    tiers = [{"name": "first", "countries": ["TM"]}, {"name": "wide", "countries": ["TM", "UZ"]}]
    asked = Mandate.parse({"city": "Kostroma", "date": "2026-04-26", "count": 5, "tiers": tiers})
    first, wide = service.recommend(asked, both_sides=False).tiers
    ranks = {
        tier.name: {one.place.city_id: one.rank for one in tier.candidates}
        for tier in (first, wide)
    }
    both = ranks["first"].keys() & ranks["wide"].keys()
    assert both
    for tier, other in ((first, "wide"), (wide, "first")):
        for one in tier.candidates:
            told = [caution for caution in one.cautions if caution.code == "listed_twice"]
            assert len(told) == (one.place.city_id in both)
            for caution in told:
                expected = (other, ranks[other][one.place.city_id])
                assert (caution.facts["tier"], caution.facts["rank"]) == expected


def test_associate_members_of_a_named_bloc_are_told(service: Matcher) -> None:
    fields = {"city": "Kostroma", "date": "2026-04-26", "count": 1}
    for tier, limits, expected in (
        ({"blocs": ["CIS"]}, {}, ["TM"]),
        ({"blocs": ["CIS"]}, {"include_associates": False}, None),
        ({"countries": ["TM"]}, {}, None),
    ):
        asked = Mandate.parse({**fields, "tiers": [{"name": "t", **tier}], "limits": limits})
        found = by_code(service.recommend(asked, both_sides=False).cautions)
        told = found.get("associate_members")
        assert (None if told is None else told.facts["countries_country"]) == expected
        assert told is None or told.date
