"""The state of a pair follows from its events."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES, LINK_STATUSES
from matcher.world.state_of_pair import LINK_EVENTS, status_at

CURATED = Path(__file__).parents[3] / "data" / "curated" / "partnership_events.csv"
EVENTS = pd.read_csv(CURATED, keep_default_na=False, dtype=str)
EVER = "9999-12-31"

KOSTROMA, DURHAM_GB, DURHAM_US, AACHEN, BARI = "543878", "2650628", "4464368", "3247449", "3182351"
COVENTRY, VOLGOGRAD, ASHGABAT, MARY, OREL = "2652221", "472757", "162183", "1218667", "515012"
BARCELONA, TEL_AVIV, WROCLAW, GRODNO = "3128760", "293397", "3081368", "627904"
KIRKENES, PECHENGA = "779303", "511865"


def events_of(one: str, other: str) -> list[tuple[str, str]]:
    ids = EVENTS[[c.CITY_ID_A, c.CITY_ID_B]]
    rows = EVENTS[ids.isin([one, other]).all(axis=1)]
    return list(zip(rows[c.DATE], rows[c.EVENT], strict=True))


@pytest.mark.parametrize(
    ("one", "other", "date", "status"),
    [
        (COVENTRY, VOLGOGRAD, "1942", ""),
        (COVENTRY, VOLGOGRAD, "1944", "active"),
        (COVENTRY, VOLGOGRAD, "2022-02", "active"),
        (COVENTRY, VOLGOGRAD, "2022-03", "suspended"),
        (ASHGABAT, "2460596", "1973", ""),
        (ASHGABAT, "2460596", "1974", "active"),
        (ASHGABAT, "5454711", "1990", "active"),
        (ASHGABAT, "1512569", "2017-05-19", ""),
        (ASHGABAT, "1512569", "2017-05-20", "active"),
        (MARY, OREL, "2017-11-02", ""),
        (MARY, OREL, "2017-11-03", "active"),
        (ASHGABAT, "1850147", "2014-03", ""),
        (ASHGABAT, "1850147", "2014-04", "proposed"),
        (ASHGABAT, "1221874", "2017", "active"),
        (ASHGABAT, "264371", "1990", "active"),
        (ASHGABAT, "323786", EVER, "active"),
        (ASHGABAT, "1804430", EVER, "active"),
        (ASHGABAT, "610612", EVER, "active"),
        (ASHGABAT, "703448", EVER, "active"),
        (ASHGABAT, "616052", EVER, "active"),
        (ASHGABAT, "1528675", "2018-08-22", ""),
        (ASHGABAT, "1528675", "2018-08-23", "active"),
        (KOSTROMA, BARI, EVER, "active"),
        (KOSTROMA, DURHAM_GB, "2022-02", "active"),
        (KOSTROMA, DURHAM_GB, "2022-03", "ended"),
        (KOSTROMA, DURHAM_US, "2022-08", "suspended"),
        (KOSTROMA, AACHEN, "2022-03-29", "active"),
        (KOSTROMA, AACHEN, "2022-03-30", "dormant"),
    ],
)
def test_founding_events_give_the_state_at_a_date(one, other, date, status) -> None:
    assert status_at(events_of(one, other), date) == status


@pytest.mark.parametrize(
    ("one", "other", "date", "status"),
    [
        (BARCELONA, TEL_AVIV, "2023-03", "suspended"),
        (BARCELONA, TEL_AVIV, "2023-09-04", "active"),
        (BARCELONA, TEL_AVIV, "2025-05", "suspended"),
        (WROCLAW, GRODNO, "2010", "suspended"),
        (WROCLAW, GRODNO, "2022-03", "ended"),
        # Kept by vote in April 2023, but on hold.
        (KIRKENES, PECHENGA, "2024", "suspended"),
    ],
)
def test_documented_course_of_a_pair_is_followed(one, other, date, status) -> None:
    assert status_at(events_of(one, other), date, "active") == status


@pytest.mark.parametrize("row", EVENTS.to_dict("records"), ids=lambda row: row["city_a"])
def test_every_kept_event_has_its_effect_on_its_day(row) -> None:
    told = [one for one in events_of(row[c.CITY_ID_A], row[c.CITY_ID_B]) if one[0] <= row[c.DATE]]
    after = status_at(told, row[c.DATE] or EVER)
    later = {event for date, event in told if date == row[c.DATE]} - {row[c.EVENT]}
    if row[c.EVENT] in BROKEN_STATUSES and not later:
        assert after == row[c.EVENT]
    elif row[c.EVENT] in ("twinned", "resumed"):
        assert after == "active"
    elif row[c.EVENT] == "kept":
        assert after == "active" or any(event in BROKEN_STATUSES for _, event in told)
    else:
        assert after in {"", *LINK_STATUSES}


@pytest.mark.parametrize(
    ("events", "date", "listed", "status"),
    [
        ([], "2026", "no_longer_listed", "no_longer_listed"),
        ([("2020", "kept")], "2026", "no_longer_listed", "active"),
        ([("1990", "twinned")], "2026", "no_longer_listed", "no_longer_listed"),
        ([("2022", "ended"), ("2024", "resumed")], "2023", "active", "ended"),
        ([("2022", "ended"), ("2024", "resumed")], "2024", "active", "active"),
        ([("2022", "proposed")], "2026", "active", "active"),
        ([("2022", "ended")], "2020", "", "active"),
        # Reduced precision counts from the first day, of the date asked for to the last.
        ([("2022", "ended")], "2022-01-01", "active", "ended"),
        ([("2022-03-31", "ended")], "2022-03", "active", "ended"),
        # Of one day the end has the last word over the suspension.
        ([("2022-03", "ended"), ("2022-03", "suspended")], "2022-04", "active", "ended"),
    ],
)
def test_rule_of_the_module(events, date, listed, status) -> None:
    assert status_at(events, date, listed) == status


def test_order_of_events_does_not_matter() -> None:
    told = events_of(BARCELONA, TEL_AVIV)
    assert len(told) == 3
    for date in ("2022", "2023-05", "2024", "2026"):
        assert status_at(told, date, "active") == status_at(told[::-1], date, "active")


def test_every_event_is_explained() -> None:
    assert set(EVENTS[c.EVENT]) <= set(LINK_EVENTS)
