"""Facts of a profile in words."""

from __future__ import annotations

import pytest

from matcher.english.facts import CLIMATES, KINDS_OF_PLACE
from matcher.wording.facts import climate_words, coded_value, fact_name
from matcher.wording.language import LANGUAGES, Language
from matcher.world.fact import Fact


@pytest.mark.parametrize("code", LANGUAGES)
def test_codes_are_words_in_every_language(code: str) -> None:
    language = Language(code)
    for key, value in (("admin_rank", 0), ("airport_size", 3), ("feature_code", "PPLC")):
        told = coded_value(Fact(key, value, "measured", "x"), language)
        assert told
        assert str(value) not in told
    assert {language.say(text) for text in (*KINDS_OF_PLACE.values(), *CLIMATES.values())}


def test_an_airport_has_its_name_and_its_country_where_that_is_another() -> None:
    english = Language("en")
    row = {"name": "Chișinău International Airport", "country": "MD"}
    abroad = Fact("airport", "RMO", "measured", "x", row)
    assert coded_value(abroad, english) == "Chișinău International Airport (RMO), Moldova"
    at_home = Fact("airport", "RMO", "measured", "x", {**row, "country": ""})
    assert coded_value(at_home, english) == "Chișinău International Airport (RMO)"
    assert coded_value(Fact("airport", None, "unknown", "x"), english) == ""


@pytest.mark.parametrize(
    ("key", "row", "told"),
    [
        ("label:de", None, "German"),
        ("bloc:Council_of_Europe", None, "bloc of the country: Council of Europe"),
        ("hero_city_ussr", {"war_kind": "hero_city_ussr"}, "hero city"),
        ("coast_km", None, "distance from the sea, km"),
    ],
)
def test_facts_have_names(key: str, row: dict[str, str] | None, told: str) -> None:
    assert fact_name(Fact(key, "x", "measured", "x", row), Language("en")) == told


def test_a_climate_of_two_letters_is_told() -> None:
    assert climate_words("Aw", Language("en")) == "tropical, dry winter"
