"""Population of the council beside that of the place: the table ``city_populations``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from features import geonames, units
from features.councils import with_german_districts, with_hand_kept
from features.no_councils import no_councils
from features.unit_seats import BY_CODE, BY_NAME, Places, tied
from matcher.tables import columns as c

PLACE: Final = "place"
"""What GeoNames counts: a populated place, with no year."""

APART: Final = 1.5
"""Two counts of one place that differ by more are flagged."""

CITY_PROPER: Final = "city proper"
AGGLOMERATION: Final = "agglomeration"

_LEAST: Final = 0.25
_MOST: Final = {BY_CODE: 60.0, BY_NAME: 20.0}
_MOST_WITHOUT_CENTRE: Final = 8.0
"""A unit and a place of one name that differ by more are two things: the City of London and
London, a quarter of Istanbul and a village; the code and the position of a unit vouch for more."""

KINDS: Final = ("municipality", CITY_PROPER, AGGLOMERATION)
"""Kinds of units of the hand-kept table; lists have those of their units as well."""


def council_tables(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    names: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Make the tables of units, of councils' populations and of places without a council.

    Parameters
    ----------
    raw : mapping of str to DataFrame
        ``lau, lau_turkey, divisions_first, divisions_second``.
    hand_kept : mapping of str to DataFrame
        ``unit_names, councils, populations, no_councils``.
    places, names : DataFrame
        As `features.unit_seats.Places` takes them.
    """
    kept = hand_kept["unit_names"]
    listed = pd.concat([raw["lau"], raw["lau_turkey"]], ignore_index=True)
    first = raw["divisions_first"]
    provinces = dict(zip(first["gn"], first["name"], strict=True))
    divisions = units.second_level(raw["divisions_second"])
    whole = units.joined(units.named_by_hand(listed, kept), divisions, provinces)
    table = units.units(tied(whole, Places(places, names)), kept)
    councils = council_populations(table, places)
    table = with_hand_kept(with_german_districts(table), hand_kept["councils"])
    return {
        "units": table,
        "city_populations": city_populations(councils, hand_kept["populations"], places),
        "no_councils": no_councils(hand_kept["no_councils"], places),
    }


def council_populations(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Find the population of the council whose name a place bears.

    Parameters
    ----------
    table : DataFrame
        As `units` makes it.
    places : DataFrame
        ``city_id, population``, as GeoNames counts.

    Returns
    -------
    DataFrame
        ``city_id, unit_id, kind, population, year``, one row a place: of several units of
        its name (a town and the rural gmina around it) the one nearest to its own count.
    """
    known = table[(table[c.POPULATION] > 0) & table[c.SAME_NAME] & (table[c.KIND] != "county")]
    counted = places.set_index(c.CITY_ID)[c.POPULATION]
    own = known[c.SEAT].map(counted).clip(lower=1)
    most = known[c.METHOD].map(_MOST).where(known[c.LATITUDE].notna(), _MOST_WITHOUT_CENTRE)
    ratio = known[c.POPULATION] / own
    unlikely = (known[c.SEAT].map(counted) > 0) & ((ratio > most) | (ratio < _LEAST))
    known, own = known[~unlikely], own[~unlikely]
    apart = (np.log(known[c.POPULATION]) - np.log(own)).abs()
    ordered = known.assign(apart=apart).sort_values(["apart", c.UNIT_ID], kind="stable")
    first = ordered.drop_duplicates(c.SEAT).rename(columns={c.SEAT: c.CITY_ID})
    wanted = [c.CITY_ID, c.UNIT_ID, c.KIND, c.POPULATION, c.YEAR]
    return first[wanted].sort_values(c.CITY_ID, ignore_index=True)


def city_populations(
    councils: pd.DataFrame, kept: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Make the table ``city_populations``.

    Parameters
    ----------
    councils : DataFrame
        As `council_populations` gives it.
    kept : DataFrame
        The hand-kept table ``populations``: ``city_id, kind, population, year``.
    places : DataFrame
        ``city_id, population``, as GeoNames counts.

    Returns
    -------
    DataFrame
        Every count of a place of which there is more than GeoNames' own; ``apart`` says
        whether the count is more than 1.5 times or less than 1/1.5 of GeoNames'.
    """
    told = kept.astype({c.CITY_ID: "int32", c.POPULATION: "int32", c.YEAR: "int16"})
    told = told.assign(**{c.UNIT_ID: ""})
    listed = councils.assign(
        **{c.GRADE: "measured", c.SOURCE: "Eurostat, local administrative units"}
    )
    ids = pd.concat([listed[c.CITY_ID], told[c.CITY_ID]])
    own = places[places[c.CITY_ID].isin(ids) & (places[c.POPULATION] > 0)]
    told_of_place: dict[str, Any] = {
        c.KIND: PLACE, c.YEAR: 0, c.UNIT_ID: "", c.GRADE: "measured", c.SOURCE: "GeoNames",
    }  # fmt: skip
    own = own[[c.CITY_ID, c.POPULATION]].assign(**told_of_place)
    columns = [c.CITY_ID, c.KIND, c.POPULATION, c.YEAR, c.UNIT_ID, c.GRADE, c.SOURCE]
    table = pd.concat([one[columns] for one in (told, listed, own)], ignore_index=True)
    table = table.drop_duplicates([c.CITY_ID, c.KIND])
    count = table[c.CITY_ID].map(places.set_index(c.CITY_ID)[c.POPULATION]).replace(0, np.nan)
    ratio = table[c.POPULATION] / count
    return table.assign(**{c.APART: (ratio > APART) | (ratio < 1 / APART)})


def with_councils(places: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Give places the council's population where it is known, the hand-kept one before all.

    Parameters
    ----------
    places : DataFrame
        ``city_id, population`` and what ranks are counted by.
    table : DataFrame
        As `city_populations` makes it, the hand-kept rows first.
    """
    councils = table[~table[c.KIND].isin((PLACE, AGGLOMERATION))]
    people = councils.drop_duplicates(c.CITY_ID).set_index(c.CITY_ID)[c.POPULATION]
    count = places[c.CITY_ID].map(people).fillna(places[c.POPULATION]).astype("int32")
    placed = places.assign(**{c.POPULATION: count})
    placed[c.RANK_IN_COUNTRY] = geonames.rank_by_population(placed, [c.COUNTRY])
    placed[c.RANK_IN_REGION] = geonames.rank_by_population(placed, [c.COUNTRY, c.ADMIN1_CODE])
    return placed
