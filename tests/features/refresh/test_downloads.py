from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from features import sources
from features.refresh.downloads import (
    fetch_gdp,
    fetch_outlines,
    fetch_travel_advice,
    fetch_visa,
)
from features.refresh.fetch import FetchError
from tests.features.refresh.server import Reply, as_json


def visa(*lines: str) -> Reply:
    return Reply("\n".join(("Passport,Destination,Requirement", *lines, "")).encode())


def test_visa_rules_become_barriers_and_namibia_stays(server, fetcher) -> None:
    reply = visa("NA,AF,visa required", "NA,NA,-1", "AL,NA,90", "AL,IN,eta", "AL,KP,no admission",
                 "AL,FR,visa free", "AL,EG,e-visa", "AL,KH,visa on arrival")  # fmt: skip
    frame = fetch_visa(fetcher, server.always("/visa.csv", reply))
    assert list(frame.itertuples(index=False, name=None)) == [
        ("AL", "EG", "e-visa", 2),
        ("AL", "FR", "visa free", 0),
        ("AL", "IN", "eta", 1),
        ("AL", "KH", "visa on arrival", 1),
        ("AL", "KP", "no admission", 4),
        ("AL", "NA", "90", 0),
        ("NA", "AF", "visa required", 3),
    ]


@pytest.mark.parametrize(
    ("reply", "told"),
    [(visa("AL,IN,by lot"), "unknown kind .*by lot"), (Reply(b"<html>"), "is not the table")],
)
def test_visa_rules_of_another_kind_are_an_error(server, fetcher, reply, told) -> None:
    with pytest.raises(FetchError, match=told):
        fetch_visa(fetcher, server.always("/visa.csv", reply))


def entry(code: str, year: str, value: float | None) -> dict[str, object]:
    return {"country": {"id": code, "value": code}, "date": year, "value": value}


def test_gdp_is_per_head_and_groups_of_countries_are_left_out(server, fetcher) -> None:
    entries = [entry("IT", "2024", 6.0e12), entry("ZH", "2024", 1e12), entry("FR", "2024", None)]
    address = server.always("/gdp", as_json([{"page": 1, "pages": 1, "total": 3}, entries]))
    frame = fetch_gdp(fetcher, address)
    assert frame["country"].tolist() == ["IT"]
    row = frame.iloc[0]
    assert row["gdp_per_capita_usd"] == round(6.0e12 / row["population_geonames"]) > 0
    assert row["year"] == 2024


@pytest.mark.parametrize(
    ("content", "told"),
    [({}, "World Bank"), ([{"pages": 2}, []], "2 pages"), ([{"pages": 1}, [{}]], "World Bank")],
)
def test_gdp_of_another_shape_is_an_error(server, fetcher, content, told) -> None:
    with pytest.raises(FetchError, match=told):
        fetch_gdp(fetcher, server.always("/gdp", as_json(content)))


def test_outlines_must_be_the_registered_release(server, fetcher, monkeypatch) -> None:
    address = server.always("/outlines.json", Reply(b"{}"))
    with pytest.raises(FetchError, match="do not use"):
        fetch_outlines(fetcher, address)
    checksum = hashlib.sha256(b"{}").hexdigest()
    known = replace(sources.SOURCES["outlines"], sha256=checksum)
    monkeypatch.setitem(sources.SOURCES, "outlines", known)
    assert fetch_outlines(fetcher, address) == b"{}"


def advice(**changed: object) -> dict[str, object]:
    told = {"iso3": "NAM", "level": 4, "updated": "2026-07-01", "summary": "Do not go."}
    return {**told, **changed}


def test_travel_advice_keeps_levels_by_country_code_and_no_sentence(server, fetcher) -> None:
    rows = [advice(), advice(iso3="XKX", level=2), advice(iso3="ZZZ")]
    frame = fetch_travel_advice(fetcher, server.always("/advice", as_json({"countries": rows})))
    assert list(frame.columns) == ["country", "level", "updated"]
    assert frame[["country", "level"]].to_numpy().tolist() == [["NA", 4], ["XK", 2]]
    assert frame["updated"].astype(str).tolist() == ["2026-07-01", "2026-07-01"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "not the list"),
        ({"countries": [advice(level=5)]}, "expected 1 to 4"),
        ({"countries": [advice(updated="July")]}, "not the list"),
        ({"countries": []}, "0 rows"),
    ],
)
def test_travel_advice_of_another_shape_is_an_error(server, fetcher, content, told) -> None:
    with pytest.raises(FetchError, match=told):
        fetch_travel_advice(fetcher, server.always("/advice", as_json(content)))
