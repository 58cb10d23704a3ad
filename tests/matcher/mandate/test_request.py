from __future__ import annotations

from typing import Any

import pytest

from matcher.errors import MandateError, UnknownPlaceError
from matcher.mandate.model import Mandate
from matcher.mandate.request import Request, tier_from_text
from matcher.matcher import Matcher
from tests.world import DURHAM_US, HAMLET, KOSTROMA, MARY, OREL


def read(matcher: Matcher, **fields: Any) -> Request:
    return matcher.engine._resolver._reader.read(
        Mandate.parse({"city": "Kostroma", "date": "2026-01-01", **fields})
    )


def inside(matcher: Matcher, request: Request) -> set[int]:
    return set(matcher.world.atlas.city_ids[request.areas[0].mask].tolist())


def test_no_tier_is_the_world(council: Matcher) -> None:
    (area,) = read(council).areas
    assert area.tier.name == "World"
    assert area.mask.all()
    assert not area.names_home


def test_region_tier_is_that_region(council: Matcher) -> None:
    request = read(council, tiers=[{"name": "t", "regions": ["US-NC"]}])
    assert inside(council, request) == {DURHAM_US}
    named = read(council, tiers=[{"name": "t", "regions": ["North Carolina"]}])
    assert inside(council, named) == {DURHAM_US}


def test_region_at_home_by_code_or_name_opens_it(service: Matcher) -> None:
    for text in ("RU-37", "ru.37"):
        (area,) = read(service, tiers=[{"name": "t", "regions": [text]}]).areas
        assert area.names_home
        assert area.mask[service.world.atlas.row(KOSTROMA)]


def test_bloc_alone_does_not_open_the_own_country(council: Matcher) -> None:
    (area,) = read(council, tiers=[{"name": "t", "blocs": ["CIS"]}]).areas
    assert not area.names_home
    assert set(area.countries) == {"RU", "TM", "UZ"}


def test_country_named_opens_the_own_country(council: Matcher) -> None:
    (area,) = read(council, tiers=[{"name": "t", "countries": ["Russia"]}]).areas
    assert area.names_home
    assert area.mask[council.world.atlas.row(OREL)]


def test_city_tier_is_those_cities(council: Matcher) -> None:
    tier = {"name": "t", "cities": ["Mary", str(HAMLET)]}
    assert inside(council, read(council, tiers=[tier])) == {MARY, HAMLET}


@pytest.mark.parametrize(
    "name", ["Africa", "Asia", "Europe", "North America", "South America", "Oceania"]
)
def test_continent_is_read_by_name(service: Matcher, name: str) -> None:
    fields = tier_from_text(f"t={name}", service.world.countries)
    (area,) = read(service, tiers=[fields]).areas
    assert len(area.countries) > 10
    assert area.mask.sum() > 500


@pytest.mark.parametrize(
    ("tier", "message"),
    [
        ({"regions": ["CIS"]}, "is a bloc, not a region: list it under blocs"),
        ({"regions": ["TM"]}, "is a country, not a region: list it under countries"),
    ],
)
def test_area_in_the_wrong_place_is_explained(
    council: Matcher, tier: dict[str, Any], message: str
) -> None:
    with pytest.raises(MandateError, match=message):
        read(council, tiers=[{"name": "t", **tier}])


def test_bloc_before_its_time_has_no_members(service: Matcher) -> None:
    with pytest.raises(MandateError, match=r"tiers\.t: CIS has no members on 0001-01-01"):
        read(service, date="0001-01-01", tiers=[{"name": "t", "blocs": ["CIS"]}])


def test_ratio_needs_the_population_of_the_asking_city(council: Matcher) -> None:
    with pytest.raises(MandateError, match="population_ratio_max"):
        read(council, city=str(HAMLET), limits={"population_ratio_max": 2})


@pytest.mark.parametrize("field", ["countries", "blocs", "regions", "cities"])
def test_unknown_area_is_an_unknown_place(council: Matcher, field: str) -> None:
    with pytest.raises(UnknownPlaceError, match="Xyzzy"):
        read(council, tiers=[{"name": "t", field: ["Xyzzyland"]}])


def test_note_of_a_name_is_told_once(service: Matcher) -> None:
    request = read(service, city="Coventry", limits={"exclude_cities": ["Coventry"]})
    assert len(request.notes) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TM", {"name": "TM", "countries": ["TM"]}),
        ("CIS priority=TM, UZ", {"name": "CIS priority", "countries": ["TM", "UZ"]}),
        ("mix=TM,CIS,US-NC,Asia", {
            "name": "mix", "countries": ["TM"], "blocs": ["CIS"], "regions": ["US-NC", "AS"],
        }),
    ],
)  # fmt: skip
def test_tier_text_is_read(council: Matcher, text: str, expected: dict[str, Any]) -> None:
    assert tier_from_text(text, council.world.countries) == expected


@pytest.mark.parametrize("text", ["", "=", "name=", "=TM", "name=,", "name=Xyzzyland", "a=b=TM"])
def test_tier_text_that_names_no_area_is_refused(council: Matcher, text: str) -> None:
    with pytest.raises(MandateError):
        tier_from_text(text, council.world.countries)


def test_region_that_the_country_does_not_have_is_refused(council: Matcher) -> None:
    with pytest.raises((MandateError, UnknownPlaceError), match=r"US-ZZ|no region ZZ"):
        read(council, tiers=[{"name": "t", "regions": ["US-ZZ"]}])


HIMEJI, TOKYO = 1862627, 1850147


def test_region_code_is_read_by_iso_and_the_change_since_the_first_version_is_told(
    service: Matcher,
) -> None:
    request = read(service, tiers=[{"name": "t", "regions": ["jp-13"]}])
    (area,) = request.areas
    assert area.mask[service.world.atlas.row(TOKYO)]
    assert not area.mask[service.world.atlas.row(HIMEJI)]
    (note,) = request.notes
    assert note.code == "region_renumbered"
    assert note.facts["region"] == "Tokyo"
    assert note.facts["before"] == "Hyōgo Prefecture"
    assert note.facts["code"] == "JP-28"


def test_codes_of_the_first_version_that_iso_does_not_have_still_open_the_region(
    service: Matcher,
) -> None:
    masks = [
        read(service, tiers=[{"name": "t", "regions": [text]}]).areas[0].mask
        for text in ("RU-37", "RU.37", "RU-KOS", "Костромская область", "Kostroma Oblast")
    ]
    assert masks[0].any()
    assert all((mask == masks[0]).all() for mask in masks[1:])
    assert not read(service, tiers=[{"name": "t", "regions": ["RU-37"]}]).notes
