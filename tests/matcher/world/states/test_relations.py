from __future__ import annotations

import datetime as dt

import pytest

from matcher.naming.periods import Period, at_date
from matcher.world.states.disputed import Disputed
from matcher.world.states.endings import Waves
from matcher.world.states.past import SharedPast
from matcher.world.states.relations import Relations, holds
from tests.matcher.mandate.feasibility_tables import with_tables

DAY = dt.date(2026, 11, 27)
DONETSK = 709717


@pytest.fixture(scope="module")
def atlas(shipped):
    return with_tables(shipped)


@pytest.mark.parametrize(
    ("since", "until", "day", "expected"),
    [
        ("", "", "1900-01-01", True),
        ("2022", "", "2022-01-01", True),
        ("2022", "", "2021-12-31", False),
        ("2022-03", "2022-03", "2022-03-31", True),
        ("2022-03", "2022-03", "2022-04-01", False),
        ("2026-01-03", "2026-01-03", "2026-01-03", True),
        ("", "2025", "2025-12-31", True),
        ("", "2025", "2026-01-01", False),
    ],
)
def test_period_holds_from_its_first_to_its_last_day(since, until, day, expected):
    assert holds(since, until, dt.date.fromisoformat(day)) is expected


def test_relations_are_gravest_first_and_the_same_in_either_order(atlas):
    relations = Relations(atlas)
    found = relations.between("UA", "RU", DAY)
    assert [one.kind for one in found][:2] == ["at_war", "relations_suspended_or_severed"]
    assert found == relations.between("RU", "UA", DAY)


def test_territory_stands_with_its_state_but_for_the_border(atlas):
    relations = Relations(atlas)
    finland = {one.kind for one in relations.between("FI", "RU", DAY)}
    aland = {one.kind for one in relations.between("AX", "RU", DAY)}
    assert finland - aland == {"border_closed"}
    assert relations.between("HK", "CN", DAY) == ()


def test_wave_took_most_when_it_says_so_or_half_of_the_counted_ended(atlas):
    taken = {(one.country, one.partner_country) for one in Waves(atlas).rows if one.took_most}
    assert taken == {("IS", "RU"), ("NO", "RU"), ("PL", "RU"), ("SE", "CN")}


def test_wave_of_several_countries_is_no_wave_between_two(atlas):
    waves = Waves(atlas)
    assert waves.between("RU", "TM", DAY) == []
    assert {one.country for one in waves.around("RU", "TM", DAY)} == {"*"}


def test_district_stands_as_its_city_does_in_the_list_of_disputed_places(shipped):
    parents = shipped.cities.column("district_of")
    districts = shipped.city_ids[parents == DONETSK].tolist()
    assert districts
    held, claimed = (Period("donetsk_oblast", kind, "2014-04") for kind in "AB")
    found = Disputed.of(shipped, {DONETSK: (held,), districts[0]: (claimed,)})
    assert set(shipped.city_ids[found.rows]) == {DONETSK, *districts}
    assert set(found.periods) == {(held,)}


def test_status_counts_from_its_first_to_its_last_day_alone(shipped):
    periods = (Period("gaza_strip", "B", "2000", "2007-06-13"), Period("crimea", "A", "2014-03"))
    found = Disputed.of(shipped, {DONETSK: periods})
    days = dt.date(1999, 12, 31), dt.date(2007, 6, 13), dt.date(2014, 2, 28), dt.date(2014, 3, 1)
    assert [len(found.held(day)) > 0 for day in days] == [False, False, False, True]
    at = [at_date(periods, day) for day in (*days, None)]
    assert at == [None, periods[0], None, periods[1], periods[1]]


class Listed:
    """An atlas that lists one place of disputed status."""

    manifest = {"tables": {"disputed_places": {}}}  # noqa: RUF012

    def __init__(self, atlas):
        self.city_ids, self.cities = atlas.city_ids, atlas.cities
        self.rows_of = atlas.rows_of

    def table(self, name):
        assert name == "disputed_places"
        return self

    def column(self, name):
        return {
            "city_id": [DONETSK, DONETSK],
            "area": ["Donetsk oblast"] * 2,
            "class": ["A", "A"],
            "since": ["2014-04", "2022-09-30"],
            "until": ["2022-09-29", ""],
            "source": ["", ""],
        }[name]


def test_disputed_places_are_read_where_they_are_shipped(shipped):
    found = Disputed.load(Listed(shipped))
    assert len(found.rows) > 1
    assert {len(one) for one in found.periods} == {2}
    listed = "disputed_places" in shipped.manifest["tables"]
    assert bool(len(Disputed.load(shipped).rows)) is listed


@pytest.mark.parametrize(
    ("one", "other", "kind", "ruler"),
    [
        ("DE", "PL", "partition_occupation", "DE"),
        ("KR", "JP", "annexation_korea", "JP"),
        ("NA", "DE", "overseas_rule_killings", "DE"),
        ("DZ", "FR", "departments", "FR"),
        ("IE", "GB", "part", "GB"),
        ("FI", "RU", "grand_duchy", "RU"),
        ("EE", "RU", "soviet", ""),
        ("IN", "PK", "partition", ""),
        ("PL", "RU", "partition_soviet", "RU"),
        ("CN", "JP", "occupation", "JP"),
    ],
)
def test_shared_past_is_told_by_kind(one, other, kind, ruler, atlas):
    past = SharedPast(atlas)
    found = past.of(one, other)
    assert found == past.of(other, one)
    assert (found.kind, found.ruler) == (kind, ruler)


def test_every_colonial_tie_and_common_state_has_a_kind(atlas):
    pairs = atlas.table("country_pairs")
    columns = (
        pairs.column(key) for key in ("country_a", "country_b", "colonial_tie", "same_state")
    )
    tied = {(a, b) for a, b, *ties in zip(*columns, strict=True) if any(ties)}
    kept = atlas.table("shared_past")
    assert tied <= set(zip(kept.column("country_a"), kept.column("country_b"), strict=True))
