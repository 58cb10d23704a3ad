"""The shipped tables hold the founding facts and what the manifest says of them."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features.publish import to_table
from features.source import digest
from matcher.tables import columns as c
from matcher.tables.schema import SCHEMA_VERSION, TABLES
from matcher.tables.vocabulary import (
    BROKEN_STATUSES,
    GRADES,
    LINK_FORMS,
    LINK_GRADES,
    LINK_KINDS,
    LINK_STATUSES,
    WAR_LEVELS,
)
from matcher.world.state_of_pair import status_at

DATA = Path(__file__).resolve().parents[2] / "data"
MANIFEST = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))

CASCAIS, WELS, MOSCOW, TASHKENT, DUSHANBE = 2269594, 2761524, 524901, 1512569, 1221874
TAIPEI, LONDON, FUNABASHI, LENINGRAD, WARSAW = 1668341, 2643743, 1863905, 498817, 756135
DUBLIN, BAKU, RIGA = 2964574, 587084, 456172
KOSTROMA, ASHGABAT, HIROSHIMA = 543878, 162183, 1862415
COVENTRY, VOLGOGRAD, DIJON, TURIN, OSTRAVA = 2652221, 472757, 3021372, 3165524, 3068799


@pytest.fixture(scope="module")
def read():
    frames = {}

    def read_once(name):
        if name not in frames:
            frames[name] = pq.read_table(DATA / f"{name}.parquet").to_pandas()
        return frames[name]

    return read_once


@pytest.mark.parametrize("name", sorted(MANIFEST["tables"]))
def test_table_is_the_one_the_manifest_describes(name):
    path = DATA / f"{name}.parquet"
    facts = MANIFEST["tables"][name]
    assert digest(path) == facts["sha256"]
    metadata = pq.read_metadata(path)
    assert metadata.num_rows == facts["rows"] > 0
    assert pq.read_schema(path).equals(TABLES[name].schema)


def test_data_is_of_this_schema_and_within_its_size():
    assert MANIFEST["schema_version"] == SCHEMA_VERSION
    size = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file())
    assert size < 80_000_000


@pytest.mark.parametrize("name", ["city_rivers", "city_war", "bloc_membership"])
def test_rows_are_sorted_unique_and_graded(read, name):
    frame = read(name)
    spec = TABLES[name]
    pd.testing.assert_frame_equal(to_table(frame, spec).to_pandas(), frame)
    assert set(frame[c.GRADE].astype(str)) <= set(GRADES) - {"unknown"}


def _city(read, city_id):
    return read("cities").set_index(c.CITY_ID).loc[city_id]


def test_every_place_is_there_and_namibia_has_hers(read):
    cities = read("cities")
    assert len(cities) == 234_908
    assert (cities[c.COUNTRY] == "NA").sum() > 20
    assert (cities[c.COUNTRY].astype(str) == "").sum() == 0


def test_ashgabat_is_the_capital_of_turkmenistan(read):
    countries = read("countries").set_index(c.COUNTRY)
    assert countries.loc["TM", c.CAPITAL_ID] == ASHGABAT
    assert _city(read, ASHGABAT)[c.ADMIN_RANK] == 0


def test_every_capital_has_rank_0_and_lies_in_its_country(read):
    countries = read("countries")
    known = countries[countries[c.CAPITAL_ID] != 0]
    assert len(known) > 240
    capitals = read("cities").set_index(c.CITY_ID).loc[known[c.CAPITAL_ID]]
    assert (capitals[c.ADMIN_RANK] == 0).all()
    assert capitals[c.COUNTRY].astype(str).tolist() == known[c.COUNTRY].tolist()


def test_a_place_without_feature_code_has_an_unknown_rank_unless_a_capital(read):
    cities = read("cities")
    uncoded = cities[(cities[c.FEATURE_CODE] == "") & (cities[c.ADMIN_RANK] != 0)]
    assert set(uncoded[c.ADMIN_RANK]) == {-1}


def test_ranks_of_each_country_leave_no_gap(read):
    cities = read("cities")
    ranked = cities[cities[c.RANK_IN_COUNTRY] > 0].groupby(c.COUNTRY, observed=True)
    spans = ranked[c.RANK_IN_COUNTRY].agg(["min", "max", "nunique", "size"])
    assert (spans["min"] == 1).all()
    # A borough has the rank that its people would give it, and counts in no other's.
    assert (spans["max"] - spans["nunique"]).between(0, 1).all()
    assert (spans["nunique"] <= spans["size"]).all()
    silent = cities[(cities[c.POPULATION] == 0) | (cities[c.DISTRICT_OF] != 0)]
    assert (silent[c.RANK_IN_COUNTRY] == 0).all()
    assert (silent[c.RANK_IN_REGION] == 0).all()


def _rivers(read, city_id):
    rows = read("city_rivers")
    rows = rows[rows[c.CITY_ID] == city_id]
    return {r.river: (r.relation, r.grade) for r in rows.itertuples()}


def test_kostroma_lies_on_the_volga_by_the_map_and_on_the_kostroma_by_hand(read):
    rivers = _rivers(read, KOSTROMA)
    assert rivers["Volga"] == ("on", "measured")
    assert rivers["Kostroma"] == ("on", "unreviewed")


def test_the_danube_has_one_name_in_every_country(read):
    rows = read("city_rivers")
    names = set(rows[c.RIVER])
    assert not names & {"Donau", "Duna", "Dunărea", "Dunarea", "Dunav", "Dnipro", "Rhein", "Rhin"}
    countries = read("cities").set_index(c.CITY_ID)[c.COUNTRY].astype(str)
    along = set(countries.loc[rows.loc[rows[c.RIVER] == "Danube", c.CITY_ID]])
    assert {"DE", "AT", "SK", "HU", "RS", "BG", "RO"} <= along


def test_a_river_within_reach_is_near_and_a_known_none_stands_alone(read):
    rows = read("city_rivers")
    assert set(rows[c.RELATION].astype(str)) == {"on", "near", "none"}
    drawn = rows[rows[c.SOURCE] == "Natural Earth"]
    on = drawn[c.RELATION].astype(str) == "on"
    assert (drawn.loc[on, c.DISTANCE_KM] <= 1).all()
    assert drawn.loc[~on, c.RELATION].astype(str).eq("near").all()
    dry = rows[rows[c.RELATION] == "none"]
    assert (dry[c.RIVER] == "").all()
    assert not rows[c.CITY_ID].isin(dry[c.CITY_ID])[rows[c.RELATION] != "none"].any()


def test_river_is_known_for_capitals_and_large_cities_of_the_cis_and_italy(read):
    cities, blocs = read("cities"), read("bloc_membership")
    alive = (blocs[c.BLOC] == "CIS") & (blocs[c.STATUS] != "former") & (blocs[c.YEAR_TO] == 0)
    wanted = {*blocs.loc[alive, c.COUNTRY].astype(str), "IT"}
    large = (cities[c.POPULATION] >= 100_000) & cities[c.COUNTRY].astype(str).isin(wanted)
    asked = cities[(large & (cities[c.DISTRICT_OF] == 0)) | (cities[c.ADMIN_RANK] == 0)]
    unknown = asked[~asked[c.CITY_ID].isin(read("city_rivers")[c.CITY_ID])]
    assert unknown[c.NAME].tolist() == []


def test_war_level_of_a_city_is_the_highest_of_its_facts(read):
    highest = read("city_war").groupby(c.CITY_ID)[c.WAR_LEVEL].max()
    levels = read("cities").set_index(c.CITY_ID)[c.WAR_LEVEL]
    pd.testing.assert_series_equal(
        levels[levels > 0], highest, check_dtype=False, check_names=False
    )


def test_hiroshima_coventry_and_volgograd_were_destroyed(read):
    for city_id in (HIROSHIMA, COVENTRY, VOLGOGRAD):
        assert _city(read, city_id)[c.WAR_LEVEL] == WAR_LEVELS["destroyed"]


@pytest.mark.parametrize("city_id", [COVENTRY, VOLGOGRAD, DIJON, TURIN, OSTRAVA])
def test_the_founding_cities_are_harmed_by_war_even_without_the_founding_article(read, city_id):
    facts = read("city_war")
    facts = facts[facts[c.CITY_ID] == city_id]
    own = facts[c.SOURCE].astype(str).str.contains("Kostroma is looking")
    assert own.any()
    assert facts.loc[~own, c.WAR_LEVEL].max() >= WAR_LEVELS["damaged"]


def test_the_battle_of_stalingrad_and_the_bombs_on_turin_are_facts_of_their_own(read):
    facts = read("city_war").set_index(c.CITY_ID)
    assert "Stalingrad" in set(facts.loc[VOLGOGRAD, c.BATTLE])
    assert facts.loc[TURIN, c.BOMB_TONS].max() == pytest.approx(7536)


def test_a_village_near_a_bombed_city_has_its_tons_but_not_its_level(read):
    cities, facts = read("cities"), read("city_war")
    bombed = facts[facts[c.WAR_KIND] == "allied_bombs"].set_index(c.CITY_ID)
    small = cities[(cities[c.POPULATION] < 1000) & cities[c.CITY_ID].isin(bombed.index)]
    heavy = small[small[c.BOMB_TONS] > 10_000]
    assert len(heavy) > 10
    assert bombed.loc[heavy[c.CITY_ID], c.WAR_LEVEL].max() <= WAR_LEVELS["damaged"]


def test_turkmenistan_is_an_associate_of_the_cis_and_georgia_and_ukraine_are_former(read):
    blocs = read("bloc_membership")
    cis = blocs[(blocs[c.BLOC] == "CIS")]
    now = cis[(cis[c.YEAR_TO] == 0) | (cis[c.STATUS] == "former")].set_index(c.COUNTRY)[c.STATUS]
    status = now.astype(str).to_dict()
    assert status["TM"] == "associate"
    assert status["GE"] == status["UA"] == "former"
    assert {status[code] for code in ("AZ", "UZ", "KZ", "AM", "BY", "RU")} == {"full"}


def test_states_of_one_union_are_tied(read):
    pairs = read("country_pairs")
    tied = {(r.country_a, r.country_b): r.same_state for r in pairs.itertuples()}
    assert tied["RU", "TM"] and tied["CZ", "SK"] and tied["HR", "RS"]
    assert not tied[("DE", "FR")]


def test_shares_distances_and_barriers_are_within_their_ranges(read):
    assert read("country_languages")[c.SPEAKERS_SHARE].dropna().between(0, 1).all()
    near = read("city_rivers")[c.DISTANCE_KM].dropna()
    assert near.between(0, 10).all()
    assert read("city_heritage")[c.DISTANCE_KM].between(0, 25).all()
    assert read("visa")[c.BARRIER].between(0, 4).all()


EVENTS = pd.read_csv(
    DATA / "curated" / "partnership_events.csv", keep_default_na=False, dtype={c.DATE: str}
)


def _pairs(frame):
    return dict(
        zip(zip(frame[c.CITY_ID_A], frame[c.CITY_ID_B], strict=True), frame.index, strict=True)
    )


def test_every_documented_event_is_in_the_ledger_with_the_state_it_leaves(read):
    links, doubles = read("partnerships"), _city_column(read, c.DOUBLE_OF)
    known = _pairs(links)
    told = {}
    for row in EVENTS.to_dict("records"):
        ids = sorted(doubles.get(row[n]) or row[n] for n in (c.CITY_ID_A, c.CITY_ID_B))
        told.setdefault(tuple(ids), []).append((row[c.DATE], row[c.EVENT]))
    assert len(told) > 200
    for pair, events in told.items():
        row = links.loc[known[pair]]
        listed = {one.split()[0] for one in row[c.SOURCES].split("; ") if one} - {"curated"}
        expected = status_at(events, "9999-12-31", "active" if listed else "")
        assert row[c.STATUS] == expected or row[c.STATUS] == "no_longer_listed", pair
        if expected in BROKEN_STATUSES:
            assert row[c.UNTIL] == max(date for date, event in events if event == expected)


def _city_column(read, column):
    cities = read("cities")
    return dict(zip(cities[c.CITY_ID], cities[column], strict=True))


def test_ledger_words_are_those_of_the_schema(read):
    links = read("partnerships")
    assert set(links[c.STATUS].astype(str)) <= set(LINK_STATUSES)
    assert set(links[c.GRADE].astype(str)) <= set(LINK_GRADES)
    assert set(links[c.FORM].astype(str)) <= set(LINK_FORMS)
    assert set(links[c.DISPUTED].astype(str)) <= {"", "a", "b", "ab"}
    kinds = {one.rsplit(" ", 1)[0] for text in links[c.SOURCES].astype(str).unique()
             for one in text.split("; ") if one}  # fmt: skip
    assert kinds == set(LINK_KINDS)
    assert (links[c.CITY_ID_A] < links[c.CITY_ID_B]).all()


def test_no_pair_rests_on_the_directory_alone(read):
    sources = read("partnerships")[c.SOURCES].astype(str)
    assert not sources.str.fullmatch(r"directory \d{4}").any()


def test_no_pair_has_an_end_that_a_double_stands_for(read):
    links, doubles = read("partnerships"), _city_column(read, c.DOUBLE_OF)
    ends = {*links[c.CITY_ID_A], *links[c.CITY_ID_B]}
    assert [city for city in ends if doubles[city]] == []
    principals = {city for city in doubles.values() if city}
    assert [city for city in principals if doubles[city]] == []


def test_nearly_every_pair_of_two_kinds_is_known():
    two = MANIFEST["coverage"]["two_kinds"]
    pairs = sum(one["pairs"] for one in two.values())
    assert pairs > 9_000
    assert sum(one["known"] for one in two.values()) / pairs >= 0.97


def test_first_edition_is_still_told_apart(read):
    first = read("partnerships")[c.FIRST_EDITION]
    assert int(first.sum()) == MANIFEST["coverage"]["first_edition"] > 0.999 * 21_262 - 30


@pytest.mark.parametrize(
    ("countries", "pairs", "disputed"),
    [(("RU", "UA"), 46, 44), (("CY", "TR"), 35, 35), (("GE", "RU"), 13, 12)],
)
def test_links_of_the_first_edition_with_an_occupied_end_say_so(read, countries, pairs, disputed):
    links, country = read("partnerships"), _city_column(read, c.COUNTRY)
    links = links[links[c.FIRST_EDITION]]
    ends = zip(links[c.CITY_ID_A].map(country), links[c.CITY_ID_B].map(country), strict=True)
    between = links[[tuple(sorted(one)) == countries for one in ends]]
    assert (len(between), (between[c.DISPUTED].astype(str) != "").sum()) == (pairs, disputed)


def test_kostroma_has_the_partners_of_its_articles_and_lists(read):
    links, names = read("partnerships"), _city_column(read, c.NAME)
    ends = links[[c.CITY_ID_A, c.CITY_ID_B]]
    own = links[(ends == KOSTROMA).any(axis=1)]
    partners = {
        names[b if a == KOSTROMA else a]
        for a, b in zip(own[c.CITY_ID_A], own[c.CITY_ID_B], strict=True)
    }
    assert {"Hyvinge", "Piotrków Trybunalski", "Berane", "Bari", "Durham", "Aachen"} <= partners
    assert (own[c.STATUS].astype(str) == "ended").sum() == 2  # Durham and Rivne


def test_municipalities_that_were_held_as_districts_are_candidates(read):
    district = _city_column(read, c.DISTRICT_OF)
    verdicts = pd.read_csv(DATA / "curated" / "district_verdicts.csv", keep_default_na=False)
    assert len(verdicts) == 185
    for city, verdict in zip(verdicts[c.CITY_ID], verdicts["verdict"], strict=True):
        assert (district[city] == 0) == (verdict == "municipality")


def test_completeness_never_knows_more_than_there_is(read):
    table = read("completeness")
    told = table[table[c.ESTIMATED] > 0]
    assert (told[c.KNOWN] <= told[c.ESTIMATED]).all()
    assert set(table.loc[table[c.METHOD] == "capture-recapture", c.COUNTRY]) == {"DE"}
    assert ((told[c.SHARE] > 0) & (told[c.SHARE] <= 1)).all()
    assert table.loc[table[c.ESTIMATED] == 0, c.SHARE].isna().all()


def test_councils_people_stand_for_size_and_the_places_own_count_beside_them(read):
    people = _city_column(read, c.POPULATION)
    assert people[CASCAIS] == 206_479
    assert 60_000 <= people[WELS] <= 66_000
    assert people[MOSCOW] > 12_500_000
    assert people[TASHKENT] > 2_700_000
    assert people[DUSHANBE] > 1_000_000
    assert 2_300_000 <= people[TAIPEI] <= 2_800_000
    assert people[LONDON] > 8_000_000
    counts = read("city_populations")
    cascais = counts[counts[c.CITY_ID] == CASCAIS].set_index(c.KIND)
    assert cascais.loc["place", c.POPULATION] == 36_436
    assert cascais.loc["municipality", c.YEAR] == 2011
    assert cascais.loc["municipality", c.APART]


def test_units_of_twenty_thousand_people_are_tied_to_places(read):
    units = read("units")
    large = units[units[c.POPULATION] > 20_000]
    assert (large[c.SEAT] > 0).mean() >= 0.95
    names = _city_column(read, c.NAME)
    tied = dict(zip(units[c.COUNTRY].astype(str) + " " + units[c.NAME], units[c.SEAT], strict=True))
    for unit, seat in {
        "GB Kirklees": "Huddersfield",
        "GB Charnwood": "Loughborough",
        "NL Sittard-Geleen": "Sittard",
        "RO Municipiul Iaşi": "Iaşi",
        "PT Cascais": "Cascais",
    }.items():
        assert names[tied[unit]] == seat


def test_a_town_of_its_own_is_not_the_seat_of_the_district_around_it(read):
    units = read("units")
    around = units[units[c.NAME] == "South Cambridgeshire"]
    assert _city_column(read, c.NAME)[around[c.SEAT].iloc[0]] != "Cambridge"


def test_bases_and_abandoned_places_have_no_council_and_cities_have(read):
    without = read("no_councils")
    names = _city_column(read, c.NAME)
    told = {names[one] for one in without[c.CITY_ID]}
    assert "Elmendorf Air Force Base" in told
    links = read("partnerships")
    linked = links[~links[c.STATUS].astype(str).isin(["proposed"])]
    ends = set(linked[c.CITY_ID_A]) | set(linked[c.CITY_ID_B])
    designated = without[without[c.REASON].astype(str) == "census-designated place"]
    assert not ends & set(designated[c.CITY_ID])
    assert FUNABASHI not in set(without[c.CITY_ID])
    assert names[FUNABASHI] == "Funabashi"


def test_war_levels_follow_documents(read):
    level = _city_column(read, c.WAR_LEVEL)
    for place in (LENINGRAD, WARSAW, COVENTRY, VOLGOGRAD):
        assert level[place] == WAR_LEVELS["destroyed"]
    for place in (DUBLIN, BAKU, DUSHANBE):
        assert level[place] <= WAR_LEVELS["damaged"]
    war = read("city_war")
    unreviewed = war[war[c.GRADE].astype(str) == "unreviewed"]
    assert unreviewed[c.WAR_LEVEL].max() <= WAR_LEVELS["damaged"]
    riga = war[(war[c.CITY_ID] == RIGA) & (war[c.YEAR_FROM] == 1709)]
    assert riga[c.WAR].astype(str).tolist() == [""]
    awards = war[war[c.WAR_LEVEL] == WAR_LEVELS["honoured"]]
    assert set(awards[c.WAR].astype(str)) == {""}
