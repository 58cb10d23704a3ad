"""Link a label that has no coordinates, where name and country leave no doubt.

A list without coordinates says less, so a name must be the only one of its
country, or lie in the state or city that the label names. Where several
places share it the greatest is meant only if it is far the greatest, and such
a link is weak: other lists must bear it out or nothing contradict it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from features.linking import (
    AMBIGUOUS,
    COUNTRY_UNKNOWN,
    NEAR_KM,
    NOT_FOUND,
    NOT_FOUND_PART,
    PART_KM,
    Link,
)
from features.place_index import PlaceIndex, Rows
from features.place_labels import REGION, PlaceLabel

ONLY: Final = "the only place of the name in the country"
IN_REGION: Final = "name and region"
GREATEST: Final = "far the greatest of the name in the country"

ALIAS_SIZE: Final = 5_000
"""A place known by another name than its own must have so many people to be meant by it."""

ALIAS_RIVAL: Final = 5.0
"""A place this many times greater that also goes by the name leaves a doubt."""

GREATEST_SIZE: Final = 50_000
GREATEST_TIMES: Final = 10.0
GREATEST_SIZE_US: Final = 400_000

Regions = Mapping[tuple[str, str], str]
"""Country and name key of a first-order region to its GeoNames code."""


def link_by_name(
    label: PlaceLabel, countries: tuple[str, ...], index: PlaceIndex, regions: Regions
) -> Link:
    """Link a label to a place by name and country alone.

    Parameters
    ----------
    label : PlaceLabel
    countries : tuple of str
        ISO codes the place may carry; empty when the country is unknown.
    index : PlaceIndex
    regions : mapping
        Codes of first-order regions by country and name key.

    Returns
    -------
    Link
        With how `ONLY`, `IN_REGION` or, weak, `GREATEST`.
    """
    if label.reason:
        return Link(0, reason=label.reason)
    if not countries:
        return Link(0, reason=COUNTRY_UNKNOWN)
    verdict = Link(0, reason=NOT_FOUND_PART if label.is_part else NOT_FOUND)
    for key in label.keys:
        matches = index.named(key, countries)
        rows = np.array([match.row for match in matches], dtype=np.int64)
        own = np.array([match.own for match in matches], dtype=np.bool_)
        if label.within and rows.size:
            inside = _inside(label.within, countries, rows, index, regions)
            if inside.any():
                found = _choose(rows[inside], own[inside], label, index)
                if found.city_id:
                    return Link(found.city_id, IN_REGION)
                verdict = found
            continue
        parts = rows[own & index.is_part[rows]]
        rows, own = rows[~index.is_part[rows]], own[~index.is_part[rows]]
        if not own.any() and any((country, key) in regions for country in countries):
            # A region of today is meant rather than a place that once bore its name.
            verdict = Link(0, reason=REGION)
            continue
        if rows.size and not label.is_part:
            found = _choose(rows, own, label, index)
            if found.city_id and _is_rather_a_part(found.city_id, parts, index):
                found = Link(0, reason=AMBIGUOUS)
            if found.city_id:
                return found
            verdict = found
    return verdict


def _is_rather_a_part(city: int, parts: Rows, index: PlaceIndex) -> bool:
    """Whether a part of another city that bears the name is at least as great."""
    row = int(np.searchsorted(index.city_id, city))
    apart = parts[index.distance_km(parts, *index.point(row)) > NEAR_KM]
    return bool((index.population[apart] >= max(int(index.population[row]), 1)).any())


def _inside(
    within: str, countries: tuple[str, ...], rows: Rows, index: PlaceIndex, regions: Regions
) -> np.ndarray:
    """Which places lie in the region or beside the city that the label names."""
    codes = {regions[country, within] for country in countries if (country, within) in regions}
    inside = np.isin(index.admin1[rows], sorted(codes))
    parents = [match.row for match in index.named(within, countries) if match.own]
    if parents and not codes:
        parent = max(parents, key=lambda row: (index.population[row], -row))
        inside |= index.distance_km(rows, *index.point(parent)) <= PART_KM
        inside &= rows != parent
    return inside


def _choose(rows: Rows, own: np.ndarray, label: PlaceLabel, index: PlaceIndex) -> Link:
    size = np.maximum(index.population[rows], 1)
    exact = np.array([index.spelling_of(row) == label.spelling for row in rows])
    pool = own & exact if (own & exact).any() else own
    if not pool.any():
        if len(rows) > 1 or size[0] < ALIAS_SIZE:
            return Link(0, reason=AMBIGUOUS)
        return Link(int(index.city_id[rows[0]]), ONLY)
    candidates = np.flatnonzero(pool)
    best = int(candidates[np.lexsort((index.city_id[rows[candidates]], -size[candidates]))[0]])
    apart = index.distance_km(rows, *index.point(rows[best])) > NEAR_KM
    if (~own & apart & (size > ALIAS_RIVAL * size[best])).any():
        return Link(0, reason=AMBIGUOUS)
    city = int(index.city_id[rows[best]])
    rivals = size[own & apart]
    if not rivals.size:
        return Link(city, ONLY)
    least = GREATEST_SIZE_US if index.country[rows[best]] == "US" else GREATEST_SIZE
    if size[best] >= least and size[best] >= GREATEST_TIMES * rivals.max():
        return Link(city, GREATEST)
    return Link(0, reason=AMBIGUOUS)
