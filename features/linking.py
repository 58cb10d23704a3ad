"""Link one label with its coordinates to a place of the table, or say why not.

A name alone is ambiguous and a geocode alone may be wrong (a namesake on
another continent, the centre of a country, the place at the other end of the
row), so a link needs the name and either the place or the absence of any
namesake that could be meant instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from features.likeness import TRANSLITERATED, likeness_of
from features.place_index import Match, PlaceIndex, Rows
from features.place_labels import PlaceLabel

NEAR_KM: Final = 25.0
PART_KM: Final = 40.0
FUZZY_KM: Final = 12.0
FUZZY_RATIO: Final = 92.0
TRANSLITERATED_RATIO: Final = 80.0
TRANSLITERATED_KM: Final = 4.0
ALIAS_LIKE_KM: Final = 4.5
DOUBLE_KM: Final = 8.0
TRUSTED_KM: Final = 10.0
NAMESAKE_SHARE: Final = 0.6
NAMESAKE_SHARE_FAR: Final = 0.1
NAMESAKE_SHARE_US: Final = 0.08
"""The lists dropped the states of American towns, and small towns have partners too."""

FAR_SIZE: Final = 5_000
REGION_KM: Final = 100.0
REGION_COUNTRIES: Final = frozenset(("CN", "JP", "KR", "PH", "VN", "ZA"))
"""Where regions, wards and former towns share the names of towns far away."""

URBAN_KM: Final = 15.0
URBAN_SIZE: Final = 100_000
OWN_NAME_SIZE: Final = 5_000
BYNAME_KM: Final = 4.0
BYNAME_SIZE: Final = 50_000
ALIAS_FAR_SIZE: Final = 20_000
SIZE_FLOOR: Final = 300

NOT_FOUND: Final = "name not found near the place or in the country"
NOT_FOUND_PART: Final = "part of a city or municipality, not a place of the table"
AMBIGUOUS: Final = "ambiguous: namesakes of like size in the country"
FAR: Final = "geocode contradicts the name: the only namesake lies elsewhere in the country"
COUNTRY_UNKNOWN: Final = "country unknown"


SEAT_COUNTRIES: Final = frozenset(
    ("AR", "AT", "BR", "ES", "GT", "HR", "IT", "JP", "MX", "NI", "PL", "PT", "RO", "TR")
)
SOLE_SEAT_COUNTRIES: Final = frozenset(("AT", "ES", "HR", "IT", "PL", "PT", "RO"))
"""Where twin towns are municipalities, all of them in the table and coded as seats."""

SEAT_CODES: Final = ("PPLC", "PPLA", "PPLA2", "PPLA3")
"""Where every municipality's seat is coded as one, a plain place is a village of another."""


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """Result of linking one end: a city_id, or 0 with the reason; how it was found."""

    city_id: int
    how: str = ""
    reason: str = ""


def link_label(
    label: PlaceLabel,
    countries: tuple[str, ...],
    point: Point,
    index: PlaceIndex,
    *,
    trusted: bool = False,
) -> Link:
    """Link a label to a place.

    Parameters
    ----------
    label : PlaceLabel
    countries : tuple of str
        ISO codes the place may carry; empty when the country is unknown.
    point : tuple of float
        The list's latitude and longitude, degrees; not to be trusted alone.
    index : PlaceIndex
    trusted : bool, optional
        The coordinates are the place's own and not those of a name that was
        looked up, so the namesake beside them is meant whatever others there are.

    Returns
    -------
    Link
    """
    if label.reason:
        return Link(0, reason=label.reason)
    if not countries:
        return Link(0, reason=COUNTRY_UNKNOWN)
    if label.within:
        parents = _parents(label, countries, point, index)
        if parents.size or label.is_part:
            return _link_part(label, parents, countries, point, index)
    exact = _link_exact(label, countries, point, index, trusted=trusted)
    if exact.city_id or exact.reason == AMBIGUOUS:
        return exact
    if label.numbered:
        return Link(0, reason=NOT_FOUND_PART)
    for like in (_link_alike, _link_double):
        found = like(label, countries, point, index)
        if found.city_id:
            return found
    return exact


def _rows(matches: list[Match]) -> Rows:
    return np.array([match.row for match in matches], dtype=np.int64)


def _size(index: PlaceIndex, rows: Rows) -> Rows:
    """Give the population with unknown and tiny ones at a floor."""
    return np.maximum(index.population[rows], SIZE_FLOOR)


def _parents(
    label: PlaceLabel,
    countries: tuple[str, ...],
    point: Point,
    index: PlaceIndex,
) -> Rows:
    """Rows of the place a part lies in: near the coordinates, else the greatest."""
    rows = _rows(index.named(label.within, countries))
    if not rows.size:
        return rows
    near = rows[index.distance_km(rows, *point) <= 2 * PART_KM]
    rows = near if near.size else rows
    return rows[[int(np.argmax(_size(index, rows)))]]


def _link_part(
    label: PlaceLabel,
    parents: Rows,
    countries: tuple[str, ...],
    point: Point,
    index: PlaceIndex,
) -> Link:
    """Link a part of a city to its own row, never to the city's."""
    parent_point = index.point(parents[0]) if parents.size else point
    for key in label.keys:
        rows = _rows(index.named(key, countries))
        rows = rows[~np.isin(rows, parents)]
        if not rows.size:
            continue
        from_parent = index.distance_km(rows, *parent_point)
        from_code = index.distance_km(rows, *point)
        rows = rows[(from_parent <= PART_KM) | ((from_code <= NEAR_KM) & (not label.is_part))]
        if rows.size:
            order = np.lexsort((index.city_id[rows], -_size(index, rows)))
            return Link(int(index.city_id[rows[order[0]]]), "part")
    found = _link_alike(label, countries, point, index, exclude=parents)
    return found if found.city_id else Link(0, reason=NOT_FOUND_PART)


def _link_exact(
    label: PlaceLabel,
    countries: tuple[str, ...],
    point: Point,
    index: PlaceIndex,
    *,
    trusted: bool = False,
) -> Link:
    """Link by a name that a place bears literally."""
    verdict = Link(0, reason=NOT_FOUND)
    for key in label.keys:
        matches = index.named(key, countries)
        if not matches:
            continue
        rows = _rows(matches)
        own = np.array([match.own for match in matches], dtype=np.bool_)
        found = _choose(rows, own, point, index, countries, label, trusted=trusted)
        if found.city_id:
            return found
        if verdict.reason == NOT_FOUND:
            verdict = found
    return verdict


def _choose(
    rows: Rows,
    own: NDArray[np.bool_],
    point: Point,
    index: PlaceIndex,
    countries: tuple[str, ...],
    label: PlaceLabel,
    *,
    trusted: bool = False,
) -> Link:
    """Choose among namesakes of the countries."""
    distance = index.distance_km(rows, *point)
    size = _size(index, rows)
    near = distance <= NEAR_KM
    exact = np.array([index.spelling_of(row) == label.spelling for row in rows])
    weight = np.log10(size) + 0.7 * own + 1.5 * exact - 1.0 * index.is_part[rows]
    # A territory stands for its state only where the coordinates say so.
    weight[index.country[rows] != countries[0]] -= 2.0
    score = np.where(near, weight - distance / 10, -np.inf) if near.any() else weight
    best = int(np.lexsort((index.city_id[rows], -score))[0])
    # A qualifier ("Friedberg, Hesse") took the coordinates to the right namesake.
    settled = bool(near.any() and label.within)
    share = NAMESAKE_SHARE if near.any() else NAMESAKE_SHARE_FAR
    share = NAMESAKE_SHARE_US if countries[0] == "US" else share
    beside = trusted and distance[best] <= (TRUSTED_KM if own[best] else BYNAME_KM)
    rival = _has_rival(rows, own, exact, best, index, np.inf if settled else share)
    if rival and not beside:
        return Link(0, reason=AMBIGUOUS)
    city = int(index.city_id[rows[best]])
    if near.any():
        if not own[best] and distance[best] > BYNAME_KM and size[best] < BYNAME_SIZE:
            # GeoNames lists a district's or a municipality's name with its villages.
            return Link(0, reason=FAR)
        return Link(city, "name and place")
    if index.is_part[rows[best]] or index.country[rows[best]] != countries[0]:
        return Link(0, reason=FAR)
    if not own[best] and (len(rows) > 1 or size[best] < ALIAS_FAR_SIZE):
        return Link(0, reason=FAR)
    if _geocode_is_foreign(point, index, countries):
        if size[best] < FAR_SIZE and _namesake_there(index.own_key[rows[best]], point, index):
            # Greater Tuzla abroad took the coordinates; the one meant may not be in the table.
            return Link(0, reason=FAR)
        return Link(city, "name, geocode in another country")
    if own[best] and exact[best] and _is_sole_seat(rows, own, best, index) and not label.within:
        return Link(city, "the only municipality of the name")
    if own[best] and _may_be_elsewhere(label, rows[best], float(distance[best]), point, index):
        return Link(city, "name, geocode elsewhere in the country")
    return Link(0, reason=FAR)


def _has_rival(
    rows: Rows,
    own: NDArray[np.bool_],
    exact: NDArray[np.bool_],
    best: int,
    index: PlaceIndex,
    share: float,
) -> bool:
    """Whether another namesake of the country is great enough to be meant instead."""
    size = _size(index, rows)
    apart = index.distance_km(rows, *index.point(rows[best])) > NEAR_KM
    if not own[best] and (apart & own & (size >= OWN_NAME_SIZE)).any():
        # A by-name of one place never beats the town that is called so.
        return True
    rivals = apart & ~index.is_part[rows]
    rivals &= own if own[best] else size >= NAMESAKE_SHARE * size[best]
    rivals &= ~_outranked(rows, rows[best], size, index)
    if exact[best]:
        rivals &= exact
    rivals &= index.country[rows] == index.country[rows[best]]
    return bool((size[rivals] >= share * size[best]).any())


def _is_sole_seat(rows: Rows, own: NDArray[np.bool_], best: int, index: PlaceIndex) -> bool:
    """Whether the place is the seat of the only municipality of its name in the country."""
    if index.country[rows[best]] not in SOLE_SEAT_COUNTRIES:
        return False
    seats = rows[own & np.isin(index.feature_code[rows], SEAT_CODES)]
    return seats.tolist() == [rows[best]]


def _may_be_elsewhere(
    label: PlaceLabel, row: int, distance_km: float, point: Point, index: PlaceIndex
) -> bool:
    """Whether a town may be meant though the coordinates lie elsewhere in its country."""
    if label.within or index.spelling_of(row) != label.spelling:
        return False
    if index.population[row] < (FAR_SIZE if distance_km <= 2 * NEAR_KM else 2 * FAR_SIZE):
        return False
    if distance_km <= 2 * NEAR_KM:
        return True
    if distance_km > REGION_KM and index.country[row] in REGION_COUNTRIES:
        return False
    # Coordinates inside another city are of a part of it with the same name.
    around = index.within_km(*point, URBAN_KM)
    return not bool((index.population[around] >= URBAN_SIZE).any())


def _outranked(rows: Rows, best: int, size: Rows, index: PlaceIndex) -> NDArray[np.bool_]:
    """Namesakes that are no municipality where the chosen place is the seat of one."""
    if index.country[best] not in SEAT_COUNTRIES or index.feature_code[best] not in SEAT_CODES:
        return np.zeros(len(rows), dtype=np.bool_)
    lower = ~np.isin(index.feature_code[rows], SEAT_CODES)
    return np.asarray(lower & (size <= 2 * max(index.population[best], SIZE_FLOOR)))


def _namesake_there(key: str, point: Point, index: PlaceIndex) -> bool:
    """Whether a place near the coordinates bears the name."""
    return any(key in index.keys_of(row) for row in index.within_km(*point, NEAR_KM).tolist())


def _geocode_is_foreign(point: Point, index: PlaceIndex, countries: tuple[str, ...]) -> bool:
    """Whether no place of the countries lies near the coordinates."""
    rows = index.within_km(*point, NEAR_KM)
    return not bool(np.isin(index.country[rows], countries).any())


def _link_alike(
    label: PlaceLabel,
    countries: tuple[str, ...],
    point: Point,
    index: PlaceIndex,
    exclude: Rows | None = None,
) -> Link:
    """Link by another transliteration or a longer form of the name, near the coordinates only."""
    if label.numbered:
        return Link(0, reason=NOT_FOUND_PART)
    rows = index.within_km(*point, FUZZY_KM)
    rows = rows[np.isin(index.country[rows], countries)]
    if exclude is not None and exclude.size:
        rows = rows[~np.isin(rows, exclude)]
        rows = rows[index.distance_km(rows, *index.point(exclude[0])) <= PART_KM]
    distance = index.distance_km(rows, *point)
    best: tuple[float, int] | None = None
    for row, km in zip(rows.tolist(), distance.tolist(), strict=True):
        likeness = likeness_of(
            label.keys, index, row, own_only=exclude is not None or km > ALIAS_LIKE_KM
        )
        loose = km <= TRANSLITERATED_KM and index.country[row] in TRANSLITERATED
        if likeness < (TRANSLITERATED_RATIO if loose else FUZZY_RATIO):
            continue
        score = likeness + 3 * np.log10(max(index.population[row], SIZE_FLOOR)) - km
        score -= 5.0 * index.is_part[row]
        if best is None or score > best[0]:
            best = (score, row)
    if best is None:
        return Link(0, reason=NOT_FOUND)
    return Link(int(index.city_id[best[1]]), "like name and place")


def _link_double(
    label: PlaceLabel, countries: tuple[str, ...], point: Point, index: PlaceIndex
) -> Link:
    """Link a municipality named after two towns ("Heusden-Zolder") to the greater of them."""
    rows = [match.row for key in label.halves for match in index.named(key, countries)]
    near = np.array(sorted(set(rows)), dtype=np.int64)
    near = near[index.distance_km(near, *point) <= DOUBLE_KM] if near.size else near
    near = near[~index.is_part[near]]
    if not near.size:
        return Link(0, reason=NOT_FOUND)
    order = np.lexsort((index.city_id[near], -_size(index, near)))
    return Link(int(index.city_id[near[order[0]]]), "one of two names and place")
