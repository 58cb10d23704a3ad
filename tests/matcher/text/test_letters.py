"""The letters of names leave out only what cannot be meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.text.letters import SpeltKeys
from matcher.text.spelling import nearest_keys

WORDS = st.text(alphabet="abcdeяж ", min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=20), WORDS)
def test_what_is_begun_or_misspelt_is_found_as_by_comparing_all(keys: list[str], key: str) -> None:
    begun = {at for at, one in enumerate(keys) if one.startswith(key)}
    near = {at for _, at in nearest_keys(key, keys)}
    assert {at for _, at in SpeltKeys(keys).meant(key)} == begun | near
