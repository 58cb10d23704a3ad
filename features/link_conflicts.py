"""Where lists contradict each other about an end: which place is meant, and what stays in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from features.country_labels import country_codes
from features.kept_labels import KEPT, SIDES
from features.linking import NEAR_KM
from features.linking_by_name import GREATEST, ONLY
from features.list_order import OTHER_WAY
from features.place_index import PlaceIndex
from matcher.text.normalise import name_key

OF_SEVERAL: Final = "name and looked-up place, of several of the name"
CONTESTED: Final = "by name, against the coordinates of another row"
WEAK: Final = frozenset(
    (
        CONTESTED,
        GREATEST,
        OF_SEVERAL,
        "name, geocode in another country",
        "name, geocode elsewhere in the country",
    )
)
"""Links that need another list to bear them out, but in the list the linker was judged on."""

SAME_LABELS: Final = "the same names in another list"
DERIVED: Final = frozenset((OTHER_WAY, SAME_LABELS))
"""Links that rest on another row and are no surer than it."""

IN_DEPARTMENT: Final = "name and department"
OUTVOTED: Final = "other lists link the name to another place"
AGAINST_PLACE: Final = "other lists link the name to another place than its own coordinates"
OF_DISTRICT: Final = "other lists name a district of the city"
BESIDE: Final = "name and place, in another country than the list says"

NAME_AND_PLACE: Final = "name and place"
LOOKED_UP: Final = frozenset((NAME_AND_PLACE, "like name and place", "one of two names and place"))
JUDGED: Final = "twin_links"


FORCED: Final = frozenset((AGAINST_PLACE, CONTESTED, OF_DISTRICT, OUTVOTED))
"""Links that follow another list against their own row, and so bear out nothing."""

VILLAGE: Final = 5_000
VILLAGE_TIMES: Final = 20.0
"""A village whose partner is so many times greater may be meant for a unit of its name."""

FAR_KM: Final = 100.0
"""Coordinates in the country, but further than this from the linked place, mean another place."""

PLACED: Final = 2
"""Sureness of a link that rests on coordinates, see `_sureness`."""

DISTRICTS_FROM: Final = 300_000
"""Districts of a city of so many people conclude partnerships of their own."""


def label_keys(rows: pd.DataFrame, side: str) -> list[tuple[str, str]]:
    """Return the name key and the country code of each end's label."""
    names, countries = rows[f"city{side}"].tolist(), rows[f"country{side}"].tolist()
    keys = {name: name_key(name) for name in set(names)}
    codes = {one: (country_codes(one) or ("",))[0][:2] for one in set(countries)}
    return [(keys[name], codes[one]) for name, one in zip(names, countries, strict=True)]


def doubt_merged(rows: pd.DataFrame, sources: Sequence[str], index: PlaceIndex) -> pd.DataFrame:
    """Mark links of lists as weak where another list has partners of a namesake."""
    row_of = index.row_of
    hows, cities = rows["how1"].tolist(), rows["id1"].tolist()
    for source in sources:
        others = rows[rows["source"] != source]
        listed: dict[str, list[int]] = defaultdict(list)
        for city in sorted({*others["id1"].tolist(), *others["id2"].tolist()} - {0}):
            listed[index.own_key[row_of[city]]].append(row_of[city])
        linked = (rows["source"] == source) & (rows["id1"] > 0) & ~rows["how1"].isin(FORCED)
        for position in np.flatnonzero(linked).tolist():
            row = row_of[cities[position]]
            namesakes = np.array(listed[index.own_key[row]], dtype=np.int64)
            if (index.distance_km(namesakes, *index.point(row)) > NEAR_KM).any():
                hows[position] = OF_SEVERAL
    return rows.assign(how1=hows)


def outvote(rows: pd.DataFrame, index: PlaceIndex, *, by_place: bool) -> pd.DataFrame:
    """Where rows link one name of one partner to different places, keep the surest.

    The name is the one that the row writes, or, ``by_place``, that of the place it is
    linked to: a town hardly has partners in two towns of one name. Rows of both directions
    count together; a list that names two places of a name in one direction means both.
    """
    row_of = index.row_of
    votes: dict[tuple[int, tuple[str, str]], dict[int, int]] = defaultdict(dict)
    twice: set[tuple[int, tuple[str, str]]] = set()
    first: dict[tuple[object, ...], int] = {}
    ends = {}
    for side, other in SIDES:
        cities, partners = rows[f"id{side}"].tolist(), rows[f"id{other}"].tolist()
        sure = _sureness(rows, side)
        labels = label_keys(rows, side)
        if by_place:
            labels = [
                (index.own_key[row_of[city]], index.country[row_of[city]][:2]) if city else ("", "")
                for city in cities
            ]
        ends[side] = (cities, partners, sure, labels)
        for partner, label, city, source, level in zip(
            partners, labels, cities, rows["source"].tolist(), sure, strict=True
        ):
            if partner and city and label[1]:
                of_label = votes[partner, label]
                of_label[city] = max(of_label.get(city, 0), level)
                if first.setdefault((partner, label, source, side), city) != city:
                    # One list names both: two partners of one name.
                    twice.add((partner, label))
    winners = {
        key: max(found, key=lambda city: (found[city], index.population[row_of[city]], -city))
        for key, found in votes.items()
        if len(found) > 1 and key not in twice
    }
    for side, (cities, partners, sure, labels) in ends.items():
        hows = rows[f"how{side}"].tolist()
        placed: set[tuple[int, tuple[str, str]]] = set()
        for row, label in enumerate(labels):
            winner = winners.get((partners[row], label), 0)
            if winner and cities[row] and sure[row] < votes[partners[row], label][winner]:
                # Two lists that place the name apart do not bear each other out.
                hows[row] = AGAINST_PLACE if sure[row] >= PLACED else OUTVOTED
                cities[row] = winner
                if hows[row] == AGAINST_PLACE:
                    placed.add((partners[row], label))
        for row, unplaced in enumerate(rows[f"lat{side}"].isna().tolist()):
            # What a list without coordinates writes alike, it means alike.
            if unplaced and (partners[row], labels[row]) in placed and hows[row] != KEPT:
                hows[row] = OUTVOTED
        rows = rows.assign(**{f"id{side}": cities, f"how{side}": hows})
    return rows


def _sureness(rows: pd.DataFrame, side: str) -> list[int]:
    """Rank links from 4: by hand, by own coordinates, by looked-up ones, by likeness, by name."""
    how = rows[f"how{side}"]
    by_hand = how == KEPT
    placed = how.isin((NAME_AND_PLACE, IN_DEPARTMENT, "part", "place in the ordered list"))
    own = placed & (rows["kind"] == "wikidata")
    judged = rows["source"] == JUDGED
    looked_up = placed & judged | (how == IN_DEPARTMENT)
    alike = judged & how.isin(LOOKED_UP)
    levels = np.maximum.reduce([4 * by_hand, 3 * own, 2 * looked_up, 1 * alike])
    return [int(level) for level in levels]


def resolve_districts(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Where some lists name a great city and others its district, keep what more kinds name.

    The register writes "Berlin" for what its boroughs have concluded. A list that names
    both means both; where as many kinds name the one as the other, the district is meant,
    for it is the closer word.
    """
    row_of = index.row_of
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    sources: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one, other, kind, source in zip(
        rows["id1"].tolist(), rows["id2"].tolist(), rows["kind"], rows["source"], strict=True
    ):
        for pair in ((one, other), (other, one)):
            kinds[pair].add(kind)
            sources[pair].add(source)
    meant: dict[tuple[int, int], int] = {}
    for partner, district in sorted(kinds):
        city = max(int(index.district_of[row_of[district]]), 0) if district else 0
        pair = (partner, city)
        if not partner or not city or pair not in kinds:
            continue
        great = index.population[row_of[city]] >= DISTRICTS_FROM
        closer = len(kinds[partner, district]) >= len(kinds[pair])
        if great and closer and not sources[partner, district] & sources[pair]:
            best = meant.setdefault(pair, district)
            if len(kinds[partner, district]) > len(kinds[partner, best]):
                meant[pair] = district
    for side, other in SIDES:
        cities, hows = rows[f"id{side}"].tolist(), rows[f"how{side}"].tolist()
        for row, partner in enumerate(rows[f"id{other}"].tolist()):
            district = meant.get((partner, cities[row]), 0)
            if district:
                cities[row], hows[row] = district, OF_DISTRICT
        rows = rows.assign(**{f"id{side}": cities, f"how{side}": hows})
    return rows


def names_of_districts(pairs: pd.DataFrame, rows: pd.DataFrame, index: PlaceIndex) -> pd.Series:
    """Whether a pair names a city where linked rows name its district.

    Parameters
    ----------
    pairs : DataFrame
        Two columns of city ids.
    rows : DataFrame
        Linked rows, after :func:`resolve_districts`.
    index : PlaceIndex
    """
    row_of = index.row_of
    resolved = set()
    for one, other in zip(rows["id1"].tolist(), rows["id2"].tolist(), strict=True):
        for partner, district in ((one, other), (other, one)):
            city = max(int(index.district_of[row_of[district]]), 0) if district and partner else 0
            if city and index.population[row_of[city]] >= DISTRICTS_FROM:
                resolved.add((partner, city))
    linked = {*zip(rows["id1"].tolist(), rows["id2"].tolist(), strict=True)}
    resolved -= linked | {(two, one) for one, two in linked}
    told = zip(*(pairs[name].tolist() for name in pairs), strict=True)
    found = [(a, b) in resolved or (b, a) in resolved for a, b in told]
    return pd.Series(found, index=pairs.index, dtype="bool")


def doubt_far(rows: pd.DataFrame, index: PlaceIndex) -> pd.DataFrame:
    """Mark derived links as weak that lie far from their own row's coordinates.

    Links by name alone of the same label and partner are marked with them: the list that
    has coordinates says that another place of the name is meant.
    """
    row_of = index.row_of
    contested: set[tuple[int, tuple[str, str]]] = set()
    for side, other in SIDES:
        derived = rows[rows[f"how{side}"].isin(DERIVED) & rows[f"lat{side}"].notna()]
        partners = derived[f"id{other}"].tolist()
        names = zip(partners, label_keys(derived, side), derived[f"id{side}"], strict=True)
        points = zip(derived[f"lat{side}"], derived[f"lng{side}"], strict=True)
        for (partner, label, city), point in zip(names, points, strict=True):
            row = np.array([row_of[city]])
            if index.distance_km(row, *point)[0] <= FAR_KM:
                continue
            around = index.within_km(*point, NEAR_KM)
            if (index.country[around] == index.country[row[0]]).any():
                contested.add((partner, label))
    for side, other in SIDES:
        keys = zip(rows[f"id{other}"].tolist(), label_keys(rows, side), strict=True)
        doubted = [key in contested for key in keys]
        by_name = rows[f"how{side}"].isin((*DERIVED, ONLY))
        how = rows[f"how{side}"].mask(pd.Series(doubted, index=rows.index) & by_name, CONTESTED)
        rows = rows.assign(**{f"how{side}": how})
    return rows


def unit_likely(rows: pd.DataFrame, index: PlaceIndex) -> pd.Series:
    """Whether an end of a row may stand for a unit that has no place of its own.

    So may a seat that is linked by hand under the name of its municipality, a village
    that gives its name to an association, and a village with a far greater partner.
    """
    row_of = index.row_of
    people = {
        side: np.array(
            [index.population[row_of[city]] if city else 0 for city in rows[f"id{side}"].tolist()]
        )
        for side in "12"
    }
    found = np.zeros(len(rows), dtype=bool)
    register = (rows["kind"] == "register").to_numpy()
    for side, other in SIDES:
        village = (people[side] > 0) & (people[side] < VILLAGE)
        found |= village & (people[other] >= VILLAGE_TIMES * people[side])
        if side == "1":
            found |= village & register
        ends = zip(rows[f"how{side}"], rows[f"id{side}"], rows[f"city{side}"], strict=True)
        found |= np.array(
            [
                how == KEPT and city > 0 and name_key(label) not in index.names_of(row_of[city])
                for how, city, label in ends
            ]
        )
    return pd.Series(found, index=rows.index)
