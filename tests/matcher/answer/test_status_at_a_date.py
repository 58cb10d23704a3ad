"""A status is told and counts from its first to its last day, by the date of the mandate."""

from __future__ import annotations

import pytest

from matcher.english.politics_areas import AREA_STATUS, PLACE_STATUS
from matcher.mandate.model import Mandate
from matcher.matcher import Matcher
from matcher.wording.language import LANGUAGES, Language
from matcher.world.places import PlaceFactory

MARIUPOL, SEVASTOPOL, BAKHMUT, DONETSK, KHERSON = 701822, 694423, 713174, 709717, 706448
STEPANAKERT, SHUSHA, AGHDAM, GAZA, PRISTINA, NICOSIA = (
    146970, 147105, 148619, 281133, 786714, 146268,
)  # fmt: skip


def read(similar: Matcher, city: int, date: str, country: str = "IT", **fields: object):
    tiers = [{"name": "tier", "countries": [country]}]
    asked = {"city": str(city), "date": date, "count": 3, "tiers": tiers, **fields}
    return similar.recommend(Mandate.parse(asked), both_sides=False)


@pytest.mark.parametrize(
    ("city", "date", "told"),
    [
        (MARIUPOL, "2013-06-01", []), (MARIUPOL, "2019-06-01", []),
        (MARIUPOL, "2026-11-27", ["destroyed.war_damage", "donetsk_oblast.A"]),
        (SEVASTOPOL, "2013-06-01", []), (SEVASTOPOL, "2014-04-01", ["sevastopol.A"]),
        (BAKHMUT, "2013-06-01", []), (BAKHMUT, "2022-12-31", []),
        (BAKHMUT, "2026-11-27", ["destroyed.war", "donetsk_oblast.A"]),
        (DONETSK, "2013-06-01", []), (DONETSK, "2019-06-01", ["donetsk_oblast.A.2022"]),
        (DONETSK, "2026-11-27", ["donetsk_oblast.A"]),
        (KHERSON, "2022-06-01", ["kherson_oblast_right_bank.A.2022"]), (KHERSON, "2023-06-01", []),
        (STEPANAKERT, "2013-06-01", ["nagorno_karabakh.A.2023"]),
        (STEPANAKERT, "2021-06-01", ["nagorno_karabakh.A.2023"]),
        (STEPANAKERT, "2024-06-01", ["nagorno_karabakh.A"]),
        (SHUSHA, "2019-06-01", ["nagorno_karabakh.A.2020"]), (SHUSHA, "2021-06-01", ["shusha.A"]),
        (AGHDAM, "2019-06-01", ["destroyed.war", "districts_around_nagorno_karabakh.A.2020"]),
        (AGHDAM, "2026-11-27", ["destroyed.war", "districts_around_nagorno_karabakh.B"]),
        (GAZA, "2005-06-01", ["gaza_strip.B.2007"]), (GAZA, "2013-06-01", ["gaza_strip.B.2023"]),
        (GAZA, "2026-11-27", ["destroyed.counted_war_damage", "gaza_strip.B"]),
        (NICOSIA, "2026-11-27", ["nicosia.B"]),
    ],
)  # fmt: skip
def test_asking_city_is_told_the_status_it_had_on_the_date(similar, city, date, told):
    answer = read(similar, city, date)
    codes = [
        one.facts.get("told_status") or one.facts.get("area_area")
        for one in answer.cautions
        if one.code == "place_status" or one.code.endswith("disputed_query")
    ]
    assert codes == told
    beside = [code for code in told if code.startswith("destroyed.") or ".A" in code]
    assert list(answer.query.status) == beside
    assert answer.query.note == "; ".join(PLACE_STATUS[code] for code in beside)
    held = any(".A" in code for code in told)
    for one in answer.tiers[0].candidates:
        reasons = {why.code for why in one.feasibility.reasons}
        assert any(one.endswith("disputed_query") for one in reasons) is held


def test_note_of_every_period_is_worded_in_every_language(similar: Matcher) -> None:
    ended = [code for code in AREA_STATUS if code.count(".") == 2]
    assert len(ended) > 10
    for code in ended:
        assert len({Language(one).say(AREA_STATUS[code]) for one in LANGUAGES}) == len(LANGUAGES)


def test_candidates_are_those_whose_status_on_the_date_lets_them(similar: Matcher) -> None:
    before = read(similar, NICOSIA, "2013-06-01", "UA", tiers=[
        {"name": "tier", "cities": [str(SEVASTOPOL), str(MARIUPOL)]},
    ])  # fmt: skip
    assert {one.place.city_id for one in before.tiers[0].candidates} == {SEVASTOPOL, MARIUPOL}
    assert not any(one.place.status for one in before.tiers[0].candidates)
    after = read(similar, NICOSIA, "2019-06-01", "UA", tiers=[
        {"name": "tier", "cities": [str(SEVASTOPOL), str(MARIUPOL)]},
    ])  # fmt: skip
    assert {one.place.city_id for one in after.tiers[0].candidates} == {MARIUPOL}
    (kept_out,) = after.exclusions
    assert (kept_out.place.city_id, kept_out.reason) == (SEVASTOPOL, "disputed")
    assert kept_out.place.status == ("sevastopol.A",)
    assert kept_out.facts["area"] == "sevastopol.A"


def test_partner_has_the_status_of_the_date(similar: Matcher) -> None:
    places: PlaceFactory = similar.world.places
    linked = [one.partner.city_id for one in similar.links(SEVASTOPOL)]
    for date, disputed in (("2013-06-01", ""), ("2019-06-01", "there")):
        day = Mandate.parse({"city": str(linked[0]), "date": date}).date
        (link,) = (
            one for one in similar.world.links(linked[0], day) if one.partner.city_id == SEVASTOPOL
        )
        assert link.disputed == disputed
        assert link.partner == places.of_id(SEVASTOPOL, day)
