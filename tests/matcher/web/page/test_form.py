"""The fields of the page and the address that holds them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from matcher.mandate.parts import MUST_HAVES
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA
from matcher.web.page.form import (
    LIMIT_FIELDS,
    MOST_CHARACTERS,
    MOST_TIERS,
    TWIN_STATUSES,
    Form,
    TierFields,
)

words = st.text(max_size=30).map(str.strip)
filled = words.filter(bool)
tiers = st.builds(TierFields, words, words, words).filter(bool)

forms = st.builds(
    Form,
    city=words,
    city_id=words,
    tiers=st.lists(tiers, max_size=MOST_TIERS).map(tuple),
    minority=st.builds(TierFields, words, words, words),
    aims=st.lists(st.sampled_from(sorted(AIM_WEIGHTS)), unique=True).map(tuple),
    must_have=st.lists(st.sampled_from(MUST_HAVES), unique=True).map(tuple),
    weights=st.dictionaries(st.sampled_from(CRITERIA), filled),
    limits=st.dictionaries(st.sampled_from(LIMIT_FIELDS), filled),
    exclude_country=words,
    exclude_city=words,
    full_members=words,
    revive=words,
    disputed=words,
    feasibility=words,
    count=words,
    date=words,
    order=words,
    twins=st.dictionaries(
        st.integers(1, 10**7).map(str), st.sampled_from(TWIN_STATUSES), max_size=5
    ),
    add=words,
    add_id=words,
    add_status=words,
    chosen=st.lists(filled, unique=True, max_size=3).map(tuple),
)


@given(forms)
def test_address_holds_the_whole_form(form: Form) -> None:
    assert Form.of(form.pairs()) == form
    assert Form.of(parse_qsl(form.query(), keep_blank_values=True)) == form


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=50)), max_size=40))
def test_any_address_is_read(pairs: list[tuple[str, str]]) -> None:
    form = Form.of(pairs)
    assert Form.of(form.pairs()) == form


def test_address_is_read_with_bounds() -> None:
    long = [("city", "a" * 100_000), *(("tier", "TM") for _ in range(10_000))]
    form = Form.of(long)
    assert len(form.city) == MOST_CHARACTERS
    assert len(form.tiers) == MOST_TIERS


def test_names_of_tiers_stay_beside_their_areas() -> None:
    form = Form(tiers=(TierFields("TM"), TierFields("AZ, UZ", "next")))
    assert Form.of(form.pairs()).tiers == form.tiers
    assert "tier_name" not in replace(form, tiers=form.tiers[:1]).query()
