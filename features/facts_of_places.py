"""The tables of what a place has: rivers, war, heritage, universities, airports."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from features import airports, bombs, culture, river_names, rivers, universities, war
from features.place_index import PlaceIndex
from features.university_names import todays
from matcher.tables import columns as c


def facts_of_places(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    names: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Make the tables of rivers, war, heritage, universities and airports.

    Parameters
    ----------
    raw, hand_kept : mapping of str to DataFrame
        The raw files by source id, the hand-kept tables by file stem.
    places : DataFrame
        As `features.build.located_places` gives them.
    names : DataFrame
        Table ``city_names``.
    """
    index = PlaceIndex(places[places[c.DOUBLE_OF] == 0], names)
    airports.check(raw["airports"], index)
    open_airports = airports.scheduled_airports(
        raw["airports"],
        hand_kept["airport_closures"],
        hand_kept["airport_openings"],
        hand_kept["airport_names"],
    )
    of_rivers = river_names.table_of_names(hand_kept["river_aliases"], hand_kept["river_names"])
    reaches = hand_kept["river_reaches"]
    lines = rivers.lines_near(raw["rivers"], places, of_rivers, reaches)
    words = rivers.words_of_names(raw["river_hints"], places, of_rivers, lines)
    kept = rivers.curated_rivers(hand_kept["rivers"], places, of_rivers)
    facts = [
        war.curated_facts(hand_kept["war"]),
        war.battles(raw["battles"], "HCED v3"),
        bombs.allied_bombs(raw["bombs"], raw["bomb_targets"], places, "THOR"),
    ]
    return {
        "city_rivers": rivers.city_rivers(kept, words, lines, places),
        "city_war": war.city_war(facts, places),
        "city_heritage": culture.heritage_near(raw["heritage"], places),
        "creative_cities": hand_kept["creative_cities"].drop(columns=["city", c.COUNTRY]),
        "city_universities": _universities(raw, hand_kept, places, names, index),
        "airports": open_airports,
        "city_airports": _nearest_airports(open_airports, places, hand_kept),
    }


def _universities(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    names: pd.DataFrame,
    index: PlaceIndex,
) -> pd.DataFrame:
    found = universities.universities(
        raw["us_colleges"],
        raw["erasmus_charters"],
        raw["universities"],
        hand_kept["universities"],
        raw["admin1"],
        places,
        names,
        index,
    )
    country = found[c.CITY_ID].map(places.set_index(c.CITY_ID)[c.COUNTRY]).astype(str)
    return todays(found, country, hand_kept["university_names"])


def _nearest_airports(
    open_airports: pd.DataFrame, places: pd.DataFrame, hand_kept: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    closed = airports.closed_borders(hand_kept["state_relations"])
    found = airports.nearest_airport(open_airports, places, closed)
    disputed = hand_kept["disputed_places"]
    side = disputed.loc[disputed[c.CLASS] == "A", c.CITY_ID].astype(int)
    contested = places[places[c.CITY_ID].isin(side) | places[c.DISTRICT_OF].isin(side)]
    return airports.told_on_both_sides(found, open_airports, contested)
