"""What a council is never offered: a partner it has, or one that it parted from."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Mandate, Matcher
from matcher.english.politics import date_text
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES, LIVING_STATUSES

DAY = "2026-11-27"


@pytest.fixture(scope="module")
def partnerships(service: Matcher) -> list[dict]:
    return service.world.atlas.table("partnerships").data.to_pylist()


@pytest.fixture(scope="module")
def broken(partnerships) -> list[tuple[int, int]]:
    """Both directions of every pair that is not alive."""
    pairs = [
        (row[c.CITY_ID_A], row[c.CITY_ID_B])
        for row in partnerships
        if row[c.STATUS] in BROKEN_STATUSES
    ]
    return [*pairs, *(pair[::-1] for pair in pairs)]


def resolved(service: Matcher, city: int, country: str, **fields):
    mandate = {"city": str(city), "date": DAY, "tiers": [{"name": "t", "countries": [country]}]}
    return service.engine.resolve(Mandate.parse({**mandate, **fields}))


def test_every_documented_ending_is_known(service: Matcher, partnerships) -> None:
    status = {(row[c.CITY_ID_A], row[c.CITY_ID_B]): row[c.STATUS] for row in partnerships}
    events = service.world.atlas.table("partnership_events").data.to_pylist()
    endings = {
        (row[c.CITY_ID_A], row[c.CITY_ID_B]) for row in events if row[c.EVENT] in BROKEN_STATUSES
    }
    assert len(endings) > 170
    assert endings <= set(status)


def test_no_former_partner_is_proposed_and_each_is_told_with_date_and_source(
    service: Matcher, broken
) -> None:
    assert len(broken) > 340
    world = service.world
    for city, partner in broken:
        country = world.places.of_id(partner).country
        found = resolved(service, city, country)
        row = world.atlas.row(partner)
        assert not found.verdicts[0].allowed[row]
        (told,) = (
            one
            for one in service.engine.exclusions.of_tier(
                found, found.request.areas[0], found.verdicts[0], np.zeros_like
            )
            if one.place.city_id == partner
        )
        assert told.reason.startswith("former_partner")
        assert told.facts["status"] in told.text
        assert date_text(told.facts["when"]) in told.text
        assert told.facts["source"]


def test_former_partner_is_proposed_where_the_mandate_asks_for_it(service: Matcher) -> None:
    warsaw, moscow = 756135, service.world.atlas.row(524901)
    found = resolved(service, warsaw, "RU", limits={"revive": True})
    assert found.verdicts[0].allowed[moscow]


def test_former_partner_is_a_partner_before_its_ending(service: Matcher) -> None:
    links = service.world.links(756135, dt.date(2021, 1, 1))
    assert {link.status for link in links if link.partner.city_id == 524901} == {"active"}


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_partner_and_its_second_entry_are_never_candidates(service, partnerships, data) -> None:
    row = data.draw(st.sampled_from(partnerships))
    city, partner = data.draw(
        st.sampled_from(
            [(row[c.CITY_ID_A], row[c.CITY_ID_B]), (row[c.CITY_ID_B], row[c.CITY_ID_A])]
        )
    )
    if row[c.STATUS] not in LIVING_STATUSES:
        return
    world = service.world
    scope = data.draw(st.sampled_from(["country", "world"]))
    limits = data.draw(
        st.sampled_from([{}, {"revive": True}, {"population_min": 1000}, {"must_have": ["river"]}])
    )
    tiers = (
        []
        if scope == "world"
        else [{"name": "t", "countries": [world.places.of_id(partner).country]}]
    )
    mandate = {"city": str(city), "date": DAY, "tiers": tiers, "limits": limits}
    found = service.engine.resolve(Mandate.parse(mandate))
    allowed = found.verdicts[0].allowed
    assert not allowed[world.atlas.row(partner)]
    assert not allowed[world.place_facts.is_double].any()


def test_second_entry_of_a_city_is_that_city(service: Matcher) -> None:
    facts, world = service.world.place_facts, service.world
    doubles = np.flatnonzero(facts.is_double)
    assert len(doubles) > 90
    for row in doubles.tolist():
        principal = int(facts.number(c.DOUBLE_OF)[row])
        assert world.gazetteer.resolve(str(world.atlas.city_ids[row])).city_id == principal
        assert not facts.is_double[world.atlas.row(principal)]
        assert world.graph.degree[row] == 0


def test_ties_of_two_countries_leave_out_broken_and_disputed_partnerships(
    service: Matcher, partnerships
) -> None:
    facts = service.world.place_facts
    counts = service.world.graph.country_links(facts.country)

    def count(one: str, other: str, telling: bool) -> int:
        index = facts.country_index
        found = 0
        for row in partnerships:
            ends = {
                facts.country_list[facts.country[service.world.atlas.row(row[end])]]
                for end in (c.CITY_ID_A, c.CITY_ID_B)
            }
            alive = row[c.STATUS] == "active" and not row[c.DISPUTED]
            found += ends == {one, other} and (alive or not telling) and bool(index)
        return found

    for one, other in (("UA", "RU"), ("CY", "TR"), ("GE", "RU"), ("DE", "PL")):
        index = facts.country_index
        assert counts[index[one], index[other]] == count(one, other, telling=True)
    assert count("UA", "RU", telling=True) < 5 < count("UA", "RU", telling=False)


COVENTRY, VOLGOGRAD = 2652221, 472757


def named(service: Matcher, status: str):
    """Return what Coventry's own word on Volgograd makes of the partnership."""
    partners = [{"city": str(VOLGOGRAD), "status": status}]
    answer = service.recommend(
        city=str(COVENTRY), date=DAY, tiers=[{"name": "t", "countries": ["RU"]}], partners=partners
    )
    link = next(one for one in answer.links if one.partner.city_id == VOLGOGRAD)
    told = next(one for one in answer.exclusions if one.place.city_id == VOLGOGRAD)
    cautions = [caution.code for tier in answer.tiers for caution in tier.cautions]
    return link, told, cautions


def test_word_of_the_council_wins_and_keeps_no_date_of_another_state(service: Matcher) -> None:
    link, told, cautions = named(service, "active")
    assert (link.until, link.in_doubt, told.reason) == ("", False, "partner")
    assert "partner_recorded_in_country" not in cautions
    link, told, _ = named(service, "ended")
    assert (link.until, told.reason) == ("", "former_partner")
    assert told.facts["source"] in told.text


def test_source_of_an_ending_is_of_the_state_at_the_date(service: Matcher) -> None:
    barcelona, tel_aviv = 3128760, 293397
    sources = {}
    for day in ("2023-06-01", "2025-12-01"):
        links = service.world.links(barcelona, dt.date.fromisoformat(day))
        sources[day] = next(one.source for one in links if one.partner.city_id == tel_aviv)
    assert len(set(sources.values())) == 2
    assert not any("; " in one for one in sources.values())


def test_ending_is_no_surer_than_what_tells_of_it(service: Matcher) -> None:
    events = service.world.atlas.table("partnership_events").data.to_pylist()
    weak = [one for one in events
            if one[c.EVENT] in BROKEN_STATUSES and one[c.GRADE] == "unreviewed"]  # fmt: skip
    assert weak
    for one in weak:
        links = service.world.links(one[c.CITY_ID_A])
        link = next(x for x in links if x.partner.city_id == one[c.CITY_ID_B])
        if (link.status, link.until) == (one[c.EVENT], one[c.DATE]):
            assert link.grade == "unreviewed"


def test_ending_between_districts_is_told_with_their_cities(service: Matcher) -> None:
    alytus, hrodna = 601084, 627904
    answer = service.recommend(
        city=str(alytus), date=DAY, tiers=[{"name": "t", "cities": [str(hrodna)]}]
    )
    told = [one for tier in answer.tiers for x in tier.candidates for one in x.cautions]
    (unit,) = (one for one in [*told, *answer.tiers[0].cautions] if one.code == "unit_broken")
    assert "Alytus district" in unit.text and "2022" in unit.text and unit.source


def test_part_of_a_city_is_told_as_one(service: Matcher) -> None:
    neuland = next(
        note for note in service.recommend(city="Neuland, DE", date=DAY, count=1).notes
        if note.code == "part_of"
    )  # fmt: skip
    assert neuland.facts["city"] == "Hamburg"
