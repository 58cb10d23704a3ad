"""Faiths, trade and people abroad are read from texts and tables as they stand there."""

from __future__ import annotations

import pandas as pd
import pytest

from features.society import country_society, people_abroad
from matcher.tables import columns as c

TEXTS = {
    "religions": (
        "Muslim (official; predominantly Sunni) 93%, Roman Catholic 2%, Greek Catholic 1.5%, "
        "Buddhist <1%, Russian Orthodox 1-2%, other 1% (2020 est.)"
    ),
    "exports_partners": "China 63%, S. Korea 11%, Nowhere 7%, UK 6% (2023)",
    "imports_partners": "",
}


def read(**texts: str) -> dict[tuple[str, str], tuple[float, int]]:
    frame = country_society(pd.DataFrame([{"gec": "tx", **TEXTS, **texts}]))
    assert set(frame[c.COUNTRY]) <= {"TM"}
    values = zip(frame[c.KIND], frame[c.NAME], frame[c.SHARE], frame[c.YEAR], strict=True)
    return {
        (kind, name): (pytest.approx(share, abs=1e-6), year) for kind, name, share, year in values
    }


def test_shares_are_summed_by_kind_of_faith_and_what_has_no_figure_is_left_out() -> None:
    found = read()
    assert found["religion", "muslim"] == (0.93, 2020)
    assert found["religion", "catholic"] == (0.02, 2020)
    assert found["religion", "greek_catholic"] == (0.015, 2020)
    assert found["religion", "orthodox"] == (0.015, 2020)  # the middle of a range
    assert ("religion", "buddhist") not in found  # less than one in a hundred


def test_partners_stand_by_their_codes() -> None:
    exports = {name: share for (kind, name), (share, _) in read().items() if kind == "export"}
    assert exports == {"CN": 0.63, "KR": 0.11, "GB": 0.06}
    assert not any(kind == "import" for kind, _ in read())


def test_text_whose_shares_add_up_to_more_than_all_is_left_out() -> None:
    found = read(religions="Muslim 80%, Christian 40% (2020)")
    assert not any(kind == "religion" for kind, _ in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Presbyterian 90%, other Christian 4%", {"protestant": 0.9}),
        ("Muslim 53%, Roman Catholic 11%, other Christian 35%",
         {"muslim": 0.53, "catholic": 0.11, "other_christian": 0.35}),
        ("Armenian Apostolic 95.2%, not stated 1.7%", {"armenian_apostolic": 0.952}),
    ],
)  # fmt: skip
def test_rest_of_christians_is_never_told_as_all_of_them(text: str, told: dict[str, float]) -> None:
    found = read(religions=text)
    assert {name: share for (kind, name), (share, _) in found.items() if kind == "religion"} == told


def test_what_is_known_to_mislead_is_left_out() -> None:
    texts = {"religions": "Orthodox 15-20%", "exports_partners": "China 34%", "gec": "rs"}
    rows = [
        {**TEXTS, **texts},
        {**TEXTS, **texts, "gec": "bo"},
        {**TEXTS, "gec": "ga", "exports_partners": "Kazakhstan 92%, China 1%"},
    ]
    frame = country_society(pd.DataFrame(rows))
    told = set(zip(frame[c.COUNTRY], frame[c.KIND], strict=True))
    assert told == {("RU", "export"), ("BY", "religion"), ("GM", "religion")}


def test_a_name_with_a_comma_is_one_partner() -> None:
    found = read(exports_partners="Bahamas, The 13%, Gambia, The 4%, Congo, Republic of the 5%")
    exports = {name: share for (kind, name), (share, _) in found.items() if kind == "export"}
    assert exports == {"BS": 0.13, "GM": 0.04, "CG": 0.05}


def test_people_of_one_country_in_another_are_summed_and_never_at_home() -> None:
    raw = pd.DataFrame(
        [(2020, "MX", "US", 5), (2020, "MX", "US", 6), (2020, "US", "US", 9), (2020, "MX", "", 3)],
        columns=["year", "a_cc", "b_cc", "persons"],
    )
    frame = people_abroad(raw)
    assert frame[[c.COUNTRY, c.PARTNER_COUNTRY, c.PERSONS]].values.tolist() == [["MX", "US", 11]]
