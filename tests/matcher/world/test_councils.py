"""Units by name, the counts of a place's people, and places without a council."""

import pytest

from matcher.mandate.parts import Limits
from matcher.mandate.rules import REASONS, FixedRules, Verdict, common_codes
from matcher.tables import columns as c
from matcher.world.city_card import read_profile
from matcher.world.world import World
from tests.world import BARI, MARY, council_world, write_world

UNIT = {
    c.UNIT_ID: "lau:IT:072006",
    c.NAME: "Comune di Bàri",
    c.COUNTRY: "IT",
    c.KIND: "commune",
    c.POPULATION: 315_284,
    c.YEAR: 2020,
    c.SEAT: BARI,
    c.MAY_SIGN: 1,
    c.SOURCE: "Eurostat",
}
COUNTS = [
    {c.CITY_ID: BARI, c.KIND: "commune", c.POPULATION: 277_387, c.YEAR: 2020,
     c.UNIT_ID: UNIT[c.UNIT_ID], c.GRADE: "measured", c.SOURCE: "Eurostat"},
    {c.CITY_ID: BARI, c.KIND: "place", c.POPULATION: 150_000, c.YEAR: 0, c.UNIT_ID: "",
     c.GRADE: "measured", c.SOURCE: "GeoNames"},
]  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    small = {**UNIT, c.UNIT_ID: "gn:IT.13.X", c.POPULATION: 0, c.YEAR: 0, c.SEAT: 0,
             c.MAY_SIGN: -1}  # fmt: skip
    tables = {
        **council_world(),
        "units": [small, UNIT],
        "city_populations": COUNTS,
        "no_councils": [{c.CITY_ID: MARY, c.REASON: "abandoned", c.GRADE: "measured",
                         c.SOURCE: "GeoNames"}],
    }  # fmt: skip
    return World.load(write_world(tmp_path_factory.mktemp("councils"), tables))


def test_a_unit_is_found_by_its_exact_name_most_people_first(world):
    first, second = world.councils.named("comune di bari", "IT")
    assert (first.unit_id, first.population, first.year, first.seat, first.may_sign) == (
        "lau:IT:072006", 315_284, 2020, BARI, True,
    )  # fmt: skip
    assert (second.population, second.seat, second.may_sign) == (None, None, None)
    assert world.councils.named("Comune di Bari", "TM") == ()
    assert world.councils.named("Comune", "IT") == ()


def test_a_profile_tells_the_count_that_is_used_and_the_others_with_their_units(world):
    row = world.atlas.row(BARI)
    profile = read_profile(world.place_facts, world.places.of_row(row), row, ())
    used, other = profile.sections["size"][:2]
    assert (used.key, used.value, used.source) == ("population", 277_387, "Eurostat, commune, 2020")
    assert (other.key, other.value, other.source) == (
        "population_other", 150_000, "GeoNames, place",
    )  # fmt: skip


def test_a_place_without_a_council_is_no_candidate(world):
    rules = FixedRules(query=world.atlas.row(BARI), partners=(), named_home=False)
    verdict = Verdict(common_codes(world.place_facts, world.graph, rules, Limits()))
    assert verdict.reason(world.atlas.row(MARY)) == "no_council"
    assert verdict.allowed[world.atlas.row(BARI)]
    assert "no_council" in REASONS
