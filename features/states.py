"""Countries and what ties them: blocs, pairs, languages, economy, visas, conflict, events."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from babel import Locale
from babel.core import get_global

from features.geonames import NEIGHBOURS
from matcher.errors import DataError
from matcher.tables import columns as c
from matcher.tables.vocabulary import BLOC_STATUSES

_NO_LAND_BORDER: Final = ("AEQA", "CDSD", "KESD", "SDUG", "CUUS")
"""Borders that ended with a treaty (AE, QA), with South Sudan, or of a naval base (CU, US)."""

_SCRIPT_LENGTH: Final = 4

_NEVER_ONE_STATE: Final = ("BJMM", "BYLC")
"""Pairs that CEPII marks by a slip of country codes (Burma, Belize)."""


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV as text and figures; ``NA`` is Namibia, an empty cell is ``""``."""
    codes = {c.ADMIN1_CODE: str, c.UNIT_CODE: str}  # 04 is no figure
    return pd.read_csv(path, keep_default_na=False, encoding="utf-8", dtype=codes)


def read_text(path: Path) -> pd.DataFrame:
    """Read a CSV with every cell as text; an empty cell is ``""``."""
    return pd.read_csv(path, keep_default_na=False, encoding="utf-8", dtype=str)


def _year(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").fillna(0).astype("int16")


def bloc_membership(curated: pd.DataFrame) -> pd.DataFrame:
    """Check the statuses of the hand-kept bloc memberships and tidy their years.

    Parameters
    ----------
    curated : DataFrame
        ``country, bloc, status, from_year, to_year, grade, source``; an empty
        year is open or unknown.

    Returns
    -------
    DataFrame
        Shaped as the table ``bloc_membership``; year 0 is open or unknown.

    Raises
    ------
    DataError
        A status that the schema does not know.
    """
    strange = sorted(set(curated[c.STATUS]) - set(BLOC_STATUSES))
    if strange:
        raise DataError(
            f"blocs.csv: status {strange} is not known, expected one of {BLOC_STATUSES}; "
            "correct the rows in data/curated/blocs.csv"
        )
    return curated.assign(
        **{c.YEAR_FROM: _year(curated["from_year"]), c.YEAR_TO: _year(curated["to_year"])}
    )


def country_pairs(
    raw: pd.DataFrame, former_states: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """Tell which states border, had a colonial tie or were one state.

    CEPII knows the states of 2011, so the borders of GeoNames are joined to
    its own and those that have gone since are left out.

    Parameters
    ----------
    raw : DataFrame
        ``country_a, country_b, contiguous, colonial_link_ever,
        were_same_country`` (0 or 1), one row a pair.
    former_states : DataFrame
        ``state, country``: the successors of each dissolved state.
    countries : DataFrame
        ``country, neighbours`` (codes parted by commas).

    Returns
    -------
    DataFrame
        Shaped as the table ``country_pairs``, with ``country_a < country_b``;
        pairs without any tie are left out.
    """
    ties = {
        "contiguous": c.CONTIGUOUS,
        "colonial_link_ever": c.COLONIAL_TIE,
        "were_same_country": c.SAME_STATE,
    }
    pairs = raw[["country_a", "country_b", *ties]].rename(columns=ties)
    shared = [
        (a, b, 0, 0, 1)
        for _, members in former_states.groupby("state", sort=True)["country"]
        for a, b in combinations(sorted(set(members)), 2)
    ]
    borders = [
        (country, neighbour, 1, 0, 0)
        for country, neighbours in zip(countries[c.COUNTRY], countries[NEIGHBOURS], strict=True)
        for neighbour in neighbours.split(",")
        if neighbour in set(countries[c.COUNTRY])
    ]
    columns = [c.COUNTRY_A, c.COUNTRY_B, *ties.values()]
    both = pd.concat([pairs, pd.DataFrame(shared + borders, columns=columns)], ignore_index=True)
    low = np.minimum(both[c.COUNTRY_A].to_numpy(object), both[c.COUNTRY_B].to_numpy(object))
    high = np.maximum(both[c.COUNTRY_A].to_numpy(object), both[c.COUNTRY_B].to_numpy(object))
    both[c.COUNTRY_A], both[c.COUNTRY_B] = low, high
    found = both.groupby([c.COUNTRY_A, c.COUNTRY_B], as_index=False)[list(ties.values())].max()
    found = found.astype(dict.fromkeys(ties.values(), bool))
    code = found[c.COUNTRY_A] + found[c.COUNTRY_B]
    found[c.CONTIGUOUS] &= ~code.isin(_NO_LAND_BORDER)
    found[c.SAME_STATE] &= ~code.isin(_NEVER_ONE_STATE)
    tied = found[list(ties.values())].any(axis=1) & (found[c.COUNTRY_A] != found[c.COUNTRY_B])
    return found[tied].reset_index(drop=True)


def country_languages(raw: pd.DataFrame) -> pd.DataFrame:
    """Name each language of a country and its script."""
    return pd.DataFrame(
        {
            c.COUNTRY: raw["country"],
            c.LANGUAGE: raw["language"],
            c.NAME: [_language_name(code) for code in raw["language"]],
            c.SCRIPT: [
                _script(language, country)
                for language, country in zip(raw["language"], raw["country"], strict=True)
            ],
            c.SPEAKERS_SHARE: raw[c.SPEAKERS_SHARE],
            c.OFFICIAL_STATUS: raw["official_status"],
            c.GRADE: raw[c.GRADE],
            c.SOURCE: raw[c.SOURCE],
        }
    )


def _language_name(code: str) -> str:
    english = Locale("en").languages
    return str(english.get(code) or english.get(code.partition("_")[0]) or code)


def _script(language: str, country: str) -> str:
    """Return the script CLDR expects for a language in a country, "" where it has none."""
    likely = get_global("likely_subtags")
    for key in (f"{language}_{country}", language, language.partition("_")[0]):
        for part in likely.get(key, "").split("_")[1:]:
            if len(part) == _SCRIPT_LENGTH:
                return str(part)
    return ""


def countries_with_economy(countries: pd.DataFrame, gdp: pd.DataFrame) -> pd.DataFrame:
    """Join GDP per head to the countries; NaN and year 0 where unknown."""
    known = gdp.drop_duplicates("country").set_index("country")
    code = countries[c.COUNTRY]
    result = countries.copy()
    result[c.GDP_PER_CAPITA_USD] = code.map(known["gdp_per_capita_usd"]).astype("float32")
    result[c.GDP_YEAR] = code.map(known["year"]).fillna(0).astype("int16")
    return result


def visa_rules(raw: pd.DataFrame) -> pd.DataFrame:
    """Name the columns of the directed visa rules."""
    return raw.rename(columns={"barrier_0free_4none": c.BARRIER})


def conflict_deaths(raw: pd.DataFrame) -> pd.DataFrame:
    """Sum deaths in all organised violence by country and year."""
    deaths = "all_organised_violence_deaths"
    groups = raw[raw["country"] != ""].groupby(["country", "year"], as_index=False)
    return groups[[deaths]].sum().set_axis([c.COUNTRY, c.YEAR, c.DEATHS], axis=1)
