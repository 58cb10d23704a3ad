from __future__ import annotations

import datetime as dt

import pytest

from matcher.matcher import Matcher
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.world.links import GIVEN
from tests.world import BARI, DURHAM_GB, DURHAM_US, HAMLET, KOSTROMA, MARY, OREL, WINDHOEK

COVENTRY, VOLGOGRAD, WARSAW, MOSCOW, AACHEN = 2652221, 472757, 756135, 524901, 3247449


def of(council: Matcher, city_id: int, *given: tuple[int, str, bool]) -> dict[int, str]:
    links = council.world.links(city_id, given=given)
    return {link.partner.city_id: link.status for link in links}


def at(service: Matcher, one: int, other: int, day: str):
    """The link of two cities on a day, None where none is known."""
    links = service.world.links(one, dt.date.fromisoformat(day))
    return next((link for link in links if link.partner.city_id == other), None)


def test_links_are_found_from_either_end(council: Matcher) -> None:
    assert of(council, MARY) == {OREL: "active"}
    assert of(council, OREL)[MARY] == "active"
    assert of(council, HAMLET) == {}


def test_links_keep_every_status(council: Matcher) -> None:
    assert of(council, KOSTROMA) == {
        BARI: "active",
        DURHAM_GB: "ended",
        DURHAM_US: "suspended",
        WINDHOEK: "proposed",
    }


def test_given_links_win_over_listed_ones(council: Matcher) -> None:
    found = of(
        council,
        KOSTROMA,
        (BARI, "ended", False),
        (DURHAM_GB, "active", True),
        (MARY, "active", False),
    )
    assert found[BARI] == "ended"
    assert DURHAM_GB not in found
    assert found[MARY] == "active"


def test_given_link_names_its_source(council: Matcher) -> None:
    links = council.world.links(KOSTROMA, given=[(MARY, "active", False)])
    assert {one.source for one in links if one.partner.city_id == MARY} == {GIVEN}


def test_links_stand_by_country_and_name(council: Matcher) -> None:
    keys = [(one.partner.country, one.partner.name) for one in council.world.links(KOSTROMA)]
    assert keys == sorted(keys)


def test_link_has_the_state_it_had_at_the_date(service: Matcher) -> None:
    before = at(service, COVENTRY, VOLGOGRAD, "2021-06-01")
    after = at(service, COVENTRY, VOLGOGRAD, "2026-01-01")
    assert (before.status, before.until) == ("active", "")
    assert (after.status, after.until[:7]) == ("suspended", "2022-03")
    assert at(service, COVENTRY, VOLGOGRAD, "1930-01-01") is None
    assert before.since[:4] == after.since[:4] == "1944"


def test_link_is_the_same_from_both_ends_at_any_date(service: Matcher) -> None:
    for day in ("1930-01-01", "2021-06-01", "2022-03-15", "2026-01-01"):
        one = at(service, COVENTRY, VOLGOGRAD, day)
        other = at(service, VOLGOGRAD, COVENTRY, day)
        assert (one is None) == (other is None)
        if one is not None:
            assert (one.status, one.since, one.until, one.source) == (
                other.status, other.since, other.until, other.source,
            )  # fmt: skip


def test_broken_link_names_what_tells_of_its_end(service: Matcher) -> None:
    table = service.world.atlas.table("partnership_events").data.to_pylist()
    broken = [row for row in table if row[c.EVENT] in BROKEN_STATUSES]
    assert len(broken) > 150
    for row in broken:
        link = at(service, row[c.CITY_ID_A], row[c.CITY_ID_B], "2026-11-27")
        if link is not None and (link.status, link.until) == (row[c.EVENT], row[c.DATE]):
            assert row[c.SOURCE] in link.source


@pytest.mark.parametrize(
    ("one", "other", "statuses"),
    [
        (WARSAW, MOSCOW, {"ended"}),
        (KOSTROMA, DURHAM_GB, {"ended"}),
        (KOSTROMA, DURHAM_US, {"suspended"}),
        (KOSTROMA, AACHEN, {"dormant"}),
        (KOSTROMA, BARI, {"active"}),
    ],
)
def test_known_links_have_the_state_that_documents_tell(service, one, other, statuses) -> None:
    assert at(service, one, other, "2026-11-27").status in statuses


def test_disputed_end_is_told_from_either_side(service: Matcher) -> None:
    table = service.world.atlas.table("partnerships").data.to_pylist()
    row = next(one for one in table if one[c.DISPUTED] == "a")
    links = {
        end: {link.partner.city_id: link for link in service.world.links(row[end])}
        for end in (c.CITY_ID_A, c.CITY_ID_B)
    }
    assert links[c.CITY_ID_A][row[c.CITY_ID_B]].disputed == "here"
    assert links[c.CITY_ID_B][row[c.CITY_ID_A]].disputed == "there"
