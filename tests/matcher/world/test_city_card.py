from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.matcher import SIMILARITY_FILE, Matcher
from matcher.tables.vocabulary import GRADES
from matcher.world.city_card import NO_LAKE
from matcher.world.fact import Fact
from tests.world import HAMLET, council_world, neutral_ranker, write_world

CITIES = ("Kostroma", "Ashgabat", "Windhoek", "Volgograd", "Suva", "Reykjavík")


@pytest.mark.parametrize("city", CITIES)
def test_every_fact_has_a_grade_and_a_known_one_a_source(service: Matcher, city: str) -> None:
    profile = service.profile(city)
    facts = [fact for section in profile.sections.values() for fact in section]
    assert len(facts) > 20
    for fact in facts:
        assert fact.grade in GRADES
        assert (fact.value is None) == (fact.grade == "unknown")
        assert fact.source or fact.value is None
    json.dumps(profile.to_dict(), allow_nan=False)


def test_profile_of_a_village_without_facts_is_unknown_throughout(council: Matcher) -> None:
    sections = council.profile(str(HAMLET)).sections
    for name in ("geography", "war_history"):
        assert {fact.grade for fact in sections[name]} == {"unknown"}
    assert {fact.grade for fact in sections["size"]} == {"unknown"}


def test_profile_shows_kinds_of_war_facts_with_years(service: Matcher) -> None:
    war = service.profile("Volgograd").sections["war_history"]
    assert any(fact.key == "hero_city_ussr" for fact in war)
    assert any("1942" in str(fact.value) for fact in war)


def test_profile_says_associate_member(service: Matcher) -> None:
    country = {fact.key: fact.value for fact in service.profile("Ashgabat").sections["country"]}
    assert "associate" in country["bloc:CIS"]


def test_what_is_of_the_country_stands_apart_without_past_states_and_deaths(
    service: Matcher,
) -> None:
    sections = service.profile("Tallinn").sections
    country = {fact.key for fact in sections["country"]}
    assert {"language", "religion", "export", "import", "gdp_per_capita_usd"} <= country
    assert "bloc:EU" in country
    assert "bloc:USSR" not in country
    assert "politics" not in sections
    elsewhere = {fact.key for key, facts in sections.items() if key != "country" for fact in facts}
    assert not country & elsewhere
    assert "deaths_in_organised_violence" not in country | elsewhere


def test_no_lake_near_is_told_apart_from_an_unknown_one(service: Matcher, council: Matcher) -> None:
    def lake(facts: tuple[Fact, ...]) -> object:
        return next(fact.value for fact in facts if fact.key == "lake")

    assert lake(service.profile("Kyiv").sections["geography"]) == NO_LAKE
    assert lake(council.profile(str(HAMLET)).sections["geography"]) is None


def test_a_corrected_fact_has_the_grade_and_source_of_its_correction(tmp_path: Path) -> None:
    made = {"fact": "city:543878:population", "grade": "curated", "source": "the census of 2021"}
    world = {**council_world(), "corrections": [made]}
    matcher = Matcher.load(write_world(tmp_path, world, {SIMILARITY_FILE: neutral_ranker()}))
    size = {fact.key: fact for fact in matcher.profile("Kostroma").sections["size"]}
    assert (size["population"].grade, size["population"].source) == (
        "curated",
        "the census of 2021",
    )
    assert size["rank_in_country"].source == "GeoNames"


def test_profile_of_a_district_names_the_city_it_is_part_of(service: Matcher) -> None:
    chilanzar, tashkent = 1514230, 1512569
    size = {fact.key: fact.value for fact in service.profile(str(chilanzar)).sections["size"]}
    assert size["district_of"] == tashkent
    assert "district_of" not in {fact.key for fact in service.profile("Kostroma").sections["size"]}


def test_world_heritage_is_told_without_a_distance(service: Matcher) -> None:
    sites = [one for one in service.profile("Rome, IT").sections["culture"] if one.key == "site"]
    assert sites
    assert all(" km" not in one.value and "distance_km" not in one.row for one in sites)
