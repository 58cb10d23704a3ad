"""Partnerships as Wikidata has them: property P190 with its start and end.

References
----------
Wikidata, https://www.wikidata.org, CC0 1.0. P190 is "twinned administrative
body", P580 "start time", P582 "end time", P1566 a GeoNames id.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from features.refresh.fetch import Fetcher, FetchError

PAGE: Final = 5_000
MOST_PAGES: Final = 100
RESULTS: Final = "application/sparql-results+json"

_ITEM: Final = ("item", "label", "country", "geonames", "point")
COLUMNS: Final = (
    "statement",
    *(f"{what}{side}" for side in "12" for what in _ITEM),
    "start",
    "end",
)
"""Columns of the file; dates in ISO 8601 of reduced precision, "" unknown."""

_QUERY: Final = """\
SELECT ?statement ?item1 ?label1 ?country1 ?geonames1 ?point1
       ?item2 ?label2 ?country2 ?geonames2 ?point2
       ?start ?startPrecision ?end ?endPrecision
WHERE {{
  {{ SELECT ?statement ?item1 ?item2 WHERE {{
       ?item1 p:P190 ?statement .
       ?statement ps:P190 ?item2 ; wikibase:rank ?rank .
       FILTER(?rank != wikibase:DeprecatedRank)
     }} ORDER BY ?statement LIMIT {limit} OFFSET {offset} }}
  OPTIONAL {{ ?item1 rdfs:label ?label1 . FILTER(LANG(?label1) = "en") }}
  OPTIONAL {{ ?item2 rdfs:label ?label2 . FILTER(LANG(?label2) = "en") }}
  OPTIONAL {{ ?item1 wdt:P17/wdt:P297 ?country1 }}
  OPTIONAL {{ ?item2 wdt:P17/wdt:P297 ?country2 }}
  OPTIONAL {{ ?item1 wdt:P1566 ?geonames1 }}
  OPTIONAL {{ ?item2 wdt:P1566 ?geonames2 }}
  OPTIONAL {{ ?item1 wdt:P625 ?point1 }}
  OPTIONAL {{ ?item2 wdt:P625 ?point2 }}
  OPTIONAL {{ ?statement pqv:P580 [ wikibase:timeValue ?start ;
                                    wikibase:timePrecision ?startPrecision ] }}
  OPTIONAL {{ ?statement pqv:P582 [ wikibase:timeValue ?end ;
                                    wikibase:timePrecision ?endPrecision ] }}
}}"""

_YEAR, _MONTH, _DAY = 9, 10, 11
_KEPT: Final = {_YEAR: 4, _MONTH: 7, _DAY: 10}
"""Characters of a date that each precision of Wikidata vouches for."""

_TIME: Final = re.compile(r"^\+?(\d{4}-\d{2}-\d{2})T")
_POINT: Final = re.compile(r"^Point\((-?[\d.]+) (-?[\d.]+)\)$", re.IGNORECASE)


def fetch_partnerships(fetcher: Fetcher, address: str, page: int = PAGE) -> pd.DataFrame:
    """Fetch every statement of a partnership.

    Parameters
    ----------
    fetcher : Fetcher
    address : str
        Of the query service.
    page : int, optional
        Statements asked for at a time.

    Returns
    -------
    pandas.DataFrame
        The columns `COLUMNS`, one row a statement and way to read it (an item
        with two GeoNames ids makes two), sorted, without repetitions.

    Raises
    ------
    FetchError
        The service does not answer, answers otherwise than SPARQL JSON, or has
        no statement at all.
    """
    rows: list[tuple[str, ...]] = []
    for number in range(MOST_PAGES):
        query = _QUERY.format(limit=page, offset=number * page)
        answer = fetcher.json(address, {"query": query, "format": "json"}, RESULTS)
        found = list(_rows(address, answer))
        rows += found
        if len({row[0] for row in found}) < page:
            break
    else:
        raise FetchError(
            f"{address} has more than {MOST_PAGES * page:,} partnerships, far more than there are: "
            "the service does not page as expected"
        )
    if not rows:
        raise FetchError(f"{address} answers without a single partnership: try again later")
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.drop_duplicates().sort_values(list(COLUMNS), ignore_index=True)


def _rows(address: str, answer: Any) -> Iterator[tuple[str, ...]]:
    try:
        bindings = answer["results"]["bindings"]
        for binding in bindings:
            text = {name: str(cell["value"]) for name, cell in binding.items()}
            sides = [
                value
                for side in "12"
                for value in (
                    _last(text[f"item{side}"]),
                    text.get(f"label{side}", ""),
                    text.get(f"country{side}", ""),
                    text.get(f"geonames{side}", ""),
                    _point(text.get(f"point{side}", "")),
                )
            ]
            yield (_last(text["statement"]), *sides, _date(text, "start"), _date(text, "end"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FetchError(
            f"{address} did not answer in the SPARQL JSON format ({type(error).__name__}: {error}):"
            " the service has changed, or a proxy answered in its place"
        ) from None


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def _point(text: str) -> str:
    """Turn ``Point(longitude latitude)`` into ``latitude longitude``."""
    match = _POINT.match(text)
    return f"{match[2]} {match[1]}" if match else ""


def _date(text: Mapping[str, str], name: str) -> str:
    """Write a time as precise as it is known; "" for decades, unknown values and non-days."""
    match = _TIME.match(text.get(name, ""))
    kept = _KEPT.get(int(text.get(f"{name}Precision", "0") or 0))
    if not match or kept is None:
        return ""
    known = match[1][:kept]
    try:
        dt.date.fromisoformat(f"{known}-01-01"[: _KEPT[_DAY]])
    except ValueError:
        return ""
    return known
