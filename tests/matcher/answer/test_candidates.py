from __future__ import annotations

import pytest

from matcher.answer.candidates import _MOST_NAMED_COUNTRIES, unique
from matcher.mandate.model import Mandate


def test_values_stand_once_in_their_first_order():
    assert unique([3, 1, 3, 2, 1]) == (3, 1, 2)
    assert unique([]) == ()
    # Values that cannot be hashed are compared.
    assert unique([{"a": 1}, {"a": 1}, {"a": 2}]) == ({"a": 1}, {"a": 2})


def test_caution_of_several_tiers_is_told_once(council):
    tiers = [{"name": "one", "countries": ["TM"]}, {"name": "two", "countries": ["TM", "UZ"]}]
    fields = {"city": "Kostroma", "date": "2026-04-26"}
    answer = council.recommend(Mandate.parse({**fields, "tiers": tiers}))
    assert len({(one.code, one.text) for one in answer.cautions}) == len(answer.cautions)


@pytest.mark.parametrize(("count", "told"), [(3, True), (4, True), (30, True), (31, False)])
def test_tier_that_names_few_countries_says_what_to_know_of_them(similar, count, told):
    assert _MOST_NAMED_COUNTRIES == 30
    others = [code for code in similar.world.place_facts.country_list if code not in ("RU", "IT")]
    countries = ["IT", *others[: count - 1]]
    fields = {"city": "543878", "date": "2026-04-26", "count": 1}
    answer = similar.recommend(
        Mandate.parse({**fields, "tiers": [{"name": "many", "countries": countries}]})
    )
    # Bari is Kostroma's twin in Italy.
    assert any(one.code == "tier_twinned" for one in answer.cautions) is told
