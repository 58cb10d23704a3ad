import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import MandateError
from matcher.mandate import AIM_WEIGHTS, CRITERIA, MAX_BYTES, Mandate
from matcher.naming.normalise import is_plain


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"city": "K", "weights": {"culture": -1}}, "weights.culture"),
        ({"city": "K", "weights": {"cultur": 1}}, "weights.cultur"),
        ({"city": "K", "weights": {"culture": True}}, "weights.culture"),
        ({"city": "K", "weights": {"culture": float("nan")}}, "weights.culture"),
        ({"city": 5}, "city"),
        ({"city": ""}, "city"),
        ({}, "city"),
        ({"city": "K", "colour": "red"}, "colour"),
        ({"city": "K", "count": 0}, "count"),
        ({"city": "K", "count": False}, "count"),
        ({"city": "K", "date": "2026-13-01"}, "date"),
        ({"city": "K", "aims": ["love"]}, "aims.0"),
        ({"city": "K", "limits": {"must_have": ["volcano"]}}, "limits.must_have.0"),
        ({"city": "K", "limits": {"population_ratio_max": 0.5}}, "limits.population_ratio_max"),
        ({"city": "K", "partners": [{"city": "B", "status": "married"}]}, "partners.0.status"),
        ({"city": "K", "tiers": [{"countries": ["TM"]}]}, "tiers.0.name"),
        ({"city": "K", "tiers": "TM"}, "tiers"),
    ],
)
def test_mandate_names_the_field_when_a_value_is_wrong(fields, named):
    with pytest.raises(MandateError) as caught:
        Mandate.parse(fields)
    assert str(caught.value).startswith(f"{named}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "low,high", [("population_min", "population_max"), ("distance_min_km", "distance_max_km")]
)
def test_limits_refuse_a_contradiction(low, high):
    with pytest.raises(MandateError, match=f"{low} 9.* is above {high} 3"):
        Mandate.parse({"city": "K", "limits": {low: 9, high: 3}})


def test_mandate_refuses_weights_that_are_all_zero():
    with pytest.raises(MandateError, match="weights are all 0"):
        Mandate.parse({"city": "K", "weights": dict.fromkeys(CRITERIA, 0)})


def test_tier_named_minority_is_a_minority_list_unless_its_kind_says_otherwise():
    tiers = [{"name": "Minority", "countries": ["IT"]}, {"name": "minority", "kind": "ordered"}]
    parsed = [Mandate.parse({"city": "K", "tiers": [tier]}).tiers[0].kind for tier in tiers]
    assert parsed == ["minority", "ordered"]


def test_mandate_refuses_tiers_of_the_same_name():
    tiers = [{"name": "A", "countries": ["TM"]}, {"name": "A", "countries": ["AZ"]}]
    with pytest.raises(MandateError, match="same name A"):
        Mandate.parse({"city": "K", "tiers": tiers})


def test_aims_multiply_the_given_weights():
    mandate = Mandate.parse({"city": "K", "weights": {"culture": 3}, "aims": ["culture", "youth"]})
    expected = 3 * AIM_WEIGHTS["culture"]["culture"] * AIM_WEIGHTS["youth"]["culture"]
    assert mandate.criterion_weights()["culture"] == pytest.approx(expected)
    assert mandate.criterion_weights()["size"] == 1.0


@given(
    weights=st.dictionaries(st.sampled_from(CRITERIA), st.floats(0.1, 100)),
    count=st.integers(1, 1000),
    date=st.dates(dt.date(1900, 1, 1)),
    names=st.lists(st.text(min_size=1, max_size=20).filter(is_plain), unique=True, max_size=5),
)
def test_mandate_survives_a_round_trip_through_json(weights, count, date, names):
    tiers = [{"name": name, "countries": ["TM"]} for name in names]
    fields = {"city": "K", "weights": weights, "count": count, "date": date, "tiers": tiers}
    mandate = Mandate.parse(fields)
    assert Mandate.parse(json.loads(json.dumps(mandate.to_dict()))) == mandate


def test_mandate_reads_toml_and_json_alike(tmp_path):
    toml, as_json = tmp_path / "mandate.toml", tmp_path / "mandate.json"
    toml.write_text(
        'city = "Kostroma"\ndate = 2026-01-01\n[[tiers]]\nname = "TM"\ncountries = ["TM"]\n'
        "[limits]\npopulation_min = 1000\n[weights]\nculture = 2\n"
    )
    fields = {
        "city": "Kostroma",
        "date": "2026-01-01",
        "tiers": [{"name": "TM", "countries": ["TM"]}],
        "limits": {"population_min": 1000},
        "weights": {"culture": 2},
    }
    as_json.write_text(json.dumps(fields))
    assert Mandate.read(toml) == Mandate.read(as_json) == Mandate.parse(fields)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.toml", "city = ", "not TOML"),
        ("a.json", "{", "not JSON"),
        ("a.json", "[1]", "not a table"),
        ("a.json", "[" * 5000, "not JSON"),
        ("a.toml", "#" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_mandate_file_is_refused_with_one_line_when_it_is_not_a_mandate(
    tmp_path, name, content, message
):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(MandateError, match=message):
        Mandate.read(path)


def test_mandate_file_is_refused_when_it_is_missing(tmp_path):
    with pytest.raises(MandateError, match="cannot be read"):
        Mandate.read(tmp_path / "none.toml")
