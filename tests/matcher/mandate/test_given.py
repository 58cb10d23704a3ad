from __future__ import annotations

from collections import OrderedDict
from types import MappingProxyType
from typing import Any

import pytest

from matcher.errors import MandateError
from matcher.mandate.given import as_mandate, as_place, as_places
from matcher.mandate.model import Mandate

FIELDS: dict[str, Any] = {"city": "Kostroma", "date": "2026-04-26", "count": 3}
MANDATE = Mandate.parse(FIELDS)


@pytest.mark.parametrize(
    "given",
    [
        (MANDATE, None),
        (FIELDS, None),
        (OrderedDict(FIELDS), {}),
        (MappingProxyType(FIELDS), {}),
        (None, FIELDS),
        ({"city": "Kostroma", "date": "2026-04-26"}, {"count": 3}),
        (Mandate.parse({**FIELDS, "count": 9}), {"count": 3}),
        ({**FIELDS, "city": "Mary"}, {"city": "Kostroma"}),
    ],
)
def test_as_mandate_reads_every_form_alike(given: tuple[Any, Any]) -> None:
    assert as_mandate(*given) == MANDATE


def test_as_mandate_keeps_every_field_of_a_mandate_beside_another() -> None:
    full = Mandate.parse(
        {**FIELDS, "tiers": [{"name": "minority", "countries": ["IT"], "cities": ["Mary"]}],
         "limits": {"must_have": ["river"], "population_min": 5}, "weights": {"size": 2},
         "aims": ["sport"], "partners": [{"city": "Bari", "drop": True}], "order": "mutual"}
    )  # fmt: skip
    assert as_mandate(full, {"count": 4}) == full.model_copy(update={"count": 4})


@pytest.mark.parametrize(
    ("given", "named"),
    [(5, "int 5"), (["Kostroma"], "list"), ("Kostroma", "str 'Kostroma'"), (b"x", "bytes"),
     ({"Kostroma"}, "set"), (3.5, "float"), (Mandate, "Mandate")],
)  # fmt: skip
@pytest.mark.parametrize("fields", [None, {"city": "Kostroma"}])
def test_as_mandate_says_what_to_give_when_it_is_another_type(
    given: Any, named: str, fields: dict[str, Any] | None
) -> None:
    with pytest.raises(
        MandateError, match=r'a Mandate, a dict of its fields, or .* city="'
    ) as told:
        as_mandate(given, fields)
    assert named in str(told.value)
    assert 'city="Kostroma"' in str(told.value)


@pytest.mark.parametrize("given", [None, {}, {"count": 3}])
def test_as_mandate_asks_for_the_city_when_none_is_given(given: Any) -> None:
    with pytest.raises(MandateError, match=r'no city given.*city="Kostroma"'):
        as_mandate(given)


@pytest.mark.parametrize(
    "fields",
    [{"city": 543878}, {"city": None}, {"city": "Mary", "count": "3"}, {1: 2, "city": "M"}],
)
def test_as_mandate_names_the_field_that_is_wrong(fields: dict[Any, Any]) -> None:
    wrong = next(str(key) for key, value in fields.items() if value not in ("Mary", "M"))
    with pytest.raises(MandateError, match=rf"^{wrong}: "):
        as_mandate(fields)


@pytest.mark.parametrize("given", [None, 543878, ["Mary"], b"Mary", 1.0, "", " "])
def test_as_place_says_what_to_give_when_it_is_no_text(given: object) -> None:
    kind = "None" if given is None else type(given).__name__
    with pytest.raises(MandateError, match=rf"^candidate: a text .* got {kind}.*id as text"):
        as_place(given, "candidate")


def test_as_places_takes_any_iterable_of_texts() -> None:
    for given in (["Mary", "Bari"], ("Mary", "Bari"), iter(["Mary", "Bari"])):
        assert as_places(given) == ["Mary", "Bari"]


@pytest.mark.parametrize("given", ["Mary", None, 5, {"city": "Mary"}])
def test_as_places_wants_a_list(given: object) -> None:
    with pytest.raises(MandateError, match=r'a list of texts is wanted.*\["Bukhara", "Ganja"\]'):
        as_places(given)


def test_as_places_names_the_one_that_is_no_text() -> None:
    with pytest.raises(MandateError, match=r"^candidates\.1: .* got int 7"):
        as_places(["Mary", 7])
