"""Ids of facts and the lines that correct them."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

import pytest

from matcher.matcher import Matcher
from matcher.records.feasibility import FeasibilityReason
from matcher.world.corrections import CITY_COLUMNS, FILES, OPEN, Correction, of_fact, of_reason

CITIES = ("Kostroma", "Volgograd", "Mary, TM", "Kyiv", "Windhoek", "Suva", "Hiroshima")


def cells(one: Correction) -> dict[str, str]:
    columns, line = csv.reader([one.columns, one.line])
    return dict(zip(columns, line, strict=True))


@pytest.mark.parametrize("city", CITIES)
def test_every_fact_has_an_id_of_its_own_and_a_whole_line(service: Matcher, city: str) -> None:
    profile = service.profile(city)
    found = [fact.correction for facts in profile.sections.values() for fact in facts]
    found += profile.link_corrections
    assert [one for one, count in Counter(one.id for one in found).items() if count > 1] == []
    for one in found:
        assert one.id.startswith((f"city:{profile.place.city_id}:", "country:", "pair:"))
        if not one.file:
            assert not one.line
            continue
        filled = cells(one)
        assert tuple(filled)[:-2] == FILES[one.file]
        assert filled["grade"] == "curated"
        assert filled["source"] == OPEN


def test_the_present_value_stands_before_the_place_of_the_right_one(service: Matcher) -> None:
    facts = {
        fact.key: fact
        for section in service.profile("Kostroma").sections.values()
        for fact in section
    }
    line = cells(facts["population"].correction)
    assert (line["value"], line["right"]) == (str(facts["population"].value), OPEN)
    assert facts["rank_in_country"].correction == Correction("city:543878:rank_in_country")


def test_a_height_of_nothing_is_told_and_an_unknown_one_is_empty(service: Matcher) -> None:
    place = service.world.places.of_id(543878)
    assert cells(of_fact(place, "elevation_m", 0.0))["value"] == "0.0"
    assert cells(of_fact(place, "elevation_m", None))["value"] == ""


def test_a_partnership_names_both_ends_the_smaller_id_first(service: Matcher) -> None:
    profile = service.profile("Kostroma")
    for link, one in zip(profile.links, profile.link_corrections, strict=True):
        first, second = sorted((profile.place.city_id, link.partner.city_id))
        assert one.id == f"pair:{first}:{second}"
        assert cells(one)["city_id_a"] == str(first)


def test_every_column_that_can_be_corrected_is_one_of_the_cities(service: Matcher) -> None:
    assert set(service.world.atlas.cities.spec.schema.names) >= CITY_COLUMNS


@pytest.mark.parametrize(
    ("asking", "other", "wanted"),
    [
        ("Kostroma", "Kyiv", "relation:RU:UA:at_war:"),
        ("Kostroma", "Aachen", "wave:"),
        ("Brisbane", "Kostroma", "law:AU-FOREIGN-ARRANGEMENTS"),
    ],
)
def test_reasons_of_verdicts_lead_to_their_rows(
    service: Matcher, asking: str, other: str, wanted: str
) -> None:
    row, writer = service.world.row, service.engine.feasibility
    found, told = writer.verdict(row(asking), row(other), dt.date(2026, 11, 22))
    home, away = (service.world.places.of_row(row(one)) for one in (asking, other))
    reasons = [*told.reasons, *(writer.reason(one, home, away) for one in found.steps)]
    made = [one for why in reasons if (one := of_reason(service.world.atlas, why))]
    assert any(one.id.startswith(wanted) for one in made), [one.id for one in made]
    for one in made:
        filled = cells(one)
        assert tuple(filled)[:-2] == FILES[one.file]
        assert filled.get("note", "") == ""


def test_a_reason_without_a_row_has_no_line(service: Matcher) -> None:
    reason = FeasibilityReason("own_ending", "ended", {"status": "ended"}, "", "2022", "")
    assert of_reason(service.world.atlas, reason) is None
