"""A report of the network as tables for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from matcher.network.analysis import CountryLinks, Network
from matcher.network.measures import Measures
from matcher.network.published import KONECT, KONECT_SOURCE, Comparison
from matcher.network.ties import Tie
from matcher.render.plain import rows_text


def tables(found: Network) -> dict[str, str]:
    """Return the tables of a report as CSV by file name, each with its header."""
    measured = [{"network": found.scope.name, **asdict(found.measures)}]
    rows: dict[str, tuple[list[dict[str, Any]], tuple[str, ...]]] = {
        "measures.csv": ([_finite(row) for row in measured], ()),
        "places.csv": ([*_place_rows(found)], _PLACE_COLUMNS),
        "countries.csv": (
            [asdict(one) for one in found.countries],
            tuple(CountryLinks.__dataclass_fields__),
        ),
        "ties.csv": ([asdict(one) for one in found.ties], tuple(Tie.__dataclass_fields__)),
        "communities.csv": ([*_community_rows(found)], _COMMUNITY_COLUMNS),
        "history.csv": ([asdict(one) for one in found.movement.periods], ()),
        "years.csv": (
            [{"year": year, "links": links} for year, links in found.movement.by_year],
            ("year", "links"),
        ),
    }
    if found.comparison is not None:
        rows["published.csv"] = ([*_published_rows(found.comparison)], ())
    return {name: rows_text(given, "csv", columns) for name, (given, columns) in rows.items()}


_PLACE_COLUMNS = ("city_id", "name", "country", "links", "countries", "community")
_COMMUNITY_COLUMNS = ("community", "places", "links", "countries", "leading_id", "leading")


def _place_rows(found: Network) -> Iterator[dict[str, Any]]:
    for one in found.places:
        place = one.place
        values = place.city_id, place.name, place.country, one.degree, one.countries, one.community
        yield dict(zip(_PLACE_COLUMNS, ["" if v is None else v for v in values], strict=True))


def _community_rows(found: Network) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(found.communities.found, start=1):
        countries = " ".join(f"{code}:{count}" for code, count in one.countries)
        values = number, one.places, one.links, countries, one.leading.city_id, one.leading.name
        yield dict(zip(_COMMUNITY_COLUMNS, values, strict=True))


def _published_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    yield {
        "network": "KONECT 2017",
        "what": KONECT_SOURCE,
        **{key: KONECT.get(key, "") for key in Measures.__dataclass_fields__},
    }
    for one in comparison.variants:
        yield _finite({"network": one.name, "what": one.why, **asdict(one.measures)})


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "" if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}
