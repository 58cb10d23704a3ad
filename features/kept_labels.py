"""What rows say beyond one label: the hand-kept labels, and the same pair listed otherwise.

A label that no rule can settle ("Portland" of Bologna, "Bornholm" for its seat
Rønne) is kept by hand. And where the list of one town writes "Halle" and that
of the other "Halle (Saale)", the clearer row settles the other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.likeness import likeness_of
from features.linking import FUZZY_RATIO
from features.list_order import OTHER_WAY
from features.place_index import PlaceIndex
from features.place_labels import parse_label
from matcher.tables import columns as c

KEPT: Final = "the label is kept by hand"
ANY_PARTNER: Final = ""
SIDES: Final = (("1", "2"), ("2", "1"))


def apply_kept_labels(rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Link the labels that are kept by hand.

    Parameters
    ----------
    rows : pandas.DataFrame
        The linked list: city1, country1, id1, how1, reason1 and the same for 2.
    kept : pandas.DataFrame
        Table ``place_labels``: label, country (ISO 3166-1), partner (label of
        the other end, or "" for any) and city_id.

    Returns
    -------
    pandas.DataFrame
        The rows with the ends that the table names; a row of the table with the
        partner wins over one without.
    """
    known = {
        (label, country, partner): int(city)
        for label, country, partner, city in zip(
            kept["label"], kept[c.COUNTRY], kept["partner"], kept[c.CITY_ID], strict=True
        )
    }
    rows = rows.copy()
    for side, other in SIDES:
        ids, hows, reasons = (rows[f"{name}{side}"].tolist() for name in ("id", "how", "reason"))
        ends = zip(rows[f"city{side}"], rows[f"country{side}"], rows[f"city{other}"], strict=True)
        for row, (label, country, partner) in enumerate(ends):
            code = country_codes(country)[0][:2] if country_codes(country) else ""
            city = known.get((label, code, partner)) or known.get((label, code, ANY_PARTNER))
            if city:
                ids[row], hows[row], reasons[row] = city, KEPT, ""
        rows = rows.assign(**{f"id{side}": ids, f"how{side}": hows, f"reason{side}": reasons})
    return rows


def resolve_by_other_rows(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Link an end by another row in which its partner names the same place more clearly.

    Parameters
    ----------
    rows : pandas.DataFrame
        The linked list.
    index : PlaceIndex

    Returns
    -------
    pandas.DataFrame
        The rows with more ends linked: where the partner is linked to just one
        place of the country that bears the label's name, or one like it.
    """
    partners: dict[int, set[int]] = defaultdict(set)
    for first, second in zip(rows["id1"].tolist(), rows["id2"].tolist(), strict=True):
        if first and second:
            partners[first].add(second)
            partners[second].add(first)
    row_of = index.row_of
    rows = rows.copy()
    for side, other in SIDES:
        ids, hows, reasons = (rows[f"{name}{side}"].tolist() for name in ("id", "how", "reason"))
        others = rows[f"id{other}"].tolist()
        open_ends = np.flatnonzero((rows[f"id{side}"] == 0) & (rows[f"id{other}"] > 0)).tolist()
        labels, countries = rows[f"city{side}"].tolist(), rows[f"country{side}"].tolist()
        for row in open_ends:
            known = [row_of[city] for city in sorted(partners[others[row]]) if city in row_of]
            city = _named_by_partner(labels[row], country_codes(countries[row]), known, index)
            if city:
                ids[row], hows[row], reasons[row] = city, OTHER_WAY, ""
        rows = rows.assign(**{f"id{side}": ids, f"how{side}": hows, f"reason{side}": reasons})
    return rows


def _named_by_partner(
    text: str, countries: tuple[str, ...], known: list[int], index: PlaceIndex
) -> int:
    """Give the one place among those known to the partner that the label may name, or 0."""
    label = parse_label(text)
    # A list without countries may name a place of any.
    here = [row for row in known if not countries or index.country[row] in countries]
    if label.reason or (label.within and countries) or label.numbered or not here:
        return 0
    keys = set(label.keys)
    found = [row for row in here if not keys.isdisjoint(index.names_of(row))]
    if not found:
        likeness = {row: likeness_of(label.keys, index, row, own_only=True) for row in here}
        found = [row for row in here if likeness[row] >= FUZZY_RATIO]
    return int(index.city_id[found[0]]) if len(found) == 1 else 0
