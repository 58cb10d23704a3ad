"""Make the tables of names: regions, languages of countries, labels and names for search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from features import states
from features.cldr import read_subdivisions
from features.country_languages import codes_by_name, merged_languages
from features.label_witnesses import (
    PlacesByName,
    by_geonames_id,
    read_tabbed,
    russian_towns,
    tied,
    time_zone_cities,
    weather_cities,
)
from features.labels import build_city_labels
from features.region_names import build_region_names
from features.regions import build_regions, build_subregions
from features.spelt_names import spelt_out
from features.surroundings import surroundings

Frames = dict[str, pd.DataFrame]

NAME_READERS: Final[dict[str, Callable[[Path], pd.DataFrame]]] = {
    "subdivisions": read_subdivisions,
    "weather_cities": weather_cities,
    "names_by_language": read_tabbed,
}
"""What reads the raw files of names that are no CSV, by source id."""


def languages_of(
    raw: Mapping[str, pd.DataFrame], hand_kept: Mapping[str, pd.DataFrame], countries: pd.DataFrame
) -> pd.DataFrame:
    """Make the table of the languages of countries."""
    merged = merged_languages(
        raw["languages"],
        raw["factbook"],
        codes_by_name(countries, hand_kept["country_name_variants"]),
        hand_kept["language_shares"],
    )
    return states.country_languages(merged)


def named_regions(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    spoken: pd.DataFrame,
) -> Frames:
    """Make the tables of regions and of what languages call them."""
    divisions = pd.concat([raw["divisions_first"], raw["divisions_second"]], ignore_index=True)
    regions, labels = build_regions(
        divisions,
        raw["subdivisions"],
        hand_kept["admin1_names"],
        hand_kept["region_kinds"],
        spoken,
        hand_kept["region_languages"],
        places,
    )
    return {
        "regions": regions,
        "region_labels": labels,
        "subregions": build_subregions(divisions, raw["subdivisions"], places),
    }


def label_witnesses(raw: Mapping[str, pd.DataFrame], places: pd.DataFrame) -> pd.DataFrame:
    """Gather what lists with languages call the places."""
    index = PlacesByName(places)
    found = [
        time_zone_cities(places, index),
        tied(raw["weather_cities"], index),
        russian_towns(raw["russian_towns"], index),
        by_geonames_id(raw["names_by_language"]),
        spelt_out(places),
    ]
    return pd.concat(found, ignore_index=True)


def names_and_surroundings(
    raw: Mapping[str, pd.DataFrame],
    hand_kept: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    countries: pd.DataFrame,
    names: pd.DataFrame,
    areas: Mapping[str, pd.DataFrame],
) -> Frames:
    """Make the tables of names and of what lies around."""
    return {
        "city_labels": build_city_labels(
            places, hand_kept["city_labels"], label_witnesses(raw, places)
        ),
        "city_names": names,
        "city_surroundings": surroundings(places, names),
        "region_names": build_region_names(
            countries,
            hand_kept["country_name_variants"],
            hand_kept["bloc_names"],
            areas["regions"],
            areas["region_labels"],
        ),
    }
