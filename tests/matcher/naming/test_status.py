"""A disputed place is found under every usual name, and its status stands beside it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from matcher.english.politics_areas import AREA_STATUS, PLACE_STATUS, place_note
from matcher.errors import UnknownPlaceError
from matcher.mandate.model import Mandate
from matcher.naming.status import _CALLED, _LOOKED_FOR
from matcher.render.plain import profile_text
from matcher.tables import columns as c
from matcher.wording.language import LANGUAGES, Language
from matcher.wording.translate import translated_profile

SEVASTOPOL, KHANKENDI, BAKHMUT, DONETSK = 694423, 146970, 713174, 709717
SIMFEROPOL, SOKHUMI, FAMAGUSTA, TSKHINVALI, TIRASPOL = 693805, 611847, 146617, 611403, 617239


@pytest.mark.parametrize(
    ("city_id", "area", "names"),
    [
        (SEVASTOPOL, "sevastopol", ("Sevastopol", "Sevastopol, Russia", "Sevastopol, Ukraine",
                                    "Севастополь, Россия", "Sevastopol, Crimea")),
        (DONETSK, "donetsk_oblast", ("Donetsk, Ukraine", "Донецк, Украина", "Donetsk, DPR")),
        (SIMFEROPOL, "crimea", ("Simferopol, Russia", "Simferopol, Ukraine", "Симферополь, Крым")),
        (KHANKENDI, "nagorno_karabakh", ("Stepanakert", "Khankendi", "Stepanakert, Armenia",
                                         "Khankendi, Azerbaijan", "Степанакерт, Арцах")),
        (SOKHUMI, "abkhazia", ("Sukhumi", "Sukhumi, Georgia", "Sukhum, Abkhazia")),
        (FAMAGUSTA, "northern_cyprus", ("Famagusta", "Gazimağusa", "Famagusta, Cyprus",
                                        "Famagusta, Turkey", "Famagusta, Northern Cyprus")),
        (TSKHINVALI, "south_ossetia", ("Tskhinvali", "Tskhinval", "Tskhinvali, Georgia",
                                       "Tskhinvali, South Ossetia")),
        (TIRASPOL, "transnistria_and_bender", ("Tiraspol", "Tiraspol, Moldova",
                                               "Tiraspol, Transnistria")),
    ],
)  # fmt: skip
def test_disputed_place_is_found_under_its_usual_names_with_one_note(city_id, area, names, service):
    for name in names:
        assert service.world.gazetteer.resolve(name).city_id == city_id, name
    place = service.world.places.of_id(city_id)
    assert place.status == (f"{area}.A",)
    assert place.note == AREA_STATUS[f"{area}.A"]


def test_place_that_lies_in_the_named_country_is_taken_and_the_disputed_one_named(service):
    found = service.world.gazetteer.resolve("Donetsk, Russia")
    assert found.city_id == 565348  # in the region of Rostov
    assert "not Donetsk (UA" in found.note.text


def test_place_is_not_found_where_nobody_looks_for_it(service):
    with pytest.raises(UnknownPlaceError):
        service.world.gazetteer.resolve("Sevastopol, Italy")


def test_areas_that_are_looked_for_are_areas_with_a_sentence():
    areas = {code.partition(".")[0] for code in AREA_STATUS}
    assert _LOOKED_FOR.keys() | _CALLED.keys() <= areas


def test_every_place_of_class_a_has_a_note_in_every_language(service):
    table = service.world.atlas.table("disputed_places")
    open_now = (table.column(c.CLASS).astype(str) == "A") & (table.column(c.UNTIL) == "")
    held = table.column(c.CITY_ID)[open_now]
    assert len(held) > 1000
    languages = [Language(code) for code in LANGUAGES]
    told = {service.world.places.of_id(int(city_id)).status for city_id in held}
    assert all(status and set(status) <= PLACE_STATUS.keys() for status in told)
    for city_id in (SEVASTOPOL, KHANKENDI, BAKHMUT):
        place = service.world.places.of_id(city_id)
        assert len({one.place_note(place) for one in languages}) == len(LANGUAGES)


def test_district_has_the_status_of_its_city(service):
    cities = service.world.atlas.cities
    rows = np.flatnonzero(cities.column(c.DISTRICT_OF) == SEVASTOPOL)
    assert len(rows)
    assert {service.world.places.of_row(row).status for row in rows} == {("sevastopol.A",)}


def test_destroyed_town_is_said_to_be_so(service):
    place = service.world.places.of_id(BAKHMUT)
    assert place.status == ("destroyed.war", "donetsk_oblast.A")
    assert place.note.startswith("the town was destroyed in the war and its people left; ")
    (found,) = service.search("Bakhmut", limit=1)
    assert (found.status, found.note) == (place.status, place.note)


def test_partner_of_disputed_status_is_told_in_profile_and_links(service):
    table = service.world.atlas.table("partnerships")
    rows = np.flatnonzero(table.column(c.CITY_ID_A) == SEVASTOPOL)
    partner = int(table.column(c.CITY_ID_B)[rows[0]])
    profile = service.profile(str(partner))
    (link,) = (one for one in profile.links if one.partner.city_id == SEVASTOPOL)
    assert link.partner.note in profile_text(profile, "csv")
    for code in LANGUAGES:
        language = Language(code)
        (told,) = (
            one
            for one in translated_profile(profile, language).links
            if one.partner.city_id == SEVASTOPOL
        )
        assert "68/262" in told.partner.note
        assert language.place_note(link.partner) in language.link_notes(link)


@pytest.mark.parametrize(
    ("city", "candidate", "told"),
    [
        ("Gibraltar, GI", "Madrid, Spain", "gibraltar.B"),
        ("Madrid, Spain", "Gibraltar, GI", "gibraltar.B"),
        ("Gibraltar, GI", "Rome, Italy", ""), ("Pristina", "Belgrade, Serbia", "kosovo.B"),
        ("Rome, Italy", "Taipei, Taiwan", "taiwan.B"), ("Rome, Italy", "Kyiv", ""),
        ("Rome, Italy", "713122", "destroyed.war"),
    ],
)  # fmt: skip
def test_status_that_matters_to_a_pair_is_told(city, candidate, told, similar):
    asked = Mandate.parse({"city": city, "date": dt.date(2026, 11, 27).isoformat()})
    (one,) = similar.explain(asked, candidate).tiers[0].candidates
    found = [caution for caution in one.cautions if caution.code == "place_status"]
    assert [caution.facts["told_status"] for caution in found] == ([told] if told else [])
    for caution in found:
        assert place_note([told]) in caution.text
        assert "{" not in Language("ru").caution(caution)
