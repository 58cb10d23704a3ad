"""Regions of countries: names, ISO 3166-2 codes and what other languages call them.

The list of GeoNames divisions says which GeoNames code has which ISO code. The codes of some
countries have changed (Iran, Kazakhstan, Morocco), so the names that Unicode CLDR has under a
code are taken only where the two agree on what the region is called.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from babel.core import get_global
from rapidfuzz import fuzz

from matcher.naming.region_codes import NO_REGION
from matcher.tables import columns as c
from matcher.text.normalise import name_key

LABEL_LANGUAGES: Final = ("en", "ru", "it", "de", "fr", "es", "pl", "uk")
"""Languages that places and regions have labels in."""

LEAST_LIKENESS: Final = 80.0
"""Two spellings of a name at least so much alike, of 100, are one name."""

FROM_CLDR: Final = "Unicode CLDR"
FROM_GEONAMES: Final = "GeoNames"
ALIAS: Final = "alias"
TYPE: Final = "type"
_NOTE: Final = re.compile(r"\s*[(（][^()（）]*[)）]$")
"""What CLDR adds to tell a region from its city or namesake: "İzmir (il)" is called İzmir."""

_KEY: Final = [c.COUNTRY, c.ADMIN1_CODE]


def build_regions(
    divisions: pd.DataFrame,
    subdivisions: pd.DataFrame,
    kept: pd.DataFrame,
    kinds: pd.DataFrame,
    languages: pd.DataFrame,
    spoken_there: pd.DataFrame,
    places: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the first-order regions that hold a place, and their names by language.

    Parameters
    ----------
    divisions : pandas.DataFrame
        Columns ``name``, ``iso``, ``gn`` (GeoNames code, such as ``JP.40``), ``type`` and
        ``alias`` (further names parted by ``|``).
    subdivisions : pandas.DataFrame
        Columns ``language``, ``iso``, ``name``, as :func:`features.cldr.read_subdivisions`.
    kept : pandas.DataFrame
        Hand-kept regions: ``country``, ``admin1_code``, ``iso``, ``name``, ``grade``,
        ``source``; their names win.
    kinds : pandas.DataFrame
        Hand-kept words for the regions of a country: ``country``, ``kind`` ("Oblast").
    languages : pandas.DataFrame
        The table ``country_languages``.
    spoken_there : pandas.DataFrame
        The hand-kept table ``region_languages``: ``country``, ``admin1_code``,
        ``language``, one row a language.
    places : pandas.DataFrame
        Columns ``country``, ``admin1_code``.

    Returns
    -------
    regions, labels : pandas.DataFrame
        The tables ``regions`` and ``region_labels``.
    """
    listed = {one["gn"]: one for one in divisions.to_dict("records") if one["gn"]}
    own = {(one[c.COUNTRY], one[c.ADMIN1_CODE]): one for one in kept.to_dict("records")}
    cldr = _Cldr(subdivisions, divisions)
    spoken = _official(languages)
    of_region = spoken_there.groupby(_KEY)[c.LANGUAGE].agg(list).to_dict()
    written = languages[languages[c.SCRIPT] == "Latn"]
    latin = set(zip(written[c.COUNTRY], written[c.LANGUAGE], strict=True))
    word = dict(zip(kinds[c.COUNTRY], kinds[c.KIND], strict=True))
    ending = tuple(word.values())
    usual = _usual_type(divisions)
    lived_in = places[_KEY].drop_duplicates().sort_values(_KEY)
    rows, labels = [], []
    for country, code in lived_in.itertuples(index=False, name=None):
        if code in NO_REGION:
            continue
        found = listed.get(f"{country}.{code}", {})
        by_hand = own.get((country, code), {})
        iso = by_hand.get(c.ISO) or found.get(c.ISO, "")
        further = found.get(ALIAS, "").split("|")
        known = cldr.names(iso, found.get(c.NAME, ""), by_hand.get(c.NAME, ""), *further)
        name, grade, source = _english(found, by_hand, known)
        if not name:
            continue
        if not by_hand and found.get(TYPE) == usual.get(country) and country in word:
            name = name if name.endswith(ending) else f"{name} {word[country]}"
        likely = of_region.get((country, code)) or spoken.get(country, [])
        language = next((one for one in likely if one in known), "")
        own_name = _NOTE.sub("", known.get(language, ""))
        if not own_name and (country, next(iter(likely), "")) in latin:
            own_name = found.get(c.NAME, "")  # the list writes Latin letters, at times bare
            own_name = name if by_hand and _bare(own_name, name) else own_name
        rows.append((country, code, iso, name, own_name, language, grade, source))
        labels += [
            (country, code, one, _NOTE.sub("", known[one]), "measured", FROM_CLDR)
            for one in LABEL_LANGUAGES[1:]
            if one in known
        ]
    regions = pd.DataFrame(
        rows, columns=[*_KEY, c.ISO, c.NAME, c.OWN_NAME, c.LANGUAGE, c.GRADE, c.SOURCE]
    )
    texts = pd.DataFrame(labels, columns=[*_KEY, c.LANGUAGE, c.NAME, c.GRADE, c.SOURCE])
    return regions, texts


def build_subregions(
    divisions: pd.DataFrame, subdivisions: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Return the second-order regions that hold a place.

    Parameters
    ----------
    divisions : pandas.DataFrame
        As of :func:`build_regions`, GeoNames codes such as ``IE.M.04``.
    subdivisions : pandas.DataFrame
        As of :func:`build_regions`.
    places : pandas.DataFrame
        Columns ``country``, ``admin1_code``, ``admin2_code``.

    Returns
    -------
    pandas.DataFrame
        The table ``subregions``.
    """
    cldr = _Cldr(subdivisions, divisions)
    keys = [*_KEY, c.ADMIN2_CODE]
    lived_in = set(places[keys].drop_duplicates().itertuples(index=False, name=None))
    rows = []
    for one in divisions.to_dict("records"):
        part = tuple(one["gn"].split("."))
        if part not in lived_in or not part[2]:
            continue
        known = cldr.names(one[c.ISO], one[c.NAME], *one[ALIAS].split("|"))
        rows.append((*part, one[c.ISO], _with_kind(one) or _known_or_own(one, known)))
    frame = pd.DataFrame(rows, columns=[*keys, c.ISO, c.NAME])
    return frame.sort_values([*keys, c.NAME]).drop_duplicates(keys, ignore_index=True)


def _bare(listed: str, name: str) -> bool:
    """Whether a listed name is one without its article or signs ("Reunion" for La Réunion)."""
    return name_key(name) in {name_key(listed), name_key(f"La {listed}")}


def _with_kind(division: Mapping[Any, Any]) -> str:
    """Return the further name that says what it is, as in "County Cork"."""
    wanted = f"{division.get('type', '')} {division[c.NAME]}".strip()
    return wanted if wanted in division["alias"].split("|") else ""


def _known_or_own(division: Mapping[Any, Any], known: Mapping[str, str]) -> str:
    """Return the English name of a second-order region, else its own with an English kind."""
    if division.get(TYPE) == _CITY_MUNICIPALITY:  # CLDR has these in the genitive
        called = [one for one in division[ALIAS].split("|") if "savivaldyb" not in one]
        return f"{min(called, key=len)} City Municipality" if any(called) else division[c.NAME]
    return known.get("en") or english_kind(division)


def english_kind(division: Mapping[Any, Any]) -> str:
    """Return the name of a division with its kind in English, its own where that is not known.

    Examples
    --------
    >>> english_kind({"name": "Powiat poznański", "alias": "Poznań County", "gn": "PL.86.3021"})
    'Poznań County'
    >>> english_kind({"name": "Nanning Shi", "alias": "南宁市", "gn": "CN.16.4501"})
    'Nanning'
    """
    name, country = str(division[c.NAME]), str(division["gn"]).partition(".")[0]
    pattern, right = _KINDS.get(country, ("", ""))
    kinds = [one for one in (pattern, *_OTHER_KINDS.get(country, {})) if one]
    found = next((one for one in kinds if re.fullmatch(one, name)), "")
    if not found:
        return name
    called = [one for one in division[ALIAS].split("|") if _ENGLISH_KIND.search(one)]
    if len(called) == 1:
        return str(called[0])
    right = right if found == pattern else _OTHER_KINDS[country][found]
    return re.sub(f"^{found}$", right, name) if right else name


_ENGLISH_KIND: Final = re.compile(r" (County|District|Regency|Municipality|Prefecture|City)$")
_CITY_MUNICIPALITY: Final = "City municipality"

_KINDS: Final[dict[str, tuple[str, str]]] = {
    "AR": (r"Departamento (?:de |del )?(.+)", r"\1 Department"),
    "AT": (r"Politischer Bezirk (.+)", r"\1 District"),
    "BG": (r"Obshtina (.+)", r"\1 Municipality"),
    "BY": (r"(.+) Rayon", ""),
    "CH": (r"Bezirk (.+)", r"\1 District"),
    "CN": (r"(.+) Shi", r"\1"),
    "DK": (r"(.+) Kommune", r"\1 Municipality"),
    "HR": (r"(?:Grad|Općina) (.+)", r"\1"),
    "ID": (r"Kota (.+)", r"\1 City"),
    "JP": (r"(.+)[- ][Ss]hi", r"\1"),
    "NL": (r"Gemeente (.+)", r"\1"),
    "PL": (r"Powiat (.+)", ""),
    "RO": (r"(?:Comuna|Oraşul|Oraş|Oraș|Municipiul) (.+)", r"\1"),
    "RU": (r"(.+) Rayon", ""),
    "SE": (r"(.+) [Kk]ommun", ""),
    "SK": (r"Okres (.+)", r"\1 District"),
    "TR": (r"(.+) İlçesi", r"\1"),
    "VE": (r"Municipio (.+)", r"\1"),
}
"""How the list writes the kind of a division of a country, and what English has for it; empty
where the name beside the word is an adjective or a genitive, which only a further name mends."""

_OTHER_KINDS: Final[dict[str, dict[str, str]]] = {
    "AR": {r"Partido (?:de |del )?(.+)": r"\1"},
    "CN": {r"(.+) Diqu": r"\1 Prefecture"},
    "ID": {r"Kabupaten (.+)": r"\1 Regency"},
    "JP": {r"(.+)[- ][Gg]un": r"\1 District"},
    "RU": {r"Gorodskoy Okrug (.+)": r"\1 Urban District"},
}


class _Cldr:
    """What CLDR calls the regions of countries, under the code each has today."""

    def __init__(self, subdivisions: pd.DataFrame, divisions: pd.DataFrame) -> None:
        self._names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for language, iso, name in zip(
            subdivisions[c.LANGUAGE], subdivisions[c.ISO], subdivisions[c.NAME], strict=True
        ):
            self._names[iso][language] = name
        self._keys = {iso: _keys(*names.values()) for iso, names in self._names.items()}
        self._of_country: defaultdict[str, list[str]] = defaultdict(list)
        for iso in self._names:
            self._of_country[iso.partition("-")[0]].append(iso)
        self._recoded = self._find_recoded(divisions)

    def _find_recoded(self, divisions: pd.DataFrame) -> frozenset[str]:
        """Return the countries most of whose codes mean another region to CLDR."""
        votes: defaultdict[str, list[bool]] = defaultdict(list)
        for one in divisions.to_dict("records"):
            if one[c.ISO] in self._names and one["gn"].count(".") == 1:
                known = self._agree(_keys(one[c.NAME], *one[ALIAS].split("|")), one[c.ISO])
                votes[one[c.ISO].partition("-")[0]].append(known)
        return frozenset(country for country, said in votes.items() if sum(said) * 2 < len(said))

    def names(self, iso: str, *called: str) -> Mapping[str, str]:
        """Return the names by language of the region with a code and some names of its own.

        Where CLDR has another region under the code, the one region of the country that
        goes by such a name; nothing where there is none.
        """
        keys = _keys(*called)
        country = iso.partition("-")[0]
        if not iso or not keys:
            return {}
        if country not in self._recoded and iso in self._names and self._agree(keys, iso):
            return self._names[iso]
        shared = [one for one in self._of_country[country] if keys & self._keys[one]]
        english = [one for one in shared if name_key(self._names[one].get("en", "")) in keys]
        found = english if len(english) == 1 else shared
        return self._names[found[0]] if len(found) == 1 else {}

    def _agree(self, keys: set[str], iso: str) -> bool:
        english = name_key(self._names[iso].get("en", ""))
        return bool(keys & self._keys[iso]) or any(
            fuzz.ratio(one, english) >= LEAST_LIKENESS for one in keys
        )


def _keys(*names: str) -> set[str]:
    return {name_key(name) for name in names} - {""}


def _english(
    division: Mapping[Any, Any], by_hand: Mapping[Any, Any], known: Mapping[str, str]
) -> tuple[str, str, str]:
    """Return the English name of a region with its grade and source."""
    if by_hand:
        return by_hand[c.NAME], by_hand[c.GRADE], by_hand[c.SOURCE]
    if "en" in known:
        return _NOTE.sub("", known["en"]), "measured", FROM_CLDR
    return division.get(c.NAME, ""), "measured", FROM_GEONAMES


def _usual_type(divisions: pd.DataFrame) -> dict[str, str]:
    """Return what most first-order regions of a country are, as the list calls it."""
    first = divisions[(divisions["gn"].str.count(r"\.") == 1) & (divisions[TYPE] != "")]
    country = first["gn"].str.partition(".")[0]
    return {str(code): str(group.mode().iloc[0]) for code, group in first[TYPE].groupby(country)}


def _official(languages: pd.DataFrame) -> dict[str, list[str]]:
    """Return the official languages of each country: its own first, then the most spoken.

    Its own is the one that CLDR expects there before anywhere else, as Kazakh in Kazakhstan.
    """
    official = languages[languages[c.OFFICIAL_STATUS].isin(("official", "de_facto_official"))]
    likely = get_global("likely_subtags")
    own = [
        likely.get(language, "").endswith(f"_{country}")
        for language, country in zip(official[c.LANGUAGE], official[c.COUNTRY], strict=True)
    ]
    at_home = pd.Series(own, index=official.index, dtype=bool)
    at_home &= at_home.groupby(official[c.COUNTRY]).transform("sum") == 1  # Nigeria has three
    order = official.assign(at_home=at_home).sort_values(
        ["at_home", c.SPEAKERS_SHARE], ascending=False, kind="stable"
    )
    return {str(code): list(group[c.LANGUAGE]) for code, group in order.groupby(c.COUNTRY)}
