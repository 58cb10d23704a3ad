"""The movement's own history beside the links whose beginning is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from matcher.network.scope import NetworkScope
from matcher.tables import columns as c
from matcher.tables.atlas import IntArray
from matcher.tables.vocabulary import CONCLUDED_STATUSES

if TYPE_CHECKING:
    from matcher.world.world import World


@dataclass(frozen=True, slots=True)
class Milestone:
    """What the movement reports of itself for a year."""

    year: int
    text: str
    cities: str
    countries: str


MILESTONES: Final = (
    Milestone(1944, "Coventry and Stalingrad become twins", "2", "2"),
    Milestone(
        1957, "the World Federation of Twin Cities is founded in Aix-les-Bains on 28 April", "", ""
    ),
    Milestone(1970, "the movement's own count", "about 1,000", "over 50"),
    Milestone(2000, "the movement's own count", "over 3,500", "over 160"),
)
MILESTONES_SOURCE: Final = "the movement's own account, as reported by KOSTROMA.TODAY; unreviewed"


@dataclass(frozen=True, slots=True)
class Period:
    """The dated links that began by a year.

    Attributes
    ----------
    year : int, optional
        None for today: every link, dated or not.
    links, cities, countries : int
    """

    year: int | None
    links: int
    cities: int
    countries: int


@dataclass(frozen=True, slots=True)
class Movement:
    """How many links are dated, and what had begun by each milestone.

    Attributes
    ----------
    links, dated : int
        All links of the scope, and those whose beginning is known to the year.
    first_year : int, optional
        Of the oldest dated link.
    periods : tuple of Period
        By the milestones' years, then today.
    by_year : tuple of (year, links)
        How many of the dated links began in each year that has one, ascending.
    """

    links: int
    dated: int
    first_year: int | None
    periods: tuple[Period, ...]
    by_year: tuple[tuple[int, int], ...]


def movement(world: World, scope: NetworkScope) -> Movement:
    """Count the dated links of a scope by the milestones' years.

    Parameters
    ----------
    world : World
    scope : NetworkScope
    """
    year = _years(world, scope)
    country = world.place_facts.country
    periods = [
        _period(one.year, scope.ends[(year > 0) & (year <= one.year)], country)
        for one in MILESTONES
    ]
    dated = year[year > 0]
    counted = np.unique(dated, return_counts=True)
    return Movement(
        links=len(scope.ends),
        dated=len(dated),
        first_year=int(dated.min()) if len(dated) else None,
        periods=(*periods, _period(None, scope.ends, country)),
        by_year=tuple(zip(*(one.tolist() for one in counted), strict=True)),
    )


def _period(year: int | None, ends: IntArray, country: IntArray) -> Period:
    places = np.unique(ends)
    return Period(year, len(ends), len(places), len(np.unique(country[places])))


def _years(world: World, scope: NetworkScope) -> IntArray:
    """Return the year each link of the scope began, 0 where unknown."""
    table = world.atlas.table("partnerships")
    since = np.array([text[:4] for text in table.column(c.SINCE)], dtype=object)
    began = np.array([int(text) if text.isdigit() else 0 for text in since], dtype=np.int64)
    concluded = np.isin(table.column(c.STATUS).astype(str), CONCLUDED_STATUSES)
    rows = world.atlas.rows_of(
        np.concatenate([table.column(c.CITY_ID_A), table.column(c.CITY_ID_B)])
    ).reshape(2, -1)
    inside = scope.inside[rows].any(axis=0)
    # The graph of the scope keeps the order of the table.
    return began[concluded & inside]
