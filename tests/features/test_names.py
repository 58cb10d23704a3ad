from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.names import build_city_names
from matcher.tables import columns as c
from matcher.tables.schema import TABLES
from matcher.text.normalise import name_key


def names_of(name: str, aliases: list[str], city_id: int = 1) -> list[tuple[str, str, int]]:
    places = pd.DataFrame({c.CITY_ID: [city_id], c.NAME: [name], "aliases": [aliases]})
    table = build_city_names(places)
    return list(zip(table[c.NAME_KEY], table[c.NAME], table[c.NAME_KIND], strict=True))


def test_city_names_keep_the_own_name_before_an_alias_of_the_same_key() -> None:
    assert names_of("Orël", ["OREL", "Orel"]) == [("orel", "Orël", 0)]


def test_city_names_keep_the_alias_spelt_like_a_name() -> None:
    assert names_of("X", ["kostroma", "KOSTROMA", "Kostroma"])[0] == ("kostroma", "Kostroma", 1)
    assert names_of("X", ["Kostroma", "KOSTROMA", "kostroma"])[0] == ("kostroma", "Kostroma", 1)


def test_city_names_drop_airport_codes_empty_keys_and_links() -> None:
    found = names_of("Kostroma", ["KMW", "", " - ", "https://example.org/Kostroma", "Кострома"])
    assert [key for key, _, _ in found] == ["kostroma", "кострома"]


def test_city_names_keep_three_capitals_when_they_are_the_name() -> None:
    assert names_of("ULM", ["ULM"]) == [("ulm", "ULM", 0)]


def test_city_names_have_the_columns_of_the_schema_in_sorted_order() -> None:
    places = pd.DataFrame(
        {c.CITY_ID: [9, 3], c.NAME: ["Durham", "Durham"], "aliases": [["Дарем"], ["Aberdeen"]]}
    )
    table = build_city_names(places)
    assert list(table.columns) == TABLES["city_names"].schema.names
    found = list(zip(table[c.NAME_KEY], table[c.CITY_ID], strict=True))
    assert found == sorted(found) == [("aberdeen", 3), ("durham", 3), ("durham", 9), ("дарем", 9)]


def test_city_names_leave_the_callers_frame_alone() -> None:
    places = pd.DataFrame({c.CITY_ID: [1], c.NAME: ["A"], "aliases": [["B", "b"]]})
    before = places.copy(deep=True)
    build_city_names(places)
    pd.testing.assert_frame_equal(places, before)


@given(st.text(max_size=30))
def test_name_key_is_idempotent(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(name=st.text(max_size=8), aliases=st.lists(st.text(max_size=8), max_size=8))
def test_city_names_have_each_spelling_of_a_place_once(name: str, aliases: list[str]) -> None:
    found = [(key, spelt) for key, spelt, _ in names_of(name, aliases)]
    assert len(found) == len(set(found))
    assert all(key == name_key(spelt) != "" for key, spelt in found)


@pytest.mark.parametrize("order", [1, -1])
def test_city_names_do_not_depend_on_the_order_of_aliases(order: int) -> None:
    aliases = ["Kostromá", "Kostromà", "kostroma", "Кострома", "КОСТРОМА"]
    assert names_of("X", aliases[::order]) == names_of("X", sorted(aliases))
