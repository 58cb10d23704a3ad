"""From the page's fields to a mandate and back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import MandateError
from matcher.mandate.model import Mandate
from matcher.mandate.parts import FEASIBILITIES, MAX_WEIGHT, MUST_HAVES
from matcher.matcher import Matcher
from matcher.records.criteria import AIM_WEIGHTS, PARTS
from matcher.web.page.areas import Areas
from matcher.web.page.fields import number_text, read_number
from matcher.web.page.form import Form, TierFields
from matcher.web.page.reading import FormReader
from matcher.wording.language import LANGUAGES, Language
from tests.world import BARI, DURHAM_GB, DURHAM_US, MARY

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def reader(council: Matcher) -> FormReader:
    return FormReader(council, Language("en"))


def problems(reader: FormReader, form: Form) -> list[tuple[str, str]]:
    return [(one.name, one.key) for one in reader.read(form, TODAY).problems]


weights = st.floats(0, MAX_WEIGHT, allow_nan=False).filter(lambda one: one != 1)
codes = st.sampled_from(("TM", "UZ", "IT", "GB", "US", "NA", "GE"))
named_tiers = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.text("abcé <>&\"'", min_size=1, max_size=8).filter(
                lambda one: one == one.strip() and one != "minority"
            ),
            "kind": st.just("ordered"),
            "countries": st.lists(codes, max_size=4, unique=True),
            "blocs": st.lists(st.just("CIS"), max_size=1),
            "regions": st.lists(st.sampled_from(("AS", "US-NC")), max_size=2, unique=True),
            "cities": st.lists(
                st.sampled_from(("Mary, TM", "Durham, GB")), max_size=2, unique=True
            ),
        }
    ).filter(lambda one: any(one[key] for key in ("countries", "blocs", "regions", "cities"))),
    max_size=3,
    unique_by=lambda one: one["name"],
)
mandates = st.fixed_dictionaries(
    {
        "city": st.sampled_from(("Kostroma, RU", "Durham, US", "Mary, TM")),
        "tiers": named_tiers,
        "count": st.integers(1, 100),
        "date": st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat),
        "weights": st.dictionaries(st.sampled_from(PARTS), weights, max_size=8),
        "aims": st.lists(st.sampled_from(sorted(AIM_WEIGHTS)), unique=True),
        "order": st.sampled_from(("score", "mutual")),
        "limits": st.fixed_dictionaries(
            {
                "include_associates": st.booleans(),
                "revive": st.booleans(),
                "disputed": st.booleans(),
                "feasibility": st.sampled_from(FEASIBILITIES),
            },
            optional={
                "population_max": st.integers(1, 10**9),
                "population_ratio_max": st.floats(1, 10**6),
                "distance_max_km": st.floats(0.001, 30_000),
                "per_country": st.integers(1, 1000),
                "per_tier": st.integers(1, 1000),
                "their_rank_max": st.integers(1, 1000),
                "exclude_countries": st.lists(codes, unique=True),
                "exclude_cities": st.just(["Bari, IT"]),
                "must_have": st.lists(st.sampled_from(MUST_HAVES), unique=True),
            },
        ),
        "partners": st.sampled_from(
            ([], [{"city": "Bari, IT", "drop": True}], [{"city": "Tbilisi, GE", "status": "ended"}])
        ),
    }
)


@settings(deadline=None, max_examples=60)
@given(mandates)
def test_mandate_comes_back_from_its_form_and_address(reader: FormReader, fields: dict) -> None:
    mandate = Mandate.parse(fields)
    form = reader.form(mandate)
    again = reader.read(Form.of(form.pairs()), TODAY)
    assert again.problems == ()
    assert again.mandate == mandate
    assert reader.form(again.mandate) == form


@given(st.floats(0, 1e10, allow_nan=False))
def test_numbers_come_back_from_their_text(value: float) -> None:
    assert read_number(number_text(value)) == value


@pytest.mark.parametrize("text", ["", "-1", "1e5", "nan", "inf", "٣", "1,2,3", "0x10", "1 000 a"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_areas_are_shown_in_the_language_and_read_again(service: Matcher, code: str) -> None:
    areas = Areas(service.world.countries, Language(code))
    choices = areas.choices()
    assert len(choices) > 280
    for one in choices:
        assert areas.read(one.value) == areas.read(areas.shown(one.value))


def test_list_of_areas_takes_names_in_any_language(service: Matcher) -> None:
    reader = FormReader(service, Language("ru"))
    read = reader.read(
        Form(city="Кострома", tiers=(TierFields("Туркмения; CIS, Азия, US-NC"),)), TODAY
    )
    assert read.mandate is not None
    (tier,) = read.mandate.tiers
    assert (tier.countries, tier.blocs, tier.regions) == (("TM",), ("CIS",), ("AS", "US-NC"))
    assert tier.name.startswith("Туркменистан, СНГ, Азия")


def test_ambiguous_city_asks_which(reader: FormReader) -> None:
    (problem,) = reader.read(Form(city="Durham"), TODAY).problems
    assert problem.key == "problem_city_several"
    assert {one.city_id for one in problem.choices} == {DURHAM_GB, DURHAM_US}
    chosen = reader.read(Form(city="Durham", city_id=str(DURHAM_GB)), TODAY).mandate
    assert chosen is not None
    assert chosen.city == "Durham, GB"


def test_list_may_be_single_cities_alone(reader: FormReader) -> None:
    form = Form(city="Kostroma", tiers=(TierFields(cities="Mary; Durham, GB"),))
    mandate = reader.read(form, TODAY).mandate
    assert mandate is not None
    assert mandate.tiers[0].cities == ("Mary, TM", "Durham, GB")
    assert mandate.tiers[0].name == "Mary, TM; Durham, GB"


def test_ambiguous_city_of_a_list_is_told_with_what_to_write(reader: FormReader) -> None:
    form = Form(city="Kostroma", minority=TierFields(cities="Durham"), exclude_city="Durham")
    found = reader.read(form, TODAY).problems
    assert [(one.name, one.key) for one in found] == [
        ("minority-city", "problem_city_which"), ("exclude_city", "problem_city_which"),
    ]  # fmt: skip
    for one in found:
        written = str(one.facts["near"]).split("; ")
        assert set(written) == {"Durham, GB", "Durham, US"}
        again = reader.read(Form(city="Kostroma", minority=TierFields(cities=written[0])), TODAY)
        assert again.problems == ()


def test_misspelt_city_is_offered_again(service: Matcher) -> None:
    reader = FormReader(service, Language("en"))
    (problem,) = reader.read(Form(city="Kostrma"), TODAY).problems
    assert problem.key == "problem_city_near"
    assert "Kostroma" in [one.name for one in problem.choices]


def test_every_wrong_field_is_named_at_once(reader: FormReader) -> None:
    form = Form(
        tiers=(TierFields("Nowhereland"), TierFields("", "a name alone"), TierFields("TM")),
        minority=TierFields("Atlantis"),
        limits={"population_min": "many", "distance_max_km": "-3", "per_country": "0"},
        weights={"size": "heavy", "reach": "101"},
        exclude_country="Nowhereland",
        count="101",
        date="tomorrow",
        add="Nowhereville on Sea",
    )
    found = problems(reader, form)
    assert [name for name, _ in found] == [
        "city", "tier1", "tier2", "minority", "population_min", "distance_max_km", "per_country",
        "exclude_country", "w_size", "w_reach", "add", "count", "date",
    ]  # fmt: skip


def test_contradictions_are_told(reader: FormReader) -> None:
    limits = {"population_min": "5000", "population_max": "100"}
    assert problems(reader, Form(city="Mary", limits=limits)) == [
        ("population_min", "problem_low_high")
    ]
    zero = dict.fromkeys(PARTS, "0")
    assert problems(reader, Form(city="Mary", weights=zero)) == [("w_size", "problem_weights_zero")]
    twice = (TierFields("TM", "a"), TierFields("UZ", "a"))
    assert problems(reader, Form(city="Mary", tiers=twice)) == [("tier1", "problem_tier_twice")]


def test_twins_are_corrected_and_added(reader: FormReader) -> None:
    form = Form(
        city="Kostroma", twins={str(BARI): "drop", "x": "active"}, add="Mary", add_status="ended"
    )
    mandate = reader.read(form, TODAY).mandate
    assert mandate is not None
    assert [(one.city, one.status, one.drop) for one in mandate.partners] == [
        ("Bari, IT", "active", True), ("Mary, TM", "ended", False),
    ]  # fmt: skip
    assert reader.form(mandate).twins == {str(BARI): "drop", str(MARY): "ended"}


def test_mandate_without_fields_on_the_page_is_refused(reader: FormReader) -> None:
    for fields in (
        {"members": [{"name": "a"}]},
        {"count": 101},
        {"tiers": [{"name": "everywhere"}]},
        {"tiers": [{"name": "minority", "countries": ["IT"]}, {"name": "a", "countries": ["TM"]}]},
    ):
        with pytest.raises(MandateError, match="no field on the page"):
            reader.form(Mandate.parse({"city": "Kostroma", **fields}))
