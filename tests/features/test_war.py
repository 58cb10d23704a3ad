import pandas as pd
import pytest

from features import bombs, war
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.vocabulary import WAR_LEVELS


def _places(population, district=None, longitude=None):
    count = len(population)
    return pd.DataFrame(
        {
            c.CITY_ID: range(1, count + 1),
            c.COUNTRY: "DE",
            c.LATITUDE: 0.0,
            c.LONGITUDE: longitude or [float(10 * i) for i in range(count)],
            c.POPULATION: population,
            c.DISTRICT_OF: district or [0] * count,
        }
    )


def _curated(kind, city_id=1, grade="curated", source="x", year="1940"):
    return pd.DataFrame(
        {
            c.CITY_ID: [city_id],
            c.WAR_KIND: [kind],
            c.WAR: ["World War II"],
            c.YEAR_FROM: [year],
            c.YEAR_TO: [""],
            c.GRADE: [grade],
            c.SOURCE: [source],
        }
    )


def _battles(**changes):
    row = {
        "battle": "Somewhere",
        "year": 1942,
        "year_end": 1943,
        "war": "World  War II",
        "scale_1_6": "3.0",
        "massacre": False,
        "geonameid_name_match": "1",
        "war_label_suspect": False,
    }
    return pd.DataFrame([row | changes])


def _levels(tons, places, targets=None):
    raw = pd.DataFrame({"geonameid": list(tons), "thor_tons_within6km": list(tons.values())})
    if targets is None:  # Each place was aimed at itself.
        of = places.set_index(c.CITY_ID).loc[list(tons)]
        targets = zip(of[c.LATITUDE], of[c.LONGITUDE], tons.values(), strict=True)
    facts = bombs.allied_bombs(
        raw, pd.DataFrame(targets, columns=["lat", "lon", "tons"]), places, "THOR"
    )
    return dict(zip(facts[c.CITY_ID], facts[c.WAR_LEVEL], strict=True))


def test_an_unknown_kind_is_an_error_that_lists_the_known():
    with pytest.raises(DataError, match=r"'raid' is not known.*heavily_bombed"):
        war.kind_level("raid")


def test_bombs_make_levels_by_tons():
    places = _places([50_000] * 4)
    levels = _levels(
        {
            1: bombs.HEAVY_TONS,
            2: bombs.HEAVY_TONS - 1,
            3: bombs.DAMAGE_TONS - 1,
            4: bombs.RAID_TONS - 1,
        },
        places,
    )
    assert levels == {
        1: WAR_LEVELS["heavily bombed"],
        2: WAR_LEVELS["damaged"],
        3: WAR_LEVELS["fought over"],
    }


def test_a_village_beside_a_bombed_city_does_not_claim_the_citys_ruin():
    beside = _places([300_000, 20_000], longitude=[0.0, 0.05])
    alone = _places([300_000, 20_000], longitude=[0.0, 5.0])
    assert _levels({1: 5000.0, 2: 5000.0}, beside) == {1: 4, 2: 2}
    assert _levels({1: 5000.0, 2: 5000.0}, alone) == {1: 4, 2: 4}


def test_a_small_place_claims_damage_at_most_and_a_district_no_more_than_fighting():
    places = _places([900, 0, 80_000], district=[0, 0, -1])
    assert _levels({1: 9000.0, 2: 9000.0, 3: 9000.0}, places) == {1: 3, 2: 3, 3: 2}


def test_tons_aimed_at_a_neighbour_are_no_damage_of_a_town():
    rotenburg_and_bebra = _places([14_555, 13_934], longitude=[0.0, 0.045])
    aimed = [(0.0, 0.035, 562.0)]
    assert _levels({1: 562.0, 2: 562.0}, rotenburg_and_bebra, aimed) == {1: 2, 2: 3}
    sarcelles = _places([58_587])
    assert _levels({1: 2568.0}, sarcelles, [(0.0, 0.05, 2568.0)]) == {1: 2}
    city = _places([225_000])
    assert _levels({1: 2568.0}, city, [(0.0, 0.05, 2568.0)]) == {1: 4}


def test_battle_without_a_name_match_or_with_a_suspect_war_is_left_out():
    assert war.battles(_battles(geonameid_name_match=""), "x").empty
    assert war.battles(_battles(war_label_suspect=True), "x").empty


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "fought over"),
        ({"scale_1_6": "6.0"}, "damaged"),
        ({"scale_1_6": "6.0", "year": 1644}, "fought over"),
        ({"scale_1_6": "", "massacre": True}, "damaged"),
    ],
)
def test_battle_level_follows_scale_and_age(changes, level):
    assert war.battles(_battles(**changes), "x")[c.WAR_LEVEL].tolist() == [WAR_LEVELS[level]]


def test_facts_of_several_sources_stand_side_by_side_and_the_highest_makes_the_level():
    places = _places([5, 5])
    facts = [
        war.curated_facts(_curated("hero_city_ussr")),
        war.battles(_battles(), "HCED"),
        war.curated_facts(_curated("war_destroyed")),
    ]
    table = war.city_war(facts, places)
    assert sorted(table[c.WAR_KIND]) == ["battle", "hero_city_ussr", "war_destroyed"]
    assert war.highest_levels(table, places).tolist() == [WAR_LEVELS["destroyed"], 0]


def test_one_fact_told_twice_keeps_the_better_grade_and_unknown_places_go():
    facts = [
        war.curated_facts(_curated("siege", grade="unreviewed", source="a")),
        war.curated_facts(_curated("siege", grade="curated", source="b")),
        war.curated_facts(_curated("siege", city_id=77)),
    ]
    table = war.city_war(facts, _places([5]))
    assert table[[c.CITY_ID, c.SOURCE]].to_numpy().tolist() == [[1, "b"]]


@pytest.mark.parametrize(
    ("kind", "grade", "years", "level"),
    [
        ("war_destroyed", "unreviewed", ("1944", "1944"), "damaged"),
        ("war_destroyed", "curated", ("1944", "1944"), "destroyed"),
        ("siege", "curated", ("1941", "1944"), "destroyed"),
        ("siege", "unreviewed", ("1941", "1944"), "damaged"),
        ("siege", "curated", ("1944", "1945"), "damaged"),
        ("siege", "curated", ("1608", "1611"), "fought over"),
    ],
)
def test_general_knowledge_is_bounded_and_a_long_siege_is_destruction(kind, grade, years, level):
    fact = _curated(kind, grade=grade)
    fact[[c.YEAR_FROM, c.YEAR_TO]] = years
    assert war.curated_facts(fact)[c.WAR_LEVEL].tolist() == [WAR_LEVELS[level]]


def test_an_award_names_no_war_since_its_year_is_its_own():
    told = war.curated_facts(_curated("city_of_labour_valour_ru", year="2021"))
    assert told[[c.WAR, c.YEAR_FROM]].to_numpy().tolist() == [["", 2021]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1st Chinese Revolutionary Civil War", ""),
        ("3rd Chinese Revolutionary Wars", "Chinese Civil War"),
        ("Civil War", ""),
        ("Great Peleponnesian War", "Great Peloponnesian War"),
        ("King Phillips War", "King Philip's War"),
        ("Mongol Conquest of Russia", "Mongol invasion of Rus"),
        ("Mughal Uzbek Wars", ""),
        ("Napoleonic Wars (5th Coaliton)", "Napoleonic Wars (5th Coalition)"),
        ("Russian-Mongol Wars", "wars of Rus with the Golden Horde and its heirs"),
        ("Seven Year's War", "Seven Years' War"),
        ("World War", "World War I"),
        ("World War I; (War at Sea", "World War I"),
        ("World War II", "World War II"),
        ("Years War", "Hundred Years' War"),
        ("y War of the Holy League", "War of the Holy League"),
    ],
)
def test_names_of_wars_are_whole_and_vague_ones_are_none(written, meant):
    assert war.spelt(pd.Series([written])).tolist() == [meant]


def test_towns_of_neutral_states_were_no_targets():
    places = _places([50_000, 50_000]).assign(**{c.COUNTRY: ["CH", "DE"]})
    assert _levels({1: 500.0, 2: 500.0}, places) == {2: WAR_LEVELS["damaged"]}


def test_a_battle_outside_the_years_of_its_war_names_no_war():
    wars = pd.Series(["World War I"] * 4 + ["A War", "A War", "Viking Wars", "Viking Wars"])
    years = pd.Series([1709, 1914, 1916, 1918, 648, 1962, 866, 948])
    assert war.wars_of_their_years(wars, years).tolist() == [
        "", "World War I", "World War I", "World War I", "", "", "Viking Wars", "Viking Wars",
    ]  # fmt: skip
