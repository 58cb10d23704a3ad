from __future__ import annotations

import re

import pytest

from features.refresh.fetch import FetchError
from features.refresh.wikidata import COLUMNS, fetch_partnerships
from tests.features.refresh.server import Reply, as_json

ENTITY = "http://www.wikidata.org/entity/"
DAY, MONTH, YEAR, DECADE = 11, 10, 9, 8


def binding(number: int, one: str = "Q1", two: str = "Q2", **further: object) -> dict[str, object]:
    told = {"statement": f"{ENTITY}statement/s{number:03}", "item1": ENTITY + one,
            "item2": ENTITY + two, **further}  # fmt: skip
    return {name: {"type": "literal", "value": str(value)} for name, value in told.items()}


def answer(*bindings: dict[str, object]) -> Reply:
    return as_json({"head": {"vars": []}, "results": {"bindings": list(bindings)}})


def paged(bindings: list[dict[str, object]]):
    def reply(fields: dict[str, str]) -> Reply:
        limit, offset = map(int, re.search(r"LIMIT (\d+) OFFSET (\d+)", fields["query"]).groups())
        return answer(*bindings[offset : offset + limit])

    return reply


def test_every_page_is_read_and_told_once(server, fetcher) -> None:
    server.routes["/sparql"] = paged([binding(number) for number in range(7)])
    frame = fetch_partnerships(fetcher, server.address + "/sparql", page=3)
    assert list(frame.columns) == list(COLUMNS)
    assert frame["statement"].tolist() == [f"s{number:03}" for number in range(7)]
    assert len(server.asked) == 3
    assert server.asked[0][2]["Accept"] == "application/sparql-results+json"


def test_items_ids_places_and_labels_are_read(server, fetcher) -> None:
    one = binding(1, "Q10", "Q20", label1="Kostroma", country1="RU", geonames1=543878,
                  point1="Point(40.92 57.76)", label2="Bari", country2="IT")  # fmt: skip
    address = server.always("/sparql", answer(one))
    row = fetch_partnerships(fetcher, address).iloc[0].to_dict()
    assert row == {
        "statement": "s001", "item1": "Q10", "label1": "Kostroma", "country1": "RU",
        "geonames1": "543878", "point1": "57.76 40.92", "item2": "Q20", "label2": "Bari",
        "country2": "IT", "geonames2": "", "point2": "", "start": "", "end": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "precision", "kept"),
    [
        ("1944-05-17T00:00:00Z", DAY, "1944-05-17"),
        ("1944-05-01T00:00:00Z", MONTH, "1944-05"),
        ("1944-01-01T00:00:00Z", YEAR, "1944"),
        ("1940-01-01T00:00:00Z", DECADE, ""),
        ("1944-00-00T00:00:00Z", YEAR, "1944"),
        ("1944-02-30T00:00:00Z", DAY, ""),
        ("-0044-03-15T00:00:00Z", DAY, ""),
        ("http://www.wikidata.org/.well-known/genid/1", DAY, ""),
    ],
)
def test_date_is_as_precise_as_it_is_known(server, fetcher, value, precision, kept) -> None:
    address = server.always("/sparql", answer(binding(1, end=value, endPrecision=precision)))
    row = fetch_partnerships(fetcher, address).iloc[0]
    assert (row["end"], row["start"]) == (kept, "")


@pytest.mark.parametrize("body", [[], {"results": {}}, {"results": {"bindings": [{"item1": 1}]}}])
def test_answer_of_another_shape_is_an_error(server, fetcher, body) -> None:
    address = server.always("/sparql", as_json(body))
    with pytest.raises(FetchError, match="SPARQL JSON"):
        fetch_partnerships(fetcher, address)


def test_no_partnership_at_all_is_an_error(server, fetcher) -> None:
    with pytest.raises(FetchError, match="without a single partnership"):
        fetch_partnerships(fetcher, server.always("/sparql", answer()))


def test_server_that_ignores_the_offset_is_found_out(server, fetcher, monkeypatch) -> None:
    monkeypatch.setattr("features.refresh.wikidata.MOST_PAGES", 3)
    address = server.always("/sparql", answer(binding(1), binding(2)))
    with pytest.raises(FetchError, match="does not page"):
        fetch_partnerships(fetcher, address, page=2)
