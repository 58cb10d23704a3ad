"""Properties of the verdict, against a plain rewrite of its rules over the tables' rows."""

from __future__ import annotations

import datetime as dt
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.mandate.feasibility import FeasibilityRules
from matcher.mandate.reasons import BLOCKED, LEVELS, NOT_RESUMED, OwnEnding
from matcher.tables import columns as c
from matcher.world.states.laws import Zone
from tests.matcher.mandate.feasibility_tables import SEVASTOPOL, disputed, with_tables

GUANGZHOU, HONG_KONG, KOSTROMA = 1809858, 1819729, 543878
DAY = dt.date(2026, 11, 27)
DATES = st.dates(dt.date(1985, 1, 1), dt.date(2028, 12, 31))

BARRING = {"at_war", "no_diplomatic_relations"}
BLOCKING = {"armed_conflict", "relations_suspended_or_severed"}
CAREFUL = {"ceasefire", "border_closed", "sanctions", "non_recognition", "relations_through_others"}


@pytest.fixture(scope="module")
def atlas(shipped):
    return with_tables(shipped)


@pytest.fixture(scope="module")
def rules(atlas):
    return FeasibilityRules(atlas, disputed(atlas))


@pytest.fixture(scope="module")
def tables(atlas):
    names = ("state_relations", "legal_rules", "legal_lists", "waves", "travel_advice")
    return {name: atlas.table(name).data.to_pylist() for name in names}


@pytest.fixture(scope="module")
def example(rules):
    """The first place of each country that no law of a region binds."""
    found = {}
    for row, zone in enumerate(rules.zone_of_row):
        if rules.zones[zone] == Zone(rules.zones[zone].country):
            found.setdefault(rules.zones[zone].country, row)
    return found


def within(since, until, date):
    day = date.isoformat()
    return day[: len(since)] >= since and (until == "" or day[: len(until)] <= until)


def plain_level(tables, one, other, date):
    """Judge a pair of states by the tables' rows alone, one rule after another."""
    kinds = {
        row["kind"]
        for row in tables["state_relations"]
        if {row["country_a"], row["country_b"]} == {one, other}
        and within(row["since"], row["until"], date)
    }
    lists = {}
    for row in tables["legal_lists"]:
        lists.setdefault(row["list"], set()).add(row["country"])
    barred, blocked, careful = bool(kinds & BARRING), bool(kinds & BLOCKING), bool(kinds & CAREFUL)
    for (bound, partner), row in product(((one, other), (other, one)), tables["legal_rules"]):
        named = any(
            partner == word or partner in lists.get(word, ()) for word in row["partners"].split()
        )
        unrelated = row["partners"] == "no_relations" and kinds & {
            "no_diplomatic_relations", "relations_through_others",
        }  # fmt: skip
        binds = (row["country"], row["admin1_code"], row["effect"]) == (bound, "", "forbids")
        if binds and (named or unrelated) and within(row["since"], row["until"], date):
            barred, careful = barred or row["verified"], careful or not row["verified"]
    for row in tables["waves"]:
        both = {row["country"], row["partner_country"]} == {one, other}
        if both and within(row["date"], "", date):
            counted = row["ended"].isdigit() and row["total"]
            half = counted and int(row["ended"]) / row["total"] >= 0.5
            rest = row["measure"] == "ended_rest_suspended"
            blocked = blocked or row["ended"] in ("most", "all") or half or rest
            careful = True
    for row in tables["travel_advice"]:
        if row["country"] == other and row["level"] == 4 and row["date"] <= date.isoformat():
            careful = True
    return "barred" if barred else "blocked" if blocked else "careful" if careful else "clear"


@pytest.fixture(scope="module")
def states(example, tables, atlas):
    territories = set(atlas.table("territories").column(c.COUNTRY))
    named = {row[key] for row in tables["state_relations"] for key in ("country_a", "country_b")}
    return sorted((named & set(example)) - territories)


@given(data=st.data(), date=DATES)
def test_verdict_of_two_states_is_the_one_the_tables_give(
    data, date, rules, tables, states, example
):
    one, other = data.draw(st.lists(st.sampled_from(states), min_size=2, max_size=2, unique=True))
    found = rules.verdict(example[one], example[other], date)
    assert found.level == plain_level(tables, one, other, date)


@given(data=st.data())
def test_verdict_agrees_with_the_tables_on_the_first_and_last_days_of_their_rows(
    data, rules, tables, states, example
):
    known = [
        row
        for row in tables["state_relations"]
        if (row["since"] or row["until"]) and {row["country_a"], row["country_b"]} <= set(states)
    ]
    row = data.draw(st.sampled_from(known))
    pair = row["country_a"], row["country_b"]
    for end in filter(None, (row["since"], row["until"])):
        day = dt.date.fromisoformat((end + "-01-01")[:10])
        for shift in (-1, 0, 1):
            date = day + dt.timedelta(days=shift)
            found = rules.verdict(example[pair[0]], example[pair[1]], date)
            assert found.level == plain_level(tables, *pair, date)


@given(data=st.data(), date=DATES)
def test_levels_of_all_places_are_those_of_the_single_verdicts(data, date, rules, atlas):
    rows = st.integers(0, len(atlas.city_ids) - 1)
    special = st.sampled_from(
        [atlas.row(one) for one in (SEVASTOPOL, GUANGZHOU, HONG_KONG, KOSTROMA)]
    )
    query = data.draw(rows | special)
    candidates = data.draw(st.lists(rows | special, min_size=1, max_size=10, unique=True))
    statuses = st.sampled_from([*sorted(NOT_RESUMED), "active", "proposed"])
    own = {row: OwnEnding(row, data.draw(statuses), "2022") for row in candidates[::2]}
    levels = rules.levels(query, date, tuple(own.values()))
    assert levels.dtype == np.int8
    assert levels.shape == atlas.city_ids.shape
    for row in candidates:
        assert LEVELS[levels[row]] == rules.verdict(query, row, date, own.get(row)).level


@given(data=st.data(), date=DATES)
def test_verdict_is_the_same_from_both_sides_but_for_advice_on_one_of_them(
    data, date, rules, atlas
):
    rows = st.integers(0, len(atlas.city_ids) - 1)
    one, other = data.draw(rows), data.draw(rows)

    def graves(found):
        return sorted(
            one.level for one in found.reasons if not one.code.startswith("travel_advice")
        )

    assert graves(rules.verdict(one, other, date)) == graves(rules.verdict(other, one, date))


def test_countries_of_active_partnerships_have_the_verdict_that_the_tables_give(
    rules, tables, atlas, example
):
    links = atlas.table("partnerships")
    active = links.column(c.STATUS) == "active"
    countries = atlas.cities.column(c.COUNTRY)
    ends = [
        countries[atlas.rows_of(links.column(key)[active])] for key in (c.CITY_ID_A, c.CITY_ID_B)
    ]
    telling = {
        frozenset((row["country_a"], row["country_b"]))
        for row in tables["state_relations"]
        if row["kind"] in BARRING | BLOCKING | CAREFUL and within(row["since"], row["until"], DAY)
    }
    pairs = {(one, other) for one, other in zip(*ends, strict=True) if {one, other} in telling}
    assert len(pairs) > 100
    for one, other in sorted(pairs):
        for query, candidate in ((one, other), (other, one)):
            found = rules.verdict(example[query], example[candidate], DAY)
            assert found.level == plain_level(tables, query, candidate, DAY), (query, candidate)


def test_levels_of_a_query_are_not_those_another_call_changed(rules, atlas):
    query, partner = atlas.row(KOSTROMA), atlas.row(3165524)
    changed = rules.levels(query, DAY, (OwnEnding(partner, "ended", "2022"),))
    assert changed[partner] == BLOCKED
    changed[:] = 0
    assert LEVELS[rules.levels(query, DAY)[partner]] == "careful"


def test_law_of_a_state_binds_its_places_alone(rules, atlas):
    countries, regions = (atlas.cities.column(key) for key in (c.COUNTRY, c.ADMIN1_CODE))
    barred = rules.levels(atlas.row(GUANGZHOU), DAY) == LEVELS.index("barred")
    american = countries == "US"
    assert set(regions[american & barred]) == {"TX", "AR", "IN"}
    bound = american & np.isin(regions, ("TX", "AR", "IN"))
    assert (bound == (american & barred)).all()


def test_law_of_russia_binds_no_japanese_city(rules, atlas):
    found = rules.verdict(atlas.row(2128295), atlas.row(2013348), DAY)
    told = (*found.reasons, *found.steps)
    russian = [one for one in told if str(one.facts.get("rule", "")).startswith("RU-")]
    assert {one.facts["bound"] for one in russian} == {"candidate"}


def test_places_of_one_state_have_no_relations_laws_or_advice(rules, atlas):
    for query, candidate in ((GUANGZHOU, HONG_KONG), (524901, KOSTROMA)):
        found = rules.verdict(atlas.row(query), atlas.row(candidate), DAY)
        assert (found.level, found.reasons, found.steps) == ("clear", (), ())


def test_every_reason_has_a_source_a_day_or_is_a_place_of_disputed_status(rules, atlas):
    query = atlas.row(524901)
    _, firsts = np.unique(rules.zone_of_row, return_index=True)
    for candidate in firsts.tolist():
        for one in rules.verdict(query, candidate, DAY).reasons:
            assert one.level in LEVELS[1:]
            assert one.code.startswith("disputed_") or (one.source and one.as_of and one.grade)


def test_verdict_knows_up_to_which_day_its_rows_are_known(rules, atlas):
    baku, yerevan = atlas.row(587084), atlas.row(616052)
    assert rules.verdict(baku, yerevan, DAY).as_of == "2026-05"
    assert rules.verdict(atlas.row(KOSTROMA), atlas.row(162183), DAY).as_of == ""
