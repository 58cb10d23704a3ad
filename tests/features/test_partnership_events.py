from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.partnership_events import merge_events, read_events
from features.partnerships import SOURCE
from matcher.errors import InputTableError
from matcher.tables import columns as c

CURATED = Path(__file__).parents[2] / "data" / "curated" / "partnership_events.csv"

KOSTROMA, DURHAM_GB, DURHAM_US, AACHEN, BARI = 543878, 2650628, 4464368, 3247449, 3182351
COVENTRY, VOLGOGRAD, ASHGABAT, TOKYO, MARY, OREL = 2652221, 472757, 162183, 1850147, 1218667, 515012


@pytest.fixture
def merged() -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs = sorted(
        tuple(sorted(pair))
        for pair in ((KOSTROMA, BARI), (KOSTROMA, DURHAM_US), (COVENTRY, VOLGOGRAD), (5, 6))
    )
    links = pd.DataFrame(pairs, columns=[c.CITY_ID_A, c.CITY_ID_B]).assign(
        **{c.STATUS: "active", c.SINCE: "", c.UNTIL: "", c.GRADE: "measured", c.SOURCE: SOURCE}
    )
    return merge_events(links, read_events(CURATED))


@pytest.mark.parametrize(
    ("one", "other", "status", "since", "until"),
    [
        (KOSTROMA, DURHAM_GB, "ended", "", "2022-03"),
        (KOSTROMA, DURHAM_US, "suspended", "", "2022-08"),
        (KOSTROMA, AACHEN, "dormant", "", "2022-03-30"),
        (KOSTROMA, BARI, "active", "", ""),
        (COVENTRY, VOLGOGRAD, "suspended", "1944", "2022-03"),
        (ASHGABAT, TOKYO, "proposed", "", ""),
        (MARY, OREL, "active", "2017-11-03", ""),
        (5, 6, "active", "", ""),
    ],
)
def test_status_and_dates_follow_the_documents(
    merged: tuple[pd.DataFrame, pd.DataFrame],
    one: int,
    other: int,
    status: str,
    since: str,
    until: str,
) -> None:
    table = merged[0].set_index([c.CITY_ID_A, c.CITY_ID_B])
    row = table.loc[(min(one, other), max(one, other))]
    assert (row[c.STATUS], row[c.SINCE], row[c.UNTIL]) == (status, since, until)


def test_pair_of_list_and_document_keeps_both_sources(
    merged: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    table = merged[0].set_index([c.CITY_ID_A, c.CITY_ID_B])
    source = table.loc[(KOSTROMA, DURHAM_US), c.SOURCE]
    assert "indyweek" in source and SOURCE in source
    assert not merged[0].duplicated([c.CITY_ID_A, c.CITY_ID_B]).any()


def test_events_are_ordered_and_complete(merged: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    events = merged[1]
    pair = events[(events[c.CITY_ID_A] == VOLGOGRAD) & (events[c.CITY_ID_B] == COVENTRY)]
    assert list(pair[c.EVENT]) == ["first_contact", "twinned", "suspended"]
    assert len(events) == len(pd.read_csv(CURATED))


def test_events_with_an_unknown_word_are_refused(tmp_path: Path) -> None:
    frame = pd.read_csv(CURATED, keep_default_na=False)
    frame.loc[0, "event"] = "married"
    path = tmp_path / "events.csv"
    frame.to_csv(path, index=False)
    with pytest.raises(InputTableError, match="married"):
        read_events(path)
