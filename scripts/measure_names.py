"""Measure how names are read: cases with a known answer, and published lists with coordinates.

    python scripts/measure_names.py cases FILE [--wrong]
    python scripts/measure_names.py lists FOLDER [--wrong]
    python scripts/measure_names.py own EVERY [--wrong]

``FILE`` has the columns text, country, kind, expect (id, unit, area, ask, none), city_id and
alternatives; ``FOLDER`` holds ``links/`` and ``places/``. Nothing of either is shipped. ``own``
asks for the places of 50,000 people by their names with their country: one of EVERY so many.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matcher.errors import MatcherError
from matcher.maps.geodesy import haversine_km
from matcher.matcher import Matcher
from matcher.naming.resolved import Resolved
from matcher.tables import columns as c

NEAR_KM = 15.0
LARGE = 50_000
OUTCOMES = ("right", "offered", "asked", "refused", "told", "wrong")
"""``offered``: the right place is among those asked about; ``told``: another was taken, and a
note says what else has the name; ``wrong``: another was taken in silence."""


def outcome(case: dict[str, str], answer: Resolved) -> str:
    """Judge an answer: right, asked or refused needlessly, or wrong."""
    further = {int(one) for one in case["alternatives"].split() if one.isdigit()}
    meant = {int(case["city_id"])} if case["city_id"] else set()
    offered = set(answer.alternatives)
    if case["expect"] == "none":
        return "wrong" if answer.city_id else "right"
    if answer.status == "unknown":
        return "refused"
    if case["expect"] == "ask":
        wanted = meant | further
        if answer.status != "ask":
            return "wrong"
        return "right" if wanted <= offered else "asked" if wanted & offered else "refused"
    if answer.city_id:
        return "right" if answer.city_id in meant | further else "wrong"
    return "asked" if offered & meant else "refused"


def area_outcome(case: dict[str, str], matcher: Matcher) -> str:
    """Judge what a text means as an area."""
    wanted = set(case["alternatives"].split()) or {case["area_code"]} - {""}
    try:
        countries = matcher.world.countries
        found = countries.readings(case["text"])
        known = [one for one in found if one.kind == found[0].kind]
        codes = {countries.iso_code(one) for one in known}
    except MatcherError:
        codes = set()
    if case["expect"] == "none":
        return "wrong" if codes else "right"
    if case["expect"] == "ask":
        return (
            "right" if wanted <= codes and len(codes) > 1 else "refused" if not codes else "wrong"
        )
    return "right" if codes == wanted else "refused" if not codes else "wrong"


def cases(path: Path, show: bool) -> None:
    """Print the share of each outcome by kind."""
    matcher = Matcher.load()
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    slowest: list[tuple[float, str]] = []
    matcher.resolve("Kostrma")
    for case in csv.DictReader(path.open(encoding="utf-8")):
        start = time.perf_counter()
        if case["kind"].startswith("area"):
            found, told = area_outcome(case, matcher), ""
        else:
            answer = matcher.resolve(case["text"], case["country"] or None)
            found = outcome(case, answer)
            told = f"{answer.status} {answer.name} {answer.country} {answer.city_id} {answer.note}"
        slowest.append((time.perf_counter() - start, case["text"]))
        table[case["kind"]][found] += 1
        if show and found != "right":
            where = f" [{case['country']}]" if case["country"] else ""
            expected = case["expect"], case["city_id"], case["alternatives"], case["area_code"]
            print(f"{found:8}{case['kind']:22}{case['text']}{where} | {expected} | {told[:230]}")
    print_table(table)
    slowest.sort(reverse=True)
    print("slowest:", ", ".join(f"{1000 * one:.0f} ms {text!r}" for one, text in slowest[:5]))


def listed(folder: Path) -> Iterator[tuple[str, str, str, float | None, float | None]]:
    """Yield list, text, country, latitude and longitude of what published lists name."""
    for name in ("wikidata_2025_rogorido", "wikipedia_2023_thekompot"):
        seen: set[tuple[str, str]] = set()
        for row in csv.DictReader((folder / "links" / f"{name}.csv").open(encoding="utf-8")):
            for end in "ab":
                text, country = row[f"name_{end}"], row[f"country_{end}"]
                if (text, country) not in seen and text:
                    seen.add((text, country))
                    point = [row.get(f"{one}_{end}") for one in ("lat", "lon")]
                    known = [float(one) if one else None for one in point]
                    yield f"{name} {end}", text, country, known[0], known[1]
    path = folder / "places" / "localgovjp_2025-06.csv"
    for row in csv.DictReader(path.open(encoding="utf-8-sig")):
        if " " in row["city"]:
            continue  # a ward of a city
        at = float(row["lat"]), float(row["lng"])
        yield "localgovjp city, Japan", row["city"], "Japan", *at
        yield "localgovjp city, prefecture", f"{row['city']}, {row['pref']}", "", *at
        yield "localgovjp prefecture city", f"{row['pref']}{row['city']}", "", *at


def lists(folder: Path, show: bool) -> None:
    """Print what share of published names is resolved near the place that the list gives."""
    matcher = Matcher.load()
    cities = matcher.world.atlas.cities
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, text, country, latitude, longitude in listed(folder):
        answer = matcher.resolve(f"{text}, {country}" if country else text)
        found = {"ask": "asked", "unknown": "refused"}.get(answer.status, "right")
        if found == "right" and latitude is not None and longitude is not None:
            row = matcher.world.atlas.row(answer.city_id)
            at = (cities.column(one)[row] for one in (c.LATITUDE, c.LONGITUDE))
            far = float(haversine_km(*at, latitude, longitude)) > NEAR_KM
            if far and answer.status == "found":
                found = "told" if answer.code.startswith("name_") else "wrong"
        if found == "asked" and latitude is not None and longitude is not None:
            rows = matcher.world.atlas.rows_of(np.array(answer.alternatives, dtype=np.int64))
            points = (cities.column(one)[rows] for one in (c.LATITUDE, c.LONGITUDE))
            away = haversine_km(latitude, longitude, *points)
            found = "offered" if (away <= NEAR_KM).any() else "asked"
        table[name][found] += 1
        if show and found != "right":
            print(f"{found:8}{name:32}{text}, {country} | {answer.note[:200]}")
    print_table(table)


def own(every: int, show: bool) -> None:
    """Print what share of the names of large places finds its place, with its country."""
    matcher = Matcher.load()
    atlas = matcher.world.atlas
    cities, names = atlas.cities, atlas.table("city_names")
    rows = atlas.rows_of(names.column(c.CITY_ID))
    large = cities.column(c.POPULATION)[rows] >= LARGE
    whole = (cities.column(c.DISTRICT_OF) == 0) & (cities.column(c.DOUBLE_OF) == 0)
    country, codes = cities.codes(c.COUNTRY)
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for at in np.flatnonzero(large & whole[rows])[::every].tolist():
        row, text = int(rows[at]), names.data.column(c.NAME)[at].as_py()
        city_id = int(cities.column(c.CITY_ID)[row])
        answer = matcher.resolve(text, codes[country[row]])
        beside = city_id in answer.alternatives
        found = "right" if answer.city_id == city_id else "offered" if beside else "refused"
        if answer.city_id and found == "refused":
            found = "wrong"
        kind = "own name" if names.column(c.NAME_KIND)[at] == 0 else "further name"
        table[kind][found] += 1
        if show and found in ("refused", "wrong"):
            print(f"{found:8}{text} [{codes[country[row]]}] {city_id} | {answer.note[:160]}")
    print_table(table)


def print_table(table: dict[str, Counter[str]]) -> None:
    """Print counts and shares, a line a kind and one for all."""
    total = sum(table.values(), Counter[str]())
    print(f"{'':34}{'rows':>7}" + "".join(f"{one:>10}" for one in OUTCOMES))
    for name, counts in [*sorted(table.items()), ("all", total)]:
        rows = sum(counts.values())
        shares = "".join(f"{counts[one] / rows:>10.1%}" for one in OUTCOMES)
        print(f"{name:34}{rows:>7}{shares}")


if __name__ == "__main__":
    told = "--wrong" in sys.argv
    if sys.argv[1] == "own":
        own(int(sys.argv[2]), told)
    else:
        {"cases": cases, "lists": lists}[sys.argv[1]](Path(sys.argv[2]), told)
