from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from features.ledger import merge
from features.partnership_events import read_events
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
    rows = pd.DataFrame(pairs, columns=["id1", "id2"]).assign(
        source="twin_links", kind="wikipedia_lists", date="2026-02", how1="", how2="", reason1="",
        reason2="", since="", form="unknown", ships=True, city1="", country1="", city2="",
        country2="", unit_likely=False,
    )  # fmt: skip
    events = read_events(CURATED)
    removed = pd.DataFrame(columns=[c.CITY_ID_A, c.CITY_ID_B, "kind", "date"])
    return merge(rows, events, removed), events


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
    row = table.loc[(KOSTROMA, DURHAM_US)]
    assert "indyweek" in row[c.SOURCE]
    assert row[c.SOURCES] == "curated 2022; wikipedia_lists 2026"
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


BOTH_NAMED = (
    (2641170, (625144, 542420), "ended"),  # Nottingham: Minsk and Krasnodar
    (3068799, (709717, 472757), "ended"),  # Ostrava: Donetsk and Volgograd
    (588409, (524901, 498817), "ended"),  # Tallinn: Moscow and Saint Petersburg
    (3133895, (581049, 524305, 1498087), "ended"),  # Tromsø: Arkhangelsk, Murmansk, Nadym
    (658225, (498817, 524901), "suspended"),  # Helsinki: Saint Petersburg and Moscow
    (3144987, (548602, 481964), "suspended"),  # Narvik: Kingisepp and Tosno
)


@pytest.mark.parametrize(("city", "partners", "status"), BOTH_NAMED)
def test_every_partner_that_a_source_names_has_its_ending(
    city: int, partners: tuple[int, ...], status: str
) -> None:
    ledger = pd.read_parquet(CURATED.parents[1] / "partnerships.parquet")
    ends = zip(ledger["city_id_a"], ledger["city_id_b"], ledger["status"], strict=True)
    known = {frozenset((a, b)): one for a, b, one in ends}
    assert {known.get(frozenset((city, one))) for one in partners} == {status}


def test_algiers_has_its_agreements_with_paris_and_marseille() -> None:
    kept = pd.read_csv(CURATED, keep_default_na=False, dtype=str)
    own = kept[kept["city_id_a"] == "2507480"]
    told = set(zip(own["city_b"], own["event"], own["date"], strict=True))
    assert told >= {
        ("Marseille", "kept", "2024-05-13"),
        ("Marseille", "twinned", "2006"),
        ("Paris", "twinned", "2003-01"),
    }
    assert set(own["grade"]) == {"curated"}
