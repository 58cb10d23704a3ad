import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from matcher.errors import MandateError
from matcher.mandate.model import MAX_BYTES, Mandate
from matcher.records.criteria import AIM_WEIGHTS, CRITERIA, PARTS
from matcher.text.normalise import is_plain


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
        Mandate.parse({"city": "K", "weights": dict.fromkeys(PARTS, 0)})


def test_weights_may_name_habit_and_leave_it_or_the_wish_out():
    assert Mandate.parse({"city": "K"}).criterion_weights() == dict.fromkeys(PARTS, 1.0)
    assert Mandate.parse({"city": "K"}).by_habit
    alike = Mandate.parse({"city": "K", "weights": {"habit": 0}})
    assert alike.criterion_weights()["habit"] == 0.0
    assert not alike.by_habit
    habit = Mandate.parse({"city": "K", "weights": dict.fromkeys(CRITERIA, 0) | {"habit": 3}})
    assert habit.by_habit
    assert sum(habit.criterion_weights().values()) == 3.0
    # An aim is a wish: it moves no habit.
    for aim in sorted(AIM_WEIGHTS):
        found = Mandate.parse({"city": "K", "aims": [aim]}).criterion_weights()
        assert found["habit"] == 1.0


def test_tier_named_minority_is_a_minority_list_unless_its_kind_says_otherwise():
    tiers = [{"name": "Minority", "countries": ["IT"]}, {"name": "minority", "kind": "ordered"}]
    parsed = [Mandate.parse({"city": "K", "tiers": [tier]}).tiers[0].kind for tier in tiers]
    assert parsed == ["minority", "ordered"]
    assert (
        Mandate.parse({"city": "K", "tiers": [{"name": " minority "}]}).tiers[0].kind == "minority"
    )
    assert Mandate.parse({"city": "K", "tiers": [{"name": "minor"}]}).tiers[0].kind == "ordered"


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


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"city": "K", "weights": {"cultur": 1}},
         ("weights.cultur: input should be 'size', 'geography', 'war_history', 'shared_past', "
         "'culture', 'economy', 'reach', 'network', 'politics' or 'habit', given 'cultur'")),
        ({"city": "K", "count": 0},
         "count: input should be greater than or equal to 1, given 0"),
        ({"city": "K", "tiers": [{"name": None}]},
         "tiers.0.name: input should be a valid string"),
        ({"city": "K", "limits": {"distance_min_km": 9.0, "distance_max_km": 3.0}},
         "limits: distance_min_km 9.0 is above distance_max_km 3.0, so no city can pass"),
        ({"city": "K", "weights": dict.fromkeys(PARTS, 0)},
         "mandate: weights are all 0: leave at least one above 0"),
        ({"city": "a" * 201, "count": 0},
         (f"city: string should have at most 200 characters, given '{'a' * 79}; "
         "count: input should be greater than or equal to 1, given 0")),
    ],
)  # fmt: skip
def test_each_wrong_field_is_told_with_what_is_allowed_and_what_was_given(fields, told):
    with pytest.raises(MandateError) as caught:
        Mandate.parse(fields)
    assert str(caught.value) == told


@pytest.mark.parametrize(("wrong", "more"), [(5, ""), (6, "; and 1 more"), (9, "; and 4 more")])
def test_at_most_five_wrong_fields_are_told_and_the_others_counted(wrong, more):
    with pytest.raises(MandateError) as caught:
        Mandate.parse({"city": "K", **{f"wish{at}": 1 for at in range(wrong)}})
    told = [f"wish{at}: extra inputs are not permitted, given 1" for at in range(min(wrong, 5))]
    assert str(caught.value) == "; ".join(told) + more


def test_mandate_file_may_be_as_large_as_the_bound(tmp_path):
    path = tmp_path / "mandate.toml"
    head = b'city = "K"\n#'
    path.write_bytes(head + b" " * (MAX_BYTES - len(head)))
    assert Mandate.read(path).city == "K"


class Endless:
    """A file that never ends and says how much was read of it."""

    def __init__(self) -> None:
        self.asked = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read(self, size=-1):
        self.asked.append(size)
        assert size is not None and 0 < size <= MAX_BYTES + 1
        return b"#" * size


def test_no_more_of_a_file_is_read_than_a_mandate_may_have(monkeypatch):
    endless = Endless()
    monkeypatch.setattr("pathlib.Path.open", lambda *_: endless)
    with pytest.raises(MandateError, match="larger than"):
        Mandate.read("/dev/zero")
    assert endless.asked == [MAX_BYTES + 1]


def test_mandate_file_says_what_it_is_not(tmp_path):
    for name, content, told in (
        ("a.toml", b"city = \xff", "is not TOML: 'utf-8' codec"),
        ("a.JSON", b"{", "is not JSON: "),
        ("b.json", b'"city"', "is not a table of fields such as 'city'"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(MandateError) as caught:
            Mandate.read(path)
        assert str(caught.value).startswith(f"mandate {path} {told}")


def test_missing_mandate_file_is_told_by_its_name_and_why(tmp_path):
    path = tmp_path / "none.toml"
    with pytest.raises(MandateError) as caught:
        Mandate.read(path)
    assert str(caught.value) == f"mandate {path} cannot be read: No such file or directory"


def council(*members, **fields):
    return {"city": "K", "members": list(members), **fields}


def test_member_weighs_with_its_own_weights_and_aims():
    mandate = Mandate.parse(council({"name": "a", "weights": {"reach": 3}, "aims": ["sport"]}))
    (member,) = mandate.members
    found = member.criterion_weights()
    assert found["reach"] == 3 * AIM_WEIGHTS["sport"]["reach"]
    assert found["size"] == AIM_WEIGHTS["sport"]["size"]
    assert found["culture"] == 1.0


def test_members_have_the_same_say_however_large_their_weights():
    loud = {"name": "loud", "weights": dict.fromkeys(PARTS, 50)}
    sport = {"name": "sport", "aims": ["sport"]}
    found = Mandate.parse(council(loud, sport)).criterion_weights()
    own = Mandate.parse(council(sport)).members[0].criterion_weights()
    mean = sum(own.values()) / len(PARTS)
    for key in PARTS:
        assert found[key] == pytest.approx((1.0 + own[key] / mean) / 2)
    assert sum(found.values()) == pytest.approx(len(PARTS))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (council({"name": "a"}, {"name": "b"}, {"name": "a"}), "members have the same name a"),
        (council({"name": "a"}, weights={"size": 2}), "weights and aims belong to each member"),
        (council({"name": "a"}, aims=["sport"]), "weights and aims belong to each member"),
        (council({"name": "a"}, order="mutual"), "order is the members' consensus"),
        (council({"name": "a", "tiers": ["T", "U"]}, tiers=[{"name": "T"}]),
         "members.a.tiers: U is no tier of the mandate"),
        (council({"name": "a", "weights": dict.fromkeys(PARTS, 0)}), "weights are all 0"),
    ],
)  # fmt: skip
def test_members_that_contradict_the_mandate_are_refused(fields, told):
    with pytest.raises(MandateError, match=told):
        Mandate.parse(fields)


def test_limits_may_meet_and_one_of_them_may_stand_alone():
    for limits in (
        {"population_min": 5, "population_max": 5}, {"population_min": 5}, {"population_max": 5},
        {"distance_min_km": 2.0, "distance_max_km": 2.0}, {"distance_max_km": 2.0},
    ):  # fmt: skip
        parsed = Mandate.parse({"city": "K", "limits": limits}).limits
        assert {key: getattr(parsed, key) for key in limits} == limits


def test_weight_is_a_number_and_whole_ones_are_read_as_such():
    (weight,) = Mandate.parse({"city": "K", "weights": {"size": 2}}).weights.values()
    assert (weight, type(weight)) == (2.0, float)
    for wrong in ("2", True, None, [2], 10**400):
        with pytest.raises(MandateError, match=r"^weights\.size: "):
            Mandate.parse({"city": "K", "weights": {"size": wrong}})
    with pytest.raises(MandateError, match=r"^weights: "):
        Mandate.parse({"city": "K", "weights": "size"})


@pytest.mark.parametrize("text", ["a\nb", "\x1b[2J", "a\x00"])
def test_text_with_control_characters_is_refused(text):
    with pytest.raises(MandateError, match=r"^city: control characters are not allowed"):
        Mandate.parse({"city": text})


def test_what_is_not_said_has_its_documented_meaning():
    asked = Mandate.parse({"city": "K", "partners": [{"city": "B"}]})
    assert (asked.count, asked.order, asked.tiers, asked.date) == (10, "score", (), dt.date.today())
    assert asked.limits.include_associates
    assert not asked.limits.revive
    assert set(asked.criterion_weights().values()) == {1.0}
    assert (asked.partners[0].status, asked.partners[0].drop) == ("active", False)


def test_bounds_of_count_and_weight_are_in_and_what_is_beyond_is_out():
    for fields in ({"count": 1}, {"count": 1000}, {"weights": {"size": 100}}):
        Mandate.parse({"city": "K", **fields})
    for fields in ({"count": 1001}, {"weights": {"size": 100.5}}):
        with pytest.raises(MandateError, match="less than or equal to"):
            Mandate.parse({"city": "K", **fields})


def test_mandate_cannot_be_changed_once_it_is_valid():
    mandate = Mandate.parse({"city": "K"})
    for thing, name in ((mandate, "city"), (mandate.limits, "revive")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(thing, name, "other")
