"""Lists that say what a place is called in a language: witnesses for the table ``city_labels``.

A witness chooses among the names that GeoNames has of a place, which carry no language. Only
the names of Unicode CLDR stand for themselves: its licence allows it.
"""

from __future__ import annotations

import gettext
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree

import numpy as np
import pandas as pd
from babel import Locale

from features.debian import members
from features.names import ALIASES
from matcher.tables import columns as c
from matcher.text.normalise import name_key

CLDR: Final = "Unicode CLDR"
WEATHER: Final = "GeoNames, chosen by libgweather"
GEOLITE: Final = "GeoNames, chosen by GeoLite2"
RUSSIAN_TOWNS: Final = "GeoNames, chosen by the list of Russian towns"

NEAR_DEGREES: Final = 0.3
"""A list with coordinates means a place of the name within so many degrees."""

WITNESS: Final = [c.CITY_ID, c.LANGUAGE, c.NAME, c.SOURCE]

_GEOLITE_LANGUAGES: Final = ("en", "ru", "de", "fr", "es")
_LANGUAGES: Final = ("en", "ru", "it", "de", "fr", "es", "pl", "uk")
_LOCATIONS: Final = "Locations.xml"
_TEXTS: Final = "-locations.mo"

Point = tuple[float, float]


class PlacesByName:
    """Places by country and name key, to tie lists to that carry no ids.

    Parameters
    ----------
    places : pandas.DataFrame
        Columns ``city_id, name, country, latitude, longitude, population, timezone, aliases``.
    """

    def __init__(self, places: pd.DataFrame) -> None:
        self._rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.city_id, self._population = (
            places[one].to_numpy() for one in (c.CITY_ID, c.POPULATION)
        )
        self._latitude, self._longitude = (
            places[one].to_numpy() for one in (c.LATITUDE, c.LONGITUDE)
        )
        self._timezone = places[c.TIMEZONE].tolist()
        names = zip(places[c.COUNTRY], places[c.NAME], places[ALIASES], strict=True)
        for row, (country, name, aliases) in enumerate(names):
            for key in {name_key(one) for one in (name, *aliases)}:
                self._rows[country, key].append(row)

    def near(self, country: str, name: str, point: Point) -> int:
        """Return the most populous place of the name near a point, 0 where there is none."""
        rows = [
            row
            for row in self._rows.get((country, name_key(name)), ())
            if abs(self._latitude[row] - point[0]) < NEAR_DEGREES
            and abs(self._longitude[row] - point[1]) * np.cos(np.radians(point[0])) < NEAR_DEGREES
        ]
        return self._largest(rows)

    def in_zone(self, country: str, name: str, zone: str) -> int:
        """Return the most populous place of the name in a time zone, 0 where there is none."""
        rows = self._rows.get((country, name_key(name)), ())
        return self._largest([row for row in rows if self._timezone[row] == zone])

    def _largest(self, rows: list[int]) -> int:
        best = max(rows, key=lambda row: (self._population[row], -self.city_id[row]), default=None)
        return 0 if best is None else int(self.city_id[best])


def read_tabbed(path: Path) -> pd.DataFrame:
    """Read a table parted by tabs as text; an empty cell is ``""``."""
    return pd.read_csv(path, sep="\t", keep_default_na=False, dtype=str, encoding="utf-8")


def by_geonames_id(raw: pd.DataFrame) -> pd.DataFrame:
    """Read the names of GeoLite2, which has the ids of GeoNames."""
    frames = [
        pd.DataFrame({c.CITY_ID: raw["geoname_id"].astype("int64"), c.NAME: raw[one]}).assign(
            **{c.LANGUAGE: one, c.SOURCE: GEOLITE}
        )
        for one in _GEOLITE_LANGUAGES
    ]
    found = pd.concat(frames, ignore_index=True)
    return found.loc[found[c.NAME] != "", WITNESS]


def time_zone_cities(places: pd.DataFrame, index: PlacesByName) -> pd.DataFrame:
    """Read the cities that CLDR names time zones by, in every language."""
    zones = places.drop_duplicates(c.TIMEZONE)
    english = Locale("en").time_zones
    rows = []
    for zone, country in zip(zones[c.TIMEZONE], zones[c.COUNTRY], strict=True):
        city = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        city_id = index.in_zone(country, city, zone)
        for language in _LANGUAGES if city_id else ():
            named = Locale(language).time_zones.get(zone, {}).get("city")
            if named or language == "en":
                rows.append((city_id, language, named or city, CLDR))
    return pd.DataFrame(rows, columns=WITNESS)


def weather_cities(package: Path) -> pd.DataFrame:
    """Read the cities of the Debian package ``libgweather-4-common`` with their names.

    Returns
    -------
    pandas.DataFrame
        Columns ``country``, ``city`` (in English), ``latitude``, ``longitude``, ``language``
        and ``name``.
    """
    files = members(package, lambda path: path.endswith((_LOCATIONS, _TEXTS)))
    texts = {
        PurePosixPath(path).parts[-3]: _texts(content)
        for path, content in files.items()
        if path.endswith(_TEXTS) and PurePosixPath(path).parts[-3] in _LANGUAGES
    }
    (locations,) = (content for path, content in files.items() if path.endswith(_LOCATIONS))
    rows = [
        (country, city, *point, language, named)
        for country, city, context, point in _listed(locations)
        for language, translated in texts.items()
        if (named := translated.pgettext(context, city) if context else translated.gettext(city))
    ]
    return pd.DataFrame(
        rows, columns=[c.COUNTRY, "city", c.LATITUDE, c.LONGITUDE, c.LANGUAGE, c.NAME]
    )


def _listed(content: bytes) -> Iterator[tuple[str, str, str, Point]]:
    for country in ElementTree.fromstring(content).iter("country"):  # noqa: S314
        code = country.findtext("iso-code", "")
        for city in country.iter("city"):
            named, point = city.find("_name"), city.findtext("coordinates", "").split()
            if named is not None and named.text and len(point) == 2:
                yield code, named.text, named.get("msgctxt", ""), (float(point[0]), float(point[1]))


class _Untranslated(gettext.NullTranslations):
    """Answers "" for what nobody has translated, where gettext gives the English text back."""

    def gettext(self, message: str) -> str:  # noqa: ARG002
        return ""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return ""


def _texts(content: bytes) -> gettext.NullTranslations:
    texts = gettext.GNUTranslations(io.BytesIO(content))
    texts.add_fallback(_Untranslated())
    return texts


def tied(cities: pd.DataFrame, index: PlacesByName) -> pd.DataFrame:
    """Tie the weather cities to places by name and point."""
    where = [c.COUNTRY, "city", c.LATITUDE, c.LONGITUDE]
    known = {
        one: index.near(one[0], one[1], (one[2], one[3]))
        for one in cities[where].drop_duplicates().itertuples(index=False, name=None)
    }
    ids = [known[one] for one in cities[where].itertuples(index=False, name=None)]
    found = cities.copy()
    found[c.CITY_ID], found[c.SOURCE] = ids, WEATHER
    return found.loc[found[c.CITY_ID] > 0, WITNESS]


def russian_towns(raw: pd.DataFrame, index: PlacesByName) -> pd.DataFrame:
    """Tie the list of Russian towns to places by their Russian name and point."""
    rows = []
    for city, settlement, region, latitude, longitude in zip(
        *(raw[one] for one in ("city", "settlement", "region", "geo_lat", "geo_lon")), strict=True
    ):
        name = city or settlement or region  # Moscow, Saint Petersburg: a region alone
        city_id = index.near("RU", name, (float(latitude), float(longitude)))
        if city_id:
            rows.append((city_id, "ru", name, RUSSIAN_TOWNS))
    return pd.DataFrame(rows, columns=WITNESS)
