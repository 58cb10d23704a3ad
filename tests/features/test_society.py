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


def test_people_of_one_country_in_another_are_summed_and_never_at_home() -> None:
    raw = pd.DataFrame(
        [(2020, "MX", "US", 5), (2020, "MX", "US", 6), (2020, "US", "US", 9), (2020, "MX", "", 3)],
        columns=["year", "a_cc", "b_cc", "persons"],
    )
    frame = people_abroad(raw)
    assert frame[[c.COUNTRY, c.PARTNER_COUNTRY, c.PERSONS]].values.tolist() == [["MX", "US", 11]]
