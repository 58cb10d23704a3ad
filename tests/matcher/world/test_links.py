from __future__ import annotations

from matcher.matcher import Matcher
from matcher.world.links import GIVEN, known_links
from tests.world import BARI, DURHAM_GB, DURHAM_US, HAMLET, KOSTROMA, MARY, OREL, WINDHOEK


def of(council: Matcher, city_id: int, *given: tuple[int, str, bool]) -> dict[int, str]:
    links = known_links(council.world.atlas, council.world.places, city_id, given)
    return {link.partner.city_id: link.status for link in links}


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
    links = known_links(
        council.world.atlas, council.world.places, KOSTROMA, [(MARY, "active", False)]
    )
    assert {one.source for one in links if one.partner.city_id == MARY} == {GIVEN}


def test_links_stand_by_country_and_name(council: Matcher) -> None:
    links = known_links(council.world.atlas, council.world.places, KOSTROMA)
    keys = [(one.partner.country, one.partner.name) for one in links]
    assert keys == sorted(keys)
